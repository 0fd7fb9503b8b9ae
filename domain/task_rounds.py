"""The rounds of a rectification task, and the state that every act on a task reads.

A task begins with round 1; each failed verification and each recurrence opens the next round
beside the earlier ones, which stay as they were (requirements R9, R10). State holds versions of
events, not their dates: a date is looked up when asked for, so a corrected date is right at once.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from domain.deadline import Recurring
from domain.due import Due
from domain.due_history import ChangeKind, DueChange, stated_in
from domain.errors import RuleViolation, WrongStatus
from domain.evidence import Evidence
from domain.four_eyes import Performers, require_lineage
from domain.measure import HandlingType, SubAction, Target
from domain.model import LATEST_DATE, Act, Aggregate, ValueObject


class TaskStatus(StrEnum):
    """How far a task has come. Overdue is never a status; it is derived."""

    PLANNED = "planned"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    LONG_TERM = "long_term"
    CLOSEOUT_REQUESTED = "closeout_requested"
    ACCEPTED = "accepted"
    CLOSED_OUT = "closed_out"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    TaskStatus.PLANNED: "已列入方案",
    TaskStatus.ASSIGNED: "已分解落实",
    TaskStatus.IN_PROGRESS: "整改中",
    TaskStatus.LONG_TERM: "长期整改",
    TaskStatus.CLOSEOUT_REQUESTED: "已申请销号",
    TaskStatus.ACCEPTED: "验收通过",
    TaskStatus.CLOSED_OUT: "已销号",
    TaskStatus.CANCELLED: "已取消",
}

WORKING = (TaskStatus.ASSIGNED, TaskStatus.IN_PROGRESS, TaskStatus.LONG_TERM)
"""The statuses in which the responsible units are at work."""

OPEN = (TaskStatus.PLANNED, *WORKING, TaskStatus.CLOSEOUT_REQUESTED, TaskStatus.ACCEPTED)
"""The statuses in which a task still asks for something to be done."""


class Assignment(ValueObject):
    """Who is responsible for the task."""

    units: tuple[str, ...]
    """Codes; the first unit leads."""
    leaders: tuple[str, ...]
    offices: tuple[str, ...]
    assignees: tuple[str, ...]
    assigned_in: int

    @property
    def lead(self) -> str:
        """The code of the unit that leads."""
        return self.units[0]


class Progress(ValueObject):
    """How far the work had come when it was reported."""

    percent: int
    reported_in: int


class Claim(ValueObject):
    """The responsible unit's word that the task is done."""

    completed_on: date
    """Decides whether the task was done in time; the day of acceptance does not."""
    target_value: Decimal | None
    collective_decision_on: date | None
    claimed_in: int


class Verdict(ValueObject):
    """What a verifier found of a claim."""

    passed: bool
    text: str
    given_in: int


class Objection(ValueObject):
    """What somebody held against closing the task, and whether it was upheld."""

    text: str
    upheld: bool
    recorded_in: int


class PublicNotice(ValueObject):
    """The public notice before a task is closed; both days included."""

    start: date
    end: date
    channel: str
    given_in: int


class Round(ValueObject):
    """One pass from work to claim to judgement."""

    number: int
    due: Due
    """As extended and amended within the round."""
    begun_in: int
    not_before: int
    """The version of the event before whose day nothing claimed in the round can be complete:
    the first assignment, or the latest recurrence."""
    evidence: tuple[Evidence, ...] = ()
    claim: Claim | None = None
    verdicts: tuple[Verdict, ...] = ()
    """One; or two, when an upheld objection overturned the first."""
    notice: PublicNotice | None = None
    objections: tuple[Objection, ...] = ()
    closed_in: int | None = None

    @property
    def claimed_in(self) -> int | None:
        """The version of the event that claimed the round done."""
        return self.claim.claimed_in if self.claim else None

    @property
    def contested(self) -> bool:
        """Whether an objection raised during the public notice was upheld."""
        return any(objection.upheld for objection in self.objections)


class Closing(ValueObject):
    """A close-out; it stays known when the task is taken up again."""

    round: int
    completed_on: date
    closed_on: date


class Extension(ValueObject):
    """A later due date a responsible unit asked for, and what was decided."""

    asked: date
    asked_in: int
    due_was: Due
    """The due date in force when it was asked for."""
    granted: date | None = None
    """May differ from the day asked for; ``None`` when refused or not yet decided."""
    due_put_off: Due | None = None
    """The due date in force when it was granted."""
    decided_in: int | None = None


class LongTermPlan(ValueObject):
    """The plan of its own by which a long-term task is carried on."""

    text: str
    review_on: date
    converted_in: int


class ReportingSchedule(ValueObject):
    """When reports on the task are expected, until it is scheduled otherwise."""

    spec: Recurring
    scheduled_in: int


class ReporterNotResponsible(RuleViolation):
    """Only a responsible unit, or a unit under it, reports on a task and claims it is done."""

    title = "不是该任务的责任单位"


class NewDueExpired(RuleViolation):
    """The due date of a new round does not lie before the day the round begins."""

    title = "新的期限早于新一轮整改的开始日期"


class TaskRounds(Aggregate):
    """The state of a rectification task, and the guards common to its acts."""

    number: str
    text: str
    plan_id: UUID | None
    measure_no: int | None
    opinion_ids: tuple[UUID, ...]
    sub_actions: tuple[SubAction, ...]
    target: Target | None
    handling: HandlingType
    original_due: Due
    """The due date as first planned; it outlives extensions, amendments and new rounds."""
    status: TaskStatus
    assignment: Assignment | None
    past_assignments: tuple[Assignment, ...]
    rounds: tuple[Round, ...]
    progress: tuple[Progress, ...]
    done: frozenset[int]
    """The numbers of the sub-actions reported done."""
    performers: Performers
    extensions: tuple[Extension, ...]
    """Those granted or refused, and the one that awaits its decision."""
    due_changes: tuple[DueChange, ...]
    """What became of the due date otherwise, in the order it was recorded."""
    schedules: tuple[ReportingSchedule, ...]
    """When reports are expected; the latest holds."""
    long_term: LongTermPlan | None
    look_backs: tuple[int, ...]
    """The versions of the look-backs made, whether passed or not."""

    @property
    def current(self) -> Round:
        """The round the task is in."""
        return self.rounds[-1]

    @property
    def due(self) -> Due:
        """The due date that counts now."""
        return self.current.due

    @property
    def due_stated_on(self) -> date:
        """The day on which the due date was stated that counts, or was derived anew, now."""
        return self.date_of(stated_in(self.due_changes))

    @property
    def due_set_on(self) -> date:
        """The latest day on which the due date that counts now was stated or derived anew."""
        return max(map(self.date_of, (1, *(each.made_in for each in self.due_changes))))

    @property
    def pending_extension(self) -> Extension | None:
        """The request for extension that awaits its decision."""
        return next((e for e in self.extensions if e.decided_in is None), None)

    @property
    def is_open(self) -> bool:
        """Whether the task still asks for something to be done."""
        return self.status in OPEN

    @property
    def completed_on(self) -> date | None:
        """The day of completion, once verified; ``None`` again after a recurrence."""
        claim = self.current.claim
        verified = self.status in {TaskStatus.ACCEPTED, TaskStatus.CLOSED_OUT}
        return claim.completed_on if claim and verified else None

    @property
    def closings(self) -> tuple[Closing, ...]:
        """Every close-out, the first one first, with dates as corrected."""
        return tuple(
            Closing(
                round=past.number,
                completed_on=past.claim.completed_on,
                closed_on=self.date_of(past.closed_in),
            )
            for past in self.rounds
            if past.claim and past.closed_in
        )

    @property
    def percent(self) -> int:
        """How far the work has come by the latest report."""
        return self.percent_on(LATEST_DATE)

    @property
    def undone(self) -> tuple[int, ...]:
        """The numbers of the sub-actions not yet reported done."""
        return tuple(s.no for s in self.sub_actions if s.no not in self.done)

    def percent_on(self, day: date) -> int:
        """Return how far the work had come by the latest report dated ``day`` or earlier."""
        latest_on, percent = date.min, 0
        for report in self.progress:
            on = self.dates[report.reported_in - 1]
            if latest_on <= on <= day:
                latest_on, percent = on, report.percent
        return percent

    def days_late(self, day: date) -> int:
        """Return by how many calendar days the task is late as of ``day``; 0 when not late.

        A completed task is as late as its completion was; a cancelled task is never late.
        """
        if self.status is TaskStatus.CANCELLED:
            return 0
        return self.due.days_late(min(day, self.completed_on or day))

    def date_of(self, version: int) -> date:
        """Return the business date of the event with this version, as corrected."""
        return self.dates[version - 1]

    def amend_current(self, **changes: object) -> None:
        """Put a changed copy of the current round in its place; for events to apply."""
        self.rounds = (*self.rounds[:-1], self.current.model_copy(update=changes))

    def entrust(
        self,
        units: tuple[str, ...],
        leaders: tuple[str, ...],
        offices: tuple[str, ...],
        assignees: tuple[str, ...],
    ) -> None:
        """Put these in charge, and the earlier assignment among the past; for events to apply."""
        if self.assignment:
            self.past_assignments = (*self.past_assignments, self.assignment)
        self.performers = self.performers.joined_by(units, (*leaders, *assignees))
        self.assignment = Assignment(
            units=units,
            leaders=leaders,
            offices=offices,
            assignees=assignees,
            assigned_in=self.version,
        )

    def drop_pending_extension(self) -> None:
        """Let the request that awaits its decision lapse; for events to apply."""
        self.extensions = tuple(e for e in self.extensions if e.decided_in)

    def restate_due(self, kind: ChangeKind, due: Due) -> None:
        """Note that the due date is set anew by the event at hand; for events to apply."""
        change = DueChange(kind=kind, due_was=self.due, due=due, made_in=self.version)
        self.due_changes = (*self.due_changes, change)

    def begin_round(self, due: Due, begun_in: int, not_before: int) -> None:
        """Put the task back to work in a further round; for events to apply."""
        following = Round(
            number=len(self.rounds) + 1, due=due, begun_in=begun_in, not_before=not_before
        )
        self.status = TaskStatus.IN_PROGRESS
        self.drop_pending_extension()
        self.rounds = (*self.rounds, following)

    def _require(self, *allowed: TaskStatus) -> None:
        if self.status not in allowed:
            wanted = "、".join(status.label for status in allowed)
            raise WrongStatus(
                f"任务{self.number}现为“{self.status.label}”,只有“{wanted}”的任务可以这样办理",
                "status",
            )

    def _require_responsible(self, lineage: Sequence[str], act: Act) -> None:
        require_lineage(lineage, act)
        units = self.assignment.units if self.assignment else ()
        if not set(units) & set(lineage):
            raise ReporterNotResponsible(
                f"{act.unit}不是任务{self.number}的责任单位,也不隶属于责任单位", "unit"
            )

    def _require_due_ahead(self, due: Due, field: str, act: Act) -> None:
        if due.days_late(act.occurred_on):
            raise NewDueExpired(
                f"第{self.current.number + 1}轮整改的期限{due.on}早于其开始日期{act.occurred_on}",
                field,
            )
