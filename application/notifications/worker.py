"""Keeps the letters of every subscription going, each in a thread of its own.

A receiver that is slow or down delays nobody else's letters. What a round fails with is logged,
and the next round begins anew from what the database says.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import NamedTuple

from application.errors import StoreUnavailable
from application.notifications.sender import Sender
from application.notifications.subscriber import Subscriber
from application.notifications.subscription import Subscription
from application.store import Store

PAUSE = 1.0
"""Seconds between two looks at the log when nothing was to be done."""
MOST_DOUBLINGS = 6
"""After each round that failed the pause is twice as long as before, so often at most: what does
not pass by itself is logged about once a minute."""
MOST_IN_A_ROUND = 100
"""After so many letters of a subscription its log is read again."""

logger = logging.getLogger(__name__)


class Round(NamedTuple):
    """How many letters were written, how many arrived, and how many attempts failed."""

    written: int
    delivered: int
    failed: int


NOTHING = Round(0, 0, 0)


class Worker:
    """Writes and sends the letters of a county's subscriptions."""

    def __init__(
        self, store: Store, subscriptions: Sequence[Subscription], pause: float = PAUSE
    ) -> None:
        self._routes = [_Route(store, each, pause) for each in subscriptions]

    def once(self) -> Round:
        """Write and send whatever is due now, one subscription after the other."""
        rounds: list[Round] = []
        for route in self._routes:
            while (done := route.round(Event())) != NOTHING:
                rounds.append(done)
        return Round(*(sum(figures) for figures in zip(NOTHING, *rounds, strict=True)))

    def run(self, stop: Event) -> None:
        """Go on until told to stop; a stretch or a letter in hand is finished first."""
        with ThreadPoolExecutor(len(self._routes), "notifications") as threads:
            for route in self._routes:
                threads.submit(route.follow, stop)


class _Route:
    """The letters of one subscription, from the log to the receiver."""

    def __init__(self, store: Store, subscription: Subscription, pause: float) -> None:
        self._name = subscription.name
        self._subscriber = Subscriber(store, subscription)
        self._sender = Sender(store, subscription)
        self._pause = pause

    def round(self, stop: Event) -> Round:
        """Read the log and send a number of letters."""
        written = self._subscriber.read(stop.is_set)
        sent = self._sender.send(MOST_IN_A_ROUND, stop.is_set)
        return Round(written, sent.delivered, sent.failed)

    def follow(self, stop: Event) -> None:
        """Go on, round after round, until told to stop."""
        failures = 0
        while not stop.is_set():
            done = self._round_logged(stop)
            failures = failures + 1 if done is None else 0
            if done is None or done == NOTHING:
                stop.wait(pause_after(failures, self._pause))

    def _round_logged(self, stop: Event) -> Round | None:
        """Return what was done; ``None`` when the round failed."""
        try:
            done = self.round(stop)
        except StoreUnavailable as error:
            logger.warning("订阅“%s”暂停:%s", self._name, error)
        except Exception:
            logger.exception("订阅“%s”这一轮没有完成,稍后再试", self._name)
        else:
            if done.failed:
                logger.warning("订阅“%s”有%d次发送没有成功", self._name, done.failed)
            return done
        return None


def pause_after(failures: int, pause: float) -> float:
    """Return how long to wait after so many rounds that failed, one after the other."""
    return pause * 2.0 ** min(failures, MOST_DOUBLINGS)
