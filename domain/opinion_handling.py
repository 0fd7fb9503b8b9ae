"""What an opinion remembers of its handling: value objects, each knowing its event by version.

State holds the versions of events, not their dates: a date is looked up when asked for, so a
corrected date is right everywhere at once.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from domain.due import Due
from domain.due_history import DueChange
from domain.handover import Handover
from domain.model import ValueObject
from domain.opinion_terms import (
    Carrier,
    FormationType,
    ResultClass,
    Satisfaction,
    SourceChannel,
    WorkKind,
)
from domain.profile_terms import Silence
from domain.referral_terms import NO_TERMS, ReferralTerms
from domain.text import Wording


class Dated(ValueObject):
    """Something that came with an event, on the event's business date."""

    version: int


class Source(ValueObject):
    """Where an opinion came from."""

    document_number: str | None
    issuer: str
    channel: SourceChannel
    occasion: str | None
    """The meeting, inspection or other activity."""
    raised_on: date


class Formation(Dated):
    """How the opinion was formed, carried, compiled and approved."""

    type: FormationType
    carrier: Carrier
    approver: str
    compiled_by: str
    document_number: str | None

    @property
    def flagged(self) -> bool:
        """Whether neither a vote nor a meeting stands behind the opinion."""
        return self.type is FormationType.WORKING_BODY_DECISION


class Referral(Dated):
    """To whom the opinion was referred, and what was demanded."""

    lead: tuple[str, ...]
    """Codes of the lead units: one, or several under split handling; after a handover, as then."""
    co_units: tuple[str, ...]
    split_handling: bool
    letter_number: str
    meeting_on: date | None
    demand: str | None
    due: Due
    """As first set; extensions are kept with the round."""
    terms: ReferralTerms = NO_TERMS
    difficult: bool = False
    """Whether it was referred as wide in scope or difficult, which may have a longer term."""
    handovers: tuple[Handover, ...] = ()
    returned: bool = False
    """Whether the referral is over: a return was accepted, or the opinion separated."""

    @property
    def former(self) -> tuple[str, ...]:
        """The units that handled it until another one took their place."""
        return tuple(each.unit for each in self.handovers)


class ReturnRequest(Dated):
    """A lead unit's word that the opinion is not its own to handle."""

    unit: str
    reason: str
    suggested_unit: str | None
    accepted: bool | None = None
    """``None`` until decided."""
    decision_reason: str | None = None


class CoOpinion(Dated):
    """What a co-unit gave the lead unit for its reply."""

    unit: str
    text: str


class Consultation(Dated):
    """A meeting or talk with a deputy about the opinion (面商)."""

    deputy: str
    manner: str


class ClarificationAnswer(Dated):
    """What the congress said the opinion means."""

    text: str
    due_was: Due
    due: Due
    """Later than before where the rules let the clock stand still meanwhile."""


class Clarification(Dated):
    """A lead unit asked what the opinion means."""

    unit: str
    question: str
    pauses: bool
    """Whether the clock stands still until the answer."""
    answer: ClarificationAnswer | None = None


class ExtensionDecision(Dated):
    """What was decided on a request for more time."""

    until: date | None = None
    """The later due date; ``None`` when refused."""
    due_was: Due | None = None
    """The due date in force when it was granted."""
    deputy_told_on: date | None = None
    reason: str | None = None


class Extension(Dated):
    """More time was asked for."""

    unit: str
    asked: date
    """The date on the request; the event's own date is when it came in."""
    reason: str
    due_was: Due
    """The due date in force when it was asked for."""
    decision: ExtensionDecision | None = None


class PromisedItem(ValueObject):
    """What a reply of class B or C promises, and by when (承诺事项)."""

    text: Wording
    due: Due


class Fulfilment(Dated):
    """A promised item was done."""

    fulfilled_on: date
    note: str


class TrackedItem(ValueObject):
    """A promised item and what became of it."""

    number: int
    """Counted from 1 within the round."""
    text: str
    due: Due
    replied_in: int
    """The version of the reply that promised it."""
    fulfilment: Fulfilment | None = None


class Reply(Dated):
    """A lead unit's answer."""

    unit: str
    result_class: ResultClass
    signer: str
    document_number: str
    text: str
    answered: tuple[str, ...]
    co_opinions_noted: str | None
    """Why the reply was given without the opinion of every co-unit."""
    stated_class: str | None = None
    """The class as a local scheme calls it, where that is not ``result_class`` itself."""


class Evaluation(Dated):
    """What one evaluator thought of the replies of a round."""

    evaluator: str
    satisfaction: Satisfaction
    reasons: str | None


class Lapse(Dated):
    """Nobody else answered after a reminder; the rules say what that means."""

    reminded_on: date
    silence: Silence = Silence.EXCLUDED


class Round(Dated):
    """One pass from referral, rehandling order or reopening to the evaluation of the reply."""

    number: int
    due: Due
    """As extended, and otherwise moved."""
    original_due: Due
    """Without extensions and pauses; as settled, and under the rules that govern now."""
    stated_due: Due
    """As the referral, the order or the reopening set it."""
    due_changes: tuple[DueChange, ...] = ()
    extensions: tuple[Extension, ...] = ()
    """All that were asked for; only the last may await its decision."""
    clarifications: tuple[Clarification, ...] = ()
    """All that were asked for; only the last may await its answer."""
    evaluation_by: Due | None = None
    """By when the proposers evaluate the reply, where the rules set a term."""
    replies: tuple[Reply, ...] = ()
    answered: tuple[str, ...] = ()
    """The lead units whose part is answered, by themselves or by whom they succeeded."""
    promised_items: tuple[TrackedItem, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    lapse: Lapse | None = None

    @property
    def result_class(self) -> ResultClass | None:
        """The class replied; under split handling, the least favourable one."""
        return max((reply.result_class for reply in self.replies), default=None)

    @property
    def pending_extension(self) -> Extension | None:
        """The request that awaits its decision."""
        return next((e for e in self.extensions if e.decision is None), None)

    @property
    def pending_clarification(self) -> Clarification | None:
        """The question that awaits its answer."""
        return next((c for c in self.clarifications if c.answer is None), None)

    @property
    def pause_ends(self) -> tuple[int, ...]:
        """The versions of the questions and answers between which the clock stood still."""
        ended = (
            (c.version, c.answer.version) for c in self.clarifications if c.pauses and c.answer
        )
        return tuple(version for pause in ended for version in pause)

    @property
    def due_set_in(self) -> tuple[int, ...]:
        """The versions of the events that set the due date, one after the other."""
        decided = (e.decision for e in self.extensions if e.decision)
        granted = (decision.version for decision in decided if decision.until)
        answered = (c.answer.version for c in self.clarifications if c.answer)
        changed = (change.made_in for change in self.due_changes)
        return tuple(sorted((self.version, *granted, *answered, *changed)))

    def paused_at(self, version: int) -> Clarification | None:
        """Return the question by which the clock stood still when the event ``version`` came."""
        for asked in self.clarifications:
            answered = asked.answer.version if asked.answer else version
            if asked.pauses and asked.version < version <= answered:
                return asked
        return None

    @property
    def granted(self) -> ExtensionDecision | None:
        """The decision by which more time was granted last in this round."""
        decided = (e.decision for e in reversed(self.extensions) if e.decision)
        return next((decision for decision in decided if decision.until), None)

    @property
    def dissatisfied(self) -> bool:
        """Whether anybody is dissatisfied with the reply."""
        return any(e.satisfaction is Satisfaction.DISSATISFIED for e in self.evaluations)

    @property
    def open_items(self) -> tuple[TrackedItem, ...]:
        """The promised items not yet fulfilled."""
        return tuple(item for item in self.promised_items if item.fulfilment is None)

    @property
    def fulfilled_on(self) -> tuple[date, ...]:
        """The days on which promised items were fulfilled."""
        return tuple(i.fulfilment.fulfilled_on for i in self.promised_items if i.fulfilment)

    def answered_by(self, units: tuple[str, ...]) -> bool:
        """Return whether the part of each of ``units`` is answered."""
        return set(units) <= set(self.answered)


class Closing(Dated):
    """The handling was closed; this stays when the opinion is reopened."""

    round: int
    completed_on: date
    """Decides whether the handling was done in time; the day of closing does not."""
    ground: str


class LookBack(Dated):
    """Whether a closed opinion was still settled when looked at again (回头看)."""

    passed: bool
    note: str


class Merger(Dated):
    """The opinion together with which this one is handled."""

    into: UUID
    into_number: str


class Withdrawal(Dated):
    """The written request by which the opinion was taken back."""

    document: str
    by: str


class LinkedWork(Dated):
    """A plan, task or commitment that answers the opinion."""

    kind: WorkKind
    work_id: UUID
    work_number: str


def succeeded(units: Sequence[str], unit: str, successor: str) -> tuple[str, ...]:
    """Return ``units`` with ``successor`` in the place of ``unit``, each once."""
    return tuple(dict.fromkeys(successor if each == unit else each for each in units))


def done_after(
    done: Sequence[str], parts: Sequence[str], unit: str, successor: str
) -> tuple[str, ...]:
    """Return which of ``parts`` are done once ``successor`` stands in for ``unit``.

    Whoever takes over a part beside an own one has done both, or has it still to do.
    """
    both = {unit, successor}
    if both <= set(parts) and not both <= set(done):
        return tuple(each for each in done if each not in both)
    return succeeded(done, unit, successor)
