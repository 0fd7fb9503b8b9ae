"""The Merkle tree grows with the events, in their transaction, and is read back as it was."""

import pytest
from eventsourcing.persistence import StoredEvent
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError

from application.audit.entry import entry_of
from application.audit.merkle import SHA256, verify_inclusion
from application.audit.proofs import consistency_proof, inclusion_proof, root
from application.audit.tiles import Frontier
from application.event_store.database import Database
from application.event_store.idempotency import KeyedRequest
from application.event_store.log_tree import StoredTree
from application.event_store.logs import FIRST
from application.event_store.recorder import SqlRecorder
from application.event_store.schema import events, log_nodes
from application.store import Store
from application.work import Work
from tests.application.audit.trees import NaiveTree
from tests.application.boxes import Box, act, begin, create_tables, fill, open_boxes
from tests.stores import unguarded

MANY = 600
"""Events that fill two tiles and begin a third."""


@pytest.fixture
def boxes(database: Database) -> Store:
    create_tables(database)
    return open_boxes(database)


def filled(store: Store, wanted: int) -> None:
    """Record events until there are so many, up to fifty to a transaction."""
    store.run_together([(act(), begin("A"))])
    while wanted > (held := store.recorder.max_notification_id() or 0):
        store.run_together([(act(), fill("A", 0))] * min(50, wanted - held))


def leaves(connection: Connection) -> list[bytes]:
    """Hash every event anew."""
    return [
        SHA256.leaf(entry_of(r.sequence, r.topic, r.originator_id, r.originator_version, r.state))
        for r in connection.execute(select(events).order_by(events.c.sequence))
    ]


def test_every_event_has_its_leaf_and_every_full_tile_its_node(boxes: Store) -> None:
    filled(boxes, MANY)
    with boxes.database.reading() as connection:
        hashed = leaves(connection)
        tree = NaiveTree(hashed)
        stored = connection.scalars(select(events.c.leaf_hash).order_by(events.c.sequence)).all()
        nodes = connection.execute(select(log_nodes).order_by(log_nodes.c.position)).all()
        assert root(MANY, StoredTree(connection, FIRST)) == tree.root(MANY)
    assert list(map(bytes, stored)) == hashed
    assert [tuple(node) for node in nodes] == [
        (1, 1, 0, tree.mth(0, 256)),
        (1, 1, 1, tree.mth(256, 512)),
    ]


def test_proofs_come_from_the_stored_tree(boxes: Store) -> None:
    filled(boxes, MANY)
    with boxes.database.reading() as connection:
        stored = StoredTree(connection, FIRST)
        tree = NaiveTree(leaves(connection))
        for index in (0, 255, 256, 511, 599):
            proof = inclusion_proof(index, MANY, stored)
            verify_inclusion(tree.leaf_hashes[index], index, MANY, proof, tree.root(MANY))
        for size in (1, 256, 257, 512, 599):
            assert consistency_proof(size, MANY, stored) == tree.proof(size, MANY)


def test_a_command_answers_with_the_leaf_of_its_latest_event(boxes: Store) -> None:
    boxes.run(act(), begin("A"))
    done = boxes.run(act(), fill("A", 1))
    with boxes.database.reading() as connection:
        assert leaves(connection)[done.sequence - 1] == done.leaf_hash


def test_a_request_sent_again_gets_the_same_receipt(boxes: Store) -> None:
    request = KeyedRequest("k", b"f")
    first = boxes.run(act(), begin("A"), request)
    boxes.run(act(), fill("A", 1))
    again = boxes.run(act(), begin("A"), request)
    assert (again.sequence, again.leaf_hash) == (first.sequence, first.leaf_hash)


def test_a_command_that_records_nothing_answers_with_the_latest_leaf(boxes: Store) -> None:
    def look(work: Work) -> Box:
        return work.get(Box, Box.id_of("A"))

    first = boxes.run(act(), begin("A"))
    assert boxes.run(act(), look).leaf_hash == first.leaf_hash


def test_a_refused_command_adds_no_leaf(boxes: Store) -> None:
    boxes.run(act(), begin("A"))

    def refused(work: Work) -> Box:
        work.get(Box, Box.id_of("A")).fill(1, act())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        boxes.run(act(), refused)
    boxes.run(act(), fill("A", 2))
    with boxes.database.reading() as connection:
        assert root(2, StoredTree(connection, FIRST)) == NaiveTree(leaves(connection)).root(2)


def test_two_processes_grow_one_tree(database: Database) -> None:
    create_tables(database)
    url = database.url.render_as_string(hide_password=False)
    first = open_boxes(database)
    other = Database(url, schema=database.schema)
    second = open_boxes(other)
    first.run(act(), begin("A"))
    for turn in range(300):
        (second if turn % 3 else first).run(act(), fill("A", 0))
    with database.reading() as connection:
        stored, tree = StoredTree(connection, FIRST), NaiveTree(leaves(connection))
        assert root(301, stored) == tree.root(301)
        assert Frontier.read(301, stored).peaks[0] == tree.mth(0, 256)
    second.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET topic = 'other' WHERE sequence = 1",
        "UPDATE events SET leaf_hash = state",
        "DELETE FROM events WHERE sequence = 300",
        "UPDATE log_nodes SET position = 7",
        "DELETE FROM log_nodes",
    ],
)
def test_the_database_refuses_to_change_the_log(boxes: Store, statement: str) -> None:
    filled(boxes, 300)
    with (
        pytest.raises(DBAPIError, match="the log is only ever added to"),
        boxes.database.migrating() as connection,
    ):
        connection.execute(text(statement))
    with boxes.database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(events)) == 300


def test_an_owner_who_takes_the_guards_away_can_change_it(boxes: Store) -> None:
    """Guards are hygiene: what an owner does is shown by the tree, not prevented."""
    boxes.run(act(), begin("A"))
    with unguarded(boxes.database) as connection:
        connection.execute(text("DELETE FROM events"))
        assert connection.scalar(select(func.count()).select_from(events)) == 0


def test_recorders_that_take_turns_grow_one_tree(database: Database) -> None:
    """Each remembers an edge of its own, and sees when it is no longer the latest."""
    first, second = SqlRecorder(database), SqlRecorder(database)
    for version in range(1, 7):
        event = StoredEvent(Box.id_of("A"), version, "box.filled", b"{}")
        (second if version % 3 else first).insert_events([event])
    with database.reading() as connection:
        assert list(connection.scalars(select(events.c.leaf_hash))) == leaves(connection)
        assert root(6, StoredTree(connection, FIRST)) == NaiveTree(leaves(connection)).root(6)
