"""What an act on a personal record states."""

from pydantic import BaseModel, ConfigDict, Field

from domain.personal_data_terms import ErasureGround, ProcessingBasis, RefusalGround, Retention
from domain.text import DocumentNumber, Name, Reason, Title
from interfaces.http.acting import ActBody

TEN_YEARS = {"kept_as": "ten_years", "until": "2035-12-31"}


class NamedPerson(BaseModel):
    """按姓名查找."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name = Field(
        description="办理记录中所写的姓名;同名的按记录中的写法,如王伟(女)", examples=["王伟"]
    )


class OpenRecord(ActBody):
    """建立个人信息档案."""

    name: Name = Field(description="办理记录中所写的姓名;只用来找人,不写进记录", examples=["王伟"])
    purpose: Title = Field(description="处理目的,不写姓名", examples=["办理代表建议"])
    basis: ProcessingBasis = Field(description="处理依据", examples=["statutory_duty"])
    retention: Retention = Field(
        description="保管期限及其最后一日;永久保管的最后一日为空", examples=[TEN_YEARS]
    )


class ReclassifyRecord(ActBody):
    """调整保管期限."""

    retention: Retention = Field(description="新的保管期限", examples=[TEN_YEARS])
    reason: Reason = Field(description="依据或原因,不写姓名", examples=["档案保管期限表修订"])


class RestrictRecord(ActBody):
    """限制处理."""

    reason: Reason = Field(
        description="依据或原因,不写姓名", examples=["本人提出异议,核实期间限制处理"]
    )


class LiftRestriction(ActBody):
    """解除限制处理."""

    reason: Reason = Field(description="依据或原因,不写姓名", examples=["异议已经核实"])


class RequestErasure(ActBody):
    """申请删除."""

    ground: ErasureGround = Field(
        description="应当删除的情形(个人信息保护法第四十七条)", examples=["purpose_met"]
    )
    document: DocumentNumber = Field(
        description="本人申请或者依职权删除的文书编号", examples=["丹人办申〔2035〕3号"]
    )
    reason: Reason = Field(description="具体情况,不写姓名", examples=["建议已经办结"])


class RefuseErasure(ActBody):
    """不批准删除."""

    ground: RefusalGround = Field(
        description="不删除的理由;保存期限未届满、技术上难以实现的,今后只存储,不作其他处理",
        examples=["retention_not_over"],
    )
    reason: Reason = Field(description="具体情况,不写姓名", examples=["保存期限至2035年底"])
