"""One linked story: what happened to an item and to everything that was begun for it."""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    PrimaryKeyConstraint,
    Table,
    Uuid,
    select,
)

from application.event_store.schema import metadata
from application.projections.audit_trail import TrailFilter, page_of_entries
from application.projections.pages import Ordering, Page
from application.projections.versioned import Moment, ReadModel, Rows
from domain.commitment import Commitment
from domain.opinion import Opinion
from domain.rectification_task import RectificationTask
from domain.reminder import Reminder
from domain.supervision_notice import SupervisionNotice

links = Table(
    "item_links",
    metadata,
    Column("item_id", Uuid, nullable=False),
    Column("linked_id", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    PrimaryKeyConstraint("item_id", "linked_id", "sequence"),
)
Index(None, links.c.linked_id)

timeline = ReadModel("timeline", links)


@timeline.on(Opinion.WorkLinked)
def _work_linked(event: Opinion.WorkLinked, rows: Rows) -> None:
    _link(rows, event.originator_id, event.work_id)


@timeline.on(RectificationTask.Planned)
def _task_planned(event: RectificationTask.Planned, rows: Rows) -> None:
    if event.plan_id is not None:
        _link(rows, event.plan_id, event.originator_id)


@timeline.on(Commitment.Drafted)
def _commitment_drafted(event: Commitment.Drafted, rows: Rows) -> None:
    if event.plan_id is not None:
        _link(rows, event.plan_id, event.originator_id)


@timeline.on(SupervisionNotice.Issued)
def _notice_issued(event: SupervisionNotice.Issued, rows: Rows) -> None:
    _link(rows, event.subject.id, event.originator_id)


@timeline.on(Reminder.Raised)
def _reminder_raised(event: Reminder.Raised, rows: Rows) -> None:
    _link(rows, event.item_id, event.originator_id)


def _link(rows: Rows, item: UUID, linked: UUID) -> None:
    rows.append(links, item_id=item, linked_id=linked, sequence=rows.sequence)


def items_linked_to(connection: Connection, item: UUID, known_at: int) -> list[UUID]:
    """Return the item and what was begun for it: plans, tasks, notices and the like."""
    query = select(links.c.linked_id).where(links.c.item_id == item, links.c.sequence <= known_at)
    return [item, *connection.scalars(query.order_by(links.c.sequence))]


def page_of_timeline(
    connection: Connection,
    moment: Moment,
    *,
    item: UUID,
    order: Ordering,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Page:
    """Return one page of an item's story, across its aggregates."""
    items = items_linked_to(connection, item, moment.known_at)
    wanted = TrailFilter(aggregate_ids=items)
    return page_of_entries(
        connection, moment, wanted=wanted, order=order, after=after, limit=limit
    )
