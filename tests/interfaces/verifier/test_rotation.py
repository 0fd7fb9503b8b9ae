"""A bundle over several logs: each begins on the last head of the one before."""

from pathlib import Path

import pytest

from application.audit.proof_file import ProofFile
from application.audit.refusal import Sentences
from interfaces.documents.log_lines import MalformedLogLine, link_line, read_link_line
from interfaces.verifier.finding import Fault
from interfaces.verifier.kept import Given
from tests.interfaces.documents.bundles import (
    EVENTS,
    ONE_UNIT,
    SECOND,
    contents,
    line,
    verdict_on,
)
from tests.interfaces.verifier.rotated import (
    NAMES,
    POLICY_OF_ALL,
    Chain,
    parts,
    told_falsely,
    told_truly,
)
from tests.interfaces.verifier.signed import kept, log_files, tree, whole
from tests.interfaces.verifier.signed import note as signed_head
from tests.interfaces.verifier.test_heads import found, told
from tests.interfaces.verifier.test_kept import uncompared

TRULY, FALSELY, PARTS = told_truly(EVENTS), told_falsely(EVENTS), parts(EVENTS)
ONCE = Chain((2,))
WHOLE = whole(ONCE.note(0, 2), ONCE.note(1, 5), policy=POLICY_OF_ALL)


@pytest.mark.parametrize("name", TRULY)
def test_a_bundle_goes_on_over_its_logs(name: str, tmp_path: Path) -> None:
    heads = TRULY[name]
    verdict = verdict_on(whole(*heads.notes, policy=heads.policy), tmp_path)
    assert verdict.ok, verdict.text
    assert verdict.counts.checkpoints == len(heads.notes)


@pytest.mark.parametrize("name", FALSELY)
def test_what_is_told_falsely_of_its_logs_is_named(name: str, tmp_path: Path) -> None:
    heads = FALSELY[name]
    verdict = verdict_on(whole(*heads.notes, policy=heads.policy), tmp_path)
    assert found(verdict) == (heads.fault, "log/checkpoints.jsonl", heads.line)


def test_a_log_that_goes_on_behind_its_end_is_told_by_name(tmp_path: Path) -> None:
    heads = FALSELY["the old log goes on"]
    verdict = verdict_on(whole(*heads.notes, policy=heads.policy), tmp_path)
    place = ("log/checkpoints.jsonl第3行", "log/checkpoints.jsonl, line 3")
    assert verdict.chinese == f"核验不通过:{place[0]}:属于日志{NAMES[0]},它已在前面结束。"
    assert verdict.english == (
        f"Refused: {place[1]}: is of the log {NAMES[0]}, which has ended before."
    )


def test_the_verdict_says_how_far_which_log_goes(tmp_path: Path) -> None:
    verdict = verdict_on(WHOLE, tmp_path)
    assert verdict.head is not None
    assert (verdict.head.origin, verdict.head.size, verdict.head.covers) == (NAMES[1], 4, 5)
    assert f"日志{NAMES[1]}前5条有签名" in verdict.chinese
    assert f"日志{NAMES[0]}止于序号2" in told(verdict)
    later = whole(ONCE.note(0, 2), ONCE.note(1, 4), policy=POLICY_OF_ALL)
    assert "最后1条事件(序号5至5)还没有检查点覆盖" in told(verdict_on(later, tmp_path))


@pytest.mark.parametrize("name", PARTS)
def test_a_part_proves_its_events_under_their_logs(name: str, tmp_path: Path) -> None:
    part = PARTS[name]
    events = [EVENTS[place - 1] for place in part.places]
    files = log_files(part.notes, POLICY_OF_ALL, part.proofs)
    verdict = verdict_on(contents(events, 5, ONE_UNIT, files), tmp_path)
    if part.fault is None:
        assert verdict.ok, verdict.text
        assert verdict.counts.proofs == len(events)
    else:
        assert found(verdict) == (part.fault, part.path, part.line)


def test_a_link_of_another_log_is_told_from_the_one_that_is_wanted(tmp_path: Path) -> None:
    part = PARTS["a link of another log"]
    events = [EVENTS[place - 1] for place in part.places]
    files = log_files(part.notes, POLICY_OF_ALL, part.proofs)
    verdict = verdict_on(contents(events, 5, ONE_UNIT, files), tmp_path)
    assert verdict.chinese == (f"核验不通过:log/proofs.jsonl第1行:应证明日志{NAMES[1]}从何开始。")
    assert verdict.english == (
        f"Refused: log/proofs.jsonl, line 1: should prove what the log {NAMES[1]} begins on."
    )


def test_what_was_kept_of_either_log_agrees(tmp_path: Path) -> None:
    for note in (ONCE.note(0, 1), ONCE.note(0, 2), ONCE.note(1, 2), ONCE.note(1, 3, ())):
        assert verdict_on(WHOLE, tmp_path, kept(checkpoint=note)).ok
    for log, sequence, covers in ((0, 1, 1), (0, 2, 2), (1, 3, 3), (1, 5, 5)):
        receipt = ONCE.receipt(log, sequence, covers)
        assert verdict_on(WHOLE, tmp_path, kept(receipt=receipt)).ok


@pytest.mark.parametrize(
    ("note", "chinese", "english"),
    [
        (
            Chain((4,)).note(0, 4),
            f"日志{NAMES[0]}在导出包里止于序号2,",
            f"the log {NAMES[0]} ends at event 2 in the bundle, and goes on here.",
        ),
        (Chain((1,)).note(1, 3), "历史被改动", "history was altered since."),
    ],
    ids=["the old log went on", "another log under the new name"],
)
def test_a_kept_checkpoint_shows_a_log_begun_elsewhere(
    note: bytes, chinese: str, english: str, tmp_path: Path
) -> None:
    verdict = verdict_on(WHOLE, tmp_path, kept(checkpoint=note))
    assert found(verdict) == (Fault.CHECKPOINT_CONTRADICTS, "kept.txt", None)
    assert chinese in verdict.chinese
    assert verdict.english.endswith(english)


@pytest.mark.parametrize(
    ("receipt", "sequence", "log"),
    [
        (Chain((4,)).receipt(0, 3, 4), 3, 0),
        (Chain((1,)).receipt(1, 3, 4), 3, 1),
        (Chain((2, 4)).receipt(2, 5, 5), 5, 2),
    ],
    ids=["the old log went on", "begun elsewhere", "a log from before its end"],
)
def test_a_receipt_shows_a_log_begun_elsewhere(
    receipt: bytes, sequence: int, log: int, tmp_path: Path
) -> None:
    verdict = verdict_on(WHOLE, tmp_path, kept(receipt=receipt))
    assert found(verdict) == (Fault.RECEIPT_CONTRADICTS, "receipt.txt", None)
    said = f"序号{sequence}的事件在日志中的位置与回执不同,回执属于日志{NAMES[log]}。"
    assert verdict.chinese.endswith(said)
    said = f"event {sequence} has another place in the logs of the bundle than in the receipt, "
    assert verdict.english.endswith(f"{said}which is of {NAMES[log]}.")


def test_what_no_event_is_proves_no_event(tmp_path: Path) -> None:
    verdict = verdict_on(WHOLE, tmp_path, kept(receipt=ONCE.receipt(1, 2, 4)))
    assert found(verdict) == (Fault.MALFORMED_RECEIPT, "receipt.txt", None)


LATER = Chain((2, 4))


def test_a_log_that_began_later_than_the_bundle_is_known_by_its_events(tmp_path: Path) -> None:
    early = whole(LATER.note(0, 2), LATER.note(1, 3), policy=POLICY_OF_ALL)
    for log, sequence, covers in ((1, 4, 4), (2, 5, 5)):
        beside = kept(receipt=LATER.receipt(log, sequence, covers))
        assert verdict_on(early, tmp_path, beside).counts.kept == 1
    verdict = verdict_on(early, tmp_path, kept(checkpoint=LATER.note(2, 5)))
    assert uncompared(verdict) == Sentences(
        f"未比对:kept.txt:导出包没有日志{NAMES[2]}的检查点。",
        f"Not compared: kept.txt: the bundle has no checkpoint of the log {NAMES[2]}.",
    )
    altered = (*EVENTS[:4], line(5, SECOND, 2, b"{}"))
    of_others = whole(LATER.note(0, 2), LATER.note(1, 3), policy=POLICY_OF_ALL, events=altered)
    assert verdict_on(of_others, tmp_path).ok
    verdict = verdict_on(of_others, tmp_path, kept(receipt=LATER.receipt(2, 5, 5)))
    assert found(verdict) == (Fault.RECEIPT_CONTRADICTS, "receipt.txt", None)
    assert "序号5的事件与回执不符" in verdict.chinese


def test_in_a_bundle_nobody_signed_receipts_go_by_their_events(tmp_path: Path) -> None:
    trusting = Given("policy.txt", POLICY_OF_ALL)
    for log, sequence, covers in ((0, 2, 2), (1, 3, 3), (1, 5, 5)):
        beside = kept(receipt=ONCE.receipt(log, sequence, covers))._replace(policy=trusting)
        assert verdict_on(contents(), tmp_path, beside).counts.kept == 1
        altered = (*EVENTS[:4], line(5, SECOND, 2, b"{}"))
        verdict = verdict_on(contents(altered), tmp_path, beside)
        assert (verdict.problem == Fault.RECEIPT_CONTRADICTS) is (sequence == 5)
    for log, covers in ((0, 2), (1, 5)):
        beside = kept(checkpoint=ONCE.note(log, covers))._replace(policy=trusting)
        assert uncompared(verdict_on(contents(), tmp_path, beside)) == Sentences(
            "未比对:kept.txt:包内没有检查点,策略又列有几个日志,"
            f"不知道日志{NAMES[log]}从哪一条开始。",
            "Not compared: kept.txt: nothing is signed in the bundle and the policy names several "
            f"logs: nobody can tell where {NAMES[log]} begins.",
        )


def test_no_log_begins_before_the_first_event(tmp_path: Path) -> None:
    swapped = (EVENTS[1], EVENTS[0], *EVENTS[2:])
    path = tree(swapped).path(1, 5)
    receipt = ProofFile(1, tuple(path), signed_head(5, events=swapped), EVENTS[0][:-1]).data
    for bundle in (WHOLE, contents()):
        beside = kept(receipt=receipt)._replace(policy=Given("policy.txt", POLICY_OF_ALL))
        verdict = verdict_on(bundle, tmp_path, beside)
        assert found(verdict) == (Fault.RECEIPT_CONTRADICTS, "receipt.txt", None)


def test_a_part_is_compared_with_what_was_kept(tmp_path: Path) -> None:
    part, chain = PARTS["over three logs"], Chain((2, 4))
    events = [EVENTS[place - 1] for place in part.places]
    bundle = contents(events, 5, ONE_UNIT, log_files(part.notes, POLICY_OF_ALL, part.proofs))
    for beside in (
        kept(checkpoint=chain.note(1, 4)),
        kept(receipt=chain.receipt(0, 1, 1)),
        kept(receipt=chain.receipt(1, 3, 3)),
    ):
        assert verdict_on(bundle, tmp_path, beside).ok
    verdict = verdict_on(bundle, tmp_path, kept(checkpoint=chain.note(1, 3)))
    assert "部分导出包没有" in uncompared(verdict).chinese


@pytest.mark.parametrize(
    "link",
    [
        b"",
        b"{}\n",
        b'{"log":1,"hashes":[]}\n',
        b'{"log":"a","hashes":[""]}\n',
        b'{"log":"a","hashes":[]}',
        b'{"log": "a","hashes":[]}\n',
        b'{"hashes":[],"log":"a"}\n',
        b'{"log":"a","hashes":{}}\n',
        link_line("a", [bytes(32)] * 65),
    ],
    ids=range(9),
)
def test_a_link_has_one_form(link: bytes) -> None:
    with pytest.raises(MalformedLogLine):
        read_link_line(link)
    assert read_link_line(link_line("a", [bytes(32)])) == ("a", (bytes(32),))
