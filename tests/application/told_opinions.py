"""What the ledger must say of an opinion, from the aggregate alone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from application.store import Store
from domain.opinion import Opinion
from domain.opinion_handling import Round
from domain.opinion_terms import OpinionStatus, Satisfaction
from tests.application.opinions import row

SPAN = {"valid_from", "valid_until", "known_from", "known_until"}


def worst(round_: Round) -> Satisfaction | None:
    grades = {evaluation.satisfaction for evaluation in round_.evaluations}
    order = (
        Satisfaction.DISSATISFIED,
        Satisfaction.BASICALLY_SATISFIED,
        Satisfaction.SATISFIED,
    )
    return next((grade for grade in order if grade in grades), None)


def consulted_on(opinion: Opinion) -> date | None:
    """Return the day of the first consultation since the latest return, by its date."""
    asked = [r.version for r in opinion.return_requests if r.accepted]
    decided = (min(step for step in opinion.steps if step > version) for version in asked)
    last = max((place(opinion, version) for version in decided), default=(date.min, 0))
    held = [c for c in opinion.consultations if place(opinion, c.version) > last]
    return min(map(opinion.date_of, held), default=None)


def place(opinion: Opinion, version: int) -> tuple[date, int]:
    return opinion.dates[version - 1], version


def told_by(opinion: Opinion) -> dict[str, Any]:
    """Say what the row of an opinion must read, from the aggregate alone."""
    referral = opinion.referral
    answered = [r for r in opinion.rounds if r.answered_by(opinion.referrals[-1].lead)]
    evaluated = [r for r in opinion.rounds if r.evaluations]
    closing = opinion.closings[-1] if opinion.status is OpinionStatus.CLOSED else None
    granted = [e for r in opinion.rounds for e in r.extensions if e.decision and e.decision.until]
    now_due = opinion.due if referral else None
    return {
        "opinion_id": opinion.id,
        "number": opinion.number,
        "kind": opinion.kind,
        "title": opinion.title,
        "source_document": opinion.source.document_number,
        "issuer": opinion.source.issuer,
        "channel": opinion.source.channel,
        "raised_on": opinion.source.raised_on,
        "lead_deputy": opinion.lead_deputy,
        "co_signers": opinion.co_signers,
        "is_key": opinion.key,
        "status": opinion.status,
        "formed_on": opinion.formation and opinion.date_of(opinion.formation),
        "first_referred_on": next((opinion.date_of(r) for r in opinion.referrals), None),
        "referred_on": opinion.referred_on,
        "referred_or_never": opinion.referred_on or date(9999, 12, 31),
        "referral_letter": referral and referral.letter_number,
        "lead_unit": referral and referral.lead[0],
        "lead_units": referral.lead if referral else (),
        "co_units": referral.co_units if referral else (),
        "due": now_due and now_due.on,
        "undated": bool(now_due and now_due.undated),
        "original_due": referral and opinion.rounds[0].original_due.on,
        "due_provisional": bool(now_due and now_due.provisional),
        "paused_since": opinion.paused_since,
        "profile": referral and opinion.profile and opinion.profile.label,
        "consulted_on": consulted_on(opinion),
        "round": len(opinion.rounds),
        "first_replied_on": opinion.first_replied_on,
        "first_reply_due": opinion.first_reply_due and opinion.first_reply_due.on,
        "last_replied_on": opinion.replied_on(answered[-1]) if answered else None,
        "reply_document": answered[-1].replies[-1].document_number if answered else None,
        "first_class": opinion.rounds[0].result_class if opinion.rounds else None,
        "current_class": opinion.current_class,
        "first_satisfaction": worst(opinion.rounds[0]) if opinion.rounds else None,
        "last_satisfaction": worst(evaluated[-1]) if evaluated else None,
        "return_requests": len(opinion.return_requests),
        "returns_accepted": sum(r.accepted is True for r in opinion.return_requests),
        "extensions": len(granted),
        "closed_on": opinion.closed_on,
        "first_closed_on": next((opinion.date_of(c) for c in opinion.closings), None),
        "completed_on": closing and closing.completed_on,
        "look_backs": len(opinion.look_backs),
        "merged_into": opinion.merged_into and opinion.merged_into.into,
        "withdrawn_on": opinion.withdrawal and opinion.date_of(opinion.withdrawal),
    }


NOT_IN_AGGREGATE = {
    "acknowledged_on",
    "classified_round",
    "evaluated_round",
    "not_admitted_on",
    "opened_again_on",
    "recurrences",
    "rehandlings",
    "tracking_since",
}
"""Columns whose facts the aggregate does not hold; the tests below state them one by one."""


def facts(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name not in SPAN}


def agrees(store: Store, opinion: Opinion) -> None:
    """Expect the row of today to say what the aggregate says."""
    found = facts(row(store, number=opinion.number))
    expected = told_by(opinion)
    assert {name: found[name] for name in expected} == expected
    assert found.keys() == expected.keys() | NOT_IN_AGGREGATE
