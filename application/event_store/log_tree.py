"""The Merkle tree over the stored events, kept beside them in their own transaction.

A leaf is a column of its event; a hash above the leaves is a row, written once in 256 events. So
nothing is ever rewritten, and an append costs the same however long the log is.
"""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Row, select

from application.audit.entry import entry_of
from application.audit.merkle import SHA256, Hashing
from application.audit.tiles import WIDTH, Frontier, Node
from application.errors import StoreDamaged
from application.event_store.database import Database, Transaction
from application.event_store.logs import FIRST, Log, log_numbered
from application.event_store.schema import events, log_nodes

PAGE = 5_000
"""Leaves hashed between two queries."""


class StoredTree:
    """Reads tiles of one log: leaves from beside the events, the rest from the nodes."""

    def __init__(self, connection: Connection, log: Log) -> None:
        self._connection = connection
        self._log = log

    def get(self, level: int, index: int, width: int) -> bytes:
        """Return the first ``width`` hashes of a tile, or as many of them as there are."""
        first = index * WIDTH
        if level == 0:
            return b"".join(self._leaves(first, first + width))
        node = log_nodes.c
        of_level = node.log == self._log.number, node.level == level
        query = select(node.hash).where(
            *of_level, node.position >= first, node.position < first + width
        )
        return b"".join(self._connection.scalars(query.order_by(node.position)))

    def _leaves(self, start: int, end: int) -> list[bytes]:
        lead = self._log.lead[start:end]
        number = events.c.sequence
        query = select(events.c.leaf_hash).where(
            number > self._log.covers(start + len(lead)), number <= self._log.covers(end)
        )
        return [*lead, *self._connection.scalars(query.order_by(number))]


def hashed_leaves(
    connection: Connection, log: Log, start: int, end: int, hashing: Hashing = SHA256
) -> list[bytes]:
    """Hash the leaves of a log from index ``start`` up to ``end``; raises ``StoreDamaged``."""
    lead = log.lead_in(hashing)[start:end]
    rows = numbered_events(connection, log.covers(start + len(lead)), log.covers(end))
    return [*lead, *(leaf_of(row, hashing) for row in rows)]


def grown(connection: Connection, log: Log, edge: Frontier, size: int) -> Frontier:
    """Return the edge of a tree after so many leaves of a log, each hashed from its bytes."""
    while edge.size < size:
        until = min(size, edge.size + PAGE)
        edge, _ = edge.append(hashed_leaves(connection, log, edge.size, until, edge.hashing))
    return edge


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


def leaf_at(connection: Connection, sequence: int) -> bytes | None:
    """Return the leaf that was stored with an event, if there is one of this number."""
    return connection.scalar(select(events.c.leaf_hash).where(events.c.sequence == sequence))


def leaf_of(row: Row[Any], hashing: Hashing = SHA256) -> bytes:
    """Hash a stored event anew."""
    try:
        entry = entry_of(
            row.sequence, row.topic, row.originator_id, row.originator_version, row.state
        )
    except (TypeError, AttributeError) as error:
        raise StoreDamaged(f"序号{row.sequence}的事件不是按字节存储的") from error
    return hashing.leaf(entry)


class LogTree:
    """Remembers the log in use and the right edge of its tree, as this process knows them."""

    def __init__(self, database: Database) -> None:
        self._insertion = database.insertion(log_nodes)
        self._edge: Frontier | None = None
        self.log = FIRST

    def edge_in(self, transaction: Transaction) -> Frontier:
        """Return the edge the transaction found: from memory, unless somebody else appended.

        ``log`` is then the log in use.
        """
        if self.log.number != transaction.state.log:
            self.log = log_numbered(transaction.connection, transaction.state.log)
            self._edge = None
        size = self.log.size_at(transaction.head.sequence)
        if self._edge is None or self._edge.size != size:
            self._edge = Frontier.read(size, StoredTree(transaction.connection, self.log))
        return self._edge

    def write(self, transaction: Transaction, nodes: Sequence[Node]) -> None:
        """Queue what the levels above the leaves gained."""
        row, number = self._insertion.row, self.log.number
        transaction.write(self._insertion, [row({"log": number, **n._asdict()}) for n in nodes])

    def adopt(self, edge: Frontier) -> None:
        """Take over the edge that a transaction committed."""
        self._edge = edge

    def forget(self) -> None:
        """Read log and edge again next time."""
        self.log, self._edge = FIRST, None
