"""What an act on a public commitment states."""

from collections.abc import Callable
from functools import partial
from typing import Literal
from uuid import UUID

from pydantic import Field

from application.commands import commitments
from application.work import Work
from domain.commitment import Commitment
from domain.commitment_state import FulfilmentResult
from domain.evidence import Evidence
from domain.measure import OpinionIds, Target
from domain.model import BusinessDate
from domain.opinion_terms import Satisfaction
from domain.text import Code, DocumentNumber, Name, Reason, Wording
from interfaces.http.acting import ActBody
from interfaces.http.due_bodies import DUE_TEXT, StatedDeadline
from interfaces.http.list_lengths import MOST_LISTED

Command = Callable[[Work], Commitment]

OPINION = "0b8e1f1c-6f0e-5a5e-9a3f-2f1f6f6f7a10"
TARGET = {"text": "室温不低于18度", "unit_of_measure": "度", "minimum": "18"}
EVIDENCE = {
    "name": "测温记录.pdf",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "size": 204800,
    "media_type": "application/pdf",
    "effective_on": "2011-11-20",
}


class DraftCommitment(ActBody):
    """起草承诺."""

    number: Code = Field(description="承诺编号,不能重复", examples=["CN-2011-1"])
    unit: Code = Field(description="承诺单位代码", examples=["JSJ"])
    text: Wording = Field(description="承诺内容", examples=["供暖期内集中供暖达标"])
    quantified: Target | None = Field(
        default=None,
        description="量化指标:内容、计量单位、下限、上限(至少填写一个界限)",
        examples=[TARGET],
    )
    due: StatedDeadline = Field(
        description=f"承诺时限,{DUE_TEXT}",
        examples=[{"on": "2011-11-15"}],
    )
    opinion_ids: OpinionIds = Field(
        default=(),
        description="所回应的意见;每件意见上同时登记关联",
        examples=[[OPINION]],
        max_length=MOST_LISTED,
    )
    plan_id: UUID | None = Field(default=None, description="所属整改方案", examples=[OPINION])


class ReviewCommitment(ActBody):
    """审定承诺."""

    waiver: Reason | None = Field(
        default=None,
        description="没有量化指标或者时限而予以通过的理由",
        examples=["属于服务态度,不宜量化"],
    )


class FileCommitment(ActBody):
    """备案."""

    filing_number: DocumentNumber = Field(description="备案号", examples=["建监备〔2011〕3号"])


class PublishCommitment(ActBody):
    """公开承诺."""

    channel: Name = Field(description="公开渠道", examples=["区电视台"])


class AmendCommitment(ActBody):
    """变更承诺;只填需要变更的内容."""

    text: Wording | None = Field(
        default=None, description="变更后的内容", examples=["供暖期内室温达标"]
    )
    due: StatedDeadline | None = Field(
        default=None, description=f"变更后的时限,{DUE_TEXT}", examples=[{"on": "2011-12-15"}]
    )
    quantified: Target | None = Field(
        default=None, description="变更后的量化指标", examples=[TARGET]
    )
    reason: Reason = Field(description="变更原因", examples=["管网检修延期"])
    channel: Name | None = Field(
        default=None,
        description="变更的公开渠道:已公开的承诺必填,尚未公开的不填",
        examples=["区电视台"],
    )


class ClaimFulfilment(ActBody):
    """申报兑现."""

    fulfilled_on: BusinessDate = Field(description="兑现日期", examples=["2011-11-15"])
    evidence: tuple[Evidence, ...] = Field(
        description="佐证材料,至少一份:文件名、SHA-256摘要值(64位小写十六进制)、"
        "字节数、媒体类型、材料所载日期(可不填)",
        examples=[[EVIDENCE]],
        max_length=MOST_LISTED,
    )


class VerifyCommitment(ActBody):
    """核验."""

    result: FulfilmentResult = Field(
        description="核验结果:兑现、部分兑现、未兑现", examples=["fulfilled"]
    )
    note: Reason = Field(description="核验情况", examples=["入户抽测20户,全部达标"])


class PublishResult(ActBody):
    """践诺公示."""

    channel: Name = Field(description="公示渠道", examples=["区政府网站"])


class RecordContentFollowUp(ActBody):
    """回访:满意或者基本满意."""

    satisfaction: Literal[Satisfaction.SATISFIED, Satisfaction.BASICALLY_SATISFIED] = Field(
        description="满意程度", examples=["satisfied"]
    )
    note: Reason = Field(description="回访情况,不写明受访人", examples=["室温达标"])

    def command(self, commitment_id: UUID, expected: int) -> Command:
        """Return what to do with the commitment."""
        return partial(
            commitments.record_follow_up,
            commitment_id=commitment_id,
            expected=expected,
            satisfaction=self.satisfaction,
            note=self.note,
            reopen_due=None,
        )


class RecordUnhappyFollowUp(ActBody):
    """回访:不满意;承诺须重新兑现."""

    satisfaction: Literal[Satisfaction.DISSATISFIED] = Field(
        description="满意程度", examples=["dissatisfied"]
    )
    note: Reason = Field(description="回访情况,不写明受访人", examples=["夜间停暖"])
    reopen_due: StatedDeadline | None = Field(
        default=None,
        description="填写的,所回应的意见中已办结的按此期限重新启动办理;不填的只作记录",
        examples=[{"on": "2012-01-31"}],
    )

    def command(self, commitment_id: UUID, expected: int) -> Command:
        """Return what to do with the commitment and the opinions it answers."""
        return partial(
            commitments.record_follow_up,
            commitment_id=commitment_id,
            expected=expected,
            satisfaction=self.satisfaction,
            note=self.note,
            reopen_due=self.reopen_due,
        )


class WithdrawCommitment(ActBody):
    """撤回承诺."""

    reason: Reason = Field(description="原因", examples=["职责已划转"])


class CorrectCommitment(ActBody):
    """更正日期."""

    corrects: int = Field(
        description="被更正的是该承诺的第几条记录", examples=[5], ge=1, le=999_999_999
    )
    field: Literal["occurred_on", "fulfilled_on"] = Field(
        description="更正办理日期,或者兑现申报中的兑现日期", examples=["occurred_on"]
    )
    now: BusinessDate = Field(description="更正后的日期", examples=["2011-11-14"])
    reason: Reason = Field(description="更正原因", examples=["原登记日期有误"])
