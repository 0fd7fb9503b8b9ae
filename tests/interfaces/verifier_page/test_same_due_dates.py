"""Of due dates the page derives what ``verify.py`` derives, and refuses any other day alike."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.deadline import DeadlineSpec
from interfaces.verifier.due_derivation import Derivation
from interfaces.verifier.work_days import WorkDays
from tests.interfaces.verifier.continued import until
from tests.interfaces.verifier.falsified import Edit, copied, place_of
from tests.interfaces.verifier.replaying import Bundle, Line
from tests.interfaces.verifier.test_due_derivation import (
    ARRANGED,
    COUNTED,
    DATED,
    DAYS,
    stated,
)
from tests.interfaces.verifier_page.judged_histories import judged
from tests.interfaces.verifier_page.node import ask, call

TOGETHER = 80
"""How many deadlines are derived by one Node."""
YEAR = 2020
FIVE_DAYS = {"length": 5, "unit": "working_day"}
deadlines = st.lists(
    st.tuples(DATED | COUNTED, DAYS | st.none()), min_size=TOGETHER, max_size=TOGETHER
)
LAST_DAY = {"kind": "term", "term": {"length": 1, "unit": "day"}, "roll": True}
FIXED_DAYS = "01-01 04-30 05-01 05-02 05-03 09-30 10-01 10-02 10-03"
ODD: list[dict[str, Any]] = [
    {"kind": "fixed_day", "day": "2020-05-02", "roll": True},
    {"kind": "before_meeting", "meeting_on": "2021-01-05", "term": FIVE_DAYS},
    {"kind": "month_part", "year": 2020, "month": 13, "part": "late"},
    {"kind": "month_part", "year": 0, "month": 1, "part": "early"},
    {"kind": "month_part", "year": 10_000, "month": 1, "part": "mid"},
    {"kind": "period_end", "period": "quarter", "year": 2020, "ordinal": 5},
    {"kind": "period_end", "period": "month", "year": 2020, "ordinal": 0},
]
"""A day off that no rule moves, days of two years, and such as there are not."""


@settings(max_examples=4, deadline=None)
@given(deadlines)
def test_every_due_date_is_derived_alike(drawn: list[tuple[DeadlineSpec, date | None]]) -> None:
    bases: list[dict[str, Any]] = [
        {"spec": spec.model_dump(mode="json"), "start": start and start.isoformat()}
        for spec, start in drawn
    ]
    require_alike([*bases, *({"spec": spec, "start": None} for spec in ODD)])


def test_of_every_year_without_a_notice_the_same_days_are_off() -> None:
    laws = (1949, 1950, 1999, 2000, 2007, 2008, 2024, 2025, 2028)
    days = [f"{year}-{day}" for year in laws for day in FIXED_DAYS.split()]
    require_alike([{"spec": LAST_DAY, "start": day} for day in days])


def require_alike(bases: list[dict[str, Any]]) -> None:
    """Require both to derive the same day from each basis, and to ask for the same years."""
    off, worked = map(sorted, ARRANGED)
    arrangements = [[YEAR, {"off": off, "worked": worked}]]
    found = ask([call("due_dates.js", "derivedFrom", each, arrangements) for each in bases])
    for basis, answer in zip(bases, found, strict=True):
        days = WorkDays({YEAR: ARRANGED})
        derived = Derivation(basis, days)
        expected = {"raw": derived.raw, "on": derived.on, "years": sorted(days.asked)}
        assert answer == expected, basis


def test_days_of_another_year_and_days_listed_twice_are_refused_alike(
    rarely: Bundle, tmp_path: Path
) -> None:
    listed = {"twice": ["2015-07-06", "2015-07-06"], "of another year": ["2016-07-06"]}
    edits = {name: arranging(days) for name, days in listed.items()}
    found = judged(rarely.lines, edits, tmp_path)
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}
    assert {page.problem for page, _ in found.values()} == {"illegal-transition"}


def arranging(days: list[str]) -> Edit:
    """Let the first notice about holidays list other days off."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        place = place_of(lines, "calendar-year.published", 0)
        altered[place].state["notice"]["days_off"] = days
        return altered

    return edit


NOTICED = ("calendar-year.published", "calendar-year.amended")
FAULTS: dict[str, Callable[[dict[str, Any]], object]] = {
    "a day of another year": lambda notice: notice["days_off"].append("2033-01-01"),
    "a day listed twice": lambda notice: notice["days_off"].append(notice["days_off"][0]),
    "a day off that is worked": lambda notice: notice["working_days"].append(
        notice["days_off"][0]
    ),
    "a working day that is no weekend": lambda notice: notice["working_days"].append(
        f"{notice['days_off'][0][:4]}-03-03"
    ),
    "dated after the act": lambda notice: notice.update(notice_date="2029-01-01"),
    "older than the one before": lambda notice: notice.update(notice_date="2001-01-01"),
    "a day in no form": lambda notice: notice["days_off"].append("x"),
}


def with_both(topic: str, *faults: str) -> Edit:
    """Let a notice about holidays have two faults."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = until(topic)(lines)
        for fault in faults:
            FAULTS[fault](altered[-1].state["notice"])
        return altered

    return edit


def test_of_two_faults_in_a_notice_both_name_the_same(told: Bundle, tmp_path: Path) -> None:
    edits = {
        f"{topic}: {one}, {other}": with_both(topic, one, other)
        for topic in NOTICED
        for one, other in combinations(FAULTS, 2)
    }
    found = judged(told.lines, edits, tmp_path)
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}
    assert len({page.chinese for page, _ in found.values()}) > len(FAULTS)


def test_a_deadline_in_no_form_is_refused_alike(rarely: Bundle, tmp_path: Path) -> None:
    month = {"length": 1, "unit": "month"}
    specs: list[object] = [
        {"kind": "some_day"},
        {"kind": "fixed_day"},
        {"kind": "recurring", "every": "decade", "first": "2015-03-25", "last": None},
        {"kind": "period_end", "period": "week", "year": 2015, "ordinal": 1},
        {"kind": "before_meeting", "meeting_on": "2015-06-25", "term": month},
        "2015-06-25",
    ]
    edits = {str(spec): stated("opinion.referred", -1, spec=spec) for spec in specs}
    found = judged(rarely.lines, edits, tmp_path)
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}
    assert {page.problem for page, _ in found.values()} == {"malformed-event"}
