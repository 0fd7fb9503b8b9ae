"""Plans and measures at the stages the tests start from."""

from datetime import date
from typing import Any
from uuid import UUID

from domain.due import Due
from domain.measure import HandlingType, Measure, Phase, Responsibility
from domain.model import Act
from domain.rectification_plan import RectificationPlan
from domain.unit import Unit, UnitKind, UnitLevel
from tests.aggregates import RULES, act

FIRST, SECOND = UUID(int=11), UUID(int=12)
DUE = Due.by(date(2014, 12, 31))
CONGRESS = ("RDB",)
"""The unit that decides on plans, under nobody."""


def unit_act(on: str = "2014-09-05") -> Act:
    return act(on, unit="ZX", actor="联络员乙")


def congress_act(on: str = "2014-09-10") -> Act:
    return act(on, unit="RDB")


def school() -> Unit:
    kind, level = UnitKind.INSTITUTION, UnitLevel.TOWNSHIP
    return Unit.register("ZX", "某镇中学", kind, level, None, act("2000-01-01"))


def complete(no: int, *answers: UUID, **facts: Any) -> Measure:
    """Build a measure with all five elements."""
    given = {
        "text": f"措施{no}",
        "responsibility": Responsibility(leaders=("责任领导甲",), offices=("教务处",)),
        "fund": "无需资金",
        "due": DUE,
        "handling": HandlingType.IMMEDIATE,
    }
    return Measure(no=no, answers=answers, **(given | facts))


def drafted(*measures: Measure, phases: tuple[Phase, ...] = ()) -> RectificationPlan:
    plan = RectificationPlan.draft(
        "ZG-2014-1",
        "教育工作评议整改方案",
        school(),
        [FIRST, SECOND],
        "丹竹人发〔2014〕4号",
        phases,
        unit_act(),
    )
    for measure in measures:
        plan.add_measure(measure, unit_act())
    plan.collect_events()
    return plan


def submitted(*measures: Measure) -> RectificationPlan:
    plan = drafted(*measures)
    plan.submit(unit_act())
    plan.collect_events()
    return plan


def in_force(*measures: Measure) -> RectificationPlan:
    plan = submitted(*measures)
    plan.approve("镇人大主席", CONGRESS, RULES, congress_act())
    plan.put_in_force(congress_act())
    plan.collect_events()
    return plan
