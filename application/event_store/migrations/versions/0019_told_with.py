"""The head of the log says with what the read models were told: 0 is a shape none has now."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLE = "log_head"


def upgrade() -> None:
    """Add shape and changes."""
    op.add_column(
        TABLE, sa.Column("told_shape", sa.Integer, nullable=False, server_default=sa.text("0"))
    )
    op.add_column(TABLE, sa.Column("told_after", sa.Uuid))
    op.add_column(TABLE, sa.Column("scrubbed_after", sa.Uuid))


def downgrade() -> None:
    """Drop them."""
    for column in ("scrubbed_after", "told_after", "told_shape"):
        op.drop_column(TABLE, column)
