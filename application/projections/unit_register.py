"""The organisation tree: every unit with its name, parent and standing on any day."""

from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Date, Index, Select, Text, select

from application.projections.pages import Ordering, Page, read_page
from application.projections.versioned import (
    Moment,
    ReadModel,
    Rows,
    holding,
    owner_column,
    versioned_table,
)
from domain.unit import Unit, UnitKind

units = versioned_table(
    "unit_register",
    owner_column("unit_id"),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("parent", Text),
    Column("ended_on", Date),
    Column("successor", Text),
    key=("unit_id",),
    owner="unit_id",
)
Index(None, units.c.code, units.c.known_until)

SORTABLE: dict[str, ColumnElement[Any]] = {"code": units.c.code, "name": units.c.name}

unit_register = ReadModel("unit_register", units)


@unit_register.on(Unit.Registered)
def _registered(event: Unit.Registered, rows: Rows) -> None:
    rows.open(
        units,
        unit_id=event.originator_id,
        code=event.code,
        name=event.name,
        kind=event.kind,
        level=event.level,
        parent=event.parent,
        ended_on=None,
        successor=None,
    )


@unit_register.on(Unit.Renamed)
def _renamed(event: Unit.Renamed, rows: Rows) -> None:
    rows.revise(units, event.originator_id, name=event.name)


@unit_register.on(Unit.Moved)
def _moved(event: Unit.Moved, rows: Rows) -> None:
    rows.revise(units, event.originator_id, parent=event.parent)


@unit_register.on(Unit.Merged)
def _merged(event: Unit.Merged, rows: Rows) -> None:
    rows.revise(
        units,
        event.originator_id,
        ended_on=event.act.occurred_on,
        successor=event.successor,
    )


@unit_register.on(Unit.Closed)
def _closed(event: Unit.Closed, rows: Rows) -> None:
    rows.revise(units, event.originator_id, ended_on=event.act.occurred_on)


def units_at(moment: Moment) -> Select[Any]:
    """Select the units there were on that day, as then known."""
    return select(units).where(holding(units, moment))


def page_of_units(
    connection: Connection,
    moment: Moment,
    *,
    parent: str | None = None,
    order: Ordering,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Page:
    """Return one page of the register."""
    query = units_at(moment)
    if parent is not None:
        query = query.where(units.c.parent == parent)
    return read_page(
        connection,
        query,
        sortable=SORTABLE,
        key=(units.c.unit_id,),
        order=order,
        after=after,
        limit=limit,
    )


def names_of_units(connection: Connection, moment: Moment) -> dict[str, str]:
    """Return the name of every unit by its code."""
    query = select(units.c.code, units.c.name).where(holding(units, moment))
    return {row.code: row.name for row in connection.execute(query)}


def name_of_unit(connection: Connection, code: str, moment: Moment) -> str | None:
    """Return the name of one unit; ``None`` when there was none of this code."""
    query = select(units.c.name).where(units.c.code == code, holding(units, moment))
    return connection.scalar(query)


def only_standing_committee(connection: Connection, moment: Moment) -> str | None:
    """Return the code of the county's standing committee, when there is exactly one."""
    there = units.c.kind == UnitKind.STANDING_COMMITTEE, units.c.ended_on.is_(None)
    query = select(units.c.code).where(holding(units, moment), *there).limit(2)
    found = connection.scalars(query).all()
    return found[0] if len(found) == 1 else None
