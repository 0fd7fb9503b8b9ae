"""Indexes from which rates are counted, so that counting reads no row of the ledger itself."""

from sqlalchemy import Index, Table

from application.projections.parts import parts_of

COUNTED_BY = (
    "valid_from",
    "valid_until",
    "known_from",
    "known_until",
    "status",
    "undated",
    "due",
    "first_replied_on",
    "first_reply_due",
    "original_due",
    "closed_on",
    "completed_on",
    "merged_into",
    "last_satisfaction",
    "first_satisfaction",
    "current_class",
    "first_class",
    "acknowledged_on",
    "consulted_on",
    "extensions",
    "rehandlings",
    "look_backs",
    "recurrences",
    "kind",
)
"""What rates of opinions look at, the most wanted first."""

FIRST = {
    "rates": ("referred_on", "lead_unit"),
    "rankings": ("lead_unit", "referred_on"),
}
"""A rate of a period goes by the day of referral, a ranking by the unit."""


def index_for_rates(ledger: Table) -> None:
    """Let the present rows of the ledger of opinions be counted by period and by unit."""
    present = parts_of(ledger)[0]
    for name, first in FIRST.items():
        columns = [ledger.c[column] for column in (*first, *COUNTED_BY)]
        Index(
            f"ix_{ledger.name}_{name}",
            *columns,
            sqlite_where=present,
            postgresql_where=present,
        )
