"""What somebody kept outside the bundle, against the bundle."""

from pathlib import Path

import pytest

from application.audit.policy import parse_policy
from application.audit.proof_file import ProofFile, parse_proof_file
from application.audit.refusal import Refused, Sentences
from application.log.receipts import check_receipt
from interfaces.verifier.bundle_check import Beside
from interfaces.verifier.finding import Fault
from interfaces.verifier.kept import Given
from interfaces.verifier.verdict import Verdict
from tests.application.audit.heads import ORIGIN
from tests.interfaces.documents.bundles import (
    EVENTS,
    FIRST,
    ONE_OPINION,
    ONE_UNIT,
    SECOND,
    contents,
    line,
    verdict_on,
)
from tests.interfaces.verifier.signed import (
    POLICY,
    kept,
    log_files,
    note,
    partial,
    proofs,
    receipt,
    whole,
)
from tests.interfaces.verifier.test_heads import OTHER_ROOT, found

WHOLE = whole(note(2), note(5))
ALTERED = b'{"grade":"satisfied"}'
OTHER = (line(1, FIRST, 1, ALTERED), *EVENTS[1:])
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


def uncompared(verdict: Verdict) -> Sentences:
    """Return the one remark on what was kept of a sound bundle, which stands before the others."""
    assert verdict.ok, verdict.text
    assert verdict.counts.kept == 0
    assert ["未比对" in each.chinese for each in verdict.remarks].index(True) == 0
    return verdict.remarks[0]


def test_a_checkpoint_beyond_the_bundle_is_not_compared(tmp_path: Path) -> None:
    verdict = verdict_on(WHOLE, tmp_path, kept(checkpoint=note(6, events=LONGER)))
    assert uncompared(verdict) == Sentences(
        "未比对:kept.txt:检查点覆盖到序号6,导出包只到序号5;导出包若在其后制作,应当另行索取完整的。",
        "Not compared: kept.txt: the checkpoint covers event 6, the bundle ends at 5; "
        "if it was made later, ask for one that goes on.",
    )


def test_a_partial_bundle_knows_its_one_root_alone(tmp_path: Path) -> None:
    part = partial([2, 5], [note(5)], proofs([2, 5]))
    assert verdict_on(part, tmp_path, kept(checkpoint=note(5, ()))).counts.kept == 1
    verdict = verdict_on(part, tmp_path, kept(checkpoint=note(3)))
    assert uncompared(verdict) == Sentences(
        f"未比对:kept.txt:部分导出包没有日志{ORIGIN}记录总数为3的根哈希。",
        f"Not compared: kept.txt: a partial bundle without the root of {ORIGIN} at size 3.",
    )
    verdict = verdict_on(part, tmp_path, kept(checkpoint=note(5, root=OTHER_ROOT)))
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
    assert verdict_on(part, tmp_path, kept(receipt=receipt(5, note(5)))).counts.kept == 1
    assert verdict_on(part, tmp_path, kept(receipt=receipt(2, note(3), size=3))).counts.kept == 1


def of_first(*places: int) -> bytes:
    """Return a part about the first opinion, of these events."""
    events = [EVENTS[place - 1] for place in places]
    return contents(events, 5, ONE_OPINION, log_files([note(5)], proofs=proofs(places)))


def test_a_receipt_of_another_item_is_not_compared_with_a_part(tmp_path: Path) -> None:
    verdict = verdict_on(of_first(1, 3, 4), tmp_path, kept(receipt=receipt(5, note(5))))
    assert uncompared(verdict) == Sentences(
        "未比对:receipt.txt:回执是序号5的事件,不在这个部分导出包之内。",
        "Not compared: receipt.txt: the receipt is of event 5, "
        "which is not in this partial bundle.",
    )


@pytest.mark.parametrize(
    "part", [of_first(1, 3), partial([1, 3], [note(5)], proofs([1, 3]))], ids=["item", "unit"]
)
def test_a_receipt_shows_that_a_part_ends_before_its_time(part: bytes, tmp_path: Path) -> None:
    assert verdict_on(part, tmp_path).ok
    verdict = verdict_on(part, tmp_path, kept(receipt=receipt(4, note(5))))
    assert found(verdict) == (Fault.RECEIPT_CONTRADICTS, "receipt.txt", None)
    assert "缺少序号4的事件" in verdict.chinese
    assert "leaves out event 4" in verdict.english


def test_an_act_of_another_unit_is_none_that_a_units_part_must_hold(tmp_path: Path) -> None:
    for state in (b'{"act":{"unit":"JTJ"}}', b'{"act":1}', b"{}"):
        longer = (*EVENTS[:4], line(5, SECOND, 2, state))
        files = log_files([note(5, events=longer)], proofs=proofs([2], events=longer))
        part = contents([EVENTS[1]], 5, ONE_UNIT, files)
        kept_one = receipt(5, note(5, events=longer), longer)
        assert "序号5" in uncompared(verdict_on(part, tmp_path, kept(receipt=kept_one))).chinese


def test_a_receipt_of_later_than_the_bundle_is_not_compared(tmp_path: Path) -> None:
    later = kept(receipt=receipt(6, note(6, events=LONGER), LONGER, 6))
    for bundle in (WHOLE, of_first(1, 3, 4), whole(note(3))):
        assert uncompared(verdict_on(bundle, tmp_path, later)) == Sentences(
            "未比对:receipt.txt:回执是序号6的事件,导出包只到序号5;"
            "导出包若在其后制作,应当另行索取完整的。",
            "Not compared: receipt.txt: the receipt is of event 6, the bundle ends at 5; "
            "if it was made later, ask for one that goes on.",
        )


@pytest.mark.parametrize("sequence", [4, 5])
def test_an_event_that_no_head_covers_yet_is_compared_all_the_same(
    sequence: int, tmp_path: Path
) -> None:
    early = whole(note(3))
    verdict = verdict_on(early, tmp_path, kept(receipt=receipt(sequence, note(5))))
    assert (verdict.ok, verdict.counts.kept) == (True, 1)
    altered = whole(note(3), events=(*EVENTS[:3], line(4, FIRST, 3, ALTERED), *EVENTS[4:]))
    assert verdict_on(altered, tmp_path).ok
    verdict = verdict_on(altered, tmp_path, kept(receipt=receipt(4, note(5))))
    assert found(verdict) == (Fault.RECEIPT_CONTRADICTS, "receipt.txt", None)


@pytest.mark.parametrize(
    ("data", "chinese"),
    [
        (receipt(1, note(5, events=OTHER), OTHER), "导出包内序号1的事件与回执不符"),
        (
            receipt(2, note(5, events=OTHER), OTHER),
            f"内日志{ORIGIN}前5条记录的根哈希不同:取得回执",
        ),
    ],
    ids=["its own event", "another one"],
)
def test_a_receipt_shows_what_was_altered(data: bytes, chinese: str, tmp_path: Path) -> None:
    verdict = verdict_on(WHOLE, tmp_path, kept(receipt=data))
    assert found(verdict) == (Fault.RECEIPT_CONTRADICTS, "receipt.txt", None)
    assert chinese in verdict.chinese


SOUND_RECEIPT = receipt(2, note(5))
PATH = parse_proof_file(SOUND_RECEIPT).proof


@pytest.mark.parametrize(
    "data",
    [
        SOUND_RECEIPT.replace(b"index 1", b"index 2"),
        SOUND_RECEIPT.replace(b"index 1", b"index 9"),
        ProofFile(1, (bytes(32), *PATH[1:]), note(5), EVENTS[1][:-1]).data,
        ProofFile(1, PATH, note(5), EVENTS[2][:-1]).data,
        ProofFile(1, (), note(5), EVENTS[1][:-1]).data,
    ],
    ids=["the next place", "no place", "another path", "another event", "no path"],
)
def test_a_receipt_that_does_not_hold_by_itself_says_nothing_of_the_bundle(
    data: bytes, tmp_path: Path
) -> None:
    with pytest.raises(Refused):
        check_receipt(data, parse_policy(POLICY))
    for bundle in (WHOLE, of_first(1, 3, 4)):
        verdict = verdict_on(bundle, tmp_path, kept(receipt=data))
        assert found(verdict) == (Fault.MALFORMED_RECEIPT, "receipt.txt", None)
        assert "回执本身不成立" in verdict.chinese
        assert "the receipt itself does not hold" in verdict.english


@pytest.mark.parametrize(
    ("entry", "said"),
    [(None, "附带内容:缺少应有的行"), (b"event 2", "记录内容:该行格式不对")],
    ids=["nothing", "no event"],
)
def test_a_receipt_tells_of_an_event(entry: bytes | None, said: str, tmp_path: Path) -> None:
    data = ProofFile(1, PATH, note(5), entry).data
    with pytest.raises(Refused) as refused:
        check_receipt(data, parse_policy(POLICY))
    verdict = verdict_on(WHOLE, tmp_path, kept(receipt=data))
    assert verdict.problem == Fault.MALFORMED_RECEIPT
    assert said in verdict.chinese
    assert said in refused.value.chinese


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
    verdict = verdict_on(contents(OTHER), tmp_path, trusting._replace(checkpoints=[]))
    assert found(verdict) == (Fault.RECEIPT_CONTRADICTS, "receipt.txt", None)
    assert verdict_on(unsigned, tmp_path, Beside(Given("own.txt", POLICY))).ok
