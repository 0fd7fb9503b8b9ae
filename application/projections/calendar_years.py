"""The yearly holiday arrangements: what was in force, and known, when."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Date, Integer, Select, Text, select

from application.event_store.columns import Texts
from application.projections.pages import Ordering, Page, read_page
from application.projections.versioned import (
    Moment,
    ReadModel,
    Rows,
    holding,
    owner_column,
    versioned_table,
)
from domain.calendar_year import CalendarYear, Notice, years_needed_on
from domain.work_calendar import WorkCalendar, YearArrangement

calendar_years = versioned_table(
    "calendar_years",
    owner_column("calendar_year_id"),
    Column("year", Integer, nullable=False),
    Column("notices", Integer, nullable=False),
    Column("notice_number", Text),
    Column("notice_date", Date),
    Column("source", Text, nullable=False),
    Column("days_off", Texts, nullable=False),
    Column("working_days", Texts, nullable=False),
    key=("calendar_year_id",),
    owner="calendar_year_id",
)

SORTABLE: dict[str, ColumnElement[Any]] = {
    "year": calendar_years.c.year,
    "notice_date": calendar_years.c.notice_date,
}

calendar_year_register = ReadModel("calendar_years", calendar_years)


@calendar_year_register.on(CalendarYear.Published)
def _published(event: CalendarYear.Published, rows: Rows) -> None:
    rows.open(
        calendar_years,
        calendar_year_id=event.originator_id,
        year=event.year,
        notices=1,
        **_facts(event.notice),
    )


@calendar_year_register.on(CalendarYear.Amended)
def _amended(event: CalendarYear.Amended, rows: Rows) -> None:
    notices = rows.current(calendar_years, event.originator_id)["notices"] + 1
    rows.revise(calendar_years, event.originator_id, notices=notices, **_facts(event.notice))


def _facts(notice: Notice) -> dict[str, Any]:
    return {
        "notice_number": notice.notice_number,
        "notice_date": notice.notice_date,
        "source": notice.source,
        "days_off": [day.isoformat() for day in notice.days_off],
        "working_days": [day.isoformat() for day in notice.working_days],
    }


def _years_at(moment: Moment) -> Select[Any]:
    return select(calendar_years).where(holding(calendar_years, moment))


def page_of_calendar_years(
    connection: Connection,
    moment: Moment,
    *,
    order: Ordering,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Page:
    """Return one page of the arrangements."""
    return read_page(
        connection,
        _years_at(moment),
        sortable=SORTABLE,
        key=(calendar_years.c.calendar_year_id,),
        order=order,
        after=after,
        limit=limit,
    )


def calendar_at(connection: Connection, moment: Moment) -> WorkCalendar:
    """Return the calendar as it was in force and known, to answer questions by."""
    return WorkCalendar(
        {
            row.year: YearArrangement(
                row.year, row.notices, _read(row.days_off), _read(row.working_days)
            )
            for row in connection.execute(_years_at(moment))
        }
    )


def _read(days: Sequence[str]) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, days))


def years_missing(connection: Connection, moment: Moment) -> list[int]:
    """Return the years whose arrangement should be known by now and is not."""
    calendar = calendar_at(connection, moment)
    needed = years_needed_on(moment.as_of)
    return [year for year in needed if calendar.version_of(year) is None]
