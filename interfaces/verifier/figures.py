"""Counts every rate anew from the events: for the whole county and for each unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Optional

from interfaces.verifier.details import DETAILS, PART, Weighed
from interfaces.verifier.divisions import Divided
from interfaces.verifier.handling_days import HandlingDays
from interfaces.verifier.ledgers import LEDGERS
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
)
from interfaces.verifier.row_digests import ExpectedRows, digest_of_rows
from interfaces.verifier.standings import Standings, parts_in_lead, units_in_lead

NO_UNIT = "未定单位"

KINDS: dict[str, tuple[str, list[Formula], list[Formula]]] = {
    "opinion": ("opinions", OPINION_FORMULAS, OPINION_COUNTS),
    "measure": ("measures", MEASURE_FORMULAS, []),
    "task": ("tasks", TASK_FORMULAS, TASK_COUNTS),
    "commitment": ("commitments", COMMITMENT_FORMULAS, COMMITMENT_COUNTS),
}
LEDGERS_OF = {
    kind: [ledger for ledger in LEDGERS if ledger.kind == kind]
    for kind in dict.fromkeys(ledger.kind for ledger in LEDGERS)
}
NOT_COUNTED = {"opinion": ("withdrawn", "not_admitted"), "task": ("cancelled",)}

Sums = dict[str, dict[Optional[str], list[int]]]
"""For each figure the counts of the whole (``None``) and of each unit (``""``: of none)."""


class Figures:
    """Every rate and count, recomputed."""

    def __init__(self, standings: Standings) -> None:
        self.standings = standings
        self.sums: Sums = {}
        self.divided = Divided(standings.scope)
        self.days = HandlingDays(standings.scope)
        self.expected = ExpectedRows()
        """The rows of each ledger, and of what each item counts for in rates."""
        for _, formulas, counts in KINDS.values():
            for formula in (*formulas, *counts):
                self.sums[formula.code] = {None: [0, 0, 0]}
        for kind in {**KINDS, **LEDGERS_OF}:
            for key, rows in groupby(standings.rows(kind), itemgetter("id")):
                self._take(kind, key, rows)

    def _take(self, kind: str, key: str, rows: Iterable[LedgerRow]) -> None:
        """List and count what stands under one identity."""
        details: dict[str, list[list[str]]] = {kind: [], PART: []}
        for row in rows:
            self._list(kind, row)
            if kind in KINDS:
                details[kind] += self._count(kind, row)
            if kind == "opinion":
                details[PART] += self._details_of_parts(row)
        for told, cells in details.items():
            if cells:
                self.expected.expect(DETAILS[told].listing.path, key, digest_of_rows(cells))

    def _list(self, kind: str, row: LedgerRow) -> None:
        if kind not in LEDGERS_OF or not self.standings.is_listed(kind, row):
            return
        for ledger in LEDGERS_OF[kind]:
            cells = ledger.cells(row, self.standings.surroundings)
            if cells:
                self.expected.expect(ledger.path, row["id"], digest_of_rows(cells))

    def _count(self, kind: str, row: LedgerRow) -> list[list[str]]:
        """Count an item; return its rows in the table that says what it counts for.

        One that is split counts once for the whole, and for each lead unit its part.
        """
        if counts_for_nothing(kind, row):
            return []
        self.divided.add(kind, row)
        if kind == "opinion":
            self.days.add(row)
        _, formulas, counts = KINDS[kind]
        weighed = self._weighed((*formulas, *counts), row)
        self._add(kind, None, weighed)
        parts = [*_parts_counted(kind, row)]
        for unit, part in parts:
            self._add(kind, unit, self._weighed((*formulas, *counts), part))
        if not parts:
            self._add(kind, next(iter(units_in_lead(kind, row)), ""), weighed)
        return self._details(kind, row, weighed[: len(formulas)])

    def _add(self, kind: str, unit: str | None, weighed: Weighed) -> None:
        _, formulas, counts = KINDS[kind]
        for formula, weights in zip((*formulas, *counts), weighed):
            if weights:
                held = self.sums[formula.code].setdefault(unit, [0, 0, 0])
                held[0] += weights[0]
                held[1] += weights[1]
                held[2] += weights[2]

    def _weighed(self, formulas: Sequence[Formula], row: LedgerRow) -> Weighed:
        """Return what an item adds to figures, where it belongs to their cohorts."""
        scope = self.standings.scope
        return [
            each.weigh(row, scope.as_of) if scope.has(row[each.cohort]) else None
            for each in formulas
        ]

    def _details(self, kind: str, row: LedgerRow, weighed: Weighed) -> list[list[str]]:
        called = [self.called(unit) for unit in units_in_lead(kind, row)]
        cells = DETAILS[kind].cells(kind, row, called, weighed)
        return [cells] if cells else []

    def _details_of_parts(self, row: LedgerRow) -> list[list[str]]:
        """Return the rows of an opinion in the table that says what parts count for."""
        return [
            cells
            for _, part in _parts_counted("opinion", row)
            for cells in self._details("opinion", part, self._weighed(OPINION_FORMULAS, part))
        ]

    def details_of(self, kind: str, key: str) -> list[list[str]]:
        """Return the rows expected under an identity in the table of what items count for."""
        if kind == PART:
            rows = self.standings.rows_of("opinion", key)
            return [cells for row in rows for cells in self._details_of_parts(row)]
        return [
            cells
            for row in self.standings.rows_of(kind, key)
            for cells in self._details(kind, row, self._weighed(KINDS[kind][1], row))
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


def _parts_counted(kind: str, row: LedgerRow) -> Iterator[tuple[str, LedgerRow]]:
    """Yield what counts for each lead unit of an item that is split among several."""
    if kind == "opinion" and not counts_for_nothing(kind, row):
        yield from parts_in_lead(row)


def counts_for_nothing(kind: str, row: LedgerRow) -> bool:
    """Return whether figures leave an item out altogether."""
    return row.get("status") in NOT_COUNTED.get(kind, ())
