"""The audit trail: every event with who, for whom, on which date, recorded when. It only grows."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    Index,
    Integer,
    Row,
    Select,
    Table,
    Text,
    Uuid,
    func,
    select,
)

from application.errors import UnknownFact
from application.event_store.columns import Instant
from application.event_store.database import Database
from application.event_store.schema import Sequence as SequenceNumber
from application.event_store.schema import events, log_head, metadata
from application.event_store.topics import Stored
from application.projections.pages import Ordering, Page, read_page
from application.projections.versioned import Moment, ReadModel, Rows
from application.system_acts import SYSTEM_UNIT
from domain.model import DomainEvent

audit_trail = Table(
    "audit_trail",
    metadata,
    Column("sequence", SequenceNumber, primary_key=True, autoincrement=False),
    Column("recorded_at", Instant, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("actor", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("aggregate_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("correlation_id", Uuid, nullable=False),
    Column("causation_id", Uuid, nullable=False),
)
Index(None, audit_trail.c.recorded_at)
Index(None, audit_trail.c.occurred_on)
Index(None, audit_trail.c.actor, audit_trail.c.sequence)
Index(None, audit_trail.c.unit, audit_trail.c.sequence)
Index(None, audit_trail.c.topic, audit_trail.c.sequence)

SORTABLE: dict[str, ColumnElement[Any]] = {
    "sequence": audit_trail.c.sequence,
    "occurred_on": audit_trail.c.occurred_on,
}

trail = ReadModel("audit_trail", audit_trail)


@trail.on_every_event
def _recorded(event: DomainEvent, rows: Rows) -> None:
    act = event.act
    rows.append(
        audit_trail,
        sequence=rows.sequence,
        recorded_at=act.recorded_at,
        occurred_on=act.occurred_on,
        actor=act.actor,
        unit=act.unit,
        role=act.role,
        topic=event.TOPIC,
        aggregate_id=event.originator_id,
        version=event.originator_version,
        correlation_id=act.correlation_id,
        causation_id=act.causation_id,
    )


class TrailFilter(NamedTuple):
    """Which entries are wanted; what is ``None`` does not narrow."""

    actor: str | None = None
    unit: str | None = None
    topics: Sequence[str] | None = None
    aggregate_ids: Sequence[UUID] | None = None
    occurred_from: date | None = None
    occurred_until: date | None = None
    recorded_from: datetime | None = None
    recorded_until: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what entries must satisfy."""
        stated = self._asdict().items()
        return [_NARROWING[name](value) for name, value in stated if value is not None]


_NARROWING: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "actor": lambda actor: audit_trail.c.actor == actor,
    "unit": lambda unit: audit_trail.c.unit == unit,
    "topics": audit_trail.c.topic.in_,
    "aggregate_ids": lambda ids: audit_trail.c.sequence.in_(_sequences_of(ids)),
    "occurred_from": lambda day: audit_trail.c.occurred_on >= day,
    "occurred_until": lambda day: audit_trail.c.occurred_on <= day,
    "recorded_from": lambda moment: audit_trail.c.recorded_at >= moment,
    "recorded_until": lambda moment: audit_trail.c.recorded_at <= moment,
}


def _sequences_of(items: Sequence[UUID]) -> Select[Any]:
    """Select by the events' own index: one more here would cost every command."""
    return select(events.c.sequence).where(events.c.originator_id.in_(items))


def entries_at(moment: Moment, wanted: TrailFilter) -> Select[Any]:
    """Select entries with the exact bytes of their events."""
    return (
        select(audit_trail, events.c.state)
        .join(events, events.c.sequence == audit_trail.c.sequence)
        .where(
            audit_trail.c.sequence <= moment.known_at,
            events.c.sequence <= moment.known_at,
            audit_trail.c.occurred_on <= moment.as_of,
            *wanted.conditions(),
        )
    )


def events_of_command(connection: Connection, sequence: int) -> Sequence[Stored]:
    """Return what the command recorded whose latest event has this number, in order."""
    entry = audit_trail.c
    cause = select(entry.causation_id).where(entry.sequence == sequence).scalar_subquery()
    other = select(entry.sequence).where(entry.sequence < sequence, entry.causation_id != cause)
    before = connection.scalar(other.order_by(entry.sequence.desc()).limit(1)) or 0
    query = select(events.c.topic, events.c.state).where(
        events.c.sequence > before, events.c.sequence <= sequence
    )
    return [Stored(*row) for row in connection.execute(query.order_by(events.c.sequence))]


def entries_of(
    database: Database, wanted: TrailFilter, known_at: int
) -> tuple[list[int], list[date]]:
    """Return the sequence numbers, in order, of all entries wanted, and their business dates."""
    entry = audit_trail.c
    query = select(entry.sequence, entry.occurred_on)
    query = query.where(entry.sequence <= known_at, *wanted.conditions())
    with database.reading() as connection:
        rows = connection.execute(query.order_by(entry.sequence)).all()
    return [row.sequence for row in rows], [row.occurred_on for row in rows]


def page_of_entries(
    connection: Connection,
    moment: Moment,
    *,
    wanted: TrailFilter,
    order: Ordering,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Page:
    """Return one page of the trail."""
    return read_page(
        connection,
        entries_at(moment, wanted),
        sortable=SORTABLE,
        key=(audit_trail.c.sequence,),
        order=order,
        after=after,
        limit=limit,
    )


def latest_of(connection: Connection, moment: Moment, topic: str) -> Row[Any] | None:
    """Return the latest entry of a topic until that day, as then known."""
    entry = audit_trail.c
    of_topic = select(audit_trail).where(
        entry.topic == topic,
        entry.sequence <= moment.known_at,
        entry.occurred_on <= moment.as_of,
    )
    return connection.execute(of_topic.order_by(entry.sequence.desc()).limit(1)).first()


def known_until_now(connection: Connection) -> int:
    """Return the sequence number of the latest event."""
    return connection.scalar(select(log_head.c.sequence)) or 0


def recorded_by_people(connection: Connection) -> int:
    """Return how many events there are besides those of the system's own acts."""
    others = select(func.count()).where(audit_trail.c.unit != SYSTEM_UNIT)
    return connection.scalar(others) or 0


def known_at(connection: Connection, moment: int | datetime | None) -> int:
    """Return how much of the log was known at a moment: a sequence number or a time."""
    head = known_until_now(connection)
    if moment is None:
        return head
    if isinstance(moment, datetime):
        if moment.tzinfo is None:
            raise UnknownFact("known_at的时刻须注明时区,如2015-06-25T08:00:00+08:00", "known_at")
        entry = audit_trail.c
        before = select(func.max(entry.sequence)).where(entry.recorded_at <= moment)
        return connection.scalar(before) or 0
    if not 0 <= moment <= head:
        raise UnknownFact(f"日志现有{head}条记录,没有第{moment}条", "known_at")
    return moment


def known_whole(connection: Connection, sequence: int) -> int:
    """Return up to where the log knew commands whole: what one command records stands together."""
    entry = audit_trail.c
    command = select(entry.causation_id).where(entry.sequence == sequence + 1)
    begun = connection.scalar(command)
    if begun is None:
        return sequence
    before = select(entry.sequence).where(entry.sequence <= sequence, entry.causation_id != begun)
    return connection.scalar(before.order_by(entry.sequence.desc()).limit(1)) or 0
