"""One worksheet as XML text: the head, each row, the tail.

Text goes in as inline strings and stays text, whatever it begins with. What a spreadsheet number
cannot hold exactly (more than 15 digits) is written as text rather than rounded.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from interfaces.documents.cells import Cell, local, yes_or_no

TEXT_LIMIT = 32_767
"""The most UTF-16 units a spreadsheet cell holds."""
FOOTER_LIMIT = 255
"""The most UTF-16 units of a footer (ECMA-376, 18.3.1.46), its codes among them."""
PAGE_NUMBER = "&R第&P页"
EXACT_DIGITS = 15
"""The most decimal digits a spreadsheet number keeps."""
LARGEST_POWER = 300
"""Powers of ten within which it keeps them."""
NARROWEST, WIDEST = 8.0, 60.0
DAY_ZERO = date(1899, 12, 30).toordinal()
FIRST_SOUND_DAY = date(1900, 3, 1)
"""Spreadsheets count a 29 February 1900 that never was; earlier days are written as text."""
SECONDS_A_DAY = 86_400

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TEXT, _DAY, _MOMENT, _SHARE, _HEADER = range(1, 6)
STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="宋体"/></font>'
    '<font><b/><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE7E6E6"/></patternFill></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="6">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="10" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1"'
    ' applyFont="1" applyFill="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
_ILLEGAL = "\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff"
_SUSPECT = re.compile(f"[&<>_{_ILLEGAL}]")
"""Finds quickly, and too often, that a row may need escapes."""
_ESCAPED = re.compile(f"[&<>{_ILLEGAL}]|_(?=x[0-9A-Fa-f]{{4}}_)")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def column_names(count: int) -> tuple[str, ...]:
    """Return the first ``count`` column names: A to Z, AA, AB and so on."""
    return tuple(_column_name(index) for index in range(1, count + 1))


def _column_name(index: int) -> str:
    name = ""
    while index:
        index, letter = divmod(index - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def head(headers: Sequence[str], widths: Sequence[float]) -> str:
    """Return everything before the first row of facts: frozen header row, column widths."""
    columns = "".join(
        f'<col min="{index}" max="{index}" width="{width:g}" customWidth="1"/>'
        for index, width in enumerate(widths or [width_of(header) for header in headers], 1)
    )
    cells = "".join(
        _inline(f"{column}1", _HEADER, xml_text(header))
        for column, header in zip(column_names(len(headers)), headers, strict=True)
    )
    return (
        f'{DECLARATION}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft"/></sheetView></sheetViews>'
        f'<cols>{columns}</cols><sheetData><row r="1">{cells}</row>'
    )


def width_of(header: str) -> float:
    """Return a column width in characters that shows the header; 汉字 take two."""
    return min(max(2.0 * len(header) + 4, NARROWEST), WIDEST)


def tail(columns: int, rows: int, *, filtered: bool, footer: str = "") -> str:
    """Return everything after the last of ``rows`` rows, the header row among them."""
    area = f'<autoFilter ref="A1:{_column_name(columns)}{rows}"/>' if filtered else ""
    return f"</sheetData>{area}{_footer_xml(footer) if footer else ''}</worksheet>"


def _footer_xml(text: str) -> str:
    """Return what is printed at the foot of each page, with its number; a long text is cut."""
    code = f"&L{text.replace('&', '&&')}"
    while _units(code + PAGE_NUMBER) > FOOTER_LIMIT:
        code = code[:-1]
    return f"<headerFooter><oddFooter>{xml_text(code + PAGE_NUMBER)}</oddFooter></headerFooter>"


def row_xml(number: int, cells: Sequence[Cell], columns: Sequence[str]) -> str:
    """Return one row; it must have a cell for each column."""
    texts = "\n".join([cell for cell in cells if type(cell) is str])
    if _SUSPECT.search(texts) or len(texts) > TEXT_LIMIT // 2:
        cells = [xml_text(cell) if type(cell) is str else cell for cell in cells]
    parts = [f'<row r="{number}">']
    for column, cell in zip(columns, cells, strict=True):
        if type(cell) is str:
            parts.append(
                f'<c r="{column}{number}" s="1" t="inlineStr"><is>'
                f'<t xml:space="preserve">{cell}</t></is></c>'
            )
        elif cell is not None:
            write = _WRITERS.get(type(cell)) or _writer_of(cell)
            parts.append(write(f"{column}{number}", cell))
    parts.append("</row>")
    return "".join(parts)


def xml_text(text: str) -> str:
    """Return the text as XML, cut where the cell is full, with a note that says so.

    Characters XML cannot carry become ``_xHHHH_``, as ECMA-376 (22.4.2.4) defines it, and text
    that looks like such an escape has its first underscore escaped.
    """
    return _ESCAPED.sub(_escape, _fitting(text))


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _ENTITIES.get(character) or f"_x{ord(character):04X}_"


def _fitting(text: str) -> str:
    if len(text) <= TEXT_LIMIT // 2 or _units(text) <= TEXT_LIMIT:
        return text
    note = f"……(全文{len(text)}字,超出单元格上限,此处未完)"
    room = TEXT_LIMIT - len(note)
    kept = text[:room]
    while (excess := _units(kept) - room) > 0:
        kept = kept[: -((excess + 1) // 2)]
    return kept + note


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _writer_of(cell: object) -> Callable[[str, Any], str]:
    for kind in type(cell).mro():
        if kind in _WRITERS:
            return _WRITERS[kind]
    raise TypeError(f"{type(cell).__name__} is no kind of cell")


def _text_cell(reference: str, text: str) -> str:
    return _inline(reference, _TEXT, xml_text(str(text)))


def _inline(reference: str, style: int, xml: str) -> str:
    return (
        f'<c r="{reference}" s="{style}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{xml}</t></is></c>'
    )


def _truth_cell(reference: str, value: bool) -> str:
    return _inline(reference, _TEXT, yes_or_no(value))


def _integer_cell(reference: str, number: int) -> str:
    if abs(number) >= 10**EXACT_DIGITS:
        return _inline(reference, _TEXT, str(number))
    return f'<c r="{reference}"><v>{number}</v></c>'


def _decimal_cell(reference: str, number: Decimal) -> str:
    if not number.is_finite() or not _is_exact(number):
        return _inline(reference, _TEXT, str(number))
    return f'<c r="{reference}"><v>{number}</v></c>'


def _is_exact(number: Decimal) -> bool:
    return len(number.as_tuple().digits) <= EXACT_DIGITS and abs(number.adjusted()) < LARGEST_POWER


def _share_cell(reference: str, share: Fraction) -> str:
    return f'<c r="{reference}" s="{_SHARE}"><v>{float(share)!r}</v></c>'


def _day_cell(reference: str, day: date) -> str:
    if day < FIRST_SOUND_DAY:
        return _inline(reference, _TEXT, day.isoformat())
    return f'<c r="{reference}" s="{_DAY}"><v>{day.toordinal() - DAY_ZERO}</v></c>'


def _moment_cell(reference: str, moment: datetime) -> str:
    moment = local(moment)
    if moment.date() < FIRST_SOUND_DAY:
        return _inline(reference, _TEXT, moment.isoformat(" "))
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6
    days = moment.toordinal() - DAY_ZERO + seconds / SECONDS_A_DAY
    return f'<c r="{reference}" s="{_MOMENT}"><v>{days!r}</v></c>'


_WRITERS: dict[type, Callable[[str, Any], str]] = {
    str: _text_cell,
    int: _integer_cell,
    bool: _truth_cell,
    date: _day_cell,
    datetime: _moment_cell,
    Decimal: _decimal_cell,
    Fraction: _share_cell,
}
