"""A rectification task (整改任务): one measure, carried out by responsible units, to close-out.

A task is planned, assigned, reported on, claimed done, verified by somebody else, and closed out;
it may be extended, carried on for the long term, amended, cancelled, and taken up again when the
matter comes back. Its deadline, verification and close-out have modules of their own.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from domain.due import Due
from domain.errors import ActOutOfOrder, InvalidFact, RuleViolation
from domain.evidence import Evidence
from domain.four_eyes import Performers
from domain.measure import (
    HandlingType,
    Names,
    OpinionIds,
    OrderNumber,
    PersonNames,
    SubAction,
    Target,
)
from domain.model import Act, Correction, DomainEvent
from domain.profile_rules import ProfileRules
from domain.task_closeout import TaskCloseout
from domain.task_deadline import TaskDeadline
from domain.task_reporting import TaskReporting
from domain.task_rounds import OPEN, WORKING, Progress, TaskStatus
from domain.task_verification import TaskVerification
from domain.text import Code, Reason, Wording
from domain.unit import Unit
from domain.work_calendar import WorkCalendar

_DONE = 100


def _percent(value: int) -> int:
    if not 0 <= value <= _DONE:
        raise PydanticCustomError("percent_range", "进度应为0至100的整数")
    return value


Percent = Annotated[int, AfterValidator(_percent)]
"""How far the work has come, in whole percent."""


class ResponsibilityMissing(RuleViolation):
    """A task is assigned to at least one unit, with an accountable leader and an office."""

    title = "责任单位、责任领导或者责任处室缺失"


class ResponsibleUnitNotActive(RuleViolation):
    """A responsible unit exists on the day the task is assigned to it."""

    title = "责任单位当日不存在"


class UnknownSubAction(RuleViolation):
    """Only a sub-action of the task is reported done."""

    title = "任务没有这项子措施"


class ProgressFell(RuleViolation):
    """Progress goes down only with a reason."""

    title = "进度下降应当说明原因"


class RectificationTask(TaskDeadline, TaskReporting, TaskVerification, TaskCloseout):
    """A measure assigned to responsible units, followed until it is closed out."""

    KIND: ClassVar[str] = "task"
    LABEL: ClassVar[str] = "整改任务"

    class Planned(DomainEvent):
        TOPIC = "task.planned"
        LABEL = "列入方案"

        number: Code
        text: Wording
        plan_id: UUID | None
        measure_no: OrderNumber | None
        opinion_ids: OpinionIds
        sub_actions: tuple[SubAction, ...]
        target: Target | None
        due: Due
        handling: HandlingType

        def apply(self, aggregate: "RectificationTask") -> None:
            aggregate.profile = self.act.profile
            aggregate.number = self.number
            aggregate.text = self.text
            aggregate.plan_id = self.plan_id
            aggregate.measure_no = self.measure_no
            aggregate.opinion_ids = self.opinion_ids
            aggregate.sub_actions = self.sub_actions
            aggregate.target = self.target
            aggregate.handling = self.handling
            aggregate.original_due = self.due
            aggregate.assignment = None
            aggregate.past_assignments = ()
            aggregate.rounds = ()
            aggregate.progress = ()
            aggregate.done = frozenset()
            aggregate.performers = Performers()
            aggregate.extensions = ()
            aggregate.due_changes = ()
            aggregate.schedules = ()
            aggregate.long_term = None
            aggregate.look_backs = ()
            aggregate.begin_round(self.due, self.originator_version, self.originator_version)
            aggregate.status = TaskStatus.PLANNED

    class Assigned(DomainEvent):
        TOPIC = "task.assigned"
        LABEL = "分解落实"

        units: tuple[Code, ...]
        leaders: PersonNames
        offices: Names
        assignees: PersonNames

        def apply(self, aggregate: "RectificationTask") -> None:
            version = self.originator_version
            aggregate.status = TaskStatus.ASSIGNED
            aggregate.amend_current(begun_in=version, not_before=version)
            aggregate.entrust(self.units, self.leaders, self.offices, self.assignees)

    class Reassigned(DomainEvent):
        TOPIC = "task.reassigned"
        LABEL = "调整责任"

        units: tuple[Code, ...]
        leaders: PersonNames
        offices: Names
        assignees: PersonNames
        reason: Reason

        def apply(self, aggregate: "RectificationTask") -> None:
            aggregate.entrust(self.units, self.leaders, self.offices, self.assignees)

    class ProgressReported(DomainEvent):
        TOPIC = "task.progress-reported"
        LABEL = "报告进展"
        STEP = False

        percent: Percent
        text: Wording
        evidence: tuple[Evidence, ...]
        sub_actions_done: tuple[OrderNumber, ...]
        reason_for_fall: Reason | None
        lineage: tuple[Code, ...]

        def apply(self, aggregate: "RectificationTask") -> None:
            if aggregate.status is TaskStatus.ASSIGNED:
                aggregate.status = TaskStatus.IN_PROGRESS
            progress = Progress(percent=self.percent, reported_in=self.originator_version)
            aggregate.progress = (*aggregate.progress, progress)
            aggregate.done = aggregate.done.union(self.sub_actions_done)
            aggregate.performers = aggregate.performers.reported_by(self.lineage, self.act.actor)
            aggregate.amend_current(evidence=(*aggregate.current.evidence, *self.evidence))

    class Cancelled(DomainEvent):
        TOPIC = "task.cancelled"
        LABEL = "取消任务"

        reason: Reason

        def apply(self, aggregate: "RectificationTask") -> None:
            aggregate.status = TaskStatus.CANCELLED
            aggregate.drop_pending_extension()

    class Corrected(Correction):
        TOPIC = "task.corrected"

    @classmethod
    def plan(
        cls,
        number: str,
        text: str,
        plan_id: UUID | None,
        measure_no: int | None,
        opinion_ids: Sequence[UUID],
        sub_actions: Sequence[SubAction],
        target: Target | None,
        due: Due,
        handling: HandlingType,
        act: Act,
    ) -> Self:
        """Plan a task: a measure of a plan, or one that stands alone without plan and measure."""
        if (plan_id is None) is not (measure_no is None):
            raise InvalidFact("整改方案与措施序号应当同时填写或者同时不填", "measure_no")
        numbers = [action.no for action in sub_actions]
        if len(set(numbers)) < len(numbers):
            raise InvalidFact("子措施的序号不能重复", "sub_actions")
        return cls.begin(
            number,
            cls.Planned,
            act,
            number=number,
            text=text,
            plan_id=plan_id,
            measure_no=measure_no,
            opinion_ids=tuple(opinion_ids),
            sub_actions=tuple(sub_actions),
            target=target,
            due=due,
            handling=handling,
        )

    def assign(
        self,
        units: Sequence[Unit],
        leaders: Sequence[str],
        offices: Sequence[str],
        assignees: Sequence[str],
        act: Act,
    ) -> None:
        """Make ``units`` responsible, the first in the lead, and name who answers for the task."""
        self._require(TaskStatus.PLANNED)
        facts = _responsibility(units, leaders, offices, assignees, act)
        self.record(self.Assigned, act, **facts)

    def reassign(
        self,
        units: Sequence[Unit],
        leaders: Sequence[str],
        offices: Sequence[str],
        assignees: Sequence[str],
        reason: str,
        act: Act,
    ) -> None:
        """Put others in charge; who was responsible before stays known, and never verifies.

        Whoever carries the task out hands it on to nobody.
        """
        self._require(*WORKING)
        self.performers.require_other(act)
        facts = _responsibility(units, leaders, offices, assignees, act)
        self.record(self.Reassigned, act, reason=reason, **facts)

    def report(
        self,
        percent: int,
        text: str,
        evidence: Sequence[Evidence],
        sub_actions_done: Sequence[int],
        reason_for_fall: str | None,
        lineage: Sequence[str],
        act: Act,
    ) -> None:
        """Report, as a responsible unit, how far the work of the current round has come.

        A report may be entered late: it is compared with the reports dated before it.
        """
        self._require(*WORKING)
        self._require_responsible(lineage, act)
        begun_on = self.date_of(self.current.begun_in)
        if act.occurred_on < begun_on:
            raise ActOutOfOrder(
                f"进展报告日期{act.occurred_on}早于第{self.current.number}轮整改的开始日期{begun_on}",
                "occurred_on",
            )
        unknown = set(sub_actions_done) - {action.no for action in self.sub_actions}
        if unknown:
            raise UnknownSubAction(
                f"任务{self.number}没有第{min(unknown)}项子措施", "sub_actions_done"
            )
        before = self.percent_on(act.occurred_on)
        if percent < before and reason_for_fall is None:
            raise ProgressFell(f"进度由{before}%降为{percent}%,请说明原因", "reason_for_fall")
        self.record(
            self.ProgressReported,
            act,
            percent=percent,
            text=text,
            evidence=tuple(evidence),
            sub_actions_done=tuple(sub_actions_done),
            reason_for_fall=reason_for_fall,
            lineage=tuple(lineage),
        )

    def cancel(self, reason: str, act: Act) -> None:
        """Give the task up before it is closed out; whoever carries it out never does."""
        self._require(*OPEN)
        self.performers.require_other(act)
        self.record(self.Cancelled, act, reason=reason)

    def correct(
        self,
        corrects: int,
        field: str,
        now: date,
        reason: str,
        rules: ProfileRules,
        act: Act,
        calendar: WorkCalendar,
    ) -> None:
        """Correct the date of an event, or the day of completion a claim stated.

        The due date in force is counted anew where it rests on the date of that event.
        ``field`` is ``occurred_on`` or ``completed_on``. No correction may undo what an earlier
        decision rested on, and no performer corrects the completion once it has been judged.
        """
        if field == "occurred_on":
            dates = tuple(
                now if version == corrects else day for version, day in enumerate(self.dates, 1)
            )
            self._require_reports_within(dates)
            self._require_claims_within(dates)
            self._require_extensions_in_time(dates, rules)
            self._require_settled_after(dates)
            self._require_notices_kept(dates)
            self.fork().redate(corrects, now, reason, act, calendar)
            self.redate(corrects, now, reason, act, calendar)
        elif field == "completed_on":
            was = self._completion_to_correct(corrects, now, act)
            facts = {"corrects": corrects, "field": field, "was": was, "now": now}
            self.record(self.Corrected, act, reason=reason, **facts)
        else:
            raise InvalidFact("只能更正办理日期(occurred_on)或者完成日期(completed_on)", "field")

    def redate(
        self, corrects: int, now: date, reason: str, act: Act, calendar: WorkCalendar
    ) -> None:
        """Record a corrected date and the due date that follows."""
        self.record_correction(self.Corrected, corrects, now, reason, act)
        self.recount_due(corrects, calendar, act)

    def _require_reports_within(self, dates: tuple[date, ...]) -> None:
        """Refuse dates of events by which a report would lie before its round."""
        for report in self.progress:
            begun_in = max(r.begun_in for r in self.rounds if r.begun_in < report.reported_in)
            if dates[report.reported_in - 1] < dates[begun_in - 1]:
                raise ActOutOfOrder(
                    f"更正后,进展报告日期{dates[report.reported_in - 1]}"
                    f"将早于该轮整改的开始日期{dates[begun_in - 1]}",
                    "now",
                )


def _responsibility(
    units: Sequence[Unit],
    leaders: Sequence[str],
    offices: Sequence[str],
    assignees: Sequence[str],
    act: Act,
) -> dict[str, tuple[str, ...]]:
    for field, named in (("units", units), ("leaders", leaders), ("offices", offices)):
        if not named:
            raise ResponsibilityMissing("应当明确责任单位、责任领导和责任处室", field)
    day = act.occurred_on
    for unit in units:
        if not unit.active_on(day):
            raise ResponsibleUnitNotActive(
                f"责任单位“{unit.name_on(day)}”在{day}尚未设立或者已经撤并", "units"
            )
    codes = tuple(unit.code for unit in units)
    if len(set(codes)) < len(codes):
        raise InvalidFact("责任单位不能重复", "units")
    people = {"leaders": tuple(leaders), "offices": tuple(offices), "assignees": tuple(assignees)}
    return {"units": codes, **people}
