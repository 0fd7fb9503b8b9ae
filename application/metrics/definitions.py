"""What each rate counts, of what. Formulas follow the definitions the congress publishes.

A definition names a numerator and a denominator as whole numbers an item contributes (mostly 0 or
1), as they stood on the day asked for. Items without a due date cannot be on time or late: rates
about time leave them out and list them.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, literal, or_, select, true

from application.projections.commitment_ledger import commitment_ledger
from application.projections.opinion_ledger import opinion_ledger
from application.projections.plan_ledger import coverage, measure_ledger
from application.projections.task_ledger import task_ledger
from application.projections.versioned import Moment, holding
from domain.commitment_state import FulfilmentResult
from domain.opinion_terms import OpinionStatus, ResultClass, Satisfaction
from domain.task_rounds import TaskStatus

VERSION = 1
"""The version of these definitions; a change of any formula raises it."""

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


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _share(
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
        lambda moment: _count(and_(base(moment), counted(moment))),
        lambda moment: _count(base(moment)),
        None if left_out is None else lambda moment: _count(left_out(moment)),
        cohort,
    )


opinion = opinion_ledger.c
measure = measure_ledger.c
task = task_ledger.c
commitment = commitment_ledger.c


def _answered_on_time(due: ColumnElement[date]) -> ColumnElement[bool]:
    return and_(opinion.first_replied_on.is_not(None), opinion.first_replied_on <= due)


def _answered_or_due(moment: Moment, due: ColumnElement[date]) -> ColumnElement[bool]:
    return and_(
        opinion.undated.is_(False),
        or_(opinion.first_replied_on.is_not(None), due <= moment.as_of),
    )


def _handled_once() -> ColumnElement[bool]:
    """Leave merged opinions out: they are answered one by one but handled once."""
    return opinion.merged_into.is_(None)


def _satisfied(column: ColumnElement[str], *also: Satisfaction) -> ColumnElement[bool]:
    return column.in_([Satisfaction.SATISFIED, *also])


def _answered_by_measure(moment: Moment) -> ColumnElement[bool]:
    return (
        select(coverage.c.plan_id)
        .where(
            coverage.c.opinion_id == opinion.opinion_id,
            coverage.c.measures != (),
            holding(coverage, moment),
        )
        .exists()
    )


OPINION_RATES = (
    _share(
        "referral-rate",
        "交办率",
        "已交办件数 ÷ 已形成件数",
        Source.OPINIONS,
        lambda _: opinion.referred_on.is_not(None),
        lambda _: opinion.formed_on.is_not(None),
        cohort="formed_on",
    ),
    _share(
        "acknowledgement-rate",
        "签收率",
        "已签收件数 ÷ 已交办件数",
        Source.OPINIONS,
        lambda _: opinion.acknowledged_on.is_not(None),
    ),
    _share(
        "reply-rate",
        "答复率",
        "至少答复过一次的件数 ÷ 已交办件数",
        Source.OPINIONS,
        lambda _: opinion.first_replied_on.is_not(None),
    ),
    _share(
        "on-time-reply-rate",
        "按期答复率",
        "首次答复不晚于办理期限(含到期前批准的延期)的件数 ÷ 已答复或已到期的件数;"
        "未定时限的不计入,另列",
        Source.OPINIONS,
        lambda _: _answered_on_time(opinion.first_reply_due),
        lambda moment: _answered_or_due(moment, opinion.due),
        left_out=lambda _: opinion.undated,
    ),
    _share(
        "on-time-reply-rate-original",
        "按期答复率(按原期限)",
        "首次答复不晚于原定期限(不计延期)的件数 ÷ 已答复或已到原定期限的件数;"
        "未定时限的不计入,另列",
        Source.OPINIONS,
        lambda _: _answered_on_time(opinion.original_due),
        lambda moment: _answered_or_due(moment, opinion.original_due),
        left_out=lambda _: opinion.undated,
    ),
    _share(
        "consultation-rate",
        "见面率",
        "有面商记录的件数 ÷ 已答复件数",
        Source.OPINIONS,
        lambda _: opinion.consulted_on.is_not(None),
        lambda _: opinion.first_replied_on.is_not(None),
    ),
    _share(
        "closing-rate",
        "办结率",
        "已办结件数 ÷ 已交办件数;合并办理的计一件,转入跟踪的不算办结",
        Source.OPINIONS,
        lambda _: opinion.status == OpinionStatus.CLOSED,
        lambda _: _handled_once(),
    ),
    _share(
        "closing-rate-with-tracking",
        "办结率(含跟踪办理)",
        "已办结和转入跟踪办理的件数 ÷ 已交办件数;合并办理的计一件",
        Source.OPINIONS,
        lambda _: opinion.status.in_([OpinionStatus.CLOSED, OpinionStatus.TRACKING]),
        lambda _: _handled_once(),
    ),
    _share(
        "on-time-closing-rate",
        "按期办结率",
        "完成日期不晚于办理期限的已办结件数 ÷ 已到期或已办结的件数;未定时限的不计入,另列",
        Source.OPINIONS,
        lambda _: and_(opinion.closed_on.is_not(None), opinion.completed_on <= opinion.due),
        lambda moment: and_(
            _handled_once(),
            opinion.undated.is_(False),
            or_(opinion.closed_on.is_not(None), opinion.due <= moment.as_of),
        ),
        left_out=lambda _: and_(_handled_once(), opinion.undated),
    ),
    _share(
        "resolution-rate",
        "办成率",
        "现为A类的件数 ÷ 已定类别的件数",
        Source.OPINIONS,
        lambda _: opinion.current_class == ResultClass.A,
        lambda _: opinion.current_class.is_not(None),
    ),
    _share(
        "resolution-rate-first",
        "办成率(首次答复)",
        "首次答复为A类的件数 ÷ 已定类别的件数",
        Source.OPINIONS,
        lambda _: opinion.first_class == ResultClass.A,
        lambda _: opinion.first_class.is_not(None),
    ),
    _share(
        "satisfaction-rate",
        "满意率",
        "满意的件数 ÷ 收到有效评价的件数(以最近一轮评价为准,基本满意不算)",
        Source.OPINIONS,
        lambda _: _satisfied(opinion.last_satisfaction),
        lambda _: opinion.last_satisfaction.is_not(None),
    ),
    _share(
        "satisfaction-rate-with-basic",
        "满意率(含基本满意)",
        "满意和基本满意的件数 ÷ 收到有效评价的件数(以最近一轮评价为准)",
        Source.OPINIONS,
        lambda _: _satisfied(opinion.last_satisfaction, Satisfaction.BASICALLY_SATISFIED),
        lambda _: opinion.last_satisfaction.is_not(None),
    ),
    _share(
        "first-satisfaction-rate",
        "首次满意率",
        "第一轮评价满意和基本满意的件数 ÷ 收到第一轮有效评价的件数",
        Source.OPINIONS,
        lambda _: _satisfied(opinion.first_satisfaction, Satisfaction.BASICALLY_SATISFIED),
        lambda _: opinion.first_satisfaction.is_not(None),
    ),
    _share(
        "final-satisfaction-rate",
        "最终满意率",
        "最近一轮评价满意和基本满意的件数 ÷ 收到有效评价的件数",
        Source.OPINIONS,
        lambda _: _satisfied(opinion.last_satisfaction, Satisfaction.BASICALLY_SATISFIED),
        lambda _: opinion.last_satisfaction.is_not(None),
    ),
    _share(
        "return-rate",
        "退办率",
        "同意退办过的件数 ÷ 曾经交办的件数",
        Source.OPINIONS,
        lambda _: opinion.returns_accepted > 0,
        cohort="first_referred_on",
    ),
    _share(
        "rehandling-rate",
        "重办率",
        "重新办理过的件数 ÷ 收到有效评价的件数",
        Source.OPINIONS,
        lambda _: opinion.rehandlings > 0,
        lambda _: opinion.first_satisfaction.is_not(None),
    ),
    _share(
        "extension-rate",
        "延期率",
        "批准过延期的件数 ÷ 已交办件数",
        Source.OPINIONS,
        lambda _: opinion.extensions > 0,
    ),
    Definition(
        "recurrence-rate",
        "反弹率",
        "回头看发现反弹的次数 ÷ 对已办结事项回头看的次数",
        Source.OPINIONS,
        lambda _: opinion.recurrences,
        lambda _: opinion.look_backs,
    ),
    _share(
        "coverage-rate",
        "措施覆盖率",
        "至少有一项现行措施回应的意见件数 ÷ 意见件数",
        Source.OPINIONS,
        _answered_by_measure,
        cohort="raised_on",
    ),
)

MEASURE_RATES = (
    Definition(
        "five-elements-rate",
        "五落实完备率",
        "已落实的要素数 ÷ (5 × 现行措施数);五项要素为措施、责任、人员、资金、时限",
        Source.MEASURES,
        lambda _: measure.elements_filled,
        lambda _: literal(5),
        cohort="added_on",
    ),
)

TASK_RATES = (
    _share(
        "close-out-rate",
        "销号率",
        "现已销号的任务数 ÷ 任务数;重新启动的不再算销号,取消的不计入",
        Source.TASKS,
        lambda _: task.status == TaskStatus.CLOSED_OUT,
        cohort="planned_on",
    ),
    _share(
        "on-time-close-out-rate",
        "按期销号率",
        "完成日期不晚于期限的已销号任务数 ÷ 已到期或已销号的任务数;未定时限的不计入,另列",
        Source.TASKS,
        lambda _: and_(task.closed_on.is_not(None), task.completed_on <= task.due),
        lambda moment: and_(
            task.undated.is_(False),
            or_(task.closed_on.is_not(None), task.due <= moment.as_of),
        ),
        left_out=lambda _: task.undated,
        cohort="planned_on",
    ),
    _share(
        "completion-rate",
        "整改完成率",
        "核查通过和已销号的任务数 ÷ 任务数;取消的不计入",
        Source.TASKS,
        lambda _: task.status.in_([TaskStatus.ACCEPTED, TaskStatus.CLOSED_OUT]),
        cohort="planned_on",
    ),
    _share(
        "task-extension-rate",
        "任务延期率",
        "批准过延期的任务数 ÷ 任务数;取消的不计入",
        Source.TASKS,
        lambda _: task.extensions > 0,
        cohort="planned_on",
    ),
    Definition(
        "task-recurrence-rate",
        "任务反弹率",
        "回头看发现反弹的次数 ÷ 对已销号任务回头看的次数",
        Source.TASKS,
        lambda _: task.recurrences,
        lambda _: task.look_backs,
        cohort="planned_on",
    ),
)


def _promise_is_due(moment: Moment) -> ColumnElement[bool]:
    """Count what is due; a promise withdrawn after publication counts at once, as not kept."""
    return and_(
        commitment.published_on.is_not(None),
        commitment.undated.is_(False),
        or_(commitment.due <= moment.as_of, commitment.withdrawn_on.is_not(None)),
    )


def _promise_kept() -> ColumnElement[bool]:
    return and_(commitment.withdrawn_on.is_(None), commitment.result == FulfilmentResult.FULFILLED)


COMMITMENT_RATES = (
    _share(
        "fulfilment-rate",
        "兑现率",
        "经核验已兑现的承诺数 ÷ 已到期的公开承诺数;部分兑现不算,公开后撤回的按未兑现计",
        Source.COMMITMENTS,
        lambda _: _promise_kept(),
        _promise_is_due,
        left_out=lambda _: commitment.undated,
        cohort="drafted_on",
    ),
    _share(
        "on-time-fulfilment-rate",
        "按期兑现率",
        "兑现日期不晚于承诺期限的承诺数 ÷ 已到期的公开承诺数",
        Source.COMMITMENTS,
        lambda _: and_(_promise_kept(), commitment.fulfilled_on <= commitment.due),
        _promise_is_due,
        left_out=lambda _: commitment.undated,
        cohort="drafted_on",
    ),
    _share(
        "publication-rate",
        "公开率",
        "已公开的承诺数 ÷ 已备案的承诺数",
        Source.COMMITMENTS,
        lambda _: commitment.published_on.is_not(None),
        lambda _: commitment.filed_on.is_not(None),
        cohort="drafted_on",
    ),
)

DEFINITIONS = {
    each.code: each for each in (*OPINION_RATES, *MEASURE_RATES, *TASK_RATES, *COMMITMENT_RATES)
}


COUNTED: dict[Source, ColumnElement[bool]] = {
    Source.OPINIONS: opinion.status.not_in([OpinionStatus.WITHDRAWN, OpinionStatus.NOT_ADMITTED]),
    Source.MEASURES: measure.is_live,
    Source.TASKS: task.status != TaskStatus.CANCELLED,
    Source.COMMITMENTS: true(),
}
"""Which rows of a ledger count at all."""
