"""The audit export: what is in it, for which period, as of when; and always the same bytes."""

import csv
import io
import json
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from application import export_rows
from application.commands import notices
from application.commands.notices import About
from application.commands.reference import bring_reference_data
from application.errors import UnknownFact
from application.event_store.schema import events
from application.projections.audit_trail import known_until_now
from application.reactions.tick import tick
from application.reference.shipped_calendars import reference_years
from application.store import Store
from domain.commitment import Commitment
from domain.due import Due
from domain.notice_terms import NoticeKind, NoticeTerms
from domain.ranking import SMALLEST_BASE
from domain.urged_item import SubjectKind
from domain.warning_scale import WarningTrigger
from interfaces.bootstrap import System
from interfaces.exporting import Period, export
from interfaces.settings import Settings
from interfaces.verifier.bundle_check import check_bundle
from tests.application import commitments, tasks
from tests.interfaces import small_county
from tests.interfaces.small_county import FORMULA

PERIOD = Period(date(2009, 6, 1), date(2009, 12, 31))
AS_OF = date(2009, 12, 31)
EVER = Period(date(2000, 1, 1), date(2019, 12, 31))
TODAY = date(2030, 1, 1)

LEDGERS = [
    "意见台账",
    "任务台账",
    "承诺台账",
    "责任清单",
    "措施覆盖",
    "督办台账",
    "催办提醒",
    "单位名册",
    "规则方案",
    "节假日安排",
]
YEARS = len(reference_years())
FIGURES = ["比率", "件数", "排名", "构成", "办理天数"]
Records = list[dict[str, str]]


def system(store: Store) -> System:
    return System(Settings(county="测试县"), store.database, store, store.clock)


@pytest.fixture
def county(sqlite_store: Store) -> System:
    """Give a small county on SQLite."""
    small_county.fill(sqlite_store)
    return system(sqlite_store)


@pytest.fixture
def county_on_both(store: Store) -> System:
    """Give the same county on SQLite and on PostgreSQL."""
    small_county.fill(store)
    return system(store)


def urge(county: System) -> None:
    """Urge a unit about its promise, after reminders; with the rules and holidays on record."""
    bring_reference_data(county.store)
    tick(county.store, date(2011, 12, 1))
    terms = NoticeTerms(
        number="DB-1",
        kind=NoticeKind.SUPERVISION_NOTICE,
        colour="红",
        trigger=WarningTrigger.OVERDUE,
        demand="限期兑现",
        reply_due=Due.by(date(2011, 12, 10)),
        signer="主任甲",
    )
    facts = {"unit": tasks.BUREAU, "competent_body": None}
    about = About(SubjectKind.COMMITMENT, Commitment.id_of(commitments.NUMBER))
    tasks.run(county.store, "2011-12-02", notices.issue, terms=terms, about=about, **facts)


def head(county: System) -> int:
    with county.database.reading() as connection:
        return known_until_now(connection)


def exported(
    county: System, period: Period = PERIOD, as_of: date = AS_OF, known_at: int | None = None
) -> bytes:
    return b"".join(export(county, period, as_of, known_at))


def files(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {info.filename: opened.read(info) for info in opened.infolist()}


def table(archive: bytes, path: str) -> Records:
    text = files(archive)[path].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def column(records: Records, header: str) -> list[str]:
    return [record[header] for record in records]


def opinions(county: System, **asked: object) -> dict[str, dict[str, str]]:
    archive = exported(county, **asked)  # type: ignore[arg-type]  # named as ``exported`` names
    return {each["编号"]: each for each in table(archive, "台账/意见台账.csv")}


def test_bundle_passes_its_own_check(county_on_both: System, tmp_path: Path) -> None:
    urge(county_on_both)
    path = tmp_path / "bundle.zip"
    path.write_bytes(exported(county_on_both, EVER, TODAY))
    verdict = check_bundle(path)
    assert (verdict.ok, verdict.counts.events) == (True, head(county_on_both))


def test_bundle_names_what_it_holds(county: System) -> None:
    ledgers = [f"台账/{name}.csv" for name in LEDGERS]
    rates = ["比率/统计.xlsx", *(f"比率/{name}.csv" for name in FIGURES)]
    rates += ["比率/比率.json", "比率/比率明细.csv"]
    archive = files(exported(county))
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
        "known_at": head(county),
        "selection": None,
    }
    assert "测试县" in archive["README.txt"].decode()


def test_events_are_the_stored_bytes_up_to_the_number_asked_for(county: System) -> None:
    lines = files(exported(county, known_at=20))["events.jsonl"].splitlines()
    with county.database.reading() as connection:
        stored = connection.scalars(
            select(events.c.state).where(events.c.sequence <= 20).order_by(events.c.sequence)
        ).all()
    assert [line.partition(b',"state":')[2].removesuffix(b"}") for line in lines] == stored


def test_later_events_change_no_byte(county_on_both: System) -> None:
    before, known_at = exported(county_on_both), head(county_on_both)
    small_county.record_more(county_on_both.store, 200)
    small_county.change_what_was_exported(county_on_both.store)
    assert head(county_on_both) > known_at + 200
    assert exported(county_on_both, known_at=known_at) == before
    assert exported(county_on_both) != before


def test_a_moment_stands_for_the_number_known_then(county: System) -> None:
    later = datetime(2031, 1, 1, tzinfo=UTC)
    assert export(county, PERIOD, AS_OF, later).known_at == head(county)


def test_size_of_the_batches_leaves_no_trace(
    county_on_both: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = exported(county_on_both, EVER, TODAY)
    monkeypatch.setattr(export_rows, "BATCH", 2)
    assert exported(county_on_both, EVER, TODAY) == whole


def test_ledger_lists_what_was_referred_in_the_period(county_on_both: System) -> None:
    listed = [f"GQ-{number}" for number in range(1, 8)]
    assert sorted(opinions(county_on_both)) == listed
    assert sorted(opinions(county_on_both, period=EVER)) == [*listed, "GQ-8"]


def test_ledger_shows_the_state_of_the_day(county: System) -> None:
    then, now = opinions(county)["GQ-6"], opinions(county, as_of=TODAY)["GQ-6"]
    assert (then["状态"], then["首次答复日期"], then["逾期天数"]) == ("办理中", "", "0")
    assert (now["状态"], now["首次答复日期"]) == ("已答复", "2010-01-05")
    assert now["逾期天数"] == str((TODAY - date(2009, 12, 31)).days)


def test_an_opinion_that_was_returned_stays_in_the_ledger(county: System) -> None:
    returned = opinions(county)["GQ-7"]
    assert (returned["状态"], returned["首次交办日期"]) == ("已形成", "2009-06-12")
    assert (returned["交办日期"], returned["同意退办次数"]) == ("", "1")


def test_a_merged_opinion_names_the_one_it_went_into(county: System) -> None:
    assert column(list(opinions(county).values()), "并入意见") == ["", "", "GQ-1", *[""] * 4]


def test_units_and_words_are_shown_as_people_call_them(county: System) -> None:
    first = opinions(county)["GQ-1"]
    assert (first["类别"], first["主办单位"], first["重点"]) == ("群众意见", "单位GQXX", "否")
    assert (first["最近满意度"], first["来源渠道"]) == ("满意", "意见箱")


def test_a_title_that_looks_like_a_formula_is_written_as_text(county: System) -> None:
    assert opinions(county)["GQ-7"]["标题"] == f"'{FORMULA}"


def test_tasks_say_which_plan_and_opinions_they_come_from(county: System) -> None:
    listed = table(exported(county), "台账/任务台账.csv")
    assert column(listed, "编号") == ["GQ-2009-1-1", "GQ-2009-1-2", "GQ-2009-1-3"]
    assert column(listed, "整改方案") == ["GQ-2009-1"] * 3
    assert column(listed, "回应意见") == ["GQ-1、GQ-2、GQ-3、GQ-4", "GQ-6", "GQ-1"]


def test_each_ledger_has_its_own_date_for_the_period(county: System) -> None:
    urge(county)
    archive = exported(county, EVER, TODAY)
    late = exported(county, Period(date(2011, 1, 1), date(2015, 12, 31)), TODAY)
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


def test_coverage_tells_the_measures_and_the_waivers(county: System) -> None:
    covered = {each["意见编号"]: each for each in table(exported(county), "台账/措施覆盖.csv")}
    assert covered["GQ-1"]["回应措施"] == "GQ-2009-1第1项:改善办学条件;GQ-2009-1第3项:提升教学质量"
    assert (covered["GQ-5"]["回应情况"], covered["GQ-5"]["不予回应理由"]) == (
        "已说明不予回应",
        "另行答复",
    )


def test_urging_is_listed_with_what_it_is_about(county: System) -> None:
    urge(county)
    archive = exported(county, EVER, TODAY)
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


def test_urging_of_another_time_is_left_out(county: System) -> None:
    urge(county)
    archive = exported(county, PERIOD, TODAY)
    assert table(archive, "台账/督办台账.csv") == table(archive, "台账/催办提醒.csv") == []


def test_rules_and_holidays_on_record_are_listed(county: System) -> None:
    urge(county)
    archive = exported(county, PERIOD, TODAY)
    [statutory] = table(archive, "台账/规则方案.csv")
    assert (statutory["机关"], statutory["版次"], statutory["失效日期"]) == ("法定规则", "1", "")
    years = table(archive, "台账/节假日安排.csv")
    assert column(years, "年度") == sorted(column(years, "年度"))
    assert "2015-10-01" in next(each["放假"] for each in years if each["年度"] == "2015")


def test_workbook_of_figures_holds_the_same_rows_as_the_tables(county: System) -> None:
    urge(county)
    archive = exported(county, EVER, TODAY)
    book = CalamineWorkbook.from_filelike(io.BytesIO(files(archive)["比率/统计.xlsx"]))
    assert book.sheet_names == FIGURES
    for name in FIGURES:
        sheet = book.get_sheet_by_name(name).to_python()
        rows = table(archive, f"比率/{name}.csv")
        assert sheet[0] == list(rows[0])
        assert [row[0] for row in sheet[1:]] == [next(iter(row.values())) for row in rows]


def test_counts_of_the_units_add_up_to_the_county(county: System) -> None:
    records = table(exported(county, EVER, TODAY), "比率/件数.csv")
    whole = {each["指标"]: int(each["件数"]) for each in records if each["范围"] == "全部"}
    parts: Counter[str] = Counter()
    for each in records:
        if each["范围"] != "全部":
            parts[each["指标"]] += int(each["件数"])
    assert {name: parts[name] for name in whole} == whole
    assert whole["交办件数"] == 6
    late = next(each for each in records if each["指标"] == "逾期未结")
    assert int(late["总天数"]) > 0
    assert late["平均天数"]


def test_units_are_ranked_by_the_rules_in_force(county: System) -> None:
    """Six opinions suffice by default; a base of three lets in the four replies due."""
    ranked = table(exported(county, EVER, TODAY), "比率/排名.csv")
    reply = [each for each in ranked if each["指标"] == "答复率"]
    assert [(each["名次"], each["单位代码"], each["分母"]) for each in reply] == [
        ("1", "GQXX", "6")
    ]
    assert {each["参加排名的最小分母"] for each in ranked} == {str(SMALLEST_BASE)}
    assert {each["名次"] for each in ranked if int(each["分母"]) < SMALLEST_BASE} == {"不排名"}
    overdue = next(each for each in ranked if each["指标"] == "延期率")
    assert overdue["排名次序"] == "低者在前"


def test_parts_make_up_their_wholes(county: System) -> None:
    shares = table(exported(county, EVER, TODAY), "比率/构成.csv")
    by_status = [each for each in shares if each["构成"] == "意见办理状态"]
    assert sum(int(each["件数"]) for each in by_status) == int(by_status[0]["合计"]) == 6
    percents = [Fraction(each["占比"].removesuffix("%")) for each in by_status]
    assert sum(percents) == 100


def as_text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) else str(cell)


def test_workbook_holds_the_same_rows_as_the_tables(county: System) -> None:
    urge(county)
    archive = exported(county, EVER, TODAY)
    book = CalamineWorkbook.from_filelike(io.BytesIO(files(archive)["台账/台账.xlsx"]))
    assert book.sheet_names == LEDGERS
    for name in LEDGERS:
        sheet = book.get_sheet_by_name(name).to_python()
        rows = table(archive, f"台账/{name}.csv")
        assert sheet[0] == list(rows[0])
        assert [(as_text(row[0]), as_text(row[1])) for row in sheet[1:]] == [
            tuple(row.values())[:2] for row in rows
        ]


def rates(archive: bytes) -> dict[str, tuple[int, int, int]]:
    return {
        each["指标代码"]: counts(each, "分子", "分母")
        for each in table(archive, "比率/比率.csv")
        if each["范围"] == "全部"
    }


def counts(record: dict[str, str], *headers: str) -> tuple[int, int, int]:
    first, second, third = (int(record[each]) for each in (*headers, "未定时限不计入"))
    return first, second, third


def summed(records: Records) -> dict[str, Sequence[int]]:
    sums: defaultdict[str, Sequence[int]] = defaultdict(lambda: (0, 0, 0))
    for each in records:
        of_item = counts(each, "计入分子", "计入分母")
        code = each["指标代码"]
        sums[code] = tuple(map(sum, zip(sums[code], of_item, strict=True)))
    return sums


@pytest.mark.parametrize("period", [PERIOD, EVER])
def test_items_add_up_to_the_rates(county_on_both: System, period: Period) -> None:
    archive = exported(county_on_both, period, TODAY)
    items = summed(table(archive, "比率/比率明细.csv"))
    counted = rates(archive)
    assert {code: tuple(items[code]) for code in counted} == counted
    assert set(items) <= set(counted)


def test_items_that_count_for_nothing_are_not_listed(county: System) -> None:
    listed = table(exported(county, EVER, TODAY), "比率/比率明细.csv")
    assert all(any(counts(each, "计入分子", "计入分母")) for each in listed)


def test_units_add_up_to_the_county(county: System) -> None:
    archive = exported(county, EVER, TODAY)
    of_units: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for each in table(archive, "比率/比率.csv"):
        if each["范围"] != "全部":
            of_units[each["指标代码"]][0] += int(each["分子"])
            of_units[each["指标代码"]][1] += int(each["分母"])
    whole = {code: list(both[:2]) for code, both in rates(archive).items()}
    assert {code: of_units[code] for code in whole} == whole


def test_rates_are_given_to_programs_with_both_counts(county: System) -> None:
    stated = json.loads(files(exported(county))["比率/比率.json"])
    assert (stated["as_of"], stated["known_at"]) == ("2009-12-31", head(county))
    replied = next(each for each in stated["rates"] if each["code"] == "reply-rate")
    assert (replied["numerator"], replied["denominator"], replied["percent"]) == (1, 5, "20.00")
    assert [each["name"] for each in replied["by_unit"]] == ["单位GQXX"]
    assert stated["handling_days"]["open"]["count"] == 4


def test_a_rate_of_nothing_is_a_dash(county: System) -> None:
    found = table(exported(county), "比率/比率.csv")
    assert {each["比率"] for each in found if each["分母"] == "0"} == {"—"}


def test_nothing_is_read_before_the_bundle_is_iterated_over(county: System) -> None:
    blocks: Iterator[bytes] = iter(export(county, PERIOD, AS_OF))
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
    county: System, period: Period, known_at: int | datetime | None, field: str
) -> None:
    with pytest.raises(UnknownFact) as refused:
        export(county, period, AS_OF, known_at)
    assert refused.value.field == field
