"""How a supervision notice is shown: as it stands, and as a row of the ledger."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from application.projections.notice_ledger import reply_standing
from domain.due import Due
from domain.notice_terms import NoticeKind, NoticeReference, NoticeStatus
from domain.supervision_notice import SupervisionNotice
from domain.urged_item import Subject, SubjectKind
from domain.warning_scale import WarningTrigger


class _Shown(BaseModel):
    id: UUID = Field(description="督办通知标识")
    number: str = Field(description="督办通知编号", examples=["DB-2015-1"])
    kind: NoticeKind = Field(description="督办方式", examples=["supervision_notice"])
    kind_label: str = Field(description="督办方式名称", examples=["督办通知单"])
    colour: str = Field(description="预警颜色", examples=["红"])
    trigger: WarningTrigger = Field(description="督办事由", examples=["overdue"])
    trigger_label: str = Field(description="督办事由名称", examples=["逾期"])
    unit: str = Field(description="被督办单位代码", examples=["SLJ"])
    competent_body: str | None = Field(
        description="受理约谈、通报建议的有权机关代码", examples=[None]
    )
    issued_by: str = Field(description="签发单位代码", examples=["RDB"])
    issued_on: date = Field(description="签发日期", examples=["2015-06-30"])
    demand: str = Field(description="督办要求", examples=["十日内报送办理情况"])
    signer: str = Field(description="签发人", examples=["主任甲"])
    status: NoticeStatus = Field(description="状态", examples=["responded"])
    status_label: str = Field(description="状态名称", examples=["已回复"])
    acknowledged_on: date | None = Field(description="签收日期", examples=["2015-07-01"])
    responded_on: date | None = Field(description="回复日期", examples=["2015-07-08"])
    response: str | None = Field(description="回复内容", examples=["七月底前完成"])
    lifted_on: date | None = Field(description="解除日期", examples=[None])
    lifted_because: str | None = Field(description="解除的理由", examples=[None])
    escalated_on: date | None = Field(description="升级日期", examples=[None])


class NoticeState(_Shown):
    """A supervision notice as it stands."""

    version: int = Field(description="版本,即ETag", examples=[3])
    subject: Subject = Field(description="所督办的事项,连同签发时的期限")
    subject_label: str = Field(description="所督办的是什么", examples=["任务"])
    reply_due: Due = Field(description="回复期限,或者未定时限", examples=[{"on": "2015-07-10"}])
    refers_to: NoticeReference | None = Field(description="由哪一份督办通知升级而来")
    escalated_to: NoticeReference | None = Field(description="升级为哪一份督办通知")


class NoticeRow(_Shown):
    """A supervision notice as it stood on the day asked for."""

    subject_kind: SubjectKind = Field(description="所督办的是什么", examples=["task"])
    subject_label: str = Field(description="所督办的是什么(名称)", examples=["任务"])
    subject_id: UUID = Field(description="事项标识")
    subject_number: str = Field(description="事项编号", examples=["RW-2015-1"])
    subject_due: date | None = Field(description="签发时的原期限", examples=["2015-06-25"])
    subject_days_overdue: int | None = Field(
        description="签发时事项的逾期天数;没有期限的为空", examples=[5]
    )
    reply_due: date | None = Field(description="回复期限(含当日)", examples=["2015-07-10"])
    reply_days_overdue: int = Field(description="回复逾期天数", examples=[0])
    refers_to: UUID | None = Field(description="由哪一份督办通知升级而来", examples=[None])
    refers_to_number: str | None = Field(description="该通知的编号", examples=[None])
    escalated_to: UUID | None = Field(description="升级为哪一份督办通知", examples=[None])
    escalated_to_number: str | None = Field(description="该通知的编号", examples=[None])


def row_of(row: Mapping[str, Any]) -> NoticeRow:
    """Present a row of the ledger."""
    shown = {
        **row,
        **reply_standing(row)._asdict(),
        "id": row["notice_id"],
        "kind_label": NoticeKind(row["kind"]).label,
        "trigger_label": WarningTrigger(row["trigger"]).label,
        "status_label": NoticeStatus(row["status"]).label,
        "subject_label": SubjectKind(row["subject_kind"]).label,
    }
    return NoticeRow.model_validate({name: shown[name] for name in NoticeRow.model_fields})


def state_of(notice: SupervisionNotice) -> NoticeState:
    """Present a notice."""
    ended_on = notice.date_of(notice.ended_in)
    lifted = notice.status is NoticeStatus.LIFTED
    return NoticeState(
        id=notice.id,
        version=notice.version,
        number=notice.number,
        kind=notice.kind,
        kind_label=notice.kind.label,
        colour=notice.colour,
        trigger=notice.trigger,
        trigger_label=notice.trigger.label,
        subject=notice.subject,
        subject_label=notice.subject.kind.label,
        unit=notice.unit,
        competent_body=notice.competent_body,
        issued_by=notice.issued_by,
        issued_on=notice.issued_on,
        demand=notice.demand,
        reply_due=notice.reply_due,
        signer=notice.signer,
        refers_to=notice.refers_to,
        status=notice.status,
        status_label=notice.status.label,
        acknowledged_on=notice.date_of(notice.acknowledged_in),
        responded_on=notice.date_of(notice.responded_in),
        response=notice.response,
        lifted_on=ended_on if lifted else None,
        lifted_because=notice.lifted_because,
        escalated_on=None if lifted else ended_on,
        escalated_to=notice.escalated_to,
    )
