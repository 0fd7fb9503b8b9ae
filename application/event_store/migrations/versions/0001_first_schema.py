"""The first schema: the log and the read models."""

import sqlalchemy as sa
from alembic import op

from application.event_store.columns import Instant, Texts

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "audit_trail",
        sa.Column("sequence", SEQUENCE, autoincrement=False, nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("aggregate_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("correlation_id", sa.Uuid(), nullable=False),
        sa.Column("causation_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_trail")),
    )
    op.create_index(
        op.f("ix_audit_trail_actor_sequence"), "audit_trail", ["actor", "sequence"], unique=False
    )
    op.create_index(
        op.f("ix_audit_trail_occurred_on"), "audit_trail", ["occurred_on"], unique=False
    )
    op.create_index(
        op.f("ix_audit_trail_recorded_at"), "audit_trail", ["recorded_at"], unique=False
    )
    op.create_index(
        op.f("ix_audit_trail_topic_sequence"), "audit_trail", ["topic", "sequence"], unique=False
    )
    op.create_index(
        op.f("ix_audit_trail_unit_sequence"), "audit_trail", ["unit", "sequence"], unique=False
    )
    op.create_table(
        "commitment_ledger",
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("quantified", sa.Boolean(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due_or_never", sa.Date(), nullable=False),
        sa.Column("undated", sa.Boolean(), nullable=False),
        sa.Column("original_due", sa.Date(), nullable=True),
        sa.Column("opinion_ids", Texts(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("filing_number", sa.Text(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("claimed_on", sa.Date(), nullable=True),
        sa.Column("claimed_fulfilment", sa.Date(), nullable=True),
        sa.Column("fulfilled_on", sa.Date(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("result_published_on", sa.Date(), nullable=True),
        sa.Column("followed_up_on", sa.Date(), nullable=True),
        sa.Column("follow_up_satisfaction", sa.Text(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "commitment_id", "known_from", "valid_from", name=op.f("pk_commitment_ledger")
        ),
        info={"key": ("commitment_id",), "owner": "commitment_id"},
    )
    op.create_index(
        op.f("ix_commitment_ledger_drafted_on_known_until_valid_until"),
        "commitment_ledger",
        ["drafted_on", "known_until", "valid_until"],
        unique=False,
    )
    op.create_index(
        op.f("ix_commitment_ledger_due_or_never"),
        "commitment_ledger",
        ["due_or_never"],
        unique=False,
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until = '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until = '9999-12-31'"
        ),
    )
    op.create_index(
        op.f("ix_commitment_ledger_known_until_known_from"),
        "commitment_ledger",
        ["known_until", "known_from"],
        unique=False,
        sqlite_where=sa.text("known_until < 4611686018427387904"),
        postgresql_where=sa.text("known_until < 4611686018427387904"),
    )
    op.create_index(
        op.f("ix_commitment_ledger_number"),
        "commitment_ledger",
        ["number"],
        unique=False,
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until = '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until = '9999-12-31'"
        ),
    )
    op.create_index(
        op.f("ix_commitment_ledger_unit_known_until_valid_until"),
        "commitment_ledger",
        ["unit", "known_until", "valid_until"],
        unique=False,
    )
    op.create_index(
        op.f("ix_commitment_ledger_valid_until_valid_from"),
        "commitment_ledger",
        ["valid_until", "valid_from"],
        unique=False,
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until < '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until < '9999-12-31'"
        ),
    )
    op.create_table(
        "commitment_origins",
        sa.Column("opinion_id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("opinion_id", "commitment_id", name=op.f("pk_commitment_origins")),
    )
    op.create_table(
        "coverage",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("opinion_id", sa.Uuid(), nullable=False),
        sa.Column("measures", Texts(), nullable=False),
        sa.Column("waived_because", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "plan_id", "opinion_id", "known_from", "valid_from", name=op.f("pk_coverage")
        ),
        info={"key": ("plan_id", "opinion_id"), "owner": "plan_id"},
    )
    op.create_index(
        op.f("ix_coverage_opinion_id_known_until"),
        "coverage",
        ["opinion_id", "known_until"],
        unique=False,
    )
    op.create_table(
        "events",
        sa.Column("sequence", SEQUENCE, autoincrement=False, nullable=False),
        sa.Column("originator_id", sa.Uuid(), nullable=False),
        sa.Column("originator_version", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_events")),
        sa.UniqueConstraint(
            "originator_id",
            "originator_version",
            name=op.f("uq_events_originator_id_originator_version"),
        ),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("aggregate_kind", sa.Text(), nullable=False),
        sa.Column("aggregate_id", sa.Uuid(), nullable=False),
        sa.Column("aggregate_version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("actor", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_table(
        "item_links",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("linked_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "linked_id", "sequence", name=op.f("pk_item_links")),
    )
    op.create_index(op.f("ix_item_links_linked_id"), "item_links", ["linked_id"], unique=False)
    op.create_table(
        "log_head",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_head")),
    )
    op.create_table(
        "measure_ledger",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Text(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("handling", sa.Text(), nullable=False),
        sa.Column("leaders", Texts(), nullable=False),
        sa.Column("offices", Texts(), nullable=False),
        sa.Column("sub_actions", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("undated", sa.Boolean(), nullable=False),
        sa.Column("original_due", sa.Date(), nullable=True),
        sa.Column("elements_filled", sa.Integer(), nullable=False),
        sa.Column("answers", Texts(), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "plan_id", "no", "known_from", "valid_from", name=op.f("pk_measure_ledger")
        ),
        info={"key": ("plan_id", "no"), "owner": "plan_id"},
    )
    op.create_table(
        "opinion_ledger",
        sa.Column("opinion_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source_document", sa.Text(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("lead_deputy", sa.Text(), nullable=True),
        sa.Column("co_signers", Texts(), nullable=False),
        sa.Column("is_key", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("formed_on", sa.Date(), nullable=True),
        sa.Column("not_admitted_on", sa.Date(), nullable=True),
        sa.Column("first_referred_on", sa.Date(), nullable=True),
        sa.Column("referred_on", sa.Date(), nullable=True),
        sa.Column("referred_or_never", sa.Date(), nullable=False),
        sa.Column("referral_letter", sa.Text(), nullable=True),
        sa.Column("lead_unit", sa.Text(), nullable=True),
        sa.Column("lead_units", Texts(), nullable=False),
        sa.Column("co_units", Texts(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("undated", sa.Boolean(), nullable=False),
        sa.Column("original_due", sa.Date(), nullable=True),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("consulted_on", sa.Date(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("first_replied_on", sa.Date(), nullable=True),
        sa.Column("first_reply_due", sa.Date(), nullable=True),
        sa.Column("last_replied_on", sa.Date(), nullable=True),
        sa.Column("reply_document", sa.Text(), nullable=True),
        sa.Column("first_class", sa.Text(), nullable=True),
        sa.Column("current_class", sa.Text(), nullable=True),
        sa.Column("classified_round", sa.Integer(), nullable=False),
        sa.Column("first_satisfaction", sa.Text(), nullable=True),
        sa.Column("last_satisfaction", sa.Text(), nullable=True),
        sa.Column("evaluated_round", sa.Integer(), nullable=False),
        sa.Column("return_requests", sa.Integer(), nullable=False),
        sa.Column("returns_accepted", sa.Integer(), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("rehandlings", sa.Integer(), nullable=False),
        sa.Column("tracking_since", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("first_closed_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("look_backs", sa.Integer(), nullable=False),
        sa.Column("recurrences", sa.Integer(), nullable=False),
        sa.Column("opened_again_on", sa.Date(), nullable=True),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "opinion_id", "known_from", "valid_from", name=op.f("pk_opinion_ledger")
        ),
        info={"key": ("opinion_id",), "owner": "opinion_id"},
    )
    op.create_index(
        op.f("ix_opinion_ledger_known_until_known_from"),
        "opinion_ledger",
        ["known_until", "known_from"],
        unique=False,
        sqlite_where=sa.text("known_until < 4611686018427387904"),
        postgresql_where=sa.text("known_until < 4611686018427387904"),
    )
    op.create_index(
        op.f("ix_opinion_ledger_lead_unit_due"),
        "opinion_ledger",
        ["lead_unit", "due"],
        unique=False,
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until = '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until = '9999-12-31'"
        ),
    )
    op.create_index(
        op.f("ix_opinion_ledger_number"),
        "opinion_ledger",
        ["number"],
        unique=False,
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until = '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until = '9999-12-31'"
        ),
    )
    op.create_index(
        op.f("ix_opinion_ledger_referred_on_known_until_valid_until"),
        "opinion_ledger",
        ["referred_on", "known_until", "valid_until"],
        unique=False,
    )
    op.create_index(
        op.f("ix_opinion_ledger_referred_or_never"),
        "opinion_ledger",
        ["referred_or_never"],
        unique=False,
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until = '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until = '9999-12-31'"
        ),
    )
    op.create_index(
        op.f("ix_opinion_ledger_status_due"),
        "opinion_ledger",
        ["status", "due"],
        unique=False,
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until = '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until = '9999-12-31'"
        ),
    )
    op.create_index(
        op.f("ix_opinion_ledger_valid_until_valid_from"),
        "opinion_ledger",
        ["valid_until", "valid_from"],
        unique=False,
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until < '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until < '9999-12-31'"
        ),
    )
    op.create_table(
        "plan_ledger",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("opinion_ids", Texts(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("in_force_on", sa.Date(), nullable=True),
        sa.Column("concluded_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "plan_id", "known_from", "valid_from", name=op.f("pk_plan_ledger")
        ),
        info={"key": ("plan_id",), "owner": "plan_id"},
    )
    op.create_index(
        op.f("ix_plan_ledger_number_known_until"),
        "plan_ledger",
        ["number", "known_until"],
        unique=False,
    )
    op.create_index(
        op.f("ix_plan_ledger_unit_known_until"),
        "plan_ledger",
        ["unit", "known_until"],
        unique=False,
    )
    op.create_table(
        "responsibilities",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "task_id",
            "capacity",
            "name",
            "known_from",
            "valid_from",
            name=op.f("pk_responsibilities"),
        ),
        info={"key": ("task_id", "capacity", "name"), "owner": "task_id"},
    )
    op.create_index(
        op.f("ix_responsibilities_capacity_name_known_until"),
        "responsibilities",
        ["capacity", "name", "known_until"],
        unique=False,
    )
    op.create_table(
        "task_ledger",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("measure_no", sa.Integer(), nullable=True),
        sa.Column("opinion_id", sa.Uuid(), nullable=True),
        sa.Column("opinion_ids", Texts(), nullable=False),
        sa.Column("lead_unit", sa.Text(), nullable=True),
        sa.Column("units", Texts(), nullable=False),
        sa.Column("leaders", Texts(), nullable=False),
        sa.Column("offices", Texts(), nullable=False),
        sa.Column("assignees", Texts(), nullable=False),
        sa.Column("handling", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due_or_never", sa.Date(), nullable=False),
        sa.Column("undated", sa.Boolean(), nullable=False),
        sa.Column("original_due", sa.Date(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("evidence_count", sa.Integer(), nullable=False),
        sa.Column("claimed_on", sa.Date(), nullable=True),
        sa.Column("claimed_completion", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("first_closed_on", sa.Date(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("look_backs", sa.Integer(), nullable=False),
        sa.Column("recurrences", sa.Integer(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("target_value", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "task_id", "known_from", "valid_from", name=op.f("pk_task_ledger")
        ),
        info={"key": ("task_id",), "owner": "task_id"},
    )
    op.create_index(
        op.f("ix_task_ledger_due_or_never"),
        "task_ledger",
        ["due_or_never"],
        unique=False,
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until = '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until = '9999-12-31'"
        ),
    )
    op.create_index(
        op.f("ix_task_ledger_known_until_known_from"),
        "task_ledger",
        ["known_until", "known_from"],
        unique=False,
        sqlite_where=sa.text("known_until < 4611686018427387904"),
        postgresql_where=sa.text("known_until < 4611686018427387904"),
    )
    op.create_index(
        op.f("ix_task_ledger_lead_unit_known_until_valid_until"),
        "task_ledger",
        ["lead_unit", "known_until", "valid_until"],
        unique=False,
    )
    op.create_index(
        op.f("ix_task_ledger_number"),
        "task_ledger",
        ["number"],
        unique=False,
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until = '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until = '9999-12-31'"
        ),
    )
    op.create_index(
        op.f("ix_task_ledger_planned_on_known_until_valid_until"),
        "task_ledger",
        ["planned_on", "known_until", "valid_until"],
        unique=False,
    )
    op.create_index(
        op.f("ix_task_ledger_valid_until_valid_from"),
        "task_ledger",
        ["valid_until", "valid_from"],
        unique=False,
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until < '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until < '9999-12-31'"
        ),
    )
    op.create_table(
        "task_origins",
        sa.Column("origin_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("origin_id", "task_id", name=op.f("pk_task_origins")),
    )
    op.create_table(
        "unit_register",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("successor", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "unit_id", "known_from", "valid_from", name=op.f("pk_unit_register")
        ),
        info={"key": ("unit_id",), "owner": "unit_id"},
    )
    op.create_index(
        op.f("ix_unit_register_code_known_until"),
        "unit_register",
        ["code", "known_until"],
        unique=False,
    )
    op.execute("INSERT INTO log_head (id, sequence, recorded_at) VALUES (1, 0, 0)")


def downgrade() -> None:
    op.drop_index(op.f("ix_unit_register_code_known_until"), table_name="unit_register")
    op.drop_table("unit_register")
    op.drop_table("task_origins")
    op.drop_index(
        op.f("ix_task_ledger_valid_until_valid_from"),
        table_name="task_ledger",
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until < '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until < '9999-12-31'"
        ),
    )
    op.drop_index(
        op.f("ix_task_ledger_planned_on_known_until_valid_until"), table_name="task_ledger"
    )
    op.drop_index(
        op.f("ix_task_ledger_number"),
        table_name="task_ledger",
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until = '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until = '9999-12-31'"
        ),
    )
    op.drop_index(
        op.f("ix_task_ledger_lead_unit_known_until_valid_until"), table_name="task_ledger"
    )
    op.drop_index(
        op.f("ix_task_ledger_known_until_known_from"),
        table_name="task_ledger",
        sqlite_where=sa.text("known_until < 4611686018427387904"),
        postgresql_where=sa.text("known_until < 4611686018427387904"),
    )
    op.drop_index(
        op.f("ix_task_ledger_due_or_never"),
        table_name="task_ledger",
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until = '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until = '9999-12-31'"
        ),
    )
    op.drop_table("task_ledger")
    op.drop_index(
        op.f("ix_responsibilities_capacity_name_known_until"), table_name="responsibilities"
    )
    op.drop_table("responsibilities")
    op.drop_index(op.f("ix_plan_ledger_unit_known_until"), table_name="plan_ledger")
    op.drop_index(op.f("ix_plan_ledger_number_known_until"), table_name="plan_ledger")
    op.drop_table("plan_ledger")
    op.drop_index(
        op.f("ix_opinion_ledger_valid_until_valid_from"),
        table_name="opinion_ledger",
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until < '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until < '9999-12-31'"
        ),
    )
    op.drop_index(
        op.f("ix_opinion_ledger_status_due"),
        table_name="opinion_ledger",
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until = '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until = '9999-12-31'"
        ),
    )
    op.drop_index(
        op.f("ix_opinion_ledger_referred_or_never"),
        table_name="opinion_ledger",
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until = '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until = '9999-12-31'"
        ),
    )
    op.drop_index(
        op.f("ix_opinion_ledger_referred_on_known_until_valid_until"), table_name="opinion_ledger"
    )
    op.drop_index(
        op.f("ix_opinion_ledger_number"),
        table_name="opinion_ledger",
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until = '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until = '9999-12-31'"
        ),
    )
    op.drop_index(
        op.f("ix_opinion_ledger_lead_unit_due"),
        table_name="opinion_ledger",
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until = '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until = '9999-12-31'"
        ),
    )
    op.drop_index(
        op.f("ix_opinion_ledger_known_until_known_from"),
        table_name="opinion_ledger",
        sqlite_where=sa.text("known_until < 4611686018427387904"),
        postgresql_where=sa.text("known_until < 4611686018427387904"),
    )
    op.drop_table("opinion_ledger")
    op.drop_table("measure_ledger")
    op.drop_table("log_head")
    op.drop_index(op.f("ix_item_links_linked_id"), table_name="item_links")
    op.drop_table("item_links")
    op.drop_table("idempotency_keys")
    op.drop_table("events")
    op.drop_index(op.f("ix_coverage_opinion_id_known_until"), table_name="coverage")
    op.drop_table("coverage")
    op.drop_table("commitment_origins")
    op.drop_index(
        op.f("ix_commitment_ledger_valid_until_valid_from"),
        table_name="commitment_ledger",
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until < '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until < '9999-12-31'"
        ),
    )
    op.drop_index(
        op.f("ix_commitment_ledger_unit_known_until_valid_until"), table_name="commitment_ledger"
    )
    op.drop_index(
        op.f("ix_commitment_ledger_number"),
        table_name="commitment_ledger",
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until = '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until = '9999-12-31'"
        ),
    )
    op.drop_index(
        op.f("ix_commitment_ledger_known_until_known_from"),
        table_name="commitment_ledger",
        sqlite_where=sa.text("known_until < 4611686018427387904"),
        postgresql_where=sa.text("known_until < 4611686018427387904"),
    )
    op.drop_index(
        op.f("ix_commitment_ledger_due_or_never"),
        table_name="commitment_ledger",
        sqlite_where=sa.text("known_until = 4611686018427387904 AND valid_until = '9999-12-31'"),
        postgresql_where=sa.text(
            "known_until = 4611686018427387904 AND valid_until = '9999-12-31'"
        ),
    )
    op.drop_index(
        op.f("ix_commitment_ledger_drafted_on_known_until_valid_until"),
        table_name="commitment_ledger",
    )
    op.drop_table("commitment_ledger")
    op.drop_index(op.f("ix_audit_trail_unit_sequence"), table_name="audit_trail")
    op.drop_index(op.f("ix_audit_trail_topic_sequence"), table_name="audit_trail")
    op.drop_index(op.f("ix_audit_trail_recorded_at"), table_name="audit_trail")
    op.drop_index(op.f("ix_audit_trail_occurred_on"), table_name="audit_trail")
    op.drop_index(op.f("ix_audit_trail_actor_sequence"), table_name="audit_trail")
    op.drop_table("audit_trail")
