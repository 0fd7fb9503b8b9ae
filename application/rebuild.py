"""Read models from nothing: drop every row, replay every event through the same handlers."""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import update

from application.event_store.database import Transaction
from application.event_store.renewal import renewed
from application.event_store.schema import log_head
from application.event_store.topics import Stored
from application.store import Store
from application.uncollected import uncollected

BATCH = 5000


class Replayed(NamedTuple):
    """How far a rebuild has come: events told, of how many."""

    told: int
    of: int


def rebuild(store: Store, progress: Callable[[Replayed], None] = lambda _: None) -> int:
    """Rebuild every read model in one transaction; return how many events were told.

    Readers see the old rows until it commits; commands wait, and no process works on with rows it
    remembers from before. Memory does not grow with the log.
    """
    tables = store.projector.tables
    store.forget()
    with uncollected(), store.database.writing() as transaction:
        head = transaction.head
        with renewed(transaction, tables):
            told = _replay(store, transaction, progress)
        transaction.connection.execute(update(log_head).values(retold=log_head.c.retold + 1))
        transaction.commit(head)
    store.forget()
    return told


def _replay(store: Store, transaction: Transaction, progress: Callable[[Replayed], None]) -> int:
    head = transaction.head
    projection = store.projector.refill(transaction)
    told = 0
    while page := transaction.log(told, BATCH):
        for sequence, topic, state in page:
            projection.project(store.topics.decode(Stored(topic, state)), sequence)
        projection.settle()
        told = page[-1][0]
        progress(Replayed(told, head.sequence))
    projection.flush()
    return told
