"""The figures of an export: rates, counts, rankings, shares and days, each a titled table."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from application.metrics.definitions import COUNTS, DEFINITIONS
from application.metrics.handling_days import HandlingDays, handling_days
from application.metrics.rankings import smallest_base
from application.metrics.rates import Cohort, GroupBy, Rate, count_rates
from application.metrics.shares import Shares, Whole, count_shares
from application.projections.period import Period
from application.projections.unit_register import names_of_units
from application.projections.versioned import Moment
from application.store import Store
from interfaces.documents.cells import Cell
from interfaces.exporting import rate_tables, share_tables


class Figure(NamedTuple):
    """A table of figures, and its rows as often as they are asked for."""

    title: str
    headers: Sequence[str]
    rows: Callable[[], Iterator[Sequence[Cell]]]


class Counted(NamedTuple):
    """What was counted: for the whole county, and for each unit."""

    rates: Sequence[Rate]
    rates_by_unit: Sequence[Rate]
    counts: Sequence[Rate]
    counts_by_unit: Sequence[Rate]
    shares: Sequence[Whole]
    days: HandlingDays
    smallest_base: int


class Figures:
    """The figures of a period at a moment, counted when first looked at."""

    def __init__(self, store: Store, moment: Moment, period: Period) -> None:
        self._store = store
        self._moment = moment
        self._cohort = Cohort(*period)

    @property
    def tables(self) -> Sequence[Figure]:
        """Return every table, in the order it is to stand in."""
        return (
            Figure("比率", rate_tables.RATE_HEADERS, self._rates),
            Figure("件数", rate_tables.COUNT_HEADERS, self._counts),
            Figure("排名", rate_tables.RANKING_HEADERS, self._ranking),
            Figure("构成", share_tables.SHARE_HEADERS, self._shares),
            Figure("办理天数", rate_tables.DAYS_HEADERS, self._days),
        )

    @cached_property
    def counted(self) -> Counted:
        """Count everything at once."""
        moment, cohort = self._moment, self._cohort
        rates, counts = list(DEFINITIONS.values()), list(COUNTS.values())
        with self._store.database.reading() as connection:
            return Counted(
                count_rates(connection, moment, rates, cohort),
                count_rates(connection, moment, rates, cohort, GroupBy.UNIT),
                count_rates(connection, moment, counts, cohort),
                count_rates(connection, moment, counts, cohort, GroupBy.UNIT),
                [count_shares(connection, moment, what, cohort) for what in Shares],
                handling_days(connection, moment, cohort),
                smallest_base(self._store, connection, moment),
            )

    @cached_property
    def names(self) -> dict[str, str]:
        """Return what the units were called."""
        with self._store.database.reading() as connection:
            return names_of_units(connection, self._moment)

    def _rates(self) -> Iterator[Sequence[Cell]]:
        counted = self.counted
        return rate_tables.rate_rows(counted.rates, counted.rates_by_unit, self.names)

    def _counts(self) -> Iterator[Sequence[Cell]]:
        counted = self.counted
        return rate_tables.count_rows(counted.counts, counted.counts_by_unit, self.names)

    def _ranking(self) -> Iterator[Sequence[Cell]]:
        counted = self.counted
        return rate_tables.ranking_rows(
            DEFINITIONS.values(), counted.rates_by_unit, counted.smallest_base, self.names
        )

    def _shares(self) -> Iterator[Sequence[Cell]]:
        return share_tables.share_rows(self.counted.shares)

    def _days(self) -> Iterator[Sequence[Cell]]:
        return rate_tables.days_rows(self.counted.days)
