"""Rectification plans over HTTP."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response, status
from pydantic import BaseModel, Field

from application.commands import plans
from application.projections.plan_ledger import page_of_plans
from domain.measure import FiveElement
from domain.plan_status import PlanStatus
from domain.rectification_plan import RectificationPlan
from domain.text import Code
from interfaces.http.act_route import ActRoute
from interfaces.http.acting import ActBody, ActingDep, ExpectedVersion, SystemDep, etag
from interfaces.http.asking import AskingDep, Listed
from interfaces.http.audit_trail import TrailEntry, timeline_of
from interfaces.http.handovers import HandOver
from interfaces.http.plan_bodies import (
    AddMeasure,
    AmendMeasure,
    Approve,
    Correct,
    Draft,
    GiveReason,
    ReviseMeasure,
    WaiveElements,
    WaiveOpinion,
)
from interfaces.http.plan_state import PlanState, state_of
from interfaces.http.problems import problems
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(
    prefix="/plans", tags=["整改方案"], route_class=ActRoute, dependencies=WELL_FORMED
)

MeasureNo = Annotated[int, Path(description="措施序号", ge=1, le=9_999, examples=[1])]

ACT_PROBLEMS = problems(404, 409, 412, 428)


class PlanRow(BaseModel):
    """A plan as it stood on the day asked for."""

    id: UUID = Field(description="方案标识")
    number: str = Field(description="方案编号", examples=["ZG-2014-1"])
    title: str = Field(description="方案名称", examples=["工作评议整改方案"])
    unit: str = Field(description="责任单位代码", examples=["ZX"])
    status: PlanStatus = Field(description="状态", examples=["in_force"])
    status_label: str = Field(description="状态名称", examples=["实施中"])
    document_number: str | None = Field(description="发文字号", examples=["丹竹人发〔2014〕4号"])
    opinion_ids: list[UUID] = Field(description="应回应的意见")
    submitted_on: date | None = Field(description="报送日期", examples=["2014-09-05"])
    approved_on: date | None = Field(description="审定日期", examples=["2014-09-10"])
    in_force_on: date | None = Field(description="开始实施日期", examples=["2014-09-10"])
    concluded_on: date | None = Field(description="办结日期", examples=[None])
    measures: int = Field(description="有效措施数", examples=[3])
    sub_actions: int = Field(description="有效措施的子措施数", examples=[19])
    elements_filled: int = Field(description="有效措施已落实的要素数(五落实)", examples=[9])
    elements_total: int = Field(description="有效措施的要素总数", examples=[15])


@router.post("", status_code=status.HTTP_201_CREATED, responses=problems(404, 409))
async def draft_plan(body: Draft, acting: ActingDep) -> PlanState:
    """起草方案."""
    command = partial(
        plans.draft,
        number=body.number,
        title=body.title,
        unit=body.unit,
        opinion_ids=body.opinion_ids,
        document_number=body.document_number,
        phases=body.phases,
    )
    return state_of(await acting.begin(body.occurred_on, command, "/plans"))


@router.get("", responses=problems())
def list_plans(
    asking: AskingDep,
    unit: Annotated[Code | None, Query(description="责任单位代码")] = None,
    status: Annotated[PlanStatus | None, Query(description="状态")] = None,
    opinion: Annotated[UUID | None, Query(description="只列回应该意见的方案")] = None,
) -> Listed[PlanRow]:
    """整改方案清单;可查任一天."""
    read = partial(page_of_plans, unit=unit, status=status, opinion=opinion)
    return asking.answer(read, row_of, sort="number")


@router.get("/{plan_id}", responses=problems(404))
def read_plan(plan_id: UUID, system: SystemDep, response: Response) -> PlanState:
    """读取方案."""
    plan = system.store.read(RectificationPlan, plan_id)
    response.headers["ETag"] = etag(plan)
    return state_of(plan)


@router.get("/{plan_id}/timeline", responses=problems(404))
def read_timeline(plan_id: UUID, asking: AskingDep, system: SystemDep) -> Listed[TrailEntry]:
    """方案及其任务、承诺的全部经过."""
    system.store.read(RectificationPlan, plan_id)
    return timeline_of(asking, system, plan_id)


@router.post("/{plan_id}/measures", responses=ACT_PROBLEMS)
async def add_measure(
    plan_id: UUID, body: AddMeasure, acting: ActingDep, expected: ExpectedVersion
) -> PlanState:
    """列入措施."""
    measure = body.measure(body.no)
    command = partial(plans.add_measure, plan_id=plan_id, expected=expected, measure=measure)
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{plan_id}/measures/{no}/revisions", responses=ACT_PROBLEMS)
async def revise_measure(
    plan_id: UUID,
    no: MeasureNo,
    body: ReviseMeasure,
    acting: ActingDep,
    expected: ExpectedVersion,
) -> PlanState:
    """修改起草中的措施;原有的要素免除随之失效."""
    command = partial(
        plans.revise_measure, plan_id=plan_id, expected=expected, measure=body.measure(no)
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{plan_id}/measures/{no}/removals", responses=ACT_PROBLEMS)
async def remove_measure(
    plan_id: UUID,
    no: MeasureNo,
    body: GiveReason,
    acting: ActingDep,
    expected: ExpectedVersion,
) -> PlanState:
    """删去起草中的措施."""
    command = partial(
        plans.remove_measure, plan_id=plan_id, expected=expected, no=no, reason=body.reason
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{plan_id}/opinion-waivers", responses=ACT_PROBLEMS)
async def waive_opinion(
    plan_id: UUID, body: WaiveOpinion, acting: ActingDep, expected: ExpectedVersion
) -> PlanState:
    """说明对某条意见不予回应的理由."""
    command = partial(
        plans.waive_opinion,
        plan_id=plan_id,
        expected=expected,
        opinion_id=body.opinion_id,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{plan_id}/element-waivers", responses=ACT_PROBLEMS)
async def waive_elements(
    plan_id: UUID, body: WaiveElements, acting: ActingDep, expected: ExpectedVersion
) -> PlanState:
    """免除某项措施缺少的要素(五落实)."""
    command = partial(
        plans.waive_elements,
        plan_id=plan_id,
        expected=expected,
        no=body.no,
        elements=body.elements,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{plan_id}/submissions", responses=ACT_PROBLEMS)
async def submit_plan(
    plan_id: UUID, body: ActBody, acting: ActingDep, expected: ExpectedVersion
) -> PlanState:
    """报送方案;每条意见都有措施回应或者说明理由."""
    command = partial(plans.submit, plan_id=plan_id, expected=expected)
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{plan_id}/approvals", responses=ACT_PROBLEMS)
async def approve_plan(
    plan_id: UUID, body: Approve, acting: ActingDep, expected: ExpectedVersion
) -> PlanState:
    """审定方案;五落实完整或者已说明免除理由."""
    command = partial(plans.approve, plan_id=plan_id, expected=expected, approver=body.approver)
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{plan_id}/rejections", responses=ACT_PROBLEMS)
async def reject_plan(
    plan_id: UUID, body: GiveReason, acting: ActingDep, expected: ExpectedVersion
) -> PlanState:
    """退回修改."""
    command = partial(plans.reject, plan_id=plan_id, expected=expected, reason=body.reason)
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{plan_id}/entries-into-force", responses=ACT_PROBLEMS)
async def put_plan_in_force(
    plan_id: UUID, body: ActBody, acting: ActingDep, expected: ExpectedVersion
) -> PlanState:
    """开始实施;每项措施成为一项整改任务."""
    command = partial(plans.put_in_force, plan_id=plan_id, expected=expected)
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{plan_id}/measures/{no}/amendments", responses=ACT_PROBLEMS)
async def amend_measure(
    plan_id: UUID,
    no: MeasureNo,
    body: AmendMeasure,
    acting: ActingDep,
    expected: ExpectedVersion,
) -> PlanState:
    """调整实施中的措施及其任务;原内容、原期限、原目标保留."""
    command = partial(
        plans.amend_measure,
        plan_id=plan_id,
        expected=expected,
        no=no,
        text=body.text,
        due=body.due,
        target=body.target,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{plan_id}/measures/{no}/cancellations", responses=ACT_PROBLEMS)
async def cancel_measure(
    plan_id: UUID,
    no: MeasureNo,
    body: GiveReason,
    acting: ActingDep,
    expected: ExpectedVersion,
) -> PlanState:
    """取消实施中的措施及其未办结的任务."""
    command = partial(
        plans.cancel_measure, plan_id=plan_id, expected=expected, no=no, reason=body.reason
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{plan_id}/handovers", responses=ACT_PROBLEMS)
async def hand_over_plan(
    plan_id: UUID, body: HandOver, acting: ActingDep, expected: ExpectedVersion
) -> PlanState:
    """移交承接单位;责任单位撤并以后,由人大决定由哪个单位接着负责,原单位牵头的措施一并移交."""
    command = partial(
        plans.hand_over,
        plan_id=plan_id,
        expected=expected,
        unit=body.unit,
        successor=body.successor,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{plan_id}/conclusions", responses=ACT_PROBLEMS)
async def conclude_plan(
    plan_id: UUID, body: ActBody, acting: ActingDep, expected: ExpectedVersion
) -> PlanState:
    """方案办结;其任务均已办结."""
    command = partial(plans.conclude, plan_id=plan_id, expected=expected)
    return state_of(await acting.perform(body.occurred_on, command))


@router.post("/{plan_id}/corrections", responses=ACT_PROBLEMS)
async def correct_plan(
    plan_id: UUID, body: Correct, acting: ActingDep, expected: ExpectedVersion
) -> PlanState:
    """更正某次办理的日期;更正前后都保留."""
    command = partial(
        plans.correct,
        plan_id=plan_id,
        expected=expected,
        corrects=body.corrects,
        now=body.now,
        reason=body.reason,
    )
    return state_of(await acting.perform(body.occurred_on, command))


def row_of(row: Mapping[str, Any]) -> PlanRow:
    """Present a row of the ledger."""
    return PlanRow(
        **{name: row[name] for name in PlanRow.model_fields.keys() & row.keys()},
        id=row["plan_id"],
        status_label=PlanStatus(row["status"]).label,
        elements_total=row["measures"] * len(FiveElement),
    )
