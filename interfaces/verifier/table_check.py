"""Reads the tables a bundle states, and says where one differs from its events."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from typing import Any, Callable, NoReturn

from interfaces.verifier.finding import Finding

MemberReader = Callable[[str], Iterator[bytes]]

LONGEST_CELL = LONGEST_RECORD = 4_194_304
"""In characters; what is longer is refused before it is gathered."""
QUOTE = '"'


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
    except (csv.Error, UnicodeDecodeError) as error:
        refuse_form(code, path, error)
    if pending:
        yield "".join(pending)


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
