"""A task as the ledger has it on a day, told anew from its events; and when reports were due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Callable

from interfaces.verifier.items import Item
from interfaces.verifier.opinion_story import LedgerRow, set_due
from interfaces.verifier.trail import Told, story
from interfaces.verifier.work_days import MONTHS_OF, ONE_DAY, months_later

NOTHING_CLAIMED: LedgerRow = dict.fromkeys(
    ("claimed_on", "claimed", "completed_on", "accepted_on", "closed_on", "target_value")
)
TASK_BEGINNING: LedgerRow = {
    **NOTHING_CLAIMED,
    **dict.fromkeys(("units", "leaders", "offices", "assignees"), ()),
    **dict.fromkeys(
        (
            "assigned_on",
            "reported_on",
            "reporting",
            "report_due",
            "first_closed_on",
            "cancelled_on",
            "review_on",
        )
    ),
    **dict.fromkeys(
        (
            "percent",
            "reports",
            "reports_missed",
            "files",
            "extensions",
            "look_backs",
            "recurrences",
        ),
        0,
    ),
    "round": 1,
    "status": "planned",
}


def task_row(item: Item, as_of: str) -> LedgerRow | None:
    """Return how a task stood on a day; ``None`` if it had not begun."""
    told = story(item, as_of)
    if not told:
        return None
    first = told[0]
    row: LedgerRow = {**first.facts, **TASK_BEGINNING, "number": item.number}
    row.update(planned_on=first.day, original_due=first.facts["due"][0])
    set_due(row, first.facts["due"])
    for each in told[1:]:
        tell = TASK_TELLERS.get(each.topic)
        if tell is not None:
            tell(row, each)
    row["reports_missing"] = _missed_before(row, as_of)
    return row


def expected_days(spec: dict[str, Any]) -> Iterator[str]:
    """Yield the days on which a report is expected, without end unless one is stated."""
    first, last = date.fromisoformat(spec["first"]), spec["last"]
    number = 0
    while True:
        if spec["every"] == "week":
            day = first + timedelta(days=7 * number)
        else:
            day = months_later(first, MONTHS_OF[spec["every"]] * number)
        if last is not None and day.isoformat() > last:
            return
        yield day.isoformat()
        number += 1


def _next_expected(spec: dict[str, Any], on: str) -> str | None:
    return next((day for day in expected_days(spec) if day >= on), None)


def _missed_before(row: LedgerRow, day: str) -> int:
    """Return how many reports expected before a day never came."""
    missed: int = row["reports_missed"]
    if row["reporting"] and row["report_due"]:
        for each in expected_days(row["reporting"]):
            if each >= day:
                break
            missed += each >= row["report_due"]
    return missed


def _expect(row: LedgerRow, spec: dict[str, Any] | None, since: str) -> None:
    """Expect reports as ``spec`` says from a day on, or no more."""
    row["reports_missed"] = _missed_before(row, since)
    row["report_due"] = spec and _next_expected(spec, since)
    if spec is not None:
        row["reporting"] = spec


def _reported_for(row: LedgerRow, on: str) -> None:
    """Take a report for the next expected day."""
    spec, first = row["reporting"], row["report_due"]
    expected = _next_expected(spec, on) if spec else None
    if first is None or expected is None or expected < first:
        return
    row["reports_missed"] = _missed_before(row, on)
    after = (date.fromisoformat(expected) + ONE_DAY).isoformat()
    row["report_due"] = _next_expected(spec, after)


def _task_assigned(row: LedgerRow, told: Told) -> None:
    row.update(told.facts, status="assigned", assigned_on=told.day)


def _task_reassigned(row: LedgerRow, told: Told) -> None:
    row.update(told.facts)


def _task_reported(row: LedgerRow, told: Told) -> None:
    if row["status"] == "assigned":
        row["status"] = "in_progress"
    row.update(
        percent=told.facts["percent"],
        reported_on=told.day,
        reports=row["reports"] + 1,
        files=row["files"] + told.facts["evidence"],
    )
    _reported_for(row, told.day)


def _task_claimed(row: LedgerRow, told: Told) -> None:
    row.update(
        status="closeout_requested",
        claimed_on=told.day,
        claimed=told.facts["completed_on"],
        target_value=told.facts["target_value"],
        files=row["files"] + told.facts["evidence"],
    )
    _expect(row, None, told.day)


def _task_accepted(row: LedgerRow, told: Told) -> None:
    row.update(status="accepted", accepted_on=told.day, completed_on=row["claimed"])


def _task_failed(row: LedgerRow, told: Told) -> None:
    row["round"] = told.facts["round"] + 1
    _new_round(row, told.facts["new_due"], told.day)


def _task_recurred(row: LedgerRow, told: Told) -> None:
    row["look_backs"] += 1
    row["recurrences"] += 1
    row["round"] += 1
    _new_round(row, told.facts["due"], told.day)


def _new_round(row: LedgerRow, due: Any, begun_on: str) -> None:
    _expect(row, row["reporting"], begun_on)
    row.update(NOTHING_CLAIMED, status="in_progress")
    set_due(row, due)


def _task_closed_out(row: LedgerRow, told: Told) -> None:
    first = row["first_closed_on"] or told.day
    row.update(status="closed_out", closed_on=told.day, first_closed_on=first)


def _task_looked_back(row: LedgerRow, told: Told) -> None:
    del told
    row["look_backs"] += 1


def _task_extended(row: LedgerRow, told: Told) -> None:
    row["extensions"] += 1
    set_due(row, (told.facts["until"], False))


def _task_long_term(row: LedgerRow, told: Told) -> None:
    row.update(status="long_term", review_on=told.facts["review_on"])


def _task_amended(row: LedgerRow, told: Told) -> None:
    facts = told.facts
    row.update({name: facts[name] for name in ("text", "target") if facts[name]})
    if facts["due"]:
        set_due(row, facts["due"])


def _task_settled(row: LedgerRow, told: Told) -> None:
    take_settled(row, told.facts)


def take_settled(row: LedgerRow, facts: dict[str, Any]) -> None:
    """Follow a due date derived again, unless another one was stated meanwhile."""
    if facts["of_original"]:
        row["original_due"] = facts["due"][0]
    if (row["due"], row["provisional"]) == facts["due_was"]:
        set_due(row, facts["due"])


def _task_scheduled(row: LedgerRow, told: Told) -> None:
    _expect(row, told.facts["spec"], told.day)


def _task_cancelled(row: LedgerRow, told: Told) -> None:
    row.update(status="cancelled", cancelled_on=told.day, completed_on=None)
    _expect(row, None, told.day)


TASK_TELLERS: dict[str, Callable[[LedgerRow, Told], None]] = {
    "task.assigned": _task_assigned,
    "task.reassigned": _task_reassigned,
    "task.progress-reported": _task_reported,
    "task.closeout-requested": _task_claimed,
    "task.verification-passed": _task_accepted,
    "task.verification-failed": _task_failed,
    "task.recurrence-found": _task_recurred,
    "task.closed-out": _task_closed_out,
    "task.look-back-passed": _task_looked_back,
    "task.extension-granted": _task_extended,
    "task.converted-to-long-term": _task_long_term,
    "task.amended": _task_amended,
    "task.due-settled": _task_settled,
    "task.due-recounted": _task_settled,
    "task.reporting-scheduled": _task_scheduled,
    "task.cancelled": _task_cancelled,
}
