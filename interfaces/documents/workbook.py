"""Spreadsheet workbooks (XLSX) as a stream of bytes, of any length in little memory.

Two runs over the same rows give the same bytes: there is no time of creation inside. A sheet that
outgrows what a spreadsheet can hold goes on in further sheets, each with the header row.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from xml.sax.saxutils import quoteattr

from interfaces.documents import sheet_xml
from interfaces.documents.cells import Cell
from interfaces.documents.zip_stream import PLAIN_LIMIT, Entry, zip_stream

ROW_LIMIT = 1_048_576
"""The most rows of a sheet, the header row among them."""
COLUMN_LIMIT = 16_384
SHEET_BYTES = PLAIN_LIMIT - 50_000_000
"""Where a sheet is continued on the next one, so that no part needs the 64-bit ZIP extension."""
TITLE_LIMIT = 31
CHUNK_CHARACTERS = 65_536

_FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]|^'|'$")
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True)
class Sheet:
    """One table of a workbook; its rows are read once, in order, and never held."""

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[float] = ()
    """Column widths in characters; by the headers when left out."""
    filtered: bool = True
    """Whether the header row carries filter buttons."""

    def __post_init__(self) -> None:
        if not self.title.strip() or _units(self.title) > TITLE_LIMIT:
            raise ValueError(f"a sheet title has 1 to {TITLE_LIMIT} characters: {self.title!r}")
        if _FORBIDDEN_IN_TITLE.search(self.title) or self.title.casefold() == "history":
            raise ValueError(f"a sheet title that spreadsheets refuse: {self.title!r}")
        if not 1 <= len(self.headers) <= COLUMN_LIMIT:
            raise ValueError(f"a sheet has 1 to {COLUMN_LIMIT} columns, not {len(self.headers)}")
        if self.widths and len(self.widths) != len(self.headers):
            raise ValueError(f"{len(self.widths)} widths for {len(self.headers)} columns")


def workbook(sheets: Sequence[Sheet], footer: str = "") -> Iterator[bytes]:
    """Return the bytes of a workbook; what cannot be a workbook is refused before the first.

    Whoever prints a sheet finds ``footer`` at the foot of each page.
    """
    if not sheets:
        raise ValueError("a workbook has at least one sheet")
    titles = [sheet.title.casefold() for sheet in sheets]
    if twice := {title for title in titles if titles.count(title) > 1}:
        raise ValueError(f"two sheets of one title: {sorted(twice)}")
    return zip_stream(_entries(sheets, footer))


def _entries(sheets: Sequence[Sheet], footer: str) -> Iterator[Entry]:
    titles: list[str] = []
    reserved = {sheet.title.casefold() for sheet in sheets}
    for sheet in sheets:
        title = sheet.title
        rows: Iterator[Sequence[Cell]] | None = iter(sheet.rows)
        while rows is not None:
            titles.append(title)
            path = f"xl/worksheets/sheet{len(titles)}.xml"
            yield Entry(path, _part(sheet, rows, footer))
            rows = _remaining(rows)
            title = _continued(sheet.title, reserved) if rows else title
    yield from _package(titles)


def _part(sheet: Sheet, rows: Iterator[Sequence[Cell]], footer: str) -> Iterator[bytes]:
    """Yield the XML of one sheet, and leave in ``rows`` what it has no room for."""
    columns = sheet_xml.column_names(len(sheet.headers))
    pending = [sheet_xml.head(sheet.headers, sheet.widths)]
    characters = written = 0
    number = 1
    for number, row in enumerate(islice(rows, ROW_LIMIT - 1), 2):
        xml = sheet_xml.row_xml(number, row, columns)
        pending.append(xml)
        characters += len(xml)
        if characters >= CHUNK_CHARACTERS:
            chunk = "".join(pending).encode()
            yield chunk
            pending.clear()
            characters = 0
            written += len(chunk)
            if written >= SHEET_BYTES:
                break
    tail = sheet_xml.tail(len(columns), number, filtered=sheet.filtered, footer=footer)
    pending.append(tail)
    yield "".join(pending).encode()


def _remaining(rows: Iterator[Sequence[Cell]]) -> Iterator[Sequence[Cell]] | None:
    following = list(islice(rows, 1))
    return chain(following, rows) if following else None


def _continued(title: str, reserved: set[str]) -> str:
    """Return the next free title for the continuation of a sheet, such as 台账(2)."""
    part = 2
    while (candidate := _suffixed(title, f"({part})")).casefold() in reserved:
        part += 1
    reserved.add(candidate.casefold())
    return candidate


def _suffixed(title: str, suffix: str) -> str:
    while _units(title + suffix) > TITLE_LIMIT:
        title = title[:-1]
    return title + suffix


def _units(text: str) -> int:
    """Return the length as spreadsheets count it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _package(titles: Sequence[str]) -> Iterator[Entry]:
    """Yield the parts that name the sheets; they come last because the rows decide how many."""
    numbered = list(enumerate(titles, 1))
    sheets = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{n}" r:id="rId{n}"/>' for n, title in numbered
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in numbered
    )
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml"'
        f' ContentType="{_CONTENT_TYPE}.worksheet+xml"/>'
        for n, _ in numbered
    )
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews>'
        f"<workbookView/></bookViews><sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'{relations}<Relationship Id="rId{len(titles) + 1}" Type="{_OFFICE}/styles"'
        ' Target="styles.xml"/></Relationships>',
        "xl/styles.xml": sheet_xml.STYLES,
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml"'
        f' ContentType="{_CONTENT_TYPE}.sheet.main+xml"/>{overrides}'
        '<Override PartName="/xl/styles.xml"'
        f' ContentType="{_CONTENT_TYPE}.styles+xml"/></Types>',
    }
    for path, xml in parts.items():
        yield Entry(path, [(sheet_xml.DECLARATION + xml).encode()])
