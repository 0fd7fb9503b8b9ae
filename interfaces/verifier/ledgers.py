"""The ledgers of a bundle: of which items each tells, in which rows, and in which columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Callable, NamedTuple

from interfaces.verifier.coverage_ledger import COVERAGE_COLUMNS, taken_on
from interfaces.verifier.duty_ledger import DUTY_COLUMNS, duties_of
from interfaces.verifier.ledger_columns import (
    COMMITMENT_COLUMNS,
    NOTICE_COLUMNS,
    OPINION_COLUMNS,
    TASK_COLUMNS,
    UNIT_COLUMNS,
    Columns,
    Surroundings,
    written_cell,
)
from interfaces.verifier.opinion_story import LedgerRow
from interfaces.verifier.reference_ledgers import PROFILE_COLUMNS, YEAR_COLUMNS, versions_of
from interfaces.verifier.reminder_story import REMINDER_COLUMNS


class Ledger(NamedTuple):
    """A ledger, with the item's identity in its last column."""

    path: str
    kind: str
    columns: Columns
    rows_of: Callable[[LedgerRow], Iterable[LedgerRow]] = lambda row: (row,)
    """What the ledger has of an item: mostly one row."""

    def cells(self, row: LedgerRow, known: Surroundings) -> list[list[str]]:
        """Return the cells of an item's rows, but for their serial numbers."""
        return [
            [written_cell(cell(each, known)) for _, cell in self.columns]
            for each in self.rows_of(row)
        ]


LEDGERS = (
    Ledger("台账/意见台账.csv", "opinion", OPINION_COLUMNS),
    Ledger("台账/任务台账.csv", "task", TASK_COLUMNS),
    Ledger("台账/承诺台账.csv", "commitment", COMMITMENT_COLUMNS),
    Ledger("台账/责任清单.csv", "task", DUTY_COLUMNS, duties_of),
    Ledger("台账/措施覆盖.csv", "opinion", COVERAGE_COLUMNS, taken_on),
    Ledger("台账/督办台账.csv", "notice", NOTICE_COLUMNS),
    Ledger("台账/单位名册.csv", "unit", UNIT_COLUMNS),
    Ledger("台账/规则方案.csv", "rule-profile", PROFILE_COLUMNS, versions_of),
    Ledger("台账/节假日安排.csv", "calendar-year", YEAR_COLUMNS),
)
"""The ledgers of which a digest of each item's rows is kept while the items are at hand."""

REMINDERS = Ledger("台账/催办提醒.csv", "reminder", REMINDER_COLUMNS)
"""The list that may be long of items that are small; its order makes digests needless."""
