"""The workbook and the tables of the ledgers, made from one reading of their rows."""

import csv
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from interfaces.documents.table_csv import CHUNK_CHARACTERS, table_csv
from interfaces.exporting.ledger_files import Ledger, LedgerFiles
from interfaces.exporting.tables import Table, fact

TABLE = Table("意见台账", (fact("编号", "number"), fact("标题", "title", 40)))
OTHER = Table("任务台账", (fact("编号", "number"),))
LONG = CHUNK_CHARACTERS // 100
"""More rows than one piece of a table holds."""


def rows(count: int) -> Iterator[dict[str, Any]]:
    """Yield rows that can be read once."""
    return ({"number": f"Y{place}", "title": f"=第{place}件" * 20} for place in range(count))


def contents(*ledgers: Ledger) -> dict[str, bytes]:
    return {member.path: b"".join(member.chunks) for member in LedgerFiles(ledgers, "").members()}


@pytest.mark.parametrize("count", [0, 1, 3 * LONG])
def test_a_ledger_that_is_read_once_fills_both_files(count: int) -> None:
    found = contents(Ledger(TABLE, rows(count)), Ledger(OTHER, rows(2)))
    assert list(found) == ["台账/台账.xlsx", "台账/意见台账.csv", "台账/任务台账.csv"]
    cells = [[place, *each.values()] for place, each in enumerate(rows(count), 1)]
    assert found["台账/意见台账.csv"] == b"".join(table_csv(["序号", "编号", "标题"], cells))
    assert found["台账/任务台账.csv"].decode("utf-8-sig") == "序号,编号\r\n1,Y0\r\n2,Y1\r\n"
    with zipfile.ZipFile(io.BytesIO(found["台账/台账.xlsx"])) as archive:
        sheets = [archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2)]
    assert sheets[0].count("<row ") == count + 1
    assert sheets[1].count("<row ") == 3


def test_a_table_waits_packed_and_is_let_go_of_once_read() -> None:
    files = LedgerFiles([Ledger(TABLE, rows(3 * LONG))], "")
    workbook, table = files.members()
    assert len(b"".join(workbook.chunks)) > 0
    kept = files._packed["意见台账"]
    assert len(kept) > 3
    written = b"".join(table.chunks)
    assert sum(map(len, kept)) < len(written) / 10
    assert files._packed == {}
    lines = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""))
    assert sum(1 for _ in lines) == 3 * LONG + 1
