"""The figures of an export: rates with their items, counts, rankings, shares."""

import io
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from fractions import Fraction

import pytest
from python_calamine import CalamineWorkbook

from domain.ranking import SMALLEST_BASE
from interfaces.bootstrap import System
from interfaces.exporting import Period
from tests.interfaces.small_exports import (
    DETAILS,
    EVER,
    FIGURES,
    LEDGERS,
    PERIOD,
    TODAY,
    Records,
    exported,
    files,
    head,
    table,
)


def test_counts_of_the_units_add_up_to_the_county(small: System) -> None:
    records = table(exported(small, EVER, TODAY), "比率/件数.csv")
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


def test_units_are_ranked_by_the_rules_in_force(small: System) -> None:
    """Six opinions suffice by default; a base of three lets in the four replies due."""
    ranked = table(exported(small, EVER, TODAY), "比率/排名.csv")
    reply = [each for each in ranked if each["指标"] == "答复率"]
    assert [(each["名次"], each["单位代码"], each["分母"]) for each in reply] == [
        ("1", "GQXX", "6")
    ]
    assert {each["参加排名的最小分母"] for each in ranked} == {str(SMALLEST_BASE)}
    assert {each["名次"] for each in ranked if int(each["分母"]) < SMALLEST_BASE} == {"不排名"}
    overdue = next(each for each in ranked if each["指标"] == "延期率")
    assert overdue["排名次序"] == "低者在前"


def test_parts_make_up_their_wholes(small: System) -> None:
    shares = table(exported(small, EVER, TODAY), "比率/构成.csv")
    by_status = [each for each in shares if each["构成"] == "意见办理状态"]
    assert sum(int(each["件数"]) for each in by_status) == int(by_status[0]["合计"]) == 6
    percents = [Fraction(each["占比"].removesuffix("%")) for each in by_status]
    assert sum(percents) == 100


def as_text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) else str(cell)


@pytest.mark.parametrize(
    ("workbook", "names"), [("台账/台账.xlsx", LEDGERS), ("比率/统计.xlsx", FIGURES)]
)
def test_a_workbook_holds_the_same_rows_as_the_tables(
    urged: System, workbook: str, names: Sequence[str]
) -> None:
    archive = exported(urged, EVER, TODAY)
    book = CalamineWorkbook.from_filelike(io.BytesIO(files(archive)[workbook]))
    assert book.sheet_names == names
    for name in names:
        sheet = book.get_sheet_by_name(name).to_python()
        rows = table(archive, f"{workbook.partition('/')[0]}/{name}.csv")
        assert sheet[0] == list(rows[0])
        assert [(as_text(row[0]), as_text(row[1])) for row in sheet[1:]] == [
            tuple(row.values())[:2] for row in rows
        ]


def rates(archive: bytes) -> dict[str, tuple[int, int, int]]:
    """Return of each rate by its title numerator, denominator and what is left out."""
    return {
        each["指标"]: (int(each["分子"]), int(each["分母"]), int(each["未定时限不计入"]))
        for each in table(archive, "比率/比率.csv")
        if each["范围"] == "全部"
    }


def details(archive: bytes) -> Records:
    return [each for name in DETAILS for each in table(archive, f"比率/{name}.csv")]


def weights(record: dict[str, str]) -> dict[str, int]:
    """Return the columns that say what an item counts for."""
    return {
        header: int(cell)
        for header, cell in record.items()
        if header.endswith(("分子", "分母", "未定时限"))
    }


@pytest.mark.parametrize("period", [PERIOD, EVER])
def test_each_column_of_the_details_adds_up_to_its_rate(
    small_on_both: System, period: Period
) -> None:
    archive = exported(small_on_both, period, TODAY)
    sums: Counter[str] = Counter()
    for record in details(archive):
        sums.update(weights(record))
    counted = rates(archive)
    for title, counts in counted.items():
        sides = (f"{title}分子", f"{title}分母", f"{title}未定时限")
        assert tuple(sums.pop(side, 0) for side in sides) == counts, title
    assert not sums


def test_items_that_count_for_nothing_are_not_in_the_details(small: System) -> None:
    listed = details(exported(small, EVER, TODAY))
    assert len(listed) > len(DETAILS)
    assert all(any(weights(each).values()) for each in listed)


def test_the_details_name_the_item_and_who_answers_for_it(small: System) -> None:
    archive = exported(small, EVER, TODAY)
    ledger = {each["标识"]: each for each in table(archive, "台账/意见台账.csv")}
    detailed = table(archive, "比率/意见明细.csv")
    assert detailed
    for each in detailed:
        opinion = ledger[each["标识"]]
        assert (each["编号"], each["内容"]) == (opinion["编号"], opinion["标题"])
        assert each["单位"] == opinion["主办单位"]


def test_units_add_up_to_the_county(small: System) -> None:
    archive = exported(small, EVER, TODAY)
    of_units: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for each in table(archive, "比率/比率.csv"):
        if each["范围"] != "全部":
            of_units[each["指标"]][0] += int(each["分子"])
            of_units[each["指标"]][1] += int(each["分母"])
    whole = {code: list(both[:2]) for code, both in rates(archive).items()}
    assert {code: of_units[code] for code in whole} == whole


def test_rates_are_given_to_programs_with_both_counts(small: System) -> None:
    stated = json.loads(files(exported(small))["比率/比率.json"])
    assert (stated["as_of"], stated["known_at"]) == ("2009-12-31", head(small))
    replied = next(each for each in stated["rates"] if each["code"] == "reply-rate")
    assert (replied["numerator"], replied["denominator"], replied["percent"]) == (1, 5, "20.00")
    assert [each["name"] for each in replied["by_unit"]] == ["单位GQXX"]
    assert stated["handling_days"]["open"]["count"] == 4


def test_a_rate_of_nothing_is_a_dash(small: System) -> None:
    found = table(exported(small), "比率/比率.csv")
    assert {each["比率"] for each in found if each["分母"] == "0"} == {"—"}
