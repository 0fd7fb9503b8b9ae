"""What may be urged: an opinion, a task or a commitment, or a unit as such.

An item is reminded of while the responsible unit owes what is due. Once it has replied, claimed
the task done or claimed the promise kept, it is for others to judge; what they find wanting begins
a round with a due date of its own.
"""

from enum import StrEnum
from typing import NamedTuple, Self
from uuid import UUID

from domain.commitment import Commitment
from domain.commitment_state import CommitmentStatus, FulfilmentResult
from domain.due import Due
from domain.model import ValueObject
from domain.opinion import Opinion
from domain.opinion_state import ANSWERING
from domain.opinion_terms import OpinionStatus
from domain.rectification_task import RectificationTask
from domain.task_rounds import WORKING

AWAITING_REPLY = (OpinionStatus.REFERRED, OpinionStatus.RETURN_REQUESTED, *ANSWERING)
"""The statuses in which an opinion's due date binds its lead units: while one of them asks to
return it, too."""

PROMISE_RESTS = (CommitmentStatus.CLAIMED, CommitmentStatus.ARCHIVED, CommitmentStatus.WITHDRAWN)
"""The statuses in which a commitment asks nothing of the unit that promised."""


class SubjectKind(StrEnum):
    """What a notice or a reminder is about."""

    OPINION = "opinion"
    TASK = "task"
    COMMITMENT = "commitment"
    UNIT = "unit"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return _LABELS[self]


_LABELS = {
    SubjectKind.OPINION: "意见",
    SubjectKind.TASK: "任务",
    SubjectKind.COMMITMENT: "承诺",
    SubjectKind.UNIT: "单位工作",
}

DatedItem = Opinion | RectificationTask | Commitment
"""What has a due date and a unit that owes something by then."""

KINDS: dict[SubjectKind, type[DatedItem]] = {
    SubjectKind.OPINION: Opinion,
    SubjectKind.TASK: RectificationTask,
    SubjectKind.COMMITMENT: Commitment,
}


class Subject(ValueObject):
    """What a notice is about, with the due date it had when the notice was issued."""

    kind: SubjectKind
    id: UUID
    number: str
    due: Due | None = None
    """``None`` for a unit, and for an opinion not referred yet."""


class UrgedItem(NamedTuple):
    """How an item stands: who answers for it, until when, and whether anything is still owed."""

    kind: SubjectKind
    id: UUID
    number: str
    units: tuple[str, ...]
    """The codes of the responsible units, none while nobody is responsible; the lead comes first,
    and of several lead units one that has not replied yet."""
    owing: tuple[str, ...]
    """Who is reminded: the unit in the lead, or each of several that has not replied yet."""
    round: int
    due: Due | None
    is_open: bool
    """Whether the item still asks for something to be done by anybody."""
    owed: bool
    """Whether the due date still binds the responsible units."""

    @classmethod
    def of(cls, item: DatedItem) -> Self:
        """Return how an item stands now."""
        if isinstance(item, Opinion):
            return cls._of_opinion(item)
        if isinstance(item, RectificationTask):
            return cls._of_task(item)
        return cls._of_commitment(item)

    @classmethod
    def _of_opinion(cls, opinion: Opinion) -> Self:
        referral, current = opinion.referral, opinion.current_round
        lead = referral.lead if referral else ()
        silent = [unit for unit in lead if current and not current.answered_by((unit,))]
        co_units = referral.co_units if referral else ()
        asked = current.pending_clarification if current else None
        return cls(
            kind=SubjectKind.OPINION,
            id=opinion.id,
            number=opinion.number,
            units=tuple(dict.fromkeys((*silent, *lead, *co_units))),
            owing=tuple(silent),
            round=current.number if current else 0,
            due=opinion.due if referral else None,
            is_open=opinion.is_open,
            owed=opinion.status in AWAITING_REPLY and not (asked and asked.pauses),
        )

    @classmethod
    def _of_task(cls, task: RectificationTask) -> Self:
        units = task.assignment.units if task.assignment else ()
        return cls(
            kind=SubjectKind.TASK,
            id=task.id,
            number=task.number,
            units=units,
            owing=units[:1],
            round=task.current.number,
            due=task.due,
            is_open=task.is_open,
            owed=task.status in WORKING,
        )

    @classmethod
    def _of_commitment(cls, commitment: Commitment) -> Self:
        """Return how a promise stands; it has one due date and no rounds."""
        kept = commitment.result is FulfilmentResult.FULFILLED
        return cls(
            kind=SubjectKind.COMMITMENT,
            id=commitment.id,
            number=commitment.number,
            units=(commitment.unit,),
            owing=(commitment.unit,),
            round=1,
            due=commitment.due,
            is_open=commitment.is_open,
            owed=commitment.status not in PROMISE_RESTS and not kept,
        )

    @property
    def subject(self) -> Subject:
        """What a notice says it is about."""
        return Subject(kind=self.kind, id=self.id, number=self.number, due=self.due)
