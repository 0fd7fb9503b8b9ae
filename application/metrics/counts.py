"""Counts of what was done in a period, by the day it was done, and of what is late.

A count by the day of the act asks nothing about when the item was opened: work closed in a period
is counted in it, however old the item is. What was reopened since is closed no longer, so there is
a count of first closings beside it, from which nothing ever vanishes.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, case, literal, true

from application.event_store.columns import days_between
from application.metrics.definition import COHORTS, Condition, Definition, Measure, Source
from application.metrics.opinion_rates import ONCE, STANDING_STILL, handled_once, is_undated
from application.projections.commitment_ledger import commitment_ledger
from application.projections.opinion_ledger import opinion_ledger
from application.projections.opinion_list import counted_until, is_late
from application.projections.task_ledger import task_ledger
from application.projections.task_list import is_overdue
from application.projections.versioned import Moment
from domain.opinion_terms import OpinionStatus

opinion = opinion_ledger.c
task = task_ledger.c
commitment = commitment_ledger.c

REOPENED = "以现在仍成立的为准;重新启动的见首次件数"
FIRST = "后来重新启动的不扣除"


def _by_day(
    code: str, title: str, source: Source, cohort: str, edge_case: str | None = None
) -> Definition:
    return Definition(
        code,
        title,
        f"{COHORTS[source, cohort]}在期间内的件数,不问何时提出、何时交办",
        source,
        lambda _: true(),
        lambda _: true(),
        cohort=cohort,
        measure=Measure.COUNT,
        edge_case=edge_case,
    )


def _late(
    code: str,
    title: str,
    formula: str,
    source: Source,
    cohort: str,
    late: Condition,
    days: Callable[[Moment], ColumnElement[int]],
    left_out: Condition | None = None,
    version: int = 1,
) -> Definition:
    return Definition(
        code,
        title,
        formula,
        source,
        lambda moment: case((late(moment), days(moment)), else_=0),
        late,
        left_out,
        cohort=cohort,
        version=version,
        measure=Measure.DAYS,
        higher_is_better=False,
        edge_case="天数为日历天数",
    )


def _as_of(moment: Moment) -> ColumnElement[date]:
    return literal(moment.as_of, Date)


def _opinion_still_open(moment: Moment) -> ColumnElement[bool]:
    still_open = opinion.status != OpinionStatus.CLOSED
    return and_(handled_once(), still_open, is_late(moment.as_of))


def _finished_late(row: Any) -> ColumnElement[bool]:
    return and_(row.closed_on.is_not(None), row.completed_on > row.due)


COUNTS_OF_EVENTS = (
    _by_day("referred-count", "交办件数", Source.OPINIONS, "referred_on"),
    _by_day("replied-count", "首次答复件数", Source.OPINIONS, "first_replied_on"),
    _by_day("closed-count", "办结件数", Source.OPINIONS, "closed_on", REOPENED),
    _by_day("first-closed-count", "首次办结件数", Source.OPINIONS, "first_closed_on", FIRST),
    _by_day("reopened-count", "重新启动件数", Source.OPINIONS, "opened_again_on"),
    _by_day("planned-count", "立项任务数", Source.TASKS, "planned_on"),
    _by_day("completed-count", "完成任务数", Source.TASKS, "completed_on", REOPENED),
    _by_day("closed-out-count", "销号件数", Source.TASKS, "closed_on", REOPENED),
    _by_day("first-closed-out-count", "首次销号件数", Source.TASKS, "first_closed_on", FIRST),
    _by_day("published-count", "公开承诺数", Source.COMMITMENTS, "published_on"),
    _by_day("fulfilled-count", "兑现承诺数", Source.COMMITMENTS, "fulfilled_on", REOPENED),
    _late(
        "overdue-open-days",
        "逾期未结",
        f"期限早于截至日期而尚未办结的意见件数;天数为截至日期减期限;{ONCE};{STANDING_STILL}",
        Source.OPINIONS,
        "referred_on",
        _opinion_still_open,
        lambda moment: days_between(opinion.due, counted_until(moment.as_of)),
        lambda _: and_(handled_once(), is_undated()),
        version=2,
    ),
    _late(
        "closed-late-days",
        "逾期办结",
        f"完成日期晚于期限的已办结意见件数;天数为完成日期减期限;{ONCE}",
        Source.OPINIONS,
        "referred_on",
        lambda _: and_(handled_once(), _finished_late(opinion)),
        lambda _: days_between(opinion.due, opinion.completed_on),
        lambda _: and_(handled_once(), is_undated()),
        version=2,
    ),
    _late(
        "task-overdue-days",
        "任务逾期未完成",
        "期限早于截至日期而尚未完成的任务数;天数为截至日期减期限",
        Source.TASKS,
        "planned_on",
        lambda moment: is_overdue(task_ledger, moment.as_of),
        lambda moment: days_between(task.due, _as_of(moment)),
        lambda _: task.undated,
    ),
    _late(
        "task-closed-late-days",
        "任务逾期销号",
        "完成日期晚于期限的已销号任务数;天数为完成日期减期限",
        Source.TASKS,
        "planned_on",
        lambda _: _finished_late(task),
        lambda _: days_between(task.due, task.completed_on),
        lambda _: task.undated,
    ),
)
