"""What the check of a store counts, and that it passes what is only just in order."""

import pytest
from sqlalchemy import delete

from application.audit.merkle import SHA256
from application.errors import StoreDamaged
from application.event_store.database import Database
from application.event_store.schema import log_nodes
from tests.application.log.desk import LogDesk, checkpoint_of, policy
from tests.stores import unguarded


@pytest.fixture
def desk(database: Database) -> LogDesk:
    return LogDesk.at(database)


def test_an_empty_store_is_in_order(desk: LogDesk) -> None:
    checked = desk.check(policy())
    assert (checked.events, checked.aggregates, checked.logs) == (0, 0, 1)
    assert (checked.heads, checked.signed_to, checked.witnessed) == (0, 0, 0)
    assert checked.root == SHA256.empty()


def test_events_and_items_and_witnessed_heads_are_counted(desk: LogDesk) -> None:
    for _ in range(2):
        desk.record(4)
        head = desk.sign()
        desk.witness(0, 1)
    checked = desk.check(policy())
    assert (checked.events, checked.aggregates) == (8, 4)
    assert (checked.heads, checked.signed_to, checked.witnessed) == (2, 8, 2)
    assert checked.root == checkpoint_of(head.note).root


def test_a_node_is_needed_as_soon_as_it_is_full(desk: LogDesk) -> None:
    desk.record(256)
    desk.sign()
    assert desk.check(policy()).signed_to == 256
    with unguarded(desk.database) as connection:
        connection.execute(delete(log_nodes))
    with pytest.raises(StoreDamaged, match="哈希树第1层第0个节点与事件不符"):
        desk.check(policy())
