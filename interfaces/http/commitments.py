"""Public commitments over HTTP."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Response
from fastapi import status as http

from application.commands import commitments
from application.projections.commitment_ledger import CommitmentFilter, page_of_commitments
from domain.commitment import Commitment
from domain.commitment_state import CommitmentStatus
from domain.due_history import Restated
from domain.text import Code
from interfaces.http.act_route import ActRoute
from interfaces.http.acting import ActBody, ActingDep, ExpectedVersion, SystemDep, etag
from interfaces.http.asking import AskingDep, AsOf, Listed
from interfaces.http.audit_trail import TrailEntry, timeline_of
from interfaces.http.commitment_bodies import (
    AmendCommitment,
    ClaimFulfilment,
    CorrectCommitment,
    DraftCommitment,
    FileCommitment,
    PublishCommitment,
    PublishResult,
    RecordContentFollowUp,
    RecordUnhappyFollowUp,
    ReviewCommitment,
    VerifyCommitment,
    WithdrawCommitment,
)
from interfaces.http.commitment_state import CommitmentRow, CommitmentState, row_of, state_of
from interfaces.http.deadline_state import DeadlineState, deadline_state
from interfaces.http.handovers import HandOver
from interfaces.http.problems import problems
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(
    prefix="/commitments", tags=["承诺事项"], route_class=ActRoute, dependencies=WELL_FORMED
)

ACT_PROBLEMS = problems(404, 409, 412, 428)

FollowUp = Annotated[
    RecordContentFollowUp | RecordUnhappyFollowUp, Body(discriminator="satisfaction")
]


@router.post("", status_code=http.HTTP_201_CREATED, responses=problems(404, 409))
async def draft_commitment(body: DraftCommitment, acting: ActingDep) -> CommitmentState:
    """起草承诺."""
    command = partial(
        commitments.draft,
        number=body.number,
        unit=body.unit,
        text=body.text,
        quantified=body.quantified,
        due=body.due,
        opinion_ids=body.opinion_ids,
        plan_id=body.plan_id,
    )
    return state_of(await acting.begin(body.occurred_on, command, "/commitments"))


@router.get("", responses=problems())
def list_commitments(
    asking: AskingDep,
    unit: Annotated[Code | None, Query(description="承诺单位代码")] = None,
    status: Annotated[CommitmentStatus | None, Query(description="状态")] = None,
    opinion: Annotated[UUID | None, Query(description="所回应的意见标识")] = None,
    breached: Annotated[bool | None, Query(description="是否逾期未兑现")] = None,
) -> Listed[CommitmentRow]:
    """承诺台账;可按任一天、任一时点所知查询,可按number、unit、due排序."""
    wanted = CommitmentFilter(unit=unit, status=status, opinion=opinion, breached=breached)
    return asking.answer(partial(page_of_commitments, wanted=wanted), row_of, sort="number")


@router.get("/{commitment_id}", responses=problems(404))
def read_commitment(commitment_id: UUID, system: SystemDep, response: Response) -> CommitmentState:
    """读取承诺."""
    commitment = system.store.read(Commitment, commitment_id)
    response.headers["ETag"] = etag(commitment)
    return state_of(commitment)


@router.get("/{commitment_id}/timeline", responses=problems(404))
def read_timeline(commitment_id: UUID, asking: AskingDep, system: SystemDep) -> Listed[TrailEntry]:
    """承诺的全过程."""
    system.store.read(Commitment, commitment_id)
    return timeline_of(asking, system, commitment_id)


@router.post("/{commitment_id}/reviews", responses=ACT_PROBLEMS)
async def review_commitment(
    commitment_id: UUID, body: ReviewCommitment, acting: ActingDep, expected: ExpectedVersion
) -> CommitmentState:
    """审定承诺;应当量化并明确时限."""
    command = partial(
        commitments.review, commitment_id=commitment_id, expected=expected, waiver=body.waiver
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{commitment_id}/filings", responses=ACT_PROBLEMS)
async def file_commitment(
    commitment_id: UUID, body: FileCommitment, acting: ActingDep, expected: ExpectedVersion
) -> CommitmentState:
    """备案."""
    command = partial(
        commitments.file,
        commitment_id=commitment_id,
        expected=expected,
        filing_number=body.filing_number,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{commitment_id}/publications", responses=ACT_PROBLEMS)
async def publish_commitment(
    commitment_id: UUID, body: PublishCommitment, acting: ActingDep, expected: ExpectedVersion
) -> CommitmentState:
    """公开承诺."""
    command = partial(
        commitments.publish, commitment_id=commitment_id, expected=expected, channel=body.channel
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{commitment_id}/amendments", responses=ACT_PROBLEMS)
async def amend_commitment(
    commitment_id: UUID, body: AmendCommitment, acting: ActingDep, expected: ExpectedVersion
) -> CommitmentState:
    """变更承诺;公开后的变更同样公开."""
    command = partial(
        commitments.amend,
        commitment_id=commitment_id,
        expected=expected,
        text=body.text,
        due=body.due,
        quantified=body.quantified,
        reason=body.reason,
        channel=body.channel,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{commitment_id}/handovers", responses=ACT_PROBLEMS)
async def hand_over_commitment(
    commitment_id: UUID, body: HandOver, acting: ActingDep, expected: ExpectedVersion
) -> CommitmentState:
    """移交承接单位;承诺单位撤并以后,由人大决定由哪个单位接着兑现,内容、时限不变."""
    command = partial(
        commitments.hand_over,
        commitment_id=commitment_id,
        expected=expected,
        unit=body.unit,
        successor=body.successor,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.get("/{commitment_id}/deadline", responses=problems(404))
def explain_deadline(commitment_id: UUID, system: SystemDep, as_of: AsOf = None) -> DeadlineState:
    """说明时限:依据、起算、顺延、变更、是否暂定,以及截至某日逾期几天."""
    commitment = system.store.read(Commitment, commitment_id)
    day = as_of or system.today
    changes = [
        Restated(commitment.date_of(each.made_in), each.kind, each.due_was, each.due)
        for each in commitment.due_changes
    ]
    late = commitment.days_late(day)
    return deadline_state(commitment.due, commitment.original_due, changes, day, late)


@router.post("/{commitment_id}/due-settlements", responses=ACT_PROBLEMS)
async def settle_due(
    commitment_id: UUID, body: ActBody, acting: ActingDep, expected: ExpectedVersion
) -> CommitmentState:
    """按已公布的节假日安排重算暂定的时限;不是暂定或者安排仍未公布的,不作记录."""
    command = partial(commitments.settle_due, commitment_id=commitment_id, expected=expected)
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{commitment_id}/fulfilment-claims", responses=ACT_PROBLEMS)
async def claim_fulfilment(
    commitment_id: UUID, body: ClaimFulfilment, acting: ActingDep, expected: ExpectedVersion
) -> CommitmentState:
    """申报兑现."""
    command = partial(
        commitments.claim_fulfilment,
        commitment_id=commitment_id,
        expected=expected,
        fulfilled_on=body.fulfilled_on,
        evidence=body.evidence,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{commitment_id}/verifications", responses=ACT_PROBLEMS)
async def verify_commitment(
    commitment_id: UUID, body: VerifyCommitment, acting: ActingDep, expected: ExpectedVersion
) -> CommitmentState:
    """核验;核验人员应当与承诺单位相互独立."""
    command = partial(
        commitments.verify,
        commitment_id=commitment_id,
        expected=expected,
        result=body.result,
        note=body.note,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{commitment_id}/result-publications", responses=ACT_PROBLEMS)
async def publish_result(
    commitment_id: UUID, body: PublishResult, acting: ActingDep, expected: ExpectedVersion
) -> CommitmentState:
    """践诺公示;只公示经核验的结果."""
    command = partial(
        commitments.publish_result,
        commitment_id=commitment_id,
        expected=expected,
        channel=body.channel,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{commitment_id}/follow-ups", responses=ACT_PROBLEMS)
async def record_follow_up(
    commitment_id: UUID, body: FollowUp, acting: ActingDep, expected: ExpectedVersion
) -> CommitmentState:
    """回访;不满意的须重新兑现,并可重新启动已办结意见的办理."""
    return state_of(await acting.perform(body.occurred_on, body.command(commitment_id, expected)))


@router.post("/{commitment_id}/withdrawals", responses=ACT_PROBLEMS)
async def withdraw_commitment(
    commitment_id: UUID, body: WithdrawCommitment, acting: ActingDep, expected: ExpectedVersion
) -> CommitmentState:
    """撤回承诺;公开后撤回的按未兑现计."""
    command = partial(
        commitments.withdraw, commitment_id=commitment_id, expected=expected, reason=body.reason
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{commitment_id}/archivings", responses=ACT_PROBLEMS)
async def archive_commitment(
    commitment_id: UUID, body: ActBody, acting: ActingDep, expected: ExpectedVersion
) -> CommitmentState:
    """归档."""
    command = partial(commitments.archive, commitment_id=commitment_id, expected=expected)
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{commitment_id}/corrections", responses=ACT_PROBLEMS)
async def correct_commitment(
    commitment_id: UUID, body: CorrectCommitment, acting: ActingDep, expected: ExpectedVersion
) -> CommitmentState:
    """更正日期;原记录保留."""
    command = partial(
        commitments.correct,
        commitment_id=commitment_id,
        expected=expected,
        corrects=body.corrects,
        field=body.field,
        now=body.now,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))
