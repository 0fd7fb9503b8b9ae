"""Counts terms day by day, as a clerk would on a wall calendar; knows nothing of our code.

Which days are worked comes straight from `chinese_calendar`.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

import chinese_calendar  # type: ignore[import-untyped]  # it has no stubs

FIRST_YEAR, LAST_YEAR = 2018, 2026
LAST_DAY = date(LAST_YEAR, 12, 31)


class Asked(NamedTuple):
    """A term to be counted."""

    start: date
    length: int
    unit: str
    roll: bool


class BeyondTheCalendar(Exception):
    """The answer lies after the last year anybody knows."""


def tomorrow(day: date) -> date:
    """Turn the page."""
    following = day + timedelta(days=1)
    if following > LAST_DAY:
        raise BeyondTheCalendar
    return following


def is_worked(day: date) -> bool:
    """Look the day up."""
    return bool(chinese_calendar.is_workday(day))


def last_of_month(day: date) -> bool:
    """Say whether the next page has another month's name."""
    return (day + timedelta(days=1)).month != day.month


def count(asked: Asked) -> date:
    """Return the last day of the term."""
    day = _counted(asked)
    while asked.roll and not is_worked(day):
        day = tomorrow(day)
    return day


def _counted(asked: Asked) -> date:
    day, left = asked.start, asked.length
    if asked.unit == "month":
        while left:
            day = tomorrow(day)
            left -= day.day == 1
        while day.day != asked.start.day and not last_of_month(day):
            day = tomorrow(day)
        return day
    while left:
        day = tomorrow(day)
        left -= asked.unit == "day" or is_worked(day)
    return day


def random_terms(seed: int, number: int) -> Iterator[tuple[Asked, date]]:
    """Yield so many terms whose last day is known, with that day."""
    random = Random(seed)  # noqa: S311  the same terms each time
    first = date(FIRST_YEAR, 1, 1).toordinal()
    longest = {"day": 400, "working_day": 250, "month": 24}
    found = 0
    while found < number:
        unit = random.choice(list(longest))
        asked = Asked(
            date.fromordinal(random.randint(first, LAST_DAY.toordinal())),
            random.randint(1, longest[unit]),
            unit,
            random.random() < 0.5,
        )
        try:
            answer = count(asked)
        except BeyondTheCalendar:
            continue
        found += 1
        yield asked, answer
