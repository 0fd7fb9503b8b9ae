"""The store: dense order, no trace of a refusal, nothing lost between two writers."""

import hmac
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from sqlalchemy import insert, select, update

from application.errors import KeyReused, NotFound, NumberTaken, StaleVersion, StoreDamaged
from application.event_store.database import Database
from application.event_store.idempotency import KeyedRequest
from application.event_store.schema import events, idempotency_keys
from application.store import Store
from application.work import Work
from domain.unit import Unit
from tests.application.boxes import (
    BEGINNING,
    Box,
    BoxFull,
    act,
    begin,
    create_tables,
    fill,
    notice,
    open_boxes,
    rows_of,
)
from tests.stores import unguarded

A = Box.id_of("A")


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    create_tables(database)
    store = open_boxes(database)
    yield store
    store.close()


def sequences(store: Store) -> list[int]:
    return [n.id for n in store.recorder.select_notifications(1, 10_000)]


def test_a_command_returns_the_new_state_and_its_sequence_number(store: Store) -> None:
    assert store.run(act(), begin("A")).sequence == 1
    done = store.run(act(), fill("A", 3))
    assert (done.aggregate.amount, done.aggregate.version, done.sequence) == (3, 2, 2)
    assert store.read(Box, A).amount == 3
    assert store.read(Box, A, version=1).amount == 0


def test_stored_bytes_are_what_the_event_says_and_come_back_unchanged(store: Store) -> None:
    store.run(act(), begin("A"))
    (stored,) = store.recorder.select_notifications(1, 1)
    event = store.mapper.to_domain_event(stored)
    assert store.mapper.to_stored_event(event).state == stored.state
    assert event.originator_id == A


def test_the_library_can_read_the_store(store: Store) -> None:
    store.run(act(), begin("A"))
    store.run(act(), fill("A", 1))
    section = store.notification_log["1,10"]
    assert [item.topic for item in section.items] == ["box.opened", "box.filled@2"]
    assert store.recorder.max_notification_id() == 2
    assert [s.originator_version for s in store.recorder.select_events(A, gt=1)] == [2]
    newest = store.recorder.select_events(A, desc=True, limit=1)
    assert [s.originator_version for s in newest] == [2]
    only = store.recorder.select_notifications(1, 10, topics=["box.opened"])
    assert [n.id for n in only] == [1]
    after = store.recorder.select_notifications(1, 10, stop=2, inclusive_of_start=False)
    assert [n.id for n in after] == [2]


def test_the_library_way_round_the_read_models_is_closed(store: Store) -> None:
    with pytest.raises(NotImplementedError):
        store.save(Box.begin("B", Box.Opened, act(), number="B"))
    with pytest.raises(NotImplementedError):
        store.recorder.subscribe()


def test_a_refusal_leaves_no_trace(store: Store) -> None:
    store.run(act(), begin("A"))
    before = rows_of(store.database)
    with pytest.raises(BoxFull):
        store.run(act(), fill("A", 101))
    assert store.read(Box, A).version == 1
    assert store.run(act(), fill("A", 1)).sequence == 2
    assert rows_of(store.database)[0][:4] == before[0][:4]


def test_commands_run_together_are_all_recorded(store: Store) -> None:
    done = store.run_together([(act(), begin("A")), (act(), fill("A", 3)), (act(), begin("B"))])
    assert [each.sequence for each in done] == [1, 2, 3]
    assert store.run(act(), fill("A", 2)).aggregate.amount == 5
    assert [row[0] for row in rows_of(store.database) if row[4] > 9] == [0, 5]


def test_of_commands_run_together_none_is_recorded_when_one_is_refused(store: Store) -> None:
    store.run(act(), begin("A"))
    before = rows_of(store.database)
    later, late = act("2026-03-01"), act("2026-02-01")  # what is dated back is written at once
    commands = [(later, fill("A", 1)), (late, notice("A", 1)), (later, fill("A", 101))]
    with pytest.raises(BoxFull):
        store.run_together(commands)
    assert sequences(store) == [1]
    assert rows_of(store.database) == before
    assert store.run(act(), begin("B")).sequence == 2


def test_a_number_is_used_once(store: Store) -> None:
    store.run(act(), begin("A"))
    with pytest.raises(NumberTaken, match="编号A已有箱子使用"):
        store.run(act(), begin("A"))


def test_an_item_that_does_not_exist_is_named(store: Store) -> None:
    with pytest.raises(NotFound):
        store.run(act(), fill("A", 1))
    with pytest.raises(NotFound):
        store.read(Box, A)
    store.run(act(), begin("A"))
    with pytest.raises(NotFound):
        store.run(act(), lambda work: work.get(Unit, A))


def test_a_stale_version_is_refused(store: Store) -> None:
    store.run(act(), begin("A"))
    store.run(act(), fill("A", 1, expected=1))
    with pytest.raises(StaleVersion, match="现为第2版,您依据的是第1版"):
        store.run(act(), fill("A", 1, expected=1))


def test_another_process_is_noticed(store: Store) -> None:
    other = open_boxes(
        Database(
            store.database.url.render_as_string(hide_password=False), schema=store.database.schema
        )
    )
    store.run(act(), begin("A"))
    other.run(act(), fill("A", 1))
    store.run(act(), fill("A", 2))
    assert other.run(act(), fill("A", 4)).aggregate.amount == 7
    assert sequences(store) == [1, 2, 3, 4]
    other.close()


def test_concurrent_commands_are_all_kept_and_numbered_densely(store: Store) -> None:
    names = [f"N{i}" for i in range(8)]
    for name in names:
        store.run(act(), begin(name))
    refused: list[BoxFull] = []
    start = Barrier(len(names))

    def put(name: str) -> None:
        start.wait()
        for _ in range(12):
            try:
                store.run(act(), fill(name, 10))
            except BoxFull as refusal:
                refused.append(refusal)

    threads = [Thread(target=put, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [store.read(Box, Box.id_of(name)).amount for name in names] == [100] * 8
    assert len(refused) == 16
    assert sequences(store) == list(range(1, 8 + 80 + 1))


def test_recorded_time_never_goes_back(database: Database) -> None:
    create_tables(database)
    hours = iter([5, 3, 4, 6])
    store = open_boxes(database, lambda: BEGINNING + timedelta(hours=next(hours)))
    store.run(act(), begin("A"))
    for _ in range(3):
        store.run(act(), fill("A", 1))
    told = [store.topics.decode(n) for n in store.recorder.select_notifications(1, 9)]
    assert [e.act.recorded_at.hour for e in told] == [5, 5, 5, 6]
    store.close()


def test_events_of_one_command_share_their_cause(store: Store) -> None:
    def two(work: Work) -> Box:
        box = work.add(Box.begin("A", Box.Opened, work.act, number="A"))
        box.fill(1, work.act)
        return box

    store.run(act(), two)
    store.run(act(), fill("A", 1))
    told = [store.topics.decode(n) for n in store.recorder.select_notifications(1, 9)]
    causes = [e.act.causation_id for e in told]
    assert causes[0] == causes[1] != causes[2]
    assert {e.act.correlation_id for e in told} == {act().correlation_id}


def test_a_repeated_request_is_answered_again_and_carried_out_once(store: Store) -> None:
    request = KeyedRequest("k1", b"same")
    store.run(act(), begin("A"))
    first = store.run(act(), fill("A", 5), request)
    store.run(act(), fill("A", 1))
    again = store.run(act(), fill("A", 5), request)
    assert (again.aggregate.amount, again.aggregate.version, again.sequence) == (5, 2, 2)
    assert (first.aggregate.version, first.sequence) == (2, 2)
    assert store.read(Box, A).amount == 6


def test_a_key_used_for_something_else_is_refused(store: Store) -> None:
    store.run(act(), begin("A"), KeyedRequest("k1", b"one"))
    with pytest.raises(KeyReused):
        store.run(act(), fill("A", 1), KeyedRequest("k1", b"other"))
    store.run(act(actor="乙"), fill("A", 1), KeyedRequest("k1", b"other"))


def test_neither_a_key_nor_what_was_asked_with_it_is_kept(store: Store) -> None:
    request = KeyedRequest("k1", b"one")
    store.run(act(), begin("A"), request)
    with store.database.reading() as connection:
        row = connection.execute(select(idempotency_keys)).one()
    assert row.key == sha256(b"k1").hexdigest()
    assert row.fingerprint == hmac.new(b"k1", b"one", "sha256").hexdigest()


def test_an_unknown_topic_in_a_row_is_refused_and_never_imported(store: Store) -> None:
    store.run(act(), begin("A"))
    with unguarded(store.database) as connection:
        connection.execute(update(events).values(topic="os:system"))
    with pytest.raises(StoreDamaged, match="未登记的事件类型“os:system”"):
        store.read(Box, A)


def test_bytes_that_are_no_event_are_refused(store: Store) -> None:
    store.run(act(), begin("A"))
    with unguarded(store.database) as connection:
        connection.execute(update(events).values(state=b'{"number": 1}'))
    with pytest.raises(StoreDamaged, match="无法还原"):
        store.read(Box, A)


def test_an_older_shape_is_upcast_when_read(store: Store) -> None:
    store.run(act(), begin("A"))
    stored = store.recorder.select_notifications(1, 1)[0].state
    older = stored.replace(b'"number":"A"', b'"grams":7000').replace(
        b'"originator_version":1', b'"originator_version":2'
    )
    with store.database.migrating() as connection:
        connection.execute(
            insert(events).values(
                sequence=2,
                originator_id=A,
                originator_version=2,
                topic="box.filled",
                leaf_hash=bytes(32),
                state=older,
            )
        )
    assert store.read(Box, A).amount == 7
    with store.database.reading() as connection:
        kept = connection.scalar(select(events.c.state).where(events.c.sequence == 2))
    assert kept == older


def test_the_store_survives_a_command_that_breaks(store: Store) -> None:
    def broken(_: Work) -> Box:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.run(act(), broken)
    assert store.run(act(), begin("A")).sequence == 1


def test_states_given_out_are_never_changed_by_later_commands(store: Store) -> None:
    store.run(act(), begin("A"))
    first = store.run(act(), fill("A", 1)).aggregate
    store.run(act(), fill("A", 1))
    assert (first.amount, first.version) == (1, 2)


def test_an_id_of_nothing_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        store.read(Box, uuid4())


def test_known_time_is_utc(store: Store) -> None:
    store.run(act(), begin("A"))
    with store.database.writing() as transaction:
        assert transaction.head.recorded_at.tzinfo is UTC
        assert isinstance(transaction.head.recorded_at, datetime)
