"""Working days are counted by the notices, and without one by weekends and fixed holidays."""

from datetime import date, timedelta

import pytest

from domain.work_calendar import NOTHING_PUBLISHED, SATURDAY, fixed_statutory_days
from tests.domain.calendars import reference_calendar

CALENDAR = reference_calendar()


def test_a_year_without_a_notice_knows_weekends_and_fixed_statutory_days() -> None:
    assert NOTHING_PUBLISHED.version_of(2027) is None
    assert not NOTHING_PUBLISHED.is_working_day(date(2027, 1, 1))
    assert not NOTHING_PUBLISHED.is_working_day(date(2027, 1, 2))
    assert NOTHING_PUBLISHED.is_working_day(date(2027, 2, 8))


FIXED_STATUTORY_DAYS = {
    1950: "01-01 05-01 10-01 10-02",
    1999: "01-01 05-01 10-01 10-02",
    2000: "01-01 05-01 05-02 05-03 10-01 10-02 10-03",
    2007: "01-01 05-01 05-02 05-03 10-01 10-02 10-03",
    2008: "01-01 05-01 10-01 10-02 10-03",
    2024: "01-01 05-01 10-01 10-02 10-03",
    2025: "01-01 05-01 05-02 10-01 10-02 10-03",
    2028: "01-01 05-01 05-02 10-01 10-02 10-03",
}


@pytest.mark.parametrize("year", FIXED_STATUTORY_DAYS)
def test_the_fixed_statutory_days_are_those_of_the_law_of_the_year(year: int) -> None:
    stated = [date.fromisoformat(f"{year}-{day}") for day in FIXED_STATUTORY_DAYS[year].split()]
    assert list(fixed_statutory_days(year)) == stated
    first = date(year, 1, 1)
    year_long = (first + timedelta(days=n) for n in range(366))
    weekdays = [day for day in year_long if day.year == year and day.weekday() < SATURDAY]
    off = [day for day in weekdays if not NOTHING_PUBLISHED.is_working_day(day)]
    assert off == [day for day in stated if day.weekday() < SATURDAY]


def test_before_the_law_there_was_no_statutory_day() -> None:
    assert fixed_statutory_days(1949) == ()


@pytest.mark.parametrize("year", range(2004, 2027))
def test_every_notice_of_the_state_council_has_the_fixed_statutory_days_off(year: int) -> None:
    assert not any(map(CALENDAR.is_working_day, fixed_statutory_days(year)))


def test_2026_as_the_notice_has_it() -> None:
    assert CALENDAR.version_of(2026) == 1
    spans = (
        ("01-01", "01-03"),
        ("02-15", "02-23"),
        ("04-04", "04-06"),
        ("05-01", "05-05"),
        ("06-19", "06-21"),
        ("09-25", "09-27"),
        ("10-01", "10-07"),
    )
    for first, last in spans:
        day, end = (date.fromisoformat(f"2026-{each}") for each in (first, last))
        while day <= end:
            assert not CALENDAR.is_working_day(day)
            day = date.fromordinal(day.toordinal() + 1)
    worked = ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")
    assert all(CALENDAR.is_working_day(date.fromisoformat(f"2026-{each}")) for each in worked)


def test_days_are_shifted_forwards_backwards_and_not_at_all() -> None:
    assert CALENDAR.shifted(date(2026, 9, 24), 10) == date(2026, 10, 15)
    assert CALENDAR.shifted(date(2026, 10, 15), -10) == date(2026, 9, 24)
    assert CALENDAR.shifted(date(2026, 10, 1), 0) == date(2026, 10, 1)


def test_working_days_between_exclude_the_first_and_include_the_last() -> None:
    assert CALENDAR.working_days_between(date(2026, 9, 24), date(2026, 10, 15)) == 10
    assert CALENDAR.working_days_between(date(2026, 9, 24), date(2026, 9, 24)) == 0


def test_a_working_day_stays_and_a_day_off_moves_on() -> None:
    assert CALENDAR.working_day_from(date(2026, 2, 14)) == date(2026, 2, 14)
    assert CALENDAR.working_day_from(date(2026, 10, 1)) == date(2026, 10, 8)
