"""Sends the letters of a subscription that are due, and records what became of each.

A sender claims a letter by counting the attempt and putting the next one off: whoever looks after
it finds nothing due. When the sender dies before it has recorded the outcome, the letter is due
again after ``CLAIM`` and is sent again under the same id. An outcome is recorded only while the
claim stands, so one that comes too late changes nothing.

A letter whose next attempt lies further ahead than any is put off was written or tried while the
clock ran ahead; it is due now, or it would wait until that clock's day comes.
"""

import logging
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from application.notifications.deliveries import DeliveryState, deliveries, delivery_position
from application.notifications.retries import FURTHEST, Chance, wait_after
from application.notifications.subscription import Failure, Letter, Subscription
from application.store import Store

ATTEMPT = timedelta(seconds=30)
"""How long one attempt may take by any channel, and so how long a stop waits for it at most.

Nothing cuts short how long the system looks for the address of a host: half a minute, unless the
site has set its resolver otherwise.
"""
CLAIM = timedelta(minutes=5)
"""How long one sender has a letter to itself; much longer than an attempt may take."""

GONE = "接收方已不再接收通知(410),订阅停用"
OTHER_CHANNEL = "订阅改换了渠道,这件通知是按原来的渠道写的"
BROKEN = "发送程序出错,详见运行日志"

logger = logging.getLogger(__name__)


class Sent(NamedTuple):
    """How many letters arrived, and how many attempts failed."""

    delivered: int
    failed: int


class Sender:
    """Sends for one subscription; any number of them may work at the same time."""

    def __init__(
        self,
        store: Store,
        subscription: Subscription,
        chance: Chance = random.random,
    ) -> None:
        self._database = store.database
        self._clock = store.clock
        self._subscription = subscription
        self._chance = chance

    def send(self, most: int, is_over: Callable[[], bool]) -> Sent:
        """Send what is due, at most so many letters, until it is to stop."""
        delivered = failed = 0
        while delivered + failed < most and not is_over():
            letter = self.claim()
            if letter is None:
                break
            failure = self._attempt(letter)
            self.record(letter, failure)
            delivered += failure is None
            failed += failure is not None
        return Sent(delivered, failed)

    def _attempt(self, letter: Letter) -> Failure | None:
        """Send a letter once; what a channel did not foresee is a failure like others."""
        channel = self._subscription.channel
        if letter.channel != channel.kind:
            return Failure(OTHER_CHANNEL)
        try:
            return channel.send(letter, ATTEMPT)
        except Exception:
            logger.exception("订阅“%s”的通知%s没有发出", self._subscription.name, letter.id)
            return Failure(BROKEN)

    def claim(self) -> Letter | None:
        """Take a letter that is due; ``None`` when there is none."""
        while True:
            now = self._clock()
            letter = self._due(now)
            if letter is None or self._take(letter, now):
                return letter

    def _due(self, now: datetime) -> Letter | None:
        table = deliveries.c
        waiting = (
            select(table.id, table.attempts, table.channel, table.payload)
            .where(
                table.subscription == self._subscription.name,
                table.state == DeliveryState.WAITING,
            )
            .order_by(table.next_attempt_at, table.sequence)
            .limit(1)
        )
        with self._database.reading() as connection:
            for is_due in _due_at(now):  # one after the other: each finds its first by the index
                row = connection.execute(waiting.where(is_due)).one_or_none()
                if row is not None:
                    return Letter(row.id, row.attempts + 1, row.channel, row.payload)
        return None

    def _take(self, letter: Letter, now: datetime) -> bool:
        """Claim the letter, unless another sender was faster."""
        taken = (
            update(deliveries)
            .where(_waiting_after(letter.id, letter.attempt - 1))
            .where(or_(*_due_at(now)))
            .values(
                attempts=letter.attempt,
                next_attempt_at=now + CLAIM,
                destination=self._subscription.channel.destination,
            )
        )
        with self._database.aside() as connection:
            return connection.execute(taken).rowcount == 1

    def record(self, letter: Letter, failure: Failure | None) -> None:
        """Record the outcome of an attempt."""
        now = self._clock()
        with self._database.aside() as connection:
            if failure is not None and failure.gone:
                self._disable(connection, now)
            else:
                outcome = _outcome(letter, failure, now, self._chance)
                recorded = update(deliveries).where(_waiting_after(letter.id, letter.attempt))
                connection.execute(recorded.values(outcome))

    def _disable(self, connection: Connection, now: datetime) -> None:
        """Let every letter of the subscription rest until a person resends one."""
        name = self._subscription.name
        logger.warning("订阅“%s”:%s,直到有人重发其中一件", name, GONE)
        own = delivery_position.c.subscription == name
        connection.execute(update(delivery_position).where(own).values(disabled_at=now))
        table = deliveries.c
        connection.execute(
            update(deliveries)
            .where(table.subscription == name, table.state == DeliveryState.WAITING)
            .values(_dead(GONE))
        )


def _due_at(now: datetime) -> Sequence[ColumnElement[bool]]:
    """Say what is due: what was put off until now, and what lies where no clock puts it."""
    planned = deliveries.c.next_attempt_at
    return planned <= now, planned > now + FURTHEST


def _waiting_after(key: UUID, attempts: int) -> ColumnElement[bool]:
    """Say that the letter still waits and nobody has claimed it since that attempt."""
    table = deliveries.c
    return and_(table.id == key, table.attempts == attempts, table.state == DeliveryState.WAITING)


def _outcome(
    letter: Letter, failure: Failure | None, now: datetime, chance: Chance
) -> dict[str, Any]:
    if failure is None:
        return {
            "state": DeliveryState.DELIVERED,
            "next_attempt_at": None,
            "delivered_at": now,
            "last_error": None,
        }
    wait = wait_after(letter.attempt, failure.retry_after, chance)
    if wait is None:
        return _dead(failure.error)
    return {"next_attempt_at": now + wait, "last_error": failure.error}


def _dead(error: str) -> dict[str, Any]:
    return {"state": DeliveryState.DEAD, "next_attempt_at": None, "last_error": error}
