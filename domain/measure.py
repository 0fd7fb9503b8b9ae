"""What a rectification plan is made of: measures, who answers for them, and by when.

Source: rectification plans answering a people's congress (requirements R4, R5, R6, R21).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import combinations
from typing import Annotated, Generic, Self, TypeVar
from uuid import UUID

from pydantic import AfterValidator, model_validator
from pydantic_core import PydanticCustomError

from domain.due import Due
from domain.model import BusinessDate, ValueObject
from domain.text import PLACEHOLDER, Code, Name, PersonName, Wording, as_known

D = TypeVar("D")
_T = TypeVar("_T")
_QUANTITY_DIGITS = 14
_QUANTITY_LIMIT = Decimal(10**_QUANTITY_DIGITS)
_QUANTITY_PLACES = 6


def _positive(value: int) -> int:
    if value < 1:
        raise PydanticCustomError("number_not_positive", "序号应为不小于1的整数")
    return value


def _distinct(values: tuple[_T, ...]) -> tuple[_T, ...]:
    if len(set(values)) < len(values):
        raise PydanticCustomError("not_distinct", "不能重复")
    return values


def _each_person_once(names: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse two spellings of a name that are one person to the keys; placeholders are nobody."""
    _distinct(tuple(as_known(each) for each in names if not PLACEHOLDER.fullmatch(each)))
    return names


def _some(values: tuple[_T, ...]) -> tuple[_T, ...]:
    if not values:
        raise PydanticCustomError("none_given", "应至少列明一项")
    return values


def _countable(value: Decimal) -> Decimal:
    """As written: places behind the point count even where they hold zeros."""
    exponent = value.as_tuple().exponent
    written = isinstance(exponent, int) and -_QUANTITY_PLACES <= exponent < _QUANTITY_DIGITS
    if not (written and abs(value) < _QUANTITY_LIMIT):
        raise PydanticCustomError("quantity_range", "数量应小于100万亿,且至多6位小数")
    return value


OrderNumber = Annotated[int, AfterValidator(_positive)]
"""The place of a measure or sub-action on paper, counted from 1."""

PersonNames = Annotated[tuple[PersonName, ...], AfterValidator(_each_person_once)]
"""Persons, each named once."""

Names = Annotated[tuple[Name, ...], AfterValidator(_distinct)]
"""Persons, posts or offices, each named once."""

OpinionIds = Annotated[tuple[UUID, ...], AfterValidator(_distinct)]
"""Opinions, each named once."""

SomeOpinionIds = Annotated[OpinionIds, AfterValidator(_some)]
"""At least one opinion, each named once."""

Quantity = Annotated[Decimal, AfterValidator(_countable)]
"""An exact amount in the target's unit of measure: below 10^14, at most six decimal places."""


class HandlingType(StrEnum):
    """How hard a measure is to carry out; its time limit depends on it (根据整改难度确定)."""

    IMMEDIATE = "immediate"
    PHASED = "phased"
    LONG_TERM = "long_term"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return _HANDLING_LABELS[self]


_HANDLING_LABELS = {
    HandlingType.IMMEDIATE: "立行立改",
    HandlingType.PHASED: "分阶段整改",
    HandlingType.LONG_TERM: "长期整改",
}


class FiveElement(StrEnum):
    """What every measure must pin down (五落实)."""

    MEASURE = "measure"
    DUTY = "duty"
    PERSON = "person"
    FUND = "fund"
    DEADLINE = "deadline"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return _ELEMENT_LABELS[self]


_ELEMENT_LABELS = {
    FiveElement.MEASURE: "措施",
    FiveElement.DUTY: "责任",
    FiveElement.PERSON: "人员",
    FiveElement.FUND: "资金",
    FiveElement.DEADLINE: "时限",
}


class SubAction(ValueObject):
    """One of the things a measure consists of."""

    no: OrderNumber
    text: Wording


class Responsibility(ValueObject):
    """Who answers for a measure: any number of leaders, offices and assignees."""

    leaders: PersonNames = ()
    """责任领导."""
    offices: Names = ()
    """责任处室 or 科室."""
    lead_unit: Code | None = None
    """The unit in the lead where several carry the measure out."""
    assignees: PersonNames = ()
    """责任人员."""


class Target(ValueObject):
    """A quantified target, such as “收回3—5宗闲置用地”; both bounds count as reached."""

    text: Wording
    unit_of_measure: Name
    minimum: Quantity | None = None
    maximum: Quantity | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.minimum is None and self.maximum is None:
            raise PydanticCustomError("target_unbounded", "量化目标应至少填写下限或者上限")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise PydanticCustomError("target_bounds_reversed", "量化目标的下限不能大于上限")
        return self


class MeasureDue(ValueObject, Generic[D]):
    """What the unit undertakes to do about one or more opinions, due as ``D`` says."""

    no: OrderNumber
    text: Wording
    sub_actions: tuple[SubAction, ...] = ()
    responsibility: Responsibility = Responsibility()
    target: Target | None = None
    fund: Wording | None = None
    """Where the money comes from; that none is needed (无需资金) is an answer too."""
    due: D
    handling: HandlingType
    review_on: BusinessDate | None = None
    """When a long-term measure is looked at again."""
    answers: OpinionIds = ()
    """The opinions this measure answers."""
    safety_hazard: bool = False
    """Whether it removes a safety hazard (安全隐患)."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        _distinct(tuple(action.no for action in self.sub_actions))
        if self.handling is HandlingType.LONG_TERM and self.review_on is None:
            raise PydanticCustomError("review_date_missing", "长期整改措施应填写复查日期")
        return self


class Measure(MeasureDue[Due]):
    """A measure with the day it is due by."""

    def same_as(self, other: "Measure") -> bool:
        """Return whether both read the same, however their due dates were derived."""
        return self.due.same_day(other.due) and self == other.model_copy(update={"due": self.due})


SomeElements = Annotated[tuple[FiveElement, ...], AfterValidator(_some)]
"""At least one of the five elements."""


def filled_elements(measure: Measure) -> frozenset[FiveElement]:
    """Return which of the five elements the measure pins down.

    The measure itself always is, for its text is never empty; duty needs a leader and an office.
    Where no assignee is named the leaders stand for the person: the plans this rule comes from
    name only leaders and offices and count as complete in both. An undated measure fills no
    deadline.
    """
    responsibility = measure.responsibility
    filled = {
        FiveElement.MEASURE: True,
        FiveElement.DUTY: responsibility.leaders and responsibility.offices,
        FiveElement.PERSON: responsibility.assignees or responsibility.leaders,
        FiveElement.FUND: measure.fund,
        FiveElement.DEADLINE: measure.due.on,
    }
    return frozenset(element for element, given in filled.items() if given)


class Phase(ValueObject):
    """A stretch of the plan, first and last day included."""

    name: Name
    starts_on: BusinessDate
    ends_on: BusinessDate

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.ends_on < self.starts_on:
            raise PydanticCustomError("phase_reversed", "阶段的结束日期不能早于开始日期")
        return self


def timing_warnings(
    phases: Sequence[Phase], measures: Iterable[Measure], drafted_on: date
) -> tuple[str, ...]:
    """Return, in Chinese, what looks odd about the dates of a plan but is accepted.

    Phases may share days; a measure may be due before the plan starts, which is with its earliest
    phase, or when it was drafted if it has none.
    """
    overlaps = [
        f"“{earlier.name}”与“{later.name}”两个阶段的日期重叠:"
        f"{later.starts_on}至{min(earlier.ends_on, later.ends_on)}"
        for earlier, later in combinations(sorted(phases, key=lambda p: p.starts_on), 2)
        if later.starts_on <= earlier.ends_on
    ]
    start = min((phase.starts_on for phase in phases), default=drafted_on)
    early = [
        f"第{measure.no}项措施的办理期限{measure.due.on}早于方案开始日期{start}"
        for measure in measures
        if measure.due.on and measure.due.on < start
    ]
    return (*overlaps, *early)
