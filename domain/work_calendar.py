"""Which days are working days, as far as the State Council has said so.

The yearly notice moves rest days about; until it is published a year has only its weekends and the
statutory days that fall on a fixed date, and whatever is counted across it is provisional (暂定).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

ONE_DAY = timedelta(days=1)
SATURDAY = 5

NEW_YEAR = (1, 1)
LABOUR_DAY = (5, 1)
NATIONAL_DAY = ((10, 1), (10, 2), (10, 3))
STATUTORY_DAYS_SINCE = {
    2025: (NEW_YEAR, LABOUR_DAY, (5, 2), *NATIONAL_DAY),
    2008: (NEW_YEAR, LABOUR_DAY, *NATIONAL_DAY),
    2000: (NEW_YEAR, LABOUR_DAY, (5, 2), (5, 3), *NATIONAL_DAY),
    1950: (NEW_YEAR, LABOUR_DAY, (10, 1), (10, 2)),
}
"""New Year, Labour Day, National Day, by the first year in which they are so, the last one first:
全国年节及纪念日放假办法 art. 2 as changed by 国务院令第795号 (in force 2025-01-01), 第513号
(2008-01-01) and 第270号 (1999-09-18; 3 October 1999 was a Sunday), and as 政务院 had it on
1949-12-23. Those of the lunar calendar and the days in lieu are known from the notice alone."""


class YearArrangement(NamedTuple):
    """What a published notice says of one year."""

    year: int
    version: int
    """Counts the notices about the year: a later one may change an earlier one."""
    days_off: frozenset[date]
    """Every holiday, days in lieu included; weekends need not be listed."""
    working_days: frozenset[date]
    """Saturdays and Sundays that are worked."""


def fixed_statutory_days(year: int) -> tuple[date, ...]:
    """Return the statutory days off of a year that fall on the same date each year."""
    days = next((days for since, days in STATUTORY_DAYS_SINCE.items() if since <= year), ())
    return tuple(date(year, month, day) for month, day in days)


class WorkCalendar:
    """Answers for any day; immutable."""

    def __init__(self, years: Mapping[int, YearArrangement]) -> None:
        self._years = dict(years)

    def arrangement_of(self, year: int) -> YearArrangement | None:
        """Return what is published of the year; a year nobody asks for is never looked up."""
        return self._years.get(year)

    def version_of(self, year: int) -> int | None:
        """Return the version of the year's arrangement; ``None`` while none is published."""
        arrangement = self.arrangement_of(year)
        return arrangement.version if arrangement else None

    def is_working_day(self, day: date) -> bool:
        """Return whether ``day`` is worked."""
        arrangement = self.arrangement_of(day.year)
        if arrangement is None:
            return day.weekday() < SATURDAY and day not in fixed_statutory_days(day.year)
        if day in arrangement.working_days:
            return True
        return day.weekday() < SATURDAY and day not in arrangement.days_off

    def working_day_from(self, day: date) -> date:
        """Return ``day`` itself if it is worked, else the first day after it that is."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def shifted(self, day: date, working_days: int) -> date:
        """Return the day so many working days after ``day``, or before it when negative.

        ``day`` itself is not counted (Civil Code art. 201).
        """
        step = ONE_DAY if working_days > 0 else -ONE_DAY
        for _ in range(abs(working_days)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """Return how many working days lie after ``first`` up to and including ``last``."""
        days = (last - first).days
        return sum(self.is_working_day(first + ONE_DAY * n) for n in range(1, days + 1))


NOTHING_PUBLISHED = WorkCalendar({})
