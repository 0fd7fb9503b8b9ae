"""Compares the ledgers a bundle states with those that follow from its events, cell for cell."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any, NoReturn

from interfaces.verifier.ledgers import Ledger
from interfaces.verifier.opinion_story import LedgerRow
from interfaces.verifier.row_digests import ExpectedRows, digest_of_rows
from interfaces.verifier.standings import Standings
from interfaces.verifier.table_check import MemberReader, refuse_table, table_records

SERIAL, IDENTITY = "序号", "标识"
NO_SUCH_ROW = "没有这一行"


class LedgerCheck:
    """Compares one ledger."""

    def __init__(self, ledger: Ledger, standings: Standings, read_member: MemberReader) -> None:
        self.ledger = ledger
        self._headers = [SERIAL, *(header for header, _ in ledger.columns)]
        self._standings = standings
        self._read_member = read_member
        self._place = 0
        """Of the record read last."""

    def run(self, expected: ExpectedRows) -> None:
        """Refuse the first row that differs, rows too many, or missing.

        The rows of an item follow one another.
        """
        path, found = self.ledger.path, 0
        awaited = expected.missing[path]
        for key, together in groupby(self._records(), key=_identity_in):
            first = self._place
            digest = digest_of_rows(record[1:] for record in together)
            listed = expected.take(path, key)
            if listed is None:
                self._refuse(first, IDENTITY, key, NO_SUCH_ROW)
            if digest != listed:
                self._compare(first, key)
            found += 1
        if found != awaited:
            self._refuse(self._place + 1, "事项数", found, awaited)

    def run_ordered(self, by: str) -> None:
        """Compare a ledger whose rows are in order of a fact and then of their identities.

        A row in its order is there once, so that nothing of it needs to be remembered.
        """
        kind, before, found = self.ledger.kind, ("", ""), 0
        for record in self._records():
            key = record[-1]
            row = self._standings.row_of(kind, key)
            if row is None or not self._standings.is_listed(kind, row):
                self._refuse(self._place, IDENTITY, key, NO_SUCH_ROW)
            self._require_cells(record, self._cells(row)[0])
            if (row[by], key) <= before:
                self._refuse(self._place, IDENTITY, key, f"列在{before[1]}之前")
            before, found = (row[by], key), found + 1
        awaited = self._standings.number_listed(kind)
        if found != awaited:
            self._refuse(self._place + 1, "事项数", found, awaited)

    def _records(self) -> Iterator[list[str]]:
        """Yield the records under the headers, each in its place."""
        records = table_records("ledger-differs", self.ledger.path, self._read_member)
        headers = next(records, [])
        if headers != self._headers:
            self._refuse(0, "表头", ",".join(headers), ",".join(self._headers))
        for self._place, record in enumerate(records, 1):
            if len(record) != len(headers):
                self._refuse(self._place, "列数", len(record), len(headers))
            if record[0] != str(self._place):
                self._refuse(self._place, SERIAL, record[0], self._place)
            yield record

    def _compare(self, first: int, key: str) -> NoReturn:
        """Name the first difference in the rows of an item, which begin at a place."""
        row = self._standings.row_of(self.ledger.kind, key)
        cells, found = [] if row is None else self._cells(row), 0
        for record in islice(self._records(), first - 1, None):
            if record[-1] != key:
                break
            if found == len(cells):
                self._refuse(self._place, IDENTITY, key, NO_SUCH_ROW)
            self._require_cells(record, cells[found])
            found += 1
        self._refuse(first + found, f"{key}的行数", found, len(cells))

    def _cells(self, row: LedgerRow) -> list[list[str]]:
        return self.ledger.cells(row, self._standings.surroundings)

    def _require_cells(self, record: list[str], cells: list[str]) -> None:
        for header, stated, recomputed in zip(self._headers[1:], record[1:], cells):
            if stated != recomputed:
                self._refuse(self._place, header, stated, recomputed)

    def _refuse(self, line: int, column: str, stated: Any, recomputed: Any) -> NoReturn:
        refuse_table("ledger-differs", self.ledger.path, line, column, stated, recomputed)


def _identity_in(record: list[str]) -> str:
    return record[-1]
