"""What an act on a supervision notice states."""

from collections.abc import Callable
from functools import partial
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from application.commands import notices
from application.commands.notices import About
from application.work import Work
from domain.due import Due
from domain.model import BusinessDate
from domain.notice_terms import NoticeKind, NoticeTerms
from domain.supervision_notice import SupervisionNotice
from domain.text import Code, Name, Reason, Wording
from domain.urged_item import SubjectKind
from domain.warning_scale import WarningTrigger
from interfaces.http.acting import ActBody

Command = Callable[[Work], SupervisionNotice]


class NoticeSubject(BaseModel):
    """所督办的事项."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal[SubjectKind.OPINION, SubjectKind.TASK, SubjectKind.COMMITMENT] = Field(
        description="意见、任务或者承诺", examples=["task"]
    )
    id: UUID = Field(description="事项标识", examples=["0b8e1f1c-6f0e-5a5e-9a3f-2f1f6f6f7a10"])


class _Notice(ActBody):
    number: Code = Field(description="督办通知编号,不能重复", examples=["DB-2015-1"])
    kind: NoticeKind = Field(
        description="督办通知单、重点督办;约谈、通报只记载向有权机关提出的建议",
        examples=["supervision_notice"],
    )
    colour: Name = Field(description="预警颜色,须在本地预警等级之内", examples=["红"])
    trigger: WarningTrigger = Field(
        description="督办事由:临近期限、进度滞后或者质量不高、逾期", examples=["overdue"]
    )
    unit: Code = Field(description="被督办单位代码:责任单位或者其上级单位", examples=["SLJ"])
    competent_body: Code | None = Field(
        default=None,
        description="有权机关代码:约谈、通报必填,其他不填;通知发给该机关,由其依法决定",
        examples=["JWJ"],
    )
    demand: Wording = Field(description="督办要求", examples=["十日内报送办理情况"])
    reply_due: Due = Field(
        description='回复期限,当日计入;未定时限的填{"undated": true}',
        examples=[{"on": "2015-07-10"}],
    )
    signer: Name = Field(description="签发人", examples=["主任甲"])

    @property
    def terms(self) -> NoticeTerms:
        """Return what the notice says."""
        return NoticeTerms(
            number=self.number,
            kind=self.kind,
            colour=self.colour,
            trigger=self.trigger,
            demand=self.demand,
            reply_due=self.reply_due,
            signer=self.signer,
        )


class IssueNotice(_Notice):
    """签发督办通知."""

    subject: NoticeSubject | None = Field(
        default=None, description="所督办的事项;不填的是就该单位的工作督办"
    )

    def command(self) -> Command:
        """Return what to do."""
        return partial(
            notices.issue,
            terms=self.terms,
            about=About(self.subject.kind, self.subject.id) if self.subject else None,
            unit=self.unit,
            competent_body=self.competent_body,
        )


class EscalateNotice(_Notice):
    """升级督办:就同一事项签发更强的通知."""

    def command(self, notice_id: UUID, expected: int) -> Command:
        """Return what to do with the earlier notice."""
        return partial(
            notices.escalate,
            notice_id=notice_id,
            expected=expected,
            terms=self.terms,
            unit=self.unit,
            competent_body=self.competent_body,
        )


class RespondToNotice(ActBody):
    """回复督办通知."""

    response: Wording = Field(description="回复内容", examples=["七月底前完成坝体加固"])


class LiftNotice(ActBody):
    """解除督办."""

    reason: Reason = Field(description="解除的理由", examples=["坝体加固已经完成"])


class CorrectNotice(ActBody):
    """更正日期."""

    corrects: int = Field(
        description="被更正的是该督办通知的第几条记录", examples=[1], ge=1, le=999_999_999
    )
    now: BusinessDate = Field(description="更正后的日期", examples=["2015-06-29"])
    reason: Reason = Field(description="更正原因", examples=["原登记日期有误"])
