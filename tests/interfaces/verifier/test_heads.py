"""The signed heads of a bundle: who must have signed, and that the events lie below."""

from pathlib import Path

import pytest

from interfaces.documents.bundle import Member
from interfaces.documents.log_lines import checkpoint_line, proof_line
from interfaces.documents.manifest import MemberKind
from interfaces.verifier import logs
from interfaces.verifier.bundle_check import Beside
from interfaces.verifier.finding import Fault
from interfaces.verifier.kept import Given
from interfaces.verifier.remarks import NO_WITNESS, NOTHING_SIGNED, OWN_KEYS
from interfaces.verifier.verdict import Verdict, fingerprint
from tests.application.audit.heads import LOG_KEY, ORIGIN, POLICY_TEXT
from tests.application.audit.signing import TestSigner
from tests.interfaces.documents.bundles import (
    EVENTS,
    FIRST,
    ONE_UNIT,
    contents,
    line,
    spoiled,
    verdict_on,
)
from tests.interfaces.verifier.signed import (
    POLICY,
    log_files,
    note,
    partial,
    proofs,
    tree,
    whole,
)

CHECKPOINTS, PROOFS = "log/checkpoints.jsonl", "log/proofs.jsonl"
OTHER_ROOT = bytes(32)


def found(verdict: Verdict) -> tuple[str | None, str | None, int | None]:
    assert not verdict.ok
    assert verdict.chinese.isprintable()
    assert verdict.english.isprintable()
    return verdict.problem, verdict.path, verdict.line


def told(verdict: Verdict) -> str:
    return "".join(remark.chinese for remark in verdict.remarks)


def test_a_whole_bundle_is_signed_up_to_its_last_checkpoint(tmp_path: Path) -> None:
    verdict = verdict_on(whole(note(2), note(5)), tmp_path)
    assert verdict.ok
    assert verdict.head is not None
    assert (verdict.head.origin, verdict.head.size) == (ORIGIN, 5)
    assert verdict.head.root == tree().root(5).hex()
    assert verdict.counts.checkpoints == 2
    assert f"日志{ORIGIN}前5条有签名" in verdict.chinese
    assert OWN_KEYS in verdict.remarks
    assert NOTHING_SIGNED not in verdict.remarks
    assert "还没有检查点覆盖" not in told(verdict)


def test_events_after_the_last_checkpoint_are_named(tmp_path: Path) -> None:
    verdict = verdict_on(whole(note(3)), tmp_path)
    assert verdict.ok
    assert "最后2条事件(序号4至5)还没有检查点覆盖" in told(verdict)


def test_a_log_may_have_been_signed_while_it_was_empty(tmp_path: Path) -> None:
    assert verdict_on(whole(note(0), note(5)), tmp_path).ok


def test_earlier_checkpoints_may_have_fewer_witnesses(tmp_path: Path) -> None:
    verdict = verdict_on(whole(note(1, (0,)), note(2, ()), note(5)), tmp_path)
    assert verdict.ok
    assert "3个检查点中有2个较早的没有达到见证法定数" in told(verdict)


def test_the_last_checkpoint_must_have_its_quorum(tmp_path: Path) -> None:
    verdict = verdict_on(whole(note(3), note(5, (2,))), tmp_path)
    assert found(verdict) == (Fault.QUORUM_NOT_MET, CHECKPOINTS, 2)
    assert "缺人大机、档案馆" in verdict.chinese


def test_a_policy_without_witnesses_is_told(tmp_path: Path) -> None:
    alone = f"log {LOG_KEY.vkey}\nquorum none\n".encode()
    verdict = verdict_on(whole(note(5, ()), policy=alone), tmp_path)
    assert verdict.ok
    assert NO_WITNESS in verdict.remarks


def test_a_key_is_shown_with_what_to_compare_on_paper(tmp_path: Path) -> None:
    keys = verdict_on(whole(note(5)), tmp_path).keys
    assert keys[0] == f"{ORIGIN}  {fingerprint(LOG_KEY.vkey)}"
    assert len(keys) == 4
    assert len(fingerprint(LOG_KEY.vkey).split()) == 8


@pytest.mark.parametrize(
    ("notes", "fault", "at"),
    [
        ([note(5, root=OTHER_ROOT)], Fault.ROOT_DIFFERS, 1),
        ([note(2), note(3, root=OTHER_ROOT), note(5)], Fault.ROOT_DIFFERS, 2),
        ([note(3), note(3)], Fault.CHECKPOINTS_NOT_ASCENDING, 2),
        ([note(5), note(3)], Fault.CHECKPOINTS_NOT_ASCENDING, 2),
        ([note(6, root=OTHER_ROOT)], Fault.MALFORMED_CHECKPOINT, 1),
        ([note(5, signer="somebody")], Fault.UNSIGNED_CHECKPOINT, 1),
        ([note(5).replace(note(5).split(b"\n")[4] + b"\n", b"")], Fault.UNSIGNED_CHECKPOINT, 1),
        ([note(5, origin="other.example/log", signer="other")], Fault.WRONG_LOG, 1),
        ([b"not a note\n"], Fault.MALFORMED_CHECKPOINT, 1),
        ([note(2), note(5) + b"\n"], Fault.MALFORMED_CHECKPOINT, 2),
    ],
    ids=range(10),
)
def test_a_checkpoint_that_does_not_fit_is_named(
    notes: list[bytes], fault: Fault, at: int, tmp_path: Path
) -> None:
    assert found(verdict_on(whole(*notes), tmp_path)) == (fault, CHECKPOINTS, at)


def test_a_wrong_cosignature_is_not_called_a_missing_signature_of_the_log(tmp_path: Path) -> None:
    theirs, other = note(5).split(b"\n")[5], note(4).split(b"\n")[5]
    swapped = note(5).replace(theirs, other)
    verdict = verdict_on(whole(swapped), tmp_path)
    assert found(verdict) == (Fault.MALFORMED_CHECKPOINT, CHECKPOINTS, 1)


def test_two_logs_of_one_policy_do_not_mix(tmp_path: Path) -> None:
    other = "other.example/log"
    key = type(LOG_KEY)(other, LOG_KEY.type, TestSigner.named(other).public)
    both = f"log {key.vkey}\n{POLICY_TEXT}".encode()
    mixed = whole(note(2, origin=other, signer=other), note(4), policy=both)
    assert found(verdict_on(mixed, tmp_path)) == (Fault.ROOT_DIFFERS, CHECKPOINTS, 2)


@pytest.mark.parametrize(
    "lines",
    [b"", b"\n", b"{}\n", b"[]\n", b'{"note":1}\n', b'{"note":"\\ud800"}\n', b"[" * 9_999 + b"\n",
     checkpoint_line(note(5).decode())[:-1], b" " + checkpoint_line(note(5).decode()),
     checkpoint_line(note(5).decode()).replace(b'"}', b'","x":1}')],
    ids=range(10),
)  # fmt: skip
def test_lines_that_are_no_checkpoints_are_refused(lines: bytes, tmp_path: Path) -> None:
    members = log_files([note(5)])
    members[1] = Member(CHECKPOINTS, MemberKind.LOG, [lines])
    verdict = verdict_on(contents(more=members), tmp_path)
    assert found(verdict) == (Fault.MALFORMED_CHECKPOINT, CHECKPOINTS, 1 if lines else None)


@pytest.mark.parametrize(("most", "value"), [("MOST_CHECKPOINTS", 1), ("MOST_VERIFIED", 5)])
def test_more_signatures_than_time_allows_are_refused(
    most: str, value: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, most, value + 1)
    assert verdict_on(whole(note(2), note(5)), tmp_path).ok
    monkeypatch.setattr(logs, most, value)
    verdict = verdict_on(whole(note(2), note(5)), tmp_path)
    assert found(verdict) == (Fault.TOO_LARGE, CHECKPOINTS, None)
    checkpoints, signatures = logs.MOST_CHECKPOINTS, logs.MOST_VERIFIED
    assert verdict.chinese == (
        f"核验不通过:{CHECKPOINTS}:检查点超过{checkpoints}个或者签名超过{signatures}个,超出核验上限。"
    )
    assert verdict.english == (
        f"Refused: {CHECKPOINTS}: more than {checkpoints} checkpoints or {signatures} signatures, "
        "more than are checked."
    )


def test_a_policy_that_cannot_be_read_is_named_with_its_line(tmp_path: Path) -> None:
    verdict = verdict_on(whole(note(5), policy=POLICY + b"quorum none\n"), tmp_path)
    assert found(verdict) == (Fault.MALFORMED_POLICY, "log/policy.txt", 8)


def test_a_policy_far_too_large_is_refused_unread(tmp_path: Path) -> None:
    verdict = verdict_on(whole(note(5), policy=b"#\n" * 40_000), tmp_path)
    assert found(verdict) == (Fault.TOO_LARGE, "log/policy.txt", None)


def test_whoever_brings_a_policy_does_not_use_the_one_of_the_bundle(tmp_path: Path) -> None:
    stranger = TestSigner.named("stranger")
    theirs = type(LOG_KEY)(ORIGIN, LOG_KEY.type, stranger.public)
    forged = whole(
        note(5, (), signer="stranger"), policy=f"log {theirs.vkey}\nquorum none\n".encode()
    )
    assert verdict_on(forged, tmp_path).ok
    verdict = verdict_on(forged, tmp_path, Beside(Given("own.txt", POLICY)))
    assert found(verdict) == (Fault.UNSIGNED_CHECKPOINT, CHECKPOINTS, 1)
    honest = verdict_on(whole(note(5)), tmp_path, Beside(Given("own.txt", POLICY)))
    assert honest.ok
    assert OWN_KEYS not in honest.remarks
    spoilt = verdict_on(whole(note(5)), tmp_path, Beside(Given("own.txt", b"?\n")))
    assert found(spoilt) == (Fault.MALFORMED_POLICY, "own.txt", 1)


@pytest.mark.parametrize("missing", [0, 1])
def test_a_log_file_alone_is_not_enough(missing: int, tmp_path: Path) -> None:
    members = log_files([note(5)])
    path = members.pop(missing).path
    verdict = verdict_on(contents(more=members), tmp_path)
    assert found(verdict) == (Fault.MISSING_FILE, path, None)


def test_a_whole_bundle_carries_no_proofs(tmp_path: Path) -> None:
    archive = contents(more=log_files([note(5)], proofs=proofs([1, 2, 3, 4, 5])))
    assert found(verdict_on(archive, tmp_path)) == (Fault.MALFORMED_PROOF, PROOFS, None)


def test_an_insider_without_the_keys_cannot_restate_an_event(tmp_path: Path) -> None:
    other = (line(1, FIRST, 1, b'{"grade":"satisfied"}'), *EVENTS[1:])
    verdict = verdict_on(contents(other, more=log_files([note(2), note(5)])), tmp_path)
    assert found(verdict) == (Fault.ROOT_DIFFERS, CHECKPOINTS, 1)


def test_a_partial_bundle_proves_its_events_and_shows_no_other(tmp_path: Path) -> None:
    verdict = verdict_on(partial([2, 5], [note(5)], proofs([2, 5])), tmp_path)
    assert (verdict.ok, verdict.counts.events, verdict.counts.proofs) == (True, 2, 2)
    assert verdict.head is not None
    assert verdict.head.size == 5


@pytest.mark.parametrize(
    ("lines", "fault", "at"),
    [
        (proofs([2]), Fault.MALFORMED_PROOF, 2),
        (proofs([2, 4]), Fault.MALFORMED_PROOF, 2),
        (proofs([5, 2]), Fault.MALFORMED_PROOF, 1),
        (proofs([2, 5, 5]), Fault.MALFORMED_PROOF, 3),
        ([b"{}\n", b""], Fault.MALFORMED_PROOF, 1),
        ([b"null\n"], Fault.MALFORMED_PROOF, 1),
        ([proof_line(2, [b"x"])], Fault.MALFORMED_PROOF, 1),
        ([proof_line(2, [bytes(32)] * 65)], Fault.MALFORMED_PROOF, 1),
        ([b'{"sequence":2,"hashes":["?"]}\n'], Fault.MALFORMED_PROOF, 1),
        ([b'{"sequence":2,"hashes":[7]}\n'], Fault.MALFORMED_PROOF, 1),
        ([b'{"sequence":true,"hashes":[]}\n'], Fault.MALFORMED_PROOF, 1),
        ([b'{"hashes":[],"sequence":2}\n'], Fault.MALFORMED_PROOF, 1),
        ([proofs([2])[0], proof_line(5, [])], Fault.NOT_INCLUDED, 2),
        ([proof_line(2, tree().path(2, 5))], Fault.NOT_INCLUDED, 1),
        ([proof_line(2, [bytes(32)] * 3)], Fault.NOT_INCLUDED, 1),
    ],
    ids=range(15),
)
def test_a_proof_that_does_not_fit_is_named(
    lines: list[bytes], fault: Fault, at: int, tmp_path: Path
) -> None:
    archive = partial([2, 5], [note(5)], lines)
    assert found(verdict_on(archive, tmp_path)) == (fault, PROOFS, at)


def test_an_event_beyond_the_checkpoint_of_a_partial_bundle_is_not_included(
    tmp_path: Path,
) -> None:
    archive = partial([2, 5], [note(3)], [*proofs([2], 3), *proofs([5])])
    assert found(verdict_on(archive, tmp_path)) == (Fault.NOT_INCLUDED, PROOFS, 2)


def test_a_partial_bundle_has_one_checkpoint_and_proofs(tmp_path: Path) -> None:
    two = partial([2, 5], [note(3), note(5)], proofs([2, 5]))
    assert found(verdict_on(two, tmp_path)) == (Fault.MALFORMED_CHECKPOINT, CHECKPOINTS, 2)
    none = contents([EVENTS[1]], 5, ONE_UNIT, log_files([note(5)]))
    assert found(verdict_on(none, tmp_path)) == (Fault.MISSING_FILE, PROOFS, None)


def test_a_changed_event_of_a_partial_bundle_is_not_included(tmp_path: Path) -> None:
    changed = [EVENTS[1].replace(b"true", b"null")]
    archive = contents(changed, 5, ONE_UNIT, log_files([note(5)], proofs=proofs([2])))
    assert found(verdict_on(archive, tmp_path)) == (Fault.NOT_INCLUDED, PROOFS, 1)


def test_what_was_found_before_is_told_with_a_refusal(tmp_path: Path) -> None:
    verdict = verdict_on(spoiled("README.txt", lambda data: data[:-1]), tmp_path)
    assert verdict.counts.events == 5
    assert verdict.manifest_sha256 is not None
