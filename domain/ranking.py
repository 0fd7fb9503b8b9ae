"""Rankings by exact rates: ties share a place, and a small base is not ranked at all."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from domain.ratio import Ratio

SMALLEST_BASE = 5
"""The base below which a rate says too little to be ranked by, unless told otherwise."""


class Place(NamedTuple):
    """The place of one competitor; without one, its base is too small."""

    rank: int | None
    name: str
    ratio: Ratio


def ranked(
    rates: Iterable[tuple[str, Ratio]],
    *,
    smallest_base: int = SMALLEST_BASE,
    higher_is_better: bool = True,
) -> list[Place]:
    """Rank by the exact rate, the best first; those with a small base follow without a place.

    Equal rates share a place and the next place counts them all (1, 1, 3). Within a place the
    larger base comes first, then the name decides.
    """
    sign = -1 if higher_is_better else 1
    compared: list[tuple[Fraction, int, str, Ratio]] = []
    apart: list[Place] = []
    for name, ratio in rates:
        if ratio.exact is None or ratio.denominator < smallest_base:
            apart.append(Place(None, name, ratio))
        else:
            compared.append((sign * ratio.exact, -ratio.denominator, name, ratio))
    compared.sort(key=lambda each: each[:3])
    places: list[Place] = []
    for position, (key, _, name, ratio) in enumerate(compared, 1):
        tied = position > 1 and key == compared[position - 2][0]
        places.append(Place(places[-1].rank if tied else position, name, ratio))
    return places + sorted(apart, key=lambda each: each.name)
