"""Read models from nothing: replay every event through the same handlers into empty tables."""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import update

from application.event_store.growing import Growing
from application.event_store.renewal import renewed
from application.event_store.schema import log_head
from application.event_store.topics import Stored
from application.projections.projector import Projection
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


def rebuild(store: Store, progress: Callable[[Replayed], None] = lambda _: None) -> int:
    """Make every read model anew; return how many events were told.

    Readers see the old rows until the end. Commands go on as well and wait only while the new rows
    take the place of the old; no process works on with rows it remembers from before. Memory does
    not grow with the log.
    """
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
        transaction.connection.execute(update(log_head).values(retold=log_head.c.retold + 1))
        transaction.commit(transaction.head)
    store.forget()
    return telling.told


class _Telling:
    """The events of the log, told from the first on as far as the transaction sees it."""

    def __init__(
        self, store: Store, transaction: Growing, progress: Callable[[Replayed], None]
    ) -> None:
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
