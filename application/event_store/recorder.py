"""The library's recorder contract on SQLAlchemy Core, for SQLite and PostgreSQL alike."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    Notification,
    StoredEvent,
    Subscription,
)
from sqlalchemy import Connection, Row, Select, func, select

from application.audit.entry import entry_of
from application.audit.merkle import SHA256
from application.event_store.database import Database, Transaction
from application.event_store.driver_errors import DRIVER_ERRORS
from application.event_store.head import Head
from application.event_store.log_tree import LogTree
from application.event_store.schema import events


class SqlRecorder(ApplicationRecorder):
    """Writes events with dense sequence numbers in commit order, and reads them back exactly."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.insertion = database.insertion(events)
        self.tree = LogTree(database)

    def begin(self, transaction: Transaction) -> "Appending":
        """Begin to append to the log in a transaction."""
        return Appending(self, transaction)

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Write events in a transaction of their own, without read models.

        The store itself never uses this; it is the library's contract, for its own tools.
        """
        recorded_at: datetime | None = kwargs.get("recorded_at")
        try:
            with self.database.writing() as transaction:
                first = transaction.head.sequence + 1
                last = transaction.head.sequence + len(stored_events)
                appending = self.begin(transaction)
                appending.append(stored_events)
                transaction.commit(Head(last, recorded_at or transaction.head.recorded_at))
                appending.settle()
        except DRIVER_ERRORS as error:
            raise IntegrityError(error) from error
        return range(first, last + 1)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Return the events of one aggregate, in order of version."""
        query = stream(cast("UUID", originator_id), gt=gt, lte=lte)
        version = events.c.originator_version
        query = query.order_by(version.desc() if desc else version).limit(limit)
        with self.database.reading() as connection:
            return [stored_event(row) for row in connection.execute(query)]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Return events in order of sequence number."""
        after = (start or 0) - 1 if inclusive_of_start else (start or 0)
        with self.database.reading() as connection:
            return notifications(connection, after, limit, stop, topics)

    def max_notification_id(self) -> int | None:
        """Return the sequence number of the latest event."""
        with self.database.reading() as connection:
            latest: int | None = connection.scalar(select(func.max(events.c.sequence)))
        return latest

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Refuse: read models are written with the events, so nothing here needs to follow."""
        msg = "read models share the event's transaction; page through select_notifications"
        raise NotImplementedError(msg)


class Appending:
    """What one transaction appends: events in their order, and their leaves with them."""

    def __init__(self, recorder: SqlRecorder, transaction: Transaction) -> None:
        self._recorder = recorder
        self._transaction = transaction
        self._edge = recorder.tree.edge_in(transaction)

    def append(self, stored_events: Sequence[StoredEvent]) -> bytes:
        """Queue events under the next sequence numbers; return the leaf hash of the last."""
        held = self._recorder.tree.log.covers(self._edge.size)
        numbered = list(enumerate(stored_events, held + 1))
        leaf_hashes = [leaf_hash_of(sequence, stored) for sequence, stored in numbered]
        self._edge, nodes = self._edge.append(leaf_hashes)
        insertion = self._recorder.insertion
        rows = [
            insertion.row({"sequence": sequence, "leaf_hash": leaf_hash, **vars(stored)})
            for (sequence, stored), leaf_hash in zip(numbered, leaf_hashes, strict=True)
        ]
        self._transaction.write(insertion, rows)
        self._recorder.tree.write(self._transaction, nodes)
        return leaf_hashes[-1]

    def settle(self) -> None:
        """Remember the edge of the tree, once the transaction is committed."""
        self._recorder.tree.adopt(self._edge)


def leaf_hash_of(sequence: int, stored: StoredEvent) -> bytes:
    """Return the leaf of an event in the log; no two events, of any county, have the same."""
    identity, version = cast("UUID", stored.originator_id), stored.originator_version
    return SHA256.leaf(entry_of(sequence, stored.topic, identity, version, stored.state))


def stream(originator_id: UUID, *, gt: int | None = None, lte: int | None = None) -> Select[Any]:
    """Select the events of one aggregate."""
    query = select(events).where(events.c.originator_id == originator_id)
    if gt is not None:
        query = query.where(events.c.originator_version > gt)
    if lte is not None:
        query = query.where(events.c.originator_version <= lte)
    return query


def stored_event(row: Row[Any]) -> StoredEvent:
    """Return the library's form of a row of ``events``."""
    return StoredEvent(row.originator_id, row.originator_version, row.topic, row.state)


def notifications(
    connection: Connection,
    after: int,
    limit: int | None,
    stop: int | None = None,
    topics: Sequence[str] = (),
) -> Sequence[Notification]:
    """Return events with a sequence number greater than ``after``, in order."""
    query = select(events).where(events.c.sequence > after).order_by(events.c.sequence)
    if stop is not None:
        query = query.where(events.c.sequence <= stop)
    if topics:
        query = query.where(events.c.topic.in_(topics))
    return [
        Notification(row.originator_id, row.originator_version, row.topic, row.state, row.sequence)
        for row in connection.execute(query.limit(limit))
    ]
