"""Compares the ledgers a bundle states with those that follow from its events, cell for cell."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from typing import Any, Callable, NoReturn

from interfaces.verifier.finding import Finding
from interfaces.verifier.items import Item
from interfaces.verifier.ledger_columns import (
    COMMITMENT_COLUMNS,
    NOTICE_COLUMNS,
    OPINION_COLUMNS,
    TASK_COLUMNS,
    UNIT_COLUMNS,
    Columns,
    written_cell,
)
from interfaces.verifier.standings import Standings

MemberReader = Callable[[str], Iterator[bytes]]

LONGEST_CELL = 4_194_304
SERIAL = "序号"
LEDGER_TABLES: dict[str, tuple[str, Columns]] = {
    "opinion": ("台账/意见台账.csv", OPINION_COLUMNS),
    "task": ("台账/任务台账.csv", TASK_COLUMNS),
    "commitment": ("台账/承诺台账.csv", COMMITMENT_COLUMNS),
    "notice": ("台账/督办台账.csv", NOTICE_COLUMNS),
    "unit": ("台账/单位名册.csv", UNIT_COLUMNS),
}
"""The ledgers recomputed here, each with the item's identity in its last column."""


def refuse_table(
    code: str, path: str, line: int, column: str, stated: Any, recomputed: Any
) -> NoReturn:
    """Name a cell, what it states, and what follows from the events."""
    raise Finding(
        code,
        None,
        f"{path}第{line}行“{column}”写的是“{stated}”,按事件应为“{recomputed}”",
        f"{path}, row {line}, {column}: stated {stated!r}, recomputed {recomputed!r}",
    )


def table_records(code: str, path: str, read_member: MemberReader) -> Iterator[list[str]]:
    """Yield the records of a table, its headers first; refuse what is no such table."""
    csv.field_size_limit(LONGEST_CELL)
    try:
        yield from csv.reader(_table_lines(read_member(path)), strict=True)
    except (csv.Error, UnicodeDecodeError) as error:
        raise Finding(
            code, None, f"{path}不是规定格式的表格", f"{path} is not a table in its form"
        ) from error


def _table_lines(chunks: Iterator[bytes]) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    rest = ""
    for chunk in chunks:
        *whole, rest = (rest + decoder.decode(chunk)).split("\n")
        for line in whole:
            yield f"{line}\n"
    rest += decoder.decode(b"", final=True)
    if rest:
        yield rest


class LedgerCheck:
    """Compares one ledger."""

    def __init__(self, kind: str, standings: Standings) -> None:
        self.kind = kind
        self.path, self._columns = LEDGER_TABLES[kind]
        self._headers = [SERIAL, *(header for header, _ in self._columns)]
        self._standings = standings
        self._seen: set[str] = set()

    def run(self, read_member: MemberReader, expected: int) -> None:
        """Refuse the first cell that differs, a row too many, or rows missing."""
        records = table_records("ledger-differs", self.path, read_member)
        headers = next(records, [])
        if headers != self._headers:
            self._refuse(0, "表头", ",".join(headers), ",".join(self._headers))
        for place, record in enumerate(records, 1):
            self._compare(place, record)
        if len(self._seen) != expected:
            self._refuse(len(self._seen) + 1, "行数", len(self._seen), expected)

    def _compare(self, place: int, record: list[str]) -> None:
        if len(record) != len(self._headers):
            self._refuse(place, "列数", len(record), len(self._headers))
        key = record[-1]
        item = self._standings.county.item(self.kind, key)
        cells = [] if item is None or key in self._seen else self._expected(place, key, item)
        if not cells:
            self._refuse(place, "标识", key, "没有这一行")
        self._seen.add(key)
        if cells != record:
            differing = next(n for n, cell in enumerate(cells) if cell != record[n])
            self._refuse(place, self._headers[differing], record[differing], cells[differing])

    def _expected(self, place: int, key: str, item: Item) -> list[str]:
        standings = self._standings
        row = standings.row(self.kind, key, item)
        if row is None or not standings.is_listed(self.kind, row):
            return []
        known = standings.surroundings
        return [str(place), *(written_cell(cell(row, known)) for _, cell in self._columns)]

    def _refuse(self, line: int, column: str, stated: Any, recomputed: Any) -> NoReturn:
        refuse_table("ledger-differs", self.path, line, column, stated, recomputed)
