"""Compares the tables of items a bundle states with what follows from its events."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any, Callable, NamedTuple, NoReturn

from interfaces.verifier.ledgers import Ledger
from interfaces.verifier.row_digests import ExpectedRows, digest_of_rows
from interfaces.verifier.standings import Standings
from interfaces.verifier.table_check import MemberReader, refuse_table, table_records

SERIAL, IDENTITY = "序号", "标识"
NO_SUCH_ROW = "没有这一行"
LEDGER_DIFFERS = "ledger-differs"

RowsOf = Callable[[str], list[list[str]]]
"""Tells the rows under an identity, but for their serial numbers."""


class Listing(NamedTuple):
    """A table of items; a row begins with its serial number and ends with its item's identity."""

    path: str
    headers: list[str]
    code: str = LEDGER_DIFFERS
    """Of the finding where a row differs."""


def listing_of(ledger: Ledger) -> Listing:
    """Return a ledger as it is checked."""
    return Listing(ledger.path, [SERIAL, *(header for header, _ in ledger.columns)])


class ListingCheck:
    """Compares one table of items."""

    def __init__(self, listing: Listing, read_member: MemberReader) -> None:
        self._listing = listing
        self._read_member = read_member
        self._place = 0
        """Of the record read last."""

    def run(self, expected: ExpectedRows, rows_of: RowsOf) -> None:
        """Refuse the first row that differs, rows too many, or missing.

        The rows of an item follow one another.
        """
        path, found = self._listing.path, 0
        awaited = expected.missing[path]
        for key, together in groupby(self._records(), key=_identity_in):
            first = self._place
            digest = digest_of_rows(record[1:] for record in together)
            listed = expected.take(path, key)
            if listed is None:
                self._refuse(first, IDENTITY, key, NO_SUCH_ROW)
            if digest != listed:
                self._compare(first, key, rows_of(key))
            found += 1
        if found != awaited:
            self._refuse(self._place + 1, "事项数", found, awaited)

    def run_ordered(self, ledger: Ledger, standings: Standings, by: str) -> None:
        """Compare a ledger whose rows are in order of a fact and then of their identities.

        A row in its order is there once, so that nothing of it needs to be remembered.
        """
        before, found = ("", ""), 0
        for record in self._records():
            key = record[-1]
            row = standings.row_of(ledger.kind, key)
            if row is None or not standings.is_listed(ledger.kind, row):
                self._refuse(self._place, IDENTITY, key, NO_SUCH_ROW)
            self._require_cells(record, ledger.cells(row, standings.surroundings)[0])
            if (row[by], key) <= before:
                self._refuse(self._place, IDENTITY, key, f"列在{before[1]}之前")
            before, found = (row[by], key), found + 1
        awaited = standings.number_listed(ledger.kind)
        if found != awaited:
            self._refuse(self._place + 1, "事项数", found, awaited)

    def _records(self) -> Iterator[list[str]]:
        """Yield the records under the headers, each in its place."""
        code, path, expected = self._listing.code, self._listing.path, self._listing.headers
        records = table_records(code, path, self._read_member)
        headers = next(records, [])
        if headers != expected:
            self._refuse(0, "表头", ",".join(headers), ",".join(expected))
        for self._place, record in enumerate(records, 1):
            if len(record) != len(headers):
                self._refuse(self._place, "列数", len(record), len(headers))
            if record[0] != str(self._place):
                self._refuse(self._place, SERIAL, record[0], self._place)
            yield record

    def _compare(self, first: int, key: str, rows: list[list[str]]) -> NoReturn:
        """Name the first difference in the rows of an item, which begin at a place."""
        found = 0
        for record in islice(self._records(), first - 1, None):
            if record[-1] != key:
                break
            if found == len(rows):
                self._refuse(self._place, IDENTITY, key, NO_SUCH_ROW)
            self._require_cells(record, rows[found])
            found += 1
        self._refuse(first + found, f"{key}的行数", found, len(rows))

    def _require_cells(self, record: list[str], cells: list[str]) -> None:
        for header, stated, recomputed in zip(self._listing.headers[1:], record[1:], cells):
            if stated != recomputed:
                self._refuse(self._place, header, stated, recomputed)

    def _refuse(self, line: int, column: str, stated: Any, recomputed: Any) -> NoReturn:
        refuse_table(self._listing.code, self._listing.path, line, column, stated, recomputed)


def _identity_in(record: list[str]) -> str:
    return record[-1]
