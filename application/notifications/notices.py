"""From an event to what may be said of it, and whether its item concerns a unit."""

from collections.abc import Iterator, Sequence
from typing import Any, cast
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent
from pydantic_core import from_json
from sqlalchemy import Connection

from application.event_store.recorder import stored_event, stream
from application.event_store.schema import events
from application.event_store.topics import TopicRegister
from application.notifications.deliveries import delivery_id
from application.notifications.subscription import Notice, Subscription
from application.projections.unit_register import names_of_units
from application.projections.versioned import Moment

ENVELOPE = {"originator_id", "originator_version", "act"}


def notice_of(
    connection: Connection,
    topics: TopicRegister,
    subscription: Subscription,
    notification: Notification,
) -> Notice | None:
    """Return what a subscription is told of an event; ``None`` when it concerns other units."""
    told = _until(connection, notification)
    if subscription.units and subscription.units.isdisjoint(_units_named(told)):
        return None
    event = topics.decode(told[-1])
    item = topics.fold(told)
    names = names_of_units(connection, Moment(event.act.occurred_on, notification.id))
    kind = topics.aggregate_of(type(event))
    return Notice(
        delivery_id=delivery_id(subscription.name, notification.id),
        sequence=notification.id,
        topic=event.TOPIC,
        label=event.LABEL,
        item_kind=kind.KIND,
        item_label=kind.LABEL,
        item_id=event.originator_id,
        item_number=str(getattr(item, "number", event.originator_id)),
        item_title=getattr(item, "title", None),
        version=event.originator_version,
        unit=event.act.unit,
        unit_name=names.get(event.act.unit, event.act.unit),
        occurred_on=event.act.occurred_on,
        recorded_at=event.act.recorded_at,
    )


def _until(connection: Connection, notification: Notification) -> Sequence[StoredEvent]:
    query = stream(cast("UUID", notification.originator_id), lte=notification.originator_version)
    rows = connection.execute(query.order_by(events.c.originator_version))
    return [stored_event(row) for row in rows]


def _units_named(told: Sequence[StoredEvent]) -> set[str]:
    """Return the units an item concerns by now, among other words its events state.

    A unit is stated by its code, the whole of a field: who leads, assists, promises, acts.
    """
    named: set[str] = set()
    for stored in told:
        stated: dict[str, Any] = from_json(stored.state)
        named.add(stated["act"]["unit"])
        named.update(_words([fact for name, fact in stated.items() if name not in ENVELOPE]))
    return named


def _words(fact: object) -> Iterator[str]:
    match fact:
        case str():
            yield fact
        case list():
            for part in fact:
                yield from _words(part)
        case dict():
            yield from _words(list(fact.values()))
        case _:
            return
