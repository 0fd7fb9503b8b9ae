"""Coverage over HTTP: which opinions measures answer, and which nobody has answered yet."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from application.projections.coverage import CoverageState, PlanAnswer, page_of_coverage
from domain.opinion_terms import OpinionStatus
from domain.plan_status import PlanStatus
from domain.text import DocumentNumber
from interfaces.http.asking import AskingDep, Listed
from interfaces.http.problems import problems
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(prefix="/coverage", tags=["措施覆盖"], dependencies=WELL_FORMED)


class MeasureInBrief(BaseModel):
    """A measure that answers the opinion."""

    no: int = Field(description="措施序号", examples=[1])
    text: str = Field(description="措施内容", examples=["完善教学常规管理制度"])


class AnswerOfPlan(BaseModel):
    """What one plan has for the opinion."""

    plan_id: UUID = Field(description="方案标识")
    plan_number: str = Field(description="方案编号", examples=["ZG-2014-1"])
    plan_status: PlanStatus = Field(description="方案状态", examples=["in_force"])
    plan_status_label: str = Field(description="方案状态名称", examples=["实施中"])
    measures: list[MeasureInBrief] = Field(description="回应该意见的有效措施")
    waived_because: str | None = Field(description="不予回应的理由;未说明为空", examples=[None])


class CoverageRow(BaseModel):
    """An opinion, and whether it was answered on the day asked for."""

    opinion_id: UUID = Field(description="意见标识")
    number: str = Field(description="意见编号", examples=["YJ-2014-1"])
    title: str = Field(description="标题", examples=["提高办学质量"])
    status: OpinionStatus = Field(description="意见状态", examples=["in_handling"])
    status_label: str = Field(description="意见状态名称", examples=["办理中"])
    source_document: str | None = Field(description="来源文号", examples=["丹竹人发〔2014〕4号"])
    lead_unit: str | None = Field(description="主办单位代码", examples=["ZX"])
    due: date | None = Field(description="办理期限", examples=["2014-12-31"])
    state: CoverageState = Field(description="回应情况", examples=["uncovered"])
    state_label: str = Field(description="回应情况名称", examples=["尚无措施回应"])
    answers: list[AnswerOfPlan] = Field(description="各方案的措施或者不予回应的理由")


@router.get("", responses=problems())
def list_coverage(
    asking: AskingDep,
    plan: Annotated[
        UUID | None, Query(description="只列该方案应回应的意见,只计该方案的措施")
    ] = None,
    state: Annotated[CoverageState | None, Query(description="回应情况")] = None,
    source_document: Annotated[DocumentNumber | None, Query(description="来源文号")] = None,
) -> Listed[CoverageRow]:
    """已进入办理的意见有无措施回应;可查任一天."""
    read = partial(page_of_coverage, plan=plan, state=state, source_document=source_document)
    return asking.answer(read, row_of, sort="number")


def row_of(row: Mapping[str, Any]) -> CoverageRow:
    """Present an opinion with what answers it."""
    return CoverageRow(
        **{name: row[name] for name in CoverageRow.model_fields.keys() & row.keys() - {"answers"}},
        status_label=OpinionStatus(row["status"]).label,
        state_label=CoverageState(row["state"]).label,
        answers=[_answer(each) for each in row["answers"]],
    )


def _answer(answer: PlanAnswer) -> AnswerOfPlan:
    return AnswerOfPlan(
        plan_id=answer.plan_id,
        plan_number=answer.plan_number,
        plan_status=PlanStatus(answer.plan_status),
        plan_status_label=PlanStatus(answer.plan_status).label,
        measures=[MeasureInBrief(no=no, text=text) for no, text in answer.measures.items()],
        waived_because=answer.waived_because,
    )
