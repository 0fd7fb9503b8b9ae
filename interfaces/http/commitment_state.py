"""How a public commitment is shown: as it stands, and as a row of the ledger."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from application.projections.commitment_ledger import keeping
from domain.commitment import Commitment
from domain.commitment_state import CommitmentStatus, Fulfilment, FulfilmentResult
from domain.due import Due
from domain.evidence import Evidence
from domain.measure import Target
from domain.opinion_terms import Satisfaction
from interfaces.http.deadline_state import due_label
from interfaces.http.handovers import HandoverState, handover_state


class FollowUpState(BaseModel):
    """What somebody concerned said of the result."""

    satisfaction: Satisfaction = Field(description="满意程度", examples=["satisfied"])
    satisfaction_label: str = Field(description="满意程度名称", examples=["满意"])
    note: str = Field(description="回访情况", examples=["室温达标"])
    made_on: date = Field(description="回访日期", examples=["2011-12-20"])


class FulfilmentState(BaseModel):
    """One claim that the commitment was kept, and what came of it."""

    fulfilled_on: date = Field(description="申报的兑现日期", examples=["2011-11-15"])
    claimed_on: date = Field(description="申报日期", examples=["2011-11-18"])
    evidence: list[Evidence] = Field(description="佐证材料")
    result: FulfilmentResult | None = Field(
        description="核验结果;未核验为空", examples=["fulfilled"]
    )
    result_label: str | None = Field(description="核验结果名称", examples=["兑现"])
    note: str | None = Field(description="核验情况", examples=["入户抽测20户,全部达标"])
    verified_on: date | None = Field(description="核验日期", examples=["2011-11-25"])
    published_on: date | None = Field(description="践诺公示日期", examples=["2011-12-01"])
    follow_ups: list[FollowUpState] = Field(description="历次回访")


class CommitmentState(BaseModel):
    """A commitment as it stands."""

    id: UUID = Field(description="承诺标识")
    version: int = Field(description="版本,即ETag", examples=[4])
    number: str = Field(description="承诺编号", examples=["CN-2011-1"])
    unit: str = Field(description="承诺单位代码;已经移交的为承接单位", examples=["JSJ"])
    handovers: list[HandoverState] = Field(description="历次移交承接单位")
    text: str = Field(description="承诺内容", examples=["供暖期内集中供暖达标"])
    quantified: Target | None = Field(description="量化指标")
    due: Due = Field(description="现行时限,或者未定时限", examples=[{"on": "2011-11-15"}])
    due_label: str = Field(description="现行时限(文字)", examples=["2011-11-15"])
    original_due: Due = Field(description="最初的时限", examples=[{"on": "2011-11-15"}])
    opinion_ids: list[UUID] = Field(description="所回应的意见")
    plan_id: UUID | None = Field(description="所属整改方案")
    status: CommitmentStatus = Field(description="状态", examples=["published"])
    status_label: str = Field(description="状态名称", examples=["已公开,践诺中"])
    waiver: str | None = Field(description="免予量化的理由", examples=[None])
    drafted_on: date = Field(description="起草日期", examples=["2011-04-01"])
    filing_number: str | None = Field(description="备案号", examples=["建监备〔2011〕3号"])
    channel: str | None = Field(description="现行内容的公开渠道", examples=["区电视台"])
    published_on: date | None = Field(description="公开日期", examples=["2011-04-28"])
    withdrawn_on: date | None = Field(description="撤回日期", examples=[None])
    result: FulfilmentResult | None = Field(
        description="现行核验结果;回访不满意的不再成立", examples=["fulfilled"]
    )
    result_label: str | None = Field(description="现行核验结果名称", examples=["兑现"])
    fulfilled_on: date | None = Field(description="经核验的兑现日期", examples=["2011-11-15"])
    must_be_kept_again: bool = Field(
        description="是否因回访不满意须重新兑现而尚未再次申报", examples=[False]
    )
    fulfilments: list[FulfilmentState] = Field(description="历次兑现")


class CommitmentRow(BaseModel):
    """A commitment as it stood on the day asked for."""

    id: UUID = Field(description="承诺标识")
    number: str = Field(description="承诺编号", examples=["CN-2011-1"])
    unit: str = Field(description="承诺单位代码", examples=["JSJ"])
    text: str = Field(description="承诺内容", examples=["供暖期内集中供暖达标"])
    quantified: bool = Field(description="是否量化", examples=[True])
    due: date | None = Field(description="现行时限(含当日)", examples=["2011-11-15"])
    due_label: str = Field(description="现行时限(文字)", examples=["未定时限"])
    due_provisional: bool = Field(
        description="时限是否暂定:所依据的年度节假日安排尚未公布", examples=[False]
    )
    original_due: date | None = Field(description="最初的时限", examples=["2011-11-15"])
    opinion_ids: list[UUID] = Field(description="所回应的意见")
    plan_id: UUID | None = Field(description="所属整改方案")
    status: CommitmentStatus = Field(description="状态", examples=["published"])
    status_label: str = Field(description="状态名称", examples=["已公开,践诺中"])
    is_breached: bool = Field(description="是否逾期未兑现", examples=[False])
    days_late: int = Field(description="逾期天数,或者兑现时逾期的天数", examples=[0])
    drafted_on: date = Field(description="起草日期", examples=["2011-04-01"])
    filed_on: date | None = Field(description="备案日期", examples=["2011-04-21"])
    filing_number: str | None = Field(description="备案号", examples=["建监备〔2011〕3号"])
    published_on: date | None = Field(description="公开日期", examples=["2011-04-28"])
    channel: str | None = Field(description="公开渠道", examples=["区电视台"])
    claimed_on: date | None = Field(description="最近申报兑现日期", examples=["2011-11-18"])
    fulfilled_on: date | None = Field(description="经核验的兑现日期", examples=["2011-11-15"])
    verified_on: date | None = Field(description="最近核验日期", examples=["2011-11-25"])
    result: FulfilmentResult | None = Field(description="现行核验结果", examples=["fulfilled"])
    result_label: str | None = Field(description="现行核验结果名称", examples=["兑现"])
    result_published_on: date | None = Field(description="践诺公示日期", examples=["2011-12-01"])
    followed_up_on: date | None = Field(description="最近回访日期", examples=["2011-12-20"])
    follow_up_satisfaction: Satisfaction | None = Field(
        description="最近回访的满意程度", examples=["satisfied"]
    )
    withdrawn_on: date | None = Field(description="撤回日期", examples=[None])


def row_of(row: Mapping[str, Any]) -> CommitmentRow:
    """Present a row of the ledger."""
    shown = {
        **row,
        **keeping(row)._asdict(),
        "id": row["commitment_id"],
        "status_label": CommitmentStatus(row["status"]).label,
        "result_label": _label(row["result"] and FulfilmentResult(row["result"])),
        "due_label": due_label(row["due"], provisional=row["due_provisional"]),
    }
    return CommitmentRow.model_validate({name: shown[name] for name in CommitmentRow.model_fields})


def state_of(commitment: Commitment) -> CommitmentState:
    """Present a commitment."""
    return CommitmentState(
        id=commitment.id,
        version=commitment.version,
        number=commitment.number,
        unit=commitment.unit,
        handovers=[handover_state(commitment, each) for each in commitment.handovers],
        text=commitment.text,
        quantified=commitment.quantified,
        due=commitment.due,
        due_label=due_label(commitment.due.on, provisional=commitment.due.provisional),
        original_due=commitment.original_due,
        opinion_ids=commitment.opinion_ids,
        plan_id=commitment.plan_id,
        status=commitment.status,
        status_label=commitment.status.label,
        waiver=commitment.waiver,
        drafted_on=commitment.dates[0],
        filing_number=commitment.filing_number,
        channel=commitment.channel,
        published_on=_day_of(commitment, commitment.published_in),
        withdrawn_on=_day_of(commitment, commitment.withdrawn_in),
        result=commitment.result,
        result_label=_label(commitment.result),
        fulfilled_on=commitment.fulfilled_on,
        must_be_kept_again=commitment.reopened,
        fulfilments=[_fulfilment(commitment, each) for each in commitment.fulfilments],
    )


def _fulfilment(commitment: Commitment, fulfilment: Fulfilment) -> FulfilmentState:
    return FulfilmentState(
        fulfilled_on=fulfilment.fulfilled_on,
        claimed_on=commitment.date_of(fulfilment.claimed_in),
        evidence=fulfilment.evidence,
        result=fulfilment.result,
        result_label=_label(fulfilment.result),
        note=fulfilment.note,
        verified_on=_day_of(commitment, fulfilment.verified_in),
        published_on=_day_of(commitment, fulfilment.published_in),
        follow_ups=[
            FollowUpState(
                satisfaction=follow_up.satisfaction,
                satisfaction_label=follow_up.satisfaction.label,
                note=follow_up.note,
                made_on=commitment.date_of(follow_up.made_in),
            )
            for follow_up in fulfilment.follow_ups
        ],
    )


def _day_of(commitment: Commitment, version: int | None) -> date | None:
    return None if version is None else commitment.date_of(version)


def _label(result: FulfilmentResult | None) -> str | None:
    return result and result.label
