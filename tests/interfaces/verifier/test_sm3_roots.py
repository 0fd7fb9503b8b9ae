"""Checkpoints may state an SM3 root; the verifier computes it where it can, and says so."""

import hashlib
import re
from pathlib import Path

import pytest

from interfaces.verifier.finding import Fault
from interfaces.verifier.kept import Given
from interfaces.verifier.verdict import Verdict
from tests.interfaces.documents.bundles import EVENTS, ONE_UNIT, contents, verdict_on
from tests.interfaces.verifier.rotated import POLICY_OF_ALL, Chain
from tests.interfaces.verifier.signed import POLICY, kept, log_files, whole
from tests.interfaces.verifier.sm3_heads import Sm3Chain, stated_falsely, stated_truly
from tests.interfaces.verifier.test_heads import found, told

TRULY, FALSELY = stated_truly(EVENTS), stated_falsely(EVENTS)
ONE, TWO = Sm3Chain(()), Sm3Chain((2,))
LYING = Sm3Chain((), lying=(3,))


def verdict_of(*notes: bytes, folder: Path) -> Verdict:
    return verdict_on(whole(*notes, policy=POLICY_OF_ALL), folder)


@pytest.mark.parametrize("name", TRULY)
def test_roots_stated_truly_are_counted(name: str, tmp_path: Path) -> None:
    heads, count = TRULY[name]
    verdict = verdict_of(*heads.notes, folder=tmp_path)
    assert verdict.ok, verdict.text
    said = f"检查点所载的SM3根哈希({count}处)已由事件重新算出,相符。"
    assert (said in told(verdict), "SM3" in told(verdict)) == (count > 0, count > 0)
    english = [each.english for each in verdict.remarks if "SM3" in each.english]
    recomputed = f"{count} SM3 roots that checkpoints state were recomputed and agree."
    assert english == ([recomputed] if count else [])
    assert ("SM3" in verdict.text) == (count > 0)


def test_the_root_of_the_last_is_told(tmp_path: Path) -> None:
    verdict = verdict_of(ONE.note(0, 4), folder=tmp_path)
    root = ONE.sm3_tree(0).root(4).hex()
    assert verdict.head is not None
    assert verdict.head.sm3_root == root
    assert f"SM3: {root}\n" in verdict.text
    plain = verdict_of(Chain(()).note(0, 4), folder=tmp_path)
    assert plain.head is not None
    assert plain.head.sm3_root is None


@pytest.mark.parametrize("name", FALSELY)
def test_a_root_stated_falsely_is_named(name: str, tmp_path: Path) -> None:
    heads = FALSELY[name]
    verdict = verdict_of(*heads.notes, folder=tmp_path)
    assert found(verdict) == (heads.fault, "log/checkpoints.jsonl", heads.line)
    chinese = f"第{heads.line}行:由前\\d条事件算出的SM3根哈希与检查点所载的不同。"
    english = (
        f"line {heads.line}: the SM3 root over the first \\d events is not the one it states."
    )
    assert re.search(chinese, verdict.chinese)
    assert re.search(english, verdict.english)


def test_what_is_told_of_the_tree_comes_before_what_is_of_the_one_under_sm3(
    tmp_path: Path,
) -> None:
    other = Sm3Chain((), (EVENTS[1], *EVENTS[1:]), lying=(2,))
    verdict = verdict_of(other.note(0, 2), ONE.note(0, 5), folder=tmp_path)
    assert "SM3" not in verdict.chinese


def test_a_python_without_sm3_says_what_it_did_not_check(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(hashlib, "algorithms_available", {"sha256"})
    verdict = verdict_of(*FALSELY["both"].notes, folder=tmp_path)
    assert verdict.ok
    said = "检查点所载的SM3根哈希(2处)没有核验:这里的Python不带SM3算法,包内的核验.html可以核验。"
    assert said in told(verdict)
    english = [each.english for each in verdict.remarks if "SM3" in each.english]
    assert english == [
        (
            "2 SM3 roots that checkpoints state were not checked: this Python lacks SM3; "
            "the bundle's 核验.html has it."
        )
    ]


def test_a_part_cannot_check_them_and_says_so(tmp_path: Path) -> None:
    chain = Sm3Chain((2,), lying=(5,))
    notes = [chain.note(0, 2), chain.note(1, 5)]
    lines = [chain.link(1, 5), chain.proof(0, 1, 2), chain.proof(1, 3, 5)]
    events = [EVENTS[0], EVENTS[2]]
    bundle = contents(events, 5, ONE_UNIT, log_files(notes, POLICY_OF_ALL, lines))
    verdict = verdict_on(bundle, tmp_path, kept(checkpoint=notes[1]))
    assert verdict.ok, verdict.text
    said = "检查点所载的SM3根哈希(3处)没有核验:部分导出包不能重新计算。"
    assert said in told(verdict)
    english = [each.english for each in verdict.remarks if "SM3" in each.english]
    assert english == [
        "3 SM3 roots that checkpoints state were not checked: a partial bundle does not allow it."
    ]


@pytest.mark.parametrize(
    ("bundle", "note"),
    [
        (ONE.note(0, 5), ONE.note(0, 3, ())),
        (Chain(()).note(0, 5), ONE.note(0, 3)),
        (ONE.note(0, 5), Chain(()).note(0, 3)),
        (None, ONE.note(0, 5)),
        (None, TWO.note(0, 2)),
        (None, TWO.note(1, 3)),
        (None, TWO.note(1, 5)),
    ],
)
def test_what_was_kept_agrees_under_sm3(bundle: bytes | None, note: bytes, tmp_path: Path) -> None:
    notes = [bundle] if bundle else [TWO.note(0, 2), TWO.note(1, 5)]
    if note == ONE.note(0, 5):
        notes = [ONE.note(0, 2), note]
    verdict = verdict_on(whole(*notes, policy=POLICY_OF_ALL), tmp_path, kept(checkpoint=note))
    assert verdict.ok, verdict.text
    stated = sum(b"sm3" in each for each in (*notes, note))
    assert f"SM3根哈希({stated}处)已由事件重新算出" in told(verdict)


@pytest.mark.parametrize(
    ("notes", "note"),
    [
        ([ONE.note(0, 5)], LYING.note(0, 3)),
        ([TWO.note(0, 2), TWO.note(1, 5)], Sm3Chain((2,), lying=(3,)).note(1, 3)),
    ],
)
def test_what_was_kept_contradicts_under_sm3(
    notes: list[bytes], note: bytes, tmp_path: Path
) -> None:
    verdict = verdict_on(whole(*notes, policy=POLICY_OF_ALL), tmp_path, kept(checkpoint=note))
    assert found(verdict) == (Fault.CHECKPOINT_CONTRADICTS, "kept.txt", None)
    assert "所载的SM3根哈希与导出包内日志" in verdict.chinese
    assert "states another SM3 root than" in verdict.english


def test_a_receipt_under_a_head_with_sm3_is_sound(tmp_path: Path) -> None:
    verdict = verdict_on(
        whole(ONE.note(0, 5), policy=POLICY_OF_ALL),
        tmp_path,
        kept(receipt=ONE.receipt(0, 3, 4)),
    )
    assert verdict.ok, verdict.text


def test_what_was_kept_is_compared_though_nothing_is_signed_in_the_bundle(tmp_path: Path) -> None:
    bundle = contents(EVENTS)
    for note, sound in ((ONE.note(0, 3), True), (LYING.note(0, 3), False)):
        beside = kept(checkpoint=note)._replace(policy=Given("policy.txt", POLICY))
        assert verdict_on(bundle, tmp_path, beside).ok is sound
