"""The notices that come with the program agree, day by day, with two independent libraries."""

from collections.abc import Iterator
from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped]  # it has no stubs
import holidays
import pytest

from application.reference.shipped_calendars import ReferenceYear, reference_years
from domain.calendar_year import CalendarYear
from tests.aggregates import act
from tests.domain.calendars import reference_calendar

YEARS = range(2004, 2027)
CALENDAR = reference_calendar()
WORKED_BY_THE_NOTICE_ABOUT_2006 = date(2005, 12, 31)
"""国办发明电〔2005〕35号; `holidays` knows it, `chinese_calendar` does not."""


def days_of(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def test_every_year_is_there_once() -> None:
    assert [each.year for each in reference_years()] == list(YEARS)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_is_worked_or_off_as_chinese_calendar_has_it(year: int) -> None:
    differing = [
        day
        for day in days_of(year)
        if CALENDAR.is_working_day(day) != chinese_calendar.is_workday(day)
    ]
    assert differing == ([WORKED_BY_THE_NOTICE_ABOUT_2006] if year == 2005 else [])


@pytest.mark.parametrize("year", YEARS)
def test_every_day_is_worked_or_off_as_holidays_has_it(year: int) -> None:
    china = holidays.country_holidays("CN", years=year)
    differing = [
        day for day in days_of(year) if CALENDAR.is_working_day(day) != china.is_working_day(day)
    ]
    assert differing == []


@pytest.mark.parametrize("year", reference_years(), ids=lambda each: str(each.year))
def test_every_notice_has_a_number_a_date_and_keeps_the_rules(year: ReferenceYear) -> None:
    first, *later = year.notices
    recorded = CalendarYear.publish(year.year, first.notice, act(first.issued_on.isoformat()))
    for notice in later:
        recorded.amend(notice.notice, notice.reason, act(notice.issued_on.isoformat()))
    assert recorded.arrangement.version == len(year.notices)
    for notice in year.notices:
        assert "发明电〔" in notice.number
        assert notice.source
        assert year.year - 2 < notice.issued_on.year <= year.year


@pytest.mark.parametrize(
    ("year", "worked_at_first", "worked_later"),
    [
        (2015, date(2015, 9, 4), date(2015, 9, 6)),
        (2019, date(2019, 5, 2), date(2019, 4, 28)),
        (2018, date(2018, 12, 31), date(2018, 12, 29)),
    ],
)
def test_a_later_notice_changed_the_year(
    year: int, worked_at_first: date, worked_later: date
) -> None:
    first, second = next(each for each in reference_years() if each.year == year).notices
    assert worked_at_first not in first.days_off
    assert worked_later not in first.working_days
    assert worked_at_first in second.days_off
    assert worked_later in second.working_days


def test_the_spring_festival_of_2020_was_prolonged() -> None:
    first, second = next(each for each in reference_years() if each.year == 2020).notices
    assert date(2020, 2, 1) in first.working_days
    assert date(2020, 1, 31) not in first.days_off
    assert {date(2020, 1, 31), date(2020, 2, 1)} <= {*second.days_off}
    assert date(2020, 2, 1) not in second.working_days
