"""Pages of a versioned table that cost the same however long its history has become.

Each row is in one part: the present, the past, the superseded. Nearly every question is about the
present or a little before, so nearly all of its answer is in the first part, whose indexes are
small and in the order asked for; of the other two parts an index finds the few rows that matter.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Date,
    Index,
    Select,
    Subquery,
    Table,
    and_,
    func,
    literal,
    select,
    union_all,
)

from application.projections.pages import Ordering, Page, beyond, read_page
from application.projections.versioned import NO_END, STILL_KNOWN, Moment, holding

STILL = literal(STILL_KNOWN, BigInteger, literal_execute=True)
NEVER = literal(NO_END, Date, literal_execute=True)
"""Spelled out in SQL, for a partial index serves only who repeats its condition literally."""


def parts_of(table: Table) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that tell present, past and superseded rows apart."""
    row = table.c
    return (
        and_(row.known_until == STILL, row.valid_until == NEVER),
        and_(row.known_until == STILL, row.valid_until < NEVER),
        row.known_until < STILL,
    )


def compared(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a column to compare in every entry read, and never to search an index by.

    PostgreSQL would search an index by each column of it that a condition names, which costs more
    than to read the index through when the columns before it are open.
    """
    return func.coalesce(column, column, type_=column.type)


def holding_by_part(table: Table, moment: Moment) -> tuple[ColumnElement[bool], ...]:
    """Select what ``holding`` selects, part by part; of a row is asked what its part leaves open.

    The ends of the present are the same for all its rows, so they are compared once.
    """
    row = table.c
    present, past, superseded = parts_of(table)
    begun = and_(
        compared(row.valid_from) <= moment.as_of, compared(row.known_from) <= moment.known_at
    )
    still_known = moment.known_at < STILL
    return (
        and_(present, begun, moment.as_of < NEVER, still_known),
        and_(past, begun, row.valid_until > moment.as_of, still_known),
        and_(superseded, holding(table, moment)),
    )


def index_parts(table: Table, *orders: Column[Any]) -> None:
    """Index the present by each of ``orders``, the past and the superseded by their ends."""
    row = table.c
    present = and_(row.known_until == STILL_KNOWN, row.valid_until == NO_END)
    past = and_(row.known_until == STILL_KNOWN, row.valid_until < NO_END)
    superseded = row.known_until < STILL_KNOWN
    for order in orders:
        Index(None, order, sqlite_where=present, postgresql_where=present)
    Index(None, row.valid_until, row.valid_from, sqlite_where=past, postgresql_where=past)
    Index(
        None,
        row.known_until,
        row.known_from,
        sqlite_where=superseded,
        postgresql_where=superseded,
    )


def rows_at(
    table: Table,
    moment: Moment,
    columns: Sequence[ColumnElement[Any]],
    *conditions: ColumnElement[bool],
) -> Subquery:
    """Select columns of the rows that answer for a moment, part by part."""
    query = select(*columns).where(holding(table, moment), *conditions)
    return union_all(*(query.where(part) for part in parts_of(table))).subquery()


def page_of_rows(
    connection: Connection,
    table: Table,
    moment: Moment,
    *,
    shown: Sequence[ColumnElement[Any]],
    conditions: Sequence[ColumnElement[bool]],
    sortable: Mapping[str, ColumnElement[Any]],
    order: Ordering,
    after: tuple[Any, ...] | None,
    limit: int,
    parts: Sequence[ColumnElement[bool]] | None = None,
) -> Page:
    """Return one page of the rows that answer for a moment.

    ``parts`` are conditions no row satisfies two of, by which rows are found; by default those
    that tell present, past and superseded apart.

    The first rows of each part are found first, by their keys alone, and read in full only then.
    """
    key: list[ColumnElement[Any]] = [table.c[name] for name in table.info["key"]]
    query = select(*table.primary_key).where(holding(table, moment), *conditions)
    if order.name in sortable:
        query = _ordered(query, [sortable[order.name], *key], order, after).limit(limit + 1)
    found = (select(query.where(part).subquery()) for part in parts or parts_of(table))
    firsts = union_all(*found).subquery()
    same = and_(*(column == firsts.c[column.name] for column in table.primary_key))
    return read_page(
        connection,
        select(*shown).join(firsts, same),
        sortable=sortable,
        key=key,
        order=order,
        after=None,
        limit=limit,
    )


def _ordered(
    query: Select[Any],
    by: Sequence[ColumnElement[Any]],
    order: Ordering,
    after: tuple[Any, ...] | None,
) -> Select[Any]:
    if after is not None:
        query = query.where(beyond(by, after, order))
    return query.order_by(*(each.desc() if order.descending else each.asc() for each in by))
