"""Rectification tasks over HTTP."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Response
from fastapi import status as http

from application.commands import tasks
from application.projections.task_list import TaskFilter, page_of_tasks
from domain.measure import HandlingType
from domain.rectification_task import RectificationTask
from domain.task_rounds import TaskStatus
from domain.text import Code, Name
from interfaces.http.act_route import ActRoute
from interfaces.http.acting import ActBody, ActingDep, ExpectedVersion, SystemDep, etag
from interfaces.http.asking import AskingDep, Listed
from interfaces.http.audit_trail import TrailEntry, timeline_of
from interfaces.http.problems import problems
from interfaces.http.task_bodies import (
    AmendTask,
    AssignTask,
    CancelTask,
    ConvertToLongTerm,
    CorrectTask,
    FailVerification,
    FindRecurrence,
    GivePublicNotice,
    GrantTaskExtension,
    PassLookBack,
    PassVerification,
    PlanTask,
    RecordObjection,
    RefuseTaskExtension,
    ReportProgress,
    RequestCloseout,
    RequestTaskExtension,
)
from interfaces.http.task_state import TaskRow, TaskState, row_of, state_of
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(
    prefix="/tasks", tags=["整改任务"], route_class=ActRoute, dependencies=WELL_FORMED
)

ACT_PROBLEMS = problems(404, 409, 412, 428)


@router.post("", status_code=http.HTTP_201_CREATED, responses=problems(404, 409))
async def plan_task(body: PlanTask, acting: ActingDep) -> TaskState:
    """单独立项."""
    command = partial(
        tasks.plan,
        number=body.number,
        text=body.text,
        opinion_ids=body.opinion_ids,
        sub_actions=body.sub_actions,
        target=body.target,
        due=body.due,
        handling=body.handling,
    )
    return state_of(await acting.begin(body.occurred_on, command, "/tasks"))


@router.get("", responses=problems())
def list_tasks(
    asking: AskingDep,
    status: Annotated[TaskStatus | None, Query(description="状态")] = None,
    unit: Annotated[Code | None, Query(description="责任单位代码,牵头或者共同承担")] = None,
    leader: Annotated[Name | None, Query(description="责任领导")] = None,
    office: Annotated[Name | None, Query(description="责任处室")] = None,
    plan: Annotated[UUID | None, Query(description="整改方案标识")] = None,
    opinion: Annotated[UUID | None, Query(description="所回应的意见标识")] = None,
    handling: Annotated[HandlingType | None, Query(description="整改类型")] = None,
    overdue: Annotated[bool | None, Query(description="是否逾期未完成")] = None,
    reports_missing: Annotated[bool | None, Query(description="是否有应报未报的进展报告")] = None,
    q: Annotated[
        Name | None, Query(description="编号或者内容中的文字,半角英文字母不分大小写")
    ] = None,
) -> Listed[TaskRow]:
    """整改台账;可按任一天、任一时点所知查询,可按number、due、percent排序."""
    wanted = TaskFilter(
        status=status,
        unit=unit,
        leader=leader,
        office=office,
        plan=plan,
        opinion=opinion,
        handling=handling,
        overdue=overdue,
        reports_missing=reports_missing,
        text=q,
    )
    return asking.answer(partial(page_of_tasks, wanted=wanted), row_of, sort="number")


@router.get("/{task_id}", responses=problems(404))
def read_task(task_id: UUID, system: SystemDep, response: Response) -> TaskState:
    """读取任务."""
    task = system.store.read(RectificationTask, task_id)
    response.headers["ETag"] = etag(task)
    return state_of(task)


@router.get("/{task_id}/timeline", responses=problems(404))
def read_timeline(task_id: UUID, asking: AskingDep, system: SystemDep) -> Listed[TrailEntry]:
    """任务的全过程."""
    system.store.read(RectificationTask, task_id)
    return timeline_of(asking, system, task_id)


@router.post("/{task_id}/assignments", responses=ACT_PROBLEMS)
async def assign_task(
    task_id: UUID, body: AssignTask, acting: ActingDep, expected: ExpectedVersion
) -> TaskState:
    """分解落实;已分解的任务再次办理即调整责任,须说明原因."""
    command = partial(
        tasks.assign,
        task_id=task_id,
        expected=expected,
        units=body.units,
        leaders=body.leaders,
        offices=body.offices,
        assignees=body.assignees,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{task_id}/progress-reports", responses=ACT_PROBLEMS)
async def report_progress(
    task_id: UUID, body: ReportProgress, acting: ActingDep, expected: ExpectedVersion
) -> TaskState:
    """报告进展;可以补报此前某日的进展."""
    command = partial(
        tasks.report,
        task_id=task_id,
        expected=expected,
        percent=body.percent,
        text=body.text,
        evidence=body.evidence,
        sub_actions_done=body.sub_actions_done,
        reason_for_fall=body.reason_for_fall,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{task_id}/closeout-requests", responses=ACT_PROBLEMS)
async def request_closeout(
    task_id: UUID, body: RequestCloseout, acting: ActingDep, expected: ExpectedVersion
) -> TaskState:
    """申请销号."""
    command = partial(
        tasks.claim,
        task_id=task_id,
        expected=expected,
        completed_on=body.completed_on,
        target_value=body.target_value,
        evidence=body.evidence,
        collective_decision_on=body.collective_decision_on,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{task_id}/verifications", responses=ACT_PROBLEMS)
async def verify_task(
    task_id: UUID,
    body: Annotated[PassVerification | FailVerification, Body(discriminator="result")],
    acting: ActingDep,
    expected: ExpectedVersion,
) -> TaskState:
    """核查;核查人员应当与承办单位相互独立."""
    return state_of(await acting.perform(body.occurred_on, body.command(task_id, expected)))


@router.post("/{task_id}/public-notices", responses=ACT_PROBLEMS)
async def give_public_notice(
    task_id: UUID, body: GivePublicNotice, acting: ActingDep, expected: ExpectedVersion
) -> TaskState:
    """公示."""
    command = partial(
        tasks.give_public_notice,
        task_id=task_id,
        expected=expected,
        start=body.start,
        end=body.end,
        channel=body.channel,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{task_id}/objections", responses=ACT_PROBLEMS)
async def record_objection(
    task_id: UUID, body: RecordObjection, acting: ActingDep, expected: ExpectedVersion
) -> TaskState:
    """登记公示异议."""
    command = partial(
        tasks.record_objection,
        task_id=task_id,
        expected=expected,
        text=body.text,
        upheld=body.upheld,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{task_id}/closeouts", responses=ACT_PROBLEMS)
async def close_out_task(
    task_id: UUID, body: ActBody, acting: ActingDep, expected: ExpectedVersion
) -> TaskState:
    """销号."""
    command = partial(tasks.close_out, task_id=task_id, expected=expected)
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{task_id}/look-backs", responses=ACT_PROBLEMS)
async def look_back(
    task_id: UUID,
    body: Annotated[PassLookBack | FindRecurrence, Body(discriminator="result")],
    acting: ActingDep,
    expected: ExpectedVersion,
) -> TaskState:
    """回头看;发现反弹的重新整改,原销号记录保留."""
    return state_of(await acting.perform(body.occurred_on, body.command(task_id, expected)))


@router.post("/{task_id}/extensions", responses=ACT_PROBLEMS)
async def request_extension(
    task_id: UUID, body: RequestTaskExtension, acting: ActingDep, expected: ExpectedVersion
) -> TaskState:
    """申请延期;须在期限届满前提出."""
    command = partial(
        tasks.request_extension,
        task_id=task_id,
        expected=expected,
        asked=body.asked,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{task_id}/extensions/decisions", responses=ACT_PROBLEMS)
async def decide_extension(
    task_id: UUID,
    body: Annotated[GrantTaskExtension | RefuseTaskExtension, Body(discriminator="decision")],
    acting: ActingDep,
    expected: ExpectedVersion,
) -> TaskState:
    """审批延期."""
    return state_of(await acting.perform(body.occurred_on, body.command(task_id, expected)))


@router.post("/{task_id}/long-term-conversions", responses=ACT_PROBLEMS)
async def convert_to_long_term(
    task_id: UUID, body: ConvertToLongTerm, acting: ActingDep, expected: ExpectedVersion
) -> TaskState:
    """转为长期整改;原期限仍计入统计."""
    command = partial(
        tasks.convert_to_long_term,
        task_id=task_id,
        expected=expected,
        reason=body.reason,
        plan=body.plan,
        review_on=body.review_on,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{task_id}/amendments", responses=ACT_PROBLEMS)
async def amend_task(
    task_id: UUID, body: AmendTask, acting: ActingDep, expected: ExpectedVersion
) -> TaskState:
    """调整内容、期限或者目标."""
    command = partial(
        tasks.amend,
        task_id=task_id,
        expected=expected,
        text=body.text,
        due=body.due,
        target=body.target,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{task_id}/cancellations", responses=ACT_PROBLEMS)
async def cancel_task(
    task_id: UUID, body: CancelTask, acting: ActingDep, expected: ExpectedVersion
) -> TaskState:
    """取消任务."""
    command = partial(tasks.cancel, task_id=task_id, expected=expected, reason=body.reason)
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{task_id}/corrections", responses=ACT_PROBLEMS)
async def correct_task(
    task_id: UUID, body: CorrectTask, acting: ActingDep, expected: ExpectedVersion
) -> TaskState:
    """更正日期;原记录保留."""
    command = partial(
        tasks.correct,
        task_id=task_id,
        expected=expected,
        corrects=body.corrects,
        field=body.field,
        now=body.now,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))
