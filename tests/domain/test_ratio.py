from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ratio import Ratio, rounded


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent"),
    [
        (3, 6, "50.00"),
        (5, 6, "83.33"),
        (50, 64, "78.13"),
        (54, 93, "58.06"),
        (230, 240, "95.83"),
        (0, 4, "0.00"),
        (7, 4, "175.00"),
    ],
)
def test_percent_is_printed_half_up(numerator: int, denominator: int, percent: str) -> None:
    assert Ratio(numerator=numerator, denominator=denominator).percent == percent


def test_empty_base_has_no_rate() -> None:
    nothing = Ratio(numerator=0, denominator=0)
    assert nothing.exact is None
    assert nothing.percent is None


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_print_is_within_half_a_hundredth(numerator: int, denominator: int) -> None:
    ratio = Ratio(numerator=numerator, denominator=denominator)
    printed = Fraction(str(ratio.percent))
    assert ratio.exact is not None
    distance = printed - ratio.exact * 100
    assert Fraction(-1, 200) < distance <= Fraction(1, 200)


def test_decimals_can_be_chosen() -> None:
    assert rounded(Fraction(1, 8), 1) == "0.1"
    assert rounded(Fraction(25, 100), 1) == "0.3"


@pytest.mark.parametrize(
    ("now", "earlier", "points"),
    [
        ((5, 6), (4, 6), "+16.67"),
        ((4, 6), (5, 6), "-16.67"),
        ((1, 2), (2, 4), "0.00"),
        ((50_001, 100_000), (50_000, 100_000), "0.00"),
        ((1_001, 20_000), (1, 20), "+0.01"),
        ((999, 20_000), (1, 20), "-0.01"),
        ((1, 1), (0, 1), "+100.00"),
        ((0, 0), (1, 2), None),
        ((1, 2), (0, 0), None),
    ],
)
def test_the_difference_is_rounded_once(
    now: tuple[int, int], earlier: tuple[int, int], points: str | None
) -> None:
    ratios = [Ratio(numerator=top, denominator=base) for top, base in (now, earlier)]
    assert ratios[0].points_over(ratios[1]) == points


def test_a_mean_is_the_numerator_for_each_of_the_denominator() -> None:
    assert Ratio(numerator=45, denominator=2).mean == "22.50"
    assert Ratio(numerator=0, denominator=0).mean is None
