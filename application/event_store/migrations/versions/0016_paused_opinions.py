"""Rates of opinions look at since when the clock stands still; undated is what has no due date."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

COUNTED = (
    "known_until = 4611686018427387904 AND valid_until = '9999-12-31' "
    "AND (status NOT IN ('withdrawn', 'not_admitted'))"
)
BEFORE = ("valid_from", "known_from", "first_replied_on", "first_reply_due", "due")
AFTER = (
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
OTHERWISE_DATED = (
    "opinion_id",
    "raised_on",
    "formed_on",
    "first_referred_on",
    "first_closed_on",
    "returns_accepted",
)


def upgrade() -> None:
    """Index the pause."""
    _index_with("paused_since")


def downgrade() -> None:
    """Index what is undated."""
    _index_with("undated")


def _index_with(column: str) -> None:
    held = (*BEFORE, column, *AFTER)
    _index("rates", ("referred_on", "lead_unit", *held, *OTHERWISE_DATED))
    _index("rankings", ("lead_unit", "referred_on", *held))


def _index(name: str, columns: tuple[str, ...]) -> None:
    index, condition = f"ix_opinion_ledger_{name}", sa.text(COUNTED)
    op.drop_index(index, table_name="opinion_ledger")
    op.create_index(
        index,
        "opinion_ledger",
        [*columns],
        sqlite_where=condition,
        postgresql_where=condition,
    )
