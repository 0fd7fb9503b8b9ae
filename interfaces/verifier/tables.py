"""Whether the ledgers and rates of a bundle follow from its events, and what is not recomputed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Callable

from interfaces.verifier.county import County
from interfaces.verifier.divisions import SHARE_TABLE
from interfaces.verifier.figure_tables import FigureRow, FigureTable, compare_figures
from interfaces.verifier.figures import ITEMS_CSV, Figures
from interfaces.verifier.handling_days import DAYS_TABLE
from interfaces.verifier.item_check import ItemsCheck
from interfaces.verifier.ledger_check import LedgerCheck
from interfaces.verifier.ledgers import LEDGERS, REMINDERS
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
    ITEMS_CSV,
)
"""The files that are compared with the events, cell for cell and number for number."""


def check_tables(county: County, scope: TableScope, read_member: MemberReader) -> None:
    """Refuse the first cell or figure that does not follow from the events that were followed."""
    standings = Standings(county, scope)
    figures = Figures(standings)
    for ledger in LEDGERS:
        LedgerCheck(ledger, standings, read_member).run(figures.expected)
    LedgerCheck(REMINDERS, standings, read_member).run_ordered("raised_on")
    check_rates_json(figures, read_member)
    for table, rows in FIGURE_TABLES.items():
        compare_figures(table, rows(figures), read_member)
    ItemsCheck(figures).run(read_member)
