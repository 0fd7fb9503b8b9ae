"""How a personal record is shown: as it stands, and as a row of the ledger. Never with a name."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from domain.personal_data import PersonalRecord
from domain.personal_data_terms import (
    ErasureGround,
    ProcessingBasis,
    RecordStatus,
    RefusalGround,
    Retention,
)


class _Shown(BaseModel):
    id: UUID = Field(description="档案标识")
    subject: UUID = Field(description="个人标识,与姓名无关")
    purpose: str = Field(description="处理目的", examples=["办理代表建议"])
    basis: ProcessingBasis = Field(description="处理依据", examples=["statutory_duty"])
    basis_label: str = Field(
        description="处理依据名称", examples=["为履行法定职责或者法定义务所必需"]
    )
    retention: Retention = Field(description="保管期限")
    retention_label: str = Field(description="保管期限名称", examples=["定期10年(至2035-12-31)"])
    status: RecordStatus = Field(description="状态", examples=["erasure_requested"])
    status_label: str = Field(description="状态名称", examples=["已申请删除"])
    opened_on: date = Field(description="建档日期", examples=["2025-03-25"])
    requested_by: str | None = Field(description="最近一次删除申请的申请人", examples=["经办人甲"])
    ground: ErasureGround | None = Field(description="申请删除的情形", examples=["purpose_met"])
    ground_label: str | None = Field(
        description="申请删除的情形名称", examples=["处理目的已实现、无法实现或者不再必要"]
    )
    document: str | None = Field(description="申请文书编号", examples=["丹人办申〔2035〕3号"])


class RecordState(_Shown):
    """A personal record as it stands."""

    version: int = Field(description="版本,即ETag", examples=[2])


class RecordRow(_Shown):
    """A personal record as it stood on the day asked for."""

    restricted_on: date | None = Field(description="限制处理日期", examples=[None])
    requested_on: date | None = Field(description="申请删除日期", examples=["2035-03-02"])
    decided_by: str | None = Field(description="审批人", examples=[None])
    decided_on: date | None = Field(description="审批日期", examples=[None])
    refusal_ground: RefusalGround | None = Field(description="不删除的理由", examples=[None])
    refusal_label: str | None = Field(description="不删除的理由名称", examples=[None])
    erased_on: date | None = Field(description="删除日期", examples=[None])


class FoundPerson(BaseModel):
    """Whom a name stands for, and the record about that person."""

    subject: UUID = Field(description="个人标识,与姓名无关")
    record: RecordState | None = Field(description="个人信息档案;尚未建档的为空")


def state_of(record: PersonalRecord) -> RecordState:
    """Present a record."""
    return RecordState(
        id=record.id,
        version=record.version,
        subject=record.subject,
        purpose=record.purpose,
        basis=record.basis,
        basis_label=record.basis.label,
        retention=record.retention,
        retention_label=record.retention.label,
        status=record.status,
        status_label=record.status.label,
        opened_on=record.dates[0],
        requested_by=record.requested_by,
        ground=record.ground,
        ground_label=record.ground and record.ground.label,
        document=record.document,
    )


def found(subject: UUID, record: PersonalRecord | None) -> FoundPerson:
    """Present whom a name stands for."""
    return FoundPerson(subject=subject, record=record and state_of(record))


def row_of(row: Mapping[str, Any]) -> RecordRow:
    """Present a row of the ledger."""
    retention = Retention(kept_as=row["kept_as"], until=row["retention_until"])
    ground, refusal = row["ground"], row["refusal_ground"]
    shown = {
        **row,
        "id": row["record_id"],
        "basis_label": ProcessingBasis(row["basis"]).label,
        "retention": retention,
        "retention_label": retention.label,
        "status_label": RecordStatus(row["status"]).label,
        "ground_label": ground and ErasureGround(ground).label,
        "refusal_label": refusal and RefusalGround(refusal).label,
    }
    return RecordRow.model_validate({name: shown[name] for name in RecordRow.model_fields})
