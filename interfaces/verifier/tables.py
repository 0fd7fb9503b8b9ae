"""Whether the ledgers and rates of a bundle follow from its events, and what is not recomputed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Callable

from interfaces.verifier.county import County
from interfaces.verifier.details import DETAILS
from interfaces.verifier.divisions import SHARE_TABLE
from interfaces.verifier.figure_tables import FigureRow, FigureTable, compare_figures
from interfaces.verifier.figures import Figures
from interfaces.verifier.handling_days import DAYS_TABLE
from interfaces.verifier.ledgers import LEDGERS, REMINDERS, Ledger
from interfaces.verifier.listing_check import ListingCheck, RowsOf, listing_of
from interfaces.verifier.ranking import RANKING_TABLE, ranking_rows
from interfaces.verifier.rate_check import (
    COUNT_TABLE,
    RATE_TABLE,
    RATES_JSON,
    check_rates_json,
    count_rows,
    rate_rows,
)
from interfaces.verifier.standings import Standings, TableScope
from interfaces.verifier.table_check import MemberReader

FIGURE_TABLES: dict[FigureTable, Callable[[Figures], Iterator[FigureRow]]] = {
    RATE_TABLE: rate_rows,
    COUNT_TABLE: count_rows,
    RANKING_TABLE: ranking_rows,
    SHARE_TABLE: lambda figures: figures.divided.rows(),
    DAYS_TABLE: lambda figures: figures.days.rows(),
}
"""The tables of figures, and how their rows follow."""

RECOMPUTED = (
    *(ledger.path for ledger in (*LEDGERS, REMINDERS)),
    RATES_JSON,
    *(table.path for table in FIGURE_TABLES),
    *(detail.listing.path for detail in DETAILS.values()),
)
"""The files that are compared with the events, cell for cell and number for number."""
WORKBOOKS = ("台账/台账.xlsx", "比率/统计.xlsx")
"""The files that list the same rows again, which are covered by their digests alone."""


def check_tables(county: County, scope: TableScope, read_member: MemberReader) -> None:
    """Refuse the first cell or figure that does not follow from the events that were followed."""
    standings = Standings(county, scope)
    figures = Figures(standings)
    for ledger in LEDGERS:
        check = ListingCheck(listing_of(ledger), read_member)
        check.run(figures.expected, _rows_in(ledger, standings))
    reminders = ListingCheck(listing_of(REMINDERS), read_member)
    reminders.run_ordered(REMINDERS, standings, "raised_on")
    check_rates_json(figures, read_member)
    for table, rows in FIGURE_TABLES.items():
        compare_figures(table, rows(figures), read_member)
    for kind, detail in DETAILS.items():
        check = ListingCheck(detail.listing, read_member)
        check.run(figures.expected, partial(figures.details_of, kind))


def _rows_in(ledger: Ledger, standings: Standings) -> RowsOf:
    def rows_of(key: str) -> list[list[str]]:
        rows = standings.rows_of(ledger.kind, key)
        return [cells for row in rows for cells in ledger.cells(row, standings.surroundings)]

    return rows_of
