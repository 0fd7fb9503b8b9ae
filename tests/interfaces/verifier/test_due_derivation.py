"""Due dates are recomputed from their origin, as the product derives them and no other way."""

from collections.abc import Sequence
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given
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
from tests.application import opinions
from tests.interfaces.verifier.continued import ruling
from tests.interfaces.verifier.continued import until as ending
from tests.interfaces.verifier.falsified import (
    Edit,
    by,
    copied,
    corrected,
    place_of,
    refused,
    states,
    then,
    together,
    twice,
    without,
)
from tests.interfaces.verifier.replaying import Bundle, Line, follow
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
MID_OF_NO_MONTH = {"kind": "month_part", "year": 2015, "month": 13, "part": "mid"}
NOT_DERIVED: dict[str, Edit] = {
    "later than it follows": stated("opinion.referred", -1, on="2015-06-26"),
    "not moved off a day off": stated("task.planned", -1, on="2016-06-25"),
    "left open though a day follows": stated("opinion.referred", -1, on=None, undated=True),
    "counted from another day": stated("opinion.referred", -1, start="2015-03-24"),
    "counted from after it": stated("opinion.referred", -1, start="2199-12-31"),
    "a longer term": stated("opinion.referred", -1, spec=months(4)),
    "a month there is not": stated("opinion.referred", -1, spec=MID_OF_NO_MONTH),
    "put off from another day": stated("opinion.clarification-given", 0, start="2015-03-24"),
    "put off to before it was due": stated("opinion.clarification-given", 0, on="2015-06-24"),
    "holidays nobody published": stated(
        "opinion.due-settled", 0, calendar=[{"year": 2015, "version": 2}]
    ),
    "holidays of no year": stated("opinion.referred", -1, calendar=[]),
    "holidays of a year that does not matter": stated(
        "opinion.referred",
        -1,
        calendar=[{"year": 2014, "version": None}, {"year": 2015, "version": None}],
    ),
}


def outright(on: str | None) -> dict[str, Any]:
    return {"on": on, "undated": on is None}


def term(on: str, start: str, length: int, version: int | None, **other: Any) -> dict[str, Any]:
    """Return a due date so many months after a day, as the notice of that year has it or none."""
    basis = {
        "spec": months(length),
        "start": start,
        "raw": on,
        "calendar": [{"year": int(start[:4]), "version": version}],
        "profile": None,
        "rule": None,
    }
    return {"on": on, "undated": False, "basis": basis | other}


REFERRED, PLANNED = "2015-03-25", "2016-03-25"
SETTLED = term("2015-06-25", REFERRED, 3, 1)
PUT_OFF = {**SETTLED, "on": "2015-07-05"}
NEW_RULES = {"congress": "DLRDB", "version": 2}
BY_NEW_RULES = term("2015-07-27", REFERRED, 4, 1, raw="2015-07-25", profile=NEW_RULES)
NO_CLARIFICATION = together(
    without("opinion.clarification-requested"), without("opinion.clarification-given")
)


def settled_again(*, of_original: bool) -> Edit:
    """Let the due date of the second round of a task rest on a notice, and be settled by it."""
    facts: dict[str, Any] = {
        "due_was": term("2016-07-25", PLANNED, 4, 1),
        "due": term("2016-07-25", PLANNED, 4, 1),
        "of_original": of_original,
    }
    return together(
        states("task.verification-failed", 0, new_due=facts["due_was"]),
        then("task.due-settled", "task.verification-failed", 0, "2016-06-28", **facts),
    )


def put_off_before_it_was_settled(due: dict[str, Any]) -> Edit:
    """Let more time be granted before the due date that was in force is settled."""
    until = outright("2015-08-01")
    asked: dict[str, Any] = {"asked": "2015-04-11", "reason": "待批"}
    granted: dict[str, Any] = {
        "until": until["on"],
        "due_was": outright("2015-07-05"),
        "deputy_told_on": "2015-04-12",
    }
    settled: dict[str, Any] = {"round": 1, "due_was": until, "due": due, "original_due": SETTLED}
    signed = "opinion.acknowledged"
    return together(
        ending("calendar-year.published", 0),
        without("opinion.corrected"),
        then("opinion.extension-requested", signed, -1, "2015-04-11", **asked),
        by("opinion.extension-requested", -1, unit=opinions.ROADS),
        then("opinion.extension-granted", signed, -1, "2015-04-12", **granted),
        by("opinion.extension-granted", -1, unit=opinions.OFFICE),
        then("opinion.due-settled", signed, -1, "2015-05-02", **settled),
    )


SETTLED_WRONGLY: dict[str, Edit] = {
    "settled to a day stated outright": states("task.due-settled", 0, due=outright("2016-06-28")),
    "promise settled to a day stated outright": states(
        "commitment.due-settled", 0, due=outright("2017-06-27")
    ),
    "settled as another than the original": states("task.due-settled", 0, of_original=False),
    "promise settled as another than the original": states(
        "commitment.due-settled", 0, of_original=False
    ),
    "settled as the original though it is not": settled_again(of_original=True),
    "settled twice, then as another than the original": together(
        twice("task.due-settled"),
        states("task.due-settled", 1, due_was=outright("2016-06-28"), of_original=False),
    ),
    "promise settled twice, then as another than the original": together(
        twice("commitment.due-settled"),
        states("commitment.due-settled", 1, due_was=outright("2017-06-27"), of_original=False),
    ),
    "restated after it was settled": together(
        settled_again(of_original=False), corrected("task.verification-failed", 0, "2016-06-29")
    ),
    "opinion settled to a day stated outright": states(
        "opinion.due-settled", 0, original_due=outright("2015-06-25")
    ),
    "opinion settled from another term": states(
        "opinion.due-settled", 0, original_due=BY_NEW_RULES
    ),
    "settled to a day that follows from no pause": together(
        NO_CLARIFICATION, states("opinion.due-settled", 0, due_was=outright("2015-06-25"))
    ),
    "settled and left open": states("opinion.due-settled", 0, due=outright(None)),
    "settled though it was put off": put_off_before_it_was_settled(SETTLED),
    "migrated to a day stated outright": states(
        "opinion.rules-migrated", 0, original_due=outright("2016-06-25")
    ),
    "migrated to the term of other rules": states(
        "opinion.rules-migrated",
        0,
        original_due=term("2015-07-27", REFERRED, 4, 1, raw="2015-07-25"),
    ),
    "answered and put off for too long": states(
        "opinion.clarification-given",
        0,
        due=term("2015-07-06", REFERRED, 3, None, raw="2015-06-25"),
    ),
    "answered and put off to a day stated outright": states(
        "opinion.clarification-given", 0, due=outright("2015-07-05")
    ),
    "answered and left open": states("opinion.clarification-given", 0, due=outright(None)),
}
SETTLED_RIGHTLY: dict[str, Edit] = {
    "settled as another than the original, which it is": settled_again(of_original=False),
    "restated on the day it was settled": together(
        settled_again(of_original=False), corrected("task.planned", -1, "2016-03-24")
    ),
    "put off before the original was settled": put_off_before_it_was_settled(
        outright("2015-08-01")
    ),
    "settled without a pause": together(
        NO_CLARIFICATION,
        states("opinion.due-settled", 0, due_was=outright("2015-06-25"), due=SETTLED),
        states("opinion.rules-migrated", 0, due_was=outright("2015-06-25"), due=SETTLED),
    ),
}
FALSIFIED = {**NOT_DERIVED, **SETTLED_WRONGLY}


def in_working_days(on: str) -> dict[str, Any]:
    """Return what 20 working days from the referral come to, put off to some day."""
    twenty = {"kind": "term", "term": {"length": 20, "unit": "working_day"}, "roll": False}
    return term(on, REFERRED, 3, None, spec=twenty, raw="2015-04-22")


def answered_in_working_days(on: str) -> Edit:
    facts = {"due_was": in_working_days("2015-04-22"), "due": in_working_days(on)}
    return together(
        ending("opinion.clarification-given"),
        states("opinion.referred", -1, due=facts["due_was"]),
        states("opinion.clarification-given", 0, **facts),
    )


SETTLED_RIGHTLY["answered and put off by working days"] = answered_in_working_days("2015-05-04")


def answered(was: dict[str, Any], due: dict[str, Any], pauses: bool = True) -> Edit:
    """Let the opinion be due otherwise when a question about it is answered."""
    return together(
        states("opinion.referred", -1, due=was),
        states("opinion.clarification-requested", 0, pauses=pauses),
        states("opinion.clarification-given", 0, due_was=was, due=due),
    )


def migrated_outright(original: str) -> Edit:
    """Let a day stated outright and put off by a pause go over to other rules."""
    dues = {"due_was": outright("2015-07-05"), "due": outright("2015-07-05")}
    return together(
        answered(outright("2015-06-25"), outright("2015-07-05")),
        without("opinion.due-settled"),
        states("opinion.rules-migrated", 0, **dues, original_due=outright(original)),
        then(
            "opinion.consulted", "opinion.rules-migrated", 0, with_deputy="代表甲", manner="电话"
        ),
    )


AGAIN = term("2016-06-28", PLANNED, 3, 1, raw="2016-06-25")
SETTLED_RIGHTLY.update(
    {
        "answered though nothing was due": together(
            ending("opinion.clarification-given"), answered(outright(None), outright(None))
        ),
        "answered while the clock ran": together(
            ending("opinion.clarification-given"),
            ruling("reply", clarification_pauses=False),
            answered(outright("2015-06-25"), outright("2015-06-25"), pauses=False),
        ),
        "migrated with a day stated outright": migrated_outright("2015-06-25"),
        "settled as another than the original, to which it came back": together(
            states("task.verification-failed", 0, new_due=AGAIN),
            then(
                "task.due-settled",
                "task.verification-failed",
                0,
                "2016-06-28",
                due_was=AGAIN,
                due=AGAIN,
                of_original=False,
            ),
        ),
    }
)
FALSIFIED["migrated to another day stated outright"] = migrated_outright("2015-06-24")
FALSIFIED["settled by the term of the same rules"] = states(
    "opinion.due-settled",
    0,
    original_due=term(
        "2015-07-27",
        REFERRED,
        4,
        1,
        raw="2015-07-25",
        profile={"congress": "DLRDB", "version": 1},
    ),
)


@pytest.mark.parametrize("name", SETTLED_RIGHTLY)
def test_a_due_date_settled_from_its_origin_is_allowed(rarely: Bundle, name: str) -> None:
    follow(SETTLED_RIGHTLY[name](rarely.lines))


@pytest.mark.parametrize("name", FALSIFIED)
def test_a_due_date_that_does_not_follow_is_refused(rarely: Bundle, name: str) -> None:
    require_illegal(refused(rarely.lines, FALSIFIED[name]), "due dates", name)


def test_every_sentence_is_about_one_of_these_due_dates() -> None:
    assert set(SENTENCES["due dates"]) == set(FALSIFIED)


@pytest.mark.parametrize(
    "spec",
    [
        {"kind": "some_day"},
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
    assert "“due”" in finding.chinese
