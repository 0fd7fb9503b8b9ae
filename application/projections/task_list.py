"""Questions about tasks: which there are, which are late, and how each stands to its due date."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Select,
    and_,
    literal,
    not_,
    or_,
    select,
)

from application.projections.pages import Ordering, Page
from application.projections.parts import page_of_rows
from application.projections.responsibilities import Capacity, tasks_of
from application.projections.task_ledger import missed_before, task_ledger, task_origins
from application.projections.versioned import Moment, holding
from domain.due import Due
from domain.measure import HandlingType
from domain.task_rounds import TaskStatus

SORTABLE: dict[str, ColumnElement[Any]] = {
    "number": task_ledger.c.number,
    "due": task_ledger.c.due_or_never,
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
    reports_missing: bool | None = None
    text: str | None = None
    """Part of the number or of the wording; A to Z are as a to z, no other capitals."""

    def conditions(self, moment: Moment) -> list[ColumnElement[bool]]:
        """Return what tasks must satisfy."""
        stated = self._asdict().items()
        return [_NARROWING[name](value, moment) for name, value in stated if value is not None]


def _entrusted(capacity: Capacity) -> Callable[[str, Moment], ColumnElement[bool]]:
    return lambda name, moment: task_ledger.c.task_id.in_(tasks_of(moment, capacity, name))


def _planned_for(origin: UUID, _: Moment) -> ColumnElement[bool]:
    planned = select(task_origins.c.task_id).where(task_origins.c.origin_id == origin)
    return task_ledger.c.task_id.in_(planned)


def _falls_due(overdue: bool, moment: Moment) -> ColumnElement[bool]:
    late = is_overdue(task_ledger, moment.as_of)
    return late if overdue else not_(late)


def _reports_missing(missing: bool, moment: Moment) -> ColumnElement[bool]:
    row = task_ledger.c
    lapsed = and_(row.report_due.is_not(None), row.report_due < moment.as_of)
    some = or_(row.reports_missed > 0, lapsed)
    return some if missing else not_(some)


def _reads(text: str, _: Moment) -> ColumnElement[bool]:
    return or_(
        task_ledger.c.number.icontains(text, autoescape=True),
        task_ledger.c.title.icontains(text, autoescape=True),
    )


_NARROWING: dict[str, Callable[[Any, Moment], ColumnElement[bool]]] = {
    "status": lambda status, _: task_ledger.c.status == status,
    "unit": _entrusted(Capacity.UNIT),
    "leader": _entrusted(Capacity.LEADER),
    "office": _entrusted(Capacity.OFFICE),
    "plan": _planned_for,
    "opinion": _planned_for,
    "handling": lambda handling, _: task_ledger.c.handling == handling,
    "overdue": _falls_due,
    "reports_missing": _reports_missing,
    "text": _reads,
}


def is_unfinished(rows: FromClause) -> ColumnElement[bool]:
    """Say in SQL whether a task still has to be completed: neither verified nor given up.

    ``rows`` are those of the ledger, or some selected from it.
    """
    return and_(rows.c.completed_on.is_(None), rows.c.status != NOT_LIVE)


def is_overdue(rows: FromClause, day: date) -> ColumnElement[bool]:
    """Say in SQL whether a task is past its due date on ``day`` and not completed."""
    return and_(rows.c.due.is_not(None), rows.c.due < day, is_unfinished(rows))


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


def reports_missing(task: Mapping[str, Any]) -> int:
    """Return how many reports expected before the day asked for never came."""
    return missed_before(task, task["as_of"])


def tasks_at(moment: Moment) -> Select[Any]:
    """Select the tasks there were on that day, as then known, with the day."""
    return select(*_shown(moment)).where(holding(task_ledger, moment))


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
    return page_of_rows(
        connection,
        task_ledger,
        moment,
        shown=_shown(moment),
        conditions=wanted.conditions(moment),
        sortable=SORTABLE,
        order=order,
        after=after,
        limit=limit,
    )


def _shown(moment: Moment) -> tuple[ColumnElement[Any], ...]:
    return (*task_ledger.c, literal(moment.as_of, Date).label("as_of"))
