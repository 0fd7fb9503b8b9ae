"""Long lists in pages: keyset pagination, so that page 1,000 costs what page 1 costs.

Rows are ordered by one sortable expression and then by the key, both in one direction; the next
page begins after the last row of this one, whatever was inserted meanwhile.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, tuple_

from application.errors import UnknownFact


class Ordering(NamedTuple):
    """The name of a sortable column and the direction."""

    name: str
    descending: bool = False

    @classmethod
    def parse(cls, text: str) -> "Ordering":
        """Read ``due`` or ``-due``."""
        return cls(text.removeprefix("-"), descending=text.startswith("-"))


class Page(NamedTuple):
    """Rows of one page, and where the next page begins; ``None`` on the last."""

    rows: Sequence[Mapping[Any, Any]]
    last: tuple[Any, ...] | None


def read_page(
    connection: Connection,
    query: Select[Any],
    *,
    sortable: Mapping[str, ColumnElement[Any]],
    key: Sequence[ColumnElement[Any]],
    order: Ordering,
    after: Sequence[Any] | None,
    limit: int,
) -> Page:
    """Return the rows of ``query`` that follow ``after`` in this order."""
    if order.name not in sortable:
        allowed = "、".join(sortable)
        raise UnknownFact(f"不能按“{order.name}”排序,可选:{allowed}", "sort")
    by = (sortable[order.name], *key)
    if after is not None:
        place = tuple_(*by)
        mark = tuple_(*after)
        query = query.where(place < mark if order.descending else place > mark)
    ordered = query.add_columns(sortable[order.name].label("_sorted_by")).order_by(
        *(column.desc() if order.descending else column.asc() for column in by)
    )
    result = connection.execute(ordered.limit(limit + 1))
    names = list(map(str, result.keys()))
    found = [dict(zip(names, row, strict=True)) for row in result.all()]
    rows = found[:limit]
    if len(found) <= limit:
        return Page(rows, None)
    end = rows[-1]
    return Page(rows, (end["_sorted_by"], *(end[column.key] for column in key if column.key)))
