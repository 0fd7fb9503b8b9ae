"""The logs of a store, one after another: each has a number, a name, a key and a tree of its own.

A later log begins on the last head of the log before it, which is its leaf 0. ``docs/adr/0018``.
"""

from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from application.audit.merkle import SHA256, Hashing
from application.errors import StoreDamaged
from application.event_store.schema import log_head, log_rotations


class Log(NamedTuple):
    """One log: event n is leaf n - ``first`` of its tree."""

    number: int
    first: int
    """The sequence number that index 0 stands for."""
    name: str | None = None
    """``None`` of the first log, whose heads alone tell it."""
    predecessor: bytes | None = None
    """The last head of the log before, as its key signed it; the first log has none."""

    @property
    def lead(self) -> list[bytes]:
        """The leaves before those of events: the predecessor's, if there is one."""
        return self.lead_in(SHA256)

    def lead_in(self, hashing: Hashing) -> list[bytes]:
        """Return the same under another hashing."""
        return [] if self.predecessor is None else [hashing.leaf(self.predecessor)]

    @property
    def begins_after(self) -> int:
        """The last event that is not a leaf of this tree, but lies before it."""
        return self.first + len(self.lead) - 1

    def size_at(self, sequence: int) -> int:
        """Return how many leaves the tree has with the events up to this one."""
        return sequence - self.first + 1

    def covers(self, size: int) -> int:
        """Return the last event that a tree of so many leaves covers."""
        return self.first + size - 1


FIRST = Log(1, 1)
"""What every store begins with."""

_LATER = select(*(log_rotations.c[field] for field in Log._fields))


def logs_of(connection: Connection) -> list[Log]:
    """Return every log in order; the last is the one in use."""
    later = connection.execute(_LATER.order_by(log_rotations.c.number))
    return [FIRST, *map(_read, later)]


def log_numbered(connection: Connection, number: int) -> Log:
    """Return the log of this number; raises ``StoreDamaged`` when it was never begun."""
    if number == FIRST.number:
        return FIRST
    row = connection.execute(_LATER.where(log_rotations.c.number == number)).one_or_none()
    if row is None:
        raise StoreDamaged(f"日志首部指明第{number}个日志,库内没有")
    return _read(row)


def log_in_use(connection: Connection) -> Log:
    """Return the log that events are appended to."""
    return log_numbered(connection, connection.scalars(select(log_head.c.log)).one())


def log_of(connection: Connection, sequence: int) -> Log:
    """Return the log under whose heads an event is proven: the first that comes to cover it."""
    before = [log for log in logs_of(connection) if log.begins_after < sequence]
    return before[-1]


def leaves_of(connection: Connection, log: Log) -> int:
    """Return how many leaves a log has; those of an ended one are what its last head covers."""
    query = select(log_rotations.c.first).where(log_rotations.c.number == log.number + 1)
    ended_at = connection.scalar(query)
    held = connection.scalars(select(log_head.c.sequence)).one()
    return log.size_at(held if ended_at is None else ended_at)


def _read(row: Row[Any]) -> Log:
    log = Log._make(row)
    if not all(map(isinstance, log, (int, int, str, bytes))):
        raise StoreDamaged(f"第{log.number}个日志何时开始、接续什么,所存的无法读取")
    return log
