"""What a due date was derived from, kept with it so that it can be explained and derived again."""

from typing import Annotated

from pydantic import Field

from domain.deadline import DeadlineSpec
from domain.model import BusinessDate, ProfileRef, ValueObject
from domain.text import Title


class ConsultedYear(ValueObject):
    """A year whose days off mattered, and which version of its arrangement was known."""

    year: int
    version: Annotated[int, Field(ge=1)] | None
    """``None`` while no notice about the year was recorded."""


class DueBasis(ValueObject):
    """From what, and by which rules and calendars, a due date follows."""

    spec: DeadlineSpec
    start: BusinessDate | None
    raw: BusinessDate | None
    """The day before it was moved off a day off; ``None`` when there is no day."""
    calendar: tuple[ConsultedYear, ...]
    """Only the years the day depends on, earliest first."""
    profile: ProfileRef | None
    rule: Title | None
    """The rule in words, such as 代表法第五十一条."""

    @property
    def unpublished(self) -> tuple[int, ...]:
        """The years counted with weekends and fixed statutory days alone."""
        return tuple(each.year for each in self.calendar if each.version is None)
