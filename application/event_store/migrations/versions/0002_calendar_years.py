"""The yearly holiday arrangements."""

import sqlalchemy as sa
from alembic import op

from application.event_store.columns import Texts

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_years",
        sa.Column("calendar_year_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("notices", sa.Integer(), nullable=False),
        sa.Column("notice_number", sa.Text(), nullable=True),
        sa.Column("notice_date", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("days_off", Texts(), nullable=False),
        sa.Column("working_days", Texts(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "calendar_year_id", "known_from", "valid_from", name=op.f("pk_calendar_years")
        ),
        info={"key": ("calendar_year_id",), "owner": "calendar_year_id"},
    )


def downgrade() -> None:
    op.drop_table("calendar_years")
