"""A county records each year once; what comes with the program never touches a year on record."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from application.commands import calendars
from application.commands.calendars import bring_reference_calendars, calendar_of
from application.errors import NotFound, StaleVersion
from application.projections.audit_trail import audit_trail, known_until_now, recorded_by_people
from application.projections.calendar_years import (
    calendar_at,
    calendar_years,
    page_of_calendar_years,
    years_missing,
)
from application.projections.pages import Ordering
from application.projections.versioned import Moment
from application.rebuild import rebuild
from application.reference.shipped_calendars import reference_years
from application.store import Store
from application.system_acts import SYSTEM_ACTOR, SYSTEM_UNIT
from application.work import Work
from domain.calendar_year import CalendarYear, YearAlreadyPublished
from domain.deadline import TermFromStart
from domain.derivation import derive
from domain.due import Due
from domain.model import Aggregate
from domain.term import Term, TermUnit
from domain.unit import Unit, UnitKind, UnitLevel
from tests.aggregates import act
from tests.domain.calendars import notice
from tests.stores import opened


def publish(
    store: Store,
    on: str = "2026-11-12",
    year: int = 2027,
    *,
    worked: tuple[str, ...] = (),
    notice_on: str = "2026-11-10",
) -> CalendarYear:
    stated = notice(year, worked=worked, on=notice_on)
    return store.run(
        act(on), lambda work: calendars.publish(work, year=year, notice=stated)
    ).aggregate


def amend(store: Store, on: str, expected: int, *, off: tuple[str, ...]) -> CalendarYear:
    return store.run(
        act(on),
        lambda work: calendars.amend(
            work, 2027, expected, notice=notice(off=off), reason="延长春节假期"
        ),
    ).aggregate


def versions(store: Store, day: str, known_at: int | None = None) -> dict[int, int]:
    with store.database.reading() as connection:
        moment = Moment(
            date.fromisoformat(day),
            known_until_now(connection) if known_at is None else known_at,
        )
        calendar = calendar_at(connection, moment)
    return {year: found for year in range(2000, 2030) if (found := calendar.version_of(year))}


def test_a_year_is_published_once(store: Store) -> None:
    publish(store)
    with pytest.raises(YearAlreadyPublished) as caught:
        publish(store)
    assert caught.value.detail == "2027年节假日安排已经公布;国务院另有通知的,请办理调整"
    assert versions(store, "2026-11-12") == {2027: 1}


def test_an_amendment_holds_from_its_day_on_and_once_it_is_known(store: Store) -> None:
    publish(store, worked=("02-20",))
    amend(store, "2027-01-20", 1, off=("02-08",))
    assert versions(store, "2026-11-11") == {}
    assert versions(store, "2027-01-19") == {2027: 1}
    assert versions(store, "2027-01-20") == {2027: 2}
    assert versions(store, "2027-01-20", known_at=1) == {2027: 1}
    with store.database.reading() as connection:
        then = calendar_at(connection, Moment(date(2027, 1, 19), 2))
        now = calendar_at(connection, Moment(date(2027, 1, 20), 2))
    assert then.is_working_day(date(2027, 2, 8))
    assert then.is_working_day(date(2027, 2, 20))
    assert not now.is_working_day(date(2027, 2, 8))
    assert not now.is_working_day(date(2027, 2, 20))


def test_an_amendment_needs_the_year_and_its_version(store: Store) -> None:
    with pytest.raises(NotFound):
        amend(store, "2027-01-20", 1, off=("02-08",))
    publish(store)
    with pytest.raises(StaleVersion):
        amend(store, "2027-01-20", 2, off=("02-08",))


def test_years_are_listed_page_by_page(store: Store) -> None:
    publish(store)
    publish(store, "2025-11-12", 2026, notice_on="2025-11-10")
    moment = Moment(date(2027, 1, 1), 2)
    with store.database.reading() as connection:

        def page(order: str, after: tuple[Any, ...] | None) -> Any:
            return page_of_calendar_years(
                connection, moment, order=Ordering.parse(order), after=after, limit=1
            )

        first = page("year", None)
        assert [row["year"] for row in first.rows] == [2026]
        assert [row["year"] for row in page("year", first.last).rows] == [2027]
        assert [row["year"] for row in page("-notice_date", None).rows] == [2027]


def test_the_years_that_come_with_the_program_are_recorded_once(store: Store) -> None:
    assert bring_reference_calendars(store) == len(reference_years())
    with store.database.reading() as connection:
        events = known_until_now(connection)
        acts = connection.execute(select(audit_trail)).mappings().all()
        assert recorded_by_people(connection) == 0
    assert events == sum(len(each.notices) for each in reference_years())
    assert {(row["actor"], row["unit"]) for row in acts} == {(SYSTEM_ACTOR, SYSTEM_UNIT)}
    assert {row["occurred_on"] for row in acts} == {
        notice.issued_on for each in reference_years() for notice in each.notices
    }
    assert bring_reference_calendars(store) == 0
    with store.database.reading() as connection:
        assert known_until_now(connection) == events
    assert versions(store, "2030-01-01")[2019] == 2
    assert versions(store, "2019-03-21")[2019] == 1


def test_a_year_on_record_stays_as_the_county_recorded_it(store: Store) -> None:
    own = publish(store, "2025-11-20", 2026, notice_on="2025-11-10")
    assert bring_reference_calendars(store) == len(reference_years()) - 1
    kept = store.read(CalendarYear, CalendarYear.id_of("2026"))
    assert kept.editions == own.editions


def test_nothing_dated_after_today_is_brought(store: Store) -> None:
    with opened(store.database, lambda: datetime(2019, 3, 21, 15, tzinfo=UTC)) as early:
        assert bring_reference_calendars(early) == 16
        assert versions(early, "2019-03-21")[2019] == 1


def test_long_ago_there_is_nothing_to_bring(store: Store) -> None:
    with opened(store.database, lambda: datetime(2000, 1, 1, tzinfo=UTC)) as early:
        assert bring_reference_calendars(early) == 0
        assert versions(early, "2030-01-01") == {}


def test_from_december_a_missing_next_year_shows(store: Store) -> None:
    def missing(day: str) -> list[int]:
        with store.database.reading() as connection:
            moment = Moment(date.fromisoformat(day), known_until_now(connection))
            return years_missing(connection, moment)

    assert missing("2026-11-30") == [2026]
    bring_reference_calendars(store)
    assert missing("2026-11-30") == []
    assert missing("2026-12-01") == [2027]
    publish(store)
    assert missing("2026-12-01") == []


def taken_up(store: Store, command: Callable[[Work], Due]) -> tuple[Due, list[Aggregate]]:
    """Run a command that derives, and tell which aggregates it took up for it."""
    dues: list[Due] = []
    touched: list[Aggregate] = []

    def register(work: Work) -> Unit:
        dues.append(command(work))
        touched.extend(work.changed())
        unit = Unit.register("A", "甲", UnitKind.OTHER, UnitLevel.COUNTY, None, work.act)
        return work.add(unit)

    store.run(act("2026-12-01"), register)
    return dues[0], touched


def test_a_command_loads_only_the_years_its_deadline_depends_on(store: Store) -> None:
    bring_reference_calendars(store)
    spec = TermFromStart(term=Term(length=6, unit=TermUnit.MONTH), roll=True)
    due, touched = taken_up(store, lambda work: derive(spec, date(2026, 3, 25), calendar_of(work)))
    assert due.on == date(2026, 9, 28)
    assert [each.id for each in touched] == [CalendarYear.id_of("2026")]


def test_a_command_that_meets_no_notice_derives_provisionally(store: Store) -> None:
    spec = TermFromStart(term=Term(length=10, unit=TermUnit.WORKING_DAY), roll=True)
    due, touched = taken_up(store, lambda work: derive(spec, date(2026, 9, 24), calendar_of(work)))
    assert due.provisional
    assert touched == []


def test_rebuilding_gives_the_same_rows(store: Store) -> None:
    bring_reference_calendars(store)
    query = select(calendar_years).order_by(calendar_years.c.year, calendar_years.c.known_from)

    def rows() -> list[Any]:
        with store.database.reading() as connection:
            return [tuple(row) for row in connection.execute(query)]

    before = rows()
    assert len(before) > len(reference_years())
    rebuild(store)
    assert rows() == before
