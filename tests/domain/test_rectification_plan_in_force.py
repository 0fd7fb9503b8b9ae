"""A plan in force is amended, its measures cancelled, and concluded, and nothing is lost."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from domain.due import UNDATED, Due
from domain.errors import ActOutOfOrder, InvalidFact, WrongStatus
from domain.measure import FiveElement, Phase, Target
from domain.measure_list import FiveElementsIncomplete, MeasureNotLive, OpinionUncovered
from domain.plan_drafting import MeasureUnchanged, PlanDrafting
from domain.plan_status import PlanStatus
from domain.rectification_plan import RectificationPlan, TasksOpen
from tests.aggregates import RULES, recorded, refused
from tests.domain.plans import (
    CONGRESS,
    DUE,
    FIRST,
    SECOND,
    complete,
    congress_act,
    drafted,
    in_force,
    school,
    submitted,
    unit_act,
)

LATER = Due.by(date(2015, 3, 31))
FOUR = Target(text="收回4宗", unit_of_measure="宗", minimum=Decimal(4))
FIVE = Target(text="收回5宗", unit_of_measure="宗", minimum=Decimal(5))
NOTHING = {
    "text": None,
    "former_text": None,
    "due": None,
    "former_due": None,
    "target": None,
    "former_target": None,
}


EVENTS = {
    event
    for part in (PlanDrafting, RectificationPlan)
    for event in vars(part).values()
    if isinstance(event, type)
}


def amended(plan: RectificationPlan) -> dict[str, object]:
    ((kind, facts),) = recorded(plan)
    assert kind is RectificationPlan.MeasureAmended
    return facts


def at(status: PlanStatus) -> RectificationPlan:
    measures = (complete(1, FIRST, SECOND), complete(2))
    if status is PlanStatus.DRAFTED:
        return drafted(*measures)
    plan = submitted(*measures)
    if status is PlanStatus.SUBMITTED:
        return plan
    plan.approve("镇人大主席", ("RDB",), RULES, congress_act())
    if status is PlanStatus.APPROVED:
        return plan
    plan.put_in_force(congress_act())
    if status is PlanStatus.CONCLUDED:
        plan.conclude([], congress_act())
    return plan


def test_an_amended_due_date_keeps_the_old_one() -> None:
    untouched = complete(2)
    plan = in_force(complete(1, FIRST, SECOND), untouched)
    plan.amend_measure(1, None, LATER, None, "汛期影响", CONGRESS, congress_act())
    assert plan.measures == (complete(1, FIRST, SECOND, due=LATER), untouched)
    (amendment,) = plan.amendments
    assert (amendment.no, amendment.due, amendment.former_due) == (1, LATER, DUE)
    assert amended(plan) == NOTHING | {
        "no": 1,
        "due": LATER.model_dump(),
        "former_due": DUE.model_dump(),
        "reason": "汛期影响",
    }


def test_an_amended_text_keeps_the_old_one() -> None:
    plan = in_force(complete(1, FIRST, SECOND))
    plan.amend_measure(1, "改写", None, None, "表述不清", CONGRESS, congress_act())
    assert plan.measures == (complete(1, FIRST, SECOND, text="改写"),)
    assert amended(plan) == NOTHING | {
        "no": 1,
        "text": "改写",
        "former_text": "措施1",
        "reason": "表述不清",
    }


def test_an_amended_target_keeps_the_old_one() -> None:
    plan = in_force(complete(1, FIRST, SECOND))
    plan.amend_measure(1, None, None, FOUR, "补充目标", CONGRESS, congress_act())
    assert amended(plan) == NOTHING | {
        "no": 1,
        "target": FOUR.model_dump(),
        "reason": "补充目标",
    }
    plan.amend_measure(1, None, None, FIVE, "提高目标", CONGRESS, congress_act())
    assert plan.measures[0].target == FIVE
    assert amended(plan) == NOTHING | {
        "no": 1,
        "target": FIVE.model_dump(),
        "former_target": FOUR.model_dump(),
        "reason": "提高目标",
    }
    assert [a.target for a in plan.amendments] == [FOUR, FIVE]


def test_what_is_given_but_unchanged_is_not_recorded_as_a_change() -> None:
    plan = in_force(complete(1, FIRST, SECOND, target=FOUR))
    plan.amend_measure(1, "措施1", LATER, FOUR, "汛期影响", CONGRESS, congress_act())
    facts = amended(plan)
    assert [facts[f] for f in ("text", "former_text", "target", "former_target")] == [None] * 4
    assert facts["due"] == LATER.model_dump()


def test_an_amendment_that_changes_nothing_is_refused() -> None:
    plan = in_force(complete(1, FIRST, SECOND, target=FOUR))
    with refused(plan, MeasureUnchanged, "no"):
        plan.amend_measure(1, "措施1", DUE, FOUR, "汛期影响", CONGRESS, congress_act())
    with refused(plan, MeasureUnchanged, "no"):
        plan.amend_measure(1, None, None, None, "汛期影响", CONGRESS, congress_act())


def test_an_amendment_states_a_text_and_a_reason() -> None:
    plan = in_force(complete(1, FIRST, SECOND))
    with refused(plan, InvalidFact, "text"):
        plan.amend_measure(1, "", None, None, "表述不清", CONGRESS, congress_act())
    with refused(plan, InvalidFact, "reason"):
        plan.amend_measure(1, "改写", None, None, "", CONGRESS, congress_act())


def test_only_a_live_measure_is_amended() -> None:
    plan = in_force(complete(1, FIRST, SECOND), complete(2))
    plan.cancel_measure(2, "不再需要", CONGRESS, congress_act())
    with refused(plan, MeasureNotLive, "no"):
        plan.amend_measure(2, "改写", None, None, "表述不清", CONGRESS, congress_act())
    with refused(plan, MeasureNotLive, "no"):
        plan.amend_measure(3, "改写", None, None, "表述不清", CONGRESS, congress_act())


def test_a_due_date_is_not_given_up_after_approval() -> None:
    plan = in_force(complete(1, FIRST, SECOND))
    with refused(plan, FiveElementsIncomplete, "measures"):
        plan.amend_measure(1, None, UNDATED, None, "难以确定", CONGRESS, congress_act())


def test_a_waived_deadline_stays_waived_when_the_measure_is_amended() -> None:
    plan = drafted(complete(1, FIRST, SECOND, due=UNDATED))
    plan.waive_elements(1, [FiveElement.DEADLINE], "长期坚持", unit_act())
    plan.submit(unit_act())
    plan.approve("镇人大主席", ("RDB",), RULES, congress_act())
    plan.put_in_force(congress_act())
    plan.amend_measure(1, "改写", None, None, "表述不清", CONGRESS, congress_act())
    plan.amend_measure(1, None, LATER, None, "可以定期", CONGRESS, congress_act())
    plan.amend_measure(1, None, UNDATED, None, "恢复", CONGRESS, congress_act())
    assert [a.former_due for a in plan.amendments] == [None, UNDATED, LATER]


def test_a_cancelled_measure_counts_no_more_but_is_kept() -> None:
    kept, given_up = complete(1, FIRST, SECOND), complete(2, SECOND)
    plan = in_force(kept, given_up)
    plan.cancel_measure(2, "与第1项重复", CONGRESS, congress_act())
    assert plan.measures == (kept,)
    assert plan.measure_list.cancelled == (given_up,)
    assert plan.coverage(SECOND) == (1,)
    assert plan.five_elements() == (5, 5)
    assert recorded(plan) == [
        (RectificationPlan.MeasureCancelled, {"no": 2, "reason": "与第1项重复"})
    ]
    with refused(plan, MeasureNotLive, "no"):
        plan.cancel_measure(2, "重复", CONGRESS, congress_act())


def test_cancelling_leaves_no_opinion_without_an_answer_or_a_waiver() -> None:
    plan = in_force(complete(1, FIRST), complete(2, SECOND))
    with refused(plan, OpinionUncovered, "opinion_ids"):
        plan.cancel_measure(2, "无法实施", CONGRESS, congress_act())
    plan.waive_opinion(SECOND, "政策调整", congress_act())
    plan.cancel_measure(2, "无法实施", CONGRESS, congress_act())
    assert [m.no for m in plan.measures] == [1]


def test_a_plan_is_concluded_when_no_task_is_open() -> None:
    plan = in_force(complete(1, FIRST, SECOND))
    with pytest.raises(TasksOpen) as caught:
        plan.conclude(["RW-1", "RW-2"], congress_act())
    assert caught.value.detail == "还有2项任务未办结:RW-1、RW-2"
    assert caught.value.field == "open_tasks"
    plan.conclude([], congress_act())
    assert plan.status is PlanStatus.CONCLUDED
    assert recorded(plan) == [(RectificationPlan.Concluded, {})]


COMMANDS: dict[str, tuple[set[PlanStatus], Callable[[RectificationPlan], None]]] = {
    "add_measure": ({PlanStatus.DRAFTED}, lambda p: p.add_measure(complete(3), congress_act())),
    "revise_measure": (
        {PlanStatus.DRAFTED},
        lambda p: p.revise_measure(complete(2, text="改写"), congress_act()),
    ),
    "remove_measure": (
        {PlanStatus.DRAFTED},
        lambda p: p.remove_measure(2, "重复", congress_act()),
    ),
    "waive_opinion": (
        {PlanStatus.DRAFTED, PlanStatus.IN_FORCE},
        lambda p: p.waive_opinion(FIRST, "不涉及", congress_act()),
    ),
    "submit": ({PlanStatus.DRAFTED}, lambda p: p.submit(unit_act("2014-09-10"))),
    "approve": (
        {PlanStatus.SUBMITTED},
        lambda p: p.approve("主席", ("RDB",), RULES, congress_act()),
    ),
    "reject": (
        {PlanStatus.SUBMITTED, PlanStatus.APPROVED},
        lambda p: p.reject("不具体", ("RDB",), congress_act()),
    ),
    "put_in_force": ({PlanStatus.APPROVED}, lambda p: p.put_in_force(congress_act())),
    "amend_measure": (
        {PlanStatus.IN_FORCE},
        lambda p: p.amend_measure(1, "改写", None, None, "表述不清", CONGRESS, congress_act()),
    ),
    "cancel_measure": (
        {PlanStatus.IN_FORCE},
        lambda p: p.cancel_measure(2, "重复", CONGRESS, congress_act()),
    ),
    "conclude": ({PlanStatus.IN_FORCE}, lambda p: p.conclude([], congress_act())),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("status", PlanStatus)
def test_each_act_has_its_states_and_is_refused_in_others(
    command: str, status: PlanStatus
) -> None:
    allowed, decide = COMMANDS[command]
    plan = at(status)
    if status in allowed:
        version = plan.version
        decide(plan)
        assert plan.version == version + 1
    else:
        with refused(plan, WrongStatus, "status"):
            decide(plan)


@pytest.mark.parametrize("status", [PlanStatus.APPROVED, PlanStatus.IN_FORCE])
def test_elements_are_not_waived_once_the_plan_is_approved(status: PlanStatus) -> None:
    plan = at(status)
    with refused(plan, WrongStatus, "status"):
        plan.waive_elements(1, [FiveElement.FUND], "不涉及", congress_act())


def test_a_wrong_state_is_named_in_chinese() -> None:
    with pytest.raises(WrongStatus) as caught:
        at(PlanStatus.SUBMITTED).waive_opinion(FIRST, "不涉及", congress_act())
    assert caught.value.detail == ("“说明不予回应”应在方案起草、实施中时办理,该方案当前为已报送")
    assert [s.label for s in PlanStatus] == ["起草", "已报送", "已审定", "实施中", "已办结"]


def test_dates_that_look_odd_are_accepted_with_a_warning() -> None:
    phases = (
        Phase(name="整改", starts_on=date(2014, 9, 20), ends_on=date(2014, 10, 20)),
        Phase(name="总结", starts_on=date(2014, 10, 20), ends_on=date(2014, 10, 31)),
    )
    plan = drafted(complete(1, due=Due.by(date(2014, 9, 19))), phases=phases)
    assert plan.warnings == (
        "“整改”与“总结”两个阶段的日期重叠:2014-10-20至2014-10-20",
        "第1项措施的办理期限2014-09-19早于方案开始日期2014-09-20",
    )
    assert drafted(complete(1)).warnings == ()


def test_without_phases_the_start_is_the_date_of_drafting_as_corrected() -> None:
    plan = drafted(complete(1, due=Due.by(date(2014, 9, 4))))
    before = plan.warnings
    assert before == ("第1项措施的办理期限2014-09-04早于方案开始日期2014-09-05",)
    plan.correct(1, date(2014, 9, 1), "公文日期看错", unit_act())
    assert plan.warnings == ()
    assert recorded(plan) == [
        (
            RectificationPlan.Corrected,
            {
                "corrects": 1,
                "field": "occurred_on",
                "was": date(2014, 9, 5),
                "now": date(2014, 9, 1),
                "reason": "公文日期看错",
            },
        )
    ]


def test_a_correction_keeps_the_order_of_steps() -> None:
    plan = drafted(complete(1, FIRST))
    with refused(plan, ActOutOfOrder, "now"):
        plan.correct(1, date(2014, 9, 6), "公文日期看错", unit_act("2014-10-01"))


def test_folding_the_events_gives_the_live_state() -> None:
    plan = RectificationPlan.draft("ZG-1", "方案", school(), [FIRST, SECOND], None, [], unit_act())
    plan.add_measure(complete(1, FIRST, target=FOUR), unit_act())
    plan.add_measure(complete(2, FIRST, fund=None), unit_act())
    plan.add_measure(complete(3), unit_act())
    plan.revise_measure(complete(3, text="改写"), unit_act())
    plan.remove_measure(3, "重复", unit_act())
    plan.waive_opinion(SECOND, "不涉及", unit_act())
    plan.waive_elements(2, [FiveElement.FUND], "不涉及", unit_act())
    plan.submit(unit_act())
    plan.reject("不具体", ("RDB",), congress_act())
    plan.submit(unit_act("2014-09-10"))
    plan.approve("镇人大主席", ("RDB",), RULES, congress_act())
    plan.put_in_force(congress_act())
    plan.amend_measure(1, "改写", LATER, FIVE, "变化", CONGRESS, congress_act())
    plan.cancel_measure(2, "重复", CONGRESS, congress_act())
    plan.conclude([], congress_act())
    plan.correct(1, date(2014, 9, 1), "公文日期看错", congress_act())
    events = plan.collect_events()
    assert {type(e) for e in events} == EVENTS
    folded = RectificationPlan.fold(
        type(e).model_validate_json(e.model_dump_json()) for e in events
    )
    assert folded is not None
    assert folded.__dict__ == plan.__dict__


def test_deciding_on_a_fork_leaves_the_original_unchanged() -> None:
    plan = at(PlanStatus.IN_FORCE)
    before = dict(plan.__dict__)
    fork = plan.fork()
    fork.amend_measure(1, "改写", LATER, FIVE, "变化", CONGRESS, congress_act())
    fork.cancel_measure(2, "重复", CONGRESS, congress_act())
    fork.waive_opinion(FIRST, "不涉及", congress_act())
    fork.conclude([], congress_act())
    assert plan.__dict__ == before
