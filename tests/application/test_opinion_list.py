"""The list of opinions: narrowed, ordered and paged; on any day, as known at any moment."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from application.commands import opinions
from application.errors import UnknownFact
from application.projections.opinion_list import (
    SORTABLE,
    Lateness,
    OpinionFilter,
    lateness,
    page_of_opinions,
)
from application.projections.pages import Ordering
from application.projections.versioned import Moment
from application.store import Store
from domain.due import UNDATED
from domain.opinion_terms import OpinionKind, OpinionStatus
from tests.application.opinions import (
    BEGINNING,
    CLOSED,
    LONG_STORY,
    ROADS,
    TOWN,
    Step,
    day,
    due,
    moment,
    rows,
    settle,
    tell,
)

TODAY = "2015-07-31"


def told(number: str, **facts: Any) -> Step:
    return Step("2015-01-21", opinions.register, facts={"number": number, **facts})


@pytest.fixture
def county(store: Store) -> Store:
    """Tell of six opinions: closed, overdue, undated, returned, only registered, answered."""
    settle(store)
    tell(store, CLOSED, "DL-1")
    for_the_town = {"lead": (TOWN,), "due": due("2015-06-30")}
    late = Step("2015-03-28", opinions.refer, facts=for_the_town)
    motion = told("DL-2", kind=OpinionKind.MOTION, key=True, title="关于修建100%达标水渠的议案")
    tell(store, (motion, BEGINNING[1], late), "DL-2")
    undated = Step("2015-04-10", opinions.refer, facts={"due": UNDATED})
    tell(store, (*BEGINNING[:2], undated), "DL-3")
    tell(store, LONG_STORY[:5], "DL-4")
    sourceless = told("DL-5_a", title="Aa级水源ｂ", document_number="石人发〔2015〕2号")
    tell(store, (sourceless,), "DL-5_a")
    later = Step("2015-04-20", opinions.refer, facts={"due": due("2015-07-31")})
    tell(store, (*BEGINNING[:2], later), "DL-6")
    return store


def page(
    store: Store,
    at: Moment,
    sort: str = "number",
    after: tuple[Any, ...] | None = None,
    limit: int = 50,
    **wanted: Any,
) -> tuple[list[Mapping[str, Any]], tuple[Any, ...] | None]:
    with store.database.reading() as connection:
        found = page_of_opinions(
            connection,
            at,
            wanted=OpinionFilter(**wanted),
            order=Ordering.parse(sort),
            after=after,
            limit=limit,
        )
    return list(found.rows), found.last


def numbers(store: Store, as_of: str = TODAY, sort: str = "number", **wanted: Any) -> list[str]:
    found, _ = page(store, moment(store, as_of), sort, **wanted)
    return [row["number"] for row in found]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["DL-1", "DL-2", "DL-3", "DL-4", "DL-5_a", "DL-6"]),
        ({"kinds": ["motion"]}, ["DL-2"]),
        ({"kinds": ["motion", "public"]}, ["DL-2"]),
        ({"statuses": [OpinionStatus.CLOSED, OpinionStatus.FORMED]}, ["DL-1", "DL-4"]),
        ({"lead_unit": TOWN}, ["DL-2"]),
        ({"lead_unit": ROADS}, ["DL-1", "DL-3", "DL-6"]),
        ({"source_document": "石人发〔2015〕2号"}, ["DL-5_a"]),
        ({"number": "DL-3"}, ["DL-3"]),
        ({"is_key": True}, ["DL-2"]),
        ({"is_key": False, "lead_unit": TOWN}, []),
        ({"referred_from": day("2015-03-28")}, ["DL-2", "DL-3", "DL-6"]),
        ({"referred_until": day("2015-03-28")}, ["DL-1", "DL-2"]),
        ({"overdue": True}, ["DL-2"]),
        ({"overdue": False}, ["DL-1", "DL-3", "DL-4", "DL-5_a", "DL-6"]),
        ({"text": "100%"}, ["DL-2"]),
        ({"text": "%"}, ["DL-2"]),
        ({"text": "5_A"}, ["DL-5_a"]),
        ({"text": "ｂ"}, ["DL-5_a"]),
        ({"text": "Ｂ"}, []),
        ({"text": "水"}, ["DL-2", "DL-5_a"]),
        ({"text": "没有"}, []),
    ],
)
def test_the_list_is_narrowed(county: Store, wanted: dict[str, Any], found: list[str]) -> None:
    assert numbers(county, **wanted) == found


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("number", ["DL-1", "DL-2", "DL-3", "DL-4", "DL-5_a", "DL-6"]),
        ("-number", ["DL-6", "DL-5_a", "DL-4", "DL-3", "DL-2", "DL-1"]),
        ("due", ["DL-1", "DL-2", "DL-6"]),
        ("referred_on", ["DL-1", "DL-2", "DL-3", "DL-6"]),
        ("title", ["DL-5_a", "DL-2"]),
    ],
)
def test_the_list_is_ordered_and_what_has_no_date_comes_last(
    county: Store, sort: str, found: list[str]
) -> None:
    listed = numbers(county, sort=sort)
    assert listed[: len(found)] == found
    assert sorted(listed) == numbers(county)


def test_an_order_there_is_none_of_is_refused_by_name(county: Store) -> None:
    with pytest.raises(UnknownFact, match="number、due、referred_on、title") as caught:
        numbers(county, sort="status")
    assert caught.value.field == "sort"


@pytest.mark.parametrize("name", [*SORTABLE, *(f"-{name}" for name in SORTABLE)])
def test_pages_follow_each_other_without_gap_on_any_day(county: Store, name: str) -> None:
    """Pages put the parts of the ledger together: what holds now, what held, what was thought."""
    last = moment(county).known_at
    for as_of, known_at in ((TODAY, last), ("2015-04-12", last), (TODAY, 20), ("2015-03-26", 21)):
        at = moment(county, as_of, known_at)
        found: list[Mapping[str, Any]] = []
        rest: tuple[Any, ...] | None = None
        while True:
            rows_of_page, rest = page(county, at, name, after=rest, limit=2)
            found += rows_of_page
            if rest is None:
                break
        standing = {each["opinion_id"]: each for each in found}
        assert len(standing) == len(found)
        assert standing.keys() == rows(county, at).keys()
        for key, row in rows(county, at).items():
            assert {name: standing[key][name] for name in row} == row
        places = [(_place(row, name.strip("-")), row["opinion_id"].hex) for row in found]
        assert places == sorted(places, reverse=name.startswith("-"))


def _place(row: Mapping[str, Any], name: str) -> Any:
    never = date.max if name in {"due", "referred_on"} else None
    return row[name] or never


def test_the_list_of_an_earlier_day_and_of_earlier_knowledge_stays_as_it_was(
    county: Store,
) -> None:
    assert numbers(county, "2015-07-20", overdue=True) == ["DL-2"]
    assert numbers(county, "2015-07-19", overdue=True) == ["DL-1", "DL-2"]
    assert numbers(county, "2015-06-26", overdue=True) == ["DL-1"]
    assert numbers(county, "2015-06-25", overdue=True) == []
    assert numbers(county, "2015-03-26", lead_unit=ROADS) == ["DL-1", "DL-4"]
    known_at = moment(county).known_at
    tell(county, (Step("2015-04-01", opinions.withdraw),), "DL-2")
    assert numbers(county, overdue=True) == []
    found, _ = page(county, moment(county, TODAY, known_at), overdue=True)
    assert [row["number"] for row in found] == ["DL-2"]


def test_each_row_says_how_it_stands_against_its_due_date(county: Store) -> None:
    found, _ = page(county, moment(county, TODAY))
    standing = {
        row["number"]: Lateness(*(row[name] for name in Lateness._fields)) for row in found
    }
    assert standing == {
        "DL-1": Lateness(0, None, "2015-06-25"),
        "DL-2": Lateness(31, 0, "2015-06-30"),
        "DL-3": Lateness(0, None, "未定时限"),
        "DL-4": Lateness(0, None, None),
        "DL-5_a": Lateness(0, None, None),
        "DL-6": Lateness(0, 0, "2015-07-31"),
    }


@pytest.mark.parametrize(
    ("completed_on", "withdrawn_on", "as_of", "told_of"),
    [
        (None, None, "2015-06-20", (0, 5)),
        (None, None, "2015-06-25", (0, 0)),
        (None, None, "2015-06-26", (1, 0)),
        ("2015-06-25", None, "2015-08-01", (0, None)),
        ("2015-06-28", None, "2015-08-01", (3, None)),
        (None, "2015-06-27", "2015-08-01", (2, None)),
    ],
)
def test_lateness_counts_calendar_days_until_the_handling_was_over(
    completed_on: str | None,
    withdrawn_on: str | None,
    as_of: str,
    told_of: tuple[int, int | None],
) -> None:
    row = {
        "due": day("2015-06-25"),
        "undated": False,
        "due_provisional": False,
        "paused_since": None,
        "completed_on": completed_on and day(completed_on),
        "withdrawn_on": withdrawn_on and day(withdrawn_on),
    }
    assert lateness(row, day(as_of)) == Lateness(*told_of, "2015-06-25")
