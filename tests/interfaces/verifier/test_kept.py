"""What somebody kept outside the bundle, against the bundle."""

from pathlib import Path

import pytest

from interfaces.verifier.bundle_check import Beside
from interfaces.verifier.finding import Fault
from interfaces.verifier.kept import Given
from tests.interfaces.documents.bundles import EVENTS, FIRST, contents, line, verdict_on
from tests.interfaces.verifier.signed import (
    POLICY,
    kept,
    note,
    partial,
    proofs,
    receipt,
    whole,
)
from tests.interfaces.verifier.test_heads import OTHER_ROOT, found

WHOLE = whole(note(2), note(5))
OTHER = (line(1, FIRST, 1, b'{"grade":"satisfied"}'), *EVENTS[1:])
LONGER = (*EVENTS, line(6, FIRST, 4))


def test_a_checkpoint_kept_from_earlier_is_a_root_of_the_bundle(tmp_path: Path) -> None:
    for size in (1, 3, 5):
        verdict = verdict_on(WHOLE, tmp_path, kept(checkpoint=note(size, ())))
        assert (verdict.ok, verdict.counts.kept) == (True, 1)


def test_a_log_made_anew_with_its_keys_contradicts_what_a_witness_kept(tmp_path: Path) -> None:
    anew = whole(note(5, events=OTHER), events=OTHER)
    assert verdict_on(anew, tmp_path).ok
    verdict = verdict_on(anew, tmp_path, kept(checkpoint=note(3)))
    assert found(verdict) == (Fault.CHECKPOINT_CONTRADICTS, "kept.txt", None)


def test_a_checkpoint_beyond_the_bundle_cannot_be_compared(tmp_path: Path) -> None:
    verdict = verdict_on(WHOLE, tmp_path, kept(checkpoint=note(6, events=LONGER)))
    assert found(verdict) == (Fault.CHECKPOINT_CONTRADICTS, "kept.txt", None)
    assert "无从比对" in verdict.chinese


def test_a_partial_bundle_knows_its_one_root_alone(tmp_path: Path) -> None:
    part = partial([2, 5], [note(5)], proofs([2, 5]))
    assert verdict_on(part, tmp_path, kept(checkpoint=note(5, ()))).ok
    verdict = verdict_on(part, tmp_path, kept(checkpoint=note(3)))
    assert found(verdict) == (Fault.CHECKPOINT_CONTRADICTS, "kept.txt", None)


@pytest.mark.parametrize(
    ("data", "fault", "line"),
    [
        (b"", Fault.MALFORMED_CHECKPOINT, 1),
        (note(5)[:-1], Fault.MALFORMED_CHECKPOINT, 7),
        (note(5, signer="somebody"), Fault.UNSIGNED_CHECKPOINT, 1),
        (note(5, origin="other.example/log"), Fault.WRONG_LOG, 1),
        (note(5, root=OTHER_ROOT), Fault.CHECKPOINT_CONTRADICTS, None),
    ],
    ids=range(5),
)
def test_a_kept_checkpoint_that_does_not_fit_is_named(
    data: bytes, fault: Fault, line: int | None, tmp_path: Path
) -> None:
    verdict = verdict_on(WHOLE, tmp_path, kept(checkpoint=data))
    assert found(verdict) == (fault, "kept.txt", line)


@pytest.mark.parametrize("sequence", [1, 4, 5])
def test_the_event_of_a_receipt_stands_in_the_bundle(sequence: int, tmp_path: Path) -> None:
    verdict = verdict_on(WHOLE, tmp_path, kept(receipt=receipt(sequence, note(5))))
    assert (verdict.ok, verdict.counts.kept) == (True, 1)


def test_a_receipt_of_an_earlier_or_later_checkpoint_fits_as_well(tmp_path: Path) -> None:
    earlier = receipt(2, note(3), size=3)
    later = receipt(2, note(6, events=LONGER), LONGER, 6)
    for each in (earlier, later):
        assert verdict_on(WHOLE, tmp_path, kept(receipt=each)).ok


def test_a_receipt_fits_a_partial_bundle_that_holds_its_event(tmp_path: Path) -> None:
    part = partial([2, 5], [note(5)], proofs([2, 5]))
    assert verdict_on(part, tmp_path, kept(receipt=receipt(5, note(5)))).ok
    verdict = verdict_on(part, tmp_path, kept(receipt=receipt(4, note(5))))
    assert found(verdict) == (Fault.RECEIPT_CONTRADICTS, "receipt.txt", None)


@pytest.mark.parametrize(
    "data",
    [
        receipt(6, note(6, events=LONGER), LONGER, 6),
        receipt(1, note(5, events=OTHER), OTHER),
        receipt(2, note(5, events=OTHER), OTHER),
        receipt(2, note(5)).replace(b"index 1", b"index 2"),
        receipt(2, note(5)).replace(b"index 1", b"index 9"),
    ],
    ids=range(5),
)
def test_a_receipt_shows_what_was_altered_or_left_out(data: bytes, tmp_path: Path) -> None:
    verdict = verdict_on(WHOLE, tmp_path, kept(receipt=data))
    assert found(verdict) == (Fault.RECEIPT_CONTRADICTS, "receipt.txt", None)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", Fault.MALFORMED_RECEIPT),
        (receipt(2, note(5)) + b"\n", Fault.MALFORMED_RECEIPT),
        (receipt(2, note(5, signer="somebody")), Fault.UNSIGNED_CHECKPOINT),
        (receipt(2, note(5, origin="other.example/log")), Fault.WRONG_LOG),
        (receipt(2, note(5, (0,))), Fault.QUORUM_NOT_MET),
    ],
    ids=range(5),
)
def test_a_receipt_that_proves_nothing_is_named(data: bytes, fault: Fault, tmp_path: Path) -> None:
    verdict = verdict_on(WHOLE, tmp_path, kept(receipt=data))
    assert found(verdict)[:2] == (fault, "receipt.txt")


def test_what_was_kept_is_compared_with_a_bundle_nobody_signed(tmp_path: Path) -> None:
    unsigned = contents()
    beside = kept(checkpoint=note(3), receipt=receipt(2, note(5)))
    verdict = verdict_on(unsigned, tmp_path, beside)
    assert found(verdict) == (Fault.MISSING_FILE, "log/policy.txt", None)
    trusting = beside._replace(policy=Given("own.txt", POLICY))
    verdict = verdict_on(unsigned, tmp_path, trusting)
    assert (verdict.ok, verdict.counts.kept, len(verdict.keys)) == (True, 2, 4)
    verdict = verdict_on(contents(OTHER), tmp_path, trusting)
    assert found(verdict) == (Fault.CHECKPOINT_CONTRADICTS, "kept.txt", None)
    assert verdict_on(unsigned, tmp_path, Beside(Given("own.txt", POLICY))).ok
