"""What the ledger of opinions says of rules, provisional dates and pauses."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLE = "opinion_ledger"


def upgrade() -> None:
    """Add the columns; rows of before are under no rule profile, settled, and not paused."""
    op.add_column(
        TABLE, sa.Column("due_provisional", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.add_column(TABLE, sa.Column("paused_since", sa.Date))
    op.add_column(TABLE, sa.Column("profile", sa.Text))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table(TABLE) as table:
        for name in ("profile", "paused_since", "due_provisional"):
            table.drop_column(name)
