"""A fact stands in a table as the product writes it."""

import csv
import io

import pytest

from interfaces.documents.cells import Cell
from interfaces.documents.table_csv import table_csv
from interfaces.verifier.ledger_columns import FORMULA_SIGNS, written_cell

CELLS: list[Cell] = [
    None,
    "",
    "文字",
    "half a character \ud83d",
    "\udc00",
    *(f"{sign}1" for sign in sorted(FORMULA_SIGNS)),
    "1=1",
    True,
    False,
    0,
    12,
]


@pytest.mark.parametrize("cell", CELLS, ids=ascii)
def test_a_cell_is_written_as_the_product_writes_it(cell: Cell) -> None:
    written = b"".join(table_csv(["甲"], [[cell]])).decode("utf-8-sig")
    _, record = csv.reader(io.StringIO(written, newline=""))
    assert [written_cell(cell)] == (record or [""])
