"""The ledger of rectification tasks, and the list of who answers for each of them."""

from application.projections.responsibilities import Capacity
from application.projections.task_list import reports_missing, standing
from domain.measure import HandlingType
from domain.task_rounds import TaskStatus
from interfaces.documents.cells import Cell
from interfaces.exporting.tables import (
    Column,
    Names,
    Row,
    Table,
    due,
    fact,
    identity,
    term,
    texts,
    unit,
    units,
)

NUMBER, TEXT = 16, 50


def task_table(names: Names) -> Table:
    """Return the ledger of tasks as it is printed."""
    return Table(
        "任务台账",
        (
            fact("编号", "number", NUMBER),
            fact("任务内容", "title", TEXT),
            fact("整改方案", "plan_number", NUMBER),
            fact("措施序号", "measure_no", 8),
            texts("回应意见", "opinion_numbers", 20),
            unit("牵头单位", "lead_unit", names),
            units("责任单位", "units", names),
            texts("责任领导", "leaders"),
            texts("责任处室", "offices"),
            texts("责任人员", "assignees"),
            term("整改类型", "handling", HandlingType, 12),
            fact("量化目标", "target", 24),
            fact("目标完成值", "target_value", 12),
            term("状态", "status", TaskStatus, 12),
            fact("列入日期", "planned_on"),
            fact("分解日期", "assigned_on"),
            due("期限"),
            fact("原定期限", "original_due"),
            fact("延期次数", "extensions", 8),
            fact("完成率(%)", "percent", 10),
            fact("最近进展日期", "reported_on"),
            fact("报告次数", "reports", 8),
            Column("应报未报次数", reports_missing, 12),
            fact("证据数", "evidence_count", 8),
            fact("申请销号日期", "claimed_on"),
            fact("完成日期", "completed_on"),
            fact("验收通过日期", "accepted_on"),
            fact("销号日期", "closed_on"),
            fact("首次销号日期", "first_closed_on"),
            fact("轮次", "round", 6),
            Column("逾期天数", _days_late, 8),
            fact("回头看次数", "look_backs", 10),
            fact("反弹次数", "recurrences", 8),
            fact("长期整改复查日期", "review_on", 16),
            fact("取消日期", "cancelled_on"),
            identity("task_id"),
        ),
    )


def duty_table(names: Names) -> Table:
    """Return the list of responsibilities: who, for what, until when."""
    return Table(
        "责任清单",
        (
            fact("任务编号", "number", NUMBER),
            fact("任务内容", "title", TEXT),
            term("责任类别", "capacity", Capacity),
            Column("责任人", lambda row: _named(row, names), 16),
            unit("牵头单位", "lead_unit", names),
            term("状态", "status", TaskStatus, 12),
            fact("完成率(%)", "percent", 10),
            due("期限"),
            fact("完成日期", "completed_on"),
            Column("逾期天数", _days_late, 8),
            identity("task_id"),
        ),
    )


def _named(row: Row, names: Names) -> Cell:
    is_unit = row["capacity"] == Capacity.UNIT
    return names.get(row["name"], row["name"]) if is_unit else row["name"]


def _days_late(row: Row) -> Cell:
    late = standing(row)
    return late.days_overdue or late.days_completed_late or 0
