"""Opinions over HTTP: registered, listed, read, formed; closed, reopened, merged, corrected."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi import status as http

from application.commands import opinions
from application.projections.opinion_list import OpinionFilter, page_of_opinions
from domain.model import BusinessDate
from domain.opinion import Opinion
from domain.opinion_terms import OpinionKind, OpinionStatus
from domain.text import Code, DocumentNumber, Title
from interfaces.http.act_route import ActRoute
from interfaces.http.acting import ActingDep, ExpectedVersion, SystemDep, etag
from interfaces.http.asking import AskingDep, Listed
from interfaces.http.audit_trail import TrailEntry, timeline_of
from interfaces.http.opinion_bodies import (
    CloseOpinion,
    CorrectOpinion,
    FormOpinion,
    LookBackAtOpinion,
    MergeOpinion,
    RefuseAdmission,
    RegisterOpinion,
    ReopenOpinion,
    SeparateOpinion,
    WithdrawOpinion,
)
from interfaces.http.opinion_row import OpinionRow, row_of
from interfaces.http.opinion_state import OpinionState, state_of
from interfaces.http.problems import problems
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(
    prefix="/opinions", tags=["意见"], route_class=ActRoute, dependencies=WELL_FORMED
)

ACT_PROBLEMS = problems(404, 409, 412, 428)


@router.post("", status_code=http.HTTP_201_CREATED, responses=problems(404, 409))
async def register_opinion(body: RegisterOpinion, acting: ActingDep) -> OpinionState:
    """登记意见."""
    command = partial(
        opinions.register,
        number=body.number,
        kind=body.kind,
        title=body.title,
        wording=body.wording,
        issuer=body.issuer,
        document_number=body.document_number,
        channel=body.channel,
        occasion=body.occasion,
        raised_on=body.raised_on,
        lead_deputy=body.lead_deputy,
        co_signers=body.co_signers,
        key=body.is_key,
    )
    return state_of(await acting.begin(body.occurred_on, command, "/opinions"))


def get_filter(
    kind: Annotated[list[OpinionKind] | None, Query(description="类别,可多个")] = None,
    status: Annotated[list[OpinionStatus] | None, Query(description="状态,可多个")] = None,
    lead_unit: Annotated[
        Code | None, Query(description="主办单位代码;分办的,各主办单位都查得到")
    ] = None,
    source_document: Annotated[DocumentNumber | None, Query(description="来源文件文号")] = None,
    number: Annotated[Code | None, Query(description="意见编号")] = None,
    is_key: Annotated[bool | None, Query(description="是否重点督办")] = None,
    referred_from: Annotated[BusinessDate | None, Query(description="交办日期不早于")] = None,
    referred_until: Annotated[BusinessDate | None, Query(description="交办日期不晚于")] = None,
    overdue: Annotated[bool | None, Query(description="是否逾期未办结")] = None,
    q: Annotated[
        Title | None, Query(description="标题或者编号中的文字,半角英文字母不分大小写")
    ] = None,
) -> OpinionFilter:
    """Read which opinions are wanted."""
    return OpinionFilter(
        kinds=kind,
        statuses=status,
        lead_unit=lead_unit,
        source_document=source_document,
        number=number,
        is_key=is_key,
        referred_from=referred_from,
        referred_until=referred_until,
        overdue=overdue,
        text=q,
    )


@router.get("", responses=problems())
def list_opinions(
    asking: AskingDep, wanted: Annotated[OpinionFilter, Depends(get_filter)]
) -> Listed[OpinionRow]:
    """意见台账;可按任一天、任一时点所知查询,可按number、due、referred_on、title排序."""
    return asking.answer(partial(page_of_opinions, wanted=wanted), row_of, sort="number")


@router.get("/{opinion_id}", responses=problems(404))
def read_opinion(opinion_id: UUID, system: SystemDep, response: Response) -> OpinionState:
    """读取意见."""
    opinion = system.store.read(Opinion, opinion_id)
    response.headers["ETag"] = etag(opinion)
    return state_of(opinion)


@router.get("/{opinion_id}/timeline", responses=problems(404))
def read_timeline(opinion_id: UUID, asking: AskingDep, system: SystemDep) -> Listed[TrailEntry]:
    """意见的全过程,包括为其开展的整改工作."""
    system.store.read(Opinion, opinion_id)
    return timeline_of(asking, system, opinion_id)


@router.post("/{opinion_id}/formations", responses=ACT_PROBLEMS)
async def form_opinion(
    opinion_id: UUID, body: FormOpinion, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """形成意见."""
    command = partial(
        opinions.form,
        opinion_id=opinion_id,
        expected=expected,
        formation_type=body.formation_type,
        carrier=body.carrier,
        approver=body.approver,
        compiled_by=body.compiled_by,
        document_number=body.document_number,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{opinion_id}/non-admissions", responses=ACT_PROBLEMS)
async def refuse_admission(
    opinion_id: UUID, body: RefuseAdmission, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """不予受理."""
    command = partial(
        opinions.refuse_admission, opinion_id=opinion_id, expected=expected, reason=body.reason
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{opinion_id}/closures", responses=ACT_PROBLEMS)
async def close_opinion(
    opinion_id: UUID, body: CloseOpinion, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """办结;关联的整改任务和承诺均已办结,评价均已反馈,承诺事项均已兑现."""
    command = partial(
        opinions.close,
        opinion_id=opinion_id,
        expected=expected,
        completed_on=body.completed_on,
        ground=body.ground,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{opinion_id}/look-backs", responses=ACT_PROBLEMS)
async def look_back(
    opinion_id: UUID, body: LookBackAtOpinion, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """回头看."""
    command = partial(
        opinions.look_back,
        opinion_id=opinion_id,
        expected=expected,
        passed=body.passed,
        note=body.note,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{opinion_id}/reopenings", responses=ACT_PROBLEMS)
async def reopen_opinion(
    opinion_id: UUID, body: ReopenOpinion, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """重新启动办理;此前的办结仍保留."""
    command = partial(
        opinions.reopen,
        opinion_id=opinion_id,
        expected=expected,
        ground=body.ground,
        reference=body.reference,
        due=body.due,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{opinion_id}/mergers", responses=ACT_PROBLEMS)
async def merge_opinion(
    opinion_id: UUID, body: MergeOpinion, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """合并办理,分别答复."""
    command = partial(
        opinions.merge_into,
        opinion_id=opinion_id,
        expected=expected,
        other=body.other,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{opinion_id}/separations", responses=ACT_PROBLEMS)
async def separate_opinion(
    opinion_id: UUID, body: SeparateOpinion, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """分案;合并办理的意见答复之前可以分出来,重新交办."""
    command = partial(
        opinions.separate, opinion_id=opinion_id, expected=expected, reason=body.reason
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{opinion_id}/withdrawals", responses=ACT_PROBLEMS)
async def withdraw_opinion(
    opinion_id: UUID, body: WithdrawOpinion, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """撤回."""
    command = partial(
        opinions.withdraw,
        opinion_id=opinion_id,
        expected=expected,
        document=body.document,
        by=body.by,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{opinion_id}/corrections", responses=ACT_PROBLEMS)
async def correct_opinion(
    opinion_id: UUID, body: CorrectOpinion, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """更正日期;任何状态都可以办理."""
    command = partial(
        opinions.correct,
        opinion_id=opinion_id,
        expected=expected,
        corrects=body.corrects,
        now=body.now,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))
