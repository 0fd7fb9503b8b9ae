"""How items divide: by class, by satisfaction, by status; the shares of a whole come to 100."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from interfaces.verifier.figure_tables import FigureRow, FigureTable
from interfaces.verifier.opinion_story import LedgerRow
from interfaces.verifier.rate_formulas import DRAFTED, PLANNED, REFERRED
from interfaces.verifier.standings import TableScope
from interfaces.verifier.words import (
    COMMITMENT_STATUSES,
    GRADES,
    OPINION_STATUSES,
    RESULT_CLASSES,
    TASK_STATUSES,
)

SHARE_TABLE = FigureTable(
    "比率/构成.csv", ("构成", "项目", "件数", "占比", "合计", "未列入", "范围")
)
ALL_SHARES = 10_000
"""A hundred percent, in hundredths of one."""


class Division(NamedTuple):
    """Which items are divided by which fact, and what the parts are called, in their order."""

    title: str
    kind: str
    cohort: str
    about: str
    """Which items a period is about, in Chinese."""
    fact: str
    parts: Mapping[str, str]


def _all_but(words: Mapping[str, str], *left_out: str) -> dict[str, str]:
    return {word: label for word, label in words.items() if word not in left_out}


_OPINIONS = ("opinion", REFERRED, "交办日期在期间内的意见")
_TASKS = ("task", PLANNED, "立项日期在期间内的整改任务")
_PROMISES = ("commitment", DRAFTED, "起草日期在期间内的公开承诺")
DIVISIONS = (
    Division("办理结果分类", *_OPINIONS, "current_class", RESULT_CLASSES),
    Division("首次答复的结果分类", *_OPINIONS, "first_class", RESULT_CLASSES),
    Division("满意度", *_OPINIONS, "last_grade", GRADES),
    Division("第一轮满意度", *_OPINIONS, "first_grade", GRADES),
    Division(
        "意见办理状态",
        *_OPINIONS,
        "status",
        _all_but(OPINION_STATUSES, "not_admitted", "withdrawn"),
    ),
    Division("任务状态", *_TASKS, "status", _all_but(TASK_STATUSES, "cancelled")),
    Division("承诺状态", *_PROMISES, "status", COMMITMENT_STATUSES),
)


class Divided:
    """Counts the items that counted figures are about, by their parts."""

    def __init__(self, scope: TableScope) -> None:
        self._scope = scope
        self._counts: dict[str, Counter[str | None]] = {
            division.title: Counter() for division in DIVISIONS
        }

    def add(self, kind: str, row: LedgerRow) -> None:
        """Count an item wherever it belongs."""
        for division in DIVISIONS:
            if division.kind == kind and self._scope.has(row[division.cohort]):
                self._counts[division.title][row[division.fact]] += 1

    def rows(self) -> Iterator[FigureRow]:
        """Yield each part of each whole; items of no part are counted beside it."""
        for division in DIVISIONS:
            counted = self._counts[division.title]
            figures = [counted[word] for word in division.parts]
            shares = apportioned(figures)
            for label, items, percent in zip(division.parts.values(), figures, shares):
                yield FigureRow(
                    f"{division.title}({label})",
                    [
                        division.title,
                        label,
                        items,
                        percent,
                        sum(figures),
                        counted[None],
                        division.about,
                    ],
                )


def apportioned(counts: list[int]) -> list[str | None]:
    """Return each share of a whole as it is written; there is none of nothing.

    Each is rounded down, and what is then missing goes to the largest remainders, among equal ones
    to the larger count, then to the earlier.
    """
    total = sum(counts)
    if not total:
        return [None] * len(counts)
    shares = [divmod(count * ALL_SHARES, total) for count in counts]
    hundredths = [whole for whole, _ in shares]
    by_remainder = sorted(
        range(len(counts)), key=lambda place: (-shares[place][1], -counts[place], place)
    )
    for place in by_remainder[: ALL_SHARES - sum(hundredths)]:
        hundredths[place] += 1
    return [f"{each // 100}.{each % 100:02}%" for each in hundredths]
