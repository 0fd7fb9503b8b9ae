"""What stands against a rotation, what no key may sign, and what a crash leaves."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

import pytest
from sqlalchemy import text, update

from application.audit.keys import KeyType, VerifierKey
from application.audit.refusal import Problem, Refused
from application.event_store.database import Database
from application.event_store.logs import FIRST, Log
from application.event_store.schema import events
from application.log import rotation
from application.log.heads import NothingSigned
from application.log.signer import Signed
from tests.application.boxes import BEGINNING
from tests.application.log.desk import (
    LOG_KEYS,
    NAMES,
    LogDesk,
    SignersMemory,
    policy,
)
from tests.application.log.rotating import in_use, refused, witnessed
from tests.stores import unguarded


@pytest.fixture
def desk(database: Database) -> LogDesk:
    return witnessed(database)


# Nothing is signed under the wrong key


def test_the_old_key_signs_no_more(desk: LogDesk) -> None:
    assert desk.memory.latest
    kept_aside = SignersMemory(desk.memory.latest)
    desk.rotate()
    assert refused(desk.signer(NAMES[0], desk.ended[0]).sign) is Problem.LOG_ENDED
    assert refused(desk.signer(NAMES[0], kept_aside).sign) is Problem.LOG_NOT_IN_USE
    assert refused(desk.signer(NAMES[0], SignersMemory()).sign) is Problem.LOG_NOT_IN_USE


def test_the_new_key_signs_nothing_before_it(desk: LogDesk) -> None:
    assert refused(desk.signer(NAMES[1], SignersMemory()).sign) is Problem.LOG_NOT_IN_USE


def test_another_key_under_the_same_name_is_refused(desk: LogDesk) -> None:
    other = desk.signer(NAMES[1], SignersMemory())
    other.key = VerifierKey(NAMES[0], KeyType.LOG, other.key.public)
    assert refused(other.sign) is Problem.UNSIGNED


# When it is refused, and what a crash leaves


def unchanged(desk: LogDesk) -> bool:
    latest = desk.memory.latest
    return in_use(desk) == FIRST and (latest is None or latest.successor is None)


def test_a_log_nobody_signed_does_not_end(database: Database) -> None:
    desk = LogDesk.at(database)
    desk.record(3)
    with pytest.raises(NothingSigned):
        desk.rotate()
    assert unchanged(desk)


def test_a_head_without_its_quorum_ends_nothing(desk: LogDesk) -> None:
    desk.sign()
    desk.witness(0)
    assert refused(desk.rotate) is Problem.QUORUM_NOT_REACHED
    assert unchanged(desk)


@pytest.mark.parametrize(
    ("keys", "problem"),
    [(LOG_KEYS[:1], Problem.UNKNOWN_LOG), (LOG_KEYS[1:], Problem.UNKNOWN_LOG)],
)
def test_a_policy_that_does_not_name_both_is_refused(
    desk: LogDesk, keys: tuple[VerifierKey, ...], problem: Problem
) -> None:
    assert refused(partial(desk.rotate, known=policy(logs=keys))) is problem
    assert unchanged(desk)


def test_a_name_is_used_once(desk: LogDesk) -> None:
    desk.rotate()
    desk.witness(0, 1)
    memory = SignersMemory()
    key = VerifierKey(NAMES[0], KeyType.LOG, LOG_KEYS[2].public)
    beginning = desk.signer(NAMES[2], memory)
    beginning.key = key
    known = policy(logs=(LOG_KEYS[1], key))
    arguments = (desk.database, desk.memory, beginning, known, BEGINNING)
    assert refused(partial(rotation.rotate, *arguments)) is Problem.REPEATED_NAME
    assert memory.latest is None


def test_a_store_that_signed_another_head_is_refused(desk: LogDesk) -> None:
    kept_aside = desk.memory.latest
    desk.sign()
    desk.witness(0, 1)
    desk.memory.latest = kept_aside
    assert refused(desk.rotate) is Problem.UNKNOWN_HEAD
    assert unchanged(desk)


def test_a_log_that_does_not_go_on_does_not_end(desk: LogDesk) -> None:
    with unguarded(desk.database) as connection:
        connection.execute(update(events).where(events.c.sequence == 260).values(state=b"{}"))
    assert refused(desk.rotate) is Problem.ROOT_DIFFERS
    assert unchanged(desk)


def test_a_memory_of_something_else_is_not_written_over(desk: LogDesk) -> None:
    other = SignersMemory(Signed(b"", (), 7))
    assert refused(partial(desk.rotate, other)) is Problem.LOG_NOT_IN_USE
    assert unchanged(desk)


def test_a_memory_that_another_key_signed_is_not_gone_on_from(desk: LogDesk) -> None:
    assert desk.memory.latest
    other = SignersMemory(desk.memory.latest._replace(first=250))
    assert refused(partial(desk.rotate, other)) is Problem.UNKNOWN_LOG
    assert unchanged(desk)


def test_a_memory_of_another_place_ends_nothing(desk: LogDesk) -> None:
    assert desk.memory.latest
    desk.memory.latest = desk.memory.latest._replace(first=7)
    assert refused(desk.rotate) is Problem.LOG_NOT_IN_USE
    assert unchanged(desk)


def test_after_it_ended_a_log_is_not_ended_again_for_another_key(desk: LogDesk) -> None:
    kept_aside = SignersMemory(desk.memory.latest)
    desk.rotate()
    for memory in (desk.ended[0], kept_aside):
        beginning = desk.signer(NAMES[2], SignersMemory())
        arguments = (desk.database, memory, beginning, policy(), BEGINNING)
        problem = refused(partial(rotation.rotate, *arguments))
        assert problem in {Problem.LOG_ENDED, Problem.LOG_NOT_IN_USE}
    assert in_use(desk).number == 2


class Crash(Exception):
    pass


@dataclass
class Failing(SignersMemory):
    """A memory that is lost the first time it should be written."""

    failed: bool = False

    def remember(self, latest: Signed) -> None:
        if not self.failed:
            self.failed = True
            raise Crash
        super().remember(latest)


def test_it_is_finished_after_a_crash_between_the_two_memories(desk: LogDesk) -> None:
    memory = Failing()
    with pytest.raises(Crash):
        desk.rotate(memory)
    assert desk.memory.latest
    assert desk.memory.latest.successor == LOG_KEYS[1].vkey
    assert refused(desk.signer().sign) is Problem.LOG_ENDED
    other = SignersMemory(Signed(b"", (), 7))
    assert refused(partial(desk.rotate, other)) is Problem.LOG_NOT_IN_USE
    assert desk.rotate(memory).first == 250
    assert desk.check(policy()).signed_to == 270


@pytest.mark.parametrize("step", ["_begin", "_grow_tree"])
def test_it_is_finished_after_a_crash_before_the_store_knows(
    desk: LogDesk, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise Crash

    memory = SignersMemory()
    with monkeypatch.context() as patched:
        patched.setattr(rotation, step, crash)
        with pytest.raises(Crash):
            desk.rotate(memory)
    assert in_use(desk) == FIRST
    assert refused(desk.signer(NAMES[1], memory).sign) is Problem.LOG_NOT_IN_USE
    desk.record(3)
    assert desk.rotate(memory).number == 2
    assert desk.check(policy()).signed_to == 273


def test_run_again_when_it_is_done_it_changes_nothing(desk: LogDesk) -> None:
    new = desk.rotate()
    desk.record(2)
    again = rotation.rotate(desk.database, desk.ended[0], desk.signer(), policy(), BEGINNING)
    assert again.new == new
    checked = desk.check(policy())
    assert (checked.logs, checked.heads, checked.signed_to) == (2, 4, 272)


def test_a_rotation_of_somebody_else_is_not_taken_over(
    desk: LogDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look and the lock another log began."""
    begin = rotation._begin

    def late(database: Database, new: Log, now: datetime) -> None:
        begin(database, new._replace(name="other"), now)
        begin(database, new, now)

    monkeypatch.setattr(rotation, "_begin", late)
    with pytest.raises(Refused) as error:
        desk.rotate()
    assert error.value.chinese == "日志:不是数据库现用的日志。"
    with desk.database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM log_rotations")) == 1
