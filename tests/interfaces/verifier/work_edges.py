"""What only just fits a task is allowed, and what no longer does is refused."""

from collections.abc import Sequence
from typing import Any

from domain.rectification_task import RectificationTask
from tests.application import tasks as bureau
from tests.interfaces.verifier.continued import due, reminding, under, until, urging
from tests.interfaces.verifier.falsified import (
    Edit,
    by,
    corrected,
    inside,
    place_of,
    renumbered,
    states,
    then,
    together,
    twice,
    without,
)
from tests.interfaces.verifier.replaying import Line

BUREAU, OFFICE, TEAM = bureau.BUREAU, bureau.OFFICE, bureau.TEAM
FIRST, SECOND = bureau.NUMBER, "RW-2015-2"
PLANNED, REPORTED, CLAIMED = "task.planned", "task.progress-reported", "task.closeout-requested"
EXTENDED = "task.extension-granted"
PHOTO = {
    "name": "照片.jpg",
    "sha256": 64 * "0",
    "size": 1,
    "media_type": "image/jpeg",
    "effective_on": None,
}


def reporting(nth: int, on: str, percent: int) -> Edit:
    """Let the log end with a report on the task of the nth report."""
    lineage = [TEAM, BUREAU, bureau.GOVERNMENT]
    facts: dict[str, Any] = {"text": "进展", "evidence": [], "sub_actions_done": []}
    facts |= {"percent": percent, "reason_for_fall": None, "lineage": lineage}
    return together(then(REPORTED, REPORTED, nth, on, **facts), by(REPORTED, -1, unit=TEAM))


def claiming(nth: int, on: str, round_: int = 1, **other: Any) -> Edit:
    """Let the log end with the claim that the task of the nth report is complete."""
    facts: dict[str, Any] = {"round": round_, "completed_on": on, "target_value": None}
    facts |= {"evidence": [PHOTO], "collective_decision_on": None}
    facts |= {"lineage": [BUREAU, bureau.GOVERNMENT], **other}
    return together(then(CLAIMED, REPORTED, nth, on, **facts), by(CLAIMED, -1, unit=BUREAU))


def asking(on: str, asked: str, due_was: str) -> Edit:
    """Let the log end with a request of more time for the first task."""
    request = "task.extension-requested"
    facts: dict[str, Any] = {"asked": asked, "due": due(due_was), "reason": "待批"}
    return together(then(request, REPORTED, 0, on, **facts), by(request, -1, unit=BUREAU))


def reached(least: str | None, most: str | None, first: str | None, second: str | None) -> Edit:
    """Let the first task have a target, and its two claims say what was reached."""
    target = {"text": "摊点", "unit_of_measure": "处", "minimum": least, "maximum": most}
    return together(
        states(PLANNED, 3, target=target),
        states(CLAIMED, 0, target_value=first),
        states(CLAIMED, 1, target_value=second),
    )


def amended(**changes: Any) -> Edit:
    """Let the first task be amended once it was reported on."""
    facts = {f"{name}{was}": None for name in ("text", "due", "target") for was in ("", "_was")}
    return together(
        until(REPORTED, 0),
        then("task.amended", REPORTED, 0, "2015-05-20", reason="调整", **{**facts, **changes}),
        by("task.amended", -1, unit=OFFICE),
    )


def put_in_force_after_the_holidays(lines: Sequence[Line]) -> list[Line]:
    """Let the notice about a year come once a measure due in it is agreed on, before its task."""
    half_a_year = {"kind": "term", "term": {"length": 6, "unit": "month"}, "roll": True}
    basis: dict[str, Any] = {"spec": half_a_year, "start": "2009-06-15", "raw": "2009-12-15"}
    basis |= {"calendar": [{"year": 2009, "version": None}], "profile": None, "rule": None}
    agreed = due("2009-12-15") | {"basis": basis}
    altered = together(
        inside("plan.measure-added", 0, "measure", due=agreed), states(PLANNED, 0, due=agreed)
    )(lines)
    notices = (line for line in altered if line.state.get("year") == 2009)
    notice = altered.pop(altered.index(next(notices)))
    altered.insert(place_of(altered, "plan.put-in-force"), notice)
    return until(PLANNED, 2)(renumbered(altered))


LOOKED_BACK_LATER = corrected("task.look-back-passed", 0, "2016-12-02")
"""A correction that changes nothing else, so that all dates of the first task are judged again."""
COMPLETE_AT_ONCE = together(
    states(CLAIMED, 1, completed_on="2016-01-05"),
    states("task.closed-out", 1, completed_on="2016-01-05"),
)
HURRIED = together(
    states("task.recurrence-found", 0, due=due("2016-08-05")),
    states("task.extension-requested", 0, due=due("2016-08-05")),
    states(EXTENDED, 0, due_was=due("2016-08-05")),
)
AT_MOST_TEN = {"text": "摊点", "unit_of_measure": "处", "minimum": None, "maximum": "10"}
NEVER_DECIDED = without(EXTENDED)
OBJECTED_AGAIN = together(
    until("task.objection-recorded"),
    twice("task.objection-recorded"),
    states("task.objection-recorded", 1, upheld=False),
)

TOLD: dict[str, Edit] = {
    "worded anew by the unit that carries it out": by("task.amended", 0, unit=bureau.POLICE),
    "put in force after the notice about the year": put_in_force_after_the_holidays,
    "reminded while it is under way": together(
        until(REPORTED, 0), reminding(RectificationTask, FIRST, BUREAU, "2015-06-25", "2015-06-25")
    ),
    "reminded while it goes on for long": together(
        until("task.converted-to-long-term"),
        reminding(RectificationTask, SECOND, bureau.POLICE, "2015-09-30", "2015-10-01", 2),
    ),
    "reminded of the day it was put off to": together(
        until(EXTENDED), reminding(RectificationTask, FIRST, BUREAU, "2016-10-31", "2016-10-21", 2)
    ),
    "complete on the day the round began": together(COMPLETE_AT_ONCE, LOOKED_BACK_LATER),
    "decided together on the day of the claim": together(
        states(CLAIMED, 1, collective_decision_on="2016-09-20"), LOOKED_BACK_LATER
    ),
    "reported on the day the round began": together(
        by(REPORTED, 1, occurred_on="2016-01-05"), LOOKED_BACK_LATER
    ),
    "put off on the day it was due": together(HURRIED, LOOKED_BACK_LATER),
    "reached just what was wanted": reached("10", "20", "10", "20"),
    "reached more than the least": reached("10", None, "10", "1000"),
    "reached less than the most": reached(None, "20", "-5", "20"),
    "reached what is wanted now": together(
        amended(target=AT_MOST_TEN), claiming(0, "2015-05-21", target_value="10")
    ),
    "request that lapsed with the claim": together(
        NEVER_DECIDED,
        LOOKED_BACK_LATER,
        then(
            "task.recurrence-found",
            REPORTED,
            0,
            "2016-12-03",
            note="又回潮",
            due=due("2017-01-31"),
        ),
        asking("2016-12-04", "2017-02-28", "2017-01-31"),
    ),
    "begun with nothing": states(REPORTED, 0, percent=0),
    "report that says the same": together(until(REPORTED, 3), reporting(3, "2015-05-11", 100)),
    "report between others that says less than the later": together(
        until(REPORTED, 3), corrected(REPORTED, 3, "2015-05-12"), reporting(3, "2015-05-11", 90)
    ),
    "claim without evidence of its own": together(
        states(REPORTED, 2, evidence=[PHOTO]), states(CLAIMED, 2, evidence=[])
    ),
    "claim corrected before it was judged": together(
        until(CLAIMED, 0),
        then(
            "task.corrected",
            CLAIMED,
            0,
            corrects=4,
            field="completed_on",
            was="2015-06-22",
            now="2015-06-21",
            reason="登错",
        ),
    ),
    "complete before it was found wanting": together(
        until("task.verification-failed"),
        claiming(3, "2015-06-12", 2, completed_on="2015-03-26"),
    ),
    "announced for one day": states("task.public-notice-given", 0, end="2016-09-26"),
    "complete on the corrected first day": states("task.corrected", 0, now="2015-03-26"),
    "complete on the day of the claim, as corrected": states(
        "task.corrected", 0, now="2015-06-01"
    ),
    "corrected to the day of the step before": corrected("task.look-back-passed", 0, "2016-10-08"),
    "corrected to the day it was recorded": corrected("task.look-back-passed", 0, "2030-01-01"),
    "verified by a unit nobody registered": together(
        by("task.verification-passed", 0, unit="外单位"),
        states("task.verification-passed", 0, lineage=["外单位"]),
    ),
}
RARE: dict[str, Edit] = {
    "asked for on the due day, as ruled, and corrected": together(
        until("task.extension-requested"),
        by("task.extension-requested", 0, occurred_on="2016-06-28"),
        corrected("task.assigned", -1, "2016-03-27"),
        under(PLANNED, "extension", asked_by="on_due_day"),
    ),
    "announced for as many days as ruled": under(PLANNED, "closing", public_notice_days=5),
    "more time asked for on the due day, as ruled": together(
        until("task.extension-requested"),
        by("task.extension-requested", 0, occurred_on="2016-06-28"),
        under(PLANNED, "extension", asked_by="on_due_day"),
    ),
    "objected to on the first day": by("task.objection-recorded", 0, occurred_on="2016-06-22"),
    "settled on the day it was stated": by("task.due-settled", 0, occurred_on="2016-03-25"),
    "corrected to the day it was settled": together(
        by("task.due-settled", 0, occurred_on="2016-03-26"),
        corrected(PLANNED, -1, "2016-03-26"),
    ),
}
TOLD_REFUSED: dict[str, Edit] = {
    "amended from a target it never had": amended(target=AT_MOST_TEN, target_was=AT_MOST_TEN),
    "claim corrected from another day": states("task.corrected", 0, was="2015-05-29"),
    "claim corrected in a field of a promise": states("task.corrected", 0, field="fulfilled_on"),
    "renamed to the name it was given": twice("unit.renamed"),
    "urged before anybody is responsible": together(
        until(PLANNED, 3),
        urging(
            {
                "kind": "task",
                "id": str(RectificationTask.id_of(FIRST)),
                "number": FIRST,
                "due": due("2015-06-25"),
            },
            BUREAU,
            "2015-06-30",
            OFFICE,
        ),
    ),
    "reported before it was assigned": by(REPORTED, 0, occurred_on="2015-03-25"),
    "reported by a unit registered later": by("unit.registered", 7, occurred_on="2015-12-01"),
    "reached too little": reached("10", "20", "9.9", "20"),
    "reached too much": reached("10", "20", "10", "20.1"),
    "reached nothing that is told": reached("10", "20", None, "20"),
    "reached what was not asked": states(CLAIMED, 0, target_value="10"),
    "reached what was wanted before": together(
        amended(target=AT_MOST_TEN), claiming(0, "2015-05-21", target_value="11")
    ),
    "amended in nothing": amended(),
    "put off though nobody asked": without("task.extension-requested"),
    "report that says less": together(until(REPORTED, 3), reporting(3, "2015-05-11", 90)),
    "put off in time, until the date was corrected": together(
        HURRIED,
        until(EXTENDED),
        asking("2016-08-06", "2016-12-31", "2016-10-31"),
        then("task.cancelled", REPORTED, 0, reason="并入专项"),
        by("task.cancelled", -1, unit=OFFICE, actor="督办员"),
        corrected(EXTENDED, 0, "2016-08-06"),
    ),
}
RARE_REFUSED: dict[str, Edit] = {
    "promise corrected in a field of a task": states(
        "commitment.corrected", 0, field="completed_on"
    ),
    "opinion corrected in a field of a task": states("opinion.corrected", 0, field="completed_on"),
    "opinion corrected in a field of a promise": states(
        "opinion.corrected", 0, field="fulfilled_on"
    ),
    "continued in another role than ruled": together(
        until(REPORTED, 0),
        then(
            "task.converted-to-long-term",
            REPORTED,
            0,
            reason="管网",
            plan="分三年",
            review_on="2017-06-30",
        ),
        under(PLANNED, "approval", long_term={"role": "chairperson", "post": "主任"}),
    ),
    "closed out after an objection that was upheld": together(
        OBJECTED_AGAIN,
        then(
            "task.closed-out",
            "task.objection-recorded",
            0,
            "2016-06-28",
            round=1,
            completed_on="2016-06-18",
        ),
    ),
}
