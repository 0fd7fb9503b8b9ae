"""The due date of a task explained and settled, and the reports expected until then."""

from datetime import date
from functools import partial
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from application.commands import tasks
from domain.deadline import Recurring
from domain.due_history import Extended, Happening, Restated
from domain.rectification_task import RectificationTask
from domain.task_reporting import ExpectedReport
from domain.text import Reason
from interfaces.http.act_route import ActRoute
from interfaces.http.acting import ActBody, ActingDep, ExpectedVersion, SystemDep
from interfaces.http.asking import AsOf
from interfaces.http.deadline_state import DeadlineState, deadline_state
from interfaces.http.problems import problems
from interfaces.http.task_state import TaskState, state_of
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(
    prefix="/tasks", tags=["整改任务"], route_class=ActRoute, dependencies=WELL_FORMED
)

ACT_PROBLEMS = problems(404, 409, 412, 428)


class ScheduleReports(ActBody):
    """安排定期报告进展."""

    spec: Recurring = Field(
        description="每多久一次、首次和末次的日期;末次可不填",
        examples=[{"kind": "recurring", "every": "quarter", "first": "2015-06-30"}],
    )
    reason: Reason | None = Field(
        default=None,
        description="改变原安排的原因:首次安排不填,此后每次必填",
        examples=["转为长期整改,改为每半年报告一次"],
    )


class ExpectedReportState(BaseModel):
    """A day by which a report is expected, and the report taken for it."""

    day: date = Field(description="应报日期(含当日)", examples=["2015-06-30"])
    reported_on: date | None = Field(description="报告日期;没有报告为空", examples=["2015-06-28"])
    percent: int | None = Field(description="所报进度(%)", examples=[60])
    missing: bool = Field(description="是否应报未报", examples=[False])


class ExpectedReports(BaseModel):
    """The reports expected on a task up to a day."""

    as_of: date = Field(description="截至的日期", examples=["2015-12-31"])
    schedule: Recurring | None = Field(description="现行安排;没有安排为空")
    items: list[ExpectedReportState] = Field(description="应报的各次")
    missing: int = Field(description="应报未报的次数", examples=[1])


@router.get("/{task_id}/deadline", responses=problems(404))
def explain_deadline(task_id: UUID, system: SystemDep, as_of: AsOf = None) -> DeadlineState:
    """说明期限:依据、起算、顺延、延期、另定、是否暂定,以及截至某日逾期几天."""
    task = system.store.read(RectificationTask, task_id)
    day = as_of or system.today
    return deadline_state(task.due, task.original_due, _happened(task), day, task.days_late(day))


@router.post("/{task_id}/due-settlements", responses=ACT_PROBLEMS)
async def settle_due(
    task_id: UUID, body: ActBody, acting: ActingDep, expected: ExpectedVersion
) -> TaskState:
    """按已公布的节假日安排重算暂定的期限;不是暂定或者安排仍未公布的,不作记录."""
    command = partial(tasks.settle_due, task_id=task_id, expected=expected)
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{task_id}/reporting-schedules", responses=ACT_PROBLEMS)
async def schedule_reports(
    task_id: UUID, body: ScheduleReports, acting: ActingDep, expected: ExpectedVersion
) -> TaskState:
    """安排定期报告进展;改变原安排须说明原因."""
    command = partial(
        tasks.schedule_reports,
        task_id=task_id,
        expected=expected,
        spec=body.spec,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.get("/{task_id}/expected-reports", responses=problems(404))
def list_expected_reports(task_id: UUID, system: SystemDep, as_of: AsOf = None) -> ExpectedReports:
    """截至某日应报的各次进展报告,逐次对应已报或者未报."""
    task = system.store.read(RectificationTask, task_id)
    day = as_of or system.today
    items = [_expected(each, day) for each in task.expected_reports(day)]
    return ExpectedReports(
        as_of=day,
        schedule=task.schedules[-1].spec if task.schedules else None,
        items=items,
        missing=sum(each.missing for each in items),
    )


def _expected(report: ExpectedReport, as_of: date) -> ExpectedReportState:
    return ExpectedReportState(**report._asdict(), missing=report.missing_on(as_of))


def _happened(task: RectificationTask) -> list[Happening]:
    """Return what became of the due date, in the order it was recorded."""
    told: list[tuple[int, Happening]] = [
        (
            each.decided_in or each.asked_in,
            Extended(
                asked_on=task.date_of(each.asked_in),
                asked=each.asked,
                decided_on=task.date_of(each.decided_in) if each.decided_in else None,
                until=each.granted,
            ),
        )
        for each in task.extensions
    ]
    told += [
        (each.made_in, Restated(task.date_of(each.made_in), each.kind, each.due_was, each.due))
        for each in task.due_changes
    ]
    return [happening for _, happening in sorted(told, key=lambda one: one[0])]
