"""From events to what a subscription may be told of them."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from eventsourcing.persistence import Notification
from sqlalchemy import select

from application.event_store.database import Database
from application.event_store.recorder import leaf_hash_of, stored_event
from application.event_store.schema import events
from application.event_store.topics import TopicRegister
from application.notifications.concern import Concern
from application.notifications.deliveries import delivery_id
from application.notifications.subscription import Notice, Subscription
from application.projections.unit_register import name_of_unit
from application.projections.versioned import Moment
from application.system_acts import SYSTEM_ACTOR, SYSTEM_UNIT
from domain.model import Aggregate


class Notices:
    """What a subscription is told; no statement is longer for an item with a long history.

    No connection is held in between: readers and writers of the database go on meanwhile.
    """

    def __init__(
        self, database: Database, topics: TopicRegister, subscription: Subscription
    ) -> None:
        self._database = database
        self._topics = topics
        self._subscription = subscription
        self._concern = Concern(database, subscription.units)

    def of(self, found: Sequence[Notification]) -> Iterator[Notice]:
        """Say what is told of these events, one notice for each that concerns the units."""
        told = self._concern.among(found)
        begun = self._begun({each.originator_id for each in told})
        for each in told:
            yield self._notice(each, begun[each.originator_id])

    def _begun(self, items: set[UUID | str]) -> dict[UUID | str, Aggregate | None]:
        """Return each item as its first event left it: its number and title stay what they are."""
        first = select(events).where(
            events.c.originator_id.in_(items), events.c.originator_version == 1
        )
        with self._database.reading() as connection:
            rows = connection.execute(first).all()
        return {row.originator_id: self._topics.fold([stored_event(row)]) for row in rows}

    def _notice(self, notification: Notification, item: Aggregate | None) -> Notice:
        event = self._topics.decode(notification)
        kind = self._topics.aggregate_of(type(event))
        return Notice(
            delivery_id=delivery_id(
                self._subscription.name, leaf_hash_of(notification.id, notification)
            ),
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
            unit_name=self._unit_name(
                event.act.unit, Moment(event.act.occurred_on, notification.id)
            ),
            occurred_on=event.act.occurred_on,
            recorded_at=event.act.recorded_at,
        )

    def _unit_name(self, code: str, moment: Moment) -> str:
        if code == SYSTEM_UNIT:
            return SYSTEM_ACTOR
        with self._database.reading() as connection:
            return name_of_unit(connection, code, moment) or code
