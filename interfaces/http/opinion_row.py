"""How an opinion is shown as a row of the list."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from domain.opinion_terms import (
    OpinionKind,
    OpinionStatus,
    ResultClass,
    Satisfaction,
    SourceChannel,
)


class OpinionRow(BaseModel):
    """An opinion as it stood on the day asked for."""

    opinion_id: UUID = Field(description="意见标识")
    number: str = Field(description="意见编号", examples=["2015-01"])
    kind: OpinionKind = Field(description="类别", examples=["deputy_suggestion"])
    kind_label: str = Field(description="类别名称", examples=["代表建议、批评和意见"])
    title: str = Field(description="标题", examples=["关于硬化通村道路的建议"])
    source_document: str | None = Field(
        description="来源文件文号", examples=["丹竹人发〔2015〕4号"]
    )
    issuer: str = Field(description="提出或者制发意见的单位代码", examples=["RDB"])
    channel: SourceChannel = Field(description="来源渠道", examples=["meeting"])
    raised_on: date = Field(description="提出日期", examples=["2015-01-20"])
    lead_deputy: str | None = Field(description="领衔代表", examples=["代表甲"])
    co_signers: list[str] = Field(description="附议代表", examples=[["代表乙"]])
    is_key: bool = Field(description="是否重点督办", examples=[False])
    status: OpinionStatus = Field(description="状态", examples=["in_handling"])
    status_label: str = Field(description="状态名称", examples=["办理中"])
    formed_on: date | None = Field(description="形成日期", examples=["2015-03-01"])
    not_admitted_on: date | None = Field(description="不予受理日期", examples=[None])
    first_referred_on: date | None = Field(description="首次交办日期", examples=["2015-03-25"])
    referred_on: date | None = Field(
        description="现行交办日期;退办后尚未重新交办的为空", examples=["2015-03-25"]
    )
    referral_letter: str | None = Field(description="交办函文号", examples=["丹竹人交〔2015〕1号"])
    lead_unit: str | None = Field(
        description="主办单位代码;分办的为首列单位,全部见lead_units", examples=["JTJ"]
    )
    lead_units: list[str] = Field(description="全部主办单位代码", examples=[["JTJ"]])
    co_units: list[str] = Field(description="协办单位代码", examples=[["JYJ"]])
    due: date | None = Field(description="现行期限", examples=["2015-06-25"])
    due_label: str | None = Field(
        description="现行期限(文字);未交办的为空", examples=["2015-06-25"]
    )
    undated: bool = Field(description="是否未定时限", examples=[False])
    due_provisional: bool = Field(
        description="期限是否暂定:所跨年度的节假日安排尚未公布", examples=[False]
    )
    paused_since: date | None = Field(
        description="因请求说明停止计算期限的起始日期", examples=[None]
    )
    profile: str | None = Field(description="所依规则方案的版本", examples=["RDB第1版"])
    original_due: date | None = Field(description="交办时的期限", examples=["2015-06-25"])
    days_overdue: int = Field(
        description="逾期天数:截至所查日期,已办结的截至办理完成日期", examples=[0]
    )
    days_left: int | None = Field(
        description="剩余天数,期限当日为0;未定时限或者已了结的为空", examples=[30]
    )
    acknowledged_on: date | None = Field(description="签收日期", examples=["2015-03-26"])
    consulted_on: date | None = Field(description="首次面商日期", examples=["2015-05-20"])
    round: int = Field(description="第几轮;未交办为0", examples=[1])
    first_replied_on: date | None = Field(description="首次答复日期", examples=["2015-06-20"])
    first_reply_due: date | None = Field(description="首次答复时的期限", examples=["2015-06-25"])
    last_replied_on: date | None = Field(description="最近答复日期", examples=["2015-06-20"])
    reply_document: str | None = Field(description="最近答复文号", examples=["农机函〔2015〕9号"])
    first_class: ResultClass | None = Field(description="首次答复类别", examples=["A"])
    current_class: ResultClass | None = Field(description="现类别", examples=["A"])
    first_satisfaction: Satisfaction | None = Field(
        description="第一轮满意度", examples=["satisfied"]
    )
    last_satisfaction: Satisfaction | None = Field(
        description="最近一轮满意度", examples=["satisfied"]
    )
    return_requests: int = Field(description="申请退办次数", examples=[0])
    returns_accepted: int = Field(description="同意退办次数", examples=[0])
    extensions: int = Field(description="延期次数", examples=[0])
    rehandlings: int = Field(description="重新办理次数", examples=[0])
    tracking_since: date | None = Field(description="本轮转入跟踪办理日期", examples=[None])
    closed_on: date | None = Field(description="现行办结日期", examples=["2015-07-20"])
    first_closed_on: date | None = Field(description="首次办结日期", examples=["2015-07-20"])
    completed_on: date | None = Field(description="办理完成日期", examples=["2015-06-18"])
    look_backs: int = Field(description="回头看次数", examples=[0])
    recurrences: int = Field(description="回头看后重新启动的次数", examples=[0])
    opened_again_on: date | None = Field(description="最近重新启动日期", examples=[None])
    merged_into: UUID | None = Field(description="并入的意见")
    withdrawn_on: date | None = Field(description="撤回日期", examples=[None])


def row_of(row: Mapping[str, Any]) -> OpinionRow:
    """Present a row of the list."""
    labels = {
        "kind_label": OpinionKind(row["kind"]).label,
        "status_label": OpinionStatus(row["status"]).label,
    }
    return OpinionRow.model_validate({**row, **labels})
