"""Histories of tasks in which one thing only just fits, or no longer does."""

from collections.abc import Sequence
from typing import Any

from domain.rectification_task import RectificationTask
from tests.interfaces.verifier.continued import until
from tests.interfaces.verifier.falsified import (
    Edit,
    by,
    corrected,
    inside,
    states,
    then,
    together,
    twice,
    without,
)
from tests.interfaces.verifier.replaying import Line

REPORTED, CLAIMED = "task.progress-reported", "task.closeout-requested"
PASSED, FAILED, CLOSED = "task.verification-passed", "task.verification-failed", "task.closed-out"
OFFICE, BUREAU, TEAM, GOVERNMENT = "RWRDB", "RWCGJ", "RWDD", "RWZF"
OTHER_OFFICE = "GQRDB"
NOTHING: dict[str, Any] = {"round": 1, "note": "整改到位", "lineage": [OFFICE]}


def step(topic: str, unit: str, on: str, **facts: Any) -> Edit:
    """Let the first task that was reported on go on."""
    taken = then(topic, REPORTED, 0, on=on, **facts)
    return together(taken, by(topic, -1, unit=unit, actor=f"{unit}经办人"))


DUE, LATER = ({"on": day, "undated": False} for day in ("2015-06-25", "2015-09-30"))
ASKED = step(
    "task.extension-requested", BUREAU, "2015-06-01", asked="2015-07-31", due=DUE, reason="待批"
)
EVIDENCE: dict[str, Any] = {
    "name": "照片.jpg", "sha256": "0" * 64, "size": 1, "media_type": "image/jpeg",
    "effective_on": None,
}  # fmt: skip
CLAIM: dict[str, Any] = {
    "round": 1, "completed_on": "2015-06-22", "target_value": None, "evidence": [EVIDENCE],
    "collective_decision_on": None, "lineage": [BUREAU, GOVERNMENT],
}  # fmt: skip
DONE = step(CLAIMED, BUREAU, "2015-06-22", **CLAIM)
FOUND = step(PASSED, OFFICE, "2015-06-23", **NOTHING)
ANNOUNCED = step(
    "task.public-notice-given",
    OFFICE,
    "2015-06-23",
    channel="网站",
    start="2015-06-23",
    end="2015-06-24",
)
DOUBTED = step("task.objection-recorded", OFFICE, "2015-06-24", text="未清理", upheld=True)
WANTING = step(
    FAILED, OFFICE, "2015-06-24", round=1, reasons="不到位", new_due=LATER, lineage=[OFFICE]
)


REFUSED = step("task.extension-refused", OFFICE, "2015-06-02", asked="2015-07-31", reason="不同意")
ASKED_AGAIN = together(ASKED, by("task.extension-requested", -1, occurred_on="2015-06-03"))


def assigned_late(on: str) -> Edit:
    """Let the day a task was assigned be corrected once it is claimed to be complete."""
    return together(
        without(REPORTED, 3),
        by(REPORTED, 2, occurred_on="2015-05-31"),
        until(CLAIMED, 2),
        corrected("task.assigned", 4, on),
    )


def numbered(number: str) -> Edit:
    """Let the first task of a plan have another number, and the identity that goes with it."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = until("task.planned")(lines)
        key = str(RectificationTask.id_of(number))
        altered[-1].state.update(number=number, originator_id=key)
        altered[-1] = altered[-1]._replace(aggregate_id=key)
        return altered

    return edit


def granting(due: dict[str, Any]) -> Edit:
    facts = {"asked": "2015-07-31", "until": "2015-10-31", "due_was": due}
    return step("task.extension-granted", OFFICE, "2015-06-25", **facts)


def verified_by(unit: str, actor: str, nth: int = 0) -> Edit:
    return together(until(PASSED, nth), by(PASSED, nth, unit=unit, actor=actor))


def entrusted(completed_on: str) -> Edit:
    """Let who was entrusted with a task later claim it to be complete."""
    claim = {**CLAIM, "round": 2, "lineage": ["RWGAJ", GOVERNMENT], "completed_on": completed_on}
    return together(
        until("task.reassigned"),
        then(CLAIMED, "task.reassigned", on="2015-06-30", **claim),
        by(CLAIMED, -1, unit="RWGAJ", actor="RWGAJ经办人"),
    )


def scheduled_by(unit: str, kind: str | None = None) -> Edit:
    """Let another unit arrange reports, of another kind than it is."""
    place = 9
    edits = [until("task.reporting-scheduled"), by("task.reporting-scheduled", unit=unit)]
    return together(*([states("unit.registered", place, kind=kind)] if kind else []), *edits)


def rescheduled(reason: str | None) -> Edit:
    """Let reports be arranged twice."""
    return together(
        until("task.reporting-scheduled"),
        twice("task.reporting-scheduled"),
        states("task.reporting-scheduled", 1, reason=reason),
    )


TOLD: dict[str, Edit] = {
    "another number than its measure gives it": numbered("GQ-2009-1-9"),
    "assigned after it was complete, as corrected": assigned_late("2015-05-31"),
    "assigned on the day it was complete, as corrected": assigned_late("2015-05-30"),
    "more time asked for again while it waits, once refused": together(
        until(REPORTED), ASKED, REFUSED, ASKED_AGAIN, ASKED_AGAIN
    ),
    "more time given, once refused and asked for again": together(
        until(REPORTED), ASKED, REFUSED, ASKED_AGAIN, granting(DUE)
    ),
    "accepted in another round": together(until(PASSED), states(PASSED, round=2)),
    "found wanting in another round": together(until(FAILED), states(FAILED, round=2)),
    "closed out in another round": together(until(CLOSED), states(CLOSED, round=2)),
    "recurs, due before": together(
        until("task.recurrence-found"), inside("task.recurrence-found", 0, "due", on="2016-01-04")
    ),
    "recurs, due on the day": together(
        until("task.recurrence-found"), inside("task.recurrence-found", 0, "due", on="2016-01-05")
    ),
    "looked back on by who claimed it": together(
        until("task.look-back-passed"),
        by("task.look-back-passed", actor=f"{BUREAU}经办人"),
    ),
    "verified by who reported": verified_by(OFFICE, f"{TEAM}经办人"),
    "verified by who claimed": verified_by(OFFICE, f"{BUREAU}经办人"),
    "verified by who leads": verified_by(OFFICE, "责任领导甲"),
    "verified by the team": verified_by(TEAM, "核查员"),
    "verified by the bureau": verified_by(BUREAU, "核查员"),
    "verified by the government": verified_by(GOVERNMENT, "核查员"),
    "verified by another office": together(
        verified_by(OTHER_OFFICE, "核查员"), states(PASSED, lineage=[OTHER_OFFICE])
    ),
    "more time given once it was accepted and found wanting": together(
        until(REPORTED), ASKED, DONE, FOUND, ANNOUNCED, DOUBTED, WANTING, granting(LATER)
    ),
    "more time given once it was found wanting": together(
        until(REPORTED), ASKED, DONE, WANTING, granting(LATER)
    ),
    "more time given before it is judged": together(until(REPORTED), ASKED, DONE, granting(DUE)),
    "assigned to a unit that is not there": together(
        until("task.assigned", 3), states("task.assigned", 3, units=[BUREAU, "RWX"])
    ),
    "assigned to somebody who verifies it": together(
        states("task.assigned", 3, assignees=["核查员"]), verified_by(OFFICE, "核查员")
    ),
    "planned by a plan there is not": together(
        until("task.planned"),
        states("task.planned", plan_id="00000000-0000-0000-0000-000000000000"),
    ),
    "planned otherwise than its measure says": together(
        until("task.planned"), states("task.planned", text="别的")
    ),
    "complete before it was assigned": together(
        until(CLAIMED), states(CLAIMED, completed_on="2015-03-25")
    ),
    "complete on the day it was assigned": together(
        until(CLAIMED), states(CLAIMED, completed_on="2015-03-26")
    ),
    "complete before it was entrusted to others": entrusted("2015-06-11"),
    "complete before the round began": entrusted("2015-06-09"),
    "complete on the day the round began": entrusted("2015-06-10"),
}
RARE: dict[str, Edit] = {
    "reports arranged anew for a reason": rescheduled("调整"),
    "reports arranged anew for none": rescheduled(None),
    "reports arranged by nobody known": scheduled_by("RWX"),
    "reports arranged by another congress": scheduled_by(OTHER_OFFICE),
    "reports arranged by a presidium": scheduled_by(OTHER_OFFICE, "presidium"),
    "reports arranged by a standing committee": scheduled_by(OTHER_OFFICE, "standing_committee"),
    "reports arranged by a department": scheduled_by(OTHER_OFFICE, "department"),
}
