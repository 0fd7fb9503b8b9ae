"""What was counted and judged by: the versions of rules, and the holiday arrangements."""

from domain.rule_profile import STATUTORY
from interfaces.exporting.tables import (
    Column,
    Names,
    Table,
    count_of,
    fact,
    identity,
    texts,
)

STATUTORY_LABEL = "法定规则"


def profile_table(names: Names) -> Table:
    """Return the published versions of rules as they are printed."""
    called = {**names, STATUTORY: STATUTORY_LABEL}
    return Table(
        "规则方案",
        (
            fact("机关代码", "congress", 16),
            Column("机关", lambda row: called.get(row["congress"], row["congress"]), 30),
            fact("版次", "version", 6),
            fact("名称", "title", 40),
            fact("施行日期", "in_force_from"),
            fact("失效日期", "in_force_until"),
            fact("公布文号", "basis_document", 24),
            identity("profile_id"),
        ),
    )


def calendar_table() -> Table:
    """Return the holiday arrangements of the years as they are printed."""
    return Table(
        "节假日安排",
        (
            fact("年度", "year", 8),
            fact("版次", "notices", 6),
            fact("文号", "notice_number", 24),
            fact("通知日期", "notice_date"),
            fact("出处", "source", 40),
            count_of("放假天数", "days_off"),
            texts("放假", "days_off", 60),
            texts("调休上班", "working_days", 40),
            identity("calendar_year_id"),
        ),
    )
