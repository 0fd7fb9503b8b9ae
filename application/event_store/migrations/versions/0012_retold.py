"""The head of the log says how often the read models were made anew."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLE = "log_head"


def upgrade() -> None:
    """Add the count."""
    op.add_column(
        TABLE, sa.Column("retold", sa.Integer, nullable=False, server_default=sa.text("0"))
    )


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table(TABLE) as table:
        table.drop_column("retold")
