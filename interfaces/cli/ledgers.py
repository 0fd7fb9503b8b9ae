"""Answers ``zhuoluo ledger``."""

import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from application.export_rows import LedgerRows, Row
from application.projections.commitment_ledger import CommitmentFilter, keeping
from application.projections.opinion_list import OpinionFilter, lateness
from application.projections.task_list import TaskFilter, reports_missing, standing
from domain.commitment_state import CommitmentStatus
from domain.opinion_terms import OpinionStatus
from domain.task_rounds import TaskStatus
from interfaces.cli.asking import Asking, word
from interfaces.cli.opening import open_county
from interfaces.cli.tables import show_json, show_rows
from interfaces.exporting.commitment_table import commitment_table
from interfaces.exporting.opinion_table import opinion_table
from interfaces.exporting.tables import Table
from interfaces.exporting.task_table import task_table

W = TypeVar("W", bound=StrEnum)

OPINION_HEADERS = (
    "编号",
    "类别",
    "标题",
    "主办单位",
    "交办日期",
    "办理期限",
    "状态",
    "最近满意度",
    "逾期天数",
)
TASK_HEADERS = (
    "编号",
    "任务内容",
    "牵头单位",
    "责任领导",
    "期限",
    "状态",
    "完成率(%)",
    "轮次",
    "逾期天数",
)
COMMITMENT_HEADERS = (
    "编号",
    "单位",
    "承诺内容",
    "承诺期限",
    "状态",
    "兑现情况",
    "逾期天数",
)
"""What fits a screen; the export has every column."""

BOOKKEEPING = re.compile(r"_.*|.*_or_never|(valid|known)_(from|until)|as_of")
"""Columns that say when a row answers and how rows are put in order."""


class Asked(NamedTuple):
    """A question as it was typed."""

    as_of: str | None
    known_at: str | None
    unit: str | None
    status: str | None
    overdue: bool


class Which(StrEnum):
    """The ledgers there are."""

    OPINIONS = "opinions"
    TASKS = "tasks"
    COMMITMENTS = "commitments"


class _Answer(NamedTuple):
    table: Table
    rows: Iterator[Row]
    derived: Callable[[Row], Mapping[str, Any]]


def show(which: str, asked: Asked, *, as_json: bool) -> None:
    """Print a ledger."""
    ledger = word("台账", which, Which)
    with open_county() as system:
        asking = Asking(system, asked.as_of, asked.known_at)
        asking.require_unit(asked.unit)
        rows = LedgerRows(system.database, asking.moment)
        answer = _ANSWERS[ledger](rows, asking, asked)
        if as_json:
            items = (_facts(row, answer) for row in answer.rows)
            show_json(asking.facts(), "items", items)
        else:
            cells = answer.table.cells(answer.rows)
            show_rows(answer.table.headers, cells, answer.table.title, asking.moment)


def _facts(row: Row, answer: _Answer) -> dict[str, Any]:
    """Return what the ledger holds and what follows from it, without its bookkeeping."""
    stated = {name: value for name, value in row.items() if not BOOKKEEPING.fullmatch(name)}
    return {**stated, **answer.derived(row)}


def _status(asked: Asked, words: type[W]) -> W | None:
    return None if asked.status is None else word("--status", asked.status, words)


def _opinions(rows: LedgerRows, asking: Asking, asked: Asked) -> _Answer:
    status = _status(asked, OpinionStatus)
    wanted = OpinionFilter(
        statuses=None if status is None else [status],
        lead_unit=asked.unit,
        overdue=asked.overdue or None,
    )
    as_of = asking.moment.as_of
    return _Answer(
        opinion_table(asking.moment, asking.names).only(*OPINION_HEADERS),
        rows.opinions(wanted),
        lambda row: {
            "status_label": OpinionStatus(row["status"]).label,
            **lateness(row, as_of)._asdict(),
        },
    )


def _tasks(rows: LedgerRows, asking: Asking, asked: Asked) -> _Answer:
    wanted = TaskFilter(
        unit=asked.unit, status=_status(asked, TaskStatus), overdue=asked.overdue or None
    )
    return _Answer(
        task_table(asking.names).only(*TASK_HEADERS),
        rows.tasks(wanted),
        lambda row: {
            "status_label": TaskStatus(row["status"]).label,
            "reports_missing": reports_missing(row),
            **standing(row)._asdict(),
        },
    )


def _commitments(rows: LedgerRows, asking: Asking, asked: Asked) -> _Answer:
    wanted = CommitmentFilter(
        unit=asked.unit, status=_status(asked, CommitmentStatus), breached=asked.overdue or None
    )
    return _Answer(
        commitment_table(asking.names).only(*COMMITMENT_HEADERS),
        rows.commitments(wanted),
        lambda row: {
            "status_label": CommitmentStatus(row["status"]).label,
            **keeping(row)._asdict(),
        },
    )


_ANSWERS = {
    Which.OPINIONS: _opinions,
    Which.TASKS: _tasks,
    Which.COMMITMENTS: _commitments,
}
