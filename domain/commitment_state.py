"""The state of a commitment, what follows from it, and the guards common to its acts.

State holds versions of events, not their dates: a date is looked up when asked for, so a
corrected date is right at once.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.due import Due
from domain.due_history import ChangeKind, DueChange
from domain.errors import RuleViolation, WrongStatus
from domain.evidence import Evidence
from domain.four_eyes import Performers
from domain.handover import Handover
from domain.measure import Target
from domain.model import LATEST_DATE, Aggregate, ValueObject
from domain.opinion_terms import Satisfaction


class CommitmentStatus(StrEnum):
    """How far a commitment has come. Breached is never a status; it is derived."""

    DRAFTED = "drafted"
    REVIEWED = "reviewed"
    FILED = "filed"
    PUBLISHED = "published"
    CLAIMED = "claimed"
    VERIFIED = "verified"
    FULFILMENT_PUBLISHED = "fulfilment_published"
    FOLLOWED_UP = "followed_up"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    CommitmentStatus.DRAFTED: "已起草",
    CommitmentStatus.REVIEWED: "已审定",
    CommitmentStatus.FILED: "已备案",
    CommitmentStatus.PUBLISHED: "已公开,践诺中",
    CommitmentStatus.CLAIMED: "已申报兑现",
    CommitmentStatus.VERIFIED: "已核验",
    CommitmentStatus.FULFILMENT_PUBLISHED: "已践诺公示",
    CommitmentStatus.FOLLOWED_UP: "已回访",
    CommitmentStatus.ARCHIVED: "已归档",
    CommitmentStatus.WITHDRAWN: "已撤回",
}


class FulfilmentResult(StrEnum):
    """What a verifier found of a commitment claimed to be kept."""

    FULFILLED = "fulfilled"
    PARTLY = "partly"
    UNFULFILLED = "unfulfilled"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return _RESULT_LABELS[self]


_RESULT_LABELS = {
    FulfilmentResult.FULFILLED: "兑现",
    FulfilmentResult.PARTLY: "部分兑现",
    FulfilmentResult.UNFULFILLED: "未兑现",
}


UNPUBLISHED = (CommitmentStatus.DRAFTED, CommitmentStatus.REVIEWED, CommitmentStatus.FILED)
"""The statuses in which a promise has not been made in public yet."""

AFTER_PUBLICATION = (
    CommitmentStatus.PUBLISHED,
    CommitmentStatus.VERIFIED,
    CommitmentStatus.FULFILMENT_PUBLISHED,
    CommitmentStatus.FOLLOWED_UP,
)
"""The statuses in which a promise not yet verified as kept stands in public."""

OPEN = (*UNPUBLISHED, *AFTER_PUBLICATION, CommitmentStatus.CLAIMED)
"""The statuses in which something is still asked of somebody."""


class FollowUp(ValueObject):
    """What somebody the commitment concerns said of its fulfilment."""

    satisfaction: Satisfaction
    note: str
    made_in: int


class Fulfilment(ValueObject):
    """One claim that the commitment was kept, and what came of it."""

    fulfilled_on: date
    """Decides whether the commitment was kept in time; the day of verification does not."""
    not_before: int
    """The version of the event before whose day nothing claimed here can have been kept: the
    draft, or the dissatisfied follow-up that led to this claim."""
    evidence: tuple[Evidence, ...]
    claimed_in: int
    result: FulfilmentResult | None = None
    note: str | None = None
    verified_in: int | None = None
    published_in: int | None = None
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def reopened_in(self) -> int | None:
        """The version of the dissatisfied follow-up by which the result stands no more."""
        unhappy = (f for f in self.follow_ups if f.satisfaction is Satisfaction.DISSATISFIED)
        return next((f.made_in for f in unhappy), None)


class AlreadyFulfilled(RuleViolation):
    """A commitment verified as fulfilled is not claimed, amended or withdrawn any more."""

    title = "承诺已经兑现"


class CommitmentState(Aggregate):
    """What is known of a commitment, and the guards common to its acts."""

    number: str
    unit: str
    """The code of the unit that promised, or of whoever took its place."""
    handovers: tuple[Handover, ...]
    text: str
    quantified: Target | None
    due: Due
    original_due: Due
    """The due date as first drafted; it outlives amendments."""
    due_changes: tuple[DueChange, ...]
    """What became of the due date since, in the order it was recorded."""
    opinion_ids: tuple[UUID, ...]
    plan_id: UUID | None
    status: CommitmentStatus
    waiver: str | None
    """Why the commitment was let pass without a number or a date."""
    filing_number: str | None
    channel: str | None
    """Where the wording in force was published."""
    published_in: int | None
    withdrawn_in: int | None
    fulfilments: tuple[Fulfilment, ...]
    performers: Performers

    @property
    def is_open(self) -> bool:
        """Whether the commitment still asks for something to be done."""
        return self.status in OPEN

    @property
    def reopened(self) -> bool:
        """Whether a dissatisfied follow-up made the promise stand again, and nobody claimed since.

        Whoever records that follow-up reopens the opinion or task the commitment answers.
        """
        return bool(self.fulfilments) and self.fulfilments[-1].reopened_in is not None

    @property
    def result(self) -> FulfilmentResult | None:
        """The result that stands; ``None`` without one, or when a follow-up overturned it."""
        return self.result_on(LATEST_DATE)

    @property
    def fulfilled_on(self) -> date | None:
        """The day the commitment was kept, once verified."""
        kept = self.result is FulfilmentResult.FULFILLED
        return self._verified_by(LATEST_DATE)[-1].fulfilled_on if kept else None

    def result_on(self, day: date) -> FulfilmentResult | None:
        """Return the result that stood on ``day``; withdrawn when published means unfulfilled."""
        if self.withdrawn_in and self.date_of(self.withdrawn_in) <= day:
            return FulfilmentResult.UNFULFILLED if self.published_in else None
        verified = self._verified_by(day)
        if not verified:
            return None
        reopened_in = verified[-1].reopened_in
        reopened = reopened_in is not None and self.date_of(reopened_in) <= day
        return None if reopened else verified[-1].result

    def breached_on(self, day: date) -> bool:
        """Return whether the due date had passed on ``day`` without fulfilment verified by then.

        A commitment withdrawn before it was published binds nobody.
        """
        if self.withdrawn_in and not self.published_in:
            return False
        late = self.due.days_late(day) > 0
        return late and self.result_on(day) is not FulfilmentResult.FULFILLED

    def days_late(self, day: date) -> int:
        """Return by how many calendar days the commitment is, or was kept, late as of ``day``."""
        if self.withdrawn_in and not self.published_in:
            return 0
        return self.due.days_late(min(day, self.fulfilled_on or day))

    def date_of(self, version: int) -> date:
        """Return the business date of the event with this version, as corrected."""
        return self.dates[version - 1]

    def restate_due(self, kind: ChangeKind, due: Due) -> None:
        """Set the due date anew by the event at hand; for events to apply."""
        change = DueChange(kind=kind, due_was=self.due, due=due, made_in=self.version)
        self.due_changes = (*self.due_changes, change)
        self.due = due

    def amend_latest(self, **changes: object) -> None:
        """Put a changed copy of the latest fulfilment in its place; for events to apply."""
        *earlier, latest = self.fulfilments
        self.fulfilments = (*earlier, latest.model_copy(update=changes))

    def _verified_by(self, day: date) -> tuple[Fulfilment, ...]:
        return tuple(
            f for f in self.fulfilments if f.verified_in and self.date_of(f.verified_in) <= day
        )

    def _require(self, *allowed: CommitmentStatus) -> None:
        if self.status not in allowed:
            wanted = "、".join(status.label for status in allowed)
            raise WrongStatus(
                f"承诺{self.number}现为“{self.status.label}”,只有“{wanted}”的承诺可以这样办理",
                "status",
            )

    def _require_unfulfilled(self) -> None:
        if self.result is FulfilmentResult.FULFILLED:
            raise AlreadyFulfilled(f"承诺{self.number}已经核验兑现")
