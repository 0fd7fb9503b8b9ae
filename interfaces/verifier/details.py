"""What each item counts for in the rates: a table for each kind of item that rates count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Optional

from interfaces.verifier.ledger_columns import UNDATED, written_cell
from interfaces.verifier.listing_check import IDENTITY, SERIAL, Listing
from interfaces.verifier.opinion_story import LedgerRow
from interfaces.verifier.rate_formulas import (
    COMMITMENT_FORMULAS,
    MEASURE_FORMULAS,
    OPINION_FORMULAS,
    TASK_FORMULAS,
    Formula,
    Weights,
)
from interfaces.verifier.standings import units_in_lead

Weighed = Sequence[Optional[Weights]]
"""What an item adds to each figure; ``None`` where its period leaves the item out."""
NOTHING = (0, 0, 0)
AND_UNIT = "、"
"""Between the lead units of an opinion that is split."""
PART = "part"
"""Stands for the parts of split opinions where kinds of items stand."""


class Detail(NamedTuple):
    """The table of one kind of item."""

    listing: Listing
    formulas: Sequence[Formula]

    def cells(
        self, kind: str, row: LedgerRow, called: Sequence[str], weighed: Weighed
    ) -> list[str]:
        """Return the cells of an item but for its serial number; none if it counts for nothing."""
        if not any(weights and any(weights) for weights in weighed):
            return []
        content = row["title" if kind == "opinion" else "text"]
        units = (AND_UNIT.join(each) or None for each in (units_in_lead(kind, row), called))
        told = item_number(kind, row), content, *units
        sides = [str(side) for side in self._sides(weighed)]
        return [*map(written_cell, told), *sides, row["id"]]

    def _sides(self, weighed: Weighed) -> Iterable[int]:
        for formula, weights in zip(self.formulas, weighed):
            numerator, denominator, left_out = weights or NOTHING
            yield numerator
            yield denominator
            if formula.leaves_out:
                yield left_out


def _sides_of(formula: Formula) -> Sequence[str]:
    return ("分子", "分母", UNDATED) if formula.leaves_out else ("分子", "分母")


def _detail(path: str, formulas: Sequence[Formula]) -> Detail:
    sides = [f"{each.title}{side}" for each in formulas for side in _sides_of(each)]
    headers = [SERIAL, "编号", "内容", "单位代码", "单位", *sides, IDENTITY]
    return Detail(Listing(path, headers, "rates-differ"), formulas)


DETAILS = {
    "opinion": _detail("比率/意见明细.csv", OPINION_FORMULAS),
    "measure": _detail("比率/措施明细.csv", MEASURE_FORMULAS),
    "task": _detail("比率/任务明细.csv", TASK_FORMULAS),
    "commitment": _detail("比率/承诺明细.csv", COMMITMENT_FORMULAS),
    PART: _detail("比率/分办明细.csv", OPINION_FORMULAS),
}
"""By the kind of item; and of the part each lead unit of a split opinion has."""


def item_number(kind: str, row: LedgerRow) -> str:
    """Return the number by which the tables call an item."""
    number: str = row["number"]
    return f"{number}第{row['no']}项" if kind == "measure" else number
