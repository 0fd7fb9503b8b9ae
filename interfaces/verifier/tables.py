"""Whether the ledgers and rates of a bundle follow from its events, and what is not recomputed."""

from __future__ import annotations

from interfaces.verifier.county import County
from interfaces.verifier.figures import ITEMS_CSV, Figures
from interfaces.verifier.item_check import ItemsCheck
from interfaces.verifier.ledger_check import LedgerCheck
from interfaces.verifier.ledgers import LEDGERS, REMINDERS
from interfaces.verifier.rate_check import (
    COUNTS_CSV,
    RATES_CSV,
    RATES_JSON,
    check_count_table,
    check_rate_table,
    check_rates_json,
)
from interfaces.verifier.standings import Standings, TableScope
from interfaces.verifier.table_check import MemberReader

RECOMPUTED = (
    *(ledger.path for ledger in (*LEDGERS, REMINDERS)),
    RATES_JSON,
    RATES_CSV,
    COUNTS_CSV,
    ITEMS_CSV,
)
"""The files that are compared with the events, cell for cell and number for number."""

BY_DIGEST_ALONE = (
    "台账/台账.xlsx",
    "比率/统计.xlsx",
    "比率/排名.csv",
    "比率/构成.csv",
    "比率/办理天数.csv",
)
"""The files that are covered by their digest alone: unchanged, but not recomputed here."""


def check_tables(county: County, scope: TableScope, read_member: MemberReader) -> None:
    """Refuse the first cell or figure that does not follow from the events that were followed."""
    standings = Standings(county, scope)
    figures = Figures(standings)
    for ledger in LEDGERS:
        LedgerCheck(ledger, standings, read_member).run(figures.expected)
    LedgerCheck(REMINDERS, standings, read_member).run_ordered("raised_on")
    check_rates_json(figures, read_member)
    check_rate_table(figures, read_member)
    check_count_table(figures, read_member)
    ItemsCheck(figures).run(read_member)
