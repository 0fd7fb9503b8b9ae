"""A new key begins a new log on the last head of the old one, and everything goes on over it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, text, update

from application.audit.merkle import SHA256, verify_inclusion
from application.audit.refusal import Problem, Refused
from application.audit.witness_request import parse_witness_request
from application.event_store.database import Database
from application.event_store.log_tree import hashed_leaves
from application.event_store.logs import FIRST, Log, log_in_use, log_of, logs_of
from application.event_store.schema import events, log_nodes
from application.log import rotation
from application.log.heads import Head, NothingSigned, latest_head, log_named
from application.log.proven import ProvenHeads
from application.log.receipts import check_receipt, receipt_of
from application.log.signer import Signed
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
from tests.stores import unguarded


@pytest.fixture
def desk(database: Database) -> LogDesk:
    """Sign and witness 250 events of 270."""
    desk = LogDesk.at(database)
    desk.record(250)
    desk.sign()
    desk.witness(0, 1)
    desk.record(20)
    return desk


def in_use(desk: LogDesk) -> Log:
    with desk.database.reading() as connection:
        return log_in_use(connection)


def receipt(desk: LogDesk, sequence: int) -> bytes:
    with desk.database.reading() as connection:
        return receipt_of(connection, sequence)


def newest(desk: LogDesk, log: Log) -> Head:
    with desk.database.reading() as connection:
        head = latest_head(connection, log)
    assert head is not None
    return head


# The new log


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


def test_its_first_head_is_over_the_last_one_alone(desk: LogDesk) -> None:
    new = desk.rotate()
    with desk.database.reading() as connection:
        sizes = [each.size for each in ProvenHeads(desk.database, policy("1"), 250).places]
        first = log_named(connection, "2")
    assert (sizes, first) == ([250], new)
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


# Nothing is signed under the wrong key


def refused(act: Callable[[], object]) -> Problem:
    with pytest.raises(Refused) as error:
        act()
    return error.value.problem


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
    other.key = LOG_KEYS[0].__class__(NAMES[0], LOG_KEYS[0].type, other.key.public)
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
    desk: LogDesk, keys: tuple[Any, ...], problem: Problem
) -> None:
    assert refused(partial(desk.rotate, known=policy(logs=keys))) is problem
    assert unchanged(desk)


def test_a_name_is_used_once(desk: LogDesk) -> None:
    desk.rotate()
    desk.witness(0, 1)
    memory = SignersMemory()
    key = LOG_KEYS[2].__class__(NAMES[0], LOG_KEYS[2].type, LOG_KEYS[2].public)
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
    assert refused(desk.rotate) is Problem.LOG_NOT_IN_USE
    with desk.database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM log_rotations")) == 1
