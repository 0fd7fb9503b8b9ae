"""A unit that is merged or abolished is succeeded as the one responsible for a plan (机构改革)."""

from collections.abc import Callable

import pytest

from domain.errors import RuleViolation, WrongStatus
from domain.handover import DecidedBySuccessor, Handover, UnitNotHandling, UnitStillActive
from domain.measure import FiveElement, Measure, Responsibility
from domain.plan_drafting import MeasureUnchanged, NotResponsibleUnit
from domain.plan_handover import HandedOverByResponsibleUnit
from domain.plan_status import PlanStatus
from domain.rectification_plan import (
    ApproverNotIndependent,
    ChangedByResponsibleUnit,
    RectificationPlan,
)
from domain.unit import Unit, UnitNotActive
from tests.aggregates import RULES, act, recorded, refused
from tests.domain.opinions import closed_unit, unit
from tests.domain.plans import (
    CONGRESS,
    FIRST,
    SECOND,
    complete,
    congress_act,
    drafted,
    in_force,
    school,
    submitted,
)

OLD, NEW = "ZX", "ZXXX"
REFORM = "2014-10-01"


def led_by(lead_unit: str | None) -> Responsibility:
    return Responsibility(leaders=("责任领导甲",), offices=("教务处",), lead_unit=lead_unit)


NAMED = complete(2, responsibility=led_by(OLD))
MEASURES: tuple[Measure, ...] = (
    complete(1, FIRST, SECOND),
    NAMED,
    complete(3, responsibility=led_by("RDB")),
)


def ended() -> Unit:
    """Return the school, merged into the one called ``NEW`` on the day of the reform."""
    merged = school()
    merged.merge_into(unit(NEW), "布局调整", act(REFORM))
    return merged


def hand_over(plan: RectificationPlan, day: str = REFORM) -> None:
    plan.hand_over(ended(), unit(NEW), "布局调整", congress_act(day))


def handed_over(plan: RectificationPlan) -> RectificationPlan:
    hand_over(plan)
    plan.collect_events()
    return plan


def approved() -> RectificationPlan:
    plan = submitted(*MEASURES)
    plan.approve("镇人大主席", CONGRESS, RULES, congress_act())
    plan.collect_events()
    return plan


def of_measures(
    build: Callable[..., RectificationPlan],
) -> Callable[[], RectificationPlan]:
    return lambda: build(*MEASURES)


def test_a_handover_says_which_measures_go_over() -> None:
    plan = in_force(*MEASURES)
    hand_over(plan)
    facts = {"unit": OLD, "successor": NEW, "reason": "布局调整"}
    assert recorded(plan) == [(RectificationPlan.HandedOver, {**facts, "measures": (1, 2)})]
    assert plan.unit == NEW
    assert plan.handovers == (Handover(version=8, **facts),)
    assert [m.responsibility.lead_unit for m in plan.measures] == [None, NEW, "RDB"]
    assert plan.status is PlanStatus.IN_FORCE


def test_what_was_cancelled_or_removed_goes_over_to_nobody() -> None:
    plan = in_force(*MEASURES)
    plan.cancel_measure(2, "不再需要", CONGRESS, congress_act("2014-09-30"))
    plan.collect_events()
    hand_over(plan)
    [(_, facts)] = recorded(plan)
    assert facts["measures"] == (1,)
    [cancelled] = plan.measure_list.cancelled
    assert cancelled.responsibility.lead_unit == OLD


@pytest.mark.parametrize(
    "build", [drafted, of_measures(drafted), of_measures(submitted), approved]
)
def test_a_plan_is_handed_over_until_it_is_concluded(
    build: Callable[[], RectificationPlan],
) -> None:
    plan = build()
    before = plan.status
    handed_over(plan)
    assert (plan.unit, plan.status) == (NEW, before)


def test_a_concluded_plan_is_not_handed_over() -> None:
    plan = in_force(*MEASURES)
    plan.conclude([], congress_act("2014-09-30"))
    with refused(plan, WrongStatus):
        hand_over(plan)


def test_the_successor_submits_and_decides_nothing() -> None:
    plan = handed_over(drafted(*MEASURES))
    with refused(plan, NotResponsibleUnit):
        plan.submit(act("2014-10-02", unit=OLD))
    plan.submit(act("2014-10-02", unit=NEW, actor="联络员丙"))
    with refused(plan, ApproverNotIndependent):
        plan.approve("校长", (NEW,), RULES, act("2014-10-03", unit=NEW))
    plan.approve("镇人大主席", CONGRESS, RULES, congress_act("2014-10-03"))
    plan.put_in_force(congress_act("2014-10-04"))
    with refused(plan, ChangedByResponsibleUnit):
        plan.cancel_measure(2, "不再需要", (NEW,), act("2014-10-05", unit=NEW))


def test_nobody_inside_the_unit_that_was_succeeded_decides_on_the_plan() -> None:
    plan = handed_over(submitted(*MEASURES))
    lineage = ("JWC", OLD, "XZF")
    who = act("2014-10-03", unit="JWC", above=lineage[1:])
    with refused(plan, ApproverNotIndependent, "unit"):
        plan.approve("校长", lineage, RULES, who)
    plan.approve("镇人大主席", CONGRESS, RULES, congress_act("2014-10-03"))
    plan.put_in_force(congress_act("2014-10-04"))
    later = act("2014-10-05", unit="JWC", above=lineage[1:])
    with refused(plan, ChangedByResponsibleUnit, "unit"):
        plan.cancel_measure(2, "不再需要", lineage, later)
    with refused(plan, HandedOverByResponsibleUnit, "unit"):
        plan.hand_over(closed_unit(NEW), unit("SLJ"), "撤销", later)


def test_a_measure_is_compared_with_how_it_reads_since() -> None:
    plan = handed_over(drafted(*MEASURES))
    now = complete(2, responsibility=led_by(NEW))
    with refused(plan, MeasureUnchanged):
        plan.revise_measure(now, act("2014-10-02", unit=NEW))
    plan.revise_measure(NAMED, act("2014-10-02", unit=NEW))
    assert plan.measures[1] == NAMED


def test_what_was_waived_of_a_measure_stays_waived() -> None:
    plan = submitted(complete(1, FIRST, SECOND, fund=None, responsibility=led_by(OLD)))
    plan.waive_elements(1, [FiveElement.FUND], "无需资金", congress_act())
    handed_over(plan)
    plan.approve("镇人大主席", CONGRESS, RULES, congress_act(REFORM))
    assert plan.status is PlanStatus.APPROVED


def test_only_the_responsible_unit_is_succeeded_once_it_has_ended() -> None:
    plan = in_force(*MEASURES)
    with refused(plan, UnitStillActive, "unit"):
        hand_over(plan, "2014-09-30")
    with refused(plan, UnitNotHandling, "unit"):
        plan.hand_over(closed_unit("SLJ"), unit(NEW), "布局调整", congress_act("2015-05-01"))
    with refused(plan, UnitNotActive, "successor"):
        plan.hand_over(ended(), ended(), "布局调整", congress_act(REFORM))


@pytest.mark.parametrize(
    ("who", "why"), [(OLD, HandedOverByResponsibleUnit), (NEW, DecidedBySuccessor)]
)
def test_no_unit_concerned_decides_on_a_handover(who: str, why: type[RuleViolation]) -> None:
    plan = in_force(*MEASURES)
    with refused(plan, why, "unit"):
        plan.hand_over(ended(), unit(NEW), "布局调整", act(REFORM, unit=who))
    with refused(plan, why, "unit"):
        inside = act(REFORM, unit="KS", above=[who, "XZF"])
        plan.hand_over(ended(), unit(NEW), "布局调整", inside)


def test_whoever_submitted_a_plan_does_not_hand_it_over() -> None:
    plan = in_force(*MEASURES)
    with refused(plan, HandedOverByResponsibleUnit, "actor"):
        plan.hand_over(ended(), unit(NEW), "布局调整", act(REFORM, actor="联络员乙"))
