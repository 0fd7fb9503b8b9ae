"""Working days are counted by the notices, and without one by weekends and fixed holidays."""

from datetime import date

from domain.work_calendar import NOTHING_PUBLISHED
from tests.domain.calendars import reference_calendar

CALENDAR = reference_calendar()


def test_a_year_without_a_notice_knows_weekends_and_fixed_statutory_days() -> None:
    assert NOTHING_PUBLISHED.version_of(2027) is None
    assert not NOTHING_PUBLISHED.is_working_day(date(2027, 1, 1))
    assert not NOTHING_PUBLISHED.is_working_day(date(2027, 1, 2))
    assert NOTHING_PUBLISHED.is_working_day(date(2027, 2, 8))


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
