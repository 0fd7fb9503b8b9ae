"""What each rate counts, of what. Formulas follow the definitions the congress publishes.

A definition names a numerator and a denominator as whole numbers an item contributes (mostly 0 or
1), as they stood on the day asked for. Items without a due date cannot be on time or late: rates
about time leave them out and list them.
"""

from sqlalchemy import ColumnElement, and_, case, literal, or_, true

from application.metrics.counts import COUNTS_OF_EVENTS
from application.metrics.definition import Definition, Source, share
from application.metrics.opinion_rates import OPINION_RATES, URGED
from application.projections.commitment_ledger import commitment_ledger
from application.projections.notice_ledger import was_urged
from application.projections.opinion_ledger import opinion_ledger
from application.projections.plan_ledger import measure_ledger
from application.projections.rate_indexes import is_counted
from application.projections.task_ledger import task_ledger
from application.projections.versioned import Moment
from domain.commitment_state import CommitmentStatus, FulfilmentResult
from domain.opinion_terms import Satisfaction
from domain.task_rounds import OPEN, TaskStatus

VERSION = 4
"""The version of these definitions; a change of any formula raises it."""


measure = measure_ledger.c
task = task_ledger.c
commitment = commitment_ledger.c

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
    share(
        "close-out-rate",
        "销号率",
        "现已销号的任务数 ÷ 任务数;重新启动的不再算销号,取消的不计入",
        Source.TASKS,
        lambda _: task.status == TaskStatus.CLOSED_OUT,
        cohort="planned_on",
    ),
    share(
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
    share(
        "completion-rate",
        "整改完成率",
        "核查通过和已销号的任务数 ÷ 任务数;取消的不计入",
        Source.TASKS,
        lambda _: task.status.in_([TaskStatus.ACCEPTED, TaskStatus.CLOSED_OUT]),
        cohort="planned_on",
    ),
    share(
        "task-extension-rate",
        "任务延期率",
        "批准过延期的任务数 ÷ 任务数;取消的不计入",
        Source.TASKS,
        lambda _: task.extensions > 0,
        cohort="planned_on",
        higher_is_better=False,
    ),
    Definition(
        "task-recurrence-rate",
        "任务反弹率",
        "回头看发现反弹的次数 ÷ 对已销号任务回头看的次数",
        Source.TASKS,
        lambda _: task.recurrences,
        lambda _: task.look_backs,
        cohort="planned_on",
        higher_is_better=False,
    ),
    share(
        "task-supervision-rate",
        "任务督办率",
        "签发过督办通知的任务数 ÷ 尚未销号的任务数;取消的不计入,转为长期整改的仍计入",
        Source.TASKS,
        lambda moment: was_urged(task.task_id, moment),
        lambda _: task.status.in_(OPEN),
        cohort="planned_on",
        higher_is_better=False,
        edge_case=URGED,
    ),
)


def _promise_is_due(moment: Moment) -> ColumnElement[bool]:
    """Count what is due; a promise withdrawn after publication counts at once, as not kept."""
    return and_(
        commitment.published_on.is_not(None),
        commitment.undated.is_(False),
        or_(commitment.due <= moment.as_of, commitment.withdrawn_on.is_not(None)),
    )


def _promise_is_undated() -> ColumnElement[bool]:
    return and_(commitment.published_on.is_not(None), commitment.undated)


def _promise_kept() -> ColumnElement[bool]:
    return and_(commitment.withdrawn_on.is_(None), commitment.result == FulfilmentResult.FULFILLED)


def _promise_kept_in_part() -> ColumnElement[bool]:
    return and_(commitment.withdrawn_on.is_(None), commitment.result == FulfilmentResult.PARTLY)


FOLLOW_UPS = "以最近一次核验之后最近一次回访为准;回访不满意的仍计入"

COMMITMENT_RATES = (
    share(
        "fulfilment-rate",
        "兑现率",
        "经核验已兑现的承诺数 ÷ 已到期的公开承诺数;部分兑现不算,公开后撤回的按未兑现计",
        Source.COMMITMENTS,
        lambda _: _promise_kept(),
        _promise_is_due,
        left_out=lambda _: _promise_is_undated(),
        version=2,
        cohort="drafted_on",
    ),
    share(
        "on-time-fulfilment-rate",
        "按期兑现率",
        "兑现日期不晚于承诺期限的承诺数 ÷ 已到期的公开承诺数",
        Source.COMMITMENTS,
        lambda _: and_(_promise_kept(), commitment.fulfilled_on <= commitment.due),
        _promise_is_due,
        left_out=lambda _: _promise_is_undated(),
        version=2,
        cohort="drafted_on",
    ),
    Definition(
        "fulfilment-rate-weighted",
        "兑现率(部分兑现折半)",
        "(2 × 已兑现的承诺数 + 部分兑现的承诺数) ÷ (2 × 已到期的公开承诺数)",
        Source.COMMITMENTS,
        lambda moment: case(
            (and_(_promise_is_due(moment), _promise_kept()), 2),
            (and_(_promise_is_due(moment), _promise_kept_in_part()), 1),
            else_=0,
        ),
        lambda moment: case((_promise_is_due(moment), 2), else_=0),
        left_out=lambda _: _promise_is_undated(),
        cohort="drafted_on",
        edge_case="分子、分母都以半件计,都是整数;公开后撤回的按未兑现计",
    ),
    share(
        "publication-rate",
        "公开率",
        "已公开的承诺数 ÷ 已备案的承诺数",
        Source.COMMITMENTS,
        lambda _: commitment.published_on.is_not(None),
        lambda _: commitment.filed_on.is_not(None),
        cohort="drafted_on",
    ),
    share(
        "follow-up-rate",
        "回访率",
        "已回访的承诺数 ÷ 已核验的承诺数",
        Source.COMMITMENTS,
        lambda _: commitment.followed_up_on.is_not(None),
        lambda _: commitment.verified_on.is_not(None),
        cohort="drafted_on",
        edge_case=FOLLOW_UPS,
    ),
    share(
        "follow-up-satisfaction-rate",
        "回访满意率",
        "回访满意的承诺数 ÷ 已回访的承诺数;基本满意不算",
        Source.COMMITMENTS,
        lambda _: commitment.follow_up_satisfaction == Satisfaction.SATISFIED,
        lambda _: commitment.followed_up_on.is_not(None),
        cohort="drafted_on",
        edge_case=FOLLOW_UPS,
    ),
    share(
        "follow-up-satisfaction-rate-with-basic",
        "回访满意率(含基本满意)",
        "回访满意和基本满意的承诺数 ÷ 已回访的承诺数",
        Source.COMMITMENTS,
        lambda _: commitment.follow_up_satisfaction.in_(
            [Satisfaction.SATISFIED, Satisfaction.BASICALLY_SATISFIED]
        ),
        lambda _: commitment.followed_up_on.is_not(None),
        cohort="drafted_on",
        edge_case=FOLLOW_UPS,
    ),
    share(
        "commitment-supervision-rate",
        "承诺督办率",
        "签发过督办通知的承诺数 ÷ 尚未归档也未撤回的承诺数",
        Source.COMMITMENTS,
        lambda moment: was_urged(commitment.commitment_id, moment),
        lambda _: commitment.status.not_in(
            [CommitmentStatus.ARCHIVED, CommitmentStatus.WITHDRAWN]
        ),
        cohort="drafted_on",
        higher_is_better=False,
        edge_case=URGED,
    ),
)

DEFINITIONS = {
    each.code: each for each in (*OPINION_RATES, *MEASURE_RATES, *TASK_RATES, *COMMITMENT_RATES)
}

"""The rates, by their codes."""

COUNTS = {each.code: each for each in COUNTS_OF_EVENTS}
"""The counts and days that are no rates, by their codes."""

COUNTED: dict[Source, ColumnElement[bool]] = {
    Source.OPINIONS: is_counted(opinion_ledger),
    Source.MEASURES: measure.is_live,
    Source.TASKS: task.status != TaskStatus.CANCELLED,
    Source.COMMITMENTS: true(),
}
"""Which rows of a ledger count at all."""
