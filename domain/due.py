"""A due date: a day, that day included, or the explicit statement that none was set."""

from datetime import date
from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from domain.model import BusinessDate, ValueObject


class Due(ValueObject):
    """A due date, the day included; or the explicit statement that none was set (未定时限)."""

    on: BusinessDate | None = None
    undated: bool = False

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

    def days_late(self, day: date) -> int:
        """Return by how many calendar days ``day`` is past the due date; 0 when not late."""
        return max((day - self.on).days, 0) if self.on else 0


UNDATED = Due(undated=True)
