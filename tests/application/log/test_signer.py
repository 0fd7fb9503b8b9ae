"""The signer signs growth it has hashed itself, and nothing else."""

from collections.abc import Callable

import pytest
from sqlalchemy import text, update
from sqlalchemy.event import listen

from application.audit.checkpoint import open_checkpoint
from application.audit.proofs import root
from application.audit.refusal import Problem, Refused
from application.errors import StoreDamaged
from application.event_store.database import Database
from application.event_store.log_tree import StoredTree
from application.event_store.logs import FIRST
from application.event_store.schema import events, log_nodes
from application.log import heads
from application.log.heads import head_of_size, latest_head
from application.log.signer import Signed
from tests.application.log.desk import LOG_KEY, LogDesk
from tests.stores import unguarded


@pytest.fixture
def desk(database: Database) -> LogDesk:
    return LogDesk.at(database)


def refused(desk: LogDesk) -> Problem:
    with pytest.raises(Refused) as error:
        desk.signer().sign()
    return error.value.problem


def altered(desk: LogDesk, *statements: str) -> None:
    with unguarded(desk.database) as connection:
        for statement in statements:
            connection.execute(text(statement))
    desk.store.forget()


def test_a_head_states_the_root_over_all_events(desk: LogDesk) -> None:
    desk.record(300)
    head = desk.sign()
    opened = open_checkpoint(head.note, [LOG_KEY])
    with desk.database.reading() as connection:
        assert latest_head(connection, FIRST) == head
        assert opened.checkpoint.root == root(300, StoredTree(connection, FIRST))
    assert (head.size, opened.checkpoint.size) == (300, 300)


def test_nothing_new_is_not_signed_again(desk: LogDesk) -> None:
    assert desk.signer().sign() is None
    desk.record(3)
    desk.sign()
    assert desk.signer().sign() is None


def test_growth_is_signed_from_what_is_remembered(desk: LogDesk) -> None:
    for size in (1, 2, 255, 256, 257, 600):
        desk.record(size - (desk.store.recorder.max_notification_id() or 0))
        assert desk.sign().size == size
    assert desk.check().heads == 6


def test_heads_are_read_some_at_a_time(desk: LogDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heads, "AT_ONCE", 2)
    for _ in range(5):
        desk.record(1)
        desk.sign()
    asked: list[str] = []
    with desk.database.reading() as connection:
        listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
        assert [head.size for head in heads.heads_up_to(connection, FIRST, 4)] == [1, 2, 3, 4]
    assert sum("note" in statement for statement in asked) == 2
    assert desk.check().heads == 5


def test_what_was_signed_before_a_crash_is_kept_after_it(desk: LogDesk) -> None:
    desk.record(3)
    head = desk.sign()
    altered(desk, "DELETE FROM log_checkpoints")
    assert desk.signer().sign() is None
    with desk.database.reading() as connection:
        assert head_of_size(connection, FIRST, 3) == head


@pytest.mark.parametrize(
    ("statements", "problem"),
    [
        (("UPDATE events SET topic = 'unit.closed' WHERE sequence = 9",), Problem.ROOT_DIFFERS),
        (("UPDATE events SET leaf_hash = state WHERE sequence = 9",), Problem.TILE_LENGTH_DIFFERS),
        (
            ("DELETE FROM events WHERE sequence > 4", "UPDATE log_head SET sequence = 4"),
            Problem.TREE_SHRINKS,
        ),
    ],
)
def test_a_log_that_does_not_go_on_is_not_signed(
    desk: LogDesk, statements: tuple[str, ...], problem: Problem
) -> None:
    desk.record(5)
    desk.sign()
    desk.record(5)
    altered(desk, *statements)
    assert refused(desk) is problem


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("DELETE FROM events WHERE sequence = 9", "缺少序号9"),
        ("DELETE FROM events WHERE sequence = 10", "缺少序号10"),
    ],
)
def test_a_log_with_an_event_missing_is_not_signed(
    desk: LogDesk, statement: str, sentence: str
) -> None:
    desk.record(5)
    desk.sign()
    desk.record(5)
    altered(desk, statement)
    with pytest.raises(StoreDamaged, match=sentence):
        desk.signer().sign()


def test_an_event_whose_bytes_were_altered_is_not_signed_over(desk: LogDesk) -> None:
    desk.record(5)
    with unguarded(desk.database) as connection:
        connection.execute(update(events).where(events.c.sequence == 3).values(state=b"{}"))
    assert refused(desk) is Problem.ROOT_DIFFERS


def test_a_history_rewritten_whole_is_not_signed(desk: LogDesk) -> None:
    """The tree in the database agrees with itself; it is not the one that was signed."""
    desk.record(5)
    desk.sign()
    desk.wipe()
    desk.prefix = "V"
    desk.record(8)
    assert refused(desk) is Problem.ROOT_DIFFERS


@pytest.mark.parametrize(
    "damage",
    [
        lambda s: Signed(s.note, s.peaks[:-1]),
        lambda s: Signed(s.note, (*s.peaks[:-1], bytes(32))),
        lambda s: Signed(s.note, ()),
    ],
)
def test_a_memory_that_does_not_fit_its_head_is_refused(
    desk: LogDesk, damage: Callable[[Signed], Signed]
) -> None:
    desk.record(5)
    desk.sign()
    assert desk.memory.latest
    desk.memory.latest = damage(desk.memory.latest)
    assert refused(desk) is Problem.EARLIER_ROOT_DIFFERS


def test_a_memory_another_key_signed_is_refused(desk: LogDesk) -> None:
    desk.record(5)
    desk.sign()
    with pytest.raises(Refused) as error:
        desk.signer("other.example/log").sign()
    assert error.value.problem is Problem.UNKNOWN_LOG


def test_a_node_that_was_altered_is_not_signed_over(desk: LogDesk) -> None:
    desk.record(300)
    with unguarded(desk.database) as connection:
        connection.execute(update(log_nodes).values(hash=bytes(32)))
    assert refused(desk) is Problem.ROOT_DIFFERS
