"""The ledgers of urging: supervision notices and reminders."""

from application.projections.notice_ledger import reply_standing
from domain.notice_terms import NoticeKind, NoticeStatus
from domain.term import TermUnit
from domain.urged_item import SubjectKind
from domain.warning_scale import WarningTrigger
from interfaces.documents.cells import Cell
from interfaces.exporting.tables import (
    UNDATED_LABEL,
    Column,
    Names,
    Row,
    Table,
    fact,
    identity,
    term,
    unit,
)


def notice_table(names: Names) -> Table:
    """Return the ledger of supervision notices as it is printed."""
    return Table(
        "督办台账",
        (
            fact("编号", "number", 16),
            term("督办方式", "kind", NoticeKind, 12),
            fact("颜色", "colour", 6),
            term("事由", "trigger", WarningTrigger, 20),
            unit("单位", "unit", names),
            unit("有权机关", "competent_body", names),
            term("事项类别", "subject_kind", SubjectKind),
            fact("事项", "subject_number", 16),
            fact("原期限", "subject_due"),
            Column("逾期天数", lambda row: reply_standing(row).subject_days_overdue, 8),
            fact("要求", "demand", 40),
            unit("签发单位", "issued_by", names),
            fact("签发日期", "issued_on"),
            Column("回复期限", lambda row: row["reply_due"] or UNDATED_LABEL),
            fact("签发人", "signer"),
            term("状态", "status", NoticeStatus),
            fact("签收日期", "acknowledged_on"),
            fact("回复日期", "responded_on"),
            fact("回复", "response", 40),
            Column("回复逾期天数", lambda row: reply_standing(row).reply_days_overdue, 12),
            fact("升级自", "refers_to_number", 16),
            fact("升级为", "escalated_to_number", 16),
            fact("升级日期", "escalated_on"),
            fact("解除日期", "lifted_on"),
            fact("解除理由", "lifted_because", 30),
            identity("notice_id"),
        ),
    )


def reminder_table(names: Names) -> Table:
    """Return the list of reminders as it is printed."""
    return Table(
        "催办提醒",
        (
            fact("提醒日期", "raised_on"),
            term("事项类别", "item_kind", SubjectKind),
            fact("事项", "item_number", 16),
            unit("单位", "unit", names),
            unit("一并提醒的上级单位", "unit_above", names, 20),
            fact("轮次", "round", 6),
            fact("期限", "due"),
            fact("颜色", "colour", 6),
            term("事由", "trigger", WarningTrigger, 12),
            Column("预警等级", _level),
            fact("剩余天数", "days_left", 8),
            fact("逾期天数", "days_overdue", 8),
            identity("reminder_id"),
        ),
    )


def _level(row: Row) -> Cell:
    return f"{row['days']}{TermUnit(row['counted_in']).label}"
