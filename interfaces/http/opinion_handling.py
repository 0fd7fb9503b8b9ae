"""Acts on opinions from the referral to the evaluation of the reply."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body

from application.commands import opinions
from interfaces.http.act_route import ActRoute
from interfaces.http.acting import ActingDep, ExpectedVersion
from interfaces.http.handovers import HandOver
from interfaces.http.opinion_bodies import (
    AcknowledgeReferral,
    ConsultDeputy,
    DecideReturn,
    EvaluateReply,
    FulfilPromisedItem,
    GiveClarification,
    GrantOpinionExtension,
    OrderRehandling,
    RecordNoFeedback,
    ReferOpinion,
    RefuseOpinionExtension,
    ReplyToOpinion,
    RequestClarification,
    RequestOpinionExtension,
    RequestReturn,
    SubmitCoOpinion,
    TrackPromises,
)
from interfaces.http.opinion_state import OpinionState, state_of
from interfaces.http.problems import problems
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(
    prefix="/opinions/{opinion_id}",
    tags=["意见"],
    responses=problems(404, 409, 412, 428),
    route_class=ActRoute,
    dependencies=WELL_FORMED,
)


@router.post("/referrals")
async def refer_opinion(
    opinion_id: UUID, body: ReferOpinion, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """交办;同意退办或者分案后再次办理即重新交办."""
    command = partial(
        opinions.refer,
        opinion_id=opinion_id,
        expected=expected,
        lead=body.lead,
        co=body.co,
        due=body.due,
        split_handling=body.split_handling,
        letter_number=body.letter_number,
        meeting_on=body.meeting_on,
        demand=body.demand,
        difficult=body.difficult,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/acknowledgements")
async def acknowledge_referral(
    opinion_id: UUID, body: AcknowledgeReferral, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """签收."""
    command = partial(opinions.acknowledge, opinion_id=opinion_id, expected=expected)
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/return-requests")
async def request_return(
    opinion_id: UUID, body: RequestReturn, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """申请退办;签收之前由主办单位提出."""
    command = partial(
        opinions.request_return,
        opinion_id=opinion_id,
        expected=expected,
        reason=body.reason,
        suggested_unit=body.suggested_unit,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/return-decisions")
async def decide_return(
    opinion_id: UUID, body: DecideReturn, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """决定是否同意退办."""
    command = partial(
        opinions.decide_return,
        opinion_id=opinion_id,
        expected=expected,
        decision=body.decision,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/handovers")
async def hand_over_opinion(
    opinion_id: UUID, body: HandOver, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """移交承接单位;承办单位撤并以后,由人大决定由哪个单位接着办理,轮次、期限不变."""
    command = partial(
        opinions.hand_over,
        opinion_id=opinion_id,
        expected=expected,
        unit=body.unit,
        successor=body.successor,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/co-opinions")
async def submit_co_opinion(
    opinion_id: UUID, body: SubmitCoOpinion, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """提交协办意见."""
    command = partial(
        opinions.submit_co_opinion, opinion_id=opinion_id, expected=expected, text=body.text
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/consultations")
async def consult_deputy(
    opinion_id: UUID, body: ConsultDeputy, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """面商;可以补登."""
    command = partial(
        opinions.consult,
        opinion_id=opinion_id,
        expected=expected,
        with_deputy=body.with_deputy,
        manner=body.manner,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/extension-requests")
async def request_extension(
    opinion_id: UUID,
    body: RequestOpinionExtension,
    acting: ActingDep,
    expected: ExpectedVersion,
) -> OpinionState:
    """申请延期;期限届满前由主办单位提出."""
    command = partial(
        opinions.request_extension,
        opinion_id=opinion_id,
        expected=expected,
        asked=body.asked,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/extension-decisions")
async def decide_extension(
    opinion_id: UUID,
    body: Annotated[
        GrantOpinionExtension | RefuseOpinionExtension, Body(discriminator="decision")
    ],
    acting: ActingDep,
    expected: ExpectedVersion,
) -> OpinionState:
    """审批延期;同意延期应当告知代表."""
    return state_of(await acting.perform(body.occurred_on, body.command(opinion_id, expected)))


@router.post("/clarification-requests")
async def request_clarification(
    opinion_id: UUID, body: RequestClarification, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """请求说明;由主办单位提出,规则方案规定停算的,答复之前期限停止计算."""
    command = partial(
        opinions.request_clarification,
        opinion_id=opinion_id,
        expected=expected,
        question=body.question,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/clarifications")
async def give_clarification(
    opinion_id: UUID, body: GiveClarification, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """答复说明请求;停算的天数顺延期限."""
    command = partial(
        opinions.give_clarification, opinion_id=opinion_id, expected=expected, answer=body.answer
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/replies")
async def reply_to_opinion(
    opinion_id: UUID, body: ReplyToOpinion, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """答复;分办的意见由各主办单位分别答复."""
    command = partial(
        opinions.reply,
        opinion_id=opinion_id,
        expected=expected,
        result_class=body.result_class,
        signer=body.signer,
        document_number=body.document_number,
        text=body.text,
        answered=body.answered,
        promised_items=body.promised_items,
        co_opinions_noted=body.co_opinions_noted,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/evaluations")
async def evaluate_reply(
    opinion_id: UUID, body: EvaluateReply, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """评价答复."""
    command = partial(
        opinions.evaluate,
        opinion_id=opinion_id,
        expected=expected,
        evaluator=body.evaluator,
        satisfaction=body.satisfaction,
        reasons=body.reasons,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/lapsed-feedback")
async def record_no_feedback(
    opinion_id: UUID, body: RecordNoFeedback, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """提醒后仍未反馈;不计入满意度."""
    command = partial(
        opinions.record_no_feedback,
        opinion_id=opinion_id,
        expected=expected,
        reminded_on=body.reminded_on,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/rehandlings")
async def order_rehandling(
    opinion_id: UUID, body: OrderRehandling, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """责成重新办理;开始新一轮."""
    command = partial(
        opinions.order_rehandling,
        opinion_id=opinion_id,
        expected=expected,
        due=body.due,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/trackings")
async def track_promises(
    opinion_id: UUID, body: TrackPromises, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """转入跟踪办理."""
    command = partial(opinions.track, opinion_id=opinion_id, expected=expected)
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/promised-item-fulfilments")
async def fulfil_promised_item(
    opinion_id: UUID, body: FulfilPromisedItem, acting: ActingDep, expected: ExpectedVersion
) -> OpinionState:
    """承诺事项兑现."""
    command = partial(
        opinions.fulfil_promised_item,
        opinion_id=opinion_id,
        expected=expected,
        item=body.item,
        fulfilled_on=body.fulfilled_on,
        note=body.note,
    )
    return state_of(await acting.perform(body.occurred_on, command))
