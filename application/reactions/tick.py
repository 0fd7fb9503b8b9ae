"""The daily tick: goes through each day since the last one done and raises what it called for.

Each day is one command in one transaction, which also notes that the day is done. So whoever runs
the tick, however often and from however many processes at once, a day is gone through once, days
follow one another, and what a day called for is raised completely or not at all.
"""

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Connection

from application.commands.units import unit_with_code
from application.errors import NotFound
from application.projections.audit_trail import known_until_now
from application.projections.due_items import Candidate, candidates
from application.projections.versioned import Moment
from application.store import Store, Work
from domain.daily_tick import ONLY, DailyTick
from domain.due import Due
from domain.errors import ActInFuture
from domain.model import CHINA_STANDARD_TIME, Act, Aggregate, Role
from domain.reminder import Reminder
from domain.urged_item import KINDS, UrgedItem
from domain.warning_scale import WarningLevel, WarningScale
from domain.work_calendar import ONE_DAY, WorkCalendar

ACTOR, UNIT = "定时催办", "系统"
"""The hand that acts is the program's; it does what supervision staff would do each morning."""

TICK = DailyTick.id_of(ONLY)


class Scales(NamedTuple):
    """Which scale applies to which item, and all those in use."""

    in_use: tuple[WarningScale, ...]
    scale_of: Callable[[Work, Aggregate], WarningScale]


def same_for_all(scale: WarningScale) -> Scales:
    """Apply one scale to every item."""
    return Scales((scale,), lambda _, __: scale)


class TickOutcome(StrEnum):
    """What a tick came to."""

    TICKED = "ticked"
    ALREADY_DONE = "already_done"
    CLOCK_SET_BACK = "clock_set_back"


class DayTicked(NamedTuple):
    """A day this tick went through, and how many reminders it raised."""

    day: date
    raised: int


class TickReport(NamedTuple):
    """What a tick did."""

    outcome: TickOutcome
    last_done: date
    """The latest day gone through, by this tick or by an earlier one."""
    days: tuple[DayTicked, ...] = ()


def tick(store: Store, today: date, scales: Scales, calendar: WorkCalendar) -> TickReport:
    """Go through every day since the last one done, up to ``today``; at first, ``today`` alone."""
    present = store.clock().astimezone(CHINA_STANDARD_TIME).date()
    if today > present:
        raise ActInFuture(f"催办日期{today}晚于登记当天{present}", "today")
    last_done = _last_done(store)
    if last_done is not None and today <= last_done:
        back = today < last_done
        outcome = TickOutcome.CLOCK_SET_BACK if back else TickOutcome.ALREADY_DONE
        return TickReport(outcome, last_done)
    correlation = uuid4()
    ticked: list[DayTicked] = []
    for day in _days(last_done, today):
        command = _Day(store, day, scales, calendar)
        last_done = store.run(_act(store, day, correlation), command).aggregate.last_done
        if command.raised is not None:
            ticked.append(DayTicked(day, command.raised))
    outcome = TickOutcome.TICKED if ticked else TickOutcome.ALREADY_DONE
    return TickReport(outcome, last_done or today, tuple(ticked))


def _last_done(store: Store) -> date | None:
    try:
        return store.read(DailyTick, TICK).last_done
    except NotFound:
        return None


def _days(last_done: date | None, today: date) -> Iterator[date]:
    day = today if last_done is None else last_done + ONE_DAY
    while day <= today:
        yield day
        day += ONE_DAY


def _act(store: Store, day: date, correlation: UUID) -> Act:
    return Act(
        actor=ACTOR,
        unit=UNIT,
        role=Role.SUPERVISION_STAFF,
        occurred_on=day,
        recorded_at=store.clock(),
        correlation_id=correlation,
        causation_id=correlation,
    )


class _Day:
    """The command that goes through one day."""

    def __init__(self, store: Store, day: date, scales: Scales, calendar: WorkCalendar) -> None:
        self._database = store.database
        self._day = day
        self._scales = scales
        self._calendar = calendar
        self.raised: int | None = None
        """How many reminders the day called for; ``None`` when another tick went through it."""

    def __call__(self, work: Work) -> DailyTick:
        """Raise what the day calls for, unless it has been gone through meanwhile."""
        self.raised = None
        earlier = work.glimpse(DailyTick, TICK)
        if earlier is not None and earlier.has_done(self._day):
            return earlier
        with self._database.reading() as connection:
            self.raised = sum(self._raise_at_levels(work, connection))
        if earlier is None:
            return work.add(DailyTick.first(self.raised, work.act))
        done = work.get(DailyTick, TICK)
        done.finish(self.raised, work.act)
        return done

    def _raise_at_levels(self, work: Work, connection: Connection) -> Iterator[bool]:
        """Say of each candidate whether it was reminded of."""
        moment = Moment(self._day, known_until_now(connection))
        for scale in self._scales.in_use:
            for level in reversed(scale.levels):
                due_dates = level.due_dates_reaching(self._day, self._calendar)
                if due_dates is None:
                    continue
                as_strong = scale.from_on(level)
                for each in candidates(connection, moment, due_dates, as_strong):
                    yield self._raise_for(work, each, scale, level)

    def _raise_for(
        self, work: Work, found: Candidate, scale: WarningScale, level: WarningLevel
    ) -> bool:
        """Remind of an item that still stands as it was found, at its strongest level."""
        aggregate = work.glimpse(KINDS[found.kind], found.id)
        if aggregate is None or self._scales.scale_of(work, aggregate) != scale:
            return False
        item = UrgedItem.of(aggregate)
        if not item.owed or (item.round, item.due) != (found.round, Due.by(found.due)):
            return False
        if scale.level_reached(found.due, self._day, self._calendar) != level:
            return False
        lead = unit_with_code(work, item.units[0])
        work.add(Reminder.raise_for(item, level, lead, work.act))
        return True
