"""The ledger of personal records."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLE = "personal_record_ledger"
PRESENT = sa.text("known_until = 4611686018427387904 AND valid_until = '9999-12-31'")
PAST = sa.text("known_until = 4611686018427387904 AND valid_until < '9999-12-31'")
SUPERSEDED = sa.text("known_until < 4611686018427387904")
INDEXES = {
    "ix_personal_record_ledger_known_until_known_from": (
        ["known_until", "known_from"],
        SUPERSEDED,
    ),
    "ix_personal_record_ledger_opened_on": (["opened_on"], PRESENT),
    "ix_personal_record_ledger_retention_until_or_never": (["retention_until_or_never"], PRESENT),
    "ix_personal_record_ledger_valid_until_valid_from": (["valid_until", "valid_from"], PAST),
}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("kept_as", sa.Text(), nullable=False),
        sa.Column("retention_until", sa.Date(), nullable=True),
        sa.Column("retention_until_or_never", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("restricted_on", sa.Date(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("requested_by", sa.Text(), nullable=True),
        sa.Column("requested_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("refusal_ground", sa.Text(), nullable=True),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "record_id", "known_from", "valid_from", name=op.f("pk_personal_record_ledger")
        ),
    )
    for name, (columns, where) in INDEXES.items():
        op.create_index(
            name, TABLE, columns, unique=False, sqlite_where=where, postgresql_where=where
        )


def downgrade() -> None:
    op.drop_table(TABLE)
