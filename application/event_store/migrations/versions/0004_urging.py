"""Supervision notices and reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PRESENT = sa.text("known_until = 4611686018427387904 AND valid_until = '9999-12-31'")
PAST = sa.text("known_until = 4611686018427387904 AND valid_until < '9999-12-31'")
SUPERSEDED = sa.text("known_until < 4611686018427387904")


def upgrade() -> None:
    op.create_table(
        "notice_ledger",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("subject_number", sa.Text(), nullable=False),
        sa.Column("subject_due", sa.Date(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("competent_body", sa.Text(), nullable=True),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("reply_due", sa.Date(), nullable=True),
        sa.Column("reply_due_or_never", sa.Date(), nullable=False),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("refers_to", sa.Uuid(), nullable=True),
        sa.Column("refers_to_number", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("responded_on", sa.Date(), nullable=True),
        sa.Column("response", sa.Text(), nullable=True),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column("lifted_because", sa.Text(), nullable=True),
        sa.Column("escalated_on", sa.Date(), nullable=True),
        sa.Column("escalated_to", sa.Uuid(), nullable=True),
        sa.Column("escalated_to_number", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "notice_id", "known_from", "valid_from", name=op.f("pk_notice_ledger")
        ),
    )
    op.create_index(
        op.f("ix_notice_ledger_issued_on"),
        "notice_ledger",
        ["issued_on"],
        unique=False,
        sqlite_where=PRESENT,
        postgresql_where=PRESENT,
    )
    op.create_index(
        op.f("ix_notice_ledger_known_until_known_from"),
        "notice_ledger",
        ["known_until", "known_from"],
        unique=False,
        sqlite_where=SUPERSEDED,
        postgresql_where=SUPERSEDED,
    )
    op.create_index(
        op.f("ix_notice_ledger_number"),
        "notice_ledger",
        ["number"],
        unique=False,
        sqlite_where=PRESENT,
        postgresql_where=PRESENT,
    )
    op.create_index(
        op.f("ix_notice_ledger_reply_due_or_never"),
        "notice_ledger",
        ["reply_due_or_never"],
        unique=False,
        sqlite_where=PRESENT,
        postgresql_where=PRESENT,
    )
    op.create_index(
        op.f("ix_notice_ledger_subject_id"), "notice_ledger", ["subject_id"], unique=False
    )
    op.create_index(
        op.f("ix_notice_ledger_unit_known_until_valid_until"),
        "notice_ledger",
        ["unit", "known_until", "valid_until"],
        unique=False,
    )
    op.create_index(
        op.f("ix_notice_ledger_valid_until_valid_from"),
        "notice_ledger",
        ["valid_until", "valid_from"],
        unique=False,
        sqlite_where=PAST,
        postgresql_where=PAST,
    )
    op.create_table(
        "reminders",
        sa.Column("reminder_id", sa.Uuid(), nullable=False),
        sa.Column("item_kind", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("item_number", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("unit_above", sa.Text(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("counted_in", sa.Text(), nullable=False),
        sa.Column("up_the_line", sa.Boolean(), nullable=False),
        sa.Column("days_left", sa.Integer(), nullable=True),
        sa.Column("days_overdue", sa.Integer(), nullable=True),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "reminder_id", "known_from", "valid_from", name=op.f("pk_reminders")
        ),
    )
    op.create_index(
        op.f("ix_reminders_item_id_round_due"),
        "reminders",
        ["item_id", "round", "due"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reminders_known_until_known_from"),
        "reminders",
        ["known_until", "known_from"],
        unique=False,
        sqlite_where=SUPERSEDED,
        postgresql_where=SUPERSEDED,
    )
    op.create_index(
        op.f("ix_reminders_raised_on"),
        "reminders",
        ["raised_on"],
        unique=False,
        sqlite_where=PRESENT,
        postgresql_where=PRESENT,
    )
    op.create_index(
        op.f("ix_reminders_unit_above_raised_on"),
        "reminders",
        ["unit_above", "raised_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reminders_unit_raised_on"), "reminders", ["unit", "raised_on"], unique=False
    )
    op.create_index(
        op.f("ix_reminders_valid_until_valid_from"),
        "reminders",
        ["valid_until", "valid_from"],
        unique=False,
        sqlite_where=PAST,
        postgresql_where=PAST,
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_reminders_valid_until_valid_from"),
        table_name="reminders",
        sqlite_where=PAST,
        postgresql_where=PAST,
    )
    op.drop_index(op.f("ix_reminders_unit_raised_on"), table_name="reminders")
    op.drop_index(op.f("ix_reminders_unit_above_raised_on"), table_name="reminders")
    op.drop_index(
        op.f("ix_reminders_raised_on"),
        table_name="reminders",
        sqlite_where=PRESENT,
        postgresql_where=PRESENT,
    )
    op.drop_index(
        op.f("ix_reminders_known_until_known_from"),
        table_name="reminders",
        sqlite_where=SUPERSEDED,
        postgresql_where=SUPERSEDED,
    )
    op.drop_index(op.f("ix_reminders_item_id_round_due"), table_name="reminders")
    op.drop_table("reminders")
    op.drop_index(
        op.f("ix_notice_ledger_valid_until_valid_from"),
        table_name="notice_ledger",
        sqlite_where=PAST,
        postgresql_where=PAST,
    )
    op.drop_index(
        op.f("ix_notice_ledger_unit_known_until_valid_until"), table_name="notice_ledger"
    )
    op.drop_index(op.f("ix_notice_ledger_subject_id"), table_name="notice_ledger")
    op.drop_index(
        op.f("ix_notice_ledger_reply_due_or_never"),
        table_name="notice_ledger",
        sqlite_where=PRESENT,
        postgresql_where=PRESENT,
    )
    op.drop_index(
        op.f("ix_notice_ledger_number"),
        table_name="notice_ledger",
        sqlite_where=PRESENT,
        postgresql_where=PRESENT,
    )
    op.drop_index(
        op.f("ix_notice_ledger_known_until_known_from"),
        table_name="notice_ledger",
        sqlite_where=SUPERSEDED,
        postgresql_where=SUPERSEDED,
    )
    op.drop_index(
        op.f("ix_notice_ledger_issued_on"),
        table_name="notice_ledger",
        sqlite_where=PRESENT,
        postgresql_where=PRESENT,
    )
    op.drop_table("notice_ledger")
