"""The list of what each item counts for is read item by item, whatever the items are called."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from interfaces.verifier import item_check
from interfaces.verifier.figures import KINDS, Figures
from interfaces.verifier.finding import Finding
from interfaces.verifier.identities import identity_of
from interfaces.verifier.item_check import ITEM_COLUMNS, ItemsCheck
from interfaces.verifier.standings import Standings
from interfaces.verifier.words import RATE_SOURCES
from tests.interfaces.verifier.falsified import renumbered
from tests.interfaces.verifier.replaying import Bundle, Line, follow

NUMBERED = ("opinion", "plan", "task", "commitment")
ODD = '=第"1"项,\r\n'
"""What a number may begin with: a formula, quotes, a comma, two lines."""


def called_oddly(bundle: Bundle) -> list[Line]:
    """Return the history of a county that calls its items otherwise."""
    other: dict[str, str] = {}
    for line in bundle.lines:
        kind = line.topic.partition(".")[0]
        if kind in NUMBERED and line.version == 1:
            number = line.state["number"]
            other[number] = ODD + number
            other[line.aggregate_id] = identity_of(kind, ODD + number)
    kept = ("unit", "rule-profile", "calendar-year", *NUMBERED)
    return renumbered(
        [
            line._replace(
                aggregate_id=other.get(line.aggregate_id, line.aggregate_id),
                state=replaced(line.state, other),
            )
            for line in bundle.lines
            if line.topic.partition(".")[0] in kept
        ]
    )


def replaced(value: Any, other: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: replaced(each, other) for name, each in value.items()}
    if isinstance(value, list):
        return [replaced(each, other) for each in value]
    return other.get(value, value) if isinstance(value, str) else value


@pytest.fixture(scope="module")
def standings(told: Bundle) -> Standings:
    return Standings(follow(called_oddly(told)).county, told.scope)


@pytest.fixture(scope="module")
def rows(standings: Standings) -> list[str]:
    """Return the rows of the list, item by item."""
    figures = Figures(standings)
    return [
        text
        for kind, (_, formulas, _) in KINDS.items()
        for row in standings.rows(kind)
        for text in figures.contributions(kind, row, figures.weights(kind, row, formulas))
    ]


def check(standings: Standings, rows: list[str]) -> None:
    written = "".join([",".join(ITEM_COLUMNS) + "\r\n", *rows])

    def lend(_: str) -> Iterator[bytes]:
        yield written.encode()

    ItemsCheck(Figures(standings)).run(lend)


def test_a_list_is_sound_whatever_its_items_are_called(
    standings: Standings, rows: list[str]
) -> None:
    assert all("第" in row for row in rows)
    check(standings, rows)


def test_a_cell_in_needless_quotes_is_the_same_cell(standings: Standings, rows: list[str]) -> None:
    code, _, rest = rows[0].partition(",")
    check(standings, [f'"{code}",{rest}', *rows[1:]])


@pytest.mark.parametrize("ledger", RATE_SOURCES.values())
def test_an_item_that_counts_for_something_else_is_named(
    standings: Standings, rows: list[str], ledger: str
) -> None:
    altered = [*rows]
    nth = next(place for place, row in enumerate(rows) if f",{ledger}," in row)
    cells = altered[nth].rpartition(",")
    altered[nth] = f"{cells[0]},9\r\n"
    with pytest.raises(Finding) as caught:
        check(standings, altered)
    code = altered[nth].partition(",")[0]
    assert caught.value.chinese.endswith(f"“{code}未定时限不计入”写的是“9”,按事件应为“0”")


def test_an_item_may_have_as_many_rows_as_there_are_rates(
    standings: Standings, rows: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    items = Counter(tuple(next(csv.reader([row]))[2:4]) for row in rows)
    monkeypatch.setattr(item_check, "MOST_ROWS", max(items.values()))
    check(standings, rows)


def test_a_row_of_one_cell_is_no_item(standings: Standings, rows: list[str]) -> None:
    with pytest.raises(Finding) as caught:
        check(standings, [*rows, "甲\r\n"])
    assert caught.value.chinese.endswith("“列数”写的是“1”,按事件应为“10”")


def test_a_row_with_a_line_end_inside_is_none(standings: Standings, rows: list[str]) -> None:
    with pytest.raises(Finding) as caught:
        check(standings, [*rows, "甲\r乙\r\n"])
    assert caught.value.code == "rates-differ"
    assert caught.value.chinese == "比率/比率明细.csv不是规定格式的表格"
