"""The ledger of opinions, and which of them measures answer (reference export documents)."""

from collections.abc import Callable, Iterable

from application.projections.coverage import CoverageState, PlanAnswer
from application.projections.opinion_list import lateness
from application.projections.versioned import Moment
from domain.opinion_terms import OpinionKind, OpinionStatus, Satisfaction, SourceChannel
from domain.plan_status import PlanStatus
from interfaces.exporting.tables import (
    Column,
    Names,
    Row,
    Table,
    count_of,
    due,
    fact,
    identity,
    term,
    unit,
    units,
)

NUMBER, TITLE, LONG = 16, 40, 24


def opinion_table(moment: Moment, names: Names) -> Table:
    """Return the ledger as it is printed for a moment."""
    return Table(
        "意见台账",
        (
            fact("编号", "number", NUMBER),
            term("类别", "kind", OpinionKind, 20),
            fact("标题", "title", TITLE),
            fact("来源文件", "source_document", LONG),
            unit("提出单位", "issuer", names),
            term("来源渠道", "channel", SourceChannel),
            fact("提出日期", "raised_on"),
            fact("领衔代表", "lead_deputy"),
            count_of("附议人数", "co_signers"),
            fact("重点", "is_key", 6),
            term("状态", "status", OpinionStatus),
            fact("形成日期", "formed_on"),
            fact("首次交办日期", "first_referred_on"),
            fact("交办日期", "referred_on"),
            fact("交办文号", "referral_letter", LONG),
            units("主办单位", "lead_units", names),
            units("协办单位", "co_units", names),
            due("办理期限"),
            fact("原定期限", "original_due"),
            fact("延期次数", "extensions", 8),
            fact("签收日期", "acknowledged_on"),
            fact("面商日期", "consulted_on"),
            fact("首次答复日期", "first_replied_on"),
            fact("最近答复日期", "last_replied_on"),
            fact("答复文号", "reply_document", LONG),
            fact("首次答复类别", "first_class", 12),
            fact("现类别", "current_class", 8),
            term("首次满意度", "first_satisfaction", Satisfaction),
            term("最近满意度", "last_satisfaction", Satisfaction),
            fact("轮次", "round", 6),
            fact("重办次数", "rehandlings", 8),
            fact("申请退办次数", "return_requests", 12),
            fact("同意退办次数", "returns_accepted", 12),
            fact("跟踪办理起始日期", "tracking_since", 16),
            fact("完成日期", "completed_on"),
            fact("办结日期", "closed_on"),
            fact("首次办结日期", "first_closed_on"),
            Column("逾期天数", lambda row: lateness(row, moment.as_of).days_overdue, 8),
            fact("回头看次数", "look_backs", 10),
            fact("反弹次数", "recurrences", 8),
            fact("重新启动日期", "opened_again_on"),
            fact("并入意见", "merged_into_number", NUMBER),
            fact("不予受理日期", "not_admitted_on"),
            fact("撤回日期", "withdrawn_on"),
            identity("opinion_id"),
        ),
    )


def coverage_table(names: Names) -> Table:
    """Return the list of opinions with what the measures of plans answer them."""
    return Table(
        "措施覆盖",
        (
            fact("意见编号", "number", NUMBER),
            fact("标题", "title", TITLE),
            fact("来源文件", "source_document", LONG),
            unit("主办单位", "lead_unit", names),
            term("意见状态", "status", OpinionStatus),
            term("回应情况", "state", CoverageState, 16),
            Column("整改方案", lambda row: _told(row, _plan), LONG),
            Column("回应措施", lambda row: _told(row, _measures), 60),
            Column("不予回应理由", lambda row: _told(row, _waiver), TITLE),
            identity("opinion_id"),
        ),
    )


def _told(row: Row, tell: Callable[[PlanAnswer], Iterable[str]]) -> str | None:
    """Tell something of every plan that has an answer."""
    return ";".join(told for answer in row["answers"] for told in tell(answer)) or None


def _plan(answer: PlanAnswer) -> Iterable[str]:
    yield f"{answer.plan_number}({PlanStatus(answer.plan_status).label})"


def _measures(answer: PlanAnswer) -> Iterable[str]:
    return (f"{answer.plan_number}第{no}项:{text}" for no, text in answer.measures.items())


def _waiver(answer: PlanAnswer) -> Iterable[str]:
    return [] if answer.waived_because is None else [answer.waived_because]
