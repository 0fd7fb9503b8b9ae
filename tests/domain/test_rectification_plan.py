"""A plan is drafted and submitted by the responsible unit and decided by another."""

from datetime import date
from uuid import UUID

import pytest

from domain.due import UNDATED
from domain.errors import InvalidFact, WrongStatus
from domain.measure import FiveElement, Phase
from domain.measure_list import (
    ElementNotMissing,
    FiveElementsIncomplete,
    MeasureList,
    MeasureNotLive,
    MeasureNumberTaken,
    OpinionAlreadyWaived,
    OpinionNotInPlan,
    OpinionUncovered,
    PlanWithoutMeasures,
)
from domain.plan_drafting import MeasureUnchanged, NotResponsibleUnit, ResponsibleUnitNotActive
from domain.plan_status import PlanStatus
from domain.rectification_plan import (
    ApproverNotIndependent,
    RectificationPlan,
)
from tests.aggregates import RULES, act, recorded, refused
from tests.domain.plans import (
    FIRST,
    SECOND,
    complete,
    congress_act,
    drafted,
    school,
    submitted,
    unit_act,
)

PHASE = Phase(name="整改", starts_on=date(2014, 9, 1), ends_on=date(2014, 12, 31))
STRANGER = UUID(int=99)
FUND, DEADLINE = FiveElement.FUND, FiveElement.DEADLINE


def test_drafting_states_unit_opinions_document_and_phases() -> None:
    plan = RectificationPlan.draft(
        "ZG-1", "整改方案", school(), [FIRST, SECOND], "丹竹人发〔2014〕4号", [PHASE], unit_act()
    )
    assert plan.id == RectificationPlan.id_of("ZG-1")
    assert (plan.number, plan.title, plan.unit) == ("ZG-1", "整改方案", "ZX")
    assert (plan.document_number, plan.phases) == ("丹竹人发〔2014〕4号", (PHASE,))
    assert (plan.status, plan.approver) == (PlanStatus.DRAFTED, None)
    assert plan.opinion_ids == (FIRST, SECOND)
    assert (plan.measures, plan.amendments) == ((), ())
    assert plan.measure_list == MeasureList(opinion_ids=(FIRST, SECOND))
    assert plan.five_elements() == (0, 0)
    assert recorded(plan) == [
        (
            RectificationPlan.Drafted,
            {
                "number": "ZG-1",
                "title": "整改方案",
                "unit": "ZX",
                "opinion_ids": (FIRST, SECOND),
                "document_number": "丹竹人发〔2014〕4号",
                "phases": (PHASE.model_dump(),),
            },
        )
    ]


def test_a_plan_is_drafted_only_for_a_unit_that_exists_that_day() -> None:
    unit = school()
    unit.close("撤并", act("2014-09-05"))
    with pytest.raises(ResponsibleUnitNotActive) as caught:
        RectificationPlan.draft("ZG-1", "方案", unit, [FIRST], None, [], unit_act())
    assert caught.value.field == "unit"
    plan = RectificationPlan.draft("ZG-1", "方案", unit, [FIRST], None, [], unit_act("2014-09-04"))
    assert (plan.unit, plan.document_number, plan.phases) == ("ZX", None, ())


@pytest.mark.parametrize("opinion_ids", [[], [FIRST, FIRST]])
def test_a_plan_concerns_at_least_one_opinion_each_named_once(opinion_ids: list[UUID]) -> None:
    with pytest.raises(InvalidFact) as caught:
        RectificationPlan.draft("ZG-1", "方案", school(), opinion_ids, None, [], unit_act())
    assert caught.value.field == "opinion_ids"


def test_measures_are_added_and_kept_by_number() -> None:
    plan = drafted()
    second, first = complete(2, SECOND), complete(1, FIRST)
    plan.add_measure(second, unit_act())
    assert plan.measure_list.next_no == 3
    plan.add_measure(first, unit_act())
    assert plan.measures == (first, second)
    assert plan.measure_list.next_no == 3
    added = RectificationPlan.MeasureAdded
    assert recorded(plan) == [
        (added, {"measure": second.model_dump()}),
        (added, {"measure": first.model_dump()}),
    ]


def test_the_first_number_is_one() -> None:
    assert drafted().measure_list.next_no == 1


def test_a_number_in_use_is_refused() -> None:
    plan = drafted(complete(1, FIRST))
    with refused(plan, MeasureNumberTaken, "no"):
        plan.add_measure(complete(1, SECOND), unit_act())


def test_a_measure_answers_only_opinions_of_the_plan() -> None:
    plan = drafted(complete(1, FIRST))
    with refused(plan, OpinionNotInPlan, "opinion_id"):
        plan.add_measure(complete(2, FIRST, STRANGER), unit_act())
    with refused(plan, OpinionNotInPlan, "opinion_id"):
        plan.revise_measure(complete(1, STRANGER), unit_act())


def test_coverage_names_the_measures_that_answer_an_opinion() -> None:
    plan = drafted(complete(1, FIRST), complete(2, FIRST, SECOND), complete(3))
    assert plan.coverage(FIRST) == (1, 2)
    assert plan.coverage(SECOND) == (2,)
    assert plan.coverage(STRANGER) == ()


def test_a_measure_is_revised_in_its_place() -> None:
    other = complete(2)
    plan = drafted(complete(1, FIRST), other)
    revised = complete(1, SECOND, text="改写")
    plan.revise_measure(revised, unit_act())
    assert plan.measures == (revised, other)
    assert recorded(plan) == [
        (RectificationPlan.MeasureRevised, {"measure": revised.model_dump()})
    ]


def test_a_revision_changes_a_measure_the_plan_has() -> None:
    plan = drafted(complete(1, FIRST))
    with refused(plan, MeasureUnchanged, "measure"):
        plan.revise_measure(complete(1, FIRST), unit_act())
    with refused(plan, MeasureNotLive, "no"):
        plan.revise_measure(complete(2, FIRST), unit_act())


def test_a_removed_measure_leaves_its_number_free() -> None:
    plan = drafted(complete(1, FIRST), complete(2))
    plan.remove_measure(2, "重复", unit_act())
    assert plan.measures == (complete(1, FIRST),)
    assert plan.measure_list.cancelled == ()
    assert recorded(plan) == [(RectificationPlan.MeasureRemoved, {"no": 2, "reason": "重复"})]
    plan.add_measure(complete(2, SECOND), unit_act())
    assert plan.coverage(SECOND) == (2,)


def test_only_a_measure_of_the_plan_is_removed() -> None:
    plan = drafted(complete(1, FIRST))
    with refused(plan, MeasureNotLive, "no"):
        plan.remove_measure(2, "重复", unit_act())


def test_an_opinion_is_declined_once_with_a_reason() -> None:
    plan = drafted(complete(1, FIRST))
    plan.waive_opinion(SECOND, "不属于本单位职责", unit_act())
    facts = {"opinion_id": SECOND, "reason": "不属于本单位职责"}
    assert recorded(plan) == [(RectificationPlan.OpinionWaived, facts)]
    assert [w.model_dump() for w in plan.measure_list.opinion_waivers] == [facts]
    with refused(plan, OpinionAlreadyWaived, "opinion_id"):
        plan.waive_opinion(SECOND, "重复", unit_act())
    with refused(plan, OpinionNotInPlan, "opinion_id"):
        plan.waive_opinion(STRANGER, "不属于本单位职责", unit_act())
    with refused(plan, InvalidFact, "reason"):
        plan.waive_opinion(FIRST, "", unit_act())


def test_missing_elements_are_waived_with_a_reason_in_the_order_of_the_five() -> None:
    plan = drafted(complete(1, FIRST, fund=None, due=UNDATED))
    measure = plan.measures[0]
    assert plan.measure_list.missing_elements(measure) == (FUND, DEADLINE)
    plan.waive_elements(1, [DEADLINE, FUND, DEADLINE], "长期坚持", unit_act())
    assert plan.measure_list.missing_elements(measure) == ()
    assert plan.five_elements() == (3, 5)
    facts = {"no": 1, "elements": (FUND, DEADLINE), "reason": "长期坚持"}
    assert recorded(plan) == [(RectificationPlan.ElementsWaived, facts)]
    assert [w.model_dump() for w in plan.measure_list.element_waivers] == [facts]


def test_only_missing_elements_of_a_measure_are_waived() -> None:
    plan = drafted(complete(1, FIRST, fund=None, due=UNDATED), complete(2))
    with refused(plan, ElementNotMissing, "elements"):
        plan.waive_elements(1, [FUND, FiveElement.DUTY], "长期坚持", unit_act())
    plan.waive_elements(1, [FUND], "长期坚持", unit_act())
    with refused(plan, ElementNotMissing, "elements"):
        plan.waive_elements(1, [FUND], "重复", unit_act())
    with refused(plan, MeasureNotLive, "no"):
        plan.waive_elements(3, [FUND], "长期坚持", unit_act())
    with refused(plan, InvalidFact, "elements"):
        plan.waive_elements(1, [], "长期坚持", unit_act())
    with refused(plan, InvalidFact, "reason"):
        plan.waive_elements(1, [DEADLINE], "", unit_act())


def test_waivers_lapse_for_the_measure_revised_or_removed_and_for_no_other() -> None:
    gap = {"fund": None}
    plan = drafted(complete(1, FIRST, **gap), complete(2, **gap), complete(3, **gap))
    for no in (1, 2, 3):
        plan.waive_elements(no, [FUND], "不涉及", unit_act())
    plan.revise_measure(complete(1, FIRST, text="改写", **gap), unit_act())
    plan.remove_measure(2, "重复", unit_act())
    assert [w.no for w in plan.measure_list.element_waivers] == [3]


def test_a_plan_is_submitted_by_the_responsible_unit() -> None:
    plan = drafted(complete(1, FIRST, SECOND))
    with refused(plan, NotResponsibleUnit, "unit"):
        plan.submit(congress_act())
    plan.submit(unit_act())
    assert plan.status is PlanStatus.SUBMITTED
    assert recorded(plan) == [(RectificationPlan.Submitted, {})]


def test_a_plan_without_measures_is_not_submitted() -> None:
    plan = drafted()
    plan.waive_opinion(FIRST, "不涉及", unit_act())
    plan.waive_opinion(SECOND, "不涉及", unit_act())
    with refused(plan, PlanWithoutMeasures, "measures"):
        plan.submit(unit_act())


def test_every_opinion_is_covered_or_declined_before_submission() -> None:
    plan = drafted(complete(1))
    with pytest.raises(OpinionUncovered) as caught:
        plan.submit(unit_act())
    assert caught.value.field == "opinion_ids"
    assert caught.value.detail.startswith("有2条意见")
    assert str(FIRST) in caught.value.detail
    assert str(SECOND) in caught.value.detail
    plan.waive_opinion(FIRST, "不涉及", unit_act())
    with pytest.raises(OpinionUncovered) as caught:
        plan.submit(unit_act())
    assert str(FIRST) not in caught.value.detail
    plan.revise_measure(complete(1, SECOND), unit_act())
    plan.submit(unit_act())
    assert plan.status is PlanStatus.SUBMITTED


def test_another_unit_approves_and_the_approver_is_named() -> None:
    plan = submitted(complete(1, FIRST, SECOND))
    with refused(plan, ApproverNotIndependent, "unit"):
        plan.approve("校长", ("ZX",), RULES, unit_act())
    plan.approve("镇人大主席", ("RDB",), RULES, congress_act())
    assert (plan.status, plan.approver) == (PlanStatus.APPROVED, "镇人大主席")
    assert recorded(plan) == [
        (RectificationPlan.Approved, {"approver": "镇人大主席", "lineage": ("RDB",)})
    ]


def test_nobody_under_the_responsible_unit_and_not_the_submitter_decides() -> None:
    plan = submitted(complete(1, FIRST, SECOND))
    below = act("2014-09-10", unit="ZX-JWC", actor="主任丙")
    with refused(plan, ApproverNotIndependent, "unit"):
        plan.approve("主任丙", ("ZX-JWC", "ZX"), RULES, below)
    elsewhere = act("2014-09-10", unit="RDB", actor="联络员乙")
    with refused(plan, ApproverNotIndependent, "actor"):
        plan.reject("不具体", ("RDB",), elsewhere)
    with refused(plan, InvalidFact, "lineage"):
        plan.approve("镇人大主席", ("ZZF",), RULES, congress_act())


def test_a_plan_approved_but_not_begun_can_still_be_returned() -> None:
    plan = submitted(complete(1, FIRST, SECOND))
    plan.approve("镇人大主席", ("RDB",), RULES, congress_act())
    plan.reject("责任单位撤并", ("RDB",), congress_act())
    assert (plan.status, plan.approver) == (PlanStatus.DRAFTED, None)


def test_approval_names_the_measures_and_elements_still_missing() -> None:
    plan = submitted(complete(1, FIRST, SECOND, fund=None, due=UNDATED), complete(2, fund=None))
    with pytest.raises(FiveElementsIncomplete) as caught:
        plan.approve("镇人大主席", ("RDB",), RULES, congress_act())
    assert caught.value.field == "measures"
    assert caught.value.detail == "第1项措施缺少资金、时限;第2项措施缺少资金,且未说明免除理由"
    plan.waive_elements(1, [FUND, DEADLINE], "长期坚持", congress_act())
    with refused(plan, FiveElementsIncomplete):
        plan.approve("镇人大主席", ("RDB",), RULES, congress_act())
    plan.waive_elements(2, [FUND], "不涉及", congress_act())
    plan.approve("镇人大主席", ("RDB",), RULES, congress_act())
    assert plan.status is PlanStatus.APPROVED


def test_a_rejected_plan_is_a_draft_again_and_can_be_submitted_anew() -> None:
    plan = submitted(complete(1, FIRST, SECOND))
    with refused(plan, ApproverNotIndependent, "unit"):
        plan.reject("措施不具体", ("ZX",), unit_act())
    plan.reject("措施不具体", ("RDB",), congress_act())
    assert (plan.status, plan.approver) == (PlanStatus.DRAFTED, None)
    assert recorded(plan) == [
        (RectificationPlan.Rejected, {"reason": "措施不具体", "lineage": ("RDB",)})
    ]
    plan.revise_measure(complete(1, FIRST, SECOND, text="具体措施"), unit_act("2014-09-11"))
    plan.submit(unit_act("2014-09-12"))
    assert plan.status is PlanStatus.SUBMITTED


def test_only_an_approved_plan_is_put_in_force() -> None:
    plan = submitted(complete(1, FIRST, SECOND))
    with refused(plan, WrongStatus, "status"):
        plan.put_in_force(congress_act())
    plan.approve("镇人大主席", ("RDB",), RULES, congress_act())
    plan.collect_events()
    plan.put_in_force(congress_act())
    assert plan.status is PlanStatus.IN_FORCE
    assert recorded(plan) == [(RectificationPlan.PutInForce, {})]
