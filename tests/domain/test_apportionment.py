"""Shares by largest remainder add up to exactly 100."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.apportionment import apportioned

HUNDRED = Decimal(100)


def test_the_shares_of_a_published_report() -> None:
    assert apportioned([54, 33, 2, 4]) == ["58.07", "35.48", "2.15", "4.30"]


@pytest.mark.parametrize(
    ("counts", "decimals", "shares"),
    [
        ([1, 1, 1], 2, ["33.34", "33.33", "33.33"]),
        ([1, 2], 0, ["33", "67"]),
        ([0, 7], 2, ["0.00", "100.00"]),
        ([55, 16], 1, ["77.5", "22.5"]),
        ([1, 3, 3, 1], 0, ["12", "38", "38", "12"]),
    ],
)
def test_what_is_missing_goes_to_the_largest_remainders(
    counts: list[int], decimals: int, shares: list[str]
) -> None:
    assert apportioned(counts, decimals) == shares


@pytest.mark.parametrize("counts", [[], [0], [0, 0]])
def test_nothing_has_no_shares(counts: list[int]) -> None:
    assert apportioned(counts) is None


@given(
    st.lists(st.integers(0, 10**6), min_size=1, max_size=15).filter(any),
    st.integers(0, 4),
)
def test_shares_add_up_and_are_off_by_less_than_one_last_digit(
    counts: list[int], decimals: int
) -> None:
    shares = apportioned(counts, decimals)
    assert shares is not None
    assert sum(map(Decimal, shares)) == HUNDRED
    for count, share in zip(counts, shares, strict=True):
        exact = Fraction(100 * count, sum(counts))
        assert abs(Fraction(share) - exact) < Fraction(1, 10**decimals)


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=8).filter(any))
def test_a_larger_count_never_has_the_smaller_share(counts: list[int]) -> None:
    shares = apportioned(counts)
    assert shares is not None
    by_count = sorted(zip(counts, map(Decimal, shares), strict=True))
    assert by_count == sorted(by_count, key=lambda each: each[1])
