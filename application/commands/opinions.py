"""Acts on opinions: each loads what the decision needs and lets the opinion decide."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from application.commands.calendars import calendar_of
from application.commands.deadlines import StatedDeadline, due_of
from application.commands.linking import open_work
from application.commands.opinion_deadlines import (
    due_of_referral,
    due_of_rehandling,
    evaluation_due,
    terms_of_referral,
)
from application.commands.rule_profiles import Governing, governing, rules_of
from application.commands.units import placed_act, unit_with_code, units_with_codes
from application.errors import NotFound
from application.work import Work
from domain.approval import require_approver
from domain.opinion import Opinion
from domain.opinion_handling import PromisedItem
from domain.opinion_terms import (
    Carrier,
    FormationType,
    OpinionKind,
    ReopenGround,
    Satisfaction,
    SourceChannel,
)


class ReturnDecision(StrEnum):
    """What is decided on a unit's request to be relieved of an opinion."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


def register(
    work: Work,
    *,
    number: str,
    kind: OpinionKind,
    title: str,
    wording: str,
    issuer: str,
    document_number: str | None,
    channel: SourceChannel,
    occasion: str | None,
    raised_on: date,
    lead_deputy: str | None,
    co_signers: Sequence[str],
    key: bool,
) -> Opinion:
    """Register one opinion; ``issuer`` is the code of the unit that issues it."""
    opinion = Opinion.register(
        number,
        kind,
        title,
        wording,
        unit_with_code(work, issuer, "issuer"),
        document_number,
        channel,
        occasion,
        raised_on,
        lead_deputy,
        co_signers,
        key,
        work.act,
    )
    return work.add(opinion)


def form(
    work: Work,
    opinion_id: UUID,
    expected: int,
    *,
    formation_type: FormationType,
    carrier: Carrier,
    approver: str,
    compiled_by: str,
    document_number: str | None,
) -> Opinion:
    """Settle how the opinion was formed."""
    opinion = work.get(Opinion, opinion_id, expected)
    opinion.form(formation_type, carrier, approver, compiled_by, document_number, work.act)
    return opinion


def refuse_admission(work: Work, opinion_id: UUID, expected: int, *, reason: str) -> Opinion:
    """Decline to take the matter up as an opinion."""
    opinion = work.get(Opinion, opinion_id, expected)
    opinion.refuse_admission(reason, work.act)
    return opinion


def refer(
    work: Work,
    opinion_id: UUID,
    expected: int,
    *,
    lead: Sequence[str],
    co: Sequence[str],
    due: StatedDeadline | None,
    split_handling: bool,
    letter_number: str,
    meeting_on: date | None,
    demand: str | None,
    difficult: bool = False,
) -> Opinion:
    """Refer the opinion, or refer it anew, to the units with these codes.

    The rules in force on that day for the congress that issued it govern its handling, and set
    its due date unless that is stated.
    """
    opinion = work.get(Opinion, opinion_id, expected)
    rules = governing(work, opinion.source.issuer, work.act.occurred_on, "issuer")
    opinion.refer(
        units_with_codes(work, lead, "lead"),
        units_with_codes(work, co, "co"),
        due_of_referral(work, opinion, due, rules, difficult=difficult),
        split_handling,
        letter_number,
        meeting_on,
        demand,
        work.act.under(rules.ref),
        terms_of_referral(work, rules),
        difficult=difficult,
    )
    return opinion


def acknowledge(work: Work, opinion_id: UUID, expected: int) -> Opinion:
    """Sign for the referral."""
    opinion = work.get(Opinion, opinion_id, expected)
    opinion.acknowledge(work.act)
    return opinion


def request_return(
    work: Work, opinion_id: UUID, expected: int, *, reason: str, suggested_unit: str | None
) -> Opinion:
    """Ask for another unit to handle the opinion."""
    opinion = work.get(Opinion, opinion_id, expected)
    suggested = (
        None if suggested_unit is None else unit_with_code(work, suggested_unit, "suggested_unit")
    )
    opinion.request_return(reason, suggested, work.act)
    return opinion


def decide_return(
    work: Work, opinion_id: UUID, expected: int, *, decision: ReturnDecision, reason: str
) -> Opinion:
    """Accept or refuse the return."""
    opinion = work.get(Opinion, opinion_id, expected)
    decisions = {
        ReturnDecision.ACCEPTED: opinion.accept_return,
        ReturnDecision.REFUSED: opinion.refuse_return,
    }
    decisions[decision](reason, placed_act(work))
    return opinion


def hand_over(
    work: Work, opinion_id: UUID, expected: int, *, unit: str, successor: str, reason: str
) -> Opinion:
    """Let another unit take the place of one that has ended."""
    opinion = work.get(Opinion, opinion_id, expected)
    ended = unit_with_code(work, unit)
    opinion.hand_over(
        ended, unit_with_code(work, successor, "successor"), reason, placed_act(work)
    )
    return opinion


def submit_co_opinion(work: Work, opinion_id: UUID, expected: int, *, text: str) -> Opinion:
    """Give a co-unit's opinion for the reply."""
    opinion = work.get(Opinion, opinion_id, expected)
    opinion.submit_co_opinion(text, work.act)
    return opinion


def consult(
    work: Work, opinion_id: UUID, expected: int, *, with_deputy: str, manner: str
) -> Opinion:
    """Note that a deputy was met about the opinion."""
    opinion = work.get(Opinion, opinion_id, expected)
    opinion.consult(with_deputy, manner, work.act)
    return opinion


def request_extension(
    work: Work, opinion_id: UUID, expected: int, *, asked: date, reason: str
) -> Opinion:
    """Ask for more time."""
    opinion = work.get(Opinion, opinion_id, expected)
    rules = rules_of(work, opinion.profile)
    opinion.request_extension(asked, reason, work.act, rules.extension)
    return opinion


def grant_extension(
    work: Work, opinion_id: UUID, expected: int, *, until: date, deputy_told_on: date | None
) -> Opinion:
    """Move the due date."""
    opinion = work.get(Opinion, opinion_id, expected)
    rules = rules_of(work, opinion.profile)
    require_approver(rules.approval.extension, "延期", work.act)
    opinion.grant_extension(
        until, deputy_told_on, placed_act(work), rules.extension, calendar_of(work)
    )
    return opinion


def refuse_extension(work: Work, opinion_id: UUID, expected: int, *, reason: str) -> Opinion:
    """Leave the due date as it is."""
    opinion = work.get(Opinion, opinion_id, expected)
    opinion.refuse_extension(reason, placed_act(work))
    return opinion


def reply(
    work: Work,
    opinion_id: UUID,
    expected: int,
    *,
    result_class: str,
    signer: str,
    document_number: str,
    text: str,
    answered: Sequence[str],
    promised_items: Sequence[PromisedItem],
    co_opinions_noted: str | None,
) -> Opinion:
    """Answer the opinion."""
    opinion = work.get(Opinion, opinion_id, expected)
    rules = rules_of(work, opinion.profile)
    opinion.reply(
        result_class,
        signer,
        document_number,
        text,
        answered,
        promised_items,
        co_opinions_noted,
        work.act,
        rules.closing.result_classes,
        evaluation_due(work, Governing(opinion.profile, rules)),
    )
    return opinion


def request_clarification(
    work: Work, opinion_id: UUID, expected: int, *, question: str
) -> Opinion:
    """Ask what the opinion means."""
    opinion = work.get(Opinion, opinion_id, expected)
    rules = rules_of(work, opinion.profile)
    opinion.request_clarification(question, rules, work.act)
    return opinion


def give_clarification(work: Work, opinion_id: UUID, expected: int, *, answer: str) -> Opinion:
    """Say what the opinion means; the clock may have stood still meanwhile."""
    opinion = work.get(Opinion, opinion_id, expected)
    opinion.give_clarification(answer, calendar_of(work), placed_act(work))
    return opinion


def evaluate(
    work: Work,
    opinion_id: UUID,
    expected: int,
    *,
    evaluator: str,
    satisfaction: Satisfaction,
    reasons: str | None,
) -> Opinion:
    """Say how satisfactory the reply was."""
    opinion = work.get(Opinion, opinion_id, expected)
    opinion.evaluate(evaluator, satisfaction, reasons, placed_act(work))
    return opinion


def record_no_feedback(
    work: Work, opinion_id: UUID, expected: int, *, reminded_on: date
) -> Opinion:
    """State that those not heard did not answer after a reminder."""
    opinion = work.get(Opinion, opinion_id, expected)
    silence = rules_of(work, opinion.profile).evaluation.silence
    opinion.record_no_feedback(reminded_on, placed_act(work), silence)
    return opinion


def order_rehandling(
    work: Work, opinion_id: UUID, expected: int, *, due: StatedDeadline | None, reason: str
) -> Opinion:
    """Have the opinion handled again."""
    opinion = work.get(Opinion, opinion_id, expected)
    rules = Governing(opinion.profile, rules_of(work, opinion.profile))
    opinion.order_rehandling(due_of_rehandling(work, due, rules), reason, placed_act(work))
    return opinion


def track(work: Work, opinion_id: UUID, expected: int) -> Opinion:
    """Follow what the reply promised."""
    opinion = work.get(Opinion, opinion_id, expected)
    opinion.track(work.act)
    return opinion


def fulfil_promised_item(
    work: Work, opinion_id: UUID, expected: int, *, item: int, fulfilled_on: date, note: str
) -> Opinion:
    """Record that a promised item was done."""
    opinion = work.get(Opinion, opinion_id, expected)
    opinion.fulfil_promised_item(item, fulfilled_on, note, work.act)
    return opinion


def close(
    work: Work, opinion_id: UUID, expected: int, *, completed_on: date, ground: str
) -> Opinion:
    """Close the handling, once no linked task or commitment is open."""
    opinion = work.get(Opinion, opinion_id, expected)
    promises = rules_of(work, opinion.profile).closing.promises
    opinion.close(open_work(work, opinion), completed_on, ground, placed_act(work), promises)
    return opinion


def look_back(work: Work, opinion_id: UUID, expected: int, *, passed: bool, note: str) -> Opinion:
    """Record a look-back at the closed opinion."""
    opinion = work.get(Opinion, opinion_id, expected)
    opinion.look_back(passed, note, placed_act(work))
    return opinion


def reopen(
    work: Work,
    opinion_id: UUID,
    expected: int,
    *,
    ground: ReopenGround,
    reference: str,
    due: StatedDeadline,
    reason: str,
) -> Opinion:
    """Take the opinion up again."""
    opinion = work.get(Opinion, opinion_id, expected)
    until = due_of(work, due, work.act.occurred_on)
    opinion.reopen(ground, reference, until, reason, work.act)
    return opinion


def merge_into(
    work: Work, opinion_id: UUID, expected: int, *, other: UUID, reason: str
) -> Opinion:
    """Handle the opinion together with another one."""
    opinion = work.get(Opinion, opinion_id, expected)
    found = work.find(Opinion, other)
    if found is None:
        raise NotFound(Opinion.LABEL, other, "other")
    opinion.merge_into(found, reason, placed_act(work))
    return opinion


def separate(work: Work, opinion_id: UUID, expected: int, *, reason: str) -> Opinion:
    """Take the opinion out of its merger, to be referred anew."""
    opinion = work.get(Opinion, opinion_id, expected)
    opinion.separate(reason, placed_act(work))
    return opinion


def withdraw(work: Work, opinion_id: UUID, expected: int, *, document: str, by: str) -> Opinion:
    """Take the opinion back."""
    opinion = work.get(Opinion, opinion_id, expected)
    opinion.withdraw(document, by, placed_act(work))
    return opinion


def correct(
    work: Work, opinion_id: UUID, expected: int, *, corrects: int, now: date, reason: str
) -> Opinion:
    """Correct the business date of an earlier event, and the due date that rests on it."""
    opinion = work.get(Opinion, opinion_id, expected)
    opinion.correct(corrects, now, reason, placed_act(work), calendar_of(work))
    return opinion
