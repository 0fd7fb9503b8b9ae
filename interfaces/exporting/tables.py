"""A ledger as people read it: Chinese headers, and how a row of the read model fills a cell."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any, Protocol

from interfaces.documents.cells import Cell

Row = Mapping[str, Any]
Names = Mapping[str, str]
"""The names of units by their codes."""

UNDATED_LABEL = "未定时限"
PROVISIONAL_LABEL = "暂定"
SEPARATOR = "、"
SERIAL, IDENTITY = "序号", "标识"


@dataclass(frozen=True)
class Column:
    """One column; ``width`` in characters, as a spreadsheet counts them."""

    header: str
    cell: Callable[[Row], Cell]
    width: float = 12


@dataclass(frozen=True)
class Table:
    """A titled list of columns; the rows come from elsewhere."""

    title: str
    columns: Sequence[Column]

    def only(self, *headers: str) -> "Table":
        """Return the table with these columns alone, in this order."""
        by_header = {column.header: column for column in self.columns}
        return Table(self.title, [by_header[header] for header in headers])

    @property
    def headers(self) -> list[str]:
        """The header of each column."""
        return [column.header for column in self.columns]

    def cells(self, rows: Iterable[Row]) -> Iterator[list[Cell]]:
        """Yield the cells of each row."""
        for row in rows:
            yield [column.cell(row) for column in self.columns]

    def numbered(self, rows: Iterable[Row]) -> Iterator[list[Cell]]:
        """Yield the cells of each row after its serial number."""
        for number, cells in enumerate(self.cells(rows), 1):
            yield [number, *cells]


class Labelled(Protocol):
    """A vocabulary whose words have a Chinese label."""

    @property
    def label(self) -> str: ...


def fact(header: str, name: str, width: float = 12) -> Column:
    """Show a fact as it stands."""
    return Column(header, itemgetter(name), width)


def term(header: str, name: str, kind: Callable[[str], Labelled], width: float = 10) -> Column:
    """Show the label of a word; nothing when there is none."""
    label = cache(lambda word: kind(word).label)
    return Column(header, lambda row: label(row[name]) if row[name] else None, width)


def texts(header: str, name: str, width: float = 16) -> Column:
    """Show several short texts."""
    return Column(header, lambda row: SEPARATOR.join(row[name]) or None, width)


def count_of(header: str, name: str, width: float = 8) -> Column:
    """Show how many texts there are."""
    return Column(header, lambda row: len(row[name]), width)


def unit(header: str, name: str, names: Names, width: float = 16) -> Column:
    """Show the name of a unit."""
    return Column(header, lambda row: names.get(row[name], row[name]), width)


def units(header: str, name: str, names: Names, width: float = 20) -> Column:
    """Show the names of several units."""
    return Column(
        header,
        lambda row: SEPARATOR.join(names.get(code, code) for code in row[name]) or None,
        width,
    )


def due(header: str, name: str = "due") -> Column:
    """Show a due date, that it is provisional, or that none was set."""

    def cell(row: Row) -> Cell:
        if row[name] is None:
            return UNDATED_LABEL if row["undated"] else None
        is_provisional = row.get(f"{name}_provisional")
        return f"{row[name]}({PROVISIONAL_LABEL})" if is_provisional else row[name]

    return Column(header, cell, 18)


def identity(name: str) -> Column:
    """Show the identity by which programs and ``events.jsonl`` know the item."""
    return Column(IDENTITY, lambda row: str(row[name]), 38)
