"""How heads are found and put together."""

from datetime import timedelta

import pytest

from application.audit.note import parse_note
from application.errors import NotFound
from application.event_store.database import Database
from application.event_store.logs import FIRST
from application.log.heads import NothingSigned, latest_head, log_named, witnessed_size
from application.log.witnessing import keep_answer, request_to
from tests.application.boxes import BEGINNING
from tests.application.log.desk import NAMES, WITNESS_KEYS, WITNESSES, LogDesk, policy
from tests.application.log.rotating import witnessed


@pytest.fixture
def desk(database: Database) -> LogDesk:
    return LogDesk.at(database)


def countersigners(desk: LogDesk) -> list[str]:
    with desk.database.reading() as connection:
        head = latest_head(connection, FIRST)
    assert head is not None
    return [line.name for line in parse_note(head.note).signatures[1:]]


def test_countersignatures_stand_in_the_order_they_came_in(desk: LogDesk) -> None:
    desk.record(1)
    desk.sign()
    for minutes, index in enumerate((1, 0)):
        with desk.database.reading() as connection:
            request = request_to(connection, WITNESS_KEYS[index])
        note = desk.witnesses[index].countersign(request)
        now = BEGINNING + timedelta(minutes=minutes)
        assert keep_answer(desk.database, policy(), note, now) == 1
    assert countersigners(desk) == [WITNESSES[1], WITNESSES[0]]


def test_those_of_one_moment_stand_in_the_order_of_their_keys(desk: LogDesk) -> None:
    desk.record(1)
    desk.sign()
    desk.witness(1, 0)
    assert countersigners(desk) == sorted(WITNESSES)


def test_a_log_is_found_by_number_and_name(database: Database) -> None:
    desk = witnessed(database)
    new = desk.rotate()
    with desk.database.reading() as connection:
        found = [log_named(connection, name) for name in (None, "2", NAMES[1], "1", NAMES[0])]
        with pytest.raises(NotFound) as missing:
            log_named(connection, "3")
    assert found == [new, new, new, FIRST, FIRST]
    assert (missing.value.detail, missing.value.field) == ("没有编号或标识为3的日志", "log")


def test_what_a_witness_saw_last_is_the_newest_it_countersigned(desk: LogDesk) -> None:
    with desk.database.reading() as connection:
        assert witnessed_size(connection, FIRST, WITNESS_KEYS[0]) == 0
    for _ in range(2):
        desk.record(3)
        desk.sign()
        desk.witness(0)
    with desk.database.reading() as connection:
        assert witnessed_size(connection, FIRST, WITNESS_KEYS[0]) == 6


def test_whoever_asks_before_the_first_signature_is_told_what_to_do(desk: LogDesk) -> None:
    desk.record(1)
    with pytest.raises(NothingSigned) as refused, desk.database.reading() as connection:
        request_to(connection, WITNESS_KEYS[0])
    assert refused.value.detail == "日志尚未签署过检查点;请先运行zhuoluo signer"
