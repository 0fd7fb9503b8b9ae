"""What each item counts for in each rate and count, in plain arithmetic on its row.

A formula is the date that puts the item into a period, and a function of the row and of the day
asked about that returns what the item adds to the numerator, to the denominator, and to the items
left out because they have no due date. Items that no figure is about never come here.
"""

from __future__ import annotations

from typing import Any, Callable, NamedTuple

from interfaces.verifier.opinion_story import LedgerRow
from interfaces.verifier.work_days import days_between

Weights = tuple[int, int, int]


class Formula(NamedTuple):
    """One figure."""

    code: str
    title: str
    cohort: str
    """The name of the date that puts an item into a period."""
    weigh: Callable[[LedgerRow, str], Weights]
    leaves_out: bool = False
    """Whether items without a due date are left out of a rate, and told beside it."""


def _share(counted: Any, base: Any = True, left_out: Any = False) -> Weights:
    return (int(bool(base and counted)), int(bool(base)), int(bool(left_out)))


def _is_by(day: Any, due: Any) -> bool:
    return bool(day and due and day <= due)


def _counted_until(row: LedgerRow, day: str) -> str:
    """Return up to which day an open opinion may be late: the clock may stand still."""
    paused: str | None = row["paused_since"]
    return paused or day


def _on_time_reply(row: LedgerRow, day: str) -> Weights:
    replied, due = row["first_replied_on"], row["first_reply_due"]
    if replied:
        return _share(_is_by(replied, due), due, not due)
    return _share(False, _is_by(row["due"], _counted_until(row, day)), row["undated"])


def _on_time_reply_originally(row: LedgerRow, day: str) -> Weights:
    replied, due = row["first_replied_on"], row["original_due"]
    base = replied or _is_by(due, _counted_until(row, day))
    return _share(_is_by(replied, due), due and base, not due)


def _closing(row: LedgerRow, *statuses: str) -> Weights:
    return _share(row["status"] in statuses, not row["merged_into"])


def _on_time_closing(row: LedgerRow, day: str) -> Weights:
    handled, due = not row["merged_into"], row["due"]
    falls_due = row["closed_on"] or _is_by(due, _counted_until(row, day))
    base = handled and not row["undated"] and falls_due
    counted = row["closed_on"] and _is_by(row["completed_on"], due)
    return _share(counted, base, handled and row["undated"])


def _resolved(row: LedgerRow, classes: str) -> Weights:
    current = row["current_class"]
    return _share(current and current in classes, current)


def _satisfied(grade: Any, *grades: str) -> Weights:
    return _share(grade in grades, grade)


def _supervised(row: LedgerRow, day: str) -> Weights:
    del day
    return _share(row["urged"], not row["merged_into"] and row["status"] != "closed")


def _on_time_close_out(row: LedgerRow, day: str) -> Weights:
    due, closed = row["due"], row["closed_on"]
    base = not row["undated"] and (closed or _is_by(due, day))
    return _share(closed and _is_by(row["completed_on"], due), base, row["undated"])


def _kept(row: LedgerRow, result: str) -> bool:
    return not row["withdrawn_on"] and row["result"] == result


def _promise_base(row: LedgerRow, day: str) -> bool:
    falls_due = _is_by(row["due"], day) or row["withdrawn_on"]
    return bool(row["published_on"] and not row["undated"] and falls_due)


def _fulfilment(row: LedgerRow, day: str, *, on_time: bool) -> Weights:
    counted = _kept(row, "fulfilled")
    if on_time:
        counted = counted and _is_by(row["fulfilled_on"], row["due"])
    return _share(counted, _promise_base(row, day), row["published_on"] and row["undated"])


def _fulfilment_weighted(row: LedgerRow, day: str) -> Weights:
    base = _promise_base(row, day)
    parts = 2 * _kept(row, "fulfilled") + _kept(row, "partly")
    return (base * parts, 2 * base, int(bool(row["published_on"] and row["undated"])))


def _followed(row: LedgerRow, *grades: str) -> Weights:
    return _share(row["follow_up"] in grades, row["followed_up_on"])


def _one(row: LedgerRow, day: str) -> Weights:
    del row, day
    return (1, 1, 0)


def _late_days(row: LedgerRow, late: Any, until: Any) -> Weights:
    days = days_between(row["due"], until) if late else 0
    return (days, int(bool(late)), int(row["undated"]))


def _overdue_open(row: LedgerRow, day: str) -> Weights:
    due, until = row["due"], _counted_until(row, day)
    open_ = row["status"] != "closed"
    return _handled_once(row, _late_days(row, open_ and due and due < until, until))


def _handled_once(row: LedgerRow, weights: Weights) -> Weights:
    """Leave out what was merged into another: it is handled there."""
    return (0, 0, 0) if row["merged_into"] else weights


def _closed_late(row: LedgerRow, day: str) -> Weights:
    del day
    done, due = row["completed_on"], row["due"]
    return _late_days(row, row["closed_on"] and due and done > due, done)


def _task_overdue(row: LedgerRow, day: str) -> Weights:
    unfinished = not row["completed_on"]
    return _late_days(row, unfinished and row["due"] and row["due"] < day, day)


REFERRED, PLANNED, DRAFTED = "referred_on", "planned_on", "drafted_on"
SAT, BASIC = "satisfied", "basically_satisfied"

OPINION_FORMULAS: list[Formula] = [
    Formula(
        "referral-rate",
        "交办率",
        "formed_on",
        lambda row, _: _share(row["referred_on"], row["formed_on"]),
    ),
    Formula("acknowledgement-rate", "签收率", REFERRED, lambda r, _: _share(r["acknowledged_on"])),
    Formula("reply-rate", "答复率", REFERRED, lambda r, _: _share(r["first_replied_on"])),
    Formula("on-time-reply-rate", "按期答复率", REFERRED, _on_time_reply, leaves_out=True),
    Formula(
        "on-time-reply-rate-original",
        "按期答复率(按原期限)",
        REFERRED,
        _on_time_reply_originally,
        leaves_out=True,
    ),
    Formula(
        "consultation-rate",
        "见面率",
        REFERRED,
        lambda r, _: _share(r["consulted_on"], r["first_replied_on"]),
    ),
    Formula("closing-rate", "办结率", REFERRED, lambda r, _: _closing(r, "closed")),
    Formula(
        "closing-rate-with-tracking",
        "办结率(含跟踪办理)",
        REFERRED,
        lambda r, _: _closing(r, "closed", "tracking"),
    ),
    Formula("on-time-closing-rate", "按期办结率", REFERRED, _on_time_closing, leaves_out=True),
    Formula("resolution-rate", "办成率", REFERRED, lambda r, _: _resolved(r, "A")),
    Formula(
        "resolution-rate-first",
        "办成率(首次答复)",
        REFERRED,
        lambda r, _: _share(r["first_class"] == "A", r["first_class"]),
    ),
    Formula(
        "settled-or-under-way-rate",
        "问题解决率(含正在解决)",
        REFERRED,
        lambda r, _: _resolved(r, "AB"),
    ),
    Formula(
        "settled-or-planned-rate",
        "问题解决率(含列入计划)",
        REFERRED,
        lambda r, _: _resolved(r, "ABC"),
    ),
    Formula(
        "satisfaction-rate", "满意率", REFERRED, lambda r, _: _satisfied(r["last_grade"], SAT)
    ),
    Formula(
        "satisfaction-rate-with-basic",
        "满意率(含基本满意)",
        REFERRED,
        lambda r, _: _satisfied(r["last_grade"], SAT, BASIC),
    ),
    Formula(
        "first-satisfaction-rate",
        "首次满意率",
        REFERRED,
        lambda r, _: _satisfied(r["first_grade"], SAT, BASIC),
    ),
    Formula(
        "first-satisfaction-rate-strict",
        "首次满意率(不含基本满意)",
        REFERRED,
        lambda r, _: _satisfied(r["first_grade"], SAT),
    ),
    Formula(
        "final-satisfaction-rate",
        "最终满意率",
        REFERRED,
        lambda r, _: _satisfied(r["last_grade"], SAT, BASIC),
    ),
    Formula("return-rate", "退办率", "first_referred_on", lambda r, _: _share(r["returns"])),
    Formula(
        "rehandling-rate",
        "重办率",
        REFERRED,
        lambda r, _: _share(r["rehandlings"], r["last_grade"]),
    ),
    Formula("extension-rate", "延期率", REFERRED, lambda r, _: _share(r["extensions"])),
    Formula(
        "recurrence-rate",
        "反弹率",
        REFERRED,
        lambda r, _: (r["recurrences"], r["look_backs"], 0),
    ),
    Formula("coverage-rate", "措施覆盖率", "raised_on", lambda r, _: _share(r["answered"])),
    Formula("supervision-rate", "督办率", "raised_on", _supervised),
]
MEASURE_FORMULAS: list[Formula] = [
    Formula("five-elements-rate", "五落实完备率", "added_on", lambda r, _: (r["filled"], 5, 0)),
]
TASK_FORMULAS: list[Formula] = [
    Formula("close-out-rate", "销号率", PLANNED, lambda r, _: _share(r["status"] == "closed_out")),
    Formula("on-time-close-out-rate", "按期销号率", PLANNED, _on_time_close_out, leaves_out=True),
    Formula(
        "completion-rate",
        "整改完成率",
        PLANNED,
        lambda r, _: _share(r["status"] in ("accepted", "closed_out")),
    ),
    Formula("task-extension-rate", "任务延期率", PLANNED, lambda r, _: _share(r["extensions"])),
    Formula(
        "task-recurrence-rate",
        "任务反弹率",
        PLANNED,
        lambda r, _: (r["recurrences"], r["look_backs"], 0),
    ),
    Formula(
        "task-supervision-rate",
        "任务督办率",
        PLANNED,
        lambda r, _: _share(r["urged"], r["status"] != "closed_out"),
    ),
]
COMMITMENT_FORMULAS: list[Formula] = [
    Formula(
        "fulfilment-rate",
        "兑现率",
        DRAFTED,
        lambda r, day: _fulfilment(r, day, on_time=False),
        leaves_out=True,
    ),
    Formula(
        "on-time-fulfilment-rate",
        "按期兑现率",
        DRAFTED,
        lambda r, day: _fulfilment(r, day, on_time=True),
        leaves_out=True,
    ),
    Formula(
        "fulfilment-rate-weighted",
        "兑现率(部分兑现折半)",
        DRAFTED,
        _fulfilment_weighted,
        leaves_out=True,
    ),
    Formula(
        "publication-rate",
        "公开率",
        DRAFTED,
        lambda r, _: _share(r["published_on"], r["filed_on"]),
    ),
    Formula(
        "follow-up-rate",
        "回访率",
        DRAFTED,
        lambda r, _: _share(r["followed_up_on"], r["verified_on"]),
    ),
    Formula("follow-up-satisfaction-rate", "回访满意率", DRAFTED, lambda r, _: _followed(r, SAT)),
    Formula(
        "follow-up-satisfaction-rate-with-basic",
        "回访满意率(含基本满意)",
        DRAFTED,
        lambda r, _: _followed(r, SAT, BASIC),
    ),
    Formula(
        "commitment-supervision-rate",
        "承诺督办率",
        DRAFTED,
        lambda r, _: _share(r["urged"], r["status"] not in ("archived", "withdrawn")),
    ),
]
OPINION_COUNTS: list[Formula] = [
    Formula("referred-count", "交办件数", REFERRED, _one),
    Formula("replied-count", "首次答复件数", "first_replied_on", _one),
    Formula("closed-count", "办结件数", "closed_on", _one),
    Formula("first-closed-count", "首次办结件数", "first_closed_on", _one),
    Formula("reopened-count", "重新启动件数", "reopened_on", _one),
    Formula("overdue-open-days", "逾期未结", REFERRED, _overdue_open),
    Formula(
        "closed-late-days",
        "逾期办结",
        REFERRED,
        lambda r, day: _handled_once(r, _closed_late(r, day)),
    ),
]
TASK_COUNTS: list[Formula] = [
    Formula("planned-count", "立项任务数", PLANNED, _one),
    Formula("completed-count", "完成任务数", "completed_on", _one),
    Formula("closed-out-count", "销号件数", "closed_on", _one),
    Formula("first-closed-out-count", "首次销号件数", "first_closed_on", _one),
    Formula("task-overdue-days", "任务逾期未完成", PLANNED, _task_overdue),
    Formula("task-closed-late-days", "任务逾期销号", PLANNED, _closed_late),
]
COMMITMENT_COUNTS: list[Formula] = [
    Formula("published-count", "公开承诺数", "published_on", _one),
    Formula("fulfilled-count", "兑现承诺数", "fulfilled_on", _one),
]
