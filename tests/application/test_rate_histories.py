"""Whatever happens, in whatever order it is entered, rates are what the events say they are."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from application.event_store.database import Database
from application.metrics.definition import Definition, Measure
from application.metrics.definitions import COUNTS, DEFINITIONS
from application.metrics.rates import EVERYTHING, Cohort, GroupBy, Rate, count_rates
from application.projections.audit_trail import known_until_now
from application.projections.versioned import Moment
from application.rebuild import rebuild
from application.staleness import why_stale
from application.store import Store
from domain.opinion import Opinion
from tests.application.histories import FIRST_DAY, OPINIONS, Entry, begin, enter, histories
from tests.application.opinions import ROADS
from tests.application.rate_oracle import events_known, rates_by_hand
from tests.application.told_opinions import agrees
from tests.stores import emptied, lay_out, opened

ALL: Sequence[Definition] = [*DEFINITIONS.values(), *COUNTS.values()]
PERIOD = Cohort(since=date(2015, 2, 1), until=date(2015, 5, 31))
COHORTS = (EVERYTHING, PERIOD, Cohort(unit=ROADS))

Opening = Callable[[], "Iterator[Store]"]


@pytest.fixture
def fresh(database: Database, template: Path) -> Opening:
    """Open an empty store as often as wanted; one database object compiles each rate once."""

    def open_again() -> Iterator[Store]:
        if database.is_sqlite:
            lay_out(template, Path(database.url.database or "").parent)
        else:
            emptied(database)
        with opened(database) as store:
            yield store

    return open_again


def counted(
    store: Store, moment: Moment, cohort: Cohort, group_by: GroupBy | None = None
) -> list[Rate]:
    with store.database.reading() as connection:
        return count_rates(connection, moment, ALL, cohort, group_by)


def figures(rates: Sequence[Rate]) -> dict[str, tuple[int, int, int]]:
    return {
        rate.definition.code: (rate.ratio.numerator, rate.ratio.denominator, rate.left_out)
        for rate in rates
    }


def head(store: Store) -> int:
    with store.database.reading() as connection:
        return known_until_now(connection)


days = st.dates(min_value=FIRST_DAY, max_value=date(2016, 6, 30))


@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    first=histories,
    second=histories,
    asked=st.lists(days, min_size=2, max_size=2),
)
def test_rates_are_what_the_events_say(
    fresh: Opening, first: list[Entry], second: list[Entry], asked: list[date]
) -> None:
    with contextmanager(fresh)() as store:
        begin(store)
        enter(store, first)
        known_then = head(store)
        enter(store, second)
        for number in OPINIONS:
            agrees(store, store.read(Opinion, Opinion.id_of(number)))
        moments = [Moment(day, known) for day in asked for known in (known_then, head(store))]
        live = [figures(counted(store, at, each)) for at in moments for each in COHORTS]
        by_hand = [
            rates_by_hand(events_known(store, at.known_at), at, each)
            for at in moments
            for each in COHORTS
        ]
        for found, expected in zip(live, by_hand, strict=True):
            assert {code: found[code] for code in expected} == dict(expected)
        _check_sums(store, moments)
        assert why_stale(store) is None
        rebuild(store)
        assert [figures(counted(store, at, e)) for at in moments for e in COHORTS] == live


def _check_sums(store: Store, moments: Sequence[Moment]) -> None:
    for at in moments:
        whole = figures(counted(store, at, EVERYTHING))
        by_unit = counted(store, at, EVERYTHING, GroupBy.UNIT)
        for code, total in whole.items():
            parts = [figures([rate])[code] for rate in by_unit if rate.definition.code == code]
            added = tuple(map(sum, zip(*parts, strict=True))) or (0, 0, 0)
            assert added == total, code
        for definition in ALL:
            numerator, denominator, _ = whole[definition.code]
            if definition.measure is Measure.SHARE:
                assert 0 <= numerator <= denominator, definition.code
