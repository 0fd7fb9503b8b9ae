"""Leaf hashes that were written down with their numbers, against a bundle."""

from pathlib import Path

import pytest

from application.audit.refusal import Sentences
from application.audit.strict import to_base64
from interfaces.verifier.bundle_check import Beside
from interfaces.verifier.finding import Fault
from interfaces.verifier.kept_leaves import read_kept_leaf
from tests.interfaces.documents.bundles import EVENTS, FIRST, contents, line, verdict_on
from tests.interfaces.verifier.signed import tree
from tests.interfaces.verifier.test_kept import of_first, uncompared

LONGER = (*EVENTS, line(6, FIRST, 4))
PART = of_first(1, 3, 4)


def written_down(sequence: int, event: int | None = None) -> Beside:
    """Return the leaf hash of an event beside a number, that of the event or another."""
    return Beside(leaves=[f"{sequence}:{hashed(event or sequence)}"])


def hashed(sequence: int) -> str:
    return to_base64(tree(LONGER[sequence - 1 : sequence]).root(1))


@pytest.mark.parametrize("sequence", [1, 4])
def test_a_leaf_of_the_bundle_is_compared(sequence: int, tmp_path: Path) -> None:
    for bundle in (contents(), PART):
        verdict = verdict_on(bundle, tmp_path, written_down(sequence))
        assert (verdict.ok, verdict.counts.kept) == (True, 1)


def test_a_leaf_of_later_than_the_bundle_is_not_compared(tmp_path: Path) -> None:
    for bundle in (contents(), PART):
        assert uncompared(verdict_on(bundle, tmp_path, written_down(6))) == Sentences(
            "未比对:X-Leaf-Hash:所留叶哈希是序号6的记录,导出包只到序号5;"
            "导出包若在其后制作,应当另行索取完整的。",
            "Not compared: X-Leaf-Hash: the leaf hash is of event 6, the bundle ends at 5; "
            "if it was made later, ask for one that goes on.",
        )


@pytest.mark.parametrize("sequence", [2, 5])
def test_a_leaf_of_another_item_is_not_compared_with_a_part(sequence: int, tmp_path: Path) -> None:
    assert uncompared(verdict_on(PART, tmp_path, written_down(sequence))) == Sentences(
        f"未比对:X-Leaf-Hash:所留叶哈希是序号{sequence}的记录,不在这个部分导出包之内。",
        f"Not compared: X-Leaf-Hash: the leaf hash is of event {sequence}, "
        "which is not in this partial bundle.",
    )


def test_a_leaf_of_what_was_altered_contradicts_the_bundle(tmp_path: Path) -> None:
    verdict = verdict_on(contents(), tmp_path, written_down(4, 3))
    assert verdict.problem == Fault.RECEIPT_CONTRADICTS
    assert "X-Leaf-Hash:序号4处的记录与所留叶哈希不符" in verdict.chinese
    english = "X-Leaf-Hash: event 4 is not the one whose leaf hash was kept"
    assert english in verdict.english


def test_a_leaf_says_that_its_event_is_not_there() -> None:
    leaf = read_kept_leaf(f"7:{hashed(1)}")
    assert leaf.differs(leaf.leaf_hash) is None
    assert leaf.differs(None) == Sentences("没有序号7的记录", "there is no event 7")
