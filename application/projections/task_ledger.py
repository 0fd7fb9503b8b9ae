"""The task ledger: every rectification task with who answers for it, its due date and its state.

Overdue is never stored; the questions asked of the ledger, that one among them, are in
``task_list`` and ``workload``.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer, Table, Text, Uuid

from application.event_store.columns import Texts
from application.event_store.schema import metadata
from application.projections.parts import index_parts
from application.projections.responsibilities import COLUMNS, entrust, responsibilities
from application.projections.versioned import (
    NO_END,
    ReadModel,
    Rows,
    owner_column,
    versioned_table,
)
from domain.deadline import Recurring
from domain.due import Due
from domain.rectification_task import RectificationTask
from domain.task_rounds import TaskStatus

ONE_DAY = timedelta(days=1)

task_ledger = versioned_table(
    "task_ledger",
    owner_column("task_id"),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("plan_id", Uuid),
    Column("measure_no", Integer),
    Column("opinion_id", Uuid),
    Column("opinion_ids", Texts, nullable=False),
    Column("lead_unit", Text),
    Column("units", Texts, nullable=False),
    Column("leaders", Texts, nullable=False),
    Column("offices", Texts, nullable=False),
    Column("assignees", Texts, nullable=False),
    Column("handling", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("planned_on", Date, nullable=False),
    Column("assigned_on", Date),
    Column("due", Date),
    Column("due_or_never", Date, nullable=False),
    Column("undated", Boolean, nullable=False),
    Column("due_provisional", Boolean, nullable=False),
    Column("original_due", Date),
    Column("percent", Integer, nullable=False),
    Column("reported_on", Date),
    Column("reports", Integer, nullable=False),
    Column("reporting", Text),
    Column("report_due", Date),
    Column("reports_missed", Integer, nullable=False),
    Column("evidence_count", Integer, nullable=False),
    Column("claimed_on", Date),
    Column("claimed_completion", Date),
    Column("completed_on", Date),
    Column("accepted_on", Date),
    Column("closed_on", Date),
    Column("first_closed_on", Date),
    Column("round", Integer, nullable=False),
    Column("extensions", Integer, nullable=False),
    Column("look_backs", Integer, nullable=False),
    Column("recurrences", Integer, nullable=False),
    Column("cancelled_on", Date),
    Column("review_on", Date),
    Column("target", Text),
    Column("target_value", Text),
    key=("task_id",),
    owner="task_id",
)
"""``title`` is the wording in full. ``claimed_on``, ``claimed_completion``, ``completed_on``,
``accepted_on``, ``closed_on`` and ``target_value`` are the current round's; ``completed_on`` is
what was claimed, once verified. ``evidence_count`` counts the files of every round. ``reporting``
says when reports are expected, ``report_due`` is the first such day without a report, while the
task is worked on, and ``reports_missed`` counts the earlier ones that never came.
"""
index_parts(
    task_ledger,
    *(task_ledger.c[name] for name in ("number", "due_or_never", "planned_on", "lead_unit")),
)

task_origins = Table(
    "task_origins",
    metadata,
    Column("origin_id", Uuid, primary_key=True),
    Column("task_id", Uuid, primary_key=True),
)
"""The plan and the opinions each task was planned for; that never changes."""

NOTHING_CLAIMED: dict[str, Any] = {
    "claimed_on": None,
    "claimed_completion": None,
    "completed_on": None,
    "accepted_on": None,
    "closed_on": None,
    "target_value": None,
}

UNTOUCHED: dict[str, Any] = {
    **NOTHING_CLAIMED,
    **dict.fromkeys(COLUMNS.values(), ()),
    "lead_unit": None,
    "assigned_on": None,
    "percent": 0,
    "reported_on": None,
    "reports": 0,
    "reporting": None,
    "report_due": None,
    "reports_missed": 0,
    "evidence_count": 0,
    "first_closed_on": None,
    "extensions": 0,
    "look_backs": 0,
    "recurrences": 0,
    "cancelled_on": None,
    "review_on": None,
}

task_ledgers = ReadModel("task_ledger", task_ledger, task_origins, responsibilities)


@task_ledgers.on(RectificationTask.Planned)
def _planned(event: RectificationTask.Planned, rows: Rows) -> None:
    task_id = event.originator_id
    origins = event.opinion_ids if event.plan_id is None else (event.plan_id, *event.opinion_ids)
    for origin_id in origins:
        rows.append(task_origins, origin_id=origin_id, task_id=task_id)
    facts: dict[str, Any] = {
        "task_id": task_id,
        "number": event.number,
        "title": event.text,
        "plan_id": event.plan_id,
        "measure_no": event.measure_no,
        "opinion_id": next(iter(event.opinion_ids), None),
        "opinion_ids": tuple(map(str, event.opinion_ids)),
        "handling": event.handling,
        "status": TaskStatus.PLANNED,
        "planned_on": event.act.occurred_on,
        "original_due": event.due.on,
        "round": 1,
        "target": event.target and event.target.text,
        **_due(event.due),
    }
    rows.open(task_ledger, **UNTOUCHED | facts)


@task_ledgers.on(RectificationTask.Assigned)
def _assigned(event: RectificationTask.Assigned, rows: Rows) -> None:
    day = event.act.occurred_on
    _entrust(event, rows, status=TaskStatus.ASSIGNED, assigned_on=day)


@task_ledgers.on(RectificationTask.Reassigned)
def _reassigned(event: RectificationTask.Reassigned, rows: Rows) -> None:
    _entrust(event, rows)


def _entrust(
    event: RectificationTask.Assigned | RectificationTask.Reassigned, rows: Rows, **changes: Any
) -> None:
    named = {
        "units": event.units,
        "leaders": event.leaders,
        "offices": event.offices,
        "assignees": event.assignees,
    }
    entrust(rows, event.originator_id, rows.current(task_ledger, event.originator_id), named)
    rows.revise(task_ledger, event.originator_id, lead_unit=event.units[0], **named, **changes)


@task_ledgers.on(RectificationTask.ProgressReported)
def _reported(event: RectificationTask.ProgressReported, rows: Rows) -> None:
    task = rows.current(task_ledger, event.originator_id)
    begun = task["status"] == TaskStatus.ASSIGNED
    rows.revise(
        task_ledger,
        event.originator_id,
        status=TaskStatus.IN_PROGRESS if begun else task["status"],
        percent=event.percent,
        reported_on=event.act.occurred_on,
        reports=task["reports"] + 1,
        evidence_count=task["evidence_count"] + len(event.evidence),
        **_reported_for(task, event.act.occurred_on),
    )


@task_ledgers.on(RectificationTask.CloseoutRequested)
def _claimed(event: RectificationTask.CloseoutRequested, rows: Rows) -> None:
    value = event.target_value
    task = rows.current(task_ledger, event.originator_id)
    rows.revise(
        task_ledger,
        event.originator_id,
        status=TaskStatus.CLOSEOUT_REQUESTED,
        claimed_on=event.act.occurred_on,
        claimed_completion=event.completed_on,
        target_value=None if value is None else str(value),
        evidence_count=task["evidence_count"] + len(event.evidence),
        **_expecting(task, None, event.act.occurred_on),
    )


@task_ledgers.on(RectificationTask.VerificationPassed)
def _accepted(event: RectificationTask.VerificationPassed, rows: Rows) -> None:
    task = rows.current(task_ledger, event.originator_id)
    rows.revise(
        task_ledger,
        event.originator_id,
        status=TaskStatus.ACCEPTED,
        accepted_on=event.act.occurred_on,
        completed_on=task["claimed_completion"],
    )


@task_ledgers.on(RectificationTask.VerificationFailed)
def _failed(event: RectificationTask.VerificationFailed, rows: Rows) -> None:
    task = rows.current(task_ledger, event.originator_id)
    rows.revise(
        task_ledger,
        event.originator_id,
        round=event.round + 1,
        **_new_round(task, event.new_due, event.act.occurred_on),
    )


@task_ledgers.on(RectificationTask.ClosedOut)
def _closed_out(event: RectificationTask.ClosedOut, rows: Rows) -> None:
    task = rows.current(task_ledger, event.originator_id)
    day = event.act.occurred_on
    rows.revise(
        task_ledger,
        event.originator_id,
        status=TaskStatus.CLOSED_OUT,
        closed_on=day,
        first_closed_on=task["first_closed_on"] or day,
    )


@task_ledgers.on(RectificationTask.LookBackPassed)
def _looked_back(event: RectificationTask.LookBackPassed, rows: Rows) -> None:
    task = rows.current(task_ledger, event.originator_id)
    rows.revise(task_ledger, event.originator_id, look_backs=task["look_backs"] + 1)


@task_ledgers.on(RectificationTask.RecurrenceFound)
def _recurred(event: RectificationTask.RecurrenceFound, rows: Rows) -> None:
    task = rows.current(task_ledger, event.originator_id)
    rows.revise(
        task_ledger,
        event.originator_id,
        look_backs=task["look_backs"] + 1,
        recurrences=task["recurrences"] + 1,
        round=task["round"] + 1,
        **_new_round(task, event.due, event.act.occurred_on),
    )


@task_ledgers.on(RectificationTask.ExtensionGranted)
def _extended(event: RectificationTask.ExtensionGranted, rows: Rows) -> None:
    task = rows.current(task_ledger, event.originator_id)
    rows.revise(
        task_ledger,
        event.originator_id,
        extensions=task["extensions"] + 1,
        **_due(Due.by(event.until)),
    )


@task_ledgers.on(RectificationTask.ConvertedToLongTerm)
def _converted(event: RectificationTask.ConvertedToLongTerm, rows: Rows) -> None:
    rows.revise(
        task_ledger,
        event.originator_id,
        status=TaskStatus.LONG_TERM,
        review_on=event.review_on,
    )


@task_ledgers.on(RectificationTask.Amended)
def _amended(event: RectificationTask.Amended, rows: Rows) -> None:
    title = {"title": event.text} if event.text else {}
    target = {"target": event.target.text} if event.target else {}
    due = _due(event.due) if event.due else {}
    rows.revise(task_ledger, event.originator_id, **title, **target, **due)


@task_ledgers.on(RectificationTask.DueSettled, RectificationTask.DueRecounted)
def _settled(event: RectificationTask.DueSettled, rows: Rows) -> None:
    """Follow the day, unless a step dated before this note stated another one meanwhile."""
    task = rows.current(task_ledger, event.originator_id)
    original = {"original_due": event.due.on} if event.of_original else {}
    was = (event.due_was.on, event.due_was.provisional)
    stands = (task["due"], task["due_provisional"]) == was
    due = _due(event.due) if stands else {}
    rows.revise(task_ledger, event.originator_id, **original, **due)


@task_ledgers.on(RectificationTask.ReportingScheduled)
def _scheduled(event: RectificationTask.ReportingScheduled, rows: Rows) -> None:
    task = rows.current(task_ledger, event.originator_id)
    rows.revise(
        task_ledger, event.originator_id, **_expecting(task, event.spec, event.act.occurred_on)
    )


@task_ledgers.on(RectificationTask.Cancelled)
def _cancelled(event: RectificationTask.Cancelled, rows: Rows) -> None:
    task = rows.current(task_ledger, event.originator_id)
    rows.revise(
        task_ledger,
        event.originator_id,
        status=TaskStatus.CANCELLED,
        cancelled_on=event.act.occurred_on,
        completed_on=None,
        **_expecting(task, None, event.act.occurred_on),
    )


def _due(due: Due) -> dict[str, Any]:
    return {
        "due": due.on,
        "due_or_never": due.on or NO_END,
        "undated": due.undated,
        "due_provisional": due.provisional,
    }


def _new_round(task: Mapping[str, Any], due: Due, begun_on: date) -> dict[str, Any]:
    """Return what a round begins with; the first closing and the reports stay."""
    reports = _expecting(task, reporting_of(task), begun_on)
    return {**NOTHING_CLAIMED, **_due(due), **reports, "status": TaskStatus.IN_PROGRESS}


def reporting_of(task: Mapping[str, Any]) -> Recurring | None:
    """Return when reports on a task of the ledger are expected, if it was ever said."""
    stated = task["reporting"]
    return None if stated is None else Recurring.model_validate_json(stated)


def missed_before(task: Mapping[str, Any], day: date) -> int:
    """Return how many reports expected before ``day`` never came."""
    spec, first = reporting_of(task), task["report_due"]
    missed: int = task["reports_missed"]
    if spec and first:
        missed += sum(each >= first for each in spec.expected_days(day - ONE_DAY))
    return missed


def _expecting(task: Mapping[str, Any], spec: Recurring | None, since: date) -> dict[str, Any]:
    """Return what follows when reports are expected as ``spec`` says from ``since`` on, or not."""
    stated = {} if spec is None else {"reporting": spec.model_dump_json()}
    due = spec and spec.next_due(since)
    return {**stated, "report_due": due, "reports_missed": missed_before(task, since)}


def _reported_for(task: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Return what follows from a report dated ``on``: it is taken for the next expected day."""
    spec, first = reporting_of(task), task["report_due"]
    expected = spec.next_due(on) if spec else None
    if spec is None or first is None or expected is None or expected < first:
        return {}
    following = spec.next_due(expected + ONE_DAY)
    return {"report_due": following, "reports_missed": missed_before(task, on)}
