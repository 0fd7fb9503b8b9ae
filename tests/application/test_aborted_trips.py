"""A trip PostgreSQL breaks off leaves statements unprepared; the writer may not count on them."""

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import ProgrammingError

from application.errors import StoreUnavailable
from application.event_store import database as databases
from application.event_store.database import Database
from application.event_store.schema import log_head
from application.store import Store
from application.work import Work
from tests.application.boxes import Box, BoxFull, act, begin, create_tables, fill, open_boxes

IDLE = "idle_in_transaction_session_timeout"

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@pytest.fixture
def store(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Open a store that waits for the head no longer than a test may take."""
    monkeypatch.setitem(databases.POSTGRESQL_SETTINGS, "lock_timeout", "50ms")
    create_tables(database)
    store = open_boxes(again(database))
    store.run(act(), begin("A"))
    yield store
    store.close()


@pytest.fixture
def other(store: Store) -> Iterator[Store]:
    """Open the same county as another process does."""
    other = open_boxes(again(store.database))
    yield other
    other.close()


def again(database: Database) -> Database:
    return Database(database.url.render_as_string(hide_password=False), schema=database.schema)


def refused_thrice_then_once_done(store: Store) -> None:
    """Bring the driver to prepare the next command and, were it told to, ``ROLLBACK``."""
    for _ in range(3):
        with pytest.raises(BoxFull):
            store.run(act(), fill("A", 101))
    store.run(act(), fill("A", 1))


def goes_on(store: Store, amount: int) -> None:
    """Whatever is asked, and however often, is done."""
    for _ in range(4):
        store.run(act(), fill("A", 1))
    with pytest.raises(BoxFull):
        store.run(act(), fill("A", 101))
    store.run(act(), begin("B"))
    assert store.read(Box, Box.id_of("A")).amount == amount + 4


def test_after_another_process_moved_the_head_all_goes_on(store: Store, other: Store) -> None:
    refused_thrice_then_once_done(store)
    other.run(act(), fill("A", 1))
    goes_on(store, 2)


def test_after_the_head_was_held_too_long_all_goes_on(store: Store) -> None:
    refused_thrice_then_once_done(store)
    with store.database.aside() as connection:
        hold_head(connection)
        with pytest.raises(StoreUnavailable):
            store.run(act(), fill("A", 1))
    goes_on(store, 1)


def test_after_the_head_moved_again_and_again_all_goes_on(store: Store, other: Store) -> None:
    refused_thrice_then_once_done(store)
    for _ in range(5):
        for each in (other, store, store):
            each.run(act(), fill("A", 1))
    goes_on(store, 16)


def test_a_statement_missing_nevertheless_costs_one_answer(store: Store) -> None:
    for _ in range(3):
        store.run(act(), fill("A", 1))
    unprepare(store)
    with pytest.raises(StoreUnavailable):
        store.run(act(), fill("A", 1))
    goes_on(store, 3)


def test_so_does_one_missing_in_a_question(store: Store) -> None:
    def asking(work: Work) -> Box:
        with work.reading() as connection:
            connection.execute(select(log_head))
        return fill("A", 1)(work)

    for _ in range(3):
        store.run(act(), asking)
    unprepare(store)
    with pytest.raises(StoreUnavailable):
        store.run(act(), asking)
    goes_on(store, 3)


@pytest.mark.parametrize("asks", [False, True])
def test_after_the_server_ended_an_idle_transaction_all_goes_on(
    database: Database, store: Store, monkeypatch: pytest.MonkeyPatch, *, asks: bool
) -> None:
    monkeypatch.setitem(databases.POSTGRESQL_SETTINGS, IDLE, "200ms")
    stopped = open_boxes(again(database))
    hold = partial(held_until_ended, watched=store.database, asks=asks)
    with pytest.raises(StoreUnavailable):
        stopped.run(act(), hold)
    goes_on(stopped, 0)
    stopped.close()


def test_beside_the_log_it_is_told_the_same(
    database: Database, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_late(stopped: Database) -> None:
        with stopped.aside() as connection:
            wait_until_ended(connection, store.database)
            connection.execute(select(log_head))

    monkeypatch.setitem(databases.POSTGRESQL_SETTINGS, IDLE, "200ms")
    with closing(again(database)) as stopped, pytest.raises(StoreUnavailable):
        write_late(stopped)


def test_a_statement_that_is_wrong_is_not_taken_for_a_lost_connection(store: Store) -> None:
    with pytest.raises(ProgrammingError), store.database.aside() as connection:
        connection.execute(text("SELECT nothing"))


def held_until_ended(work: Work, watched: Database, *, asks: bool) -> Box:
    """Let the server end the transaction of a command, as of a process that was stopped."""
    with work.reading() as connection:
        wait_until_ended(connection, watched)
        if asks:
            connection.execute(select(log_head))
    return fill("A", 1)(work)


def wait_until_ended(connection: Connection, watched: Database) -> None:
    backend = connection.scalar(select(func.pg_backend_pid()))
    lives = text("SELECT count(*) FROM pg_stat_activity WHERE pid = :backend")
    with watched.reading() as other:
        while other.scalar(lives, {"backend": backend}):
            other.execute(select(func.pg_sleep(0.02)))


def hold_head(connection: Connection) -> None:
    connection.execute(select(log_head).with_for_update())


def unprepare(store: Store) -> None:
    """Let the server forget what it prepared, behind the driver's back."""
    writer = store.database._writer._connection
    assert writer is not None
    driver: Any = writer.connection.driver_connection
    driver.pgconn.exec_(b"DEALLOCATE ALL")
