"""How many days opinions took from their referral, those that are not completed apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from interfaces.verifier.figure_tables import FigureRow, FigureTable, rounded_half_up
from interfaces.verifier.opinion_story import LedgerRow
from interfaces.verifier.rate_formulas import REFERRED
from interfaces.verifier.standings import TableScope
from interfaces.verifier.work_days import days_between

DAYS_TABLE = FigureTable(
    "比率/办理天数.csv", ("范围", "件数", "平均天数", "中位天数", "九成办结天数")
)
CLOSED, OPEN = "closed", "open"
LABELS = {CLOSED: "已办结", OPEN: "尚未办结(截至当日)"}


class HandlingDays:
    """Counts the opinions of a period by the days they took, or have taken so far."""

    def __init__(self, scope: TableScope) -> None:
        self._scope = scope
        self._taken: dict[str, Counter[int]] = {CLOSED: Counter(), OPEN: Counter()}

    def add(self, row: LedgerRow) -> None:
        """Count an opinion; what was merged into another is handled there."""
        if self._scope.has(row[REFERRED]) and row["merged_into"] is None:
            done = row["completed_on"]
            days = days_between(row[REFERRED], done or self._scope.as_of)
            self._taken[CLOSED if done else OPEN][days] += 1

    def facts(self) -> dict[str, dict[str, Any]]:
        """Return, for programs, the spread of the days of either."""
        return {state: spread_facts(taken) for state, taken in self._taken.items()}

    def rows(self) -> Iterator[FigureRow]:
        """Yield the same as a table."""
        for state, facts in self.facts().items():
            yield FigureRow(LABELS[state], [LABELS[state], *facts.values()])


def spread_facts(taken: Counter[int]) -> dict[str, Any]:
    """Return how many there are, their mean and median, and the days nine in ten stayed within."""
    count = sum(taken.values())
    total = sum(days * times for days, times in taken.items())
    middle = _nth(taken, (count + 1) // 2), _nth(taken, count // 2 + 1)
    return {
        "count": count,
        "mean": rounded_half_up(total, count),
        "median": rounded_half_up(sum(middle), 2) if count else None,
        "ninth_decile": _nth(taken, (9 * count + 9) // 10) if count else None,
    }


def _nth(taken: Counter[int], number: int) -> int:
    """Return the days of the item with this number, the quickest first; 0 if there is none."""
    for days in sorted(taken):
        number -= taken[days]
        if number <= 0:
            return days
    return 0
