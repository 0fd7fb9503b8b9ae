"""Compares the list of what each item counts for with what follows from the events."""

from __future__ import annotations

from collections.abc import Iterator

from interfaces.verifier.figures import KINDS, Figures
from interfaces.verifier.identities import identity_of
from interfaces.verifier.ledger_columns import written_cell
from interfaces.verifier.opinion_story import LedgerRow
from interfaces.verifier.other_stories import measure_rows
from interfaces.verifier.standings import responsible_unit
from interfaces.verifier.table_check import MemberReader, refuse_table, table_records
from interfaces.verifier.words import RATE_SOURCES

ITEMS_CSV = "比率/比率明细.csv"
ITEM_COLUMNS = (
    "指标代码",
    "指标",
    "台账",
    "编号",
    "内容",
    "单位代码",
    "单位",
    "计入分子",
    "计入分母",
    "未定时限不计入",
)
KIND_OF_LABEL = {RATE_SOURCES[source]: kind for kind, (source, _, _) in KINDS.items()}
ItemKey = tuple[str, str]
"""What the list calls its ledger, and the number it gives."""


class ItemsCheck:
    """Goes through the list item after item."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._standings = figures.standings
        self._seen: set[ItemKey] = set()

    def run(self, read_member: MemberReader) -> None:
        """Refuse an item that counts for other than stated, twice, or not at all."""
        records = table_records("rates-differ", ITEMS_CSV, read_member)
        headers = next(records, [])
        if headers != list(ITEM_COLUMNS):
            refuse_table("rates-differ", ITEMS_CSV, 0, "表头", headers, list(ITEM_COLUMNS))
        place = 0
        for place, key, group in _grouped(records):
            self._compare(place, key, group)
        expected = sum(self._figures.counting.values())
        if len(self._seen) != expected:
            refuse_table("rates-differ", ITEMS_CSV, place, "件数", len(self._seen), expected)

    def _compare(self, place: int, key: ItemKey, group: list[list[str]]) -> None:
        expected = [] if key in self._seen else self._expected(key)
        self._seen.add(key)
        for offset, record in enumerate(group):
            cells = expected[offset] if offset < len(expected) else []
            if record != cells:
                differing = next((n for n, cell in enumerate(cells) if cell != record[n]), 0)
                stated, recomputed = record[differing], cells[differing] if cells else "没有这一行"
                column = f"{record[0]}{ITEM_COLUMNS[differing]}"
                line = place + offset
                refuse_table("rates-differ", ITEMS_CSV, line, column, stated, recomputed)
        if len(expected) > len(group):
            missing = expected[len(group)][0]
            refuse_table("rates-differ", ITEMS_CSV, place, f"{key[1]}{missing}", "无", "有")

    def _expected(self, key: ItemKey) -> list[list[str]]:
        kind = KIND_OF_LABEL.get(key[0], "")
        number = key[1][1:] if key[1][:1] == "'" else key[1]
        if kind not in KINDS:
            return []
        for row in self._rows(kind, number):
            return self._contributions(kind, key, row)
        return []

    def _rows(self, kind: str, number: str) -> Iterator[LedgerRow]:
        if kind != "measure":
            identity = identity_of(kind, number)
            item = self._standings.county.item(kind, identity)
            row = item and self._standings.row(kind, identity, item)
            if row:
                yield row
            return
        plan, _, no = number.rpartition("第")
        item = self._standings.county.item("plan", identity_of("plan", plan))
        for row in measure_rows(item, self._standings.scope.as_of) if item else ():
            if f"{row['no']}项" == no:
                yield row

    def _contributions(self, kind: str, key: ItemKey, row: LedgerRow) -> list[list[str]]:
        unit = responsible_unit(kind, row)
        name = None if unit is None else self._figures.called(unit)
        content = row["title" if kind == "opinion" else "text"]
        told = (key[0], key[1], *map(written_cell, (content, unit, name)))
        return [
            [formula.code, formula.title, *told, *map(str, weights)]
            for formula, weights in self._figures.weights(kind, row, KINDS[kind][1])
            if any(weights)
        ]


def _grouped(records: Iterator[list[str]]) -> Iterator[tuple[int, ItemKey, list[list[str]]]]:
    """Yield the rows that follow one another about one item, with the place of the first."""
    group: list[list[str]] = []
    place = 0
    for place, record in enumerate(records, 1):
        if len(record) != len(ITEM_COLUMNS):
            refuse_table("rates-differ", ITEMS_CSV, place, "列数", len(record), len(ITEM_COLUMNS))
        if group and (group[0][2], group[0][3]) != (record[2], record[3]):
            yield place - len(group), (group[0][2], group[0][3]), group
            group = []
        group.append(record)
    if group:
        yield place - len(group) + 1, (group[0][2], group[0][3]), group
