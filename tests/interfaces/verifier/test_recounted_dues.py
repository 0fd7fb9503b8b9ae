"""A due date is counted anew when a day it rests on is corrected, at once, and only then."""

from collections.abc import Sequence
from typing import Any

import pytest

from domain.opinion import Opinion
from tests.application import opinions, tasks
from tests.interfaces.verifier.continued import until as ending
from tests.interfaces.verifier.falsified import (
    Edit,
    by,
    corrected,
    inside,
    place_of,
    refused,
    states,
    then,
    together,
)
from tests.interfaces.verifier.replaying import Bundle, Line, follow
from tests.interfaces.verifier.sentences import SENTENCES, require_dependent, require_illegal
from tests.interfaces.verifier.test_settled_dues import outright, term

REFERRAL, SIGNED, GIVEN = 3, 4, 6
ANOTHER_ACT = "0192f0c1-2345-7678-9abc-def012345678"
OPINION, TASK, PROMISE = (f"{kind}.due-recounted" for kind in ("opinion", "task", "commitment"))
FORMER = term("2015-06-25", "2015-03-25", 3, None)
ORIGINAL = term("2015-06-24", "2015-03-24", 3, None)
OF_REFERRAL: dict[str, Any] = {
    "round": 1,
    "due_was": {**FORMER, "on": "2015-07-05"},
    "due": {**ORIGINAL, "on": "2015-07-04"},
    "original_was": FORMER,
    "original_due": ORIGINAL,
    "corrected": REFERRAL,
}
OF_PAUSE: dict[str, Any] = {
    **OF_REFERRAL,
    "due": {**FORMER, "on": "2015-07-04"},
    "original_due": FORMER,
    "corrected": GIVEN,
}
OF_LATER_ANSWER: dict[str, Any] = {
    "round": 1,
    "due_was": {**ORIGINAL, "on": "2015-07-04"},
    "due": {**ORIGINAL, "on": "2015-07-05"},
    "original_was": ORIGINAL,
    "original_due": ORIGINAL,
    "corrected": GIVEN,
}
OF_PAUSE_AGAIN: dict[str, Any] = {**OF_PAUSE, "due_was": OF_PAUSE["due"]}
CONSULTED: dict[str, Any] = {"with_deputy": "代表甲", "manner": "面谈"}
EXPECTED_ONCE: dict[str, Any] = {
    "on": "2016-03-25",
    "undated": False,
    "basis": {
        "spec": {
            "kind": "recurring",
            "every": "month",
            "first": "2016-03-25",
            "last": "2016-04-24",
        },
        "start": "2016-03-25",
        "raw": "2016-03-25",
        "calendar": [],
        "profile": None,
        "rule": None,
    },
}
OF_TASK: dict[str, Any] = {
    "due_was": term("2016-06-27", "2016-03-25", 3, None, raw="2016-06-25"),
    "due": term("2016-06-24", "2016-03-24", 3, None),
    "of_original": True,
    "corrected": 1,
}
OF_MEASURE = term("2009-09-15", "2009-06-15", 3, None)
OF_2009 = term("2009-09-23", "2009-06-23", 3, None)
OF_PROMISE: dict[str, Any] = {
    "due_was": term("2017-06-26", "2017-03-25", 3, None, raw="2017-06-25"),
    "due": term("2017-06-26", "2017-03-24", 3, None, raw="2017-06-24"),
    "of_original": True,
    "corrected": 1,
}
ANSWERED = ending("opinion.clarification-given")
REDATED = together(ANSWERED, corrected("opinion.referred", -1, "2015-03-24"))
RETOLD = together(ANSWERED, corrected("opinion.clarification-given", -1, "2015-04-10"))
PLANNED = ending("task.assigned", -1)
REPLANNED = together(PLANNED, corrected("task.planned", -1, "2016-03-24"))
PROMISED = ending("commitment.drafted")
PROMISED_BEFORE = together(
    PROMISED,
    corrected("commitment.drafted", 0, "2017-03-24"),
    by("commitment.corrected", -1, unit=tasks.OFFICE, actor="监察员甲"),
)


def opinion(facts: dict[str, Any] = OF_REFERRAL, on: str = "2015-04-11", **other: Any) -> Edit:
    return then(OPINION, "opinion.referred", -1, on, **{**facts, **other})


def task(on: str = "2016-03-26", **other: Any) -> Edit:
    return then(TASK, "task.planned", -1, on, **{**OF_TASK, **other})


def promise(on: str = "2017-03-25", unit: str = tasks.OFFICE, **other: Any) -> Edit:
    counted = then(PROMISE, "commitment.drafted", 0, on, **{**OF_PROMISE, **other})
    return together(counted, by(PROMISE, unit=unit))


def moved_under(on: str) -> Edit:
    """Let the office, before it redates a task, be moved under the unit that carries it out."""
    return redated_after(then("unit.moved", "unit.registered", 4, on, parent=tasks.BUREAU))


def redated_after(change: Edit) -> Edit:
    """Let the office be changed, then redate a task it planned, as of the day before."""
    due = term("2016-06-27", "2016-03-26", 3, None, raw="2016-06-26")
    return together(
        PLANNED,
        change,
        corrected("task.planned", -1, "2016-03-26"),
        by("task.corrected", -1, occurred_on="2016-03-25"),
        task(due=due),
    )


def amendment(on: str, due: dict[str, Any], due_was: dict[str, Any]) -> Edit:
    """Let the promise say that it is due another day."""
    same = dict.fromkeys(("text", "text_was", "quantified", "quantified_was", "channel"))
    facts = {"due": due, "due_was": due_was, "reason": "调整", **same}
    return then("commitment.amended", "commitment.drafted", 0, on, **facts)


def put_forward(now: str) -> Edit:
    """Let an opinion just referred be referred on a day after it was due."""
    return together(ending("opinion.referred", -1), corrected("opinion.referred", -1, now))


def amended(on: str, due: dict[str, Any]) -> Edit:
    """Let the promise just drafted be due another day."""
    return together(PROMISED, amendment(on, due, OF_PROMISE["due_was"]))


def put_off(since: Edit) -> Edit:
    """Let the opinion have more time than the clock stood still."""
    asked, granted = "opinion.extension-requested", "opinion.extension-granted"
    until = {"until": "2015-09-25", "due_was": OF_REFERRAL["due_was"]}
    return together(
        since,
        then(asked, "opinion.referred", -1, asked="2015-04-11", reason="雨季"),
        by(asked, unit=opinions.ROADS),
        then(granted, "opinion.referred", -1, deputy_told_on="2015-04-11", **until),
        by(granted, -1, unit=opinions.OFFICE),
    )


def taken_back(more: Edit) -> Edit:
    """Let an opinion just referred be handed back by its unit."""
    asked, accepted = "opinion.return-requested", "opinion.return-accepted"
    facts: dict[str, Any] = {"reason": "不属职责"}
    return together(
        ending("opinion.referred", -1),
        then(asked, "opinion.referred", -1, suggested_unit=None, **facts),
        by(asked, -1, unit=opinions.ROADS),
        then(accepted, "opinion.referred", -1, **facts),
        by(accepted, -1, unit=opinions.OFFICE),
        more,
    )


def separated(more: Edit) -> Edit:
    """Let an opinion just referred be merged into another one, and out of it again."""
    into, out = "opinion.merged-into", "opinion.separated"
    other = {"into": str(Opinion.id_of("GQ-1")), "into_number": "GQ-1"}
    return together(
        ending("opinion.referred", 1),
        states("opinion.referred", 1, due=term("2009-09-10", "2009-06-10", 3, None)),
        then(into, "opinion.referred", 1, "2009-06-12", reason="同一学校", **other),
        then(out, "opinion.referred", 1, "2009-06-13", reason="另行交办"),
        more,
    )


def in_working_days(more: Edit) -> Edit:
    """Let an opinion be due after ten working days, and a notice take one of its pause away."""
    due = term("2015-04-08", "2015-03-25", 10, None)
    due["basis"]["spec"]["term"]["unit"] = "working_day"
    put_off = {"due_was": due, "due": {**due, "on": "2015-04-17"}}
    return together(
        ending("calendar-year.published", 0),
        states("opinion.referred", -1, due=due),
        states("opinion.clarification-given", -1, **put_off),
        inside("calendar-year.published", 0, "notice", days_off=["2015-04-06"]),
        more,
    )


REFERRED_BEFORE = corrected("opinion.referred", -1, "2015-03-24")
EXTENDED = put_off(ANSWERED)
NEVER_MOVED: dict[str, Edit] = {
    "an opinion due outright": together(
        ending("opinion.referred", -1),
        states("opinion.referred", -1, due=outright("2015-06-25")),
        REFERRED_BEFORE,
    ),
    "an opinion that is with no unit": taken_back(REFERRED_BEFORE),
    "an opinion that was separated from another": separated(
        corrected("opinion.referred", 1, "2009-06-11")
    ),
    "an opinion put off by days that are days off by now": in_working_days(
        corrected("opinion.formed", -1, "2015-03-02")
    ),
    "an opinion of which another day was corrected": together(
        ANSWERED, corrected("opinion.acknowledged", -1, "2015-03-27")
    ),
    "an opinion extended since it was told": together(
        EXTENDED, corrected("opinion.clarification-given", -1, "2015-04-10")
    ),
    "a task of a plan": together(
        inside("plan.measure-added", 2, "measure", due=OF_MEASURE),
        states("task.planned", 1, due=OF_MEASURE),
        corrected("task.planned", 1, "2009-06-19"),
    ),
    "a task of which another day was corrected": together(
        PLANNED, corrected("task.assigned", -1, "2016-03-27")
    ),
    "a promise amended since": together(
        amended("2017-04-01", outright("2017-09-01")),
        corrected("commitment.drafted", 0, "2017-03-24"),
    ),
}
NOT_COUNTED: dict[str, Edit] = {
    "an opinion left due as if referred on the wrong day": REDATED,
    "an opinion left due as if told on the wrong day": RETOLD,
    "an opinion left due as if asked about on the wrong day": together(
        ANSWERED, corrected("opinion.clarification-requested", -1, "2015-04-02")
    ),
    "an opinion extended, of which the first due date is left": together(
        EXTENDED, REFERRED_BEFORE
    ),
    "an opinion counted anew by another act": together(
        REDATED, opinion(), by(OPINION, causation_id=ANOTHER_ACT)
    ),
    "an opinion counted anew after something else": together(
        REDATED, then("opinion.consulted", "opinion.referred", -1, **CONSULTED), opinion()
    ),
    "an opinion counted anew for another one": together(
        REDATED,
        by("opinion.corrected", -1, causation_id=ANOTHER_ACT),
        then(OPINION, "opinion.registered", 0, **OF_REFERRAL),
        by(OPINION, causation_id=ANOTHER_ACT),
    ),
    "a task left due as if planned on the wrong day": REPLANNED,
    "a task expected for ever less than before": together(
        PLANNED,
        states("task.planned", -1, due=EXPECTED_ONCE),
        corrected("task.planned", -1, "2016-03-26"),
    ),
    "a promise left due as if drafted on the wrong day": PROMISED_BEFORE,
}
RIGHTLY: dict[str, Edit] = {
    "an opinion referred on another day": together(REDATED, opinion()),
    "an opinion told on another day": together(RETOLD, opinion(OF_PAUSE)),
    "an opinion referred after it was due": together(
        put_forward("2015-06-26"),
        opinion(
            on="2015-06-26",
            due_was=FORMER,
            due=term("2015-09-28", "2015-06-26", 3, None, raw="2015-09-26"),
            original_due=term("2015-09-28", "2015-06-26", 3, None, raw="2015-09-26"),
        ),
    ),
    "an opinion corrected before the day it was told": together(
        REDATED, by("opinion.corrected", -1, occurred_on="2015-04-05"), opinion(on="2015-04-11")
    ),
    "told on the day it was counted anew": together(
        REDATED,
        by("opinion.corrected", -1, occurred_on="2015-04-12"),
        opinion(on="2015-04-12"),
        corrected("opinion.clarification-given", -1, "2015-04-12"),
        opinion(OF_LATER_ANSWER, on="2015-04-12"),
    ),
    "a task planned on another day": together(REPLANNED, task()),
    "a task corrected before the day its due date was settled": together(
        ending("task.due-settled", -1),
        corrected("task.planned", -1, "2016-03-24"),
        by("task.corrected", -1, occurred_on="2016-03-28"),
        task(
            on="2016-04-02",
            due_was=term("2016-06-28", "2016-03-25", 3, 1, raw="2016-06-25"),
            due=term("2016-06-24", "2016-03-24", 3, 1),
        ),
    ),
    "a task by a unit that was outside when it corrected": moved_under("2016-03-26"),
    "a task by a unit that was there when it corrected": redated_after(
        then("unit.closed", "unit.registered", 4, "2016-03-26", reason="撤销")
    ),
    "a task planned on another day, and on another one once more": together(
        REPLANNED,
        task(),
        corrected("task.planned", -1, "2016-03-23"),
        states("task.corrected", -1, was="2016-03-24"),
        task(due_was=OF_TASK["due"], due=term("2016-06-23", "2016-03-23", 3, None)),
    ),
    "a promise drafted on another day": together(PROMISED_BEFORE, promise()),
    "a promise corrected before the day it was amended": together(
        amended("2017-04-01", term("2017-07-03", "2017-04-01", 3, None, raw="2017-07-01")),
        corrected("commitment.amended", 0, "2017-04-03"),
        by("commitment.corrected", occurred_on="2017-03-28", unit=tasks.OFFICE),
        promise(
            on="2017-04-03",
            due_was=term("2017-07-03", "2017-04-01", 3, None, raw="2017-07-01"),
            due=term("2017-07-03", "2017-04-03", 3, None),
            of_original=False,
            corrected=2,
        ),
    ),
    "a promise amended to what it was at first": together(
        PROMISED,
        amendment("2017-03-25", outright("2017-06-27"), OF_PROMISE["due_was"]),
        amendment("2017-03-25", OF_PROMISE["due_was"], outright("2017-06-27")),
        corrected("commitment.amended", -1, "2017-03-26"),
        by("commitment.corrected", unit=tasks.OFFICE),
        promise(
            on="2017-03-26",
            due=term("2017-06-26", "2017-03-26", 3, None),
            of_original=False,
            corrected=3,
        ),
    ),
}
WRONGLY: dict[str, Edit] = {
    "an opinion of which no date was corrected": together(ANSWERED, opinion()),
    "an opinion for a day on which nothing rests": together(
        ANSWERED, corrected("opinion.acknowledged", -1, "2015-03-27"), opinion(corrected=SIGNED)
    ),
    "an opinion from another day than the corrected one": together(
        REDATED, opinion(original_due=term("2015-06-23", "2015-03-23", 3, None))
    ),
    "an opinion to a day stated outright": together(
        REDATED, opinion(original_due=outright("2015-06-24"))
    ),
    "an opinion from a date that was not in force": together(REDATED, opinion(due_was=FORMER)),
    "an opinion as if the clock had never stood still": together(REDATED, opinion(due=ORIGINAL)),
    "an opinion by an earlier notice": together(
        ending("calendar-year.published", 0),
        corrected("opinion.referred", -1, "2015-03-24"),
        opinion(on="2015-05-02"),
    ),
    "an opinion in a round that never was": together(REDATED, opinion(round=2)),
    "an opinion in no round": together(REDATED, opinion(round=0)),
    "an opinion before the answer that set its date": together(REDATED, opinion(on="2015-04-10")),
    "an opinion told later than it was counted anew": together(
        REDATED, opinion(), corrected("opinion.clarification-given", -1, "2015-04-13")
    ),
    "an opinion with a pause that moves the original too": together(
        RETOLD, opinion(OF_PAUSE, original_due=ORIGINAL)
    ),
    "an opinion with a pause as it was before": together(
        RETOLD, opinion(OF_PAUSE, due=OF_PAUSE["due_was"])
    ),
    "an opinion not admitted": then(OPINION, "opinion.not-admitted", 0, **OF_REFERRAL),
    "an opinion due outright and referred after that": together(
        ending("opinion.referred", -1),
        states("opinion.referred", -1, due=outright("2015-06-25")),
        corrected("opinion.referred", -1, "2015-06-26"),
    ),
    "a task of which no date was corrected": together(PLANNED, task()),
    "a task for a day on which nothing rests": together(
        PLANNED, corrected("task.assigned", -1, "2016-03-27"), task(corrected=2)
    ),
    "a task from another day than the corrected one": together(
        REPLANNED, task(due=term("2016-06-23", "2016-03-23", 3, None))
    ),
    "a task from a date that was not in force": together(
        REPLANNED, task(due_was=outright("2016-06-27"))
    ),
    "a task as another than the original": together(REPLANNED, task(of_original=False)),
    "a task before it was planned": together(
        PLANNED, corrected("task.planned", -1, "2016-03-26"), task(on="2016-03-25")
    ),
    "a task of a plan": then(TASK, "task.planned", 0, **{**OF_TASK, "due": OF_2009}),
    "an opinion for the wrong end of a pause": together(
        ANSWERED,
        corrected("opinion.clarification-requested", -1, "2015-04-02"),
        opinion(OF_PAUSE),
    ),
    "an opinion once more": together(RETOLD, opinion(OF_PAUSE), opinion(OF_PAUSE_AGAIN)),
    "an opinion on a later day": together(REDATED, opinion(on="2015-04-12")),
    "an opinion in the name of another": together(REDATED, opinion(), by(OPINION, actor="他人")),
    "a task on a later day": together(REPLANNED, task(on="2016-03-27")),
    "a promise on a later day": together(PROMISED_BEFORE, promise(on="2017-03-26")),
    "a promise of which no date was corrected": together(PROMISED, promise()),
    "a promise for a day on which nothing rests": together(PROMISED_BEFORE, promise(corrected=2)),
}
NOT_INDEPENDENT: dict[str, Edit] = {
    "an opinion by a unit that handles it": together(
        REDATED, opinion(), by(OPINION, unit=opinions.ROADS)
    ),
    "a task by a unit that carries it out": together(
        REPLANNED, task(), by(TASK, unit=tasks.BUREAU)
    ),
    "a promise by the unit that promised": together(PROMISED_BEFORE, promise(unit=tasks.BUREAU)),
    "a task inside a unit that carries it out": together(
        REPLANNED, task(), by(TASK, unit=tasks.TEAM)
    ),
    "a task by a unit that was inside when it corrected": moved_under("2016-03-25"),
    "a promise inside the unit that promised": together(PROMISED_BEFORE, promise(unit=tasks.TEAM)),
}


@pytest.mark.parametrize("name", RIGHTLY)
def test_a_due_date_counted_from_a_corrected_day_is_allowed(rarely: Bundle, name: str) -> None:
    follow(RIGHTLY[name](rarely.lines))


@pytest.mark.parametrize("name", WRONGLY)
def test_a_due_date_counted_from_anything_else_is_refused(rarely: Bundle, name: str) -> None:
    require_illegal(refused(rarely.lines, WRONGLY[name]), "recounted dues", name)


@pytest.mark.parametrize("name", NEVER_MOVED)
def test_a_correction_that_moves_no_due_date_stands_alone(rarely: Bundle, name: str) -> None:
    follow(NEVER_MOVED[name](rarely.lines))


@pytest.mark.parametrize("name", NOT_COUNTED)
def test_no_day_is_corrected_and_the_due_date_left(rarely: Bundle, name: str) -> None:
    finding = refused(rarely.lines, NOT_COUNTED[name])
    require_illegal(finding, "recounted dues", name)


@pytest.mark.parametrize("name", NOT_INDEPENDENT)
def test_whoever_carries_a_matter_out_moves_no_due_date(rarely: Bundle, name: str) -> None:
    require_dependent(refused(rarely.lines, NOT_INDEPENDENT[name]), "recounted dues", name)


def a_round_that_is_over(lines: Sequence[Line]) -> list[Line]:
    """Let the first of two rounds be due on another day, for its question was answered later."""
    migrated = lines[place_of(lines, "opinion.rules-migrated", -1)]
    answers = [line for line in lines if line.topic == "opinion.clarification-given"]
    of_it = [line.aggregate_id == migrated.aggregate_id for line in answers].index(True)
    original, due = (migrated.state[name] for name in ("original_due", "due"))
    facts = {"round": 1, "original_was": original, "original_due": original}
    return together(
        ending("opinion.rehandling-ordered", -1),
        corrected("opinion.clarification-given", of_it, "2015-04-21"),
        then(
            OPINION,
            "opinion.rules-migrated",
            -1,
            "2030-01-01",
            due_was=due,
            due={**due, "on": "2015-07-06"},
            corrected=answers[of_it].version,
            **facts,
        ),
    )(lines)


RIGHTLY_RULED: dict[str, Edit] = {"a round that is over": a_round_that_is_over}


@pytest.mark.parametrize("name", RIGHTLY_RULED)
def test_a_due_date_that_rules_set_is_counted_anew(ruled: Bundle, name: str) -> None:
    follow(RIGHTLY_RULED[name](ruled.lines))


def test_every_sentence_is_about_one_of_these_due_dates() -> None:
    assert set(SENTENCES["recounted dues"]) == {*WRONGLY, *NOT_COUNTED, *NOT_INDEPENDENT}
