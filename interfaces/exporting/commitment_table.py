"""The ledger of public commitments."""

from application.projections.commitment_ledger import keeping
from domain.commitment_state import CommitmentStatus, FulfilmentResult
from domain.opinion_terms import Satisfaction
from interfaces.exporting.tables import (
    Column,
    Names,
    Table,
    due,
    fact,
    identity,
    term,
    texts,
    unit,
)


def commitment_table(names: Names) -> Table:
    """Return the ledger of commitments as it is printed."""
    return Table(
        "承诺台账",
        (
            fact("编号", "number", 16),
            unit("单位", "unit", names),
            fact("承诺内容", "text", 50),
            fact("量化", "quantified", 6),
            due("承诺期限"),
            fact("原定期限", "original_due"),
            texts("回应意见", "opinion_numbers", 20),
            fact("整改方案", "plan_number", 16),
            term("状态", "status", CommitmentStatus, 16),
            fact("起草日期", "drafted_on"),
            fact("备案日期", "filed_on"),
            fact("备案号", "filing_number", 16),
            fact("公开日期", "published_on"),
            fact("公开渠道", "channel", 20),
            fact("申报兑现日期", "claimed_on"),
            fact("核验日期", "verified_on"),
            term("兑现情况", "result", FulfilmentResult),
            fact("兑现日期", "fulfilled_on"),
            fact("践诺公示日期", "result_published_on"),
            fact("回访日期", "followed_up_on"),
            term("回访满意度", "follow_up_satisfaction", Satisfaction, 12),
            fact("撤回日期", "withdrawn_on"),
            Column("逾期天数", lambda row: keeping(row).days_late, 8),
            Column("逾期未兑现", lambda row: keeping(row).is_breached, 12),
            identity("commitment_id"),
        ),
    )
