"""Units ranked by each rate: exactly, and by the rules that governed the county on the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from interfaces.verifier.figure_tables import FigureRow, FigureTable, percentage
from interfaces.verifier.figures import KINDS, Figures
from interfaces.verifier.rulebook import STATUTORY_CODE
from interfaces.verifier.standings import Standings

RANKING_TABLE = FigureTable(
    "比率/排名.csv",
    (
        "指标代码",
        "指标",
        "名次",
        "单位代码",
        "单位",
        "分子",
        "分母",
        "比率",
        "参加排名的最小分母",
        "排名次序",
    ),
)
NOT_RANKED = "不排名"
LOWEST_FIRST = frozenset(
    (
        "return-rate",
        "rehandling-rate",
        "extension-rate",
        "recurrence-rate",
        "supervision-rate",
        "task-extension-rate",
        "task-recurrence-rate",
        "task-supervision-rate",
        "commitment-supervision-rate",
    )
)
"""The rates of which less is better."""


class RankedUnit(NamedTuple):
    """A unit, its counts, and its place; none where its base is too small."""

    place: int | None
    unit: str
    numerator: int
    denominator: int


def ranking_rows(figures: Figures) -> Iterator[FigureRow]:
    """Yield the units by each rate in their places; those without a place come last."""
    base = smallest_base(figures.standings)
    for formula in (each for _, formulas, _ in KINDS.values() for each in formulas):
        lowest_first = formula.code in LOWEST_FIRST
        counted = [
            RankedUnit(None, unit, numerator, denominator)
            for unit, (numerator, denominator, _) in figures.groups(formula.code)
            if unit
        ]
        for place, unit, numerator, denominator in ranked(counted, base, lowest_first):
            yield FigureRow(
                f"{formula.code}({unit})",
                [
                    formula.code,
                    formula.title,
                    NOT_RANKED if place is None else place,
                    unit,
                    figures.called(unit),
                    numerator,
                    denominator,
                    percentage(numerator, denominator),
                    base,
                    "低者在前" if lowest_first else "高者在前",
                ],
            )


def ranked(counted: Iterable[RankedUnit], base: int, lowest_first: bool) -> list[RankedUnit]:
    """Return units by their exact rates; equal rates share a place, which the next ones skip.

    Within a place the larger base comes first, then the code.
    """
    compared: list[tuple[Fraction, int, RankedUnit]] = []
    apart: list[RankedUnit] = []
    for each in counted:
        if each.denominator < base or not each.denominator:
            apart.append(each)
        else:
            rate = Fraction(each.numerator, each.denominator)
            compared.append((rate if lowest_first else -rate, -each.denominator, each))
    places: list[RankedUnit] = []
    before: Fraction | None = None
    for number, (rate, _, each) in enumerate(sorted(compared, key=_in_order), 1):
        place = places[-1].place if rate == before else number
        places.append(each._replace(place=place))
        before = rate
    return places + sorted(apart, key=lambda each: each.unit)


def _in_order(compared: tuple[Fraction, int, RankedUnit]) -> tuple[Fraction, int, str]:
    return (*compared[:2], compared[2].unit)


def smallest_base(standings: Standings) -> int:
    """Return below which base nobody is ranked, by the rules of the only standing committee."""
    book, units = standings.county.book, standings.units
    congresses = [
        code
        for code, unit in units.items()
        if unit["kind"] == "standing_committee" and unit["ended_on"] is None
    ]
    if len(congresses) == 1:
        in_force = dict(_versions_in_force(standings))
        for code in (*_lineage(standings, congresses[0]), STATUTORY_CODE):
            if code in in_force:
                return book.of((code, in_force[code])).ranking_base
    return book.of(None).ranking_base


def _versions_in_force(standings: Standings) -> Iterator[tuple[str, int]]:
    day = standings.scope.as_of
    for row in standings.rows("rule-profile"):
        for version in row["versions"]:
            until = version["valid_until"]
            if version["valid_from"] <= day and (until is None or day <= until):
                yield row["congress"], version["version"]


def _lineage(standings: Standings, code: str) -> list[str]:
    lineage: list[str] = []
    above: str | None = code
    while above is not None and above not in lineage:
        lineage.append(above)
        unit = standings.units.get(above)
        above = None if unit is None else unit["parent"]
    return lineage
