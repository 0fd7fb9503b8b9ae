"""When an item near its due date, behind schedule or past its due date is warned about.

Places use different scales (蓝黄红, 蓝橙红, …), so the scale is part of a rule profile.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from domain.model import ValueObject
from domain.term import TermUnit
from domain.text import Name


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
