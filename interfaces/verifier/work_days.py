"""Working days by the notices about holidays, and terms counted in days and months."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

ONE_DAY = timedelta(days=1)
MONTHS = 12
MONTHS_OF = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
SATURDAY = 5
FIXED_HOLIDAYS_SINCE = {
    2025: "01-01 05-01 05-02 10-01 10-02 10-03",
    2008: "01-01 05-01 10-01 10-02 10-03",
    2000: "01-01 05-01 05-02 05-03 10-01 10-02 10-03",
    1950: "01-01 05-01 10-01 10-02",
}
"""By the first year in which the law has them so, the last one first."""

Arrangement = tuple[frozenset[str], frozenset[str]]
"""The days off and the weekend days that are worked."""


class WorkDays:
    """Tells working days; of a year without a notice, weekends and fixed holidays are off."""

    def __init__(self, years: Mapping[int, Arrangement | None]) -> None:
        self._years = years
        self.asked: set[int] = set()
        """The years that mattered."""

    def is_worked(self, day: date) -> bool:
        """Return whether a day is a working day."""
        self.asked.add(day.year)
        text, arrangement = day.isoformat(), self._years.get(day.year)
        if arrangement is None:
            return day.weekday() < SATURDAY and not is_fixed_holiday(text)
        off, worked = arrangement
        return text in worked or (day.weekday() < SATURDAY and text not in off)

    def worked_from(self, day: date) -> date:
        """Return the day itself if it is worked, or the first one after it that is."""
        while not self.is_worked(day):
            day += ONE_DAY
        return day

    def worked_between(self, first: date, last: date) -> int:
        """Return how many working days lie after a day, up to and including a later one."""
        return sum(self.is_worked(first + n * ONE_DAY) for n in range(1, (last - first).days + 1))

    def later(self, day: date, term: dict[str, Any]) -> date:
        """Return the last day of a term, the day it begins on not counted."""
        if term["unit"] == "month":
            return months_later(day, term["length"])
        return self._stepped(day, term, ONE_DAY)

    def earlier(self, day: date, term: dict[str, Any]) -> date:
        """Return the day from which a term in days reaches to a day, itself not counted."""
        return self._stepped(day, term, -ONE_DAY)

    def _stepped(self, day: date, term: dict[str, Any], step: timedelta) -> date:
        length: int = term["length"]
        if term["unit"] == "day":
            return day + length * step
        for _ in range(length):
            day += step
            while not self.is_worked(day):
                day += step
        return day


def is_fixed_holiday(day: str) -> bool:
    """Return whether the law has a day off each year, whatever a notice says."""
    year = int(day[:4])
    days = next((days for since, days in FIXED_HOLIDAYS_SINCE.items() if since <= year), "")
    return day[5:] in days


def months_later(day: date, months: int) -> date:
    """Return the same day number so many months later, or the month's end where there is none."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def days_between(first: str, last: str) -> int:
    """Return how many calendar days lie between two days; negative when they are reversed."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
