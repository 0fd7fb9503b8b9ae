"""The tables of the event store itself; read models add theirs to the same metadata."""

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from application.event_store.columns import Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Every text in these tables is ordered by code points, on PostgreSQL as on SQLite."""

Sequence = BigInteger().with_variant(Integer, "sqlite")
"""A position in the log. SQLite makes an INTEGER primary key the row itself: no second index."""

events = Table(
    "events",
    metadata,
    Column("sequence", Sequence, primary_key=True, autoincrement=False),
    Column("originator_id", Uuid, nullable=False),
    Column("originator_version", Integer, nullable=False),
    Column("topic", Text, nullable=False),
    Column("leaf_hash", LargeBinary, nullable=False),
    Column("state", LargeBinary, nullable=False),
    UniqueConstraint("originator_id", "originator_version"),
)
"""Every event, in commit order, as the exact bytes that were written. Rows are never changed.

The leaf hash stands before the bytes: SQLite reads it without reading them.
"""

log_rotations = Table(
    "log_rotations",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("predecessor", LargeBinary, nullable=False),
    Column("begun_at", Instant, nullable=False),
)
"""Every log but the first: its name, the sequence number that index 0 of its tree stands for, and
the head of the log before on which it begins. Rows are never changed."""

log_nodes = Table(
    "log_nodes",
    metadata,
    Column("log", Integer, primary_key=True, autoincrement=False),
    Column("level", SmallInteger, primary_key=True, autoincrement=False),
    Column("position", Sequence, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""The Merkle tree of each log above its leaves: the hashes of the tiles of level 1 and higher.
Rows are never changed."""

log_checkpoints = Table(
    "log_checkpoints",
    metadata,
    Column("log", Integer, primary_key=True, autoincrement=False),
    Column("size", Sequence, primary_key=True, autoincrement=False),
    Column("note", LargeBinary, nullable=False),
    Column("kept_at", Instant, nullable=False),
)
"""What the signer signed, byte for byte."""

log_cosignatures = Table(
    "log_cosignatures",
    metadata,
    Column("log", Integer, primary_key=True, autoincrement=False),
    Column("size", Sequence, primary_key=True, autoincrement=False),
    Column("witness", Text, primary_key=True),
    Column("line", Text, nullable=False),
    Column("kept_at", Instant, nullable=False),
    sqlite_with_rowid=False,
)
"""One line for each witness that countersigned a head."""

log_head = Table(
    "log_head",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("sequence", BigInteger, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("retold", Integer, nullable=False, server_default=text("0")),
    Column("log", Integer, nullable=False, server_default=text("1")),
    Column("told_shape", Integer, nullable=False, server_default=text("0")),
    Column("told_after", Uuid),
    Column("scrubbed_after", Uuid),
)
"""One row: the latest sequence number and moment. Whoever appends holds its lock, so sequence
numbers are dense, in commit order, and never used twice, even if rows were removed by force.

``retold`` counts how often the read models were made anew: whoever remembers rows or states of
before forgets them. ``log`` names the log in use. ``told_shape`` and ``told_after`` are with what
the read models were told: in which shape, and after which change of the keys of persons;
``scrubbed_after`` is that change once nothing of before is left in the files
(``application/staleness.py``).
"""

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("actor", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("aggregate_kind", Text, nullable=False),
    Column("aggregate_id", Uuid, nullable=False),
    Column("aggregate_version", Integer, nullable=False),
    Column("sequence", BigInteger, nullable=False),
)
"""What a request with an idempotency key led to, written with its events."""

LOG_TABLES = (events, log_rotations, log_nodes, log_checkpoints, log_cosignatures)
"""What the log is made of, beside its head; rows are only ever added to them."""
