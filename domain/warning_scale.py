"""When an item near its due date, behind schedule or past its due date is warned about.

Places use different scales (蓝黄红, 蓝橙红, …), so the scale is part of a rule profile.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from domain.model import EARLIEST_DATE, ValueObject
from domain.term import TermUnit
from domain.text import Name
from domain.work_calendar import ONE_DAY, WorkCalendar


class WarningTrigger(StrEnum):
    """What a warning is about."""

    NEAR_DUE = "near_due"
    BEHIND = "behind"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return _LABELS[self]


_LABELS = {
    WarningTrigger.NEAR_DUE: "临近期限",
    WarningTrigger.BEHIND: "进度滞后或者质量不高",
    WarningTrigger.OVERDUE: "逾期",
}


class WarningLevel(ValueObject):
    """One level of a scale."""

    colour: Name
    trigger: WarningTrigger
    days: Annotated[int, Field(ge=0, le=366, strict=True)] = 0
    """Near due: from so many days before the due date on. Overdue: from so many days after it on,
    at least one. Behind: judged by people, so 0."""
    counted_in: TermUnit = TermUnit.DAY
    """Days or working days."""
    up_the_line: bool = False
    """Whether the unit above the responsible one is warned too."""

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.counted_in is TermUnit.MONTH:
            raise PydanticCustomError("warning_in_months", "预警天数应按日或者工作日计")
        if (self.trigger is WarningTrigger.BEHIND) is not (self.days == 0):
            raise PydanticCustomError(
                "warning_days", "临近期限和逾期的预警应写明天数,进度滞后的不写天数"
            )
        return self

    @property
    def mark(self) -> str:
        """Tell this level from every other, of whatever scale."""
        return f"{self.trigger}-{self.days}-{self.counted_in}-{self.colour}"

    def due_dates_reaching(self, day: date, calendar: WorkCalendar) -> tuple[date, date] | None:
        """Return the first and the last due date that are at this level on ``day``.

        A date due today is near and not overdue. No due date says how the work itself comes on.
        """
        in_days = self.counted_in is TermUnit.DAY
        if self.trigger is WarningTrigger.NEAR_DUE:
            beyond = timedelta(days=self.days + 1)
            after = day + beyond if in_days else calendar.shifted(day, self.days + 1)
            return day, after - ONE_DAY
        if self.trigger is WarningTrigger.OVERDUE:
            nth = day - timedelta(days=self.days - 1)
            return EARLIEST_DATE, (
                nth if in_days else calendar.shifted(day + ONE_DAY, -self.days)
            ) - ONE_DAY
        return None

    def is_reached(self, due: date, day: date, calendar: WorkCalendar) -> bool:
        """Return whether what is due on ``due`` is at this level on ``day``."""
        reaching = self.due_dates_reaching(day, calendar)
        return reaching is not None and reaching[0] <= due <= reaching[1]


class WarningScale(ValueObject):
    """The levels of a place, mildest first."""

    levels: Annotated[tuple[WarningLevel, ...], Field(min_length=1, max_length=12)]

    @model_validator(mode="after")
    def _no_level_twice(self) -> Self:
        marks = [(level.trigger, level.days, level.counted_in) for level in self.levels]
        if len(set(marks)) < len(marks):
            raise PydanticCustomError("warning_level_repeated", "预警等级的条件不能重复")
        return self

    def colours(self, trigger: WarningTrigger) -> tuple[str, ...]:
        """Return the colours that stand for ``trigger``, mildest first."""
        return tuple(level.colour for level in self.levels if level.trigger is trigger)

    def level_reached(self, due: date, day: date, calendar: WorkCalendar) -> WarningLevel | None:
        """Return the strongest level that what is due on ``due`` is at on ``day``."""
        strongest_first = reversed(self.levels)
        reached = (each for each in strongest_first if each.is_reached(due, day, calendar))
        return next(reached, None)

    def from_on(self, level: WarningLevel) -> tuple[WarningLevel, ...]:
        """Return ``level`` and every stronger one, mildest first."""
        return self.levels[self.levels.index(level) :]

    def strength(self, colour: str, trigger: WarningTrigger) -> int:
        """Return the place of the mildest level of this colour and trigger.

        What another scale called a level comes before all of them.
        """
        marks = [(level.colour, level.trigger) for level in self.levels]
        return marks.index((colour, trigger)) if (colour, trigger) in marks else -1


DEFAULT_SCALE = WarningScale(
    levels=(
        WarningLevel(colour="蓝", trigger=WarningTrigger.NEAR_DUE, days=10),
        WarningLevel(colour="黄", trigger=WarningTrigger.BEHIND),
        WarningLevel(colour="红", trigger=WarningTrigger.OVERDUE, days=1),
        WarningLevel(
            colour="红",
            trigger=WarningTrigger.OVERDUE,
            days=10,
            counted_in=TermUnit.WORKING_DAY,
            up_the_line=True,
        ),
    )
)
"""Blue near due, yellow behind, red overdue (§2.4), until a place has rules of its own."""
