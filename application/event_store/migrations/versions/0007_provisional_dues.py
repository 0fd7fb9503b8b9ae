"""Due dates that are provisional, and the reports expected on tasks."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LEDGERS = ("task_ledger", "commitment_ledger")


def upgrade() -> None:
    for ledger in LEDGERS:
        op.add_column(ledger, _filled("due_provisional", sa.Boolean(), sa.false()))
    op.add_column("task_ledger", sa.Column("reporting", sa.Text(), nullable=True))
    op.add_column("task_ledger", sa.Column("report_due", sa.Date(), nullable=True))
    op.add_column("task_ledger", _filled("reports_missed", sa.Integer(), sa.literal_column("0")))


def downgrade() -> None:
    for column in ("reports_missed", "report_due", "reporting"):
        op.drop_column("task_ledger", column)
    for ledger in LEDGERS:
        op.drop_column(ledger, "due_provisional")


def _filled(
    name: str, kind: sa.types.TypeEngine[Any], otherwise: sa.ColumnElement[Any]
) -> sa.Column[Any]:
    """Return a column that rows already there have a value for."""
    return sa.Column(name, kind, server_default=otherwise, nullable=False)
