"""Indexes that hold what rates look at, in place of one that only found the rows."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLE = "opinion_ledger"
REPLACED = "ix_opinion_ledger_referred_on_known_until_valid_until"
PRESENT = sa.text("known_until = 4611686018427387904 AND valid_until = '9999-12-31'")
FIRST = {
    "ix_opinion_ledger_rates": ("referred_on", "lead_unit"),
    "ix_opinion_ledger_rankings": ("lead_unit", "referred_on"),
}
HELD = (
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


def upgrade() -> None:
    op.drop_index(REPLACED, table_name=TABLE)
    for name, first in FIRST.items():
        op.create_index(
            name,
            TABLE,
            [*first, *HELD],
            unique=False,
            sqlite_where=PRESENT,
            postgresql_where=PRESENT,
        )


def downgrade() -> None:
    for name in FIRST:
        op.drop_index(name, table_name=TABLE, sqlite_where=PRESENT, postgresql_where=PRESENT)
    op.create_index(REPLACED, TABLE, ["referred_on", "known_until", "valid_until"], unique=False)
