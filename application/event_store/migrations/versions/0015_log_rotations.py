"""Logs after one another: a new key begins a new log, on the last head of the one before.

What a store holds so far is its first log. The tables that gain the number of their log in their
keys are made anew, with the triggers that refuse changes.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
FORMER = "former_{}"


def upgrade() -> None:
    """Make room for later logs; rows there are belong to the first."""
    op.create_table(
        "log_rotations",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("first", sa.BigInteger, nullable=False),
        sa.Column("predecessor", sa.LargeBinary, nullable=False),
        sa.Column("begun_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_log_rotations"),
    )
    _guard("log_rotations")
    for table, key in _TABLES.items():
        _make_anew(table, [_log(), *_columns(table)], ["log", *key])
        names = ", ".join(column.name for column in _columns(table))
        _fill(table, f"log, {names}", f"1, {names}")
    op.add_column(
        "log_head", sa.Column("log", sa.Integer, nullable=False, server_default=sa.text("1"))
    )


def downgrade() -> None:
    """Forget the logs after the first."""
    with op.batch_alter_table("log_head") as head:
        head.drop_column("log")
    for table, key in _TABLES.items():
        _make_anew(table, _columns(table), key)
        names = ", ".join(column.name for column in _columns(table))
        _fill(table, names, names, "WHERE log = 1")
    op.drop_table("log_rotations")


_TABLES = {
    "log_nodes": ["level", "position"],
    "log_checkpoints": ["size"],
    "log_cosignatures": ["size", "witness"],
}
"""The tables of the log beside its events, with their keys within one log."""


def _log() -> sa.Column[Any]:
    return sa.Column("log", sa.Integer, nullable=False, autoincrement=False)


def _columns(table: str) -> list[sa.Column[Any]]:
    columns: dict[str, list[sa.Column[Any]]] = {
        "log_nodes": [
            sa.Column("level", sa.SmallInteger, nullable=False),
            sa.Column("position", NUMBER, nullable=False),
            sa.Column("hash", sa.LargeBinary, nullable=False),
        ],
        "log_checkpoints": [
            sa.Column("size", NUMBER, nullable=False, autoincrement=False),
            sa.Column("note", sa.LargeBinary, nullable=False),
            sa.Column("kept_at", sa.BigInteger, nullable=False),
        ],
        "log_cosignatures": [
            sa.Column("size", NUMBER, nullable=False),
            sa.Column("witness", sa.Text, nullable=False),
            sa.Column("line", sa.Text, nullable=False),
            sa.Column("kept_at", sa.BigInteger, nullable=False),
        ],
    }
    return columns[table]


def _make_anew(table: str, columns: Sequence[sa.Column[Any]], key: Sequence[str]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(f"pk_{table}", table, type_="primary")
    op.rename_table(table, FORMER.format(table))
    named = sa.PrimaryKeyConstraint(*key, name=f"pk_{table}")
    op.create_table(table, *columns, named, sqlite_with_rowid=table == "log_checkpoints")


def _fill(table: str, names: str, values: str, where: str = "") -> None:
    former = FORMER.format(table)
    op.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {former} {where}")  # noqa: S608  our own tables
    op.drop_table(former)
    _guard(table)


def _guard(table: str) -> None:
    """Refuse changes, as migration 0011 does."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
