"""What is done when it is begun, and again soon after each midnight in China.

Reminders are raised, and what was decided about personal data is carried out. What either fails
with is logged, and both are tried again a little later; what was done by then stays done.
"""

import logging
from collections.abc import Callable
from datetime import date
from functools import partial
from threading import Event

from application.errors import StoreUnavailable
from application.privacy.erasing import carry_out
from application.privacy.key_store import KeyStore
from application.reactions.tick import TickOutcome, tick
from application.store import Store
from domain.model import CHINA_STANDARD_TIME

PAUSE = 60.0
"""Seconds between two looks at the clock: a machine that slept over midnight is soon awake."""

logger = logging.getLogger(__name__)


def work_every_day(store: Store, keys: KeyStore | None, stop: Event) -> None:
    """Go on until told to stop; the part of the work in hand is finished first."""
    done: date | None = None
    while not stop.is_set():
        today = store.clock().astimezone(CHINA_STANDARD_TIME).date()
        if today != done:
            carried_out = _finished("个人信息的删除和限制", partial(_carried_out, store, keys))
            if _finished("定时催办", partial(_ticked, store, today, stop)) and carried_out:
                done = today
        stop.wait(PAUSE)


def _finished(name: str, work: Callable[[], bool]) -> bool:
    try:
        return work()
    except StoreUnavailable as error:
        logger.warning("%s暂停:%s", name, error)
    except Exception:
        logger.exception("%s没有完成,稍后再试", name)
    return False


def _carried_out(store: Store, keys: KeyStore | None) -> bool:
    if keys is not None:
        carry_out(store, keys)
    return True


def _ticked(store: Store, today: date, stop: Event) -> bool:
    return tick(store, today, stop.is_set).outcome is not TickOutcome.INTERRUPTED
