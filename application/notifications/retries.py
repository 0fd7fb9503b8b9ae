"""When a letter that failed is tried again: the schedule of Standard Webhooks, spread a little."""

from collections.abc import Callable
from datetime import timedelta

SCHEDULE = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""How long to wait after the first attempt, the second, and so on; after the last, no more."""

MOST_ATTEMPTS = len(SCHEDULE) + 1
SPREAD = 0.1
"""By how much of itself a wait is lengthened at most, so that retries do not come all at once."""
LONGEST_WAIT = timedelta(hours=24)
"""A receiver may ask for later, but not for longer than this."""
FURTHEST = max(*SCHEDULE, LONGEST_WAIT) * (1 + SPREAD)
"""No attempt is put off longer: one that lies further ahead was set by a clock that ran ahead."""

Chance = Callable[[], float]
"""Gives a number from 0 up to 1."""


def wait_after(attempts: int, asked: timedelta | None, chance: Chance) -> timedelta | None:
    """Return how long to wait after so many failed attempts; ``None`` when there is no next."""
    if attempts >= MOST_ATTEMPTS:
        return None
    planned = SCHEDULE[attempts - 1] * (1 + SPREAD * chance())
    return planned if asked is None else max(planned, min(asked, LONGEST_WAIT))
