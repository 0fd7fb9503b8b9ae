"""A due date: a day, that day included, or the explicit statement that none was set."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from domain.due_basis import DueBasis
from domain.model import BusinessDate, ValueObject


class Due(ValueObject):
    """A due date, the day included; or the explicit statement that none was set (未定时限)."""

    on: BusinessDate | None = None
    undated: bool = False
    basis: DueBasis | None = Field(default=None, exclude_if=lambda basis: basis is None)
    """From what it was derived; a day stated outright has none."""

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.on is None) is not self.undated:
            raise PydanticCustomError(
                "due_ambiguous", "应填写办理期限,或者明确标注未定时限,二者择一"
            )
        return self

    @classmethod
    def by(cls, day: date) -> Self:
        """Return the due date ``day``, that day included."""
        return cls(on=day)

    @property
    def provisional(self) -> bool:
        """Whether a year it depends on has no published arrangement yet (暂定)."""
        return self.basis is not None and bool(self.basis.unpublished)

    def same_day(self, other: "Due") -> bool:
        """Return whether both fall on one day, or are both undated, however derived."""
        return self.on == other.on

    def days_late(self, day: date) -> int:
        """Return by how many calendar days ``day`` is past the due date; 0 when not late."""
        return max((day - self.on).days, 0) if self.on else 0


UNDATED = Due(undated=True)
