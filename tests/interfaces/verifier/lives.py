"""Items that go through acts told one by one, and the row a ledger should have of them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from interfaces.verifier.items import Item
from interfaces.verifier.ledger_columns import Columns, Surroundings, written_cell
from interfaces.verifier.standings import TELLING
from interfaces.verifier.trail import packing

Cells = dict[str, str]


class Act(NamedTuple):
    """An act of a day, and which cells of the item's row it changes."""

    day: str
    topic: str
    facts: dict[str, Any]
    shown: Cells


def due(on: str | None, *, provisional: bool = False) -> dict[str, Any]:
    """Return a due date as an event states it."""
    calendar = [{"year": 2015, "version": None if provisional else 1}]
    return {"on": on, "basis": {"calendar": calendar}}


def lived(kind: str, acts: Sequence[Act]) -> Item:
    """Return an item that went through acts."""
    item = Item(kind, "甲-1")
    for act in acts:
        item.days.append(act.day)
        item.trail += packing(act.topic)({"act": {"unit": "A"}, **act.facts})
    return item


def row_on(item: Item, columns: Columns, day: str) -> Cells:
    """Return the cells of an item's row on a day, but for the item's identity."""
    row = TELLING[item.kind](item, day)
    assert row is not None
    known = Surroundings({}, day, lambda key: key)
    return {header: written_cell(cell(row, known)) for header, cell in columns[:-1]}


def require_row_of_every_day(kind: str, columns: Columns, acts: Sequence[Act]) -> None:
    """Require that each act changes of a row what it should, and nothing else."""
    item = lived(kind, acts)
    expected = row_on(item, columns, acts[0].day)
    assert {header: expected[header] for header in acts[0].shown} == acts[0].shown
    for act in acts[1:]:
        expected |= act.shown
        assert row_on(item, columns, act.day) == expected, act
