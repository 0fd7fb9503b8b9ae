"""Long lists in pages: keyset pagination, so that page 1,000 costs what page 1 costs.

Rows are ordered by one sortable expression and then by the key, both in one direction; the next
page begins after the last row of this one, whatever was inserted meanwhile.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, tuple_

from application.errors import UnknownFact

NO_PLACE = "游标无法识别,请从第一页重新查询"


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


def beyond(
    by: Sequence[ColumnElement[Any]], after: Sequence[Any], order: Ordering
) -> ColumnElement[bool]:
    """Return what the rows after a place satisfy; refuse a place that is none in this order."""
    if len(by) != len(after) or not all(map(_can_hold, by, after)):
        raise UnknownFact(NO_PLACE, "cursor")
    place, mark = tuple_(*by), tuple_(*after)
    return place < mark if order.descending else place > mark


def _can_hold(column: ColumnElement[Any], value: object) -> bool:
    """Return whether the column may hold the value, in any database."""
    if not isinstance(value, column.type.python_type):
        return False
    if isinstance(value, int):
        limit = 2**63 if isinstance(column.type, BigInteger) else 2**31
        return -limit <= value < limit
    return not (isinstance(value, str) and "\0" in value)


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
        query = query.where(beyond(by, after, order))
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
