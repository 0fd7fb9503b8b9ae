"""A new key begins a new log on the last head of the old one, and everything goes on over it."""

from functools import partial
from uuid import uuid4

import pytest
from eventsourcing.persistence import StoredEvent
from sqlalchemy import select, text

from application.audit.merkle import SHA256, verify_inclusion
from application.audit.refusal import Problem
from application.audit.witness_request import parse_witness_request
from application.errors import StoreDamaged
from application.event_store.database import Database
from application.event_store.log_tree import StoredTree, hashed_leaves
from application.event_store.logs import FIRST, log_of, logs_of
from application.event_store.recorder import SqlRecorder
from application.event_store.schema import events, log_nodes
from application.log.heads import log_named
from application.log.proven import ProvenHeads
from application.log.receipts import check_receipt, receipt_of
from application.log.witnessing import keep_answer, request_to
from tests.application.audit.trees import NaiveTree
from tests.application.boxes import BEGINNING
from tests.application.log.desk import (
    LOG_KEYS,
    NAMES,
    WITNESS_KEYS,
    LogDesk,
    SignersMemory,
    checkpoint_of,
    policy,
)
from tests.application.log.rotating import in_use, newest, refused, witnessed
from tests.stores import unguarded


@pytest.fixture
def desk(database: Database) -> LogDesk:
    return witnessed(database)


def receipt(desk: LogDesk, sequence: int) -> bytes:
    with desk.database.reading() as connection:
        return receipt_of(connection, sequence, policy()).data


def test_its_first_leaf_is_the_last_head_and_the_events_after_it_follow(desk: LogDesk) -> None:
    assert desk.memory.latest
    last = desk.memory.latest.note
    new = desk.rotate()
    desk.record(260)
    desk.sign()
    with desk.database.reading() as connection:
        of_later = events.c.sequence > 250
        leaves = connection.scalars(select(events.c.leaf_hash).where(of_later)).all()
        nodes = connection.execute(select(log_nodes).where(log_nodes.c.log == 2)).all()
        assert [each.number for each in logs_of(connection)] == [1, 2]
        assert log_of(connection, 250) == FIRST
        assert log_of(connection, 251) == new
        assert hashed_leaves(connection, new, 0, 281) == [SHA256.leaf(last), *leaves]
    tree = NaiveTree([SHA256.leaf(last), *leaves])
    head = checkpoint_of(newest(desk, new).note)
    assert (new.number, new.first, new.name, new.predecessor) == (2, 250, NAMES[1], last)
    assert (head.origin, head.size, head.root) == (NAMES[1], 281, tree.root(281))
    assert [tuple(node) for node in nodes] == [(2, 1, 0, tree.mth(0, 256))]


def _two_events() -> list[StoredEvent]:
    return [StoredEvent(uuid4(), 1, "box.filled", b"{}") for _ in range(2)]


def test_whoever_knows_the_old_log_notices_the_new_one_though_it_is_as_long(desk: LogDesk) -> None:
    recorder = SqlRecorder(desk.database)
    desk.record(238)
    recorder.insert_events(_two_events())
    new = desk.rotate()
    desk.record(249)
    recorder.insert_events(_two_events())
    with desk.database.reading() as connection:
        assert new.size_at(desk.store.recorder.max_notification_id() or 0) == 512
        tree = NaiveTree(hashed_leaves(connection, new, 0, 512))
        stored = StoredTree(connection, new).get(1, 0, 2)
        assert stored == tree.mth(0, 256) + tree.mth(256, 512)


def test_its_first_head_is_over_the_last_one_alone(desk: LogDesk) -> None:
    new = desk.rotate()
    with desk.database.reading() as connection:
        sizes = [each.size for each in ProvenHeads(desk.database, policy("1"), 250).places]
        named = [log_named(connection, name) for name in (None, "2", NAMES[1], "1", NAMES[0])]
    assert (sizes, named) == ([250], [new, new, new, FIRST, FIRST])
    assert desk.check(policy()).signed_to == 270


def test_the_whole_store_is_in_order_over_several_logs(desk: LogDesk) -> None:
    desk.rotate()
    desk.record(300)
    desk.sign()
    desk.witness(0, 1)
    desk.rotate()
    desk.record(5)
    desk.sign()
    checked = desk.check(policy())
    assert (checked.logs, checked.events, checked.signed_to) == (3, 575, 575)
    assert (checked.heads, checked.witnessed) == (6, 2)
    assert desk.check().heads == 6


def test_a_long_wait_for_witnesses_fills_tiles_of_the_new_log(desk: LogDesk) -> None:
    desk.record(300)
    new = desk.rotate()
    with desk.database.reading() as connection:
        nodes = connection.execute(select(log_nodes).where(log_nodes.c.log == 2)).all()
    assert [tuple(node[:3]) for node in nodes] == [(2, 1, 0)]
    desk.record(200)
    desk.sign()
    assert (new.first, desk.check(policy()).signed_to) == (250, 770)


def test_another_process_goes_on_in_the_new_log(desk: LogDesk) -> None:
    """It remembers an edge of the old one, and learns of the new one with the head it locks."""
    other = LogDesk.at(desk.database)
    other.record(1)
    desk.rotate()
    other.record(300)
    desk.record(3)
    other.record(3)
    desk.sign()
    assert desk.check(policy()).signed_to == 577


def test_a_memory_that_was_lost_begins_with_the_last_head_again(desk: LogDesk) -> None:
    desk.rotate()
    desk.record(5)
    desk.memory.latest = None
    assert desk.sign().size == 26
    assert desk.check(policy()).signed_to == 275


# What was signed before, and what is signed after


def test_each_event_is_proven_under_its_own_log(desk: LogDesk) -> None:
    before = {sequence: receipt(desk, sequence) for sequence in (1, 250)}
    desk.rotate()
    desk.record(30)
    desk.sign()
    desk.witness(0, 1)
    for sequence, index, log in ((1, 0, 0), (250, 249, 0), (251, 1, 1), (300, 50, 1)):
        proven = check_receipt(receipt(desk, sequence), policy())
        assert (proven.index, proven.head.log) == (index, LOG_KEYS[log])
    assert {sequence: receipt(desk, sequence) for sequence in before} == before


def test_an_export_goes_on_over_the_logs(desk: LogDesk) -> None:
    note = newest(desk, FIRST).note
    new = desk.rotate()
    assert ProvenHeads(desk.database, policy(), 2**53).covers == 250
    desk.witness(0, 1)
    heads = ProvenHeads(desk.database, policy(), 2**53)
    places = [(place.log.number, place.size) for place in heads.places]
    assert places == [(1, 250), (2, 1), (2, 21)]
    alone = ProvenHeads(desk.database, policy(), 2**53, alone=True)
    assert [*alone.notes()] == [note, newest(desk, new).note]
    ((name, link),) = alone.links()
    last, head = desk.ended[0].latest, checkpoint_of(newest(desk, new).note)
    assert last is not None
    verify_inclusion(SHA256.leaf(last.note), 0, 21, link, head.root)
    proofs = dict(alone.proofs([7, 250, 251, 270]))
    with desk.database.reading() as connection:
        leaves = hashed_leaves(connection, FIRST, 0, 270)
    verify_inclusion(leaves[249], 249, 250, proofs[250], checkpoint_of(note).root)
    verify_inclusion(leaves[250], 1, 21, proofs[251], head.root)
    assert (name, alone.covers) == (NAMES[1], 270)


def test_the_last_head_of_an_ended_log_is_never_thinned_out(
    desk: LogDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.rotate()
    for _ in range(8):
        desk.record(1)
        desk.sign()
    desk.witness(0, 1)
    monkeypatch.setattr("application.log.proven.MOST", 3)
    places = ProvenHeads(desk.database, policy(), 2**53).places
    assert (places[0].covers, places[-1].covers) == (250, 278)


def test_witnesses_begin_anew_and_remember_the_old_log(desk: LogDesk) -> None:
    desk.rotate()
    with desk.database.reading() as connection:
        assert parse_witness_request(request_to(connection, WITNESS_KEYS[0])).old == 0
    desk.witness(0, 1)
    seen = [memory.texts for memory in desk.witness_memories.values()]
    assert [{*texts} for texts in seen] == [{NAMES[0], NAMES[1]}] * 2


def test_a_late_answer_for_the_old_log_is_still_kept(database: Database) -> None:
    desk = LogDesk.at(database)
    desk.record(5)
    desk.sign()
    desk.witness(0)
    with database.reading() as connection:
        late = desk.witnesses[1].countersign(request_to(connection, WITNESS_KEYS[1]))
    desk.rotate(known=policy("1"))
    assert keep_answer(database, policy(), late, BEGINNING) == 1
    assert desk.check(policy()).witnessed == 1


def test_an_answer_for_a_head_of_no_log_here_is_refused(desk: LogDesk) -> None:
    answers = [newest(desk, FIRST).note]
    desk.rotate()
    answers.append(newest(desk, in_use(desk)).note)
    desk.wipe()
    desk.ended, desk.memory = [], SignersMemory()
    desk.record(7)
    desk.sign()
    for answer in answers:
        keep = partial(keep_answer, desk.database, policy(), answer, BEGINNING)
        assert refused(keep) is Problem.UNKNOWN_HEAD


def test_nothing_is_appended_to_a_log_nobody_began(desk: LogDesk) -> None:
    with unguarded(desk.database) as connection:
        connection.execute(text("UPDATE log_head SET log = 2"))
    with pytest.raises(StoreDamaged, match="第2个日志,库内没有"):
        desk.record(1)
