"""What an act on a rectification task states."""

from collections.abc import Callable
from functools import partial
from typing import Literal
from uuid import UUID

from pydantic import Field

from application.commands import tasks
from application.work import Work
from domain.evidence import Evidence
from domain.measure import (
    HandlingType,
    Names,
    OpinionIds,
    OrderNumber,
    PersonNames,
    Quantity,
    SubAction,
    Target,
)
from domain.model import BusinessDate
from domain.rectification_task import Percent, RectificationTask
from domain.text import Code, Name, Reason, Wording
from interfaces.http.acting import ActBody
from interfaces.http.due_bodies import DUE_TEXT, StatedDeadline
from interfaces.http.list_lengths import MOST_LISTED

Command = Callable[[Work], RectificationTask]

OPINION = "0b8e1f1c-6f0e-5a5e-9a3f-2f1f6f6f7a10"
TARGET = {"text": "收回3—5宗闲置用地", "unit_of_measure": "宗", "minimum": "3", "maximum": "5"}
EVIDENCE = {
    "name": "整改前后对比照片.jpg",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "size": 204800,
    "media_type": "image/jpeg",
    "effective_on": "2015-06-20",
}
EVIDENCE_TEXT = (
    "佐证材料:文件名、SHA-256摘要值(64位小写十六进制)、字节数、媒体类型、材料所载日期(可不填)"
)


class PlanTask(ActBody):
    """单独立项的整改任务;方案中的措施在方案实施时自动成为任务."""

    number: Code = Field(description="任务编号,不能重复", examples=["RW-2015-1"])
    text: Wording = Field(description="任务内容", examples=["清理占道经营摊点"])
    opinion_ids: OpinionIds = Field(
        default=(),
        description="所回应的意见;每件意见上同时登记关联",
        examples=[[OPINION]],
        max_length=MOST_LISTED,
    )
    sub_actions: tuple[SubAction, ...] = Field(
        default=(),
        description="子措施:序号、内容",
        examples=[[{"no": 1, "text": "摸底登记"}]],
        max_length=MOST_LISTED,
    )
    target: Target | None = Field(
        default=None,
        description="量化目标:内容、计量单位、下限、上限(至少填写一个界限)",
        examples=[TARGET],
    )
    due: StatedDeadline = Field(
        description=f"办理期限,{DUE_TEXT}", examples=[{"on": "2015-06-25"}]
    )
    handling: HandlingType = Field(
        description="整改类型:立行立改、分阶段整改或者长期整改", examples=["immediate"]
    )


class AssignTask(ActBody):
    """分解落实,或者调整责任."""

    units: tuple[Code, ...] = Field(
        description="责任单位代码,第一个为牵头单位",
        examples=[["JYJ", "CGJ"]],
        max_length=MOST_LISTED,
    )
    leaders: PersonNames = Field(
        description="责任领导", examples=[["责任领导甲"]], max_length=MOST_LISTED
    )
    offices: Names = Field(
        description="责任处室", examples=[["市场管理股"]], max_length=MOST_LISTED
    )
    assignees: PersonNames = Field(
        default=(), description="责任人员", examples=[["承办人甲"]], max_length=MOST_LISTED
    )
    reason: Reason | None = Field(
        default=None,
        description="调整责任的原因:首次分解不填,此后每次调整必填",
        examples=["机构改革,职责划转"],
    )


class ReportProgress(ActBody):
    """报告进展."""

    percent: Percent = Field(description="进度,0至100", examples=[60], ge=0, le=100)
    text: Wording = Field(description="进展情况", examples=["已清理摊点12处"])
    evidence: tuple[Evidence, ...] = Field(
        default=(), description=EVIDENCE_TEXT, examples=[[EVIDENCE]], max_length=MOST_LISTED
    )
    sub_actions_done: tuple[OrderNumber, ...] = Field(
        default=(), description="新完成的子措施序号", examples=[[1]], max_length=MOST_LISTED
    )
    reason_for_fall: Reason | None = Field(
        default=None, description="进度比此前下降时说明原因", examples=["复查发现回潮"]
    )


class RequestCloseout(ActBody):
    """申请销号."""

    completed_on: BusinessDate = Field(description="完成日期", examples=["2015-06-20"])
    target_value: Quantity | None = Field(
        default=None, description="量化目标的完成值;有量化目标的必填", examples=["4"]
    )
    evidence: tuple[Evidence, ...] = Field(
        default=(), description=EVIDENCE_TEXT, examples=[[EVIDENCE]], max_length=MOST_LISTED
    )
    collective_decision_on: BusinessDate | None = Field(
        default=None, description="单位集体研究日期", examples=["2015-06-21"]
    )


class PassVerification(ActBody):
    """核查通过."""

    result: Literal["passed"] = Field(description="核查结论", examples=["passed"])
    note: Reason = Field(description="核查意见", examples=["现场核查,已整改到位"])

    def command(self, task_id: UUID, expected: int) -> Command:
        """Return what to do with the claim."""
        return partial(tasks.pass_verification, task_id=task_id, expected=expected, note=self.note)


class FailVerification(ActBody):
    """核查未通过,进入下一轮整改."""

    result: Literal["failed"] = Field(description="核查结论", examples=["failed"])
    reasons: Reason = Field(description="未通过的理由", examples=["仍有两处未清理"])
    new_due: StatedDeadline = Field(
        description=f"下一轮整改的期限,{DUE_TEXT}", examples=[{"on": "2015-08-31"}]
    )

    def command(self, task_id: UUID, expected: int) -> Command:
        """Return what to do with the claim."""
        return partial(
            tasks.fail_verification,
            task_id=task_id,
            expected=expected,
            reasons=self.reasons,
            new_due=self.new_due,
        )


class GivePublicNotice(ActBody):
    """公示."""

    start: BusinessDate = Field(description="公示首日", examples=["2015-07-01"])
    end: BusinessDate = Field(description="公示末日,当日计入", examples=["2015-07-07"])
    channel: Name = Field(description="公示渠道", examples=["县人大网站"])


class RecordObjection(ActBody):
    """登记公示异议;不写明异议人."""

    text: Reason = Field(description="异议内容", examples=["夜间仍有占道经营"])
    upheld: bool = Field(description="异议是否成立", examples=[False])


class PassLookBack(ActBody):
    """回头看未反弹."""

    result: Literal["passed"] = Field(description="回头看结果", examples=["passed"])
    note: Reason = Field(description="情况", examples=["三个月后复查,未反弹"])

    def command(self, task_id: UUID, expected: int) -> Command:
        """Return what to do with the closed task."""
        return partial(tasks.look_back, task_id=task_id, expected=expected, note=self.note)


class FindRecurrence(ActBody):
    """回头看发现反弹,重新整改."""

    result: Literal["recurred"] = Field(description="回头看结果", examples=["recurred"])
    note: Reason = Field(description="情况", examples=["摊点回潮"])
    due: StatedDeadline = Field(
        description=f"重新整改的期限,{DUE_TEXT}", examples=[{"on": "2015-12-31"}]
    )

    def command(self, task_id: UUID, expected: int) -> Command:
        """Return what to do with the closed task."""
        return partial(
            tasks.find_recurrence,
            task_id=task_id,
            expected=expected,
            note=self.note,
            due=self.due,
        )


class RequestTaskExtension(ActBody):
    """申请延期."""

    asked: BusinessDate = Field(description="申请延至", examples=["2015-09-25"])
    reason: Reason = Field(description="理由", examples=["需待征地批复"])


class GrantTaskExtension(ActBody):
    """同意延期."""

    decision: Literal["granted"] = Field(description="审批结论", examples=["granted"])
    until: BusinessDate = Field(description="延至;可以与申请的日期不同", examples=["2015-09-25"])

    def command(self, task_id: UUID, expected: int) -> Command:
        """Return what to do with the request."""
        return partial(tasks.grant_extension, task_id=task_id, expected=expected, until=self.until)


class RefuseTaskExtension(ActBody):
    """不同意延期."""

    decision: Literal["refused"] = Field(description="审批结论", examples=["refused"])
    reason: Reason = Field(description="理由", examples=["条件已经具备"])

    def command(self, task_id: UUID, expected: int) -> Command:
        """Return what to do with the request."""
        return partial(
            tasks.refuse_extension, task_id=task_id, expected=expected, reason=self.reason
        )


class ConvertToLongTerm(ActBody):
    """转为长期整改."""

    reason: Reason = Field(description="原因", examples=["涉及管网改造,需跨年度实施"])
    plan: Wording = Field(description="长期整改的单独计划", examples=["分三年完成老旧管网改造"])
    review_on: BusinessDate = Field(description="复核日期", examples=["2016-06-30"])


class AmendTask(ActBody):
    """调整任务;只填需要调整的内容."""

    text: Wording | None = Field(
        default=None, description="调整后的内容", examples=["清理占道经营摊点并划定疏导点"]
    )
    due: StatedDeadline | None = Field(
        default=None, description=f"调整后的期限,{DUE_TEXT}", examples=[{"on": "2015-09-30"}]
    )
    target: Target | None = Field(default=None, description="调整后的量化目标", examples=[TARGET])
    reason: Reason = Field(description="调整原因", examples=["方案调整"])


class CancelTask(ActBody):
    """取消任务."""

    reason: Reason = Field(description="原因", examples=["与第1项任务重复"])


class CorrectTask(ActBody):
    """更正日期."""

    corrects: int = Field(
        description="被更正的是该任务的第几条记录", examples=[3], ge=1, le=999_999_999
    )
    field: Literal["occurred_on", "completed_on"] = Field(
        description="更正办理日期,或者销号申请中的完成日期", examples=["occurred_on"]
    )
    now: BusinessDate = Field(description="更正后的日期", examples=["2015-06-19"])
    reason: Reason = Field(description="更正原因", examples=["原登记日期有误"])
