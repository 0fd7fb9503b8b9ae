"""The indexes of rates hold only what counts, and first what rates look at most."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLE = "opinion_ledger"
FIRST = {
    "ix_opinion_ledger_rates": ("referred_on", "lead_unit"),
    "ix_opinion_ledger_rankings": ("lead_unit", "referred_on"),
}
PRESENT = "known_until = 4611686018427387904 AND valid_until = '9999-12-31'"
COUNTED = f"{PRESENT} AND (status NOT IN ('withdrawn', 'not_admitted'))"
ALIKE = (
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
HELD = (
    "valid_from",
    "known_from",
    "first_replied_on",
    "first_reply_due",
    "due",
    "undated",
    "original_due",
    "status",
    "closed_on",
    "completed_on",
    "merged_into",
    *ALIKE,
    "valid_until",
    "known_until",
)
HELD_BEFORE = (
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
    *ALIKE,
)


def upgrade() -> None:
    _index_anew(HELD, COUNTED)


def downgrade() -> None:
    _index_anew(HELD_BEFORE, PRESENT)


def _index_anew(held: tuple[str, ...], where: str) -> None:
    for name, first in FIRST.items():
        op.drop_index(name, table_name=TABLE)
        op.create_index(
            name,
            TABLE,
            [*first, *held],
            unique=False,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
