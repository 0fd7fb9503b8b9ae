"""Compares a table of figures with what follows from the events, row by row in its order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from interfaces.verifier.ledger_columns import written_cell
from interfaces.verifier.table_check import MemberReader, refuse_table, table_records

WHOLE_COUNTY = "全部"
NO_RATE = "—"


class FigureTable(NamedTuple):
    """A table of figures; its last columns may say in words what is not recomputed."""

    path: str
    headers: tuple[str, ...]


class FigureRow(NamedTuple):
    """A row as it should be: by what a finding calls it, and its cells but for those in words."""

    about: str
    cells: list[Any]


def compare_figures(
    table: FigureTable, expected: Iterable[FigureRow], read_member: MemberReader
) -> None:
    """Refuse the first cell that differs, rows too many, or missing."""
    code, path = "rates-differ", table.path
    records = table_records(code, path, read_member)
    headers, place = next(records, []), 0
    if tuple(headers) != table.headers:
        refuse_table(code, path, 0, "表头", ",".join(headers), ",".join(table.headers))
    for place, (about, cells) in enumerate(expected, 1):
        record = next(records, [])
        if len(record) != len(headers):
            refuse_table(code, path, place, f"{about}列数", len(record), len(headers))
        for header, stated, recomputed in zip(headers, record, map(written_cell, cells)):
            if stated != recomputed:
                refuse_table(code, path, place, f"{about}{header}", stated, recomputed)
    if next(records, None) is not None:
        refuse_table(code, path, place + 1, "行数", "更多", place)


def rounded_half_up(numerator: int, denominator: int) -> str | None:
    """Return a quotient with two decimals; none of nothing."""
    if not denominator:
        return None
    hundredths = (200 * numerator + denominator) // (2 * denominator)
    return f"{hundredths // 100}.{hundredths % 100:02}"


def percentage(numerator: int, denominator: int) -> str:
    """Return a rate as the tables write it."""
    return f"{rounded_half_up(100 * numerator, denominator)}%" if denominator else NO_RATE
