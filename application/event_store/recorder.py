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

from application.event_store.database import DRIVER_ERRORS, Database, Head, Transaction
from application.event_store.schema import events


class SqlRecorder(ApplicationRecorder):
    """Writes events with dense sequence numbers in commit order, and reads them back exactly."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._insertion = database.insertion(events)

    def append(
        self, transaction: Transaction, first: int, stored_events: Sequence[StoredEvent]
    ) -> None:
        """Queue events for the transaction, numbered from ``first``."""
        transaction.write(
            self._insertion,
            [
                self._insertion.row(
                    {
                        "sequence": sequence,
                        "originator_id": stored.originator_id,
                        "originator_version": stored.originator_version,
                        "topic": stored.topic,
                        "state": stored.state,
                    }
                )
                for sequence, stored in enumerate(stored_events, first)
            ],
        )

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
                self.append(transaction, first, stored_events)
                transaction.commit(Head(last, recorded_at or transaction.head.recorded_at))
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
