"""A county whose promises and plan go on with other units; what could not happen there."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from application.commands import commitments, plans, tasks, units
from application.store import Store
from domain.commitment import Commitment
from domain.measure import Responsibility
from domain.unit import Unit, UnitKind, UnitLevel
from tests.application import commitments as promises
from tests.application import plans as school
from tests.application.commitments import NUMBER
from tests.application.tasks import BUREAU, GOVERNMENT, OFFICE, POLICE, TEAM, evidence, run, settle
from tests.interfaces.verifier.continued import reminding, until
from tests.interfaces.verifier.falsified import (
    Edit,
    by,
    copied,
    place_of,
    states,
    then,
    together,
    twice,
    without,
)
from tests.interfaces.verifier.replaying import Line

DRAFT, CLAIMED, GIVEN_UP = "CN-2011-2", "CN-2011-3", "CN-2011-4"
MONEY, SPORTS, ANNEX = "GQCZJ", "GQJTJ", "GQFX"
PROMISE, PLAN, PUT = "commitment.handed-over", "plan.handed-over", "plan.measure-revised"
REFORM = "2011-10-01"


def fill(store: Store) -> None:
    """Let a bureau that made promises, and twice the unit whose plan it is, be merged."""
    settle(store)
    school.settle(store)
    kind, level = UnitKind.DEPARTMENT, UnitLevel.COUNTY
    for code, parent in ((MONEY, None), (SPORTS, None), (ANNEX, school.SCHOOL)):
        facts = {"code": code, "name": code, "kind": kind, "level": level, "parent": parent}
        run(store, "2001-01-01", units.register, **facts)
    _carry_a_plan_on(store)
    _keep_promises(store)


def _merge(store: Store, on: str, code: str, successor: str) -> dict[str, str]:
    expected = store.read(Unit, Unit.id_of(code)).version
    facts = {"expected": expected, "successor": successor, "reason": "机构改革"}
    run(store, on, partial(units.merge, code=code), **facts)
    return {"unit": code, "successor": successor, "reason": "职责并入"}


def _carry_a_plan_on(store: Store) -> None:
    named = {
        no: Responsibility(leaders=("校长",), offices=("教务处",), lead_unit=code)
        for no, code in ((2, school.SCHOOL), (3, MONEY), (4, school.SCHOOL))
    }
    led = [school.measure(no, responsibility=each) for no, each in named.items()]
    school.draft(store, "2009-06-15", school.measure(1, *range(1, 7)), *led)
    change = partial(school.change, store)
    change("2009-07-02", plans.hand_over, **_merge(store, "2009-07-01", school.SCHOOL, SPORTS))
    revised = school.measure(4, text="措施四", responsibility=named[3])
    change("2009-07-03", plans.revise_measure, SPORTS, measure=revised)
    change("2009-07-03", plans.submit, SPORTS)
    change("2009-07-04", plans.approve, approver="主任会议")
    change("2009-07-05", plans.put_in_force)
    change("2009-07-20", plans.cancel_measure, no=2, reason="并入第1项")
    merged = _merge(store, "2009-08-01", SPORTS, school.BUREAU)
    change("2009-08-02", plans.hand_over, **merged)
    for no, units_ in ((1, [school.BUREAU]), (3, [MONEY, school.BUREAU])):
        task = school.task(store, no)
        who = {"leaders": ["局长"], "offices": ["办公室"], "assignees": [], "reason": "机构改革"}
        place = {"task_id": task.id, "expected": task.version, "units": units_}
        school.run(store, "2009-08-03", tasks.assign, **place, **who)
    amended = {"no": 1, "text": "措施一", "due": None, "target": None, "reason": "机构改革"}
    change("2009-08-04", plans.amend_measure, **amended)


def _keep_promises(store: Store) -> None:
    change = partial(promises.change, store)
    ids = {each: Commitment.id_of(each) for each in (NUMBER, DRAFT, CLAIMED, GIVEN_UP)}
    for number in (NUMBER, CLAIMED, GIVEN_UP):
        promises.publish(store, number)
    promises.draft(store, DRAFT, on="2011-09-01")
    promises.claim(store, "2011-09-28", "2011-09-20", ids[CLAIMED])
    change("2011-09-29", commitments.withdraw, commitment_id=ids[GIVEN_UP], reason="职责已划转")
    merged: dict[str, Any] = _merge(store, REFORM, BUREAU, POLICE)
    for number in (NUMBER, DRAFT, CLAIMED):
        change("2011-10-02", commitments.hand_over, commitment_id=ids[number], **merged)
    change("2011-10-03", commitments.review, commitment_id=ids[DRAFT], waiver=None)
    promises.verify(store, "2011-10-08", commitment_id=ids[CLAIMED])
    kept: dict[str, Any] = {"fulfilled_on": date(2011, 11, 5), "evidence": (evidence(),)}
    change("2011-11-10", commitments.claim_fulfilment, POLICE, **kept)
    promises.verify(store, "2011-11-20")


def claimed_by(unit: str, *above: str) -> Edit:
    """Let another unit claim the promise kept that was claimed last."""
    claim = "commitment.fulfilment-claimed"
    return together(by(claim, -1, unit=unit), states(claim, -1, lineage=[unit, *above]))


def decided_by(topic: str, nth: int, *lineage: str) -> Edit:
    """Let another unit decide, stating its line."""
    return together(by(topic, nth, unit=lineage[0]), states(topic, nth, lineage=[*lineage]))


def moved_into(unit: str, parent: str) -> Edit:
    """Let a unit stand inside another from its registration on."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        for line in altered:
            if line.topic == "unit.registered" and line.state["code"] == unit:
                line.state["parent"] = parent
        return altered

    return edit


def revised_to(lead_unit: str) -> Edit:
    """Let the draft's measure be revised to nothing but the unit that leads it; then no more."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = until(PUT)(lines)
        measure = altered[place_of(altered, "plan.measure-added", 3)].state["measure"]
        leads = {**measure["responsibility"], "lead_unit": lead_unit}
        altered[-1].state["measure"] = {**measure, "responsibility": leads}
        return altered

    return edit


def reminded(unit: str) -> Edit:
    """Let the log end with a reminder of a promise that was just handed over."""
    raised = reminding(Commitment, NUMBER, unit, "2011-11-15", "2011-11-10")
    return together(until(PROMISE), raised)


ILLEGAL: dict[str, Edit] = {
    "unit that was succeeded reminded of its promise": reminded(BUREAU),
    "promise handed over before the unit ended": by(PROMISE, occurred_on="2011-09-30"),
    "promise of another unit handed over": states(PROMISE, unit=OFFICE),
    "promise handed over to a unit that has ended": states(PROMISE, successor=BUREAU),
    "promise handed over to nobody": states(PROMISE, successor="NONE"),
    "promise handed over twice": twice(PROMISE),
    "withdrawn promise handed over": then(
        PROMISE,
        "commitment.withdrawn",
        on="2011-10-02",
        unit=BUREAU,
        successor=POLICE,
        reason="职责并入",
    ),
    "promise claimed by the unit that was succeeded": claimed_by(BUREAU, GOVERNMENT),
    "promise claimed by the successor before the handover": without(PROMISE),
    "plan handed over before the unit ended": by(PLAN, occurred_on="2009-06-30"),
    "plan of another unit handed over": states(PLAN, unit=OFFICE),
    "plan handed over to a unit that has ended": states(PLAN, successor=school.SCHOOL),
    "plan handed over to nobody": states(PLAN, successor="NONE"),
    "plan handed over twice": twice(PLAN),
    "plan handed over without a measure the unit led": states(PLAN, measures=[1, 4]),
    "plan handed over with a measure that another unit leads": states(PLAN, measures=[1, 2, 3, 4]),
    "plan handed over with a measure that was cancelled": states(PLAN, 1, measures=[1, 2]),
    "plan handed over with its measures in another order": states(PLAN, measures=[2, 1, 4]),
    "plan submitted by the unit that was succeeded": by("plan.submitted", unit=school.SCHOOL),
    "plan submitted by the successor before the handover": without(PLAN),
    "measure revised to what it reads since the handover": revised_to(SPORTS),
}
NOT_INDEPENDENT: dict[str, Edit] = {
    "promise handed over by the unit that promised": by(PROMISE, unit=BUREAU),
    "promise handed over inside the unit that promised": by(PROMISE, unit=TEAM),
    "promise handed over by who claimed it kept": by(PROMISE, 2, actor=f"{BUREAU}经办人"),
    "promise handed over by the successor": by(PROMISE, unit=POLICE),
    "promise handed over inside the successor": together(
        moved_into(TEAM, POLICE), by(PROMISE, unit=TEAM)
    ),
    "promise reviewed by the successor": by("commitment.reviewed", -1, unit=POLICE),
    "promise verified by the successor": decided_by("commitment.verified", 0, POLICE, GOVERNMENT),
    "promise verified by the unit that was succeeded": decided_by(
        "commitment.verified", -1, BUREAU, GOVERNMENT
    ),
    "plan handed over by the responsible unit": by(PLAN, unit=school.SCHOOL),
    "plan handed over inside the responsible unit": by(PLAN, unit=ANNEX),
    "plan handed over by who handed it in": by(PLAN, 1, actor=f"{SPORTS}经办人"),
    "plan handed over by the successor": by(PLAN, unit=SPORTS),
    "plan handed over inside the successor": together(
        moved_into(ANNEX, SPORTS), by(PLAN, unit=ANNEX)
    ),
    "plan handed on inside the unit that was responsible first": by(PLAN, 1, unit=ANNEX),
    "plan approved inside the unit that was succeeded": decided_by(
        "plan.approved", 0, ANNEX, school.SCHOOL
    ),
    "measure cancelled inside the unit that was succeeded": by(
        "plan.measure-cancelled", unit=ANNEX
    ),
    "plan approved by the successor": decided_by("plan.approved", 0, SPORTS),
    "measure amended by the successor": by("plan.measure-amended", unit=school.BUREAU),
}
ALLOWED: dict[str, Edit] = {
    "as it was": together(),
    "promise handed over on the day the unit ended": by(PROMISE, occurred_on=REFORM),
    "promise handed over to any unit there is": together(
        states(PROMISE, successor=MONEY), claimed_by(MONEY)
    ),
    "successor reminded of the promise": reminded(POLICE),
    "plan handed over on the day the unit ended": by(PLAN, occurred_on="2009-07-01"),
    "measure revised to what it read before the handover": revised_to(school.SCHOOL),
}
