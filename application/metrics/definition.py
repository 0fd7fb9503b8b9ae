"""What a figure is: what each item adds to its numerator and to its denominator."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Boolean, ColumnElement, and_, case, func, true

from application.projections.versioned import Moment

Condition = Callable[[Moment], ColumnElement[bool]]
Weight = Callable[[Moment], ColumnElement[Any]]
"""What an item counts for: a condition counts it once, a whole number as many times."""


class Source(StrEnum):
    """Which ledger a rate is counted on."""

    OPINIONS = "opinions"
    MEASURES = "measures"
    TASKS = "tasks"
    COMMITMENTS = "commitments"


class Measure(StrEnum):
    """What the two whole numbers of a figure say."""

    SHARE = "share"
    """The numerator is a part of the denominator."""
    COUNT = "count"
    """Both are the number of items."""
    DAYS = "days"
    """The numerator is the days of the items the denominator counts, all told."""


class Definition(NamedTuple):
    """One figure: its name, its formula in words, and what each item contributes."""

    code: str
    title: str
    formula: str
    source: Source
    numerator: Weight
    denominator: Weight
    left_out: Condition | None = None
    """Items that belong to the cohort but not to the base because they have no due date."""
    cohort: str = "referred_on"
    """The column whose date puts an item into a period."""
    version: int = 1
    """Raised when the formula changes."""
    measure: Measure = Measure.SHARE
    higher_is_better: bool = True
    """Which end of a ranking is its first place."""
    edge_case: str | None = None
    """What is counted otherwise than one might think, in Chinese."""

    @property
    def cohort_rule(self) -> str:
        """Which items a period is about, in Chinese."""
        return f"{COHORTS[self.source, self.cohort]}在期间内的{ITEMS[self.source]}"

    @property
    def as_of_rule(self) -> str:
        """What a day asked about decides, in Chinese."""
        return AS_OF_RULE

    @property
    def edge_cases(self) -> tuple[str, ...]:
        """What is left out or counted otherwise than one might think, in Chinese."""
        told = [NOT_COUNTED[self.source], self.edge_case]
        if self.source is Source.OPINIONS:
            told.append(SPLIT_RULE)
        if self.left_out is not None:
            told.append("未定时限的不计入,另列")
        if self.measure is Measure.SHARE:
            told.append("分母为零时没有比率,既不是0也不是100")
        return tuple(each for each in told if each)


AS_OF_RULE = "状态、类别、评价和期限都以截至日期当天、所问时点已知的为准;期限当天仍算按期"

ITEMS = {
    Source.OPINIONS: "意见",
    Source.MEASURES: "整改措施",
    Source.TASKS: "整改任务",
    Source.COMMITMENTS: "公开承诺",
}

NOT_COUNTED = {
    Source.OPINIONS: (
        "撤回的、不予受理的不计入;退办、分案后重新交办和移交承接单位的,计入新的承办单位"
    ),
    Source.MEASURES: "已取消的措施不计入;移交承接单位的,计入承接单位",
    Source.TASKS: "取消的任务不计入",
    Source.COMMITMENTS: "移交承接单位的,计入承接单位",
}

SPLIT_RULE = "分办的全县计一件,按单位统计时计入每个主办单位"
"""How an opinion of several lead units counts; what is each unit's own is in ``docs/rates.md``."""

COHORTS = {
    (Source.OPINIONS, "raised_on"): "提出日期",
    (Source.OPINIONS, "formed_on"): "形成日期",
    (Source.OPINIONS, "first_referred_on"): "首次交办日期",
    (Source.OPINIONS, "referred_on"): "交办日期",
    (Source.OPINIONS, "first_replied_on"): "首次答复日期",
    (Source.OPINIONS, "closed_on"): "办结日期",
    (Source.OPINIONS, "first_closed_on"): "首次办结日期",
    (Source.OPINIONS, "opened_again_on"): "最近一次重新启动日期",
    (Source.MEASURES, "added_on"): "列入方案日期",
    (Source.TASKS, "planned_on"): "立项日期",
    (Source.TASKS, "completed_on"): "完成日期",
    (Source.TASKS, "closed_on"): "销号日期",
    (Source.TASKS, "first_closed_on"): "首次销号日期",
    (Source.COMMITMENTS, "drafted_on"): "起草日期",
    (Source.COMMITMENTS, "published_on"): "公开日期",
    (Source.COMMITMENTS, "fulfilled_on"): "兑现日期",
}


def weight_of(counted: ColumnElement[Any]) -> ColumnElement[int]:
    """Return as a number what one item counts for."""
    return case((counted, 1), else_=0) if isinstance(counted.type, Boolean) else counted


def total_of(counted: ColumnElement[Any]) -> ColumnElement[int]:
    """Return what the items of a group count for together."""
    if isinstance(counted.type, Boolean):
        return func.count().filter(counted)
    return func.coalesce(func.sum(counted), 0)


def share(
    code: str,
    title: str,
    formula: str,
    source: Source,
    counted: Condition,
    base: Condition = lambda _: true(),
    **stated: Any,
) -> Definition:
    """Define a rate that counts items: those of the base for which ``counted`` holds."""
    return Definition(
        code,
        title,
        formula,
        source,
        lambda moment: and_(base(moment), counted(moment)),
        base,
        **stated,
    )
