"""Streamed spreadsheet workbooks, read back by an independent reader."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from interfaces.documents import workbook as workbook_module
from interfaces.documents.cells import Cell
from interfaces.documents.sheet_xml import TEXT_LIMIT, column_names, width_of
from interfaces.documents.workbook import Sheet, workbook

XML_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"))


class Grade(StrEnum):
    SATISFIED = "满意"


def written(*sheets: Sheet) -> bytes:
    return b"".join(workbook(sheets))


def read_back(contents: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(contents))
    return {
        name: [list(row) for row in book.get_sheet_by_name(name).to_python()]
        for name in book.sheet_names
    }


def one_cell(cell: Cell) -> object:
    return read_back(written(Sheet("台账", ["甲", "乙"], [[cell, "末"]])))["台账"][1][0]


def part(contents: bytes, path: str) -> str:
    with zipfile.ZipFile(io.BytesIO(contents)) as archive:
        return archive.read(path).decode()


def ledger() -> Sheet:
    return Sheet("意见台账", ["编号", "标题"], [[i, f"第{i}件"] for i in range(3_000)])


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("=SUM(A1:A9)", "=SUM(A1:A9)"),
        ("+86", "+86"),
        ("013812345678", "013812345678"),
        ("丹竹人发〔2014〕4号 <&\"'>]]>", "丹竹人发〔2014〕4号 <&\"'>]]>"),
        ("  两端 空白\t\n换行 ", "  两端 空白\t\n换行 "),
        ("\r\n\x00\x08\x1b\x7f", "\r\n\x00\x08\x1b\x7f"),
        ("_x0041_ _x00e9_ _x", "_x0041_ _x00e9_ _x"),
        ("\ufffe", "_xFFFE_"),
        ("\ud800", "_xD800_"),
        ("😀", "😀"),
        (Grade.SATISFIED, "满意"),
        ("", ""),
        (None, ""),
        (0, 0.0),
        (-12, -12.0),
        (10**15 - 1, 999_999_999_999_999.0),
        (10**15, "1000000000000000"),
        (-(10**15), "-1000000000000000"),
        (Decimal("2.50"), 2.5),
        (Decimal("0.123456789012345"), 0.123456789012345),
        (Decimal("0.1234567890123456"), "0.1234567890123456"),
        (Decimal("1E+400"), "1E+400"),
        (Decimal("NaN"), "NaN"),
        (Fraction(1, 3), 1 / 3),
        (Fraction(1), 1.0),
        (date(2015, 3, 25), date(2015, 3, 25)),
        (date(2199, 12, 31), date(2199, 12, 31)),
        (date(1900, 3, 1), date(1900, 3, 1)),
        (date(1900, 2, 28), "1900-02-28"),
        (datetime(2015, 3, 25, 13, 5, 7, tzinfo=UTC), datetime(2015, 3, 25, 21, 5, 7)),  # noqa: DTZ001  sheets know no zone
        (datetime(2015, 3, 25, 23, 59, 59), datetime(2015, 3, 25, 23, 59, 59)),  # noqa: DTZ001  sheets know no zone
        (datetime(1899, 1, 1, 8), "1899-01-01 08:00:00"),  # noqa: DTZ001  sheets know no zone
        (True, "是"),
        (False, "否"),
    ],
    ids=ascii,
)
def test_each_kind_of_cell_comes_back_as_it_was(cell: Cell, value: object) -> None:
    assert one_cell(cell) == value
    assert type(one_cell(cell)) is type(value)


@given(st.lists(XML_TEXT, min_size=1, max_size=5))
def test_every_text_comes_back_character_for_character(texts: list[str]) -> None:
    rows: list[list[Cell]] = [[text, "末"] for text in texts]
    back = read_back(written(Sheet("台账", ["甲", "乙"], rows)))["台账"]
    assert back == [["甲", "乙"], *rows]


def test_a_share_is_shown_as_a_percentage() -> None:
    sheet = part(written(Sheet("率", ["率"], [[Fraction(1, 2)]])), "xl/worksheets/sheet1.xml")
    assert '<c r="A2" s="4"><v>0.5</v></c>' in sheet


def test_a_text_longer_than_a_cell_says_that_it_was_cut() -> None:
    assert one_cell("整" * TEXT_LIMIT) == "整" * TEXT_LIMIT
    for text in ("整" * (TEXT_LIMIT + 1), "😀" * TEXT_LIMIT):
        cut = str(one_cell(text))
        note = f"……(全文{len(text)}字,超出单元格上限,此处未完)"
        assert cut.endswith(note)
        assert text.startswith(cut.removesuffix(note))
        assert TEXT_LIMIT - 2 < len(cut.encode("utf-16-le")) // 2 <= TEXT_LIMIT


def test_a_float_is_no_fact() -> None:
    with pytest.raises(TypeError, match="float"):
        written(Sheet("台账", ["甲"], [[0.5]]))  # type: ignore[list-item]  # the refusal is the test


def test_two_runs_give_the_same_bytes() -> None:
    assert written(ledger()) == written(ledger())


def test_several_sheets_stand_in_the_order_given() -> None:
    back = read_back(written(ledger(), Sheet("率 & <比>", ["率"], [])))
    assert list(back) == ["意见台账", "率 & <比>"]
    assert back["意见台账"][3_000] == [2_999.0, "第2999件"]
    assert back["率 & <比>"] == [["率"]]


def test_every_part_is_well_formed_and_named_in_the_package() -> None:
    contents = written(ledger(), Sheet("二", ["甲"], [["_x0000_\x00"]]))
    with zipfile.ZipFile(io.BytesIO(contents)) as archive:
        for name in archive.namelist():
            ET.fromstring(archive.read(name))  # noqa: S314  our own bytes
        types = archive.read("[Content_Types].xml").decode()
        parts = {f"/{name}" for name in archive.namelist() if not name.endswith((".rels", "]"))}
    assert set(re.findall(r'PartName="([^"]+)"', types)) == parts - {"/[Content_Types].xml"}


def test_the_header_row_is_frozen_and_filtered() -> None:
    sheet = part(written(ledger()), "xl/worksheets/sheet1.xml")
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet
    assert sheet.endswith('</sheetData><autoFilter ref="A1:B3001"/></worksheet>')


def test_filter_buttons_can_be_left_out() -> None:
    sheet = part(written(Sheet("甲", ["甲"], [], filtered=False)), "xl/worksheets/sheet1.xml")
    assert sheet.endswith("</row></sheetData></worksheet>")


def test_columns_are_as_wide_as_told_or_as_their_headers() -> None:
    told = part(written(Sheet("甲", ["甲", "乙"], [], [12, 30.5])), "xl/worksheets/sheet1.xml")
    assert '<col min="1" max="1" width="12" customWidth="1"/>' in told
    assert '<col min="2" max="2" width="30.5" customWidth="1"/>' in told
    assert [width_of(header) for header in ("序号", "责任单位名称", "长" * 80)] == [8, 16, 60]


def test_columns_are_named_as_spreadsheets_name_them() -> None:
    names = column_names(16_384)
    assert (names[0], names[25], names[26], names[701], names[702]) == (
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
    )
    assert names[-1] == "XFD"


@pytest.mark.parametrize(
    "title",
    ["", "  ", "长" * 32, "😀" * 16, "a/b", "a\\b", "a:b", "a*b", "a?b", "[a]", "'a", "a'", "a\nb",
     "\ud800", "History"],
    ids=ascii,
)  # fmt: skip
def test_a_title_spreadsheets_refuse_is_refused(title: str) -> None:
    with pytest.raises(ValueError, match="title"):
        Sheet(title, ["甲"], [])


@pytest.mark.parametrize("title", ["台账", "长" * 31, "😀" * 15, "甲'乙"])
def test_a_title_spreadsheets_take_is_taken(title: str) -> None:
    assert list(read_back(written(Sheet(title, ["甲"], [])))) == [title]


def test_what_cannot_be_a_workbook_is_refused_before_the_first_byte() -> None:
    with pytest.raises(ValueError, match="at least one sheet"):
        workbook([])
    with pytest.raises(ValueError, match="two sheets of one title"):
        workbook([Sheet("abc", ["甲"], []), Sheet("ABC", ["甲"], [])])
    with pytest.raises(ValueError, match="columns"):
        Sheet("甲", [], [])
    with pytest.raises(ValueError, match="columns"):
        Sheet("甲", ["列"] * 16_385, [])
    with pytest.raises(ValueError, match="1 widths for 2 columns"):
        Sheet("甲", ["甲", "乙"], [], [12])


def test_a_row_of_another_width_is_refused() -> None:
    rows: Sequence[Sequence[Cell]]
    for rows in ([["甲"]], [["甲", "乙", "丙"]]):
        with pytest.raises(ValueError, match="zip"):
            written(Sheet("甲", ["甲", "乙"], rows))


def test_rows_beyond_the_limit_go_on_in_further_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    assert workbook_module.ROW_LIMIT == 2**20
    monkeypatch.setattr(workbook_module, "ROW_LIMIT", 4)
    title = "长" * 31
    sheets = [
        Sheet(title, ["号"], [[i] for i in range(7)]),
        Sheet("长" * 28 + "(3)", ["号"], [[i] for i in range(3)]),
        Sheet("正好", ["号"], [[i] for i in range(6)]),
    ]
    back = read_back(written(*sheets))
    assert list(back) == [
        title, "长" * 28 + "(2)", "长" * 28 + "(4)", "长" * 28 + "(3)", "正好", "正好(2)",
    ]  # fmt: skip
    assert [len(rows) for rows in back.values()] == [4, 4, 2, 4, 4, 4]
    assert all(rows[0] == ["号"] for rows in back.values())
    assert [row[0] for rows in list(back.values())[:3] for row in rows[1:]] == [*range(7)]


def test_a_sheet_that_grows_too_many_bytes_goes_on_in_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook_module, "SHEET_BYTES", 300_000)
    back = read_back(written(ledger()))
    assert list(back) == ["意见台账", "意见台账(2)"]
    rows = [row for sheet in back.values() for row in sheet[1:]]
    assert [row[0] for row in rows] == [*range(3_000)]


def test_rows_are_read_only_as_the_bytes_are_taken() -> None:
    read = 0

    def rows() -> Iterator[list[Cell]]:
        nonlocal read
        for read in range(1_000_000):
            yield [read, "整改" * 50]

    stream = workbook([Sheet("台账", ["号", "文"], rows())])
    for _ in range(4):
        next(stream)
    assert 0 < read < 5_000
    stream.close()  # type: ignore[attr-defined]  # it is a generator


def test_each_sheet_has_a_footer_for_whoever_prints_it() -> None:
    contents = b"".join(workbook([ledger(), Sheet("二", ["甲"], [])], "首部 00AA & <乙>"))
    for number in (1, 2):
        told = part(contents, f"xl/worksheets/sheet{number}.xml")
        footer = "<headerFooter><oddFooter>&amp;L首部 00AA &amp;&amp; &lt;乙&gt;&amp;R第&amp;P页"
        assert told.endswith(f"/>{footer}</oddFooter></headerFooter></worksheet>")
    assert "headerFooter" not in part(written(ledger()), "xl/worksheets/sheet1.xml")


def test_a_footer_is_cut_where_it_has_no_room() -> None:
    sheets = [ledger()]
    told = part(b"".join(workbook(sheets, "首" * 300)), "xl/worksheets/sheet1.xml")
    footer = told.partition("<oddFooter>")[2].partition("</oddFooter>")[0].replace("&amp;", "&")
    assert footer == f"&L{'首' * 247}&R第&P页"
    assert len(footer) == 255
