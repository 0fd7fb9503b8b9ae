"""A receipt proves with no database that an event was recorded, whatever the store says now."""

import pytest

from application.audit.policy import Policy
from application.audit.proof_file import parse_proof_file
from application.audit.refusal import Problem, Refused
from application.errors import NotFound
from application.event_store.database import Database
from application.log.heads import NotYetSigned
from application.log.receipts import Receipt, check_receipt, receipt_of
from tests.application.log.desk import LogDesk, checkpoint_of, policy

A = "A"


@pytest.fixture
def desk(database: Database) -> LogDesk:
    return LogDesk.at(database)


def receipt(desk: LogDesk, sequence: int, quorum: str = "2") -> bytes:
    return fetched(desk, sequence, policy(quorum)).data


def fetched(desk: LogDesk, sequence: int, known: Policy | None) -> Receipt:
    with desk.database.reading() as connection:
        return receipt_of(connection, sequence, known)


def test_a_receipt_is_verified_with_nothing_but_a_policy(desk: LogDesk) -> None:
    desk.record(300)
    desk.sign()
    desk.witness(0, 1)
    for sequence in (1, 256, 257, 300):
        proven = check_receipt(receipt(desk, sequence), policy())
        assert (proven.index, proven.head.checkpoint.size) == (sequence - 1, 300)


def test_before_a_head_covers_it_there_is_no_receipt(desk: LogDesk) -> None:
    desk.record(3)
    desk.sign()
    desk.record(1)
    assert parse_proof_file(receipt(desk, 3)).index == 2
    with pytest.raises(NotYetSigned):
        receipt(desk, 4)
    with pytest.raises(NotFound):
        receipt(desk, 5)


def size_in(receipt: Receipt) -> int:
    return checkpoint_of(parse_proof_file(receipt.data).checkpoint).size


def test_a_receipt_goes_by_the_newest_head_with_a_quorum(desk: LogDesk) -> None:
    """Witnesses come by once a month, the signer signs every minute."""
    for witnesses in ((0, 1), (0, 1), (0,), ()):
        desk.record(10)
        desk.sign()
        desk.witness(*witnesses)
    told = fetched(desk, 5, policy())
    assert (size_in(told), told.reached) == (20, True)
    assert check_receipt(told.data, policy()).quorum.reached
    told = fetched(desk, 5, policy("1"))
    assert (size_in(told), told.reached) == (30, True)
    told = fetched(desk, 20, policy())
    assert (size_in(told), told.reached) == (20, True)


def test_while_no_head_over_it_has_a_quorum_a_receipt_says_so(desk: LogDesk) -> None:
    for witnesses in ((0, 1), (0,), ()):
        desk.record(10)
        desk.sign()
        desk.witness(*witnesses)
    told = fetched(desk, 11, policy())
    assert (size_in(told), told.reached) == (30, False)
    told = fetched(desk, 11, None)
    assert (size_in(told), told.reached) == (30, None)


def test_a_receipt_without_the_quorum_proves_nothing(desk: LogDesk) -> None:
    desk.record(3)
    desk.sign()
    desk.witness(0)
    with pytest.raises(Refused) as refused:
        check_receipt(receipt(desk, 3), policy())
    assert refused.value.problem is Problem.QUORUM_NOT_REACHED
    assert check_receipt(receipt(desk, 3), policy("1")).quorum.reached


def test_a_receipt_for_another_event_proves_nothing(desk: LogDesk) -> None:
    desk.record(3)
    desk.sign()
    entry = parse_proof_file(receipt(desk, 2)).extra
    with pytest.raises(Refused) as refused:
        check_receipt(receipt(desk, 3), policy("1"), entry)
    assert refused.value.problem is Problem.ROOT_DIFFERS


def test_a_receipt_whose_event_was_taken_out_needs_it_from_elsewhere(desk: LogDesk) -> None:
    desk.record(3)
    desk.sign()
    desk.witness(0)
    file = parse_proof_file(receipt(desk, 2))
    bare = type(file)(file.index, file.proof, file.checkpoint).data
    with pytest.raises(Refused) as refused:
        check_receipt(bare, policy("1"))
    assert refused.value.problem is Problem.MISSING_LINE
    assert check_receipt(bare, policy("1"), file.extra).index == 1


def test_a_rewritten_log_cannot_explain_an_old_receipt(desk: LogDesk) -> None:
    """Whoever holds database and signing key rebuilds everything; the receipt still stands."""
    desk.record(3)
    desk.sign()
    desk.witness(0, 1)
    kept = receipt(desk, 2)
    desk.wipe()
    desk.memory.latest = None
    desk.prefix = "V"
    desk.record(3)
    rewritten = desk.sign()
    assert desk.check(policy()).heads == 1
    proven = check_receipt(kept, policy())
    assert proven.head.checkpoint.size == checkpoint_of(rewritten.note).size
    assert proven.head.checkpoint.root != checkpoint_of(rewritten.note).root
