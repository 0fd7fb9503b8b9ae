"""The letters of every subscription, and how far each subscription has read the log."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    LargeBinary,
    Select,
    Table,
    Text,
    Uuid,
    or_,
    select,
    text,
)

from application.errors import NotFound
from application.event_store.columns import Instant
from application.event_store.schema import metadata
from application.projections.pages import Ordering, Page, read_page
from application.projections.versioned import Moment
from domain.model import CHINA_STANDARD_TIME, NAMESPACE

LABEL = "通知"


class DeliveryState(StrEnum):
    """How far a letter has come."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return _LABELS[self]


_LABELS = {
    DeliveryState.WAITING: "待发送",
    DeliveryState.DELIVERED: "已送达",
    DeliveryState.DEAD: "未能送达",
}

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("subscription", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("topic", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("destination", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", Instant),
    Column("state", Text, nullable=False),
    Column("last_error", Text),
    Column("delivered_at", Instant),
    Column("resent_by", Text),
)
"""One row for each event and subscription; ``payload`` is the exact bytes that are sent."""
Index(None, deliveries.c.sequence, deliveries.c.id)
Index(None, deliveries.c.state, deliveries.c.sequence)
Index(
    None,
    deliveries.c.subscription,
    deliveries.c.next_attempt_at,
    sqlite_where=text("state = 'waiting'"),
    postgresql_where=text("state = 'waiting'"),
)

delivery_position = Table(
    "delivery_position",
    metadata,
    Column("subscription", Text, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("disabled_at", Instant),
)
"""The latest event each subscription has seen. Whoever reads the log for it holds its lock."""

SHOWN = tuple(column for column in deliveries.c if column is not deliveries.c.payload)

SORTABLE: dict[str, ColumnElement[Any]] = {"sequence": deliveries.c.sequence}


def delivery_id(subscription: str, leaf_hash: bytes) -> UUID:
    """Return the identity of a letter: the same event of the log is the same letter for ever.

    It follows from the leaf, not from the number alone: another county, or one that was restored
    from a backup, has another event under this number, and a receiver would take it for a copy.
    """
    return uuid5(NAMESPACE, f"delivery:{leaf_hash.hex()}:{subscription}")


class DeliveryFilter(NamedTuple):
    """Which letters are wanted; what is ``None`` does not narrow."""

    state: DeliveryState | None = None
    subscription: str | None = None
    topic: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what letters must satisfy."""
        stated = self._asdict().items()
        return [deliveries.c[name] == value for name, value in stated if value is not None]


def deliveries_at(moment: Moment, wanted: DeliveryFilter, now: datetime) -> Select[Any]:
    """Select the letters written by the end of a day about what was known; as they stand now.

    One dated after now was written while the clock ran ahead, nobody knows on which day: it is
    shown whatever the day, or nobody would see it for as long as it is not sent.
    """
    written_at = deliveries.c.created_at
    return select(*SHOWN).where(
        deliveries.c.sequence <= moment.known_at,
        or_(written_at < _end_of(moment.as_of), written_at > now),
        *wanted.conditions(),
    )


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA_STANDARD_TIME) + timedelta(days=1)


def page_of_deliveries(
    connection: Connection,
    moment: Moment,
    *,
    wanted: DeliveryFilter,
    now: datetime,
    order: Ordering,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Page:
    """Return one page of the letters."""
    return read_page(
        connection,
        deliveries_at(moment, wanted, now),
        sortable=SORTABLE,
        key=(deliveries.c.id,),
        order=order,
        after=after,
        limit=limit,
    )


def delivery(connection: Connection, key: UUID) -> Mapping[Any, Any]:
    """Return one letter with what is sent."""
    query = select(deliveries).where(deliveries.c.id == key)
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        raise NotFound(LABEL, key)
    return found
