"""Read models from nothing: replay every event through the same handlers into empty tables."""

from collections.abc import Callable
from contextlib import closing
from typing import NamedTuple

from sqlalchemy import select, update

from application.event_store.database import Database
from application.event_store.growing import Growing
from application.event_store.renewal import renewed
from application.event_store.schema import log_head
from application.event_store.scrubbing import scrub
from application.event_store.topics import Stored
from application.projections.projector import Projection
from application.staleness import TOLD_SHAPE, Stale, why_stale
from application.store import Store
from application.uncollected import uncollected

BATCH = 5000
FEW = 50
"""So few events are told while commands wait."""
ROUNDS = 20
"""So often those recorded meanwhile are told first, if there are more."""


class Replayed(NamedTuple):
    """How far a rebuild has come: events told, of how many."""

    told: int
    of: int


OnReplayed = Callable[[Replayed], None]


def renew(store: Store, progress: OnReplayed = lambda _: None) -> Stale | None:
    """Make the ledgers anew if they are stale, and clear what they said before; return why.

    On connections of its own: safe in any thread and beside other processes.
    """
    why = why_stale(store)
    if why is None:
        return None
    url = store.database.url.render_as_string(hide_password=False)
    aside = Database(url, schema=store.database.schema)
    models = store.projector.read_models
    with closing(Store(aside, models, topics=store.topics, clock=store.clock)) as own:
        if why is not Stale.UNSCRUBBED:
            rebuild(own, progress)
        clear(own)
    return why


def clear(store: Store) -> None:
    """Leave nothing in the files of what ledgers told with keys that have changed since."""
    with store.database.reading() as connection:
        head = connection.execute(select(log_head)).one()
    if head.scrubbed_after != head.told_after:
        scrub(store.database)
        with store.database.aside() as connection:
            connection.execute(update(log_head).values(scrubbed_after=head.told_after))


def rebuild(store: Store, progress: OnReplayed = lambda _: None) -> int:
    """Make every read model anew; return how many events were told.

    Readers see the old rows until the end. Commands go on as well and wait only while the new rows
    take the place of the old; no process works on with rows it remembers from before. Memory does
    not grow with the log.
    """
    change = store.topics.persons.latest_change()  # before any key is asked for
    store.forget()
    with uncollected(), renewed(store.database, store.projector.tables) as renewal:
        transaction = renewal.transaction
        telling = _Telling(store, transaction, progress)
        telling.go_on()
        renewal.index()
        for _ in range(ROUNDS):
            transaction.follow()
            if transaction.head.sequence - telling.told <= FEW:
                break
            telling.go_on()
        transaction.take()
        telling.go_on()
        renewal.show()
        told = {"retold": log_head.c.retold + 1, "told_shape": TOLD_SHAPE, "told_after": change}
        transaction.connection.execute(update(log_head).values(told))
        transaction.commit(transaction.head)
    store.forget()
    return telling.told


class _Telling:
    """The events of the log, told from the first on as far as the transaction sees it."""

    def __init__(self, store: Store, transaction: Growing, progress: OnReplayed) -> None:
        self.told = 0
        self._store = store
        self._transaction = transaction
        self._progress = progress
        self._projection: Projection = store.projector.refill(transaction)

    def go_on(self) -> None:
        """Tell what follows, and leave no row unwritten."""
        while page := self._transaction.log(self.told, BATCH):
            for sequence, topic, state in page:
                event = self._store.topics.decode(Stored(topic, state))
                self._projection.project(event, sequence)
            self._projection.settle()
            self.told = page[-1][0]
            self._progress(Replayed(self.told, self._transaction.head.sequence))
        self._projection.flush()
