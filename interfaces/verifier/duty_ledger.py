"""The list of responsibilities: everybody who answers for a task, in a row of its own."""

from __future__ import annotations

from interfaces.verifier.ledger_columns import TASK_COLUMNS, Columns, Surroundings, fact
from interfaces.verifier.opinion_story import LedgerRow

UNIT_IN_CHARGE = "责任单位"
CAPACITIES = {
    "assignees": "责任人员",
    "leaders": "责任领导",
    "offices": "责任处室",
    "units": UNIT_IN_CHARGE,
}
"""In the order of the list."""
OF_TASK = dict(TASK_COLUMNS)


def duties_of(row: LedgerRow) -> list[LedgerRow]:
    """Return a row for each name on a task, as they were named; of a cancelled task none."""
    if row["status"] == "cancelled":
        return []
    return [
        {**row, "capacity": capacity, "name": name}
        for names, capacity in CAPACITIES.items()
        for name in row[names]
    ]


def _in_charge(row: LedgerRow, known: Surroundings) -> str:
    name: str = row["name"]
    return known.names.get(name, name) if row["capacity"] == UNIT_IN_CHARGE else name


DUTY_COLUMNS: Columns = [
    ("任务编号", OF_TASK["编号"]),
    ("任务内容", OF_TASK["任务内容"]),
    ("责任类别", fact("capacity")),
    ("责任人", _in_charge),
    ("牵头单位", OF_TASK["牵头单位"]),
    ("状态", OF_TASK["状态"]),
    ("完成率(%)", OF_TASK["完成率(%)"]),
    ("期限", OF_TASK["期限"]),
    ("完成日期", OF_TASK["完成日期"]),
    ("逾期天数", OF_TASK["逾期天数"]),
    ("标识", OF_TASK["标识"]),
]
