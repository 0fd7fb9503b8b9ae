"""A store of boxes whose events are told to a real receiver, and a clock that is set by hand."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select

from application.event_store.database import Database
from application.event_store.schema import events
from application.notifications.deliveries import deliveries, delivery_id, delivery_position
from application.notifications.sender import Sender
from application.notifications.subscriber import Subscriber
from application.notifications.subscription import Start, Subscription
from application.notifications.worker import Worker
from application.store import Store
from interfaces.notifying.webhook import Webhook, key_of
from tests.application.boxes import BEGINNING, act, begin, fill, open_boxes
from tests.receivers import SECRET, Receiver


class Clock:
    """Stands still until it is set on."""

    def __init__(self) -> None:
        self.now = BEGINNING

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def go_on(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


class Office(NamedTuple):
    """A store, its clock, and a receiver that is told of what is put into boxes."""

    store: Store
    clock: Clock
    receiver: Receiver

    @property
    def database(self) -> Database:
        """The database."""
        return self.store.database

    def subscription(self, name: str = "jyj", **changes: Any) -> Subscription:
        """Return a subscription to what is put into boxes, from the beginning."""
        webhook = Webhook(self.receiver.url, [key_of(SECRET)], self.clock)
        plain = Subscription(
            name=name,
            topics=frozenset({"box.filled"}),
            units=frozenset(),
            start=Start.BEGINNING,
            channel=webhook,
        )
        return plain._replace(**changes)

    def subscriber(self, **changes: Any) -> Subscriber:
        """Return what reads the log for such a subscription."""
        return Subscriber(self.store, self.subscription(**changes))

    def sender(self, **changes: Any) -> Sender:
        """Return what sends for such a subscription, and never waits longer than planned."""
        return Sender(self.store, self.subscription(**changes), chance=lambda: 0.0)

    def worker(self, **changes: Any) -> Worker:
        """Return what does both."""
        return Worker(self.store, [self.subscription(**changes)], pause=0.01)

    def begin(self, number: str = "A") -> None:
        """Take a box into use; nobody is told."""
        self.store.run(act(), begin(number))

    def fill(self, times: int = 1, number: str = "A") -> None:
        """Put something into a box, so many times."""
        for _ in range(times):
            self.store.run(act(), fill(number, 1))

    def send(self, sender: Sender) -> tuple[int, int]:
        """Send whatever is due."""
        return sender.send(1000, lambda: False)

    def letters(self) -> Sequence[Any]:
        """Return the letters in the order of the log."""
        with self.database.reading() as connection:
            return connection.execute(select(deliveries).order_by(deliveries.c.sequence)).all()

    def letter_id(self, sequence: int) -> str:
        """Return the identity that follows from the leaf of this event."""
        leaf = select(events.c.leaf_hash).where(events.c.sequence == sequence)
        with self.database.reading() as connection:
            return str(delivery_id("jyj", connection.execute(leaf).scalar_one()))

    def states(self) -> list[str]:
        """Return how far each letter has come."""
        return [each.state for each in self.letters()]

    def position(self) -> Any:
        """Return where the subscription stands."""
        with self.database.reading() as connection:
            return connection.execute(select(delivery_position)).one()


def reopened(office: Office) -> Office:
    """Return the same county as another process sees it."""
    database = Database(
        office.database.url.render_as_string(hide_password=False), schema=office.database.schema
    )
    return office._replace(store=open_boxes(database, office.clock))
