"""The Merkle tree over the events, its signed heads and their countersignatures.

Rows of these tables are added and read, never changed or removed: triggers refuse the rest. They
keep mistakes out, not an owner of the database; what shows those is the tree and its heads.
"""

import sqlalchemy as sa
from alembic import op

from application.audit.entry import entry_of
from application.audit.merkle import SHA256
from application.audit.tiles import Frontier

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEPT = ("events", "log_nodes", "log_checkpoints", "log_cosignatures")
BATCH = 5_000


def upgrade() -> None:
    """Add leaves to the events there are, then the nodes above them, then the triggers."""
    op.add_column("events", sa.Column("leaf_hash", sa.LargeBinary))
    _create_tables()
    _grow_tree()
    with op.batch_alter_table("events", partial_reordering=[_ORDER]) as events:
        events.alter_column("leaf_hash", existing_type=sa.LargeBinary, nullable=False)
    for table in KEPT:
        _keep(table)


def downgrade() -> None:
    """Drop the tree; the events stay as they are."""
    _release()
    for table in KEPT[1:]:
        op.drop_table(table)
    with op.batch_alter_table("events") as events:
        events.drop_column("leaf_hash")


_ORDER = ("sequence", "originator_id", "originator_version", "topic", "leaf_hash", "state")
_EVENTS = sa.table(
    "events",
    sa.column("sequence", sa.BigInteger),
    sa.column("originator_id", sa.Uuid),
    sa.column("originator_version", sa.Integer),
    sa.column("topic", sa.Text),
    sa.column("leaf_hash", sa.LargeBinary),
    sa.column("state", sa.LargeBinary),
)
_NODES = sa.table(
    "log_nodes",
    sa.column("level", sa.SmallInteger),
    sa.column("position", sa.BigInteger),
    sa.column("hash", sa.LargeBinary),
)


def _create_tables() -> None:
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "log_nodes",
        sa.Column("level", sa.SmallInteger, nullable=False),
        sa.Column("position", number, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("level", "position", name="pk_log_nodes"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "log_checkpoints",
        sa.Column("size", number, nullable=False, autoincrement=False),
        sa.Column("note", sa.LargeBinary, nullable=False),
        sa.Column("kept_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("size", name="pk_log_checkpoints"),
    )
    op.create_table(
        "log_cosignatures",
        sa.Column("size", number, nullable=False),
        sa.Column("witness", sa.Text, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("kept_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("size", "witness", name="pk_log_cosignatures"),
        sqlite_with_rowid=False,
    )


def _grow_tree() -> None:
    connection, edge, column = op.get_bind(), Frontier(), _EVENTS.c
    page = sa.select(_EVENTS).order_by(column.sequence).limit(BATCH)
    leaf = (
        sa.update(_EVENTS)
        .where(column.sequence == sa.bindparam("number"))
        .values(leaf_hash=sa.bindparam("leaf"))
    )
    while rows := connection.execute(page.where(column.sequence > edge.size)).all():
        leaves = [
            SHA256.leaf(
                entry_of(r.sequence, r.topic, r.originator_id, r.originator_version, r.state)
            )
            for r in rows
        ]
        numbers = range(edge.size + 1, edge.size + len(leaves) + 1)
        connection.execute(
            leaf, [{"number": n, "leaf": each} for n, each in zip(numbers, leaves, strict=True)]
        )
        edge, nodes = edge.append(leaves)
        if nodes:
            connection.execute(sa.insert(_NODES), [node._asdict() for node in nodes])


def _keep(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'the log is only ever added to'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _release() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change() CASCADE")
        return
    for table in KEPT:
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{act}")
