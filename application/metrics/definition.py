"""What a rate is: what each item adds to its numerator and to its denominator."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, true

from application.projections.versioned import Moment

Weight = Callable[[Moment], ColumnElement[int]]


class Source(StrEnum):
    """Which ledger a rate is counted on."""

    OPINIONS = "opinions"
    MEASURES = "measures"
    TASKS = "tasks"
    COMMITMENTS = "commitments"


class Definition(NamedTuple):
    """One rate: its name, its formula in words, and what each item contributes."""

    code: str
    title: str
    formula: str
    source: Source
    numerator: Weight
    denominator: Weight
    left_out: Weight | None = None
    """Items that belong to the cohort but not to the base because they have no due date."""
    cohort: str = "referred_on"
    """The column whose date puts an item into a period."""


def count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Let an item count once when the condition holds."""
    return case((condition, 1), else_=0)


def share(
    code: str,
    title: str,
    formula: str,
    source: Source,
    counted: Callable[[Moment], ColumnElement[bool]],
    base: Callable[[Moment], ColumnElement[bool]] = lambda _: true(),
    *,
    left_out: Callable[[Moment], ColumnElement[bool]] | None = None,
    cohort: str = "referred_on",
) -> Definition:
    """Define a rate that counts items: those of the base for which ``counted`` holds."""
    return Definition(
        code,
        title,
        formula,
        source,
        lambda moment: count(and_(base(moment), counted(moment))),
        lambda moment: count(base(moment)),
        None if left_out is None else lambda moment: count(left_out(moment)),
        cohort,
    )
