"""The same period a year earlier: adjacent periods stay adjacent, 29 February included."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.year_earlier import end_a_year_earlier, start_a_year_earlier


@pytest.mark.parametrize(
    ("day", "earlier"),
    [
        ("2015-12-31", "2014-12-31"),
        ("2016-02-29", "2015-02-28"),
        ("2017-02-28", "2016-02-29"),
        ("2016-02-28", "2015-02-28"),
        ("2016-03-01", "2015-03-01"),
    ],
)
def test_the_last_day(day: str, earlier: str) -> None:
    assert end_a_year_earlier(date.fromisoformat(day)) == date.fromisoformat(earlier)


@pytest.mark.parametrize(
    ("day", "earlier"),
    [
        ("2015-01-01", "2014-01-01"),
        ("2016-02-29", "2015-03-01"),
        ("2017-03-01", "2016-03-01"),
        ("2017-02-28", "2016-02-28"),
    ],
)
def test_the_first_day(day: str, earlier: str) -> None:
    assert start_a_year_earlier(date.fromisoformat(day)) == date.fromisoformat(earlier)


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2200, 12, 31)))
def test_what_follows_a_period_follows_it_a_year_earlier(last: date) -> None:
    following = last + timedelta(days=1)
    assert start_a_year_earlier(following) == end_a_year_earlier(last) + timedelta(days=1)
