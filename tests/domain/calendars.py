"""Notices and calendars for tests."""

from datetime import date
from functools import cache

from application.reference.shipped_calendars import reference_years
from domain.calendar_year import CalendarYear, Notice, arrangement_of
from domain.work_calendar import WorkCalendar
from tests.aggregates import act

STATUTORY = ("01-01", "05-01", "05-02", "10-01", "10-02", "10-03")


def notice(
    year: int = 2027,
    *,
    off: tuple[str, ...] = (),
    worked: tuple[str, ...] = (),
    number: str | None = "国办发明电〔2026〕8号",
    on: str | None = "2026-11-10",
) -> Notice:
    """Build a notice with the statutory days of the year and whatever else is named."""
    return Notice(
        notice_number=number,
        notice_date=None if on is None else date.fromisoformat(on),
        source="中国政府网",
        days_off=tuple(date.fromisoformat(f"{year}-{day}") for day in (*STATUTORY, *off)),
        working_days=tuple(date.fromisoformat(f"{year}-{day}") for day in worked),
    )


def published(*, off: tuple[str, ...] = (), worked: tuple[str, ...] = ()) -> CalendarYear:
    """Return 2027 as it stands after its first notice."""
    stated = notice(off=off, worked=worked)
    calendar_year = CalendarYear.publish(2027, stated, act("2026-11-12"))
    calendar_year.collect_events()
    return calendar_year


@cache
def reference_calendar() -> WorkCalendar:
    """Return the calendar of all notices that come with the program."""
    return WorkCalendar(
        {
            each.year: arrangement_of(each.year, len(each.notices), each.notices[-1].notice)
            for each in reference_years()
        }
    )
