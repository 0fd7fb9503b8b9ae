"""The values that filled rows already there are no defaults for rows to come.

SQLite cannot drop a default without writing the table anew; every row names its values, so there
it stays without effect.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FILLED = (
    ("task_ledger", "due_provisional", sa.text("false")),
    ("task_ledger", "reports_missed", sa.text("0")),
    ("commitment_ledger", "due_provisional", sa.text("false")),
    ("opinion_ledger", "due_provisional", sa.text("false")),
)


def upgrade() -> None:
    """Drop the defaults, so that a table written anew by a rebuild is the same table."""
    if op.get_bind().dialect.name == "postgresql":
        for table, column, _ in FILLED:
            op.alter_column(table, column, server_default=None)


def downgrade() -> None:
    """Set them again."""
    if op.get_bind().dialect.name == "postgresql":
        for table, column, value in FILLED:
            op.alter_column(table, column, server_default=value)
