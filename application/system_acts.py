"""Acts nobody did: what the system itself puts on record, and under which name."""

from datetime import date, datetime
from uuid import uuid4

from domain.model import Act, Role, day_of

SYSTEM_ACTOR = "系统"
SYSTEM_UNIT = "SYSTEM"
"""Their unit code; no unit is registered under it."""


def act_of_the_system_today(now: datetime) -> Act:
    """Return an act of the system itself, dated the day it is recorded."""
    return act_of_the_system(day_of(now), now)


def act_of_the_system(on: date, now: datetime, actor: str = SYSTEM_ACTOR) -> Act:
    """Return an act of the system itself dated ``on``."""
    correlation = uuid4()
    return Act(
        actor=actor,
        unit=SYSTEM_UNIT,
        role=Role.SUPERVISION_STAFF,
        occurred_on=on,
        recorded_at=now,
        correlation_id=correlation,
        causation_id=correlation,
    )
