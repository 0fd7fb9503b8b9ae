"""The Merkle tree over the stored events, kept beside them in their own transaction.

A leaf is a column of its event; a hash above the leaves is a row, written once in 256 events. So
nothing is ever rewritten, and an append costs the same however long the log is.
"""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Row, select

from application.audit.entry import entry_of
from application.audit.merkle import SHA256
from application.audit.tiles import WIDTH, Frontier, Node
from application.errors import StoreDamaged
from application.event_store.database import Database, Transaction
from application.event_store.schema import events, log_nodes


class StoredTree:
    """Reads tiles: leaves from beside the events, the rest from the nodes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, level: int, index: int, width: int) -> bytes:
        """Return the first ``width`` hashes of a tile, or as many of them as there are."""
        first = index * WIDTH
        if level == 0:
            number = events.c.sequence
            query = select(events.c.leaf_hash).where(number > first, number <= first + width)
        else:
            number = log_nodes.c.position
            query = select(log_nodes.c.hash).where(
                log_nodes.c.level == level, number >= first, number < first + width
            )
        return b"".join(self._connection.scalars(query.order_by(number)))


def hashed_leaves(connection: Connection, after: int, until: int) -> list[bytes]:
    """Hash the events numbered above ``after`` up to ``until``; raises ``StoreDamaged``."""
    return [leaf_of(row) for row in numbered_events(connection, after, until)]


def numbered_events(connection: Connection, after: int, until: int) -> Sequence[Row[Any]]:
    """Return the events numbered above ``after`` up to ``until``, none of them missing.

    Raises ``StoreDamaged``: what a column holds may not be what its type says.
    """
    number = events.c.sequence
    query = select(events).where(number > after, number <= until).order_by(number)
    try:
        rows = connection.execute(query).all()
    except ValueError as error:
        raise StoreDamaged(f"序号{after + 1}至{until}之间有事件所属事项的标识无法读取") from error
    for expected, row in zip_longest(range(after + 1, until + 1), rows):
        if row is None or row.sequence != expected:
            raise StoreDamaged(f"日志缺少序号{expected}的事件")
    return rows


def leaf_of(row: Row[Any]) -> bytes:
    """Hash a stored event anew."""
    try:
        entry = entry_of(
            row.sequence, row.topic, row.originator_id, row.originator_version, row.state
        )
    except (TypeError, AttributeError) as error:
        raise StoreDamaged(f"序号{row.sequence}的事件不是按字节存储的") from error
    return SHA256.leaf(entry)


class LogTree:
    """Remembers the right edge of the tree, as of the latest commit this process knows."""

    def __init__(self, database: Database) -> None:
        self._insertion = database.insertion(log_nodes)
        self._edge: Frontier | None = None

    def edge_in(self, transaction: Transaction) -> Frontier:
        """Return the edge the transaction found: from memory, unless somebody else appended."""
        size = transaction.head.sequence
        if self._edge is None or self._edge.size != size:
            self._edge = Frontier.read(size, StoredTree(transaction.connection))
        return self._edge

    def write(self, transaction: Transaction, nodes: Sequence[Node]) -> None:
        """Queue what the levels above the leaves gained."""
        transaction.write(self._insertion, [self._insertion.row(each._asdict()) for each in nodes])

    def adopt(self, edge: Frontier) -> None:
        """Take over the edge that a transaction committed."""
        self._edge = edge

    def forget(self) -> None:
        """Read the edge again next time."""
        self._edge = None
