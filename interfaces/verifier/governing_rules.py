"""Whether an item is handled under the rules that govern its congress on that day.

Rules are those of the congress itself, else of the nearest unit above it that has some in force,
else the statutory ones on record, else the default.
"""

from __future__ import annotations

from interfaces.verifier.county import County
from interfaces.verifier.items import Event

BROUGHT_ALONG = ("opinion.referred", "opinion.re-referred", "opinion.rules-migrated")
"""The events that bring the rules that govern an item from then on."""
ANSWERING = ("plan.drafted", "task.planned", "commitment.drafted")
"""What begins under the rules of the congress that raised the first opinion it answers."""


def require_governing(event: Event, county: County) -> None:
    """Refuse other rules than those in force on the day of the event."""
    congress = _congress_of(event, county)
    event.require(
        congress is None or event.profile == county.book.governing(congress, event.day),
        "所引规则方案不是当日适用的规则方案",
        "other rules than those in force for its congress on that day",
    )


def _congress_of(event: Event, county: County) -> str | None:
    """Return whose rules an event is to bring; ``None`` where it brings none."""
    if event.topic in BROUGHT_ALONG:
        return str(event.item.raised_by)
    if event.topic in ANSWERING:
        return county.raised_by(event.state["opinion_ids"]) or event.unit
    return None
