"""Compares the ledgers a bundle states with those that follow from its events, cell for cell."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from typing import Any, Callable, NoReturn

from interfaces.verifier.finding import Finding
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
from interfaces.verifier.row_digests import digest_of_cells
from interfaces.verifier.standings import Standings

MemberReader = Callable[[str], Iterator[bytes]]

LONGEST_CELL = LONGEST_RECORD = 4_194_304
QUOTE = '"'
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
        yield from csv.reader(table_lines(read_member(path)), strict=True)
    except (csv.Error, UnicodeDecodeError) as error:
        refuse_form(code, path, error)


def record_texts(code: str, path: str, read_member: MemberReader) -> Iterator[str]:
    """Yield the records of a table as they are written, their line ends included."""
    pending: list[str] = []
    size = 0
    try:
        for line in table_lines(read_member(path)):
            quoted = QUOTE in line and line.count(QUOTE) % 2 == 1
            if not pending and not quoted:
                yield line
                continue
            pending.append(line)
            size += len(line)
            if (quoted and len(pending) > 1) or size > LONGEST_RECORD:
                yield "".join(pending)
                pending, size = [], 0
    except UnicodeDecodeError as error:
        refuse_form(code, path, error)
    if pending:
        yield "".join(pending)


def refuse_form(code: str, path: str, error: Exception) -> NoReturn:
    """Refuse what cannot be read as a table."""
    raise Finding(
        code, None, f"{path}不是规定格式的表格", f"{path} is not a table in its form"
    ) from error


def table_lines(chunks: Iterator[bytes]) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    rest = ""
    for chunk in chunks:
        *whole, rest = (rest + decoder.decode(chunk)).split("\n")
        for line in whole:
            yield f"{line}\n"
    rest += decoder.decode(b"", final=True)
    if rest:
        yield rest


def ledger_cells(kind: str, row: LedgerRow, known: Surroundings) -> list[str]:
    """Return the cells of a row of a ledger, but for its serial number."""
    return [written_cell(cell(row, known)) for _, cell in LEDGER_TABLES[kind][1]]


class LedgerCheck:
    """Compares one ledger."""

    def __init__(self, kind: str, standings: Standings) -> None:
        self.kind = kind
        self.path, columns = LEDGER_TABLES[kind]
        self._headers = [SERIAL, *(header for header, _ in columns)]
        self._standings = standings

    def run(self, read_member: MemberReader, listed: dict[str, bytes]) -> None:
        """Refuse the first cell that differs, a row too many, or rows missing."""
        records = table_records("ledger-differs", self.path, read_member)
        headers = next(records, [])
        if headers != self._headers:
            self._refuse(0, "表头", ",".join(headers), ",".join(self._headers))
        expected, place = len(listed), 0
        for place, record in enumerate(records, 1):
            if len(record) != len(self._headers):
                self._refuse(place, "列数", len(record), len(self._headers))
            digest = listed.pop(record[-1], None)
            if digest is None:
                self._refuse(place, "标识", record[-1], "没有这一行")
            if record[0] != str(place) or not digest or digest != digest_of_cells(record[1:]):
                self._compare(place, record)
        if listed:
            self._refuse(place + 1, "行数", place, expected)

    def _compare(self, place: int, record: list[str]) -> None:
        cells = [str(place), *self._expected(record[-1])]
        if cells != record:
            differing = next(n for n, cell in enumerate(cells) if cell != record[n])
            self._refuse(place, self._headers[differing], record[differing], cells[differing])

    def _expected(self, key: str) -> list[str]:
        item = self._standings.county.item(self.kind, key)
        row = self._standings.row(self.kind, key, item) or {}
        return ledger_cells(self.kind, row, self._standings.surroundings)

    def _refuse(self, line: int, column: str, stated: Any, recomputed: Any) -> NoReturn:
        refuse_table("ledger-differs", self.path, line, column, stated, recomputed)
