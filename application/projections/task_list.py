"""Questions about tasks: which there are, which are late, and how each stands to its due date."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Select,
    and_,
    func,
    literal,
    not_,
    or_,
    select,
)

from application.projections.pages import Ordering, Page, read_page
from application.projections.responsibilities import Capacity, tasks_of
from application.projections.task_ledger import task_ledger, task_origins
from application.projections.versioned import NO_END, Moment, holding
from domain.measure import HandlingType
from domain.model import Due
from domain.task_rounds import TaskStatus

SORTABLE: dict[str, ColumnElement[Any]] = {
    "number": task_ledger.c.number,
    "due": func.coalesce(task_ledger.c.due, NO_END),
    "percent": task_ledger.c.percent,
}

NOT_LIVE = TaskStatus.CANCELLED
"""A task given up is never late and burdens nobody."""


class TaskFilter(NamedTuple):
    """Which tasks are wanted; what is ``None`` does not narrow."""

    status: TaskStatus | None = None
    unit: str | None = None
    """A responsible unit, in the lead or not."""
    leader: str | None = None
    office: str | None = None
    plan: UUID | None = None
    opinion: UUID | None = None
    handling: HandlingType | None = None
    overdue: bool | None = None
    text: str | None = None
    """Part of the number or of the wording."""

    def conditions(self, moment: Moment) -> list[ColumnElement[bool]]:
        """Return what tasks must satisfy."""
        task = task_ledger.c
        late = is_overdue(moment.as_of)
        text = self.text or ""
        stated: list[tuple[object, ColumnElement[bool]]] = [
            (self.status, task.status == self.status),
            (self.handling, task.handling == self.handling),
            (self.unit, _entrusted_to(moment, Capacity.UNIT, self.unit)),
            (self.leader, _entrusted_to(moment, Capacity.LEADER, self.leader)),
            (self.office, _entrusted_to(moment, Capacity.OFFICE, self.office)),
            (self.plan, _planned_for(self.plan)),
            (self.opinion, _planned_for(self.opinion)),
            (self.overdue, late if self.overdue else not_(late)),
            (
                self.text,
                or_(
                    task.number.contains(text, autoescape=True),
                    task.title.contains(text, autoescape=True),
                ),
            ),
        ]
        return [condition for value, condition in stated if value is not None]


def _entrusted_to(moment: Moment, capacity: Capacity, name: str | None) -> ColumnElement[bool]:
    return task_ledger.c.task_id.in_(tasks_of(moment, capacity, name or ""))


def _planned_for(origin: UUID | None) -> ColumnElement[bool]:
    planned = select(task_origins.c.task_id).where(task_origins.c.origin_id == origin)
    return task_ledger.c.task_id.in_(planned)


def is_unfinished() -> ColumnElement[bool]:
    """Say in SQL whether a task still has to be completed: neither verified nor given up."""
    return and_(task_ledger.c.completed_on.is_(None), task_ledger.c.status != NOT_LIVE)


def is_overdue(day: date) -> ColumnElement[bool]:
    """Say in SQL whether a task is past its due date on ``day`` and not completed."""
    due = task_ledger.c.due
    return and_(due.is_not(None), due < day, is_unfinished())


class Standing(NamedTuple):
    """How a task stands to its due date on a day, in calendar days.

    One of the three applies and the others are ``None``; none applies to a task that is undated
    or was given up.
    """

    days_overdue: int | None
    """Past the due date and not completed."""
    days_left: int | None
    """Not completed, and the due date still to come; 0 on the day itself."""
    days_completed_late: int | None
    """Completed, by how many days after the due date; 0 when in time."""


def standing(task: Mapping[str, Any]) -> Standing:
    """Return how a task of the ledger stands to its due date on the day asked for."""
    if task["undated"] or task["status"] == NOT_LIVE:
        return Standing(None, None, None)
    due, day = Due.by(task["due"]), task["as_of"]
    if task["completed_on"]:
        return Standing(None, None, due.days_late(task["completed_on"]))
    late = due.days_late(day)
    return Standing(late, None, None) if late else Standing(None, (task["due"] - day).days, None)


def tasks_at(moment: Moment) -> Select[Any]:
    """Select the tasks there were on that day, as then known, with the day."""
    as_of = literal(moment.as_of, Date).label("as_of")
    return select(task_ledger, as_of).where(holding(task_ledger, moment))


def page_of_tasks(
    connection: Connection,
    moment: Moment,
    *,
    wanted: TaskFilter,
    order: Ordering,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Page:
    """Return one page of the ledger."""
    return read_page(
        connection,
        tasks_at(moment).where(*wanted.conditions(moment)),
        sortable=SORTABLE,
        key=(task_ledger.c.task_id,),
        order=order,
        after=after,
        limit=limit,
    )
