"""The audit export: what is in it, for which period, as of when; and always the same bytes."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from application import export_rows
from application.errors import UnknownFact
from application.event_store.schema import events
from application.projections.audit_trail import known_whole
from interfaces.bootstrap import System
from interfaces.exporting import Period, export
from interfaces.verifier.bundle_check import check_bundle
from tests.application import commitments, tasks
from tests.interfaces import small_county
from tests.interfaces.small_county import FORMULA
from tests.interfaces.small_exports import (
    AS_OF,
    DETAILS,
    EVER,
    FIGURES,
    LEDGERS,
    PERIOD,
    TODAY,
    YEARS,
    column,
    exported,
    files,
    head,
    table,
    urge,
)


def opinions(county: System, **asked: object) -> dict[str, dict[str, str]]:
    archive = exported(county, **asked)  # type: ignore[arg-type]  # named as ``exported`` names
    return {each["编号"]: each for each in table(archive, "台账/意见台账.csv")}


def test_bundle_passes_its_own_check(small_on_both: System, tmp_path: Path) -> None:
    urge(small_on_both)
    path = tmp_path / "bundle.zip"
    path.write_bytes(exported(small_on_both, EVER, TODAY))
    verdict = check_bundle(path)
    assert (verdict.ok, verdict.counts.events) == (True, head(small_on_both))


def test_bundle_names_what_it_holds(small: System) -> None:
    ledgers = [f"台账/{name}.csv" for name in LEDGERS]
    rates = ["比率/统计.xlsx", *(f"比率/{name}.csv" for name in FIGURES)]
    rates += ["比率/比率.json", *(f"比率/{name}.csv" for name in DETAILS)]
    archive = files(exported(small))
    kinds = {json.loads(line)["topic"] for line in archive["events.jsonl"].splitlines()}
    schemas = [f"schemas/{topic}.json" for topic in sorted(kinds)]
    expected = ["events.jsonl", "personal/openings.jsonl"]
    expected += ["台账/台账.xlsx", *ledgers, *rates, *schemas]
    expected += ["verify.py", "核验.html", "README.txt", "manifest.json"]
    assert list(archive) == expected
    assert json.loads(archive["manifest.json"])["scope"] == {
        "county": "测试县",
        "title": "审计导出包",
        "period_from": "2009-06-01",
        "period_to": "2009-12-31",
        "as_of": "2009-12-31",
        "known_at": head(small),
        "selection": None,
    }
    assert "测试县" in archive["README.txt"].decode()


def test_events_are_the_stored_bytes_up_to_the_number_asked_for(small: System) -> None:
    with small.database.reading() as connection:
        known = known_whole(connection, head(small) - 1)
        stored = connection.scalars(
            select(events.c.state).where(events.c.sequence <= known).order_by(events.c.sequence)
        ).all()
    lines = files(exported(small, known_at=known))["events.jsonl"].splitlines()
    assert 1 < known < head(small)
    assert [line.partition(b',"state":')[2].removesuffix(b"}") for line in lines] == stored


def test_later_events_change_no_byte(small_on_both: System) -> None:
    before, known_at = exported(small_on_both), head(small_on_both)
    small_county.record_more(small_on_both.store, 200)
    small_county.change_what_was_exported(small_on_both.store)
    assert head(small_on_both) > known_at + 200
    assert exported(small_on_both, known_at=known_at) == before
    assert exported(small_on_both) != before


def test_a_moment_stands_for_the_number_known_then(small: System) -> None:
    later = datetime(2031, 1, 1, tzinfo=UTC)
    assert export(small, PERIOD, AS_OF, later).known_at == head(small)


def test_size_of_the_batches_leaves_no_trace(
    small_on_both: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = exported(small_on_both, EVER, TODAY)
    monkeypatch.setattr(export_rows, "BATCH", 2)
    assert exported(small_on_both, EVER, TODAY) == whole


def test_ledger_lists_what_was_referred_in_the_period(small_on_both: System) -> None:
    listed = [f"GQ-{number}" for number in range(1, 8)]
    assert sorted(opinions(small_on_both)) == listed
    assert sorted(opinions(small_on_both, period=EVER)) == [*listed, "GQ-8"]


def test_ledger_shows_the_state_of_the_day(small: System) -> None:
    then, now = opinions(small)["GQ-6"], opinions(small, as_of=TODAY)["GQ-6"]
    assert (then["状态"], then["首次答复日期"], then["逾期天数"]) == ("办理中", "", "0")
    assert (now["状态"], now["首次答复日期"]) == ("已答复", "2010-01-05")
    assert now["逾期天数"] == str((TODAY - date(2009, 12, 31)).days)


def test_an_opinion_that_was_returned_stays_in_the_ledger(small: System) -> None:
    returned = opinions(small)["GQ-7"]
    assert (returned["状态"], returned["首次交办日期"]) == ("已形成", "2009-06-12")
    assert (returned["交办日期"], returned["同意退办次数"]) == ("", "1")


def test_a_merged_opinion_names_the_one_it_went_into(small: System) -> None:
    assert column(list(opinions(small).values()), "并入意见") == ["", "", "GQ-1", *[""] * 4]


def test_units_and_words_are_shown_as_people_call_them(small: System) -> None:
    first = opinions(small)["GQ-1"]
    assert (first["类别"], first["主办单位"], first["重点"]) == ("群众意见", "单位GQXX", "否")
    assert (first["最近满意度"], first["来源渠道"]) == ("满意", "意见箱")


def test_a_title_that_looks_like_a_formula_is_written_as_text(small: System) -> None:
    assert opinions(small)["GQ-7"]["标题"] == f"'{FORMULA}"


def test_tasks_say_which_plan_and_opinions_they_come_from(small: System) -> None:
    listed = table(exported(small), "台账/任务台账.csv")
    assert column(listed, "编号") == ["GQ-2009-1-1", "GQ-2009-1-2", "GQ-2009-1-3"]
    assert column(listed, "整改方案") == ["GQ-2009-1"] * 3
    assert column(listed, "回应意见") == ["GQ-1、GQ-2、GQ-3、GQ-4", "GQ-6", "GQ-1"]


def test_each_ledger_has_its_own_date_for_the_period(urged: System) -> None:
    archive = exported(urged, EVER, TODAY)
    late = exported(urged, Period(date(2011, 1, 1), date(2015, 12, 31)), TODAY)
    counts = {
        name: [len(table(each, f"台账/{name}.csv")) for each in (archive, late)]
        for name in LEDGERS
    }
    assert counts == {
        "意见台账": [8, 0],
        "任务台账": [4, 1],
        "承诺台账": [1, 1],
        "责任清单": [12, 3],
        "措施覆盖": [6, 0],
        "督办台账": [1, 1],
        "催办提醒": [8, 8],
        "单位名册": [8, 8],
        "规则方案": [1, 1],
        "节假日安排": [YEARS, YEARS],
    }


def test_coverage_tells_the_measures_and_the_waivers(small: System) -> None:
    covered = {each["意见编号"]: each for each in table(exported(small), "台账/措施覆盖.csv")}
    assert covered["GQ-1"]["回应措施"] == "GQ-2009-1第1项:改善办学条件;GQ-2009-1第3项:提升教学质量"
    assert (covered["GQ-5"]["回应情况"], covered["GQ-5"]["不予回应理由"]) == (
        "已说明不予回应",
        "另行答复",
    )


def test_urging_is_listed_with_what_it_is_about(urged: System) -> None:
    archive = exported(urged, EVER, TODAY)
    [issued] = table(archive, "台账/督办台账.csv")
    wanted = ("编号", "单位", "事项", "原期限", "逾期天数", "要求", "回复期限", "签发人", "回复")
    assert [issued[each] for each in wanted] == [
        "DB-1",
        tasks.BUREAU,
        commitments.NUMBER,
        "2011-11-15",
        "17",
        "限期兑现",
        "2011-12-10",
        "主任甲",
        "",
    ]
    assert int(issued["回复逾期天数"]) == (TODAY - date(2011, 12, 10)).days
    told = [each for each in table(archive, "台账/催办提醒.csv") if each["事项类别"] == "承诺"]
    assert [(each["事项"], each["颜色"], each["预警等级"]) for each in told] == [
        (commitments.NUMBER, "红", "10个工作日")
    ]


def test_urging_of_another_time_is_left_out(urged: System) -> None:
    archive = exported(urged, PERIOD, TODAY)
    assert table(archive, "台账/督办台账.csv") == table(archive, "台账/催办提醒.csv") == []


def test_rules_and_holidays_on_record_are_listed(urged: System) -> None:
    archive = exported(urged, PERIOD, TODAY)
    [statutory] = table(archive, "台账/规则方案.csv")
    assert (statutory["机关"], statutory["版次"], statutory["失效日期"]) == ("法定规则", "1", "")
    years = table(archive, "台账/节假日安排.csv")
    assert column(years, "年度") == sorted(column(years, "年度"))
    assert "2015-10-01" in next(each["放假"] for each in years if each["年度"] == "2015")


def test_nothing_is_read_before_the_bundle_is_iterated_over(small: System) -> None:
    blocks: Iterator[bytes] = iter(export(small, PERIOD, AS_OF))
    assert next(blocks).startswith(b"PK")


@pytest.mark.parametrize(
    ("period", "known_at", "field"),
    [
        (Period(date(2009, 6, 2), date(2009, 6, 1)), None, "until"),
        (PERIOD, 1_000_000, "known_at"),
        (PERIOD, -1, "known_at"),
        (PERIOD, datetime(2009, 1, 1), "known_at"),  # noqa: DTZ001  without a zone, on purpose
    ],
)
def test_what_cannot_be_is_refused_before_the_first_byte(
    small: System, period: Period, known_at: int | datetime | None, field: str
) -> None:
    with pytest.raises(UnknownFact) as refused:
        export(small, period, AS_OF, known_at)
    assert refused.value.field == field
