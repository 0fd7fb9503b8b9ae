"""Whether an opinion is handled under the rules that govern its congress on that day.

Rules are those of the congress itself, else of the nearest unit above it that has some in force,
else the statutory ones on record, else the default.
"""

from __future__ import annotations

from interfaces.verifier.county import County
from interfaces.verifier.items import Event

BROUGHT_ALONG = ("opinion.referred", "opinion.re-referred", "opinion.rules-migrated")
"""The events that bring the rules that govern an item from then on."""


def require_governing(event: Event, county: County) -> None:
    """Refuse other rules than those in force on the day of the event."""
    if event.topic in BROUGHT_ALONG:
        event.require(
            event.profile == county.book.governing(event.item.issuer, event.day),
            "所引规则方案不是当日适用的规则方案",
            "other rules than those in force for its congress on that day",
        )
