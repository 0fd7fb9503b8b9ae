"""A person sends letters again: one, or all of a subscription that never arrived.

A subscription that was stopped because its receiver was gone is taken up again by this.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, update

from application.errors import NotFound, StillWaiting
from application.event_store.database import Database
from application.notifications.deliveries import (
    DeliveryState,
    deliveries,
    delivery,
    delivery_position,
)

SUBSCRIPTION = "订阅"


def resend(database: Database, key: UUID, by: str, now: datetime) -> None:
    """Let one letter that ended, arrived or not, wait again with all its attempts."""
    with database.aside() as connection:
        _take_up(connection, delivery(connection, key)["subscription"])
        ended = (deliveries.c.id == key, deliveries.c.state != DeliveryState.WAITING)
        again = update(deliveries).where(*ended).values(_waiting(by, now))
        if not connection.execute(again).rowcount:
            raise StillWaiting(f"通知{key}尚待发送,不必重发")


def resend_all_dead(database: Database, subscription: str, by: str, now: datetime) -> int:
    """Let every dead letter of a subscription wait again; return how many."""
    table = deliveries.c
    dead = (table.subscription == subscription, table.state == DeliveryState.DEAD)
    with database.aside() as connection:
        _take_up(connection, subscription)
        return connection.execute(
            update(deliveries).where(*dead).values(_waiting(by, now))
        ).rowcount


def _take_up(connection: Connection, subscription: str) -> None:
    own = delivery_position.c.subscription == subscription
    if connection.execute(select(delivery_position).where(own)).one_or_none() is None:
        raise NotFound(SUBSCRIPTION, subscription)
    connection.execute(update(delivery_position).where(own).values(disabled_at=None))


def _waiting(by: str, now: datetime) -> dict[str, Any]:
    return {
        "state": DeliveryState.WAITING,
        "attempts": 0,
        "next_attempt_at": now,
        "last_error": None,
        "delivered_at": None,
        "resent_by": by,
    }
