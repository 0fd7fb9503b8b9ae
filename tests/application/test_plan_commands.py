"""Commands on plans: the plan, its opinions and its tasks change together or not at all."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from application.commands import plans, tasks
from application.errors import CommandRefused, NotFound, NumberTaken, StaleVersion
from application.store import Store
from application.work import Work
from domain.due import Due
from domain.errors import RuleViolation, WrongStatus
from domain.four_eyes import JudgedByPerformer
from domain.measure import FiveElement, HandlingType, Responsibility, SubAction, Target
from domain.measure_list import FiveElementsIncomplete, OpinionUncovered
from domain.opinion import Opinion
from domain.opinion_terms import WorkKind
from domain.plan_status import PlanStatus
from domain.rectification_plan import ChangedByResponsibleUnit, RectificationPlan, TasksOpen
from domain.rectification_task import RectificationTask, ResponsibleUnitNotActive
from domain.task_rounds import TaskStatus
from domain.unit import Unit
from tests.aggregates import RULES
from tests.application.plans import (
    BUREAU,
    NUMBER,
    OFFICE,
    PLAN,
    SCHOOL,
    act_on_task,
    agreed,
    change,
    draft,
    in_force,
    measure,
    opinion_id,
    run,
    settle,
    task,
    three_measures,
    withdraw_opinion,
)

LATER = Due.by(date(2010, 3, 31))


@pytest.fixture
def county(store: Store) -> Store:
    settle(store)
    return store


def refused(
    store: Store, error: type[Exception], command: Callable[[], Any], field: str | None = None
) -> Exception:
    """Expect the command to be refused and to leave no trace in the log."""
    before = store.recorder.max_notification_id()
    with pytest.raises(error) as caught:
        command()
    assert isinstance(caught.value, CommandRefused | RuleViolation)
    assert field is None or caught.value.field == field
    assert store.recorder.max_notification_id() == before
    return caught.value


def work_linked_to(store: Store, no: int) -> list[tuple[WorkKind, str]]:
    linked = store.read(Opinion, opinion_id(no)).linked_work
    return [(work.kind, work.work_number) for work in linked]


def test_drafting_notes_the_plan_on_each_opinion(county: Store) -> None:
    plan = draft(county)
    assert (plan.id, plan.number, plan.unit, plan.status) == (
        PLAN,
        NUMBER,
        SCHOOL,
        PlanStatus.DRAFTED,
    )
    assert plan.opinion_ids == tuple(opinion_id(no) for no in range(1, 7))
    assert county.read(RectificationPlan, PLAN).title == "高桥小学迎评整改方案"
    for no in range(1, 7):
        assert work_linked_to(county, no) == [(WorkKind.PLAN, NUMBER)]


def test_a_number_is_used_by_one_plan_only(county: Store) -> None:
    draft(county)
    refused(county, NumberTaken, partial(draft, county), "number")


def drafting(store: Store, **facts: Any) -> Callable[[], Any]:
    """Return the drafting of a plan that differs from a possible one in these facts."""
    given: dict[str, Any] = {
        "number": "GQ-2009-2",
        "title": "方案",
        "unit": SCHOOL,
        "opinion_ids": [opinion_id(1)],
        "document_number": "高校发〔2009〕2号",
        "phases": [],
    }
    return partial(run, store, "2009-06-15", plans.draft, SCHOOL, **(given | facts))


def test_a_plan_is_drafted_for_open_opinions_of_the_register(county: Store) -> None:
    run(county, "2009-06-12", withdraw_opinion, no=2)
    unknown = drafting(county, opinion_ids=[opinion_id(1), PLAN])
    withdrawn = drafting(county, opinion_ids=[opinion_id(1), opinion_id(2)])
    refused(county, NotFound, unknown, "opinion_ids")
    refused(county, WrongStatus, withdrawn, "status")
    assert work_linked_to(county, 1) == []
    assert drafting(county)().document_number == "高校发〔2009〕2号"


def test_a_plan_is_drafted_for_a_unit_of_the_register(county: Store) -> None:
    refused(county, NotFound, drafting(county, unit="NOBODY"), "unit")


def test_every_act_needs_the_version_it_was_decided_on(county: Store) -> None:
    draft(county)
    stale = {"plan_id": PLAN, "expected": 9}
    acts: list[tuple[Callable[..., Any], dict[str, Any]]] = [
        (plans.add_measure, {"measure": measure(1)}),
        (plans.revise_measure, {"measure": measure(1)}),
        (plans.remove_measure, {"no": 1, "reason": "重复"}),
        (plans.waive_opinion, {"opinion_id": opinion_id(1), "reason": "重复"}),
        (plans.waive_elements, {"no": 1, "elements": [FiveElement.FUND], "reason": "不需要"}),
        (plans.submit, {}),
        (plans.approve, {"approver": "主任会议"}),
        (plans.reject, {"reason": "不具体"}),
        (plans.put_in_force, {}),
        (
            plans.amend_measure,
            {"no": 1, "text": "新", "due": None, "target": None, "reason": "调整"},
        ),
        (plans.cancel_measure, {"no": 1, "reason": "重复"}),
        (plans.conclude, {}),
        (plans.correct, {"corrects": 1, "now": date(2009, 6, 14), "reason": "笔误"}),
    ]
    for command, facts in acts:
        late = partial(run, county, "2009-06-16", command, **stale, **facts)
        refused(county, StaleVersion, late, "If-Match")


def test_measures_are_added_revised_and_removed(county: Store) -> None:
    draft(county, "2009-06-15", measure(1, 1), measure(2, 2))
    revised = measure(1, 1, 3, text="改善办学条件和伙食")
    plan = change(county, "2009-06-16", plans.revise_measure, SCHOOL, measure=revised)
    assert [m.text for m in plan.measures] == ["改善办学条件和伙食", "措施2"]
    plan = change(county, "2009-06-16", plans.remove_measure, SCHOOL, no=2, reason="并入第1项")
    assert [m.no for m in plan.measures] == [1]
    assert plan.coverage(opinion_id(3)) == (1,)


@pytest.mark.parametrize("command", [plans.add_measure, plans.revise_measure])
def test_the_lead_unit_of_a_measure_is_a_unit_of_the_register(
    county: Store, command: Callable[..., Any]
) -> None:
    draft(county, "2009-06-15", measure(2, 2))
    no = 1 if command is plans.add_measure else 2
    nobody = measure(no, 1, responsibility=Responsibility(lead_unit="NOBODY"))
    attempt = partial(change, county, "2009-06-15", command, SCHOOL, measure=nobody)
    refused(county, NotFound, attempt, "responsibility.lead_unit")
    bureau = measure(no, 1, responsibility=Responsibility(lead_unit=BUREAU))
    plan = change(county, "2009-06-15", command, SCHOOL, measure=bureau)
    assert plan.measure_list.find(no).responsibility.lead_unit == BUREAU


def test_a_plan_is_submitted_when_each_opinion_is_answered_or_declined(county: Store) -> None:
    draft(county, "2009-06-15", *three_measures())
    refused(county, OpinionUncovered, partial(change, county, "2009-06-16", plans.submit, SCHOOL))
    waiver = {"opinion_id": opinion_id(5), "reason": "已经公开"}
    plan = change(county, "2009-06-16", plans.waive_opinion, SCHOOL, **waiver)
    (waived,) = plan.measure_list.opinion_waivers
    assert (waived.opinion_id, waived.reason) == (opinion_id(5), "已经公开")
    assert change(county, "2009-06-16", plans.submit, SCHOOL).status is PlanStatus.SUBMITTED


def test_a_rejected_plan_is_a_draft_again(county: Store) -> None:
    draft(county, "2009-06-15", measure(1, *range(1, 7)))
    change(county, "2009-06-16", plans.submit, SCHOOL)
    plan = change(county, "2009-06-17", plans.reject, reason="措施不具体")
    assert plan.status is PlanStatus.DRAFTED


def test_a_plan_is_approved_when_missing_elements_are_waived(county: Store) -> None:
    draft(county, "2009-06-15", measure(1, *range(1, 7), fund=None))
    change(county, "2009-06-16", plans.submit, SCHOOL)
    approve = partial(change, county, "2009-06-18", plans.approve, approver="主任会议")
    refused(county, FiveElementsIncomplete, approve, "measures")
    fund = {"no": 1, "elements": [FiveElement.FUND], "reason": "日常工作"}
    change(county, "2009-06-17", plans.waive_elements, **fund)
    plan = approve()
    assert (plan.status, plan.approver) == (PlanStatus.APPROVED, "主任会议")


def test_putting_a_plan_in_force_makes_a_task_of_each_measure(county: Store) -> None:
    target = Target(text="排查隐患", unit_of_measure="处", minimum=3)
    actions = (SubAction(no=1, text="安全讲座"), SubAction(no=2, text="路队放学"))
    people = Responsibility(leaders=("校长",), offices=("政教处",), assignees=("班主任",))
    second = measure(
        2, 5, 6, sub_actions=actions, target=target, responsibility=people, safety_hazard=True
    )
    plan = in_force(county, measure(1, 1, 2, 3, 4, handling=HandlingType.IMMEDIATE), second)
    assert plan.status is PlanStatus.IN_FORCE
    made = task(county, 2)
    assert made.number == f"{NUMBER}-2"
    assert (made.plan_id, made.measure_no) == (PLAN, 2)
    assert (made.text, made.sub_actions, made.target) == ("措施2", actions, target)
    assert (made.due, made.handling) == (second.due, HandlingType.PHASED)
    assert made.opinion_ids == (opinion_id(5), opinion_id(6))
    assert made.status is TaskStatus.ASSIGNED
    assert made.assignment is not None
    assert made.assignment.units == (SCHOOL,)
    assert (made.assignment.leaders, made.assignment.offices) == (("校长",), ("政教处",))
    assert made.assignment.assignees == ("班主任",)
    assert set(made.dates) == {date(2009, 6, 20)}
    assert task(county, 1).handling is HandlingType.IMMEDIATE
    link = (WorkKind.TASK, f"{NUMBER}-2")
    assert [link in work_linked_to(county, no) for no in range(1, 7)] == [False] * 4 + [True] * 2


def test_everything_a_command_changes_is_one_act(county: Store) -> None:
    in_force(county, measure(1, *range(1, 7)))
    recorded = county.recorder.select_notifications(1, 100)
    entry = next(n for n in recorded if n.topic == RectificationPlan.PutInForce.TOPIC)
    together = [county.topics.decode(n) for n in recorded if n.id >= entry.id]
    assert [event.TOPIC for event in together] == [
        "plan.put-in-force",
        "task.planned",
        "task.assigned",
        *["opinion.work-linked"] * 6,
    ]
    assert len({event.act.causation_id for event in together}) == 1


def test_a_measure_that_names_no_opinion_is_a_task_for_all_of_them(county: Store) -> None:
    in_force(county, measure(1, *range(1, 6)), measure(2))
    assert task(county, 2).opinion_ids == tuple(opinion_id(no) for no in range(1, 7))


@pytest.mark.parametrize(
    "people", [Responsibility(leaders=("校长",)), Responsibility(offices=("教务处",))]
)
def test_a_task_without_leader_or_office_is_left_to_be_assigned(
    county: Store, people: Responsibility
) -> None:
    draft(county, "2009-06-15", measure(1, *range(1, 7), responsibility=people))
    change(county, "2009-06-16", plans.submit, SCHOOL)
    missing = county.read(RectificationPlan, PLAN).measure_list
    elements = missing.missing_elements(missing.find(1))
    change(county, "2009-06-17", plans.waive_elements, no=1, elements=elements, reason="待定")
    change(county, "2009-06-18", plans.approve, approver="主任会议")
    change(county, "2009-06-20", plans.put_in_force)
    made = task(county, 1)
    assert (made.status, made.assignment) == (TaskStatus.PLANNED, None)


def test_the_lead_unit_leads_and_the_unit_of_the_plan_takes_part(county: Store) -> None:
    people = Responsibility(leaders=("局长",), offices=("基教股",), lead_unit=BUREAU)
    own = Responsibility(leaders=("校长",), offices=("教务处",), lead_unit=SCHOOL)
    in_force(county, measure(1, 1, responsibility=people), measure(2, 2, responsibility=own))
    assigned = [task(county, no).assignment for no in (1, 2)]
    assert [each and each.units for each in assigned] == [(BUREAU, SCHOOL), (SCHOOL,)]


def test_a_plan_of_a_unit_that_has_ended_is_not_put_in_force(county: Store) -> None:
    agreed(county, measure(1, *range(1, 7)))

    def close_school(work: Work) -> Unit:
        school = work.get(Unit, Unit.id_of(SCHOOL))
        school.close("撤点并校", work.act)
        return school

    run(county, "2009-06-19", close_school)
    start = partial(change, county, "2009-06-20", plans.put_in_force)
    refused(county, ResponsibleUnitNotActive, start, "units")


def test_an_opinion_that_ended_does_not_hold_up_the_plan(county: Store) -> None:
    agreed(county, measure(1, *range(1, 7)))
    run(county, "2009-06-19", withdraw_opinion, no=2)
    change(county, "2009-06-20", plans.put_in_force)
    assert opinion_id(2) in task(county, 1).opinion_ids
    assert work_linked_to(county, 2) == [(WorkKind.PLAN, NUMBER)]
    assert (WorkKind.TASK, f"{NUMBER}-1") in work_linked_to(county, 1)


def amend(store: Store, on: str = "2009-09-01", **facts: Any) -> RectificationPlan:
    given = {"no": 1, "text": None, "due": None, "target": None, "reason": "校舍工期推迟"}
    return change(store, on, plans.amend_measure, **(given | facts))


def test_amending_a_measure_amends_its_task(county: Store) -> None:
    in_force(county, measure(1, *range(1, 7)), measure(2))
    target = Target(text="更换门窗", unit_of_measure="间", minimum=12)
    plan = amend(county, text="改善校舍", due=LATER, target=target)
    amended = plan.measure_list.find(1)
    assert (amended.text, amended.due, amended.target) == ("改善校舍", LATER, target)
    done = task(county, 1)
    assert (done.text, done.due, done.target) == ("改善校舍", LATER, target)
    assert done.original_due == measure(1).due
    assert (task(county, 2).text, task(county, 2).version) == ("措施2", 2)


def grant_until_march(store: Store) -> None:
    def ask(found: RectificationTask, by: Any) -> None:
        found.request_extension(date(2010, 3, 31), "工期推迟", RULES, by)

    def grant(found: RectificationTask, by: Any) -> None:
        found.grant_extension(date(2010, 3, 31), RULES, by)

    act_on_task(store, "2009-08-01", 1, ask, SCHOOL)
    act_on_task(store, "2009-08-02", 1, grant, OFFICE)


def test_a_plan_may_follow_an_extension_its_task_already_has(county: Store) -> None:
    in_force(county, measure(1, *range(1, 7)))
    grant_until_march(county)
    version = task(county, 1).version
    assert amend(county, due=LATER).measure_list.find(1).due == LATER
    assert (task(county, 1).due, task(county, 1).version) == (LATER, version)


def test_what_an_amendment_leaves_as_it_is_does_not_undo_an_extension(county: Store) -> None:
    in_force(county, measure(1, *range(1, 7)))
    grant_until_march(county)
    amend(county, text="改善校舍", due=measure(1).due)
    assert (task(county, 1).text, task(county, 1).due) == ("改善校舍", LATER)


def cancel_task(found: RectificationTask, by: Any) -> None:
    found.cancel("不再需要", by)


def test_a_measure_whose_task_is_over_is_not_amended(county: Store) -> None:
    in_force(county, measure(1, *range(1, 7)))
    act_on_task(county, "2009-08-01", 1, cancel_task, OFFICE)
    refused(county, WrongStatus, partial(amend, county, due=LATER), "status")
    assert county.read(RectificationPlan, PLAN).amendments == ()


def test_cancelling_a_measure_cancels_its_open_task(county: Store) -> None:
    in_force(county, measure(1, *range(1, 7)), measure(2))
    plan = change(county, "2009-09-01", plans.cancel_measure, no=2, reason="并入第1项")
    assert [m.no for m in plan.measures] == [1]
    assert task(county, 2).status is TaskStatus.CANCELLED
    (*_, last) = county.recorder.select_notifications(1, 100)
    event = county.topics.decode(last)
    assert isinstance(event, RectificationTask.Cancelled)
    assert (event.reason, event.originator_id) == ("并入第1项", task(county, 2).id)
    assert task(county, 1).is_open


def test_cancelling_a_measure_leaves_a_task_that_is_over(county: Store) -> None:
    in_force(county, measure(1, *range(1, 7)), measure(2))
    act_on_task(county, "2009-08-01", 2, cancel_task, OFFICE)
    version = task(county, 2).version
    change(county, "2009-09-01", plans.cancel_measure, no=2, reason="并入第1项")
    assert task(county, 2).version == version


def test_a_plan_is_concluded_when_none_of_its_tasks_is_open(county: Store) -> None:
    in_force(county, measure(1, *range(1, 7)), measure(2), measure(3))
    conclude = partial(change, county, "2009-12-31", plans.conclude)
    change(county, "2009-09-01", plans.cancel_measure, no=2, reason="并入第1项")
    refusal = refused(county, TasksOpen, conclude, "open_tasks")
    assert str(refusal) == f"还有2项任务未办结:{NUMBER}-1、{NUMBER}-3"
    act_on_task(county, "2009-10-01", 1, cancel_task, OFFICE)
    act_on_task(county, "2009-10-01", 3, cancel_task, OFFICE)
    assert conclude().status is PlanStatus.CONCLUDED


def test_a_date_is_corrected(county: Store) -> None:
    draft(county)
    facts = {"corrects": 1, "now": date(2009, 6, 14), "reason": "登记有误"}
    assert change(county, "2009-07-01", plans.correct, **facts).dates[0] == date(2009, 6, 14)


def test_there_is_no_plan_of_an_unknown_id(county: Store) -> None:
    submit = partial(run, county, "2009-06-16", plans.submit, plan_id=UUID(int=1), expected=1)
    refused(county, NotFound, submit)


@pytest.mark.parametrize(
    ("command", "facts"),
    [
        (tasks.amend, {"text": "改写", "due": None, "target": None}),
        (tasks.amend, {"text": None, "due": LATER, "target": None}),
        (tasks.cancel, {}),
    ],
)
def test_a_task_of_a_plan_is_not_changed_by_the_unit_whose_plan_it_is(
    county: Store, command: Callable[..., Any], facts: dict[str, Any]
) -> None:
    in_force(county, *three_measures())
    found = task(county, 1)
    facts |= {"task_id": found.id, "expected": found.version, "reason": "困难"}
    change_it = partial(run, county, "2009-09-01", command)
    refused(county, ChangedByResponsibleUnit, lambda: change_it(SCHOOL, **facts), "unit")
    change_it(OFFICE, **facts)
    assert task(county, 1).version == found.version + 1


def test_a_measure_is_not_put_off_through_its_plan_by_a_unit_that_carries_it_out(
    county: Store,
) -> None:
    leads = Responsibility(leaders=("局长",), offices=("办公室",), lead_unit=BUREAU)
    in_force(county, *three_measures()[:2], measure(3, 1, 5, responsibility=leads))
    put_off = {"no": 3, "text": None, "due": LATER, "target": None, "reason": "困难"}
    amend = partial(change, county, "2009-09-01", plans.amend_measure)
    refused(county, JudgedByPerformer, lambda: amend(BUREAU, **put_off), "unit")
    amend(OFFICE, **put_off)
    assert task(county, 3).due == LATER
