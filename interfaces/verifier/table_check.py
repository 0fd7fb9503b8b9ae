"""Reads the tables a bundle states, and says where one differs from its events."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from typing import Any, Callable, NoReturn

from interfaces.verifier.finding import Finding

MemberReader = Callable[[str], Iterator[bytes]]

LONGEST_RECORD = 4_194_304
"""In characters; what is longer is refused before it is gathered."""


def refuse_table(
    code: str, path: str, line: int, column: str, stated: Any, recomputed: Any
) -> NoReturn:
    """Name a cell, what it states, and what follows from the events."""
    raise Finding(
        code,
        None,
        f"“{column}”写的是“{stated}”,按事件应为“{recomputed}”",
        f"{column}: stated “{stated}”, recomputed “{recomputed}”",
        path,
        line,
    )


class _Lines:
    """Lends lines to a reader of records, up to a bound for the record at hand."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._size += len(line)
            if self._size > LONGEST_RECORD:
                raise csv.Error("record too long")
            yield line

    def begin_record(self) -> None:
        """Count anew; what was lent before has been read."""
        self._size = 0


def table_records(code: str, path: str, read_member: MemberReader) -> Iterator[list[str]]:
    """Yield the records of a table, its headers first; refuse what is no such table."""
    csv.field_size_limit(LONGEST_RECORD)
    lines = _Lines(table_lines(read_member(path)))
    try:
        for record in csv.reader(lines, strict=True):
            lines.begin_record()
            yield record
    except (csv.Error, UnicodeDecodeError) as error:
        refuse_form(code, path, error)


def refuse_form(code: str, path: str, error: Exception) -> NoReturn:
    """Refuse what cannot be read as a table."""
    raise Finding(code, None, "不是规定格式的表格", "is not a table in its form", path) from error


def table_lines(chunks: Iterator[bytes]) -> Iterator[str]:
    """Yield the lines of a table with their ends."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    rest = ""
    for chunk in chunks:
        *whole, rest = (rest + decoder.decode(chunk)).split("\n")
        for line in whole:
            yield f"{line}\n"
        if len(rest) > LONGEST_RECORD:
            raise csv.Error("line too long")
    rest += decoder.decode(b"", final=True)
    if rest:
        yield rest
