"""What is sent to draft, publish and end the rules of a congress."""

from typing import Annotated

from pydantic import Field

from domain.model import BusinessDate
from domain.profile_rules import ProfileRules
from domain.text import Code, DocumentNumber, Reason, Title
from interfaces.http.acting import ActBody

CHANGES = {"reply": {"co_unit": {"length": 1, "unit": "month"}}}

Basis = Annotated[list[Title], Field(max_length=20)]


class DraftProfile(ActBody):
    """起草规则方案."""

    title: Title = Field(description="名称", examples=["某县人大常委会意见办理规则"])
    basis: Basis = Field(
        default=[], description="所依据的文件", examples=[["某县人大常委会意见办理办法"]]
    )
    example: str | None = Field(
        default=None, description="以哪个示例方案为起点", examples=["浙江"], max_length=100
    )
    rules: ProfileRules = Field(
        default=ProfileRules(),
        description="与起点不同的规则;起点是示例方案、最近一版,或者法定规则",
        examples=[CHANGES],
    )


class BeginProfile(DraftProfile):
    """起草一个机关的第一份规则方案."""

    congress: Code = Field(
        description="人大常委会或者主席团的单位代码;法定规则为STATUTORY", examples=["RDB"]
    )


class RedraftProfile(ActBody):
    """修改草案;未写明的不变."""

    title: Title | None = Field(default=None, description="新名称", examples=["某县意见办理规则"])
    basis: Basis | None = Field(
        default=None, description="所依据的文件", examples=[["某县人大常委会意见办理办法"]]
    )
    example: str | None = Field(
        default=None, description="改以哪个示例方案为起点", examples=["浙江"], max_length=100
    )
    rules: ProfileRules = Field(
        default=ProfileRules(), description="要改的规则", examples=[CHANGES]
    )


class DiscardDraft(ActBody):
    """放弃草案."""

    reason: Reason = Field(description="原因", examples=["主任会议未通过"])


class PublishProfile(ActBody):
    """公布草案;公布的就是草案."""

    basis_document: DocumentNumber = Field(
        description="公布文件的文号", examples=["某人常〔2026〕5号"]
    )
    valid_from: BusinessDate = Field(description="施行日期", examples=["2026-05-01"])
    valid_until: BusinessDate | None = Field(
        default=None, description="失效日期(含);缺省为长期有效", examples=["2027-12-31"]
    )
    migrate_open_items: bool = Field(
        default=False,
        description="未办结的意见是否改按新规则办理;须自公布当日起施行,可先试算",
        examples=[False],
    )


class EndProfile(ActBody):
    """废止最近一版."""

    valid_until: BusinessDate = Field(description="失效日期(含)", examples=["2027-12-31"])
    reason: Reason = Field(description="原因", examples=["另行制定新规则"])
