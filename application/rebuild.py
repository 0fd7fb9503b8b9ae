"""Read models from nothing: drop every row, replay every event through the same handlers."""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import delete

from application.event_store.recorder import notifications
from application.store import Store

BATCH = 5_000


class Replayed(NamedTuple):
    """How far a rebuild has come: events told, of how many."""

    told: int
    of: int


def rebuild(store: Store, progress: Callable[[Replayed], None] = lambda _: None) -> int:
    """Rebuild every read model in one transaction; return how many events were told.

    Readers see the old rows until it commits; commands wait. Memory does not grow with the log.
    """
    with store.database.writing() as transaction:
        head = transaction.head
        for table in reversed(store.projector.tables):
            transaction.connection.execute(delete(table))
        store.forget()
        projection = store.projector.begin(transaction)
        told = 0
        while page := notifications(transaction.connection, told, BATCH, head.sequence):
            for stored in page:
                projection.project(store.topics.decode(stored), stored.id)
            projection.flush()
            projection.trim()
            told = page[-1].id
            progress(Replayed(told, head.sequence))
        transaction.commit(head)
    store.forget()
    return told
