"""The daily tick: which days have been gone through for what was near due or overdue.

Days are gone through one by one, in order, none twice; so every reminder is raised on the first
day it was called for, however long nobody asked and however many asked at once.
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
    last_done: date
    """The latest day gone through."""
    raised: int
    """How many reminders that day called for."""

    class Done(DomainEvent):
        TOPIC = "tick.done"
        LABEL = "完成定时催办"

        day: BusinessDate
        raised: int
        """How many reminders the day called for."""

        def apply(self, aggregate: "DailyTick") -> None:
            aggregate.number = ONLY
            aggregate.last_done = self.day
            aggregate.raised = self.raised

    @classmethod
    def first(cls, raised: int, act: Act) -> Self:
        """Note the first day gone through."""
        return cls.begin(ONLY, cls.Done, act, day=act.occurred_on, raised=raised)

    def has_done(self, day: date) -> bool:
        """Return whether the day, or one after it, has been gone through."""
        return day <= self.last_done

    def finish(self, raised: int, act: Act) -> None:
        """Note that the day of the act has been gone through."""
        if self.has_done(act.occurred_on):
            raise DayAlreadyDone(
                f"{act.occurred_on}的定时催办已经做过(已做到{self.last_done})", "occurred_on"
            )
        self.record(self.Done, act, day=act.occurred_on, raised=raised)
