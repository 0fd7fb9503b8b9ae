"""Plans, tasks and promises keep to the rules they began under, and say which those are."""

from typing import Any

import pytest

from domain.approval import ApproverNotAuthorised
from domain.commitment import Commitment
from domain.due import Due
from domain.measure import HandlingType
from domain.model import Act, ProfileRef, Role
from domain.plan_drafting import MeasureUnchanged
from domain.profile_rules import ProfileRules
from domain.rectification_plan import RectificationPlan
from domain.rectification_task import RectificationTask
from domain.task_closeout import NoticeRequired, NoticeTooShort
from domain.task_rounds import TaskStatus
from tests.aggregates import RULES, act, refused
from tests.domain import commitments, plans
from tests.domain.provisional import PROVISIONAL, SETTLED
from tests.domain.tasks import accepted, in_progress, on, rectifier, settled, staff, unit

REF = ProfileRef(congress="RDB", version=2)
CHAIRPERSON = {"role": "chairperson", "post": "主任会议"}


def ruling(**sections: Any) -> ProfileRules:
    return ProfileRules.model_validate(sections)


def chairing(on: str) -> Act:
    return act(on, actor="分管副主任甲", role=Role.CHAIRPERSON)


def governed(by: Act) -> Act:
    return by.model_copy(update={"profile": REF})


def test_every_act_on_a_task_names_the_rules_it_began_under() -> None:
    task = RectificationTask.plan(
        "RW-1",
        "清理",
        None,
        None,
        [],
        [],
        None,
        Due.by(on("2010-11-20")),
        HandlingType.PHASED,
        governed(staff("2010-11-01")),
    )
    task.assign([unit()], ["责任领导甲"], ["产业股"], [], staff("2010-11-02"))
    events = task.collect_events()
    assert [event.act.profile for event in events] == [REF, REF]
    folded = RectificationTask.fold(events)
    assert folded is not None
    assert folded.profile == REF


def test_every_act_on_a_promise_and_on_a_plan_does_too() -> None:
    promise = Commitment.draft(
        "CN-1",
        commitments.bureau(),
        "供暖",
        commitments.TARGET,
        commitments.DUE,
        [],
        None,
        governed(commitments.promiser("2011-04-10")),
    )
    promise.review(None, commitments.office("2011-04-15"))
    assert [event.act.profile for event in promise.collect_events()] == [REF, REF]
    plan = RectificationPlan.draft(
        "ZG-1", "方案", plans.school(), [plans.FIRST], None, (), governed(plans.unit_act())
    )
    plan.add_measure(plans.complete(1, plans.FIRST), plans.unit_act())
    assert [event.act.profile for event in plan.collect_events()] == [REF, REF]


def test_without_rules_of_its_own_an_act_names_none() -> None:
    task = in_progress()
    task.report(50, "进展", [], [], None, ("NJB", "XZF"), rectifier())
    [event] = task.collect_events()
    assert event.act.profile is None
    assert b"profile" not in event.act.model_dump_json().encode()


def test_where_the_rules_demand_a_public_notice_nothing_is_closed_out_without_one() -> None:
    rules = ruling(closing={"public_notice_days": 7})
    task = accepted()
    with refused(task, NoticeRequired):
        task.close_out(rules, staff("2010-12-01"))
    with refused(task, NoticeTooShort, "end"):
        task.give_public_notice(
            on("2010-11-29"), on("2010-12-04"), "政府网站", rules, staff("2010-11-29")
        )
    task.give_public_notice(
        on("2010-11-29"), on("2010-12-05"), "政府网站", rules, staff("2010-11-29")
    )
    task.close_out(rules, staff("2010-12-06"))
    assert task.status is TaskStatus.CLOSED_OUT


def test_an_extension_is_granted_by_whom_the_rules_name() -> None:
    rules = ruling(approval={"extension": CHAIRPERSON})
    task = in_progress()
    task.request_extension(on("2010-12-20"), "审批未完", rules, rectifier("2010-11-10"))
    settled(task)
    with refused(task, ApproverNotAuthorised, "role"):
        task.grant_extension(on("2010-12-20"), rules, staff("2010-11-12"))
    task.grant_extension(on("2010-12-20"), rules, chairing("2010-11-12"))
    assert task.due == Due.by(on("2010-12-20"))


def test_who_may_approve_is_said_by_post_and_role() -> None:
    rules = ruling(approval={"long_term": CHAIRPERSON})
    task = in_progress()
    with pytest.raises(ApproverNotAuthorised) as refusal:
        task.convert_to_long_term(
            "涉及规划", "分三年", on("2011-06-30"), rules, staff("2010-11-12")
        )
    assert refusal.value.detail == (
        "转为长期整改应由主任会议(主任(主席))审批,不能以人大办督办人员的身份审批"
    )
    task.convert_to_long_term(
        "涉及规划", "分三年", on("2011-06-30"), rules, chairing("2010-11-12")
    )
    assert task.status is TaskStatus.LONG_TERM


def test_a_plan_is_approved_by_whom_the_rules_name() -> None:
    rules = ruling(approval={"plan": CHAIRPERSON})
    plan = plans.submitted(plans.complete(1, plans.FIRST, plans.SECOND))
    with refused(plan, ApproverNotAuthorised, "role"):
        plan.approve("主任会议", ("RDB",), rules, plans.congress_act())
    plan.approve("主任会议", ("RDB",), rules, chairing("2014-09-10"))
    assert plan.approver == "主任会议"


def test_a_measure_that_comes_to_the_same_day_reads_the_same() -> None:
    stated = plans.complete(1, plans.FIRST, due=PROVISIONAL)
    plan = plans.drafted(stated)
    assert PROVISIONAL.on is not None
    for same in (stated, plans.complete(1, plans.FIRST, due=Due.by(PROVISIONAL.on))):
        with refused(plan, MeasureUnchanged, "measure"):
            plan.revise_measure(same, plans.unit_act())
    plan.revise_measure(plans.complete(1, plans.FIRST, due=SETTLED), plans.unit_act())
    assert plan.measures[0].due == SETTLED


def test_an_amendment_of_a_measure_to_the_same_day_changes_nothing() -> None:
    plan = plans.in_force(plans.complete(1, plans.FIRST, plans.SECOND, due=PROVISIONAL))
    assert PROVISIONAL.on is not None
    with refused(plan, MeasureUnchanged, "no"):
        plan.amend_measure(
            1, None, Due.by(PROVISIONAL.on), None, "汛期影响", plans.CONGRESS, plans.congress_act()
        )


def test_the_default_rules_name_no_approver() -> None:
    task = in_progress()
    task.convert_to_long_term("涉及规划", "分三年", on("2011-06-30"), RULES, staff("2010-11-12"))
    assert task.long_term is not None
