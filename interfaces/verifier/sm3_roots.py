"""The SM3 roots that checkpoints state, against the events of a whole bundle (``docs/adr/0022``).

The events are read once more, and only where a checkpoint states such a root.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Callable

from application.audit.merkle import has_sm3, sm3
from application.audit.refusal import Sentences
from interfaces.documents.manifest import CHECKPOINTS_PATH
from interfaces.verifier.finding import Fault, about_file
from interfaces.verifier.heads import Head
from interfaces.verifier.logs import BundleLog, Heads
from interfaces.verifier.tree import GrowingTree

EventLines = Callable[[], Iterator[bytes]]
"""Reads the lines of the events from the beginning."""


class Sm3Roots:
    """Computes them where that is possible, and tells of how many it was."""

    def __init__(self, lines: EventLines, *, is_whole: bool) -> None:
        self._lines = lines
        self._is_whole = is_whole
        self._stated = 0

    def require_of(self, heads: Heads) -> None:
        """Refuse a checkpoint of the bundle that states another root than its events have."""
        if not self._are_known(placed.head for placed in heads.placed):
            return
        leaves, log, tree = self._leaves(), None, GrowingTree()
        for number, placed in enumerate(heads.placed, 1):
            if placed.log != log:
                log, tree = placed.log, _begun(placed.log)
            _grow(tree, leaves, placed.head.size)
            if placed.head.sm3_root not in {None, tree.root()}:
                raise about_file(
                    Fault.ROOT_DIFFERS,
                    f"由前{placed.covers}条事件算出的SM3根哈希与检查点所载的不同",
                    f"the SM3 root over the first {placed.covers} events is not the one it states",
                    CHECKPOINTS_PATH,
                    number,
                )

    def agrees(self, head: Head, log: BundleLog) -> bool:
        """Tell whether a checkpoint of this log states the root its events have, as far as known.

        So many events there are.
        """
        if not self._are_known([head]):
            return True
        tree = _begun(log)
        _grow(tree, islice(self._leaves(), log.begins_after, None), head.size)
        return tree.root() == head.sm3_root

    def remarks(self) -> Iterator[Sentences]:
        """Say whether the roots that were stated were computed."""
        stated = self._stated
        if not stated:
            return
        if not self._is_whole:
            yield Sentences(
                f"检查点所载的SM3根哈希({stated}处)没有核验:部分导出包不能重新计算。",
                f"{stated} SM3 roots that checkpoints state were not checked: a partial bundle "
                "does not allow it.",
            )
        elif has_sm3():
            yield Sentences(
                f"检查点所载的SM3根哈希({stated}处)已由事件重新算出,相符。",
                f"{stated} SM3 roots that checkpoints state were recomputed and agree.",
            )
        else:
            yield Sentences(
                f"检查点所载的SM3根哈希({stated}处)没有核验:这里的Python不带SM3算法,"
                "包内的核验.html可以核验。",
                f"{stated} SM3 roots that checkpoints state were not checked: this Python lacks "
                "SM3; the bundle's 核验.html has it.",
            )

    def _are_known(self, heads: Iterable[Head]) -> bool:
        stated = sum(head.sm3_root is not None for head in heads)
        self._stated += stated
        return stated > 0 and self._is_whole and has_sm3()

    def _leaves(self) -> Iterator[bytes]:
        hashing = sm3()
        return (hashing.leaf(line[:-1]) for line in self._lines())


def _begun(log: BundleLog) -> GrowingTree:
    """Return the tree of a log before its first event."""
    tree = GrowingTree(sm3())
    for leaf in log.lead_in(sm3()):
        tree.add(leaf)
    return tree


def _grow(tree: GrowingTree, leaves: Iterator[bytes], size: int) -> None:
    for leaf in islice(leaves, size - tree.size):
        tree.add(leaf)
