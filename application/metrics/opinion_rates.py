"""Rates counted on the ledger of opinions."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from application.metrics.definition import Definition, Source, share
from application.projections.notice_ledger import was_urged
from application.projections.opinion_ledger import opinion_ledger
from application.projections.opinion_list import counted_until
from application.projections.plan_ledger import coverage
from application.projections.versioned import Moment, holding
from domain.opinion_state import OPEN
from domain.opinion_terms import OpinionStatus, ResultClass, Satisfaction

opinion = opinion_ledger.c


def _answered() -> ColumnElement[bool]:
    return opinion.first_replied_on.is_not(None)


def _answered_by(due: ColumnElement[date | None]) -> ColumnElement[bool]:
    """Take only what is answered and dated, so no base has to be asked about again."""
    return opinion.first_replied_on <= due


def _answered_or_due(moment: Moment) -> ColumnElement[bool]:
    """Take the due date the first reply had, once it is given; later rounds have their own.

    What is unanswered has no ``first_reply_due``, so most opinions are told by that column alone.
    """
    return or_(
        opinion.first_reply_due.is_not(None),
        and_(opinion.first_replied_on.is_(None), _is_due(opinion.due, moment)),
    )


def _answer_undated() -> ColumnElement[bool]:
    return and_(opinion.first_reply_due.is_(None), or_(_answered(), is_undated()))


def _answered_or_due_originally(moment: Moment) -> ColumnElement[bool]:
    return and_(
        opinion.original_due.is_not(None),
        or_(_answered(), _is_due(opinion.original_due, moment)),
    )


def _is_due(due: ColumnElement[date | None], moment: Moment) -> ColumnElement[bool]:
    return due <= counted_until(moment.as_of)


def is_undated() -> ColumnElement[bool]:
    """Say in SQL, of an opinion that is with a unit, that no day was set for it."""
    return opinion.due.is_(None)


def handled_once() -> ColumnElement[bool]:
    """Leave merged opinions out: they are answered one by one but handled once."""
    return opinion.merged_into.is_(None)


def _satisfied(column: ColumnElement[str], *also: Satisfaction) -> ColumnElement[bool]:
    return column.in_([Satisfaction.SATISFIED, *also])


def _answered_by_measure(moment: Moment) -> ColumnElement[bool]:
    answered = select(coverage.c.opinion_id).where(
        coverage.c.measures != (), holding(coverage, moment)
    )
    return opinion.opinion_id.in_(answered)


ONCE = "合并办理的计一件"
STANDING_STILL = "请求说明而停止计算的,在恢复计算之前只计到停止之日"
URGED = "督办已解除、已升级的仍计入;就单位工作签发、不针对某一件的督办不计入"

OPINION_RATES = (
    share(
        "referral-rate",
        "交办率",
        "已交办件数 ÷ 已形成件数",
        Source.OPINIONS,
        lambda _: opinion.referred_on.is_not(None),
        lambda _: opinion.formed_on.is_not(None),
        cohort="formed_on",
    ),
    share(
        "acknowledgement-rate",
        "签收率",
        "已签收件数 ÷ 已交办件数",
        Source.OPINIONS,
        lambda _: opinion.acknowledged_on.is_not(None),
    ),
    share(
        "reply-rate",
        "答复率",
        "至少答复过一次的件数 ÷ 已交办件数",
        Source.OPINIONS,
        lambda _: opinion.first_replied_on.is_not(None),
    ),
    Definition(
        "on-time-reply-rate",
        "按期答复率",
        "首次答复不晚于办理期限(含到期前批准的延期)的件数 ÷ 已答复或已到期的件数;"
        "未定时限的不计入,另列",
        Source.OPINIONS,
        lambda _: _answered_by(opinion.first_reply_due),
        _answered_or_due,
        left_out=lambda _: _answer_undated(),
        version=3,
        edge_case=f"重新办理、重新启动后另定的期限不影响首次答复是否按期;{STANDING_STILL}",
    ),
    Definition(
        "on-time-reply-rate-original",
        "按期答复率(按原期限)",
        "首次答复不晚于原定期限(不计延期)的件数 ÷ 已答复或已到原定期限的件数;"
        "未定时限的不计入,另列",
        Source.OPINIONS,
        lambda _: _answered_by(opinion.original_due),
        _answered_or_due_originally,
        left_out=lambda _: opinion.original_due.is_(None),
        version=3,
        edge_case=STANDING_STILL,
    ),
    share(
        "consultation-rate",
        "见面率",
        "有面商记录的件数 ÷ 已答复件数",
        Source.OPINIONS,
        lambda _: opinion.consulted_on.is_not(None),
        lambda _: opinion.first_replied_on.is_not(None),
    ),
    share(
        "closing-rate",
        "办结率",
        f"已办结件数 ÷ 已交办件数;{ONCE},转入跟踪的不算办结",
        Source.OPINIONS,
        lambda _: opinion.status == OpinionStatus.CLOSED,
        lambda _: handled_once(),
    ),
    share(
        "closing-rate-with-tracking",
        "办结率(含跟踪办理)",
        f"已办结和转入跟踪办理的件数 ÷ 已交办件数;{ONCE}",
        Source.OPINIONS,
        lambda _: opinion.status.in_([OpinionStatus.CLOSED, OpinionStatus.TRACKING]),
        lambda _: handled_once(),
    ),
    share(
        "on-time-closing-rate",
        "按期办结率",
        "完成日期不晚于办理期限的已办结件数 ÷ 已到期或已办结的件数;未定时限的不计入,另列",
        Source.OPINIONS,
        lambda _: and_(opinion.closed_on.is_not(None), opinion.completed_on <= opinion.due),
        lambda moment: and_(
            handled_once(),
            opinion.due.is_not(None),
            or_(opinion.closed_on.is_not(None), _is_due(opinion.due, moment)),
        ),
        left_out=lambda _: and_(handled_once(), is_undated()),
        version=2,
        edge_case=STANDING_STILL,
    ),
    share(
        "resolution-rate",
        "办成率",
        "现为A类的件数 ÷ 已定类别的件数",
        Source.OPINIONS,
        lambda _: opinion.current_class == ResultClass.A,
        lambda _: opinion.current_class.is_not(None),
    ),
    share(
        "resolution-rate-first",
        "办成率(首次答复)",
        "首次答复为A类的件数 ÷ 已定类别的件数",
        Source.OPINIONS,
        lambda _: opinion.first_class == ResultClass.A,
        lambda _: opinion.first_class.is_not(None),
    ),
    share(
        "settled-or-under-way-rate",
        "问题解决率(含正在解决)",
        "现为A类和B类的件数 ÷ 已定类别的件数",
        Source.OPINIONS,
        lambda _: opinion.current_class.in_([ResultClass.A, ResultClass.B]),
        lambda _: opinion.current_class.is_not(None),
    ),
    share(
        "settled-or-planned-rate",
        "问题解决率(含列入计划)",
        "现为A类、B类和C类的件数 ÷ 已定类别的件数",
        Source.OPINIONS,
        lambda _: opinion.current_class.in_([ResultClass.A, ResultClass.B, ResultClass.C]),
        lambda _: opinion.current_class.is_not(None),
    ),
    share(
        "satisfaction-rate",
        "满意率",
        "满意的件数 ÷ 收到有效评价的件数(以最近一轮评价为准,基本满意不算)",
        Source.OPINIONS,
        lambda _: _satisfied(opinion.last_satisfaction),
        lambda _: opinion.last_satisfaction.is_not(None),
    ),
    share(
        "satisfaction-rate-with-basic",
        "满意率(含基本满意)",
        "满意和基本满意的件数 ÷ 收到有效评价的件数(以最近一轮评价为准)",
        Source.OPINIONS,
        lambda _: _satisfied(opinion.last_satisfaction, Satisfaction.BASICALLY_SATISFIED),
        lambda _: opinion.last_satisfaction.is_not(None),
    ),
    share(
        "first-satisfaction-rate",
        "首次满意率",
        "第一轮评价满意和基本满意的件数 ÷ 收到第一轮有效评价的件数",
        Source.OPINIONS,
        lambda _: _satisfied(opinion.first_satisfaction, Satisfaction.BASICALLY_SATISFIED),
        lambda _: opinion.first_satisfaction.is_not(None),
    ),
    share(
        "first-satisfaction-rate-strict",
        "首次满意率(不含基本满意)",
        "第一轮评价满意的件数 ÷ 收到第一轮有效评价的件数",
        Source.OPINIONS,
        lambda _: _satisfied(opinion.first_satisfaction),
        lambda _: opinion.first_satisfaction.is_not(None),
    ),
    share(
        "final-satisfaction-rate",
        "最终满意率",
        "最近一轮评价满意和基本满意的件数 ÷ 收到有效评价的件数",
        Source.OPINIONS,
        lambda _: _satisfied(opinion.last_satisfaction, Satisfaction.BASICALLY_SATISFIED),
        lambda _: opinion.last_satisfaction.is_not(None),
    ),
    share(
        "return-rate",
        "退办率",
        "同意退办过的件数 ÷ 曾经交办的件数",
        Source.OPINIONS,
        lambda _: opinion.returns_accepted > 0,
        cohort="first_referred_on",
        higher_is_better=False,
    ),
    share(
        "rehandling-rate",
        "重办率",
        "重新办理过的件数 ÷ 收到有效评价的件数",
        Source.OPINIONS,
        lambda _: opinion.rehandlings > 0,
        lambda _: opinion.last_satisfaction.is_not(None),
        version=2,
        higher_is_better=False,
    ),
    share(
        "extension-rate",
        "延期率",
        "批准过延期的件数 ÷ 已交办件数",
        Source.OPINIONS,
        lambda _: opinion.extensions > 0,
        higher_is_better=False,
    ),
    Definition(
        "recurrence-rate",
        "反弹率",
        "回头看发现反弹的次数 ÷ 对已办结事项回头看的次数",
        Source.OPINIONS,
        lambda _: opinion.recurrences,
        lambda _: opinion.look_backs,
        higher_is_better=False,
    ),
    share(
        "coverage-rate",
        "措施覆盖率",
        "至少有一项现行措施回应的意见件数 ÷ 意见件数",
        Source.OPINIONS,
        _answered_by_measure,
        cohort="raised_on",
    ),
    share(
        "supervision-rate",
        "督办率",
        f"签发过督办通知的件数 ÷ 尚未办结的件数;{ONCE}",
        Source.OPINIONS,
        lambda moment: was_urged(opinion.opinion_id, moment),
        lambda _: and_(handled_once(), opinion.status.in_(OPEN)),
        cohort="raised_on",
        higher_is_better=False,
        edge_case=URGED,
    ),
)
