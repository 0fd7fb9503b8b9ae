"""Rankings: exact rates are compared, ties share a place, small bases are apart."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from domain.ranking import SMALLEST_BASE, Place, ranked
from domain.ratio import Ratio


def ratio(numerator: int, denominator: int) -> Ratio:
    return Ratio(numerator=numerator, denominator=denominator)


def order(places: list[Place]) -> list[tuple[int | None, str]]:
    return [(place.rank, place.name) for place in places]


def test_the_best_comes_first_and_ties_share_a_place() -> None:
    places = ranked(
        [("A", ratio(4, 5)), ("B", ratio(8, 10)), ("C", ratio(9, 10)), ("D", ratio(1, 5))]
    )
    assert order(places) == [(1, "C"), (2, "B"), (2, "A"), (4, "D")]


def test_rates_that_print_alike_are_told_apart() -> None:
    more, less = ratio(2_000, 30_001), ratio(1_999, 30_001 - 14)
    assert more.percent == less.percent
    assert more.exact != less.exact
    better = max(("A", more), ("B", less), key=lambda each: each[1].exact or 0)
    assert order(ranked([("A", more), ("B", less)]))[0] == (1, better[0])


def test_a_small_base_has_no_place_however_good_the_rate() -> None:
    places = ranked([("A", ratio(4, 4)), ("B", ratio(1, 5)), ("C", ratio(0, 0))])
    assert order(places) == [(1, "B"), (None, "A"), (None, "C")]
    assert order(ranked([("A", ratio(4, 4)), ("B", ratio(1, 5))], smallest_base=4)) == [
        (1, "A"),
        (2, "B"),
    ]


def test_nothing_is_never_ranked_even_without_a_smallest_base() -> None:
    assert order(ranked([("A", ratio(0, 0))], smallest_base=0)) == [(None, "A")]


def test_where_less_is_better_the_least_comes_first() -> None:
    places = ranked([("A", ratio(4, 5)), ("B", ratio(1, 5))], higher_is_better=False)
    assert order(places) == [(1, "B"), (2, "A")]


rates = st.builds(
    lambda base, part: ratio(min(base, part), base), st.integers(0, 12), st.integers(0, 12)
)


@given(st.dictionaries(st.text(min_size=1, max_size=3), rates, max_size=12), st.booleans())
def test_a_place_is_one_more_than_the_number_of_those_better(
    competing: dict[str, Ratio], higher_is_better: bool
) -> None:
    places = ranked(competing.items(), higher_is_better=higher_is_better)
    assert sorted(place.name for place in places) == sorted(competing)
    assert places == ranked(reversed(competing.items()), higher_is_better=higher_is_better)
    sign = 1 if higher_is_better else -1
    values: dict[str, Fraction] = {
        name: sign * each.exact
        for name, each in competing.items()
        if each.exact is not None and each.denominator >= SMALLEST_BASE
    }
    for place in places:
        better = (value for value in values.values() if value > values.get(place.name, 0))
        assert place.rank == (1 + len(list(better)) if place.name in values else None)
