"""Indexes from which rates are counted, so that counting reads no row of the ledger itself."""

from sqlalchemy import ColumnElement, Index, Table, and_, bindparam

from application.projections.parts import parts_of
from domain.opinion_terms import OpinionStatus

COUNTED_BY = (
    "valid_from",
    "known_from",
    "first_replied_on",
    "first_reply_due",
    "due",
    "paused_since",
    "original_due",
    "status",
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
    "valid_until",
    "known_until",
)
"""What rates of opinions look at, the most wanted first: a row is read as far as it is wanted."""

OTHERWISE_DATED = (
    "opinion_id",
    "raised_on",
    "formed_on",
    "first_referred_on",
    "first_closed_on",
    "returns_accepted",
)
"""What few figures look at, that go by another day than that of the referral in force. PostgreSQL
holds 32 columns at most in an index: the number of reopened opinions reads the rows."""

HELD = {
    "rates": ("referred_on", "lead_unit", *COUNTED_BY, *OTHERWISE_DATED),
    "rankings": ("lead_unit", "referred_on", *COUNTED_BY),
}
"""A rate of a period goes by the day of referral, a ranking by the unit."""

NEVER_COUNTED = (OpinionStatus.WITHDRAWN, OpinionStatus.NOT_ADMITTED)


def is_counted(ledger: Table) -> ColumnElement[bool]:
    """Say in SQL whether an opinion counts at all, spelled out as the indexes of rates do."""
    status = ledger.c.status
    return status.not_in(
        bindparam(None, NEVER_COUNTED, status.type, expanding=True, literal_execute=True)
    )


def index_for_rates(ledger: Table) -> None:
    """Let the present opinions that count be counted by period and by unit."""
    counted = and_(parts_of(ledger)[0], is_counted(ledger))
    for name, held in HELD.items():
        Index(
            f"ix_{ledger.name}_{name}",
            *(ledger.c[column] for column in held),
            sqlite_where=counted,
            postgresql_where=counted,
        )
