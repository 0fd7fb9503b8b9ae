"""What an insider can do to a store whose log was rotated, and which check shows it."""

from pathlib import Path

import pytest
from sqlalchemy import delete

from application.audit.refusal import Problem, Refused
from application.errors import StoreDamaged
from application.event_store.schema import log_nodes
from application.log.receipts import check_receipt, receipt_of
from tests.application.log.desk import (
    NAMES,
    LogDesk,
    SignersMemory,
    WitnessMemory,
    policy,
)
from tests.application.log.rotation_attacks import (
    EARLIER,
    ENDED,
    HELD,
    ROTATED,
    SIGNED,
    TO_A_ROTATION,
)
from tests.stores import unguarded


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory, template: Path) -> LogDesk:
    """Make a county whose log was rotated."""
    desk = LogDesk.fresh(template, tmp_path_factory.mktemp("county"))
    desk.record(EARLIER)
    desk.sign()
    desk.record(ENDED - EARLIER)
    desk.sign()
    desk.witness(0, 1)
    desk.record(ROTATED - ENDED)
    desk.rotate()
    desk.record(SIGNED - ROTATED)
    desk.sign()
    desk.witness(0, 1)
    desk.record(HELD - SIGNED)
    desk.store.close()
    return desk


@pytest.fixture
def desk(county: LogDesk, tmp_path: Path) -> LogDesk:
    return county.lent(tmp_path)


@pytest.mark.parametrize("name", TO_A_ROTATION)
def test_what_is_done_to_a_rotation_is_shown(desk: LogDesk, name: str) -> None:
    attack, sentence = TO_A_ROTATION[name]
    checked = desk.check(policy())
    assert (checked.events, checked.logs, checked.signed_to) == (HELD, 2, SIGNED)
    with unguarded(desk.database) as connection:
        attack(connection)
    with pytest.raises(StoreDamaged, match=sentence):
        desk.check(policy())


def test_nodes_the_old_log_was_left_with_are_of_no_use(desk: LogDesk) -> None:
    """They lie beyond its last head: nobody misses them."""
    with unguarded(desk.database) as connection:
        connection.execute(delete(log_nodes).where(log_nodes.c.log == 1))
    assert desk.check(policy()).logs == 2


def test_an_undone_rotation_is_not_signed_over(desk: LogDesk) -> None:
    """The store is made what it would be without the rotation, and passes; the signers refuse."""
    desk.wipe()
    desk.record(HELD)
    checked = desk.check(policy())
    assert (checked.events, checked.logs) == (HELD, 1)
    for name, memory, problem in (
        (NAMES[1], desk.memory, Problem.LOG_NOT_IN_USE),
        (NAMES[0], desk.ended[0], Problem.LOG_ENDED),
    ):
        with pytest.raises(Refused) as refused:
            desk.signer(name, memory).sign()
        assert refused.value.problem is problem


# Whoever has both keys


def begun_earlier(desk: LogDesk) -> None:
    """Cut the log back to an older head and begin the new log there, with both true keys."""
    desk.wipe()
    desk.ended, desk.memory = [], SignersMemory()
    desk.record(EARLIER)
    desk.sign()
    later = desk.witness_memories
    desk.witness_memories = {name: WitnessMemory() for name in later}
    desk.witness(0, 1)  # as they did when this was the newest head
    desk.witness_memories = later
    desk.prefix = "V"
    desk.rotate()
    desk.record(SIGNED - EARLIER)
    desk.sign()


def test_a_log_begun_on_an_older_head_is_consistent_in_itself(desk: LogDesk) -> None:
    begun_earlier(desk)
    checked = desk.check(policy())
    assert (checked.logs, checked.signed_to, checked.witnessed) == (2, SIGNED, 1)


def test_a_witness_remembers_where_the_old_log_ended(desk: LogDesk) -> None:
    begun_earlier(desk)
    for memory in desk.witness_memories.values():
        seen = memory.recall(NAMES[0])
        assert seen is not None
        assert int(seen.split(b"\n")[1]) == ENDED > EARLIER
    with pytest.raises(Refused) as refused:
        desk.witness(0)
    assert refused.value.problem is Problem.WITNESS_AHEAD


def test_a_receipt_of_the_old_log_stands_against_it(desk: LogDesk) -> None:
    with desk.database.reading() as connection:
        kept = receipt_of(connection, ENDED, policy()).data
    begun_earlier(desk)
    proven = check_receipt(kept, policy())
    with desk.database.reading() as connection:
        told = receipt_of(connection, ENDED, policy()).data
    assert (proven.head.checkpoint.origin, proven.index) == (NAMES[0], ENDED - 1)
    with pytest.raises(Refused) as refused:
        check_receipt(told, policy())
    assert refused.value.problem is Problem.QUORUM_NOT_REACHED
