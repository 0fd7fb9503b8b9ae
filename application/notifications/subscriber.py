"""Reads the log for a subscription and writes its letters.

The letters of a stretch of the log and the position after it are written in one transaction, so
each event leads to one letter, whatever is stopped when. They are composed before it begins, and
nobody waits for that. Of several readers of one stretch the first to move the position keeps its
letters; the others find it moved and keep none.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from application.event_store.database import Database
from application.event_store.recorder import notifications
from application.event_store.topics import stored_topic
from application.notifications.deliveries import DeliveryState, deliveries, delivery_position
from application.notifications.notices import Notices
from application.notifications.subscription import Notice, Start, Subscription
from application.projections.audit_trail import known_until_now
from application.store import Store

STRETCH = 200
"""Of how many events the letters are written in one transaction."""


def forget_positions(database: Database) -> None:
    """Let every subscription begin anew: the log in which it has a position is another now."""
    with database.aside() as connection:
        connection.execute(delete(delivery_position))


class Subscriber:
    """Follows the log for one subscription."""

    def __init__(self, store: Store, subscription: Subscription) -> None:
        self._store = store
        self._subscription = subscription
        self._notices = Notices(store.database, store.topics, subscription)
        self._own = delivery_position.c.subscription == subscription.name
        self._topics = [
            stored_topic(event, shape)
            for event in store.topics.events()
            if event.TOPIC in subscription.topics
            for shape in range(1, event.SHAPE + 1)
        ]

    def begin(self) -> None:
        """Make the position of a subscription that is new."""
        database = self._store.database
        inserting = insert_on_sqlite if database.is_sqlite else insert_on_postgresql
        with database.aside() as connection:
            at_end = self._subscription.start is Start.NOW
            position = {
                "subscription": self._subscription.name,
                "sequence": known_until_now(connection) if at_end else 0,
                "disabled_at": None,
            }
            connection.execute(
                inserting(delivery_position).values(position).on_conflict_do_nothing()
            )

    def read(self, is_over: Callable[[], bool] = lambda: False) -> int:
        """Write the letters about events not seen yet, until it is to stop; return how many."""
        written = 0
        while not is_over() and self._is_behind():
            written += self._read_stretch()
        return written

    def _is_behind(self) -> bool:
        """Say whether there is something to read, without locking anything."""
        with self._store.database.reading() as connection:
            query = select(delivery_position).where(self._own)
            position = connection.execute(query).one_or_none()
            if position is not None:
                head = known_until_now(connection)
                return position.disabled_at is None and position.sequence < head
        self.begin()
        return self._is_behind()

    def _read_stretch(self) -> int:
        with self._store.database.reading() as connection:
            before = connection.execute(select(delivery_position).where(self._own)).one().sequence
            head = known_until_now(connection)
            found = notifications(connection, before, STRETCH, head, self._topics)
        letters = [self._letter(notice) for notice in self._notices.of(found)]
        reached = found[-1].id if len(found) == STRETCH else head
        with self._store.database.aside() as connection:
            if not self._move(connection, before, reached):
                return 0
            if letters:
                connection.execute(insert(deliveries), letters)
        return len(letters)

    def _move(self, connection: Connection, before: int, reached: int) -> bool:
        """Move the position on, unless another reader has moved it or nobody is to be told."""
        own = update(delivery_position).where(self._own)
        still = (delivery_position.c.sequence == before, delivery_position.c.disabled_at.is_(None))
        return connection.execute(own.where(*still).values(sequence=reached)).rowcount == 1

    def _letter(self, notice: Notice) -> dict[str, Any]:
        channel = self._subscription.channel
        now = self._store.clock()
        return {
            "id": notice.delivery_id,
            "subscription": self._subscription.name,
            "sequence": notice.sequence,
            "topic": notice.topic,
            "channel": channel.kind,
            "destination": channel.destination,
            "payload": channel.compose(notice),
            "created_at": now,
            "attempts": 0,
            "next_attempt_at": now,
            "state": DeliveryState.WAITING,
            "last_error": None,
            "delivered_at": None,
            "resent_by": None,
        }
