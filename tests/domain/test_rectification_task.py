"""Planning, assigning, reporting on and cancelling a rectification task."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest

from domain.due import UNDATED, Due
from domain.errors import ActOutOfOrder, InvalidFact, WrongStatus
from domain.evidence import Evidence
from domain.measure import HandlingType, SubAction, Target
from domain.rectification_task import (
    ProgressFell,
    RectificationTask,
    ResponsibilityMissing,
    ResponsibleUnitNotActive,
    UnknownSubAction,
)
from domain.task_rounds import OPEN, ReporterNotResponsible, Round, TaskStatus
from domain.unit import Unit
from tests.aggregates import RULES, act, recorded, refused
from tests.domain.tasks import (
    DUE,
    LINEAGE,
    OPINION,
    PHOTO,
    PLAN,
    REPORT,
    assigned,
    claimed,
    closed_out,
    in_progress,
    on,
    planned,
    rectifier,
    staff,
    unit,
)

TWO_ACTIONS = (SubAction(no=1, text="起草"), SubAction(no=2, text="送审"))
TARGET = Target(text="收回3—5宗闲置用地", unit_of_measure="宗", minimum=3, maximum=5)


def plan_with(**changes: Any) -> RectificationTask:
    facts: dict[str, Any] = {
        "number": "RW-1",
        "text": "完善好意见初稿",
        "plan_id": PLAN,
        "measure_no": 3,
        "opinion_ids": [OPINION],
        "sub_actions": TWO_ACTIONS,
        "target": TARGET,
        "due": DUE,
        "handling": HandlingType.PHASED,
        "act": staff("2010-11-01"),
    }
    return RectificationTask.plan(**(facts | changes))


def report(
    task: RectificationTask,
    percent: int,
    day: str,
    *,
    reason: str | None = None,
    done: Sequence[int] = (),
    evidence: Sequence[Evidence] = (),
) -> None:
    """Report as the responsible unit."""
    task.report(percent, "进展", evidence, done, reason, LINEAGE, rectifier(day))


def test_a_planned_task_states_its_measure() -> None:
    task = plan_with()
    assert task.id == RectificationTask.id_of("RW-1")
    assert recorded(task) == [
        (
            RectificationTask.Planned,
            {
                "number": "RW-1",
                "text": "完善好意见初稿",
                "plan_id": PLAN,
                "measure_no": 3,
                "opinion_ids": (OPINION,),
                "sub_actions": tuple(action.model_dump() for action in TWO_ACTIONS),
                "target": TARGET.model_dump(),
                "due": DUE.model_dump(),
                "handling": HandlingType.PHASED,
            },
        )
    ]
    assert (task.number, task.text) == ("RW-1", "完善好意见初稿")
    assert (task.plan_id, task.measure_no) == (PLAN, 3)
    assert task.opinion_ids == (OPINION,)
    assert task.sub_actions == TWO_ACTIONS
    assert task.target == TARGET
    assert task.handling is HandlingType.PHASED
    assert task.due == task.original_due == DUE


def test_a_planned_task_has_done_nothing_yet() -> None:
    task = planned()
    assert task.status is TaskStatus.PLANNED
    assert task.is_open
    assert task.rounds == (Round(number=1, due=DUE, begun_in=1, not_before=1),)
    assert task.assignment is None
    assert task.past_assignments == ()
    assert task.progress == ()
    assert task.percent == 0
    assert task.done == frozenset()
    assert task.performers.units == frozenset()
    assert task.pending_extension is None
    assert task.extensions == ()
    assert task.long_term is None
    assert task.closings == ()
    assert task.look_backs == ()
    assert task.completed_on is None


def test_a_task_may_stand_alone_without_a_plan() -> None:
    task = plan_with(plan_id=None, measure_no=None, opinion_ids=[], target=None, due=UNDATED)
    assert (task.plan_id, task.measure_no, task.opinion_ids) == (None, None, ())
    assert task.due.undated


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"plan_id": None}, "measure_no"),
        ({"measure_no": None}, "measure_no"),
        ({"measure_no": 0}, "measure_no"),
        ({"sub_actions": (TWO_ACTIONS[0], TWO_ACTIONS[0])}, "sub_actions"),
        ({"opinion_ids": [OPINION, OPINION]}, "opinion_ids"),
        ({"text": ""}, "text"),
        ({"number": "R W"}, "number"),
    ],
)
def test_a_task_planned_from_wrong_facts_is_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidFact) as caught:
        plan_with(**changes)
    assert caught.value.field == field


def test_every_status_has_a_label() -> None:
    assert all(status.label for status in TaskStatus)
    assert TaskStatus.CLOSED_OUT.label == "已销号"
    assert set(TaskStatus) - set(OPEN) == {TaskStatus.CLOSED_OUT, TaskStatus.CANCELLED}


def test_assigning_names_units_leaders_and_offices() -> None:
    task = planned()
    task.assign(
        [unit("NJB"), unit("CYB")], ["责任领导甲"], ["产业股"], ["责任人甲"], staff("2010-11-02")
    )
    assert recorded(task) == [
        (
            RectificationTask.Assigned,
            {
                "units": ("NJB", "CYB"),
                "leaders": ("责任领导甲",),
                "offices": ("产业股",),
                "assignees": ("责任人甲",),
            },
        )
    ]
    assert task.status is TaskStatus.ASSIGNED
    assert task.assignment is not None
    assert task.assignment.units == ("NJB", "CYB")
    assert task.assignment.lead == "NJB"
    assert task.assignment.leaders == ("责任领导甲",)
    assert task.assignment.offices == ("产业股",)
    assert task.assignment.assignees == ("责任人甲",)
    assert task.assignment.assigned_in == 2
    assert task.past_assignments == ()
    assert task.performers.units == {"NJB", "CYB"}
    assert task.performers.persons == {"责任领导甲", "责任人甲"}
    assert task.rounds == (Round(number=1, due=DUE, begun_in=2, not_before=2),)


@pytest.mark.parametrize(
    ("units", "leaders", "offices", "field"),
    [
        ([], ["责任领导甲"], ["产业股"], "units"),
        ([unit()], [], ["产业股"], "leaders"),
        ([unit()], ["责任领导甲"], [], "offices"),
    ],
)
def test_an_assignment_without_unit_leader_or_office_is_refused(
    units: Sequence[Unit], leaders: Sequence[str], offices: Sequence[str], field: str
) -> None:
    task = planned()
    with refused(task, ResponsibilityMissing, field):
        task.assign(units, leaders, offices, [], staff("2010-11-02"))


def test_a_unit_that_does_not_exist_on_the_day_is_not_made_responsible() -> None:
    task = planned()
    young = unit("XIN", since="2010-11-03")
    with refused(task, ResponsibleUnitNotActive, "units"):
        task.assign([unit(), young], ["责任领导甲"], ["产业股"], [], staff("2010-11-02"))
    task.assign([unit(), young], ["责任领导甲"], ["产业股"], [], staff("2010-11-03"))
    assert task.status is TaskStatus.ASSIGNED


def test_a_unit_is_made_responsible_once() -> None:
    task = planned()
    with refused(task, InvalidFact, "units"):
        task.assign([unit(), unit()], ["责任领导甲"], ["产业股"], [], staff("2010-11-02"))


def test_an_assigned_task_is_not_assigned_again() -> None:
    task = assigned()
    with refused(task, WrongStatus, "status"):
        task.assign([unit()], ["责任领导甲"], ["产业股"], [], staff("2010-11-03"))


def test_reassigning_keeps_the_earlier_assignment() -> None:
    task = in_progress()
    earlier = task.assignment
    task.reassign([unit("CYB")], ["责任领导乙"], ["综合股"], [], "职能调整", staff("2010-11-10"))
    assert recorded(task) == [
        (
            RectificationTask.Reassigned,
            {
                "units": ("CYB",),
                "leaders": ("责任领导乙",),
                "offices": ("综合股",),
                "assignees": (),
                "reason": "职能调整",
            },
        )
    ]
    assert task.past_assignments == (earlier,)
    assert task.assignment is not None
    assert task.assignment.units == ("CYB",)
    assert task.assignment.assigned_in == 4
    assert task.performers.units == {"NJB", "CYB"}
    assert task.status is TaskStatus.IN_PROGRESS
    assert task.current.not_before == 2
    with refused(task, ReporterNotResponsible, "unit"):
        report(task, 50, "2010-11-11")


def test_every_earlier_assignment_is_kept() -> None:
    task = assigned()
    for code in ("CYB", "NYJ"):
        task.reassign([unit(code)], ["责任领导乙"], ["综合股"], [], "职能调整", staff())
    assert [past.lead for past in task.past_assignments] == ["NJB", "CYB"]


def test_only_a_task_at_work_is_reassigned() -> None:
    for task in (planned(), claimed()):
        with refused(task, WrongStatus):
            task.reassign([unit()], ["责任领导甲"], ["产业股"], [], "职能调整", staff())


def test_a_reassignment_needs_leader_and_reason() -> None:
    task = assigned()
    with refused(task, ResponsibilityMissing, "leaders"):
        task.reassign([unit()], [], ["产业股"], [], "职能调整", staff())
    with refused(task, InvalidFact, "reason"):
        task.reassign([unit()], ["责任领导甲"], ["产业股"], [], "", staff())


def test_the_first_report_puts_the_task_in_progress() -> None:
    task = assigned(sub_actions=TWO_ACTIONS)
    task.report(40, "初稿已形成", [PHOTO], [1], None, LINEAGE, rectifier("2010-11-05"))
    assert recorded(task) == [
        (
            RectificationTask.ProgressReported,
            {
                "percent": 40,
                "text": "初稿已形成",
                "evidence": (PHOTO.model_dump(),),
                "sub_actions_done": (1,),
                "reason_for_fall": None,
                "lineage": ("NJB", "XZF"),
            },
        )
    ]
    assert task.status is TaskStatus.IN_PROGRESS
    assert task.percent == 40
    assert task.progress[0].reported_in == 3
    assert task.done == {1}
    assert task.undone == (2,)
    assert task.current.evidence == (PHOTO,)
    assert task.performers.superiors == {"NJB", "XZF"}
    assert "联络员甲" in task.performers.persons


def test_further_reports_add_up() -> None:
    task = assigned(sub_actions=TWO_ACTIONS)
    report(task, 40, "2010-11-05", done=[1], evidence=[PHOTO])
    report(task, 80, "2010-11-08", done=[2], evidence=[REPORT])
    assert task.status is TaskStatus.IN_PROGRESS
    assert task.percent == 80
    assert task.undone == ()
    assert task.current.evidence == (PHOTO, REPORT)


def test_a_section_of_the_responsible_unit_reports() -> None:
    task = assigned()
    section = act("2010-11-05", unit="NJK", actor="联络员乙")
    task.report(10, "进展", [], [], None, ["NJK", "NJB", "XZF"], section)
    assert task.performers.units == {"NJB", "NJK"}


def test_another_unit_does_not_report() -> None:
    task = assigned()
    with refused(task, ReporterNotResponsible, "unit"):
        task.report(10, "进展", [], [], None, ["CYB", "XZF"], act("2010-11-05", unit="CYB"))
    with refused(task, InvalidFact, "lineage"):
        task.report(10, "进展", [], [], None, ["NJB"], act("2010-11-05", unit="CYB"))


def test_only_a_task_at_work_is_reported_on() -> None:
    for task in (planned(), claimed(), closed_out()):
        with refused(task, WrongStatus):
            report(task, 50, "2010-12-02")


def test_progress_falls_only_with_a_reason() -> None:
    task = in_progress()
    with refused(task, ProgressFell, "reason_for_fall"):
        report(task, 39, "2010-11-06")
    report(task, 40, "2010-11-06")
    report(task, 20, "2010-11-07", reason="场地被水淹")
    assert task.percent == 20
    assert recorded(task)[-1][1]["reason_for_fall"] == "场地被水淹"


def test_a_report_entered_late_is_compared_with_those_dated_before_it() -> None:
    task = assigned()
    report(task, 60, "2010-11-10")
    report(task, 30, "2010-11-05")
    assert task.percent == 60
    assert task.percent_on(on("2010-11-04")) == 0
    assert task.percent_on(on("2010-11-05")) == 30
    assert task.percent_on(on("2010-11-09")) == 30
    with refused(task, ProgressFell):
        report(task, 29, "2010-11-09")


def test_the_later_of_two_reports_of_one_day_counts() -> None:
    task = assigned()
    report(task, 60, "2010-11-10")
    report(task, 50, "2010-11-10", reason="重复计算")
    assert task.percent == 50


def test_a_report_dated_before_the_assignment_is_refused() -> None:
    task = assigned()
    with refused(task, ActOutOfOrder, "occurred_on"):
        report(task, 10, "2010-11-01")
    report(task, 10, "2010-11-02")
    assert task.percent == 10


def test_only_sub_actions_of_the_task_are_done() -> None:
    task = assigned(sub_actions=TWO_ACTIONS)
    with refused(task, UnknownSubAction, "sub_actions_done"):
        report(task, 10, "2010-11-05", done=[1, 3])


@pytest.mark.parametrize("percent", [-1, 101])
def test_progress_is_between_0_and_100_percent(percent: int) -> None:
    task = assigned()
    with refused(task, InvalidFact, "percent"):
        report(task, percent, "2010-11-05", reason="更正")


@pytest.mark.parametrize("percent", [0, 100])
def test_0_and_100_percent_are_progress(percent: int) -> None:
    task = assigned()
    report(task, percent, "2010-11-05")
    assert task.percent == percent


def test_an_open_task_can_be_cancelled() -> None:
    task = in_progress()
    task.request_extension(on("2010-12-20"), "审批未完", RULES, rectifier())
    task.collect_events()
    task.cancel("机构撤销,措施不再适用", staff())
    assert recorded(task) == [(RectificationTask.Cancelled, {"reason": "机构撤销,措施不再适用"})]
    assert task.status is TaskStatus.CANCELLED
    assert not task.is_open
    assert task.pending_extension is None
    assert task.days_late(on("2011-12-31")) == 0


def test_a_closed_or_cancelled_task_is_not_cancelled() -> None:
    task = planned()
    task.cancel("重复", staff())
    for ended in (task, closed_out()):
        with refused(ended, WrongStatus):
            ended.cancel("重复", staff("2010-12-10"))


def test_a_decision_on_a_fork_leaves_the_original_unchanged() -> None:
    task = in_progress()
    before = dict(task.__dict__)
    fork = task.fork()
    fork.report(90, "进展", [REPORT], [], None, LINEAGE, rectifier("2010-11-10"))
    fork.claim(on("2010-11-09"), None, [], None, LINEAGE, rectifier("2010-11-10"))
    assert task.__dict__ == before
    assert fork.version == task.version + 2


@pytest.mark.parametrize(
    ("due", "completed_on", "days"),
    [
        ("2010-11-10", "2010-11-09", 0),
        ("2010-11-15", "2010-11-15", 0),
        ("2010-11-20", "2010-11-23", 3),
    ],
    ids=["措施一提前", "措施二当日", "措施三逾期"],
)
def test_the_day_of_completion_decides_whether_a_measure_was_late(
    due: str, completed_on: str, days: int
) -> None:
    task = closed_out(Due.by(on(due)), completed_on)
    assert task.completed_on == on(completed_on)
    assert task.days_late(on("2010-12-31")) == days


@pytest.mark.parametrize(
    ("due", "days"),
    [(Due.by(on("2010-12-30")), 1), (Due.by(on("2011-01-30")), 0), (UNDATED, 0)],
    ids=["措施四", "措施五", "措施六未定时限"],
)
def test_an_open_measure_is_late_from_the_day_after_its_due_date(due: Due, days: int) -> None:
    assert in_progress(due).days_late(on("2010-12-31")) == days


def test_lateness_as_of_an_earlier_day_is_counted_to_that_day() -> None:
    assert closed_out(DUE, "2010-11-23").days_late(on("2010-11-21")) == 1


def test_tasks_of_one_number_are_one_task() -> None:
    assert plan_with().id == plan_with(plan_id=UUID(int=9)).id
