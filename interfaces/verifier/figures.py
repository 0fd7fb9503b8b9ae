"""Counts every rate anew from the events: for the whole county and for each unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Optional

from interfaces.verifier.opinion_story import LedgerRow
from interfaces.verifier.rate_formulas import (
    COMMITMENT_COUNTS,
    COMMITMENT_FORMULAS,
    MEASURE_FORMULAS,
    OPINION_COUNTS,
    OPINION_FORMULAS,
    TASK_COUNTS,
    TASK_FORMULAS,
    Formula,
    Weights,
)
from interfaces.verifier.standings import Standings, responsible_unit

NO_UNIT = "未定单位"

KINDS: dict[str, tuple[str, list[Formula], list[Formula]]] = {
    "opinion": ("opinions", OPINION_FORMULAS, OPINION_COUNTS),
    "measure": ("measures", MEASURE_FORMULAS, []),
    "task": ("tasks", TASK_FORMULAS, TASK_COUNTS),
    "commitment": ("commitments", COMMITMENT_FORMULAS, COMMITMENT_COUNTS),
}
NOT_COUNTED = {"opinion": ("withdrawn", "not_admitted"), "task": ("cancelled",)}

Sums = dict[str, dict[Optional[str], list[int]]]
"""For each figure the counts of the whole (``None``) and of each unit (``""``: of none)."""


class Figures:
    """Every rate and count, recomputed."""

    def __init__(self, standings: Standings) -> None:
        self.standings = standings
        self.sums: Sums = {}
        self.listed: Counter[str] = Counter()
        """How many rows each ledger should have."""
        self.counting: Counter[str] = Counter()
        """How many items count for anything in a rate."""
        for kind, (_, formulas, counts) in KINDS.items():
            for formula in (*formulas, *counts):
                self.sums[formula.code] = {None: [0, 0, 0]}
            for row in standings.rows(kind):
                self._add(kind, row, formulas, counts)
        for kind in ("notice", "unit"):
            for row in standings.rows(kind):
                self.listed[kind] += standings.is_listed(kind, row)

    def _add(
        self, kind: str, row: LedgerRow, formulas: list[Formula], counts: list[Formula]
    ) -> None:
        if kind != "measure":
            self.listed[kind] += self.standings.is_listed(kind, row)
        unit = responsible_unit(kind, row) or ""
        weighed = self.weights(kind, row, formulas)
        self.counting[kind] += any(any(weights) for _, weights in weighed)
        for formula, weights in (*weighed, *self.weights(kind, row, counts)):
            sums = self.sums[formula.code]
            for group in (None, unit):
                held = sums.setdefault(group, [0, 0, 0])
                for side, weight in enumerate(weights):
                    held[side] += weight

    def weights(
        self, kind: str, row: LedgerRow, formulas: list[Formula]
    ) -> list[tuple[Formula, Weights]]:
        """Return what an item counts for in the figures to whose cohort it belongs."""
        if row.get("status") in NOT_COUNTED.get(kind, ()):
            return []
        scope = self.standings.scope
        return [
            (each, each.weigh(row, scope.as_of))
            for each in formulas
            if scope.has(row[each.cohort])
        ]

    def called(self, unit: str | None) -> str:
        """Return what a unit is called in the figures; what items without one are, too."""
        return self.standings.surroundings.names.get(unit, unit) if unit else NO_UNIT

    def groups(self, code: str) -> Iterator[tuple[str | None, list[int]]]:
        """Yield the counts of the whole, then of each unit by its code."""
        sums = self.sums[code]
        yield None, sums[None]
        for unit in sorted(unit for unit in sums if unit is not None):
            yield unit, sums[unit]
