"""How a rectification task is shown: as it stands with every round, and as a row of the ledger."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from application.projections.task_list import reports_missing, standing
from domain.deadline import Recurring
from domain.due import Due
from domain.evidence import Evidence
from domain.measure import HandlingType, Target
from domain.rectification_task import RectificationTask
from domain.task_rounds import (
    Assignment,
    Claim,
    Closing,
    Extension,
    LongTermPlan,
    PublicNotice,
    Round,
    TaskStatus,
)
from interfaces.http.deadline_state import due_label


class SubActionState(BaseModel):
    """A sub-action and whether it was reported done."""

    no: int = Field(description="序号", examples=[1])
    text: str = Field(description="内容", examples=["摸底登记"])
    done: bool = Field(description="是否已报告完成", examples=[True])


class AssignmentState(BaseModel):
    """Who was made responsible, and when."""

    units: list[str] = Field(description="责任单位代码,第一个牵头", examples=[["JYJ"]])
    leaders: list[str] = Field(description="责任领导", examples=[["责任领导甲"]])
    offices: list[str] = Field(description="责任处室", examples=[["市场管理股"]])
    assignees: list[str] = Field(description="责任人员", examples=[["承办人甲"]])
    assigned_on: date = Field(description="分解或者调整日期", examples=["2015-03-25"])


class ProgressState(BaseModel):
    """A report of progress."""

    percent: int = Field(description="进度(%)", examples=[60])
    reported_on: date = Field(description="报告日期", examples=["2015-05-10"])


class ScheduleState(BaseModel):
    """When reports were to come, from a day on."""

    spec: Recurring = Field(description="每多久一次、首次和末次的日期")
    scheduled_on: date = Field(description="安排日期", examples=["2015-03-26"])


class ClaimState(BaseModel):
    """The responsible unit's word that the task is done."""

    completed_on: date = Field(description="完成日期", examples=["2015-06-20"])
    target_value: Decimal | None = Field(description="量化目标的完成值", examples=["4"])
    collective_decision_on: date | None = Field(description="单位集体研究日期", examples=[None])
    claimed_on: date = Field(description="申请销号日期", examples=["2015-06-22"])


class VerdictState(BaseModel):
    """What a verifier found."""

    passed: bool = Field(description="是否通过", examples=[True])
    text: str = Field(description="核查意见或者未通过的理由", examples=["已整改到位"])
    given_on: date = Field(description="核查日期", examples=["2015-06-28"])


class ObjectionState(BaseModel):
    """An objection to the public notice."""

    text: str = Field(description="异议内容", examples=["夜间仍有占道经营"])
    upheld: bool = Field(description="是否成立", examples=[False])
    recorded_on: date = Field(description="登记日期", examples=["2015-07-03"])


class NoticeState(BaseModel):
    """The public notice of a round."""

    start: date = Field(description="公示首日", examples=["2015-07-01"])
    end: date = Field(description="公示末日(含)", examples=["2015-07-07"])
    channel: str = Field(description="公示渠道", examples=["县人大网站"])
    given_on: date = Field(description="办理日期", examples=["2015-07-01"])


class RoundState(BaseModel):
    """One pass from work to claim to judgement."""

    number: int = Field(description="第几轮", examples=[1])
    due: Due = Field(description="本轮期限,或者未定时限", examples=[{"on": "2015-06-25"}])
    begun_on: date = Field(description="本轮开始日期", examples=["2015-03-25"])
    evidence: list[Evidence] = Field(description="本轮佐证材料")
    claim: ClaimState | None = Field(description="销号申请")
    verdicts: list[VerdictState] = Field(description="核查结论")
    notice: NoticeState | None = Field(description="公示")
    objections: list[ObjectionState] = Field(description="公示期间的异议")
    closed_on: date | None = Field(description="销号日期", examples=[None])


class ExtensionState(BaseModel):
    """A later due date that was asked for, and what was decided."""

    asked: date = Field(description="申请延至", examples=["2015-09-25"])
    asked_on: date = Field(description="申请日期", examples=["2015-06-10"])
    due_was: Due = Field(description="当时的期限", examples=[{"on": "2015-06-25"}])
    granted: date | None = Field(description="批准延至;未批准为空", examples=["2015-09-25"])
    decided_on: date | None = Field(description="审批日期;尚未审批为空", examples=["2015-06-15"])


class LongTermState(BaseModel):
    """The plan by which a long-term task is carried on."""

    plan: str = Field(description="单独计划", examples=["分三年完成老旧管网改造"])
    review_on: date = Field(description="复核日期", examples=["2016-06-30"])
    converted_on: date = Field(description="转为长期整改的日期", examples=["2015-06-01"])


class TaskState(BaseModel):
    """A rectification task as it stands."""

    id: UUID = Field(description="任务标识")
    version: int = Field(description="版本,即ETag", examples=[6])
    number: str = Field(description="任务编号", examples=["RW-2015-1"])
    text: str = Field(description="任务内容", examples=["清理占道经营摊点"])
    status: TaskStatus = Field(description="状态", examples=["in_progress"])
    status_label: str = Field(description="状态名称", examples=["整改中"])
    plan_id: UUID | None = Field(description="整改方案;单独立项的为空")
    measure_no: int | None = Field(description="方案中的措施序号", examples=[1])
    opinion_ids: list[UUID] = Field(description="所回应的意见")
    handling: HandlingType = Field(description="整改类型", examples=["immediate"])
    handling_label: str = Field(description="整改类型名称", examples=["立行立改"])
    planned_on: date = Field(description="立项日期", examples=["2015-03-25"])
    due: Due = Field(description="现行期限,或者未定时限", examples=[{"on": "2015-06-25"}])
    due_label: str = Field(description="现行期限(文字)", examples=["2015-06-25"])
    original_due: Due = Field(description="最初的期限", examples=[{"on": "2015-06-25"}])
    target: Target | None = Field(description="量化目标")
    sub_actions: list[SubActionState] = Field(description="子措施")
    percent: int = Field(description="进度(%)", examples=[60])
    completed_on: date | None = Field(description="经核查的完成日期", examples=["2015-06-20"])
    assignment: AssignmentState | None = Field(description="现行责任")
    past_assignments: list[AssignmentState] = Field(description="此前的责任")
    rounds: list[RoundState] = Field(description="历轮整改")
    progress: list[ProgressState] = Field(description="历次进展报告,按登记先后")
    schedules: list[ScheduleState] = Field(description="历次定期报告的安排;最后一次为现行")
    pending_extension: ExtensionState | None = Field(description="等待审批的延期申请")
    extensions: list[ExtensionState] = Field(description="已审批的延期申请")
    long_term: LongTermState | None = Field(description="长期整改计划")
    closings: list[Closing] = Field(description="历次销号:轮次、完成日期、销号日期")
    look_backs: list[date] = Field(description="历次回头看日期", examples=[["2015-10-08"]])


class TaskRow(BaseModel):
    """A task as it stood on the day asked for."""

    id: UUID = Field(description="任务标识")
    number: str = Field(description="任务编号", examples=["RW-2015-1"])
    title: str = Field(description="任务内容", examples=["清理占道经营摊点"])
    plan_id: UUID | None = Field(description="整改方案;单独立项的为空")
    measure_no: int | None = Field(description="方案中的措施序号", examples=[1])
    opinion_ids: list[UUID] = Field(description="所回应的意见")
    lead_unit: str | None = Field(description="牵头单位代码", examples=["JYJ"])
    units: list[str] = Field(description="责任单位代码", examples=[["JYJ", "CGJ"]])
    leaders: list[str] = Field(description="责任领导", examples=[["责任领导甲"]])
    offices: list[str] = Field(description="责任处室", examples=[["市场管理股"]])
    assignees: list[str] = Field(description="责任人员", examples=[["承办人甲"]])
    handling: HandlingType = Field(description="整改类型", examples=["immediate"])
    handling_label: str = Field(description="整改类型名称", examples=["立行立改"])
    status: TaskStatus = Field(description="状态", examples=["in_progress"])
    status_label: str = Field(description="状态名称", examples=["整改中"])
    planned_on: date = Field(description="立项日期", examples=["2015-03-25"])
    assigned_on: date | None = Field(description="分解落实日期", examples=["2015-03-25"])
    due: date | None = Field(description="现行期限(含当日)", examples=["2015-06-25"])
    due_label: str = Field(description="现行期限(文字)", examples=["未定时限"])
    due_provisional: bool = Field(
        description="期限是否暂定:所依据的年度节假日安排尚未公布", examples=[False]
    )
    original_due: date | None = Field(description="最初的期限", examples=["2015-06-25"])
    days_overdue: int | None = Field(
        description="逾期未完成的天数;未逾期或者不适用为空", examples=[1]
    )
    days_left: int | None = Field(description="距期限的天数;已逾期或者不适用为空", examples=[30])
    days_completed_late: int | None = Field(
        description="完成时逾期的天数,按期为0;未完成为空", examples=[3]
    )
    percent: int = Field(description="进度(%)", examples=[60])
    reported_on: date | None = Field(description="最近进展报告日期", examples=["2015-05-10"])
    reports: int = Field(description="进展报告次数", examples=[2])
    report_due: date | None = Field(
        description="尚无报告的最近一次应报日期;没有安排或者不在整改中的为空",
        examples=["2015-09-30"],
    )
    reports_missing: int = Field(description="应报未报的次数", examples=[0])
    evidence_count: int = Field(description="佐证材料份数", examples=[3])
    claimed_on: date | None = Field(description="申请销号日期", examples=["2015-06-22"])
    completed_on: date | None = Field(description="经核查的完成日期", examples=["2015-06-20"])
    accepted_on: date | None = Field(description="核查通过日期", examples=["2015-06-28"])
    closed_on: date | None = Field(description="现行销号日期", examples=["2015-07-08"])
    first_closed_on: date | None = Field(description="首次销号日期", examples=["2015-07-08"])
    round: int = Field(description="第几轮", examples=[1])
    extensions: int = Field(description="批准延期的次数", examples=[0])
    look_backs: int = Field(description="回头看次数", examples=[1])
    recurrences: int = Field(description="发现反弹的次数", examples=[0])
    cancelled_on: date | None = Field(description="取消日期", examples=[None])
    review_on: date | None = Field(description="长期整改的复核日期", examples=[None])
    target: str | None = Field(description="量化目标", examples=["收回3—5宗闲置用地"])
    target_value: str | None = Field(description="量化目标的完成值", examples=["4"])


def row_of(row: Mapping[str, Any]) -> TaskRow:
    """Present a row of the ledger."""
    shown = {
        **row,
        **standing(row)._asdict(),
        "id": row["task_id"],
        "handling_label": HandlingType(row["handling"]).label,
        "status_label": TaskStatus(row["status"]).label,
        "due_label": due_label(row["due"], provisional=row["due_provisional"]),
        "reports_missing": reports_missing(row),
    }
    return TaskRow.model_validate({name: shown[name] for name in TaskRow.model_fields})


def state_of(task: RectificationTask) -> TaskState:
    """Present a task."""
    pending, assignment = task.pending_extension, task.assignment
    return TaskState(
        id=task.id,
        version=task.version,
        number=task.number,
        text=task.text,
        status=task.status,
        status_label=task.status.label,
        plan_id=task.plan_id,
        measure_no=task.measure_no,
        opinion_ids=task.opinion_ids,
        handling=task.handling,
        handling_label=task.handling.label,
        planned_on=task.dates[0],
        due=task.due,
        due_label=due_label(task.due.on, provisional=task.due.provisional),
        original_due=task.original_due,
        target=task.target,
        sub_actions=[
            SubActionState(no=action.no, text=action.text, done=action.no in task.done)
            for action in task.sub_actions
        ],
        percent=task.percent,
        completed_on=task.completed_on,
        assignment=assignment and _assignment(task, assignment),
        past_assignments=[_assignment(task, past) for past in task.past_assignments],
        rounds=[_round(task, each) for each in task.rounds],
        progress=[
            _progress(report.percent, task.date_of(report.reported_in)) for report in task.progress
        ],
        schedules=_schedules(task),
        pending_extension=pending and _extension(task, pending),
        extensions=[_extension(task, each) for each in task.extensions],
        long_term=task.long_term and _long_term(task, task.long_term),
        closings=task.closings,
        look_backs=[task.date_of(version) for version in task.look_backs],
    )


def _day_of(task: RectificationTask, version: int | None) -> date | None:
    return None if version is None else task.date_of(version)


@lru_cache(maxsize=4096)
def _progress(percent: int, reported_on: date) -> ProgressState:
    """Present a report; remembered, because each later answer of its task shows it again."""
    return ProgressState(percent=percent, reported_on=reported_on)


def _assignment(task: RectificationTask, assignment: Assignment) -> AssignmentState:
    return AssignmentState(
        units=assignment.units,
        leaders=assignment.leaders,
        offices=assignment.offices,
        assignees=assignment.assignees,
        assigned_on=task.date_of(assignment.assigned_in),
    )


def _round(task: RectificationTask, shown: Round) -> RoundState:
    return RoundState(
        number=shown.number,
        due=shown.due,
        begun_on=task.date_of(shown.begun_in),
        evidence=shown.evidence,
        claim=shown.claim and _claim(task, shown.claim),
        verdicts=[
            VerdictState(passed=v.passed, text=v.text, given_on=task.date_of(v.given_in))
            for v in shown.verdicts
        ],
        notice=shown.notice and _notice(task, shown.notice),
        objections=[
            ObjectionState(text=o.text, upheld=o.upheld, recorded_on=task.date_of(o.recorded_in))
            for o in shown.objections
        ],
        closed_on=_day_of(task, shown.closed_in),
    )


def _claim(task: RectificationTask, claim: Claim) -> ClaimState:
    return ClaimState(
        completed_on=claim.completed_on,
        target_value=claim.target_value,
        collective_decision_on=claim.collective_decision_on,
        claimed_on=task.date_of(claim.claimed_in),
    )


def _notice(task: RectificationTask, notice: PublicNotice) -> NoticeState:
    return NoticeState(
        start=notice.start,
        end=notice.end,
        channel=notice.channel,
        given_on=task.date_of(notice.given_in),
    )


def _extension(task: RectificationTask, extension: Extension) -> ExtensionState:
    return ExtensionState(
        asked=extension.asked,
        asked_on=task.date_of(extension.asked_in),
        due_was=extension.due_was,
        granted=extension.granted,
        decided_on=_day_of(task, extension.decided_in),
    )


def _schedules(task: RectificationTask) -> list[ScheduleState]:
    return [
        ScheduleState(spec=each.spec, scheduled_on=task.date_of(each.scheduled_in))
        for each in task.schedules
    ]


def _long_term(task: RectificationTask, plan: LongTermPlan) -> LongTermState:
    return LongTermState(
        plan=plan.text, review_on=plan.review_on, converted_on=task.date_of(plan.converted_in)
    )
