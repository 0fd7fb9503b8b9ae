"""A clock that ran ahead: the log does not go back, and it is seen."""

import logging
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from application.clock import log_ahead, said_of
from application.commands import units
from application.event_store.database import Database
from application.store import Store
from application.work import Work
from domain.errors import ActInFuture
from domain.unit import Unit, UnitKind, UnitLevel
from tests.aggregates import act
from tests.stores import opened

NOW = datetime(2026, 12, 2, 4, tzinfo=UTC)
WRONG = datetime(2036, 1, 1, 4, tzinfo=UTC)


def unit(work: Work, code: str) -> Unit:
    kind, level = UnitKind.DEPARTMENT, UnitLevel.COUNTY
    return units.register(work, code=code, name=code, kind=kind, level=level, parent=None)


def register(store: Store, code: str, on: str = "2026-01-05") -> None:
    store.run(act(on), partial(unit, code=code))


def said(store: Store, now: datetime = NOW) -> str | None:
    with store.database.reading() as connection:
        return log_ahead(connection, now)


@pytest.fixture
def clock() -> list[datetime]:
    return [NOW]


@pytest.fixture
def county(database: Database, clock: list[datetime]) -> Iterator[Store]:
    tell: Callable[[], datetime] = lambda: clock[0]  # noqa: E731  looks each time
    with closing(database), opened(database, tell) as store:
        yield store


def test_while_the_log_is_ahead_it_is_told_once_and_dates_to_come_are_refused(
    county: Store, clock: list[datetime], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "application.clock")
    register(county, "A")
    assert said(county) is None
    clock[0] = WRONG
    register(county, "B")
    assert caplog.records == []
    clock[0] = NOW
    register(county, "C", "2026-12-02")
    with pytest.raises(ActInFuture, match="办理日期2026-12-03晚于登记当天2026-12-02"):
        register(county, "D", "2026-12-03")
    assert [each.getMessage() for each in caplog.records] == [said(county)]
    told = said(county) or ""
    assert told.startswith("日志最近一条登记于2036-01-01 12:00,比现在的时钟晚3317天0小时0分钟:")
    clock[0] = WRONG + timedelta(minutes=1)
    register(county, "E", "2036-01-01")
    clock[0] = NOW
    register(county, "F")
    assert len(caplog.records) == 2


def test_clocks_that_differ_a_little_are_no_matter() -> None:
    assert said_of(NOW + timedelta(minutes=5), NOW) is None
    found = said_of(NOW + timedelta(hours=25, minutes=61, seconds=1), NOW)
    assert "晚1天2小时1分钟:" in str(found)


def test_what_is_derived_anew_is_dated_by_the_clock(county: Store, clock: list[datetime]) -> None:
    seen: list[date] = []

    def look(work: Work) -> Unit:
        seen.extend([work.today, work.act.recorded_on])
        return unit(work, "X")

    clock[0] = WRONG
    register(county, "B")
    clock[0] = NOW
    county.run(act("2026-01-05"), look)
    assert seen == [date(2026, 12, 2), date(2036, 1, 1)]
