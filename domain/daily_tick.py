"""The daily tick: which days have been gone through for what was near due or overdue.

Days are gone through one by one, in order, none twice; so every reminder is raised on the first
day it was called for, however long nobody asked and however many asked at once. A day that calls
for many reminders is gone through in parts, and done with the last of them.
"""

from datetime import date
from typing import ClassVar, Self

from domain.errors import RuleViolation
from domain.model import Act, Aggregate, BusinessDate, DomainEvent

ONLY = "daily"
"""The number of the one there is."""


class DayAlreadyDone(RuleViolation):
    """A day is gone through once, and no day before one that was."""

    title = "当日的定时催办已经做过"


class DailyTick(Aggregate):
    """How far the days have been gone through."""

    KIND: ClassVar[str] = "tick"
    LABEL: ClassVar[str] = "定时催办"

    number: str
    last_done: date | None
    """The latest day gone through."""
    under_way: date | None
    """The day of which a part has been gone through."""
    raised: int
    """How many reminders the day under way, or else the latest one done, has called for so far."""

    class Advanced(DomainEvent):
        TOPIC = "tick.advanced"
        LABEL = "完成部分定时催办"

        day: BusinessDate
        raised: int
        """How many reminders this part of the day called for."""

        def apply(self, aggregate: "DailyTick") -> None:
            aggregate.number = ONLY
            if self.originator_version == 1:
                aggregate.last_done = None
                aggregate.under_way = None
            so_far = aggregate.raised if aggregate.under_way == self.day else 0
            aggregate.under_way = self.day
            aggregate.raised = so_far + self.raised

    class Done(DomainEvent):
        TOPIC = "tick.done"
        LABEL = "完成定时催办"

        day: BusinessDate
        raised: int
        """How many reminders the day called for, in all its parts."""

        def apply(self, aggregate: "DailyTick") -> None:
            aggregate.number = ONLY
            aggregate.last_done = self.day
            aggregate.under_way = None
            aggregate.raised = self.raised

    @classmethod
    def first(cls, raised: int, act: Act) -> Self:
        """Note the first day gone through."""
        return cls.begin(ONLY, cls.Done, act, day=act.occurred_on, raised=raised)

    @classmethod
    def first_part(cls, raised: int, act: Act) -> Self:
        """Note the first part of the first day."""
        return cls.begin(ONLY, cls.Advanced, act, day=act.occurred_on, raised=raised)

    def has_done(self, day: date) -> bool:
        """Return whether the day, or one after it, has been gone through."""
        return self.last_done is not None and day <= self.last_done

    def advance(self, raised: int, act: Act) -> None:
        """Note that a part of the day of the act has been gone through."""
        self._require_not_done(act.occurred_on)
        self.record(self.Advanced, act, day=act.occurred_on, raised=raised)

    def finish(self, raised: int, act: Act) -> None:
        """Note that the day of the act has been gone through, this part being the last."""
        day = act.occurred_on
        self._require_not_done(day)
        so_far = self.raised if self.under_way == day else 0
        self.record(self.Done, act, day=day, raised=so_far + raised)

    def _require_not_done(self, day: date) -> None:
        if self.has_done(day):
            raise DayAlreadyDone(f"{day}的定时催办已经做过(已做到{self.last_done})", "occurred_on")
