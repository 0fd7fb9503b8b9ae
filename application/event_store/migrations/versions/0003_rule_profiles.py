"""Rule profiles and their versions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule_profiles",
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("congress", sa.Text(), nullable=False),
        sa.Column("draft_title", sa.Text(), nullable=True),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "profile_id", "known_from", "valid_from", name=op.f("pk_rule_profiles")
        ),
        info={"key": ("profile_id",), "owner": "profile_id"},
    )
    op.create_table(
        "rule_profile_versions",
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("congress", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("in_force_until", sa.Date(), nullable=True),
        sa.Column("basis_document", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "profile_id",
            "version",
            "known_from",
            "valid_from",
            name=op.f("pk_rule_profile_versions"),
        ),
        info={"key": ("profile_id", "version"), "owner": "profile_id"},
    )
    op.create_index(
        op.f("ix_rule_profile_versions_congress_known_until"),
        "rule_profile_versions",
        ["congress", "known_until"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_rule_profile_versions_congress_known_until"), table_name="rule_profile_versions"
    )
    op.drop_table("rule_profile_versions")
    op.drop_table("rule_profiles")
