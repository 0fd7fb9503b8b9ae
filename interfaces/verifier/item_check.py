"""Compares the list of what each item counts for with what follows from the events."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice

from interfaces.verifier.figures import ITEMS_CSV, KINDS, Figures, item_number
from interfaces.verifier.identities import identity_of
from interfaces.verifier.opinion_story import LedgerRow
from interfaces.verifier.other_stories import measure_rows
from interfaces.verifier.row_digests import digest_of_text
from interfaces.verifier.table_check import (
    QUOTE,
    MemberReader,
    cells_in,
    record_texts,
    refuse_table,
)
from interfaces.verifier.words import RATE_SOURCES

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
MOST_ROWS = max(len(formulas) for _, formulas, _ in KINDS.values())
"""The most rows that one item has."""
BEHIND_NUMBER = 4
"""How many columns stand before those that say what an item is and counts for."""
ItemKey = tuple[str, str]
"""What the list calls its ledger, and the number it gives."""


class ItemsCheck:
    """Goes through the list item after item; only what differs from its digest is taken apart."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._standings = figures.standings

    def run(self, read_member: MemberReader) -> None:
        """Refuse an item that counts for other than stated, twice, or not at all."""
        texts = record_texts("rates-differ", ITEMS_CSV, read_member)
        headers = _cells_in(next(texts, ""))
        if tuple(headers) != ITEM_COLUMNS:
            stated, expected = ",".join(headers), ",".join(ITEM_COLUMNS)
            refuse_table("rates-differ", ITEMS_CSV, 0, "表头", stated, expected)
        counting = self._figures.expected
        awaited, found, place = counting.missing[ITEMS_CSV], 0, 0
        for place, key, group in _item_groups(texts):
            digest = counting.take(ITEMS_CSV, _item_in(key))
            if digest != digest_of_text("".join(group)):
                self._compare(place, key, group, counts=digest is not None)
            found += 1
        if found != awaited:
            refuse_table("rates-differ", ITEMS_CSV, place, "件数", found, awaited)

    def _compare(self, place: int, key: ItemKey, group: list[str], *, counts: bool) -> None:
        expected = self._expected(key) if counts else []
        for offset, text in enumerate(group):
            record = _cells_in(text)
            line = place + offset
            if len(record) != len(ITEM_COLUMNS):
                refuse_table(
                    "rates-differ", ITEMS_CSV, line, "列数", len(record), len(ITEM_COLUMNS)
                )
            cells = expected[offset] if offset < len(expected) else []
            if record != cells:
                differing = next((n for n, cell in enumerate(cells) if cell != record[n]), 0)
                stated, recomputed = record[differing], cells[differing] if cells else "没有这一行"
                column = f"{record[0]}{ITEM_COLUMNS[differing]}"
                refuse_table("rates-differ", ITEMS_CSV, line, column, stated, recomputed)
        if len(expected) > len(group):
            missing = expected[len(group)][0]
            refuse_table("rates-differ", ITEMS_CSV, place, f"{key[1]}{missing}", "无", "有")

    def _expected(self, key: ItemKey) -> list[list[str]]:
        """Return the rows of an item that counts for something, cell by cell."""
        kind = KIND_OF_LABEL[key[0]]
        row = next(self._rows(kind, _number_in(key)))
        weighed = self._figures.weights(kind, row, KINDS[kind][1])
        return [_cells_in(text) for text in self._figures.contributions(kind, row, weighed)]

    def _rows(self, kind: str, number: str) -> Iterator[LedgerRow]:
        if kind != "measure":
            identity = identity_of(kind, number)
            item = self._standings.county.item(kind, identity)
            yield self._standings.row(kind, identity, item) or {}
            return
        plan = number.rpartition("第")[0]
        item = self._standings.county.item("plan", identity_of("plan", plan))
        for row in measure_rows(item, self._standings.scope.as_of):
            if item_number(kind, row) == number:
                yield row


def _number_in(key: ItemKey) -> str:
    return key[1][1:] if key[1][:1] == "'" else key[1]


def _item_in(key: ItemKey) -> str:
    return identity_of(KIND_OF_LABEL.get(key[0], ""), _number_in(key))


def _cells_in(text: str) -> list[str]:
    return cells_in("rates-differ", ITEMS_CSV, text)


def _key_in(text: str) -> ItemKey:
    cells = _cells_in(text) if QUOTE in text else text.split(",", BEHIND_NUMBER)
    return (cells[2], cells[3]) if len(cells) > BEHIND_NUMBER else ("", "")


def _item_groups(texts: Iterator[str]) -> Iterator[tuple[int, ItemKey, list[str]]]:
    """Yield the records that follow one another about one item, with the place of the first.

    Of more than an item can have one more is yielded, for which it is refused.
    """
    place = 1
    for key, together in groupby(texts, _key_in):
        group = list(islice(together, MOST_ROWS + 1))
        yield place, key, group
        place += len(group)
