"""Regular reports on a rectification task: when one is expected, and which are missing.

Reports are expected while the responsible units are at work. One that is dated after the expected
day before it and no later than its own day is taken for it (domain reference §1.2, 每季度报告).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from domain.deadline import NoFurtherOccurrence, Recurring
from domain.errors import InvalidFact, RuleViolation
from domain.model import LATEST_DATE, Act, DomainEvent
from domain.task_rounds import WORKING, ReportingSchedule, Round, TaskRounds, TaskStatus
from domain.text import Reason
from domain.unit import Unit, UnitKind

ONE_DAY = timedelta(days=1)

CONGRESS = (UnitKind.STANDING_COMMITTEE, UnitKind.PRESIDIUM, UnitKind.COMMITTEE)
"""The kinds of units that act for a congress."""


class SchedulerNotEntitled(RuleViolation):
    """The congress, or a responsible unit, says when reports are expected."""

    title = "不能由该单位安排进展报告"


class ScheduleUnchanged(RuleViolation):
    """To schedule reports again changes something."""

    title = "进展报告的安排没有变化"


class ExpectedReport(NamedTuple):
    """A day by which a report is expected, and the report taken for it."""

    day: date
    reported_on: date | None
    percent: int | None

    def missing_on(self, day: date) -> bool:
        """Return whether the expected day is over on ``day`` and no report came."""
        return self.reported_on is None and self.day < day


class TaskReporting(TaskRounds):
    """What may be said about regular reports on a task."""

    class ReportingScheduled(DomainEvent):
        TOPIC = "task.reporting-scheduled"
        LABEL = "安排定期报告进展"

        spec: Recurring
        reason: Reason | None
        """Why it was scheduled otherwise than before."""

        def apply(self, aggregate: "TaskReporting") -> None:
            schedule = ReportingSchedule(spec=self.spec, scheduled_in=self.originator_version)
            aggregate.schedules = (*aggregate.schedules, schedule)

    def schedule_reports(self, spec: Recurring, reason: str | None, unit: Unit, act: Act) -> None:
        """Say, as ``unit``, from now on when reports are expected; again only for a reason."""
        self._require(*WORKING)
        responsible = self.assignment.units if self.assignment else ()
        if unit.code not in responsible and unit.kind not in CONGRESS:
            raise SchedulerNotEntitled(
                f"{unit.code}不是人大机关,也不是任务{self.number}的责任单位", "unit"
            )
        if self.schedules and reason is None:
            raise InvalidFact("再次安排定期报告应当说明原因", "reason")
        if self.schedules and spec == self.schedules[-1].spec:
            raise ScheduleUnchanged(f"任务{self.number}的进展报告已经这样安排", "spec")
        if spec.next_due(act.occurred_on) is None:
            raise NoFurtherOccurrence(
                f"{act.occurred_on}之后没有应当报告的日期:最后一次在{spec.last}以前", "spec"
            )
        self.record(self.ReportingScheduled, act, spec=spec, reason=reason)

    def expected_reports(self, as_of: date) -> tuple[ExpectedReport, ...]:
        """Return every day up to ``as_of`` by which a report is expected, with its report."""
        ends = [self.date_of(each.scheduled_in) - ONE_DAY for each in self.schedules[1:]]
        return tuple(
            self._expected(day, after, round_, as_of)
            for schedule, end in zip(self.schedules, (*ends, LATEST_DATE), strict=False)
            for day, after in self._days_of(schedule, min(as_of, end))
            if (round_ := self._at_work_on(day))
        )

    def _days_of(
        self, schedule: ReportingSchedule, until: date
    ) -> Iterator[tuple[date, tuple[date, int]]]:
        """Yield the days a schedule names while it holds, each with what lies before its span."""
        since = self.date_of(schedule.scheduled_in)
        after = since, schedule.scheduled_in
        for day in schedule.spec.expected_days(until):
            if day >= since:
                yield day, after
                after = day, self.version

    def _expected(
        self, day: date, after: tuple[date, int], round_: Round, as_of: date
    ) -> ExpectedReport:
        begun = self.date_of(round_.begun_in), round_.begun_in
        made = [(self.date_of(each.reported_in), each.reported_in) for each in self.progress]
        for place, report in sorted(zip(made, self.progress, strict=True), reverse=True):
            if max(after, begun) < place and place[0] <= min(day, as_of):
                return ExpectedReport(day, place[0], report.percent)
        return ExpectedReport(day, None, None)

    def _at_work_on(self, day: date) -> Round | None:
        """Return the round that was worked on that day: begun, and not yet claimed done."""
        if self.status is TaskStatus.CANCELLED and self.latest_step_on <= day:
            return None
        latest = [each for each in self.rounds if self.date_of(each.begun_in) <= day][-1]
        is_claimed = latest.claimed_in and self.date_of(latest.claimed_in) <= day
        return None if is_claimed else latest
