"""Supervision notices over HTTP."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi import status as http

from application.commands import notices
from application.projections.notice_ledger import NoticeFilter, page_of_notices
from domain.notice_terms import NoticeKind, NoticeStatus
from domain.supervision_notice import SupervisionNotice
from domain.text import Code, Name
from interfaces.http.act_route import ActRoute
from interfaces.http.acting import ActBody, ActingDep, ExpectedVersion, SystemDep, etag
from interfaces.http.asking import AskingDep, Listed
from interfaces.http.audit_trail import TrailEntry, timeline_of
from interfaces.http.notice_bodies import (
    CorrectNotice,
    EscalateNotice,
    IssueNotice,
    LiftNotice,
    RespondToNotice,
)
from interfaces.http.notice_state import NoticeRow, NoticeState, row_of, state_of
from interfaces.http.problems import problems
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(
    prefix="/supervision-notices",
    tags=["督办通知"],
    route_class=ActRoute,
    dependencies=WELL_FORMED,
)

ACT_PROBLEMS = problems(404, 409, 412, 428)


@router.post("", status_code=http.HTTP_201_CREATED, responses=problems(404, 409))
async def issue_notice(body: IssueNotice, acting: ActingDep) -> NoticeState:
    """签发督办通知;约谈和通报只记载向有权机关提出的建议."""
    issued = await acting.begin(body.occurred_on, body.command(), "/supervision-notices")
    return state_of(issued)


@router.get("", responses=problems())
def list_notices(
    asking: AskingDep,
    unit: Annotated[Code | None, Query(description="被督办单位代码")] = None,
    colour: Annotated[Name | None, Query(description="预警颜色")] = None,
    kind: Annotated[NoticeKind | None, Query(description="督办方式")] = None,
    status: Annotated[NoticeStatus | None, Query(description="状态")] = None,
    subject: Annotated[UUID | None, Query(description="所督办事项的标识")] = None,
    reply_overdue: Annotated[bool | None, Query(description="是否逾期未回复")] = None,
) -> Listed[NoticeRow]:
    """督办台账;可按任一天、任一时点所知查询,可按number、issued_on、reply_due排序."""
    wanted = NoticeFilter(
        unit=unit,
        colour=colour,
        kind=kind,
        status=status,
        subject=subject,
        reply_overdue=reply_overdue,
    )
    return asking.answer(partial(page_of_notices, wanted=wanted), row_of, sort="number")


@router.get("/{notice_id}", responses=problems(404))
def read_notice(notice_id: UUID, system: SystemDep, response: Response) -> NoticeState:
    """读取督办通知."""
    notice = system.store.read(SupervisionNotice, notice_id)
    response.headers["ETag"] = etag(notice)
    return state_of(notice)


@router.get("/{notice_id}/timeline", responses=problems(404))
def read_timeline(notice_id: UUID, asking: AskingDep, system: SystemDep) -> Listed[TrailEntry]:
    """督办通知的全过程."""
    system.store.read(SupervisionNotice, notice_id)
    return timeline_of(asking, system, notice_id)


@router.post("/{notice_id}/acknowledgements", responses=ACT_PROBLEMS)
async def acknowledge_notice(
    notice_id: UUID, body: ActBody, acting: ActingDep, expected: ExpectedVersion
) -> NoticeState:
    """签收督办通知;由受文单位或者其下级单位签收."""
    command = partial(notices.acknowledge, notice_id=notice_id, expected=expected)
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{notice_id}/responses", responses=ACT_PROBLEMS)
async def respond_to_notice(
    notice_id: UUID, body: RespondToNotice, acting: ActingDep, expected: ExpectedVersion
) -> NoticeState:
    """回复督办通知;由受文单位或者其下级单位回复."""
    command = partial(
        notices.respond, notice_id=notice_id, expected=expected, response=body.response
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{notice_id}/liftings", responses=ACT_PROBLEMS)
async def lift_notice(
    notice_id: UUID, body: LiftNotice, acting: ActingDep, expected: ExpectedVersion
) -> NoticeState:
    """解除督办;由签发单位解除."""
    command = partial(notices.lift, notice_id=notice_id, expected=expected, reason=body.reason)
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{notice_id}/escalations", responses=ACT_PROBLEMS)
async def escalate_notice(
    notice_id: UUID, body: EscalateNotice, acting: ActingDep, expected: ExpectedVersion
) -> NoticeState:
    """升级督办;同时签发针对同一事项的更强的通知,原通知不再办理."""
    command = body.command(notice_id, expected)
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{notice_id}/corrections", responses=ACT_PROBLEMS)
async def correct_notice(
    notice_id: UUID, body: CorrectNotice, acting: ActingDep, expected: ExpectedVersion
) -> NoticeState:
    """更正日期;原记录保留."""
    command = partial(
        notices.correct,
        notice_id=notice_id,
        expected=expected,
        corrects=body.corrects,
        now=body.now,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))
