"""A process that writes alone trusts what it knows of the log, and finds out when it errs."""

from collections.abc import Iterator
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import func, select, update

from application.errors import StoreUnavailable
from application.event_store.database import Database
from application.event_store.head import LogState, take_head
from application.event_store.schema import log_head
from application.rebuild import rebuild
from application.store import Store
from application.work import Work
from tests.application.boxes import (
    Box,
    BoxFull,
    act,
    begin,
    boxes,
    create_tables,
    fill,
    open_boxes,
    rows_of,
)

A = Box.id_of("A")


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    """Open a store whose process has written alone for a while: 60 are in the box."""
    create_tables(database)
    store = open_boxes(database)
    for command in (begin("A"), fill("A", 20), fill("A", 20), fill("A", 20)):
        store.run(act(), command)
    yield store
    store.close()


@pytest.fixture
def other(store: Store) -> Iterator[Store]:
    """Open the same county as another process does."""
    url = store.database.url.render_as_string(hide_password=False)
    other = open_boxes(Database(url, schema=store.database.schema))
    yield other
    other.close()


def empty(work: Work) -> Box:
    box = work.get(Box, A)
    box.record(Box.Emptied, work.act)
    return box


def numbered(store: Store) -> list[tuple[int, int]]:
    found = store.recorder.select_notifications(1, 10_000)
    return [(each.id, each.originator_version) for each in found]


def as_rebuilt(store: Store) -> bool:
    before = rows_of(store.database)
    rebuild(store)
    return rows_of(store.database) == before


def test_alone_it_asks_postgresql_for_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[LogState] = []

    def asking(*given: Any) -> LogState:
        asked.append(take_head(*given))
        return asked[-1]

    monkeypatch.setattr("application.event_store.database.take_head", asking)
    for _ in range(3):
        store.run(act(), fill("A", 1))
    assert len(asked) == (3 if store.database.is_sqlite else 0)
    assert store.read(Box, A).amount == 63


def test_what_another_process_wrote_is_taken_up(store: Store, other: Store) -> None:
    other.run(act(), fill("A", 10))
    done = store.run(act(), fill("A", 5))
    assert (done.aggregate.amount, done.sequence) == (75, 6)
    assert numbered(store) == [(n, n) for n in range(1, 7)]
    assert as_rebuilt(store)


def test_what_is_allowed_only_by_what_was_known_is_refused(store: Store, other: Store) -> None:
    other.run(act(), fill("A", 40))
    with pytest.raises(BoxFull):
        store.run(act(), fill("A", 1))
    assert len(numbered(store)) == 5
    assert store.run(act(), empty).sequence == 6


def test_what_is_refused_only_by_what_was_known_is_done(store: Store, other: Store) -> None:
    other.run(act(), empty)
    assert store.run(act(), fill("A", 50)).aggregate.amount == 50
    assert as_rebuilt(store)


def test_rows_told_otherwise_by_another_process_are_read_again(store: Store) -> None:
    with store.database.migrating() as connection:
        connection.execute(update(boxes).values(amount=boxes.c.amount + 1_000))
        connection.execute(update(log_head).values(retold=log_head.c.retold + 1))
    store.run(act(), fill("A", 5))
    assert max(row[0] for row in rows_of(store.database)) == 1_065


def test_processes_that_write_in_turns_lose_nothing(store: Store, other: Store) -> None:
    for _ in range(10):
        other.run(act(), fill("A", 1))
        store.run(act(), fill("A", 1))
    assert store.read(Box, A).amount == 80
    assert numbered(store) == [(n, n) for n in range(1, 25)]
    assert as_rebuilt(store)


def test_processes_that_write_at_once_lose_nothing(store: Store, other: Store) -> None:
    together = Barrier(2)

    def put(into: Store) -> None:
        together.wait()
        for _ in range(15):
            into.run(act(), fill("A", 1))

    threads = [Thread(target=put, args=(each,)) for each in (store, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.read(Box, A).amount == 90
    assert numbered(store) == [(n, n) for n in range(1, 35)]
    assert as_rebuilt(store)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_after_a_lost_connection_nothing_is_doubled_and_all_goes_on(store: Store) -> None:
    with store.database.writing() as transaction:
        writer = transaction.connection.scalar(select(func.pg_backend_pid()))
    with store.database.reading() as connection:
        connection.execute(select(func.pg_terminate_backend(writer)))
    with pytest.raises(StoreUnavailable):
        store.run(act(), fill("A", 1))
    assert store.run(act(), fill("A", 1)).sequence == 5
    assert as_rebuilt(store)
