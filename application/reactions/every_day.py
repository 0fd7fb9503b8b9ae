"""What the server does by itself: when it is begun, and again soon after each midnight in China.

Reminders are raised, and what was decided about personal data is carried out, that also within a
minute of a decision. What either fails with is logged, and it is tried again a little later; what
was done by then stays done.
"""

import logging
from collections.abc import Callable
from datetime import date
from functools import partial
from threading import Event

from application.errors import StoreUnavailable
from application.privacy.key_store import KeyStore
from application.reactions.carrying_out import carry_out, latest_decision
from application.reactions.tick import TickOutcome, tick
from application.store import Store
from domain.model import day_of

PAUSE = 60.0
"""Seconds between two looks at the clock: a machine that slept over midnight is soon awake."""

logger = logging.getLogger(__name__)


def work_every_day(store: Store, keys: KeyStore | None, stop: Event) -> None:
    """Go on until told to stop; the part of the work in hand is finished first."""
    ticked: date | None = None
    decisions = None if keys is None else _Decisions(store, keys)
    while not stop.is_set():
        today = day_of(store.clock())
        if decisions is not None:
            _finished("个人信息的删除和限制", partial(decisions.carry_out, today))
        if today != ticked and _finished("定时催办", partial(_ticked, store, today, stop)):
            ticked = today
        stop.wait(PAUSE)


class _Decisions:
    """What is decided about personal data: carried out on a new day, and after a new decision."""

    def __init__(self, store: Store, keys: KeyStore) -> None:
        self._store = store
        self._keys = keys
        self._done: tuple[date, int] | None = None

    def carry_out(self, today: date) -> bool:
        decided = today, latest_decision(self._store)
        if decided != self._done:
            carry_out(self._store, self._keys)
            self._done = decided
        return True


def _finished(name: str, work: Callable[[], bool]) -> bool:
    try:
        return work()
    except StoreUnavailable as error:
        logger.warning("%s暂停:%s", name, error)
    except Exception:
        logger.exception("%s没有完成,稍后再试", name)
    return False


def _ticked(store: Store, today: date, stop: Event) -> bool:
    return tick(store, today, stop.is_set).outcome is not TickOutcome.INTERRUPTED
