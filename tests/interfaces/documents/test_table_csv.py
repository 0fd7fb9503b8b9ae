"""Tables as CSV for spreadsheet programs."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interfaces.documents.cells import Cell, percentage
from interfaces.documents.table_csv import table_csv

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


class Grade(StrEnum):
    SATISFIED = "满意"
    FORMULA = "=1"


def text_of(*rows: list[Cell], headers: list[str] | None = None) -> str:
    return b"".join(table_csv(headers or ["甲"], rows)).decode()


def read_back(written: bytes) -> list[list[str]]:
    """Read a table as its docstring says: one leading apostrophe is a mark."""
    rows = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""))
    return [[cell.removeprefix("'") for cell in row] for row in rows]


def test_a_table_begins_with_a_byte_order_mark_and_ends_its_lines_with_crlf() -> None:
    assert b"".join(table_csv(["编号", "标题"], [["Y1", "污水"]])) == (
        b"\xef\xbb\xbf" + "编号,标题\r\nY1,污水\r\n".encode()
    )


def test_a_table_without_rows_still_has_its_headers() -> None:
    assert text_of() == "\ufeff甲\r\n"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (None, ""),
        (True, "是"),
        (False, "否"),
        (-5, "-5"),
        (Decimal("-2.50"), "-2.50"),
        (Fraction(50, 64), "78.13%"),
        (date(2015, 3, 25), "2015-03-25"),
        (datetime(2015, 3, 25, 18, 5, tzinfo=UTC), "2015-03-26T02:05:00+08:00"),
        (datetime(2015, 3, 25, 18, 5), "2015-03-25T18:05:00"),  # noqa: DTZ001  no zone is the case
        (Grade.SATISFIED, "满意"),
        (Grade.FORMULA, "'=1"),
        ('第一行\n第二行,"引号"', '"第一行\n第二行,""引号"""'),
        ("\ud800", "\\ud800"),
    ],
    ids=ascii,
)
def test_each_kind_of_cell_has_its_way_of_writing(cell: Cell, written: str) -> None:
    assert text_of([cell]).removeprefix("\ufeff甲\r\n").removesuffix("\r\n") == written or (
        written == "" and text_of([cell]) == '\ufeff甲\r\n""\r\n'
    )


@pytest.mark.parametrize("first", list("=+-@\t\r\n'＝＋－＠"), ids=ascii)
def test_a_text_that_could_be_run_as_a_formula_is_marked(first: str) -> None:
    (_, (cell, _)) = csv.reader(
        io.StringIO(text_of([f"{first}cmd", 1], headers=["甲", "乙"]), newline="")
    )
    assert cell == f"'{first}cmd"


def test_a_header_is_guarded_like_a_cell() -> None:
    assert text_of(headers=["=甲"]) == "\ufeff'=甲\r\n"


def test_a_row_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells under 1 headers"):
        text_of(["甲", "乙"])


def test_a_float_is_no_fact() -> None:
    with pytest.raises(TypeError, match="float"):
        list(table_csv(["甲"], [[0.5]]))  # type: ignore[list-item]  # the refusal is the test


def test_a_long_table_comes_in_pieces() -> None:
    rows = [(i, "整改" * 50) for i in range(5_000)]
    chunks = list(table_csv(["甲", "乙"], rows))
    assert len(chunks) > 5
    assert max(map(len, chunks)) < 400_000
    assert len(read_back(b"".join(chunks))) == 5_001


@given(st.lists(st.tuples(TEXT, TEXT)))
def test_every_text_comes_back_as_it_was(rows: list[tuple[str, str]]) -> None:
    written = b"".join(table_csv(["甲", "乙"], rows))
    assert read_back(written) == [["甲", "乙"], *map(list, rows)]


@pytest.mark.parametrize(
    ("share", "printed"),
    [
        (Fraction(0), "0.00%"),
        (Fraction(1), "100.00%"),
        (Fraction(1, 3), "33.33%"),
        (Fraction(50, 64), "78.13%"),
        (Fraction(230, 240), "95.83%"),
        (Fraction(-1, 3), "-33.33%"),
        (Fraction(-1, 10**9), "0.00%"),
    ],
)
def test_a_share_is_printed_half_up_with_two_decimals(share: Fraction, printed: str) -> None:
    assert percentage(share) == printed
