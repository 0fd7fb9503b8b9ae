"""Plans from the source documents: a school (E2), an office (E1), six opinions (E8)."""

from collections import Counter
from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest

from domain.due import UNDATED, Due
from domain.measure import (
    FiveElement,
    HandlingType,
    Measure,
    Responsibility,
    SubAction,
    filled_elements,
)
from domain.measure_list import FiveElementsIncomplete, OpinionUncovered
from domain.plan_status import PlanStatus
from domain.rectification_plan import RectificationPlan
from domain.unit import Unit, UnitKind, UnitLevel
from tests.aggregates import RULES, act, refused
from tests.domain.plans import complete, congress_act, school, unit_act

QUALITY, MORALS, SAFETY = (UUID(int=n) for n in (1, 2, 3))
GAPS = [FiveElement.FUND, FiveElement.DEADLINE]


def school_measure(
    no: int, text: str, sub_actions: int, leaders: str, offices: tuple[str, ...], opinion: UUID
) -> Measure:
    return Measure(
        no=no,
        text=text,
        sub_actions=tuple(
            SubAction(no=n, text=f"第{n}项具体措施") for n in range(1, sub_actions + 1)
        ),
        responsibility=Responsibility(
            leaders=tuple(f"责任领导{leader}" for leader in leaders), offices=offices
        ),
        due=UNDATED,
        handling=HandlingType.PHASED,
        answers=(opinion,),
    )


@pytest.fixture
def school_plan() -> RectificationPlan:
    plan = RectificationPlan.draft(
        "ZG-2014-1",
        "关于镇人大代表视察评议教育工作的整改方案",
        school(),
        [QUALITY, MORALS, SAFETY],
        "丹竹人发〔2014〕4号",
        [],
        unit_act(),
    )
    rows = [
        ("进一步提升教育教学质量", 9, "甲乙", ("教务处",), QUALITY),
        ("进一步加强学生的德育教育工作", 4, "丙丁戊", ("政教处", "团委"), MORALS),
        ("进一步强化学生安全管理", 6, "丙丁己庚", ("政教处", "保卫处", "总务处"), SAFETY),
    ]
    for no, (text, sub_actions, leaders, offices, opinion) in enumerate(rows, start=1):
        measure = school_measure(no, text, sub_actions, leaders, offices, opinion)
        plan.add_measure(measure, unit_act())
    plan.submit(unit_act())
    return plan


def test_e2_three_measures_hold_nineteen_sub_actions(school_plan: RectificationPlan) -> None:
    assert [len(m.sub_actions) for m in school_plan.measures] == [9, 4, 6]
    assert sum(len(m.sub_actions) for m in school_plan.measures) == 19


def test_e2_seven_leaders_carry_nine_assignments(school_plan: RectificationPlan) -> None:
    load = Counter(name for m in school_plan.measures for name in m.responsibility.leaders)
    assert (len(load), load.total()) == (7, 9)
    assert {name: n for name, n in load.items() if n > 1} == {"责任领导丙": 2, "责任领导丁": 2}


def test_e2_five_offices_carry_six_assignments(school_plan: RectificationPlan) -> None:
    load = Counter(name for m in school_plan.measures for name in m.responsibility.offices)
    assert (len(load), load.total()) == (5, 6)
    assert {name: n for name, n in load.items() if n > 1} == {"政教处": 2}


def test_e2_nine_of_fifteen_elements_are_filled(school_plan: RectificationPlan) -> None:
    assert school_plan.five_elements() == (9, 15)
    assert Fraction(*school_plan.five_elements()) == Fraction(60, 100)
    for measure in school_plan.measures:
        missing = [e for e in FiveElement if e not in filled_elements(measure)]
        assert missing == GAPS


def test_e2_the_plan_is_approved_only_with_a_waiver(school_plan: RectificationPlan) -> None:
    with refused(school_plan, FiveElementsIncomplete, "measures"):
        school_plan.approve("镇人大主席", ("RDB",), RULES, congress_act())
    for no in (1, 2):
        school_plan.waive_elements(no, GAPS, "根据整改难度分步实施", congress_act())
    with pytest.raises(FiveElementsIncomplete) as caught:
        school_plan.approve("镇人大主席", ("RDB",), RULES, congress_act())
    assert caught.value.detail == "第3项措施缺少资金、时限,且未说明免除理由"
    school_plan.waive_elements(3, GAPS, "根据整改难度分步实施", congress_act())
    school_plan.approve("镇人大主席", ("RDB",), RULES, congress_act())
    assert school_plan.status is PlanStatus.APPROVED
    assert school_plan.five_elements() == (9, 15)


def test_e1_six_measures_have_their_own_dates_and_the_sixth_has_none() -> None:
    office = Unit.register(
        "CYB", "产业办", UnitKind.OFFICE, UnitLevel.COUNTY, None, act("2000-01-01")
    )
    opinion = UUID(int=7)
    drafting = act("2010-11-01", unit="CYB", actor="联络员乙")
    plan = RectificationPlan.draft("ZG-2010-1", "整改措施", office, [opinion], None, [], drafting)
    days = [
        date(2010, 11, 10),
        date(2010, 11, 15),
        date(2010, 11, 20),
        date(2010, 12, 30),
        date(2011, 1, 30),
    ]
    for no, due in enumerate([*map(Due.by, days), UNDATED], start=1):
        plan.add_measure(complete(no, opinion, due=due), drafting)
    plan.submit(drafting)
    assert plan.coverage(opinion) == (1, 2, 3, 4, 5, 6)
    assert [m.due.on for m in plan.measures] == [*days, None]
    assert [m.no for m in plan.measures if m.due.undated] == [6]
    assert plan.five_elements() == (29, 30)
    assert plan.warnings == ()
    with pytest.raises(FiveElementsIncomplete) as caught:
        plan.approve("主任会议", ("RDB",), RULES, act("2010-11-02"))
    assert caught.value.detail == "第6项措施缺少时限,且未说明免除理由"


def test_e8_a_plan_for_six_opinions_leaves_none_of_them_out() -> None:
    opinions = [UUID(int=n) for n in range(81, 87)]
    plan = RectificationPlan.draft(
        "ZG-2015-1", "议案建议办理方案", school(), opinions, None, [], unit_act("2015-03-25")
    )
    for no, opinion in enumerate(opinions[:5], start=1):
        plan.add_measure(complete(no, opinion), unit_act("2015-03-26"))
    with pytest.raises(OpinionUncovered) as caught:
        plan.submit(unit_act("2015-03-27"))
    assert caught.value.detail == (
        f"有1条意见既没有措施回应,也没有说明不予回应的理由:{opinions[5]}"
    )
    plan.add_measure(complete(6, opinions[5]), unit_act("2015-03-27"))
    plan.submit(unit_act("2015-03-27"))
    assert [plan.coverage(opinion) for opinion in opinions] == [(n,) for n in range(1, 7)]
