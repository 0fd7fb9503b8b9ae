"""The parts of opinions under split handling."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLE = "split_ledger"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("opinion_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("consulted_on", sa.Date(), nullable=True),
        sa.Column("first_replied_on", sa.Date(), nullable=True),
        sa.Column("first_reply_due", sa.Date(), nullable=True),
        sa.Column("first_class", sa.Text(), nullable=True),
        sa.Column("current_class", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "opinion_id", "unit", "known_from", "valid_from", name=op.f("pk_split_ledger")
        ),
    )
    op.create_index(op.f("ix_split_ledger_unit_known_until"), TABLE, ["unit", "known_until"])


def downgrade() -> None:
    op.drop_table(TABLE)
