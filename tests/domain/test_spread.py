import pytest

from domain.spread import Spread


@pytest.mark.parametrize(
    ("days", "mean", "median", "ninth"),
    [
        ([], None, None, None),
        ([7], "7.00", "7.00", 7),
        ([1, 2], "1.50", "1.50", 2),
        ([9, 1, 5], "5.00", "5.00", 9),
        (list(range(1, 11)), "5.50", "5.50", 9),
        (list(range(1, 12)), "6.00", "6.00", 10),
        ([0, 0, 1], "0.33", "0.00", 1),
    ],
)
def test_spread_of_days(
    days: list[int], mean: str | None, median: str | None, ninth: int | None
) -> None:
    spread = Spread.of(days)
    assert (spread.mean, spread.median, spread.ninth_decile) == (mean, median, ninth)
