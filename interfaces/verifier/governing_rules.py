"""Whether an item is handled under the rules that govern its congress on the day they are brought.

Rules are those of the congress itself, else of the nearest unit above it that has some in force,
else the statutory ones on record, else the default.
"""

from __future__ import annotations

from interfaces.verifier.county import County
from interfaces.verifier.items import Event

BY_OPINION = ("opinion.referred", "opinion.re-referred", "opinion.rules-migrated")
BY_FIRST_OPINION = ("plan.drafted", "task.planned", "commitment.drafted")
"""Work is governed by the congress that raised the first opinion it answers, or its own unit."""


def require_governing(event: Event, county: County) -> None:
    """Refuse other rules than those in force on the day of the event."""
    if event.topic in BY_OPINION:
        congress = event.item.issuer
    elif event.topic in BY_FIRST_OPINION:
        answered = event.state["opinion_ids"]
        opinion = county.item("opinion", answered[0]) if answered else None
        congress = event.unit if opinion is None else opinion.issuer
    else:
        return
    event.require(
        event.profile == county.book.governing(congress, event.day),
        "所引规则方案不是当日适用的规则方案",
        "other rules than those in force for its congress on that day",
    )
