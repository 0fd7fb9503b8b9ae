"""The ledgers as files: one workbook of all of them, and a CSV table of each."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from application.export_rows import Row
from interfaces.documents.bundle import Member
from interfaces.documents.cells import Cell
from interfaces.documents.manifest import MemberKind
from interfaces.documents.table_csv import CsvTable
from interfaces.documents.workbook import Sheet, workbook
from interfaces.exporting.tables import SERIAL, Table

FOLDER = "台账"
SERIAL_WIDTH = 6
FASTEST = 1


class Ledger(NamedTuple):
    """A table and its rows, which are read once."""

    table: Table
    rows: Iterable[Row]

    @property
    def headers(self) -> list[str]:
        """The headers of the columns, that of the serial number first."""
        return [SERIAL, *self.table.headers]


class LedgerFiles:
    """Both forms of the ledgers from one reading of their rows.

    The tables are written beside the workbook, which comes first, and kept until their turn
    comes: in memory, packed to a fraction of their size, and on no disk, for they name persons.
    """

    def __init__(self, ledgers: Sequence[Ledger], footer: str) -> None:
        self._ledgers = ledgers
        self._footer = footer
        self._packed: dict[str, list[bytes]] = {}

    def members(self) -> Iterator[Member]:
        """Yield the files, to be read in this order."""
        yield Member(f"{FOLDER}/{FOLDER}.xlsx", MemberKind.LEDGER, self._workbook())
        for ledger in self._ledgers:
            title = ledger.table.title
            yield Member(f"{FOLDER}/{title}.csv", MemberKind.LEDGER, self._kept(title))

    def _workbook(self) -> Iterator[bytes]:
        yield from workbook(
            [
                Sheet(
                    ledger.table.title,
                    ledger.headers,
                    self._keeping(ledger),
                    [SERIAL_WIDTH, *(column.width for column in ledger.table.columns)],
                )
                for ledger in self._ledgers
            ],
            self._footer,
        )

    def _keeping(self, ledger: Ledger) -> Iterator[Sequence[Cell]]:
        """Yield the rows, and keep the table of them."""
        table, packed = CsvTable(ledger.headers), list[bytes]()
        for row in ledger.table.numbered(ledger.rows):
            table.add(row)
            if table.is_full:
                packed.append(zlib.compress(table.taken(), FASTEST))
            yield row
        packed.append(zlib.compress(table.taken(), FASTEST))
        self._packed[ledger.table.title] = packed

    def _kept(self, title: str) -> Iterator[bytes]:
        """Yield the table of a ledger, and let go of it."""
        yield from map(zlib.decompress, self._packed.pop(title))
