"""Letters that leave the system, and how far each subscription has read the log."""

import sqlalchemy as sa
from alembic import op

from application.event_store.columns import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subscription", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", Instant(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("delivered_at", Instant(), nullable=True),
        sa.Column("resent_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
    )
    op.create_index(
        op.f("ix_deliveries_sequence_id"), "deliveries", ["sequence", "id"], unique=False
    )
    op.create_index(
        op.f("ix_deliveries_state_sequence"), "deliveries", ["state", "sequence"], unique=False
    )
    op.create_index(
        op.f("ix_deliveries_subscription_next_attempt_at"),
        "deliveries",
        ["subscription", "next_attempt_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "delivery_position",
        sa.Column("subscription", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("disabled_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("subscription", name=op.f("pk_delivery_position")),
    )


def downgrade() -> None:
    op.drop_table("delivery_position")
    op.drop_index(
        op.f("ix_deliveries_subscription_next_attempt_at"),
        table_name="deliveries",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.drop_index(op.f("ix_deliveries_state_sequence"), table_name="deliveries")
    op.drop_index(op.f("ix_deliveries_sequence_id"), table_name="deliveries")
    op.drop_table("deliveries")
