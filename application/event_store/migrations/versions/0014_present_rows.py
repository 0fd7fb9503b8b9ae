"""Ledgers are sought by date and unit among their present rows, and rates find every day there."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

PRESENT = "known_until = 4611686018427387904 AND valid_until = '9999-12-31'"
COUNTED = f"{PRESENT} AND (status NOT IN ('withdrawn', 'not_admitted'))"
SOUGHT = {
    "task_ledger": ("planned_on", "lead_unit"),
    "commitment_ledger": ("drafted_on", "unit"),
    "notice_ledger": ("unit",),
}
RATES = "ix_opinion_ledger_rates"
HELD = (
    "referred_on",
    "lead_unit",
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
    for table, columns in SOUGHT.items():
        for column in columns:
            op.drop_index(f"ix_{table}_{column}_known_until_valid_until", table_name=table)
            _index(f"ix_{table}_{column}", table, (column,), PRESENT)
    _index_rates_by((*HELD, *OTHERWISE_DATED))


def downgrade() -> None:
    _index_rates_by(HELD)
    for table, columns in SOUGHT.items():
        for column in columns:
            op.drop_index(f"ix_{table}_{column}", table_name=table)
            name = f"ix_{table}_{column}_known_until_valid_until"
            op.create_index(name, table, [column, "known_until", "valid_until"])


def _index_rates_by(columns: tuple[str, ...]) -> None:
    op.drop_index(RATES, table_name="opinion_ledger")
    _index(RATES, "opinion_ledger", columns, COUNTED)


def _index(name: str, table: str, columns: tuple[str, ...], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, [*columns], sqlite_where=condition, postgresql_where=condition)
