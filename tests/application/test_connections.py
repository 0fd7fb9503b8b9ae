"""Who waits for the database does not take from others what they need."""

from datetime import date
from threading import Event, Thread

import pytest
from sqlalchemy import text

from application.errors import StoreUnavailable
from application.event_store.database import Database
from application.projections.audit_trail import TrailFilter, entries_at
from application.projections.versioned import Moment
from application.store import Store
from tests.application.opinions import BEGINNING, OPINION, settle, tell

ONE = text("SELECT 1")


def test_who_waits_to_write_beside_the_log_leaves_readers_alone(store: Store) -> None:
    """As many as there are readers wait while a command holds the log."""
    begun, done = [Event() for _ in range(4)], []

    def write(number: int) -> None:
        begun[number].set()
        with store.database.aside() as connection:
            done.append(connection.scalar(ONE))

    waiting = [Thread(target=write, args=(number,)) for number in range(4)]
    with store.database.writing():
        for thread, each in zip(waiting, begun, strict=True):
            thread.start()
            each.wait()
        with store.database.reading() as connection:
            assert connection.scalar(ONE) == 1
    for thread in waiting:
        thread.join()
    assert done == [1, 1, 1, 1]


def test_when_every_connection_is_lent_the_store_is_unavailable(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(str(store.database.url), schema=store.database.schema, readers=1)
    for pool in (database.engine.pool, database._aside_engine.pool):
        monkeypatch.setattr(pool, "_timeout", 0.01)
    try:
        with database.reading(), pytest.raises(StoreUnavailable), database.reading():
            pass
        with database.aside(), pytest.raises(StoreUnavailable), database.aside():
            pass
    finally:
        database.close()


def test_the_timeline_of_an_item_goes_by_the_index_of_its_events(store: Store) -> None:
    settle(store)
    tell(store, BEGINNING)
    wanted = TrailFilter(aggregate_ids=[OPINION])
    query = entries_at(Moment(date(2029, 1, 1), 10_000), wanted)
    with store.database.reading() as connection:
        assert len(connection.execute(query).all()) == 3
        if store.database.is_sqlite:
            sql = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
            plan = connection.execute(text(f"EXPLAIN QUERY PLAN {sql}")).all()
            steps = [row.detail for row in plan]
            assert any("originator_id=?" in step for step in steps), steps
            assert not any("rowid<?" in step for step in steps), steps
