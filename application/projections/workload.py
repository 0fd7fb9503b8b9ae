"""Who is responsible, for what, until when: the load of every leader and every office.

A name is somebody within a unit: two units may each have an office of one name, and posts stand
for persons. Tasks given up burden nobody.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from application.projections.pages import Ordering, Page, read_page
from application.projections.parts import rows_at
from application.projections.responsibilities import Capacity, responsibilities
from application.projections.task_ledger import task_ledger
from application.projections.task_list import NOT_LIVE, is_overdue, is_unfinished
from application.projections.versioned import NO_END, Moment, holding
from domain.task_rounds import OPEN

named = responsibilities.c
task = task_ledger.c

SORTABLE: dict[str, ColumnElement[Any]] = {
    "number": task.number,
    "due": task.due_or_never,
    "name": named.name,
}

KEY = (named.task_id, named.capacity, named.name)

SHOWN: tuple[ColumnElement[Any], ...] = (
    task.number,
    task.title,
    task.lead_unit,
    task.plan_id,
    task.status,
    task.percent,
    task.due,
    task.undated,
    task.due_provisional,
    task.completed_on,
)


class DutyFilter(NamedTuple):
    """Whose responsibilities are wanted; what is ``None`` does not narrow."""

    leader: str | None = None
    office: str | None = None
    assignee: str | None = None
    unit: str | None = None
    """The unit in the lead."""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what responsibilities must satisfy; several persons are each wanted."""
        people = {
            Capacity.LEADER: self.leader,
            Capacity.OFFICE: self.office,
            Capacity.ASSIGNEE: self.assignee,
        }
        stated = [(who, name) for who, name in people.items() if name is not None]
        wanted = [and_(named.capacity == who, named.name == name) for who, name in stated]
        return [or_(*(wanted or [named.capacity.in_(people)])), *_led_by(self.unit)]


def duties_at(moment: Moment) -> Select[Any]:
    """Select who answered on that day for which task, as then known."""
    as_of = literal(moment.as_of, Date).label("as_of")
    return (
        select(*KEY, named.position, *SHOWN, as_of)
        .join(task_ledger, task.task_id == named.task_id)
        .where(
            holding(responsibilities, moment),
            holding(task_ledger, moment),
            task.status != NOT_LIVE,
        )
    )


def page_of_duties(
    connection: Connection,
    moment: Moment,
    *,
    wanted: DutyFilter,
    order: Ordering,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Page:
    """Return one page of responsibilities, one row for each person or office of a task."""
    return read_page(
        connection,
        duties_at(moment).where(*wanted.conditions()),
        sortable=SORTABLE,
        key=KEY,
        order=order,
        after=after,
        limit=limit,
    )


def page_of_loads(
    connection: Connection,
    moment: Moment,
    *,
    capacity: Capacity,
    unit: str | None = None,
    order: Ordering,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Page:
    """Return one page of loads: who answers for how many tasks, and for which."""
    load = _loads(moment, capacity, unit)
    page = read_page(
        connection,
        select(load),
        sortable={
            "name": load.c.name,
            "assignments": load.c.assignments,
            "open": load.c.open,
            "overdue": load.c.overdue,
            "next_due": func.coalesce(load.c.next_due, NO_END),
        },
        key=(load.c.unit, load.c.name),
        order=order,
        after=after,
        limit=limit,
    )
    tasks = _tasks_of(connection, moment, capacity, unit, page.rows)
    rows = [{**row, "tasks": tasks[row["unit"], row["name"]]} for row in page.rows]
    return Page(rows, page.last)


def _loads(moment: Moment, capacity: Capacity, unit: str | None) -> Subquery:
    weighed = (task.task_id, task.lead_unit, task.status, task.due, task.completed_on)
    led = rows_at(task_ledger, moment, weighed, task.status != NOT_LIVE, *_led_by(unit))
    still_due = and_(is_unfinished(led), led.c.due >= moment.as_of)
    return (
        select(
            named.name,
            led.c.lead_unit.label("unit"),
            func.count().label("assignments"),
            _number_of(led.c.status.in_(OPEN)).label("open"),
            _number_of(is_overdue(led, moment.as_of)).label("overdue"),
            func.min(case((still_due, led.c.due))).label("next_due"),
        )
        .join(responsibilities, led.c.task_id == named.task_id)
        .where(holding(responsibilities, moment), named.capacity == capacity)
        .group_by(led.c.lead_unit, named.name)
        .subquery()
    )


def _number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _tasks_of(
    connection: Connection,
    moment: Moment,
    capacity: Capacity,
    unit: str | None,
    loads: Sequence[Mapping[str, Any]],
) -> Mapping[tuple[str, str], Sequence[Mapping[str, Any]]]:
    people = [(load["unit"], load["name"]) for load in loads]
    found = connection.execute(
        duties_at(moment)
        .where(
            named.capacity == capacity,
            named.name.in_({name for _, name in people}),
            tuple_(task.lead_unit, named.name).in_(people),
            *_led_by(unit),
        )
        .order_by(task.lead_unit, named.name, task.number)
    )
    grouped = groupby(found.mappings(), key=lambda row: (row["lead_unit"], row["name"]))
    return {person: [{**row} for row in rows] for person, rows in grouped}


def _led_by(unit: str | None) -> list[ColumnElement[bool]]:
    return [] if unit is None else [task.lead_unit == unit]
