"""What an insider can do to a store, and which check shows it.

First whoever owns the database: everything here is shown by ``zhuoluo verify``. Then whoever can
also compute the tree anew: shown by the signed heads. Then whoever has the signing key as well:
shown by witnesses and receipts alone.
"""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, text, update

from application.audit.refusal import Problem, Refused
from application.errors import StoreDamaged
from application.event_store.schema import (
    events,
    log_checkpoints,
    log_cosignatures,
    log_head,
)
from application.log.receipts import check_receipt, receipt_of
from application.log.witnessing import request_to
from application.rebuild import rebuild
from tests.application.log.attacks import (
    BY_THE_OWNER,
    HELD,
    SIGNED,
    TO_THE_SCHEMA,
    of,
    rehashed,
    replace,
)
from tests.application.log.desk import WITNESS_KEYS, LogDesk, policy
from tests.stores import unguarded


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory, template: Path) -> LogDesk:
    """Make a county of 305 events, of which 300 are signed and witnessed."""
    desk = LogDesk.fresh(template, tmp_path_factory.mktemp("county"))
    desk.record(200)
    desk.sign()
    desk.record(SIGNED - 200)
    desk.sign()
    desk.witness(0, 1)
    desk.record(HELD - SIGNED)
    desk.store.close()
    return desk


@pytest.fixture
def desk(county: LogDesk, tmp_path: Path) -> LogDesk:
    return county.lent(tmp_path)


@pytest.mark.parametrize("name", BY_THE_OWNER)
def test_what_an_owner_of_the_database_does_is_shown(desk: LogDesk, name: str) -> None:
    attack, sentence = BY_THE_OWNER[name]
    assert desk.check(policy()).events == HELD
    with unguarded(desk.database) as connection:
        attack(connection)
    with pytest.raises(StoreDamaged, match=sentence):
        desk.check(policy())


@pytest.mark.parametrize("name", TO_THE_SCHEMA)
def test_what_is_done_to_the_schema_is_shown(desk: LogDesk, name: str) -> None:
    statement, sentence = TO_THE_SCHEMA[name]
    with desk.database.migrating() as connection:
        if statement.startswith("CREATE TRIGGER events_no_update"):
            connection.execute(text("DROP TRIGGER events_no_update"))
        connection.execute(text(statement))
    with pytest.raises(StoreDamaged, match=sentence):
        desk.check()


def test_of_many_things_wrong_with_the_schema_five_are_named(desk: LogDesk) -> None:
    with desk.database.migrating() as connection:
        for number in range(1, 7):
            connection.execute(text(f"CREATE VIEW z{number} AS SELECT 1"))
    named = ";".join(f"多出view z{number}" for number in range(1, 6))
    with pytest.raises(StoreDamaged, match=f"^数据库结构不符:{named}$"):
        desk.check()


def test_a_store_nobody_touched_passes_after_a_rebuild_too(desk: LogDesk) -> None:
    rebuild(desk.store)
    checked = desk.check(policy())
    assert (checked.heads, checked.witnessed, checked.signed_to) == (2, 1, SIGNED)


def test_an_event_that_its_item_has_lost_is_shown(desk: LogDesk) -> None:
    """Every row is as it was; but the index by which an item finds its events is not."""
    with desk.database.reading() as connection:
        item = connection.scalars(select(events.c.originator_id).where(of(7))).one()
    desk.store.close()
    path = Path(str(desk.database.url.database))
    data = path.read_bytes()
    lost = 0
    for found in re.finditer(item.hex.encode(), data):
        path.write_bytes(data[: found.start()] + item.hex.upper().encode() + data[found.end() :])
        if _found(path, item.hex, "NOT INDEXED") == 2 > _found(path, item.hex):
            with pytest.raises(StoreDamaged, match=r"^数据库文件已损坏:"):
                desk.check(policy())
            lost += 1
        desk.store.close()
    assert lost


def _found(path: Path, identity: str, how: str = "") -> int:
    """Count the events of an item as a connection of its own finds them."""
    with closing(sqlite3.connect(path)) as connection:
        query = f"SELECT count(*) FROM events {how} WHERE originator_id = ?"  # noqa: S608
        count: int = connection.execute(query, (identity,)).fetchone()[0]
    return count


# Whoever can also compute leaves and nodes, but has no key


def retold(desk: LogDesk) -> None:
    """Tell another history of equal length, every leaf and node computed as it should be."""
    with desk.database.reading() as connection:
        kept = [connection.execute(select(t)).all() for t in (log_checkpoints, log_cosignatures)]
    desk.wipe()
    desk.prefix = "V"
    desk.record(HELD)
    with desk.database.migrating() as connection:
        for table, rows in zip((log_checkpoints, log_cosignatures), kept, strict=True):
            connection.execute(insert(table), [row._asdict() for row in rows])


def test_leaves_computed_anew_contradict_the_signed_heads(desk: LogDesk) -> None:
    attack = rehashed(replace(299, b"U149", b"U999"), 299)
    with unguarded(desk.database) as connection:
        attack(connection)
    with pytest.raises(StoreDamaged, match="前300条事件与签署的检查点不符"):
        desk.check(policy())


def test_a_log_told_anew_is_not_ended(desk: LogDesk) -> None:
    """The store agrees with itself and holds the head; the signer remembers another tree."""
    retold(desk)
    with pytest.raises(Refused) as refused:
        desk.rotate()
    assert refused.value.problem is Problem.ROOT_DIFFERS


def test_leaves_computed_anew_below_a_node_contradict_it(desk: LogDesk) -> None:
    attack = rehashed(replace(7, b"U3", b"U9"), 7)
    with unguarded(desk.database) as connection:
        attack(connection)
    with pytest.raises(StoreDamaged, match=r"前200条|节点"):
        desk.check(policy())


def test_another_history_contradicts_the_signed_heads(desk: LogDesk) -> None:
    retold(desk)
    with pytest.raises(StoreDamaged, match="前200条事件与签署的检查点不符"):
        desk.check(policy())


def test_another_history_without_heads_is_not_signed(desk: LogDesk) -> None:
    desk.wipe()
    desk.prefix = "V"
    desk.record(HELD + 1)
    assert desk.check(policy()).heads == 0
    with pytest.raises(Refused) as refused:
        desk.signer().sign()
    assert refused.value.problem is Problem.ROOT_DIFFERS


def test_a_log_cut_back_with_its_heads_is_not_signed(desk: LogDesk) -> None:
    desk.wipe()
    desk.record(250)
    assert desk.check(policy()).events == 250
    with pytest.raises(Refused) as refused:
        desk.signer().sign()
    assert refused.value.problem is Problem.TREE_SHRINKS


def test_heads_that_were_taken_away_come_back(desk: LogDesk) -> None:
    with unguarded(desk.database) as connection:
        connection.execute(delete(log_checkpoints))
        connection.execute(delete(log_cosignatures))
    desk.signer().sign()
    assert desk.check(policy()).signed_to == HELD


def test_an_unsigned_event_taken_away_is_shown_by_its_receipt(desk: LogDesk) -> None:
    """Nothing in the store tells of it: the answer the unit was given does."""
    with desk.database.reading() as connection:
        answered = connection.scalars(select(events.c.leaf_hash).where(of(HELD))).one()
        clock = connection.scalars(select(log_head.c.recorded_at)).one()
    with unguarded(desk.database) as connection:
        connection.execute(delete(events).where(of(HELD)))
        connection.execute(update(log_head).values(sequence=HELD - 1, recorded_at=clock))
    assert desk.check(policy()).events == HELD - 1
    with desk.database.reading() as connection:
        assert answered not in connection.scalars(select(events.c.leaf_hash)).all()


# Whoever has the signing key as well


def resigned(desk: LogDesk, count: int) -> None:
    """Tell another history and sign it with the true key, all memory of the first one gone."""
    desk.wipe()
    desk.prefix = "V"
    desk.memory.latest = None
    desk.record(count)
    desk.sign()


def test_a_history_signed_anew_lacks_its_witnesses(desk: LogDesk) -> None:
    resigned(desk, HELD)
    checked = desk.check(policy())
    assert (checked.heads, checked.witnessed) == (1, 0)


@pytest.mark.parametrize("witness", [0, 1])
def test_no_witness_countersigns_a_history_signed_anew(desk: LogDesk, witness: int) -> None:
    resigned(desk, HELD)
    with desk.database.reading() as connection:
        request = request_to(connection, WITNESS_KEYS[witness], SIGNED)
    with pytest.raises(Refused) as refused:
        desk.witnesses[witness].countersign(request)
    assert refused.value.problem in {Problem.EARLIER_ROOT_DIFFERS, Problem.ROOT_DIFFERS}


def test_a_history_signed_anew_but_shorter_is_refused_too(desk: LogDesk) -> None:
    resigned(desk, 100)
    with pytest.raises(Refused) as refused, desk.database.reading() as connection:
        request_to(connection, WITNESS_KEYS[0], SIGNED)
    assert refused.value.problem is Problem.TREE_SHRINKS


def test_old_receipts_stand_against_a_history_signed_anew(desk: LogDesk) -> None:
    with desk.database.reading() as connection:
        kept = receipt_of(connection, 299, policy()).data
    resigned(desk, HELD)
    assert check_receipt(kept, policy()).index == 298
    with desk.database.reading() as connection:
        told = receipt_of(connection, 299, policy()).data
    with pytest.raises(Refused) as refused:
        check_receipt(told, policy())
    assert refused.value.problem is Problem.QUORUM_NOT_REACHED
