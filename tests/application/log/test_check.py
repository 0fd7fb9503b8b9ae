"""What a store is told to hold when all is in order, and what is wrong at its edges."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection, Row, delete, insert, select, text, update

from application.audit.tiles import Frontier
from application.errors import StoreDamaged
from application.event_store.database import Database
from application.event_store.log_tree import numbered_events
from application.event_store.logs import FIRST
from application.event_store.schema import (
    events,
    log_checkpoints,
    log_head,
    log_nodes,
    log_rotations,
)
from application.log import check
from application.log.check import Checked
from application.log.check_rows import MOMENTS
from application.log.check_tree import TreeCheck
from tests.application.audit.trees import NaiveTree
from tests.application.boxes import BEGINNING
from tests.application.log.desk import NAMES, LogDesk, policy
from tests.stores import unguarded

LEAF = bytes(32)
SECOND_LEVEL = 256 * 256


@pytest.fixture
def desk(database: Database) -> LogDesk:
    return LogDesk.at(database)


def test_an_empty_store_is_in_order(desk: LogDesk) -> None:
    assert desk.check(policy()) == Checked()


def test_everything_is_counted_over_all_logs(desk: LogDesk) -> None:
    for _ in range(2):
        desk.record(3)
        desk.sign()
        desk.witness(0, 1)
    new = desk.rotate()
    desk.record(3)
    desk.sign()
    desk.witness(0, 1)
    desk.record(2)
    with desk.database.reading() as connection:
        leaves = connection.scalars(select(events.c.leaf_hash).order_by(events.c.sequence)).all()
    tree = NaiveTree([*new.lead, *leaves[6:]])
    assert desk.check(policy()) == Checked(
        events=11, aggregates=6, logs=2, heads=4, signed_to=9, witnessed=3, root=tree.root(6)
    )


def test_events_are_read_some_at_a_time(desk: LogDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counted(connection: Connection, after: int, until: int) -> Sequence[Row[Any]]:
        asked.append(until - after)
        return numbered_events(connection, after, until)

    monkeypatch.setattr(check, "PAGE", 2)
    monkeypatch.setattr(check, "numbered_events", counted)
    desk.record(5)
    assert desk.check().events == sum(asked)
    assert max(asked) == 2


def test_a_node_is_missed_as_soon_as_its_tile_is_full(desk: LogDesk) -> None:
    desk.record(256)
    assert desk.check().events == 256
    with unguarded(desk.database) as connection:
        connection.execute(delete(log_nodes))
    with pytest.raises(StoreDamaged, match="第1层第0个节点"):
        desk.check()


def test_a_node_is_compared_with_that_of_its_own_level(desk: LogDesk) -> None:
    leaves = [LEAF] * SECOND_LEVEL
    _, nodes = Frontier().append(leaves)
    with unguarded(desk.database) as connection:
        rows = [{"log": FIRST.number, **node._asdict()} for node in nodes]
        connection.execute(insert(log_nodes), rows)
    with desk.database.reading() as connection:
        tree = TreeCheck(connection, FIRST, SECOND_LEVEL, SECOND_LEVEL, None)
        tree.follow(leaves)
    with unguarded(desk.database) as connection:
        connection.execute(update(log_nodes).where(log_nodes.c.level == 2).values(hash=LEAF))
    with desk.database.reading() as connection:
        tree = TreeCheck(connection, FIRST, SECOND_LEVEL, SECOND_LEVEL, None)
        with pytest.raises(StoreDamaged, match="第2层第0个节点"):
            tree.follow(leaves)


# Where one log ends and the next begins


def test_a_log_may_end_with_no_event_of_its_own(desk: LogDesk) -> None:
    desk.record(5)
    desk.sign()
    for _ in range(2):
        desk.witness(0, 1)
        desk.rotate()
    checked = desk.check(policy())
    assert (checked.logs, checked.heads, checked.signed_to) == (3, 3, 5)


@pytest.fixture
def rotated(desk: LogDesk) -> LogDesk:
    """End a log after five events, and record three under the next key."""
    desk.record(5)
    desk.sign()
    desk.witness(0, 1)
    desk.rotate()
    desk.record(3)
    return desk


def test_events_the_ended_log_covers_are_missed(rotated: LogDesk) -> None:
    """The new log is emptied: no head or node of it tells that there was more."""
    with unguarded(rotated.database) as connection:
        connection.execute(delete(log_checkpoints).where(log_checkpoints.c.log == 2))
        connection.execute(delete(events).where(events.c.sequence > 4))
        connection.execute(update(log_head).values(sequence=4))
    with pytest.raises(StoreDamaged, match=r"^第2个日志自第5条之后接续,不在第1条至第4条之间$"):
        rotated.check(policy())


def goes_on_from_what_covers_nothing(desk: LogDesk, predecessor: bytes) -> None:
    """Begin a third log before the second, on a head nobody signed."""
    with unguarded(desk.database) as connection:
        connection.execute(delete(log_checkpoints).where(log_checkpoints.c.log == 2))
        row = {"number": 3, "first": 4, "name": NAMES[2], "begun_at": BEGINNING}
        connection.execute(insert(log_rotations).values(row | {"predecessor": predecessor}))
        connection.execute(update(log_head).values(log=3))


def test_a_log_that_begins_before_the_one_it_goes_on_from_is_shown(rotated: LogDesk) -> None:
    goes_on_from_what_covers_nothing(rotated, b"nobody signed this")
    with pytest.raises(StoreDamaged, match=r"^第3个日志自第4条之后接续,不在第5条至第8条之间$"):
        rotated.check(policy())


def test_a_log_does_not_go_on_from_a_head_of_no_leaves(rotated: LogDesk) -> None:
    """Such a head needs no signature: nothing is compared with it."""
    predecessor = b"nobody signed this"
    goes_on_from_what_covers_nothing(rotated, predecessor)
    with unguarded(rotated.database) as connection:
        empty = {"log": 2, "size": 0, "note": predecessor, "kept_at": BEGINNING}
        connection.execute(insert(log_checkpoints).values(empty))
    with pytest.raises(StoreDamaged, match=r"^有记录总数为0的检查点,应自1起$"):
        rotated.check(policy())


# What lies before the beginning, or is no number


OUTSIDE = {
    "UPDATE events SET sequence = 0 WHERE sequence = 5": "有序号为0的事件,应自1起",
    "UPDATE log_checkpoints SET size = -1": "有记录总数为-1的检查点,应自1起",
    "INSERT INTO log_nodes VALUES (1, 1, -1, 'hash')": "有位置为-1的节点,应自0起",
    "UPDATE log_head SET sequence = -1": "有最新序号为-1的日志首部,应自0起",
    "DELETE FROM log_head": "日志首部应只有一行,编号为1",
    "UPDATE log_head SET id = 2": "日志首部应只有一行,编号为1",
    "UPDATE log_checkpoints SET kept_at = 4611686018427387904": (
        "log_checkpoints.kept_at应为公元1年至9999年的时刻"
    ),
}


@pytest.mark.parametrize("statement", OUTSIDE)
def test_rows_no_county_writes_are_shown_on_both_databases(desk: LogDesk, statement: str) -> None:
    desk.record(4)
    desk.sign()
    desk.record(1)
    with unguarded(desk.database) as connection:
        connection.execute(text(statement))
    with pytest.raises(StoreDamaged, match=f"^{OUTSIDE[statement]}$"):
        desk.check(policy())


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_first_and_the_last_moment_are_moments(desk: LogDesk, moment: datetime) -> None:
    desk.record(1)
    desk.sign()
    with unguarded(desk.database) as connection:
        connection.execute(update(log_checkpoints).values(kept_at=moment))
    assert desk.check(policy()).heads == 1
