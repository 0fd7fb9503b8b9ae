"""The daily tick: goes through each day since the last one done and raises what it called for.

A day is gone through in parts, each of them one command in one transaction of bounded length; the
last one notes that the day is done. Whoever runs the tick, however often and from however many
processes at once, days follow one another and each is done once. Parts of one day may overlap when
several processes go through it: the identity of a reminder lets it be raised once all the same.
"""

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Connection

from application.commands.calendars import calendar_of
from application.commands.units import unit_with_code
from application.commands.warning_scales import scale_of
from application.errors import NotFound, NumberTaken
from application.projections.audit_trail import known_until_now
from application.projections.due_items import Candidate, candidates
from application.projections.rule_profiles import published_congresses
from application.projections.versioned import Moment
from application.store import Store
from application.system_acts import act_of_the_system
from application.work import Work
from domain.daily_tick import ONLY, DailyTick
from domain.errors import ActInFuture
from domain.model import day_of
from domain.profile_rules import ProfileRules
from domain.reminder import Reminder
from domain.rule_profile import RuleProfile
from domain.urged_item import KINDS, UrgedItem
from domain.warning_scale import WarningLevel, WarningScale
from domain.work_calendar import ONE_DAY, WorkCalendar

ACTOR = "定时催办"
"""The hand that acts is the program's; it does what supervision staff would do each morning."""

TICK = DailyTick.id_of(ONLY)

AT_ONCE = 250
"""How many candidates a part looks at: others wait for the log no longer than that takes."""


class TickOutcome(StrEnum):
    """What a tick came to."""

    TICKED = "ticked"
    ALREADY_DONE = "already_done"
    CLOCK_SET_BACK = "clock_set_back"
    INTERRUPTED = "interrupted"
    """Told to stop; the next tick goes on from there."""


class DayTicked(NamedTuple):
    """A day this tick went through, or took part in, and how many reminders it raised."""

    day: date
    raised: int


class TickReport(NamedTuple):
    """What a tick did."""

    outcome: TickOutcome
    last_done: date | None
    """The latest day gone through, by this tick or by an earlier one."""
    days: tuple[DayTicked, ...] = ()


def _never() -> bool:
    return False


def tick(store: Store, today: date, stopped: Callable[[], bool] = _never) -> TickReport:
    """Go through every day since the last one done, up to ``today``; at first, ``today`` alone.

    Each item is warned about by the rules that govern it, each day counted by the calendar on
    record.
    """
    present = day_of(store.clock())
    if today > present:
        raise ActInFuture(f"催办日期{today}晚于登记当天{present}", "today")
    earlier = _tick_of(store)
    reached = (earlier.under_way or earlier.last_done) if earlier else None
    if reached is not None and today < reached:
        return TickReport(TickOutcome.CLOCK_SET_BACK, reached)
    last_done = earlier.last_done if earlier else None
    correlation = uuid4()
    ticked: list[DayTicked] = []
    for day in _days(earlier, today):
        if last_done is not None and day <= last_done:
            continue  # another tick is ahead; nothing to wait for the log for
        gone = _Day(store, day, correlation)
        while not gone.done and not stopped():
            gone.go_on()
        last_done = gone.last_done or last_done
        if gone.took_part:
            ticked.append(DayTicked(day, gone.raised))
        if not gone.done:
            return TickReport(TickOutcome.INTERRUPTED, last_done, tuple(ticked))
    outcome = TickOutcome.TICKED if ticked else TickOutcome.ALREADY_DONE
    return TickReport(outcome, last_done, tuple(ticked))


def _tick_of(store: Store) -> DailyTick | None:
    try:
        return store.read(DailyTick, TICK)
    except NotFound:
        return None


def _days(earlier: DailyTick | None, today: date) -> Iterator[date]:
    day = today
    if earlier is not None:
        day = earlier.under_way or (earlier.last_done or today) + ONE_DAY
    while day <= today:
        yield day
        day += ONE_DAY


class _Day:
    """Goes through one day, part after part, unless another tick has done it meanwhile."""

    def __init__(self, store: Store, day: date, correlation: UUID) -> None:
        self._store = store
        self._day = day
        act = act_of_the_system(day, store.clock(), ACTOR)
        self._act = act.model_copy(update={"correlation_id": correlation})
        self._place: Called | None = None
        self.last_done: date | None = None
        self.took_part = False
        self.raised = 0

    @property
    def done(self) -> bool:
        """Whether nothing is left of the day."""
        return self.last_done is not None and self._day <= self.last_done

    def go_on(self) -> None:
        """Go through the next part."""
        part = Part(self._day, self._place)
        self.last_done = self._store.run(self._act, part).aggregate.last_done
        self._place = part.reached
        self.took_part |= part.noted
        self.raised += part.raised


class Called(NamedTuple):
    """A candidate, and the level of the scale it was looked for at."""

    scale: WarningScale
    level: WarningLevel
    found: Candidate


class Part:
    """The command that goes through one part of a day, from where the part before it ended."""

    def __init__(self, day: date, after: Called | None) -> None:
        self._day = day
        self._after = after
        self.reached: Called | None = None
        """Where this part ended; ``None`` when it was the last."""
        self.noted = False
        """Whether the log says of it; not when nothing was to be done but to go on."""
        self.raised = 0

    def __call__(self, work: Work) -> DailyTick:
        """Raise what this part calls for, unless the day has been gone through meanwhile."""
        self.reached, self.noted, self.raised = None, False, 0
        known = work.glimpse(DailyTick, TICK)
        if known is not None and known.has_done(self._day):
            return known
        calendar = calendar_of(work)
        with work.reading() as connection:
            called = list(islice(self._called_for(work, connection, calendar), AT_ONCE))
        self.raised = sum(self._raise(work, each, calendar) for each in called)
        if len(called) == AT_ONCE:
            self.reached = called[-1]
        return self._note(work, known)

    def _note(self, work: Work, known: DailyTick | None) -> DailyTick:
        is_last = self.reached is None
        self.noted = is_last or known is None or self.raised > 0
        if known is None:
            begun = DailyTick.first if is_last else DailyTick.first_part
            return work.add(begun(self.raised, work.act))
        if not self.noted:
            return known
        gone_through = work.get(DailyTick, TICK)
        note = gone_through.finish if is_last else gone_through.advance
        note(self.raised, work.act)
        return gone_through

    def _called_for(
        self, work: Work, connection: Connection, calendar: WorkCalendar
    ) -> Iterator[Called]:
        """Look for candidates at each level, the strongest of a scale first."""
        moment = Moment(self._day, known_until_now(connection))
        before = self._after
        for scale in _scales_in_use(work, connection):
            for level in reversed(scale.levels):
                if before is not None and (before.scale, before.level) != (scale, level):
                    continue
                after, before = before and before.found, None
                due_dates = level.due_dates_reaching(self._day, calendar)
                if due_dates is None:
                    continue
                as_strong = scale.from_on(level)
                for found in candidates(connection, moment, due_dates, as_strong, after):
                    yield Called(scale, level, found)

    def _raise(self, work: Work, called: Called, calendar: WorkCalendar) -> int:
        """Remind whoever owes an item that still stands as it was found, at its strongest level.

        Return how many were.
        """
        scale, level, found = called
        aggregate = work.glimpse(KINDS[found.kind], found.id)
        if aggregate is None or scale_of(work, aggregate) != scale:
            return 0
        item = UrgedItem.of(aggregate)
        if not item.owed or (item.round, item.due and item.due.on) != (found.round, found.due):
            return 0
        if scale.level_reached(found.due, self._day, calendar) != level:
            return 0
        return sum(_remind(work, item, level, unit) for unit in item.owing)


def _remind(work: Work, item: UrgedItem, level: WarningLevel, unit: str) -> bool:
    lead = unit_with_code(work, unit)
    try:
        work.add(Reminder.raise_for(item, level, lead, work.act))
    except NumberTaken:
        return False  # another tick got here first
    return True


def _scales_in_use(work: Work, connection: Connection) -> list[WarningScale]:
    """Return every scale that may apply to an item: of all versions, for some began under each."""
    scales = [ProfileRules().warning.scale]
    for congress in published_congresses(connection):
        profile = work.find(RuleProfile, RuleProfile.id_of(congress))
        for version in profile.versions if profile else ():
            if version.rules.warning.scale not in scales:
                scales.append(version.rules.warning.scale)
    return scales
