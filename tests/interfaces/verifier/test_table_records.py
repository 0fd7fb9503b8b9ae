"""Tables are read record by record, and never more of them is held than a record may be long."""

import csv
import io
from collections.abc import Iterator

import pytest

from interfaces.verifier import table_check
from interfaces.verifier.figure_tables import FigureRow, FigureTable, compare_figures
from interfaces.verifier.finding import Finding
from interfaces.verifier.table_check import MemberReader, table_records
from tests.interfaces.verifier.sentences import said

ROWS = [
    ["编号", "内容"],
    ["1", "改造"],
    ["2", "一行\r\n两行\n三行"],
    ["3", '所称"整改"'],
    ["4", '"\n"'],
    ["5", "\n"],
    ["6", '""\n,\n,""'],
    ["7", ""],
]
WRITTEN = io.StringIO(newline="")
csv.writer(WRITTEN, lineterminator="\r\n").writerows(ROWS)
TEXT = WRITTEN.getvalue()


def lending(data: bytes, at_once: int = 7) -> MemberReader:
    def lend(_: str) -> Iterator[bytes]:
        for start in range(0, len(data), at_once):
            yield data[start : start + at_once]

    return lend


def test_records_over_several_lines_are_put_together() -> None:
    lend = lending(b"\xef\xbb\xbf" + TEXT.encode())
    assert list(table_records("rates-differ", "t.csv", lend)) == ROWS


@pytest.mark.parametrize(
    ("texts", "cells"),
    [
        (['1,改"造\n', '2,"整\n改"\n'], [["1", '改"造'], ["2", "整\n改"]]),
        (['"1\n",改"造\n', "2,整改\n"], [["1\n", '改"造'], ["2", "整改"]]),
    ],
    ids=["alone", "behind a cell of two lines"],
)
def test_a_mark_inside_a_cell_opens_none(texts: list[str], cells: list[list[str]]) -> None:
    lend = lending("".join(texts).encode())
    assert list(table_records("rates-differ", "t.csv", lend)) == cells


def test_a_record_as_long_as_one_may_be_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(table_check, "LONGEST_RECORD", 20)
    long = b'1,"xxxxxxx\nyyyyyyy"\n'
    assert len(long) == 20
    assert len(list(table_records("rates-differ", "t.csv", lending(long + long + b"x" * 20)))) == 3


@pytest.mark.parametrize(
    "data",
    [
        b"1,2\n" + b"x" * 30,
        b"1,2\n\xe5",
        b"1,2\n\xff\n",
        b'1,"2',
        b'1,"2"3\n',
        b'1,"xx\nyyyyyyyy\nzzzzzz',
        b'1,"\n","\n","\n","\n","\n"',
    ],
    ids=["long", "half", "no text", "open", "more behind a cell", "a long cell", "a long row"],
)
def test_what_is_no_table_is_refused(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_check, "LONGEST_RECORD", 20)
    with pytest.raises(Finding) as caught:
        list(table_records("rates-differ", "t.csv", lending(data)))
    assert caught.value.code == "rates-differ"
    assert said(caught.value)[0] == "t.csv:不是规定格式的表格"


def test_a_row_too_many_is_named_also_where_none_should_be() -> None:
    table, lend = FigureTable("t.csv", ("甲", "乙")), lending("甲,乙\r\n1,2\r\n".encode())
    compare_figures(table, [FigureRow("一", [1, 2])], lend)
    with pytest.raises(Finding) as caught:
        compare_figures(table, [], lend)
    assert said(caught.value)[0] == "t.csv第1行:“行数”写的是“更多”,按事件应为“0”"
