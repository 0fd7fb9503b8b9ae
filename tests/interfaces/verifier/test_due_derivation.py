"""Due dates are recomputed from their origin, as the product derives them and no other way."""

from collections.abc import Sequence
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.deadline import (
    BeforeMeeting,
    ByDifficulty,
    DeadlineSpec,
    Difficulty,
    FixedDay,
    MonthPart,
    Part,
    Period,
    PeriodEnd,
    Recurring,
    TermFromStart,
    Undated,
    Vague,
    Window,
)
from domain.derivation import derive
from domain.errors import RuleViolation
from domain.term import Term, TermUnit
from domain.work_calendar import WorkCalendar, YearArrangement
from interfaces.verifier.due_derivation import DERIVED, Derivation
from interfaces.verifier.event_fields import DEADLINES
from interfaces.verifier.event_form import EventForm
from interfaces.verifier.work_days import WorkDays
from tests.interfaces.verifier.falsified import (
    Edit,
    copied,
    place_of,
    refused,
)
from tests.interfaces.verifier.replaying import Bundle, Line
from tests.interfaces.verifier.sentences import SENTENCES, require_illegal

LAST = date(2021, 12, 31)
DAYS = st.dates(date(2019, 1, 1), LAST)
OFF = frozenset({date(2020, 1, 24), date(2020, 1, 27), date(2020, 6, 25), date(2020, 10, 1)})
WORKED = frozenset({date(2020, 1, 19), date(2020, 6, 28), date(2020, 10, 10)})
CALENDAR = WorkCalendar({2020: YearArrangement(2020, 1, OFF, WORKED)})
ARRANGED = (
    frozenset(day.isoformat() for day in OFF),
    frozenset(day.isoformat() for day in WORKED),
)
DATED = st.one_of(
    st.builds(FixedDay, day=DAYS),
    st.builds(MonthPart, year=st.just(2020), month=st.integers(1, 12), part=st.sampled_from(Part)),
    st.builds(PeriodEnd, period=st.just(Period.MONTH), year=st.just(2020), ordinal=st.just(2)),
    st.builds(
        PeriodEnd, period=st.just(Period.QUARTER), year=st.just(2021), ordinal=st.integers(1, 4)
    ),
    st.builds(Vague, words=st.just("近期"), day=DAYS | st.none(), confirmed_by=st.just("甲")),
    st.builds(ByDifficulty, difficulty=st.just(Difficulty.IMMEDIATE), day=DAYS),
    st.tuples(DAYS, DAYS).map(sorted).map(lambda days: Window(first=days[0], last=days[1])),
    st.just(Undated()),
)
IN_DAYS = st.builds(
    Term,
    length=st.integers(1, 40),
    unit=st.sampled_from((TermUnit.DAY, TermUnit.WORKING_DAY)),
)
TERMS = IN_DAYS | st.builds(Term, length=st.integers(1, 13), unit=st.just(TermUnit.MONTH))
COUNTED = st.one_of(
    st.builds(TermFromStart, term=TERMS, roll=st.booleans()),
    st.builds(BeforeMeeting, meeting_on=DAYS, term=IN_DAYS),
    st.builds(Recurring, every=st.sampled_from(Period), first=DAYS),
    st.builds(
        Recurring, every=st.sampled_from(Period), first=DAYS, last=st.just(date(2021, 12, 31))
    ),
)


WEEKLY = Recurring(every=Period.WEEK, first=date(2020, 1, 6))
QUARTERLY = Recurring(every=Period.QUARTER, first=date(2020, 1, 20))
UNTIL_THEN = Recurring(every=Period.WEEK, first=date(2020, 1, 6), last=date(2020, 1, 20))


@example(spec=WEEKLY, start=date(2020, 1, 8))
@example(spec=UNTIL_THEN, start=date(2020, 1, 20))
@example(spec=QUARTERLY, start=date(2021, 1, 15))
@example(spec=QUARTERLY, start=date(2021, 3, 25))
@given(spec=DATED | COUNTED, start=DAYS | st.none())
def test_every_due_date_is_derived_alike(spec: DeadlineSpec, start: date | None) -> None:
    try:
        due = derive(spec, start, CALENDAR).model_dump(mode="json")
    except RuleViolation:
        return
    basis = due["basis"]
    days = WorkDays({2020: ARRANGED})
    derived = Derivation(basis, days)
    assert (derived.raw, derived.on) == (basis["raw"], due["on"])
    assert sorted(days.asked) == [each["year"] for each in basis["calendar"]]
    EventForm().require("task.recurrence-found", {"note": "复发", "due": due})


def test_every_kind_of_deadline_is_known() -> None:
    kinds = [kind.model_fields["kind"].default for kind in get_args(get_args(DeadlineSpec)[0])]
    assert sorted(kinds) == sorted(DEADLINES) == sorted(DERIVED)


def stated(topic: str, nth: int = 0, **facts: Any) -> Edit:
    """Let the due date of an event state something else: its day, or facts of its origin."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        due = altered[place_of(lines, topic, nth)].state["due"]
        for name, fact in facts.items():
            (due if name in due else due["basis"])[name] = fact
        return altered

    return edit


def months(length: int) -> dict[str, Any]:
    return {"kind": "term", "term": {"length": length, "unit": "month"}, "roll": True}


MONTH = {"length": 1, "unit": "month"}
ENDED = {"kind": "recurring", "every": "week", "first": "2015-03-04", "last": "2015-03-20"}
NOT_DERIVED: dict[str, Edit] = {
    "later than it follows": stated("opinion.referred", -1, on="2015-06-26"),
    "not moved off a day off": stated("task.planned", -1, on="2016-06-25"),
    "left open though a day follows": stated("opinion.referred", -1, on=None, undated=True),
    "counted from another day": stated("opinion.referred", -1, start="2015-03-24"),
    "counted from after it": stated("opinion.referred", -1, start="2199-12-31"),
    "a longer term": stated("opinion.referred", -1, spec=months(4)),
    "once more after the last time": stated(
        "opinion.referred", -1, spec=ENDED, on="2015-03-25", raw="2015-03-25", calendar=[]
    ),
    "put off from another day": stated("opinion.clarification-given", 0, start="2015-03-24"),
    "put off to before it was due": stated("opinion.clarification-given", 0, on="2015-06-24"),
    "holidays nobody published": stated(
        "opinion.due-settled", 0, calendar=[{"year": 2015, "version": 2}]
    ),
    "holidays nobody published, of a new due date": stated(
        "opinion.referred", -1, calendar=[{"year": 2015, "version": 2}]
    ),
    "holidays of no year": stated("opinion.referred", -1, calendar=[]),
    "holidays of a year that does not matter": stated(
        "opinion.referred",
        -1,
        calendar=[{"year": 2014, "version": None}, {"year": 2015, "version": None}],
    ),
}


@pytest.mark.parametrize("name", NOT_DERIVED)
def test_a_due_date_that_does_not_follow_is_refused(rarely: Bundle, name: str) -> None:
    require_illegal(refused(rarely.lines, NOT_DERIVED[name]), "due dates", name)


def test_every_sentence_is_about_one_of_these_due_dates() -> None:
    assert set(SENTENCES["due dates"]) == set(NOT_DERIVED)


@pytest.mark.parametrize(
    "spec",
    [
        {"kind": "some_day"},
        {"kind": "month_part", "year": 2015, "month": 13, "part": "mid"},
        {"kind": "fixed_day"},
        {"kind": "term", "term": {"length": 0, "unit": "day"}, "roll": True},
        {"kind": "recurring", "every": "decade", "first": "2015-03-25", "last": None},
        {"kind": "period_end", "period": "week", "year": 2015, "ordinal": 1},
        {"kind": "before_meeting", "meeting_on": "2015-06-25", "term": MONTH},
        "2015-06-25",
    ],
)
def test_a_deadline_in_no_form_is_refused(rarely: Bundle, spec: object) -> None:
    finding = refused(rarely.lines, stated("opinion.referred", -1, spec=spec))
    assert finding.code == "malformed-event"
    assert "“due.basis.spec" in finding.chinese
