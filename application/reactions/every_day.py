"""Runs the tick when it is begun, and again soon after each midnight in China.

What a tick fails with is logged, and it is tried again a little later; what it had done by then
stays done.
"""

import logging
from datetime import date
from threading import Event

from application.errors import StoreUnavailable
from application.reactions.tick import TickOutcome, tick
from application.store import Store
from domain.model import CHINA_STANDARD_TIME

PAUSE = 60.0
"""Seconds between two looks at the clock: a machine that slept over midnight is soon awake."""

logger = logging.getLogger(__name__)


def tick_every_day(store: Store, stop: Event) -> None:
    """Go on until told to stop; the part of a tick in hand is finished first."""
    done: date | None = None
    while not stop.is_set():
        today = store.clock().astimezone(CHINA_STANDARD_TIME).date()
        if today != done and _ticked(store, today, stop):
            done = today
        stop.wait(PAUSE)


def _ticked(store: Store, today: date, stop: Event) -> bool:
    try:
        report = tick(store, today, stop.is_set)
    except StoreUnavailable as error:
        logger.warning("定时催办暂停:%s", error)
    except Exception:
        logger.exception("定时催办没有完成,稍后再试")
    else:
        return report.outcome is not TickOutcome.INTERRUPTED
    return False
