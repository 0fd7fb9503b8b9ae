"""Tables as CSV that spreadsheet programs open as they stand: UTF-8 with a BOM, CRLF line ends.

A text that a spreadsheet would run as a formula is written with an apostrophe before it, and so is
a text that begins with an apostrophe: whoever reads the text back takes one leading apostrophe
away. Numbers are numbers and carry no mark.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from interfaces.documents.cells import Cell, local, percentage, yes_or_no

BYTE_ORDER_MARK = "\ufeff"
MARK = "'"
MARKED = frozenset("'=+-@\t\r\n＝＋－＠")
"""First characters that get the mark; full-width signs begin formulas too, in Chinese settings."""
AS_IS = frozenset({int, date, type(None)})
"""What the writer itself writes as we would, in less time than it takes to ask."""
CHUNK_CHARACTERS = 65_536


class CsvTable:
    """A table that takes its rows one by one; ``taken`` gives the bytes written since."""

    def __init__(self, headers: Sequence[str]) -> None:
        self._columns = len(headers)
        self._buffer = io.StringIO(newline="")
        self._buffer.write(BYTE_ORDER_MARK)
        self._write = csv.writer(self._buffer, lineterminator="\r\n").writerow
        self.add(headers)

    def add(self, row: Sequence[Cell]) -> None:
        """Write a row; it must have a cell for each header."""
        if len(row) != self._columns:
            raise ValueError(f"a row of {len(row)} cells under {self._columns} headers")
        self._write(
            [
                cell
                if type(cell) in AS_IS or (type(cell) is str and cell[:1] not in MARKED)
                else _written(cell)
                for cell in row
            ]
        )

    @property
    def is_full(self) -> bool:
        """Whether enough is written to be taken at once."""
        return self._buffer.tell() >= CHUNK_CHARACTERS

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        # A lone half of a surrogate pair has no UTF-8 form and is spelled out instead.
        text = self._buffer.getvalue().encode(errors="backslashreplace")
        self._buffer.seek(0)
        self._buffer.truncate()
        return text


def table_csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield the bytes of a table; each row must have a cell for each header."""
    table = CsvTable(headers)
    for row in rows:
        table.add(row)
        if table.is_full:
            yield table.taken()
    yield table.taken()


def _written(cell: Cell) -> str:
    if isinstance(cell, str):
        return MARK + cell if cell[:1] in MARKED else cell
    return "" if cell is None else _fact(cell)


def _fact(cell: int | bool | Decimal | Fraction | date | datetime) -> str:
    match cell:
        case bool():
            return yes_or_no(cell)
        case Fraction():
            return percentage(cell)
        case datetime():
            return local(cell).isoformat()
        case date():
            return cell.isoformat()
        case int() | Decimal():
            return str(cell)
        case _:
            raise TypeError(f"{type(cell).__name__} is no kind of cell")
