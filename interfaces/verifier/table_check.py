"""Reads the tables a bundle states, and says where one differs from its events."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from itertools import chain
from typing import Any, Callable, NoReturn

from interfaces.verifier.finding import Finding

MemberReader = Callable[[str], Iterator[bytes]]

LONGEST_RECORD = 4_194_304
"""In characters; what is longer is refused before it is gathered."""
QUOTE = '"'
STRICT = csv.reader((), strict=True).dialect
"""Made once: readers of single records would each make their own."""


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


class _Lines:
    """Lends lines to a reader of records; those of the record at hand are kept, up to a bound."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._taken: list[str] = []
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._taken.append(line)
            self._size += len(line)
            if self._size > LONGEST_RECORD:
                raise csv.Error("record too long")
            yield line

    def record(self) -> str:
        """Return the record at hand as it is written, and let it go."""
        text = "".join(self._taken)
        self._taken.clear()
        self._size = 0
        return text


def table_records(code: str, path: str, read_member: MemberReader) -> Iterator[list[str]]:
    """Yield the records of a table, its headers first; refuse what is no such table."""
    csv.field_size_limit(LONGEST_RECORD)
    lines = _Lines(table_lines(read_member(path)))
    try:
        for record in csv.reader(lines, STRICT):
            lines.record()
            yield record
    except (csv.Error, UnicodeDecodeError) as error:
        refuse_form(code, path, error)


def record_texts(code: str, path: str, read_member: MemberReader) -> Iterator[str]:
    """Yield the records of a table as they are written, their line ends included."""
    csv.field_size_limit(LONGEST_RECORD)
    lines = table_lines(read_member(path))
    try:
        for line in lines:
            yield _record_from(line, lines) if QUOTE in line else line
    except (csv.Error, UnicodeDecodeError) as error:
        refuse_form(code, path, error)


def _record_from(line: str, more: Iterator[str]) -> str:
    """Return the record that begins with a line, to the line that leaves no cell open."""
    lines = _Lines(chain((line,), more))
    next(csv.reader(lines, STRICT))
    return lines.record()


def cells_in(code: str, path: str, text: str) -> list[str]:
    """Return the cells of a record; refuse what is none."""
    try:
        return next(csv.reader((text,), STRICT))
    except csv.Error as error:
        refuse_form(code, path, error)


def refuse_form(code: str, path: str, error: Exception) -> NoReturn:
    """Refuse what cannot be read as a table."""
    raise Finding(
        code, None, f"{path}不是规定格式的表格", f"{path} is not a table in its form"
    ) from error


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
