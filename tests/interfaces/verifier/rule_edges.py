"""What only just fits urging, rules and holidays is allowed; what no longer does is refused."""

from typing import Any

from domain.commitment import Commitment
from domain.opinion import Opinion
from domain.rectification_task import RectificationTask
from domain.unit import Unit
from interfaces.verifier.identities import identity_of
from tests.application import commitments, opinions
from tests.application import tasks as bureau
from tests.interfaces.verifier.continued import (
    beginning,
    due,
    governed,
    reminding,
    ruling,
    under,
    until,
    urging,
)
from tests.interfaces.verifier.falsified import (
    Edit,
    by,
    called,
    corrected,
    inside,
    states,
    swapped,
    then,
    together,
    twice,
)

OFFICE, BUREAU, POLICE = bureau.OFFICE, bureau.BUREAU, bureau.POLICE
ROADS, TOWN = opinions.ROADS, opinions.TOWN
ISSUED, PUBLISHED = "notice.issued", "rule-profile.published"
COUNTED, PART = "tick.done", "tick.advanced"
Dated = Commitment | Opinion | RectificationTask


def about(kind: type[Dated], number: str, on: str | None) -> dict[str, Any]:
    subject = {"kind": kind.KIND, "id": str(kind.id_of(number)), "number": number}
    return subject | {"due": on and due(on)}


def arranging(year: int, on: str) -> Edit:
    """Let the log end with the holidays of another year."""
    notice: dict[str, Any] = {
        "notice_number": None,
        "notice_date": None,
        "source": "报纸",
        "days_off": [],
    }
    state = {"year": year, "notice": notice | {"working_days": []}}
    key = identity_of("calendar-year", str(year))
    return together(
        until("unit.registered"), beginning("calendar-year.published", key, on, state, None)
    )


def level(days: int) -> dict[str, Any]:
    told = {"colour": "蓝", "trigger": "near_due", "days": days, "counted_in": "day"}
    return told | {"up_the_line": False}


def with_levels(*levels: dict[str, Any]) -> Edit:
    """Let the local rules have another scale of warnings."""
    return ruling("warning", scale={"levels": [*levels]})


def registering(parent: str, on: str) -> Edit:
    """Let the log end with another unit, under one that is there or was."""
    state = {"code": "RWX", "name": "新队", "kind": "office", "level": "county"}
    key = identity_of("unit", "RWX")
    return beginning("unit.registered", key, on, state | {"parent": parent}, None)


def of_the_task(on: str, **level: Any) -> Edit:
    """Let the log end with a reminder of the task that is due on 25 June."""
    reminder = reminding(RectificationTask, bureau.NUMBER, BUREAU, "2015-06-25", on, **level)
    return together(until("task.assigned", 3), reminder)


PROMISED = together(until("commitment.published"))
PROMISE = about(Commitment, commitments.NUMBER, "2011-11-15")
UNDATED = together(until("opinion.referred", -1), states("opinion.referred", -1, due=due(None)))
UNDATED_TASK = together(until("task.assigned", 3), states("task.planned", 3, due=due(None)))
THROUGH_POLICE = together(
    states(ISSUED, 1, kind="interview", competent_body=POLICE),
    by("notice.acknowledged", 0, unit=POLICE),
    by("notice.responded", 0, unit=POLICE),
)

IN_THREE_PARTS = together(
    twice(COUNTED),
    called(COUNTED, 0, PART),
    called(COUNTED, 0, PART),
    states(PART, 1, raised=0),
    by(COUNTED, 0, occurred_on="2011-12-01"),
    states(COUNTED, 0, day="2011-12-01", raised=8),
)

TOLD: dict[str, Edit] = {
    "day gone through in three parts": IN_THREE_PARTS,
    "the only rules ended": then(
        "rule-profile.ended", PUBLISHED, 0, version=1, valid_until="2030-01-01", reason="修订"
    ),
    "urged on the day it is due": together(
        PROMISED, urging(PROMISE, BUREAU, "2011-11-15", OFFICE, trigger="near_due")
    ),
    "urged though nothing is due": together(
        UNDATED_TASK,
        urging(about(RectificationTask, bureau.NUMBER, None), BUREAU, "2015-06-30", OFFICE),
    ),
    "escalated to a notice of the same kind": states(ISSUED, 1, kind="supervision_notice"),
    "answered by the body through which it went": THROUGH_POLICE,
    "reply due on the corrected day of the notice": together(
        states(ISSUED, 1, reply_due=due("2011-12-03")), corrected(ISSUED, 1, "2011-12-03")
    ),
    "reminder to the lead that has not replied": together(
        until("opinion.replied", 2),
        states("opinion.re-referred", 0, lead=[TOWN, ROADS], split_handling=True),
        states("opinion.replied", 2, complete=False),
        reminding(Opinion, opinions.NUMBER, ROADS, "2015-09-30", "2015-10-01"),
    ),
    "reminded as many days before": of_the_task("2015-06-15"),
    "unit above told on the day another was put above": together(
        until("task.assigned", 3),
        then("unit.moved", "unit.registered", 5, "2015-07-09", parent=POLICE),
        reminding(
            RectificationTask, bureau.NUMBER, BUREAU, "2015-06-25", "2015-07-09", above=POLICE
        ),
    ),
    "rules of a presidium": states("unit.registered", 8, kind="presidium"),
    "rules that hold for one day": states(PUBLISHED, -1, valid_until="2016-02-01"),
    "notice without a date": inside("calendar-year.amended", -1, "notice", notice_date=None),
    "notice of the same day": inside(
        "calendar-year.amended", -1, "notice", notice_date="2019-11-21"
    ),
    "notice given twice": twice("calendar-year.amended", -1),
    "holidays of the first year": arranging(1949, "2000-01-01"),
    "holidays two years ahead": arranging(2002, "2000-01-01"),
    "reply that is for information": states("opinion.replied", -1, result_class="D"),
}


def ended_before(topic: str, unit: int, on: str) -> Edit:
    """Let a unit be abolished between an act and the event, told later, that follows from it."""
    abolished = then("unit.closed", "unit.registered", unit, on, reason="撤销")
    return together(until(topic), abolished, swapped("unit.closed", topic))


RARE: dict[str, Edit] = {
    "opinion settled by a unit that ended meanwhile": ended_before(
        "opinion.due-settled", 0, "2015-05-02"
    ),
    "task settled by a unit that ended meanwhile": ended_before(
        "task.due-settled", 4, "2016-04-02"
    ),
    "promise settled by a unit that ended meanwhile": ended_before(
        "commitment.due-settled", 4, "2017-04-02"
    ),
    "opinion under other rules by a unit that ended meanwhile": ended_before(
        "opinion.rules-migrated", 0, "2030-01-01"
    ),
    "under a unit on the day before it was merged": registering(bureau.TEAM, "2016-11-30"),
    "rules that adjoin": states(PUBLISHED, 0, valid_until="2015-05-31"),
    "rules ended on the day they begin": states("rule-profile.ended", 0, valid_until="2015-06-01"),
    "one level of warning, a year before": with_levels(level(366)),
    "twelve levels of warning": with_levels(*(level(each) for each in range(1, 13))),
}
TOLD_REFUSED: dict[str, Edit] = {
    "urged as overdue though nothing is due": together(
        UNDATED,
        urging(about(Opinion, "DL-2015-02", None), ROADS, "2015-06-30", OFFICE, trigger="overdue"),
    ),
    "urged under another number": together(
        PROMISED, urging({**PROMISE, "number": "CN-1"}, BUREAU, "2011-11-15", OFFICE)
    ),
    "urged about nothing": together(
        PROMISED, urging(about(Commitment, "CN-1", None), BUREAU, "2011-11-15", OFFICE)
    ),
    "interview through the unit that urges": states(
        ISSUED, 0, kind="interview", competent_body=OFFICE
    ),
    "reply due before the corrected day of the notice": together(
        states(ISSUED, 1, reply_due=due("2011-12-03")), corrected(ISSUED, 1, "2011-12-04")
    ),
    "unit reminded of itself": reminding(Unit, BUREAU, BUREAU, "2015-06-25", "2015-06-25"),
    "reminded too early": of_the_task("2015-06-14"),
    "reminded as late on the due day": of_the_task("2015-06-25", trigger="overdue"),
    "reminded as near when it was late": of_the_task("2015-06-26", trigger="near_due"),
    "reminded of being behind": of_the_task("2015-06-26", trigger="behind", days=0),
    "reminded at a later level": of_the_task("2015-06-26", days=2),
    "unit above told of nothing": of_the_task(
        "2015-07-09", days=10, counted_in="working_day", up_the_line=True
    ),
    "reminded of the day before when it was long over": of_the_task("2015-07-09"),
    "urged in another colour": together(
        PROMISED, urging(PROMISE, BUREAU, "2011-11-15", OFFICE, trigger="near_due", colour="红")
    ),
    "another unit above told": states("reminder.raised", 7, unit_above=OFFICE),
}
RARE_REFUSED: dict[str, Edit] = {
    "under a unit on the day it was merged": registering(bureau.TEAM, "2016-12-01"),
    "under a unit on the day it was closed": registering(opinions.MONEY, "2016-11-30"),
    "rules ended before it was decided": together(
        by("rule-profile.ended", 0, occurred_on="2015-07-01"),
        states("rule-profile.ended", 0, valid_until="2015-06-15"),
    ),
    "task under rules of another congress": governed(
        "task.planned", {"congress": "DLRDB", "version": 1}
    ),
    "plan under nobody's rules while some are in force": together(
        under("plan.drafted", "approval", plan=None), governed("plan.drafted", None)
    ),
}
