"""Acts on public commitments."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from application.commands.calendars import calendar_of
from application.commands.deadlines import StatedDeadline, due_of
from application.commands.linking import link_to_opinions
from application.commands.rule_profiles import begun_under
from application.commands.units import lineage_of, placed_act, unit_with_code
from application.errors import NotFound
from application.work import Work
from domain.commitment import Commitment
from domain.commitment_state import FulfilmentResult
from domain.due import Due
from domain.evidence import Evidence
from domain.measure import Target
from domain.opinion import Opinion
from domain.opinion_terms import OpinionStatus, ReopenGround, Satisfaction, WorkKind
from domain.rectification_plan import RectificationPlan


def draft(
    work: Work,
    *,
    number: str,
    unit: str,
    text: str,
    quantified: Target | None,
    due: StatedDeadline,
    opinion_ids: Sequence[UUID],
    plan_id: UUID | None,
) -> Commitment:
    """Draft what a unit is to promise, and link it to the opinions it answers."""
    promiser = unit_with_code(work, unit)
    if plan_id is not None and work.find(RectificationPlan, plan_id) is None:
        raise NotFound(RectificationPlan.LABEL, plan_id, "plan_id")
    act = begun_under(work, opinion_ids)
    due = due_of(work, due, act.occurred_on)
    drafted = Commitment.draft(number, promiser, text, quantified, due, opinion_ids, plan_id, act)
    commitment = work.add(drafted)
    link_to_opinions(work, opinion_ids, WorkKind.COMMITMENT, commitment)
    return commitment


def review(work: Work, commitment_id: UUID, expected: int, *, waiver: str | None) -> Commitment:
    """Let the promise pass."""
    commitment = work.get(Commitment, commitment_id, expected)
    commitment.review(waiver, placed_act(work))
    return commitment


def file(work: Work, commitment_id: UUID, expected: int, *, filing_number: str) -> Commitment:
    """Enter the promise in the register."""
    commitment = work.get(Commitment, commitment_id, expected)
    commitment.file(filing_number, work.act)
    return commitment


def publish(work: Work, commitment_id: UUID, expected: int, *, channel: str) -> Commitment:
    """Publish the promise."""
    commitment = work.get(Commitment, commitment_id, expected)
    commitment.publish(channel, work.act)
    return commitment


def amend(
    work: Work,
    commitment_id: UUID,
    expected: int,
    *,
    text: str | None,
    due: StatedDeadline | None,
    quantified: Target | None,
    reason: str,
    channel: str | None,
) -> Commitment:
    """Change the promise."""
    commitment = work.get(Commitment, commitment_id, expected)
    derived = None if due is None else due_of(work, due, work.act.occurred_on)
    commitment.amend(text, derived, quantified, reason, channel, work.act)
    return commitment


def hand_over(
    work: Work, commitment_id: UUID, expected: int, *, unit: str, successor: str, reason: str
) -> Commitment:
    """Let another unit keep what one that has ended promised."""
    commitment = work.get(Commitment, commitment_id, expected)
    ended = unit_with_code(work, unit)
    commitment.hand_over(
        ended, unit_with_code(work, successor, "successor"), reason, placed_act(work)
    )
    return commitment


def settle_due(work: Work, commitment_id: UUID, expected: int | None = None) -> Commitment:
    """Derive a provisional due date again by the calendar on record."""
    commitment = work.get(Commitment, commitment_id, expected)
    commitment.settle_due(calendar_of(work), work.act)
    return commitment


def claim_fulfilment(
    work: Work,
    commitment_id: UUID,
    expected: int,
    *,
    fulfilled_on: date,
    evidence: Sequence[Evidence],
) -> Commitment:
    """Claim that the promise was kept."""
    commitment = work.get(Commitment, commitment_id, expected)
    lineage = lineage_of(work, work.act.unit)
    commitment.claim_fulfilment(fulfilled_on, evidence, lineage, work.act)
    return commitment


def verify(
    work: Work, commitment_id: UUID, expected: int, *, result: FulfilmentResult, note: str
) -> Commitment:
    """Find how far the promise was kept."""
    commitment = work.get(Commitment, commitment_id, expected)
    commitment.verify(result, note, lineage_of(work, work.act.unit), work.act)
    return commitment


def publish_result(work: Work, commitment_id: UUID, expected: int, *, channel: str) -> Commitment:
    """Publish the result."""
    commitment = work.get(Commitment, commitment_id, expected)
    commitment.publish_result(channel, work.act)
    return commitment


def record_follow_up(
    work: Work,
    commitment_id: UUID,
    expected: int,
    *,
    satisfaction: Satisfaction,
    note: str,
    reopen_due: StatedDeadline | None,
) -> Commitment:
    """Record what somebody concerned says of the result.

    When that makes the promise stand again and ``reopen_due`` is given, the closed opinions it
    answers are reopened in the same transaction, due then; without it they stay closed.
    """
    commitment = work.get(Commitment, commitment_id, expected)
    commitment.record_follow_up(satisfaction, note, work.act)
    if commitment.reopened and reopen_due is not None:
        due = due_of(work, reopen_due, work.act.occurred_on, "reopen_due")
        _reopen_opinions(work, commitment, due, note)
    return commitment


def _reopen_opinions(work: Work, commitment: Commitment, due: Due, note: str) -> None:
    reference = f"承诺事项{commitment.number}的回访"
    for opinion_id in commitment.opinion_ids:
        opinion = work.get(Opinion, opinion_id)
        if opinion.status is OpinionStatus.CLOSED:
            opinion.reopen(ReopenGround.FOLLOW_UP, reference, due, note, work.act)


def withdraw(work: Work, commitment_id: UUID, expected: int, *, reason: str) -> Commitment:
    """Take the promise back."""
    commitment = work.get(Commitment, commitment_id, expected)
    commitment.withdraw(reason, work.act)
    return commitment


def archive(work: Work, commitment_id: UUID, expected: int) -> Commitment:
    """Put the promise on file."""
    commitment = work.get(Commitment, commitment_id, expected)
    commitment.archive(work.act)
    return commitment


def correct(
    work: Work,
    commitment_id: UUID,
    expected: int,
    *,
    corrects: int,
    field: str,
    now: date,
    reason: str,
) -> Commitment:
    """Correct a date recorded earlier, and the due date that rests on it."""
    commitment = work.get(Commitment, commitment_id, expected)
    commitment.correct(corrects, field, now, reason, placed_act(work), calendar_of(work))
    return commitment
