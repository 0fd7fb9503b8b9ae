"""Lengths of time as rules state them: so many days, working days or months."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from domain.model import ValueObject

LONGEST = {"day": 3_660, "working_day": 2_500, "month": 120}
"""Ten years of each; nothing a people's congress decides runs longer."""


class TermUnit(StrEnum):
    """What a term is counted in."""

    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return _LABELS[self]


_LABELS = {TermUnit.DAY: "日", TermUnit.WORKING_DAY: "个工作日", TermUnit.MONTH: "个月"}


class Term(ValueObject):
    """A length of time; the day it begins on is not counted (Civil Code art. 201)."""

    length: Annotated[int, Field(strict=True)]
    unit: TermUnit

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        longest = LONGEST[self.unit]
        if not 1 <= self.length <= longest:
            raise PydanticCustomError(
                "term_out_of_range",
                "期限长度应为1至{longest}{unit}",
                {"longest": longest, "unit": self.unit.label},
            )
        return self

    @property
    def label(self) -> str:
        """Return the term in Chinese, such as 10个工作日."""
        return f"{self.length}{self.unit.label}"
