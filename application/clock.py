"""The machine's clock beside the moments of the log, which never go back.

Whoever verifies the log relies on their order, so after a clock that ran ahead everything is
recorded at the moment it had reached, until the right time gets there. That must be seen: it is
told by the log of the server, by ``/status`` and by ``zhuoluo verify``.
"""

import logging
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from application.event_store.schema import log_head
from domain.errors import ActInFuture
from domain.model import CHINA_STANDARD_TIME, Act, day_of

TOLERATED = timedelta(minutes=5)
"""So far the clocks of several machines may differ."""
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

logger = logging.getLogger(__name__)


def log_ahead(connection: Connection, now: datetime) -> str | None:
    """Say, in Chinese, how far the log lies ahead of the clock; ``None`` unless it does."""
    latest = connection.scalar(select(log_head.c.recorded_at))
    return None if latest is None else said_of(latest, now)


def said_of(latest: datetime, now: datetime) -> str | None:
    """Say the same of the moment of the latest event."""
    ahead = latest - now
    if ahead <= TOLERATED:
        return None
    rest = timedelta(seconds=ahead.seconds)
    lasting = f"{ahead.days}天{rest // HOUR}小时{rest % HOUR // MINUTE}分钟"
    return (
        f"日志最近一条登记于{latest.astimezone(CHINA_STANDARD_TIME):%Y-%m-%d %H:%M},比现在的时钟"
        f"晚{lasting}:时钟走快过,或者现在走慢了;到那一刻以前的办理都登记为那一刻,请校准时钟,"
        "见docs/operations.md“时钟”"
    )


def require_reached(act: Act, now: datetime) -> None:
    """Refuse a date that is still to come, although the log is there already."""
    today = day_of(now)
    if act.occurred_on > today:
        raise ActInFuture(f"办理日期{act.occurred_on}晚于登记当天{today}", "occurred_on")


class Watch:
    """Tells the server's log once, and again when it happens again."""

    def __init__(self) -> None:
        self._told = False

    def look(self, latest: datetime, now: datetime) -> None:
        """Compare the latest event with the clock."""
        said = said_of(latest, now)
        if said and not self._told:
            logger.warning(said)
        self._told = said is not None
