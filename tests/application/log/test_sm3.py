"""Heads that state the root under SM3 too: signed from the bytes, checked from the bytes."""

import hashlib

import pytest
from sqlalchemy import update
from sqlalchemy.event import listen

from application.audit.checkpoint import Checkpoint, signed
from application.audit.entry import entry_of
from application.audit.merkle import SHA256
from application.audit.note import sign_note
from application.audit.refusal import Problem, Refused
from application.errors import StoreDamaged
from application.event_store import log_tree
from application.event_store.database import Database
from application.event_store.log_tree import numbered_events
from application.event_store.logs import FIRST, log_in_use
from application.event_store.schema import log_checkpoints
from application.log.heads import Head, head_of_size, latest_head
from application.log.signer import Signed
from tests.application.audit.signing import TestSigner
from tests.application.audit.trees import NaiveTree
from tests.application.log.desk import NAMES, LogDesk, checkpoint_of
from tests.stores import unguarded


@pytest.fixture
def desk(database: Database) -> LogDesk:
    desk = LogDesk.at(database)
    desk.with_sm3 = True
    return desk


def sm3(data: bytes) -> bytes:
    return hashlib.new("sm3", data).digest()


def entries(desk: LogDesk) -> list[bytes]:
    """Return what each leaf is the hash of, as an export has it."""
    with desk.database.reading() as connection:
        held = desk.store.recorder.max_notification_id() or 0
        rows = numbered_events(connection, 0, held)
    return [
        entry_of(row.sequence, row.topic, row.originator_id, row.originator_version, row.state)
        for row in rows
    ]


def sm3_root(desk: LogDesk, size: int) -> bytes:
    return NaiveTree((sm3(b"\0" + entry) for entry in entries(desk)), sm3).root(size)


def head_of(head: Head) -> Checkpoint:
    return checkpoint_of(head.note)


def test_the_root_under_sm3_is_over_the_same_leaves(desk: LogDesk) -> None:
    desk.record(300)
    head = head_of(desk.sign())
    assert head.sm3_root == sm3_root(desk, 300)
    assert head.root == NaiveTree(SHA256.leaf(entry) for entry in entries(desk)).root(300)
    assert desk.check().heads == 1


def test_growth_goes_on_from_what_is_remembered(desk: LogDesk) -> None:
    for size in (1, 2, 255, 256, 257):
        desk.record(size - (desk.store.recorder.max_notification_id() or 0))
        assert head_of(desk.sign()).sm3_root == sm3_root(desk, size)
    assert desk.check().heads == 5


def test_nothing_is_hashed_twice(desk: LogDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_tree, "PAGE", 1)
    desk.record(4)
    desk.sign()
    desk.record(2)
    engine, asked = desk.database.engine, list[str]()
    listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    desk.sign()
    read = [each for each in asked if "leaf_hash, " in each and "FROM events" in each]
    assert len(read) == 4
    asked.clear()
    desk.check()
    read = [each for each in asked if "leaf_hash, " in each and "FROM events" in each]
    assert len(read) == 2 + 6


def test_once_begun_it_goes_on_by_itself(desk: LogDesk) -> None:
    desk.record(3)
    desk.sign()
    desk.with_sm3 = False
    desk.record(4)
    assert head_of(desk.sign()).sm3_root == sm3_root(desk, 7)


def test_a_log_may_begin_it_late(desk: LogDesk) -> None:
    desk.with_sm3 = False
    desk.record(3)
    assert head_of(desk.sign()).sm3_root is None
    desk.with_sm3 = True
    assert desk.signer().sign() is None
    desk.record(2)
    assert head_of(desk.sign()).sm3_root == sm3_root(desk, 5)
    assert (desk.check().heads, desk.check().with_sm3) == (2, 1)


def test_the_log_of_another_key_goes_on_with_it(desk: LogDesk) -> None:
    desk.record(5)
    head = desk.sign()
    desk.witness(0, 1)
    desk.with_sm3 = False
    desk.rotate()
    desk.record(2)
    newest = head_of(desk.sign())
    leaves = [sm3(b"\0" + each) for each in (head.note, *entries(desk)[5:])]
    assert newest.sm3_root == NaiveTree(leaves, sm3).root(3)
    with desk.database.reading() as connection:
        first = latest_head(connection, log_in_use(connection))
        assert first is not None
        assert first.size == 3
    checked = desk.check()
    assert (checked.heads, checked.logs, checked.with_sm3) == (3, 2, 3)


def test_a_log_without_it_is_followed_by_one_without(desk: LogDesk) -> None:
    desk.with_sm3 = False
    desk.record(5)
    desk.sign()
    desk.witness(0, 1)
    desk.rotate()
    desk.record(1)
    assert head_of(desk.sign()).sm3_root is None
    assert desk.check().with_sm3 == 0


def test_witnesses_countersign_the_head_as_it_is(desk: LogDesk) -> None:
    desk.record(5)
    desk.sign()
    desk.witness(0, 1)
    desk.record(5)
    desk.sign()
    desk.witness(0)
    with desk.database.reading() as connection:
        head = latest_head(connection, FIRST)
        assert head is not None
        assert head_of(head).sm3_root == sm3_root(desk, 10)


@pytest.mark.parametrize("peaks", [(), (bytes(32),), (bytes(32), bytes(32))])
def test_a_memory_whose_edge_is_another_is_refused(
    desk: LogDesk, peaks: tuple[bytes, ...]
) -> None:
    desk.record(5)
    desk.sign()
    latest = desk.memory.latest
    assert latest is not None
    desk.memory.latest = Signed(latest.note, latest.peaks, sm3_peaks=peaks)
    desk.record(1)
    with pytest.raises(Refused) as refused:
        desk.signer().sign()
    assert refused.value.problem is Problem.EARLIER_ROOT_DIFFERS


@pytest.mark.parametrize("size", [3, 5])
def test_a_head_that_states_another_root_is_shown(desk: LogDesk, size: int) -> None:
    """Whoever holds the signer's key can sign it; the check reads the events."""
    desk.record(3)
    desk.sign()
    desk.record(2)
    desk.sign()
    with unguarded(desk.database) as connection:
        found = head_of_size(connection, FIRST, size)
        assert found is not None
        head = head_of(found)
        false = Checkpoint(head.origin, head.size, head.root, bytes(32))
        forged = signed(false, [sign_note(false.text, NAMES[0], TestSigner.named(NAMES[0]))])
        connection.execute(
            update(log_checkpoints).where(log_checkpoints.c.size == size).values(note=forged)
        )
    with pytest.raises(StoreDamaged, match=f"日志1前{size}条记录的SM3根哈希与"):
        desk.check()


def test_a_python_without_sm3_says_so(desk: LogDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.record(1)
    monkeypatch.setattr(hashlib, "algorithms_available", {"sha256"})
    with pytest.raises(Refused) as refused:
        desk.sign()
    assert refused.value.problem is Problem.HASH_UNAVAILABLE
    assert desk.memory.latest is None
