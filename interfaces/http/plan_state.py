"""How a rectification plan is shown: its measures with every field, and what is still missing."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, Field

from domain.due import Due
from domain.measure import (
    FiveElement,
    HandlingType,
    Measure,
    Phase,
    Responsibility,
    SubAction,
    Target,
    filled_elements,
)
from domain.measure_list import MeasureList
from domain.plan_status import PlanStatus
from domain.rectification_plan import RectificationPlan
from interfaces.http.handovers import HandoverState, handover_state


class ElementState(BaseModel):
    """One of the five elements of a measure."""

    element: FiveElement = Field(description="要素", examples=["fund"])
    label: str = Field(description="要素名称", examples=["资金"])
    filled: bool = Field(description="是否已落实", examples=[False])
    waived_because: str | None = Field(description="免除的理由;未免除为空", examples=["无需资金"])


class MeasureState(BaseModel):
    """A measure as it reads now."""

    no: int = Field(description="措施序号", examples=[1])
    text: str = Field(description="措施内容", examples=["完善教学常规管理制度"])
    sub_actions: list[SubAction] = Field(description="子措施")
    responsibility: Responsibility = Field(description="责任领导、责任处室、牵头单位和责任人员")
    target: Target | None = Field(description="量化目标")
    fund: str | None = Field(description="资金来源", examples=["无需资金"])
    due: Due = Field(description="办理期限,或者未定时限", examples=[{"on": "2014-12-31"}])
    handling: HandlingType = Field(description="整改类型", examples=["immediate"])
    handling_label: str = Field(description="整改类型名称", examples=["立行立改"])
    review_on: date | None = Field(description="长期整改的复查日期", examples=["2015-06-30"])
    answers: list[UUID] = Field(description="所回应的意见")
    safety_hazard: bool = Field(description="是否消除安全隐患", examples=[False])
    elements: list[ElementState] = Field(description="五落实逐项情况")
    elements_filled: int = Field(description="已落实的要素数", examples=[3])
    elements_total: int = Field(description="要素总数", examples=[5])


class CoverageOfOpinion(BaseModel):
    """What the plan has for one of its opinions."""

    opinion_id: UUID = Field(description="意见标识")
    measures: list[int] = Field(description="回应该意见的有效措施序号", examples=[[1, 3]])
    waived_because: str | None = Field(description="不予回应的理由;未说明为空", examples=[None])


class AmendmentState(BaseModel):
    """A change of a measure in force; what did not change is empty."""

    no: int = Field(description="措施序号", examples=[1])
    occurred_on: date = Field(description="调整日期", examples=["2014-11-20"])
    reason: str = Field(description="调整原因", examples=["设备到货推迟"])
    text: str | None = Field(description="调整后的内容")
    former_text: str | None = Field(description="原内容")
    due: Due | None = Field(description="调整后的期限")
    former_due: Due | None = Field(description="原期限")
    target: Target | None = Field(description="调整后的量化目标")
    former_target: Target | None = Field(description="原量化目标")


class PlanState(BaseModel):
    """A rectification plan as it stands."""

    id: UUID = Field(description="方案标识")
    version: int = Field(description="版本,即ETag", examples=[6])
    number: str = Field(description="方案编号", examples=["ZG-2014-1"])
    title: str = Field(description="方案名称", examples=["工作评议整改方案"])
    unit: str = Field(description="责任单位代码;已经移交的为承接单位", examples=["ZX"])
    handovers: list[HandoverState] = Field(description="历次移交承接单位")
    document_number: str | None = Field(description="发文字号", examples=["丹竹人发〔2014〕4号"])
    status: PlanStatus = Field(description="状态", examples=["in_force"])
    status_label: str = Field(description="状态名称", examples=["实施中"])
    drafted_on: date = Field(description="起草日期", examples=["2014-09-05"])
    approver: str | None = Field(description="审定人", examples=["镇人大主席"])
    phases: list[Phase] = Field(description="实施阶段")
    measures: list[MeasureState] = Field(description="有效措施")
    cancelled_measures: list[MeasureState] = Field(description="已取消的措施")
    opinions: list[CoverageOfOpinion] = Field(description="应回应的意见及回应情况")
    amendments: list[AmendmentState] = Field(description="措施的历次调整")
    elements_filled: int = Field(description="有效措施已落实的要素数", examples=[9])
    elements_total: int = Field(description="有效措施的要素总数", examples=[15])
    warnings: list[str] = Field(description="提示:已受理但看来有异的日期")


def state_of(plan: RectificationPlan) -> PlanState:
    """Present a plan."""
    listed = plan.measure_list
    filled, total = plan.five_elements()
    return PlanState(
        id=plan.id,
        version=plan.version,
        number=plan.number,
        title=plan.title,
        unit=plan.unit,
        handovers=[handover_state(plan, each) for each in plan.handovers],
        document_number=plan.document_number,
        status=plan.status,
        status_label=plan.status.label,
        drafted_on=plan.dates[0],
        approver=plan.approver,
        phases=plan.phases,
        measures=[_measure(listed, measure) for measure in listed.live],
        cancelled_measures=[_measure(listed, measure) for measure in listed.cancelled],
        opinions=_opinions(plan),
        amendments=[_amendment(plan, change) for change in plan.amendments],
        elements_filled=filled,
        elements_total=total,
        warnings=plan.warnings,
    )


def _measure(listed: MeasureList, measure: Measure) -> MeasureState:
    facts = {name: getattr(measure, name) for name in Measure.model_fields}
    elements = _elements(listed, measure)
    return MeasureState(
        **facts,
        handling_label=measure.handling.label,
        elements=elements,
        elements_filled=sum(element.filled for element in elements),
        elements_total=len(elements),
    )


def _elements(listed: MeasureList, measure: Measure) -> list[ElementState]:
    filled = filled_elements(measure)
    waived = {
        element: waiver.reason
        for waiver in listed.element_waivers
        if waiver.no == measure.no
        for element in waiver.elements
    }
    return [
        ElementState(
            element=element,
            label=element.label,
            filled=element in filled,
            waived_because=waived.get(element),
        )
        for element in FiveElement
    ]


def _opinions(plan: RectificationPlan) -> list[CoverageOfOpinion]:
    waived = {w.opinion_id: w.reason for w in plan.measure_list.opinion_waivers}
    return [
        CoverageOfOpinion(
            opinion_id=opinion_id,
            measures=plan.coverage(opinion_id),
            waived_because=waived.get(opinion_id),
        )
        for opinion_id in plan.opinion_ids
    ]


def _amendment(
    plan: RectificationPlan, change: RectificationPlan.MeasureAmended
) -> AmendmentState:
    return AmendmentState(
        no=change.no,
        occurred_on=plan.dates[change.originator_version - 1],
        reason=change.reason,
        text=change.text,
        former_text=change.former_text,
        due=change.due,
        former_due=change.former_due,
        target=change.target,
        former_target=change.former_target,
    )
