"""Counts every rate anew from the events: for the whole county and for each unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Optional

from interfaces.verifier.divisions import Divided
from interfaces.verifier.handling_days import HandlingDays
from interfaces.verifier.identities import identity_of
from interfaces.verifier.ledger_columns import written_cell
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
    Weights,
)
from interfaces.verifier.row_digests import (
    ExpectedRows,
    as_written,
    digest_of_rows,
    digest_of_text,
)
from interfaces.verifier.standings import Standings, responsible_unit
from interfaces.verifier.words import RATE_SOURCES

ITEMS_CSV = "比率/比率明细.csv"
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
LISTED_ONLY = [kind for kind in LEDGERS_OF if kind not in KINDS]
"""The items of which ledgers tell and no rate does."""
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
        """The rows of each ledger, and of the list of what items count for in rates."""
        for kind, (_, formulas, counts) in KINDS.items():
            for formula in (*formulas, *counts):
                self.sums[formula.code] = {None: [0, 0, 0]}
            for row in standings.rows(kind):
                self._add(kind, row, formulas, counts)
        for kind in LISTED_ONLY:
            for row in standings.rows(kind):
                self._list(kind, row)

    def _add(
        self, kind: str, row: LedgerRow, formulas: list[Formula], counts: list[Formula]
    ) -> None:
        self._list(kind, row)
        if not counts_for_nothing(kind, row):
            self.divided.add(kind, row)
            if kind == "opinion":
                self.days.add(row)
        unit = responsible_unit(kind, row) or ""
        weighed = self.weights(kind, row, formulas)
        rows = self.contributions(kind, row, weighed)
        if rows:
            digest = digest_of_text("".join(rows))
            self.expected.expect(ITEMS_CSV, contributing(kind, row), digest)
        for formula, weights in (*weighed, *self.weights(kind, row, counts)):
            sums = self.sums[formula.code]
            if unit not in sums:
                sums[unit] = [0, 0, 0]
            for held in (sums[None], sums[unit]):
                held[0] += weights[0]
                held[1] += weights[1]
                held[2] += weights[2]

    def _list(self, kind: str, row: LedgerRow) -> None:
        if kind not in LEDGERS_OF or not self.standings.is_listed(kind, row):
            return
        for ledger in LEDGERS_OF[kind]:
            cells = ledger.cells(row, self.standings.surroundings)
            if cells:
                self.expected.expect(ledger.path, row["id"], digest_of_rows(cells))

    def contributions(
        self, kind: str, row: LedgerRow, weighed: list[tuple[Formula, Weights]]
    ) -> list[str]:
        """Return the rows of an item in the list of what each counts for, as it writes them."""
        unit = responsible_unit(kind, row)
        name = None if unit is None else self.called(unit)
        content = row["title" if kind == "opinion" else "text"]
        told = (RATE_SOURCES[KINDS[kind][0]], item_number(kind, row), content, unit, name)
        cells = as_written([written_cell(cell) for cell in told])
        return [
            f"{formula.code},{formula.title},{cells},{weights[0]},{weights[1]},{weights[2]}\r\n"
            for formula, weights in weighed
            if any(weights)
        ]

    def weights(
        self, kind: str, row: LedgerRow, formulas: list[Formula]
    ) -> list[tuple[Formula, Weights]]:
        """Return what an item counts for in the figures to whose cohort it belongs."""
        if counts_for_nothing(kind, row):
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


def counts_for_nothing(kind: str, row: LedgerRow) -> bool:
    """Return whether figures leave an item out altogether."""
    return row.get("status") in NOT_COUNTED.get(kind, ())


def item_number(kind: str, row: LedgerRow) -> str:
    """Return the number by which the list of what each item counts for calls it."""
    number: str = row["number"]
    return f"{number}第{row['no']}项" if kind == "measure" else number


def contributing(kind: str, row: LedgerRow) -> str:
    """Return the identity under which an item that counts for something is kept."""
    return row["id"] if kind != "measure" else identity_of(kind, item_number(kind, row))
