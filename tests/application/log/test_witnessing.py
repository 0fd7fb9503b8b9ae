"""Witnesses countersign what grows as they saw it grow, and the store keeps what they signed."""

from datetime import timedelta

import pytest

from application.audit.checkpoint import open_checkpoint
from application.audit.note import parse_note, with_signatures
from application.audit.refusal import Problem, Refused
from application.audit.witness_request import WitnessRequest, parse_witness_request
from application.event_store.database import Database
from application.event_store.logs import FIRST
from application.log.heads import NothingSigned, heads_up_to, latest_head, witnessed_size
from application.log.witness import Behind
from application.log.witnessing import keep_answer, request_to
from tests.application.boxes import BEGINNING
from tests.application.log.desk import LOG_KEY, NOON, WITNESS_KEYS, WITNESSES, LogDesk, policy


@pytest.fixture
def desk(database: Database) -> LogDesk:
    return LogDesk.at(database)


def request(desk: LogDesk, witness: int = 0, old: int | None = None) -> bytes:
    with desk.database.reading() as connection:
        return request_to(connection, WITNESS_KEYS[witness], old)


def test_a_head_gathers_its_witnesses_one_by_one(desk: LogDesk) -> None:
    desk.record(5)
    desk.sign()
    desk.witness(0)
    desk.record(300)
    desk.sign()
    desk.witness(1, 0)
    with desk.database.reading() as connection:
        head = latest_head(connection, FIRST)
        assert head is not None
        opened = open_checkpoint(head.note, [LOG_KEY], WITNESS_KEYS)
        sizes = [each.size for each in heads_up_to(connection, FIRST, 305)]
        assert [witnessed_size(connection, FIRST, key) for key in WITNESS_KEYS] == [305, 305]
    assert {each.witness for each in opened.cosignatures} == set(WITNESS_KEYS)
    assert {each.timestamp for each in opened.cosignatures} == {NOON}
    assert sizes == [5, 305]
    assert desk.check(policy()).witnessed == 1


def test_the_request_goes_on_from_what_the_witness_saw(desk: LogDesk) -> None:
    desk.record(5)
    desk.sign()
    assert parse_witness_request(request(desk)).old == 0
    desk.witness(0)
    desk.record(5)
    desk.sign()
    desk.witness(1)
    asked = parse_witness_request(request(desk))
    assert asked.old == 5
    assert [each.name for each in parse_note(asked.checkpoint).signatures] == [desk.name]
    assert asked.proof


@pytest.mark.parametrize(
    ("between", "order"), [(timedelta(minutes=1), (1, 0)), (timedelta(), (0, 1))]
)
def test_countersignatures_stand_as_they_came_those_of_one_moment_by_key(
    desk: LogDesk, between: timedelta, order: tuple[int, int]
) -> None:
    desk.record(5)
    desk.sign()
    for witness, later in ((1, timedelta()), (0, between)):
        answer = desk.witnesses[witness].countersign(request(desk, witness))
        keep_answer(desk.database, policy(), answer, BEGINNING + later)
    with desk.database.reading() as connection:
        head = latest_head(connection, FIRST)
    assert head is not None
    names = [each.name for each in parse_note(head.note).signatures]
    assert names == [desk.name, *(WITNESSES[each] for each in order)]


def test_before_the_first_head_there_is_nothing_to_witness(desk: LogDesk) -> None:
    with pytest.raises(NothingSigned):
        request(desk)


def test_a_witness_that_saw_another_head_says_which(desk: LogDesk) -> None:
    desk.record(5)
    desk.sign()
    first = request(desk)
    desk.witnesses[0].countersign(first)
    with pytest.raises(Behind) as behind:
        desk.witnesses[0].countersign(first)
    assert behind.value.size == 5
    desk.record(5)
    desk.sign()
    assert desk.witnesses[0].countersign(request(desk, old=5))


def test_the_head_countersigned_last_is_countersigned_anew_and_no_other(desk: LogDesk) -> None:
    desk.record(5)
    first, witness = desk.sign(), desk.witnesses[0]
    asked = request(desk)
    assert witness.countersign_again(asked) is None
    assert witness.countersign_again(asked) is None
    assert witness.countersign(asked) == witness.countersign_again(asked)
    desk.record(5)
    desk.sign()
    later = request(desk, old=5)
    assert witness.countersign_again(later) is None
    witness.countersign(later)
    assert witness.countersign_again(asked) is None
    elsewhere = asked.replace(first.note, first.note.replace(LOG_KEY.name.encode(), b"other/log"))
    with pytest.raises(Refused) as refused:
        witness.countersign_again(elsewhere)
    assert refused.value.problem is Problem.UNKNOWN_LOG


def test_a_second_history_is_refused_however_well_signed(desk: LogDesk) -> None:
    desk.record(5)
    desk.sign()
    desk.witness(0)
    desk.record(5)
    head = desk.sign()
    honest = parse_witness_request(request(desk))
    forged = WitnessRequest(honest.old, (bytes(32), *honest.proof[1:]), head.note)
    with pytest.raises(Refused) as refused:
        desk.witnesses[0].countersign(forged.data)
    assert refused.value.problem in {Problem.ROOT_DIFFERS, Problem.EARLIER_ROOT_DIFFERS}
    assert desk.witnesses[0].countersign(honest.data)


def test_a_head_of_another_log_is_refused(desk: LogDesk) -> None:
    desk.record(5)
    desk.sign()
    asked = parse_witness_request(request(desk))
    other = asked.checkpoint.replace(b"county.example/log", b"county.example/gol")
    with pytest.raises(Refused) as refused:
        desk.witnesses[0].countersign(WitnessRequest(0, (), other).data)
    assert refused.value.problem is Problem.UNKNOWN_LOG


def test_an_answer_for_a_head_nobody_signed_here_is_refused(desk: LogDesk) -> None:
    desk.record(5)
    desk.sign()
    answer = desk.witnesses[0].countersign(request(desk))
    other = LogDesk.at(desk.database)
    other.record(1)
    head = other.sign()
    assert head.size == 6
    elsewhere = with_signatures(parse_note(head.note), parse_note(answer).signatures[1:]).data
    with pytest.raises(Refused) as refused:
        keep_answer(desk.database, policy(), elsewhere, BEGINNING)
    assert refused.value.problem is Problem.WRONG_SIGNATURE


def test_an_answer_is_kept_once(desk: LogDesk) -> None:
    desk.record(5)
    desk.sign()
    answer = desk.witnesses[0].countersign(request(desk))
    assert keep_answer(desk.database, policy(), answer, BEGINNING) == 1
    assert keep_answer(desk.database, policy(), answer, BEGINNING) == 0


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("", Problem.NO_FINAL_NEWLINE),
        ("old 0\n", Problem.MISSING_LINE),
        ("old 0\n\n", Problem.MISSING_LINE),
        ("new 0\n\nx\n", Problem.MALFORMED_LINE),
        ("old 01\n\nx\n", Problem.MALFORMED_NUMBER),
        ("old 1\nAAAA\n\nx\n", Problem.WRONG_LENGTH),
        ("old 1\n" + "A" * 43 + "!\n\nx\n", Problem.BASE64_NOT_CANONICAL),
        ("old 1\n" + ("A" * 43 + "=\n") * 65 + "\nx\n", Problem.PROOF_LENGTH_DIFFERS),
        ("old 1\n\n" + "x" * 200_000 + "\n", Problem.TOO_LARGE),
    ],
)
def test_a_malformed_request_is_named(data: str, problem: Problem) -> None:
    with pytest.raises(Refused) as refused:
        parse_witness_request(data.encode())
    assert refused.value.problem is problem
