"""A county whose city-management bureau clears a street; the tests of tasks start from here."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from application.commands import opinions, tasks, units
from application.event_store.schema import log_head
from application.projections.pages import Ordering
from application.projections.task_ledger import task_ledger
from application.projections.task_list import TaskFilter, page_of_tasks, reports_missing
from application.projections.versioned import Moment, holding
from application.store import Store
from application.work import Work
from domain.due import Due
from domain.evidence import Evidence
from domain.measure import HandlingType, SubAction, Target
from domain.model import Act
from domain.opinion import Opinion
from domain.opinion_terms import OpinionKind, SourceChannel
from domain.rectification_task import RectificationTask
from domain.task_rounds import TaskStatus
from domain.unit import Unit, UnitKind, UnitLevel
from tests.aggregates import act

OFFICE, GOVERNMENT, BUREAU, TEAM, POLICE = "RWRDB", "RWZF", "RWCGJ", "RWDD", "RWGAJ"
NUMBER = "RW-2015-1"
TASK = RectificationTask.id_of(NUMBER)
TODAY = date(2016, 12, 31)
RECORDED_AT = datetime(2017, 1, 1, tzinfo=UTC)

DUE = Due.by(date(2015, 6, 25))
TARGET = Target(text="清理摊点20处以上", unit_of_measure="处", minimum=Decimal(20))


def evidence(name: str = "照片.jpg") -> Evidence:
    return Evidence(name=name, sha256="0" * 64, size=1, media_type="image/jpeg")


def by(on: str, unit: str) -> Act:
    """Build an act of somebody who acts for no other unit."""
    return act(on, unit=unit, actor=f"{unit}经办人")


def run(
    store: Store, on: str, command: Callable[..., Any], unit: str = OFFICE, /, **facts: Any
) -> Any:
    """Run a command on behalf of a unit; return the aggregate it is about."""
    return store.run(by(on, unit), partial(command, **facts)).aggregate


def settle(store: Store) -> None:
    """Register the units: the committee's office, and the bureau with its team under it."""
    run(store, "2000-01-01", _register_units)


def _register_units(work: Work) -> Unit:
    tree = [
        (OFFICE, UnitKind.COMMITTEE, None),
        (GOVERNMENT, UnitKind.GOVERNMENT, None),
        (BUREAU, UnitKind.DEPARTMENT, GOVERNMENT),
        (POLICE, UnitKind.DEPARTMENT, GOVERNMENT),
        (TEAM, UnitKind.OFFICE, BUREAU),
    ]
    county = UnitLevel.COUNTY
    registered = [
        units.register(work, code=code, name=code, kind=kind, level=county, parent=parent)
        for code, kind, parent in tree
    ]
    return registered[0]


def opinion(
    store: Store,
    number: str = "YJ-2015-1",
    on: str = "2015-03-01",
    lead_deputy: str | None = None,
) -> UUID:
    """Register an opinion; return its identity."""
    registered: Opinion = run(
        store,
        on,
        opinions.register,
        number=number,
        kind=OpinionKind.DEPUTY_SUGGESTION,
        title="治理占道经营",
        wording="治理占道经营",
        issuer=OFFICE,
        document_number=None,
        channel=SourceChannel.MEETING,
        occasion=None,
        raised_on=date.fromisoformat(on),
        lead_deputy=lead_deputy,
        co_signers=(),
        key=False,
    )
    return registered.id


PLANNED: dict[str, Any] = {
    "text": "清理占道经营摊点",
    "opinion_ids": (),
    "sub_actions": (),
    "target": None,
    "due": DUE,
    "handling": HandlingType.IMMEDIATE,
}


def plan(store: Store, number: str = NUMBER, on: str = "2015-03-25", **facts: Any) -> Any:
    """Plan a task that stands alone."""
    return run(store, on, tasks.plan, number=number, **(PLANNED | facts))


def change(
    store: Store,
    on: str,
    command: Callable[..., Any],
    unit: str = OFFICE,
    /,
    task_id: UUID = TASK,
    **facts: Any,
) -> RectificationTask:
    """Run a command on a task as it stands."""
    expected = store.read(RectificationTask, task_id).version
    changed: RectificationTask = run(
        store, on, command, unit, task_id=task_id, expected=expected, **facts
    )
    return changed


def assign(
    store: Store,
    on: str = "2015-03-26",
    task_id: UUID = TASK,
    *,
    units: Sequence[str] = (BUREAU,),
    leaders: Sequence[str] = ("责任领导甲",),
    offices: Sequence[str] = ("市场管理股",),
    assignees: Sequence[str] = (),
    reason: str | None = None,
) -> RectificationTask:
    """Make the bureau responsible, unless told otherwise."""
    named: dict[str, Any] = {
        "units": units,
        "leaders": leaders,
        "offices": offices,
        "assignees": assignees,
    }
    return change(store, on, tasks.assign, task_id=task_id, reason=reason, **named)


def report(
    store: Store, on: str, percent: int, task_id: UUID = TASK, **facts: Any
) -> RectificationTask:
    """Report progress as the bureau's team."""
    given: dict[str, Any] = {
        "text": "进展情况",
        "evidence": (),
        "sub_actions_done": (),
        "reason_for_fall": None,
    }
    return change(
        store, on, tasks.report, TEAM, task_id=task_id, percent=percent, **(given | facts)
    )


def claim(
    store: Store, on: str, completed_on: str, task_id: UUID = TASK, **facts: Any
) -> RectificationTask:
    """Claim as the bureau that the task is done."""
    given: dict[str, Any] = {
        "target_value": None,
        "evidence": (evidence(),),
        "collective_decision_on": None,
    }
    day = date.fromisoformat(completed_on)
    return change(
        store, on, tasks.claim, BUREAU, task_id=task_id, completed_on=day, **(given | facts)
    )


def accept(store: Store, on: str, task_id: UUID = TASK) -> RectificationTask:
    """Verify the claim as the committee's office."""
    return change(store, on, tasks.pass_verification, task_id=task_id, note="整改到位")


def correct(store: Store, corrects: int, now: str, field: str = "occurred_on") -> Any:
    """Correct a date, on the last day there is."""
    day = date.fromisoformat(now)
    facts: dict[str, Any] = {
        "corrects": corrects,
        "field": field,
        "now": day,
        "reason": "登记有误",
    }
    return change(store, "2016-12-30", tasks.correct, **facts)


def close(store: Store, completed_on: str = "2015-06-20", task_id: UUID = TASK) -> Any:
    """Take an assigned task to its close-out on 2015-07-10."""
    report(store, "2015-05-10", 60, task_id)
    claim(store, "2015-06-22", completed_on, task_id)
    accept(store, "2015-06-28", task_id)
    return change(store, "2015-07-10", tasks.close_out, task_id=task_id)


def head(store: Store) -> int:
    """Return the number of the latest event."""
    with store.database.reading() as connection:
        return connection.scalar(select(log_head.c.sequence)) or 0


def row(
    store: Store, as_of: str | date = TODAY, known_at: int | None = None, task_id: UUID = TASK
) -> dict[str, Any] | None:
    """Return a task's row of the ledger at a moment, without the moment.

    In place of what counts missing reports stands how many there are on that day.
    """
    day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    moment = Moment(day, head(store) if known_at is None else known_at)
    query = select(task_ledger).where(
        task_ledger.c.task_id == task_id, holding(task_ledger, moment)
    )
    with store.database.reading() as connection:
        found = connection.execute(query).mappings().one_or_none()
    if found is None:
        return None
    clocks = {"due_or_never", "valid_from", "valid_until", "known_from", "known_until"}
    counted = {"report_due", "reports_missed"}
    told = {name: found[name] for name in found.keys() - clocks - counted}
    return {**told, "reports_missing": reports_missing({**found, "as_of": day})}


def column(store: Store, name: str, as_of: str | date = TODAY, **moment: Any) -> Any:
    """Return one fact of the task at a moment."""
    found = row(store, as_of, **moment)
    assert found is not None
    return found[name]


def listed(
    store: Store,
    as_of: date = TODAY,
    sort: str = "number",
    limit: int = 100,
    known_at: int | None = None,
    **wanted: Any,
) -> list[str]:
    """Return the numbers of the tasks that a filter selects, reading page after page."""
    moment = Moment(as_of, head(store) if known_at is None else known_at)
    numbers: list[str] = []
    after: tuple[Any, ...] | None = None
    with store.database.reading() as connection:
        while True:
            page = page_of_tasks(
                connection,
                moment,
                wanted=TaskFilter(**wanted),
                order=Ordering.parse(sort),
                after=after,
                limit=limit,
            )
            numbers += [each["number"] for each in page.rows]
            if page.last is None:
                return numbers
            after = page.last


def as_ledger(task: RectificationTask, as_of: date = TODAY) -> dict[str, Any]:
    """Return what the ledger should say of a task, as the aggregate has it."""
    expected = task.expected_reports(as_of)
    current, claimed, named = task.current, task.current.claim, task.assignment
    first = (*task.past_assignments, named)[0]
    verdict = current.verdicts[-1] if current.verdicts else None
    is_cancelled = task.status is TaskStatus.CANCELLED
    return {
        "task_id": task.id,
        "number": task.number,
        "title": task.text,
        "plan_id": task.plan_id,
        "measure_no": task.measure_no,
        "opinion_id": task.opinion_ids[0] if task.opinion_ids else None,
        "opinion_ids": tuple(map(str, task.opinion_ids)),
        "lead_unit": named and named.lead,
        "units": named.units if named else (),
        "leaders": named.leaders if named else (),
        "offices": named.offices if named else (),
        "assignees": named.assignees if named else (),
        "handling": task.handling,
        "status": task.status,
        "planned_on": task.dates[0],
        "assigned_on": first and task.date_of(first.assigned_in),
        "due": task.due.on,
        "undated": task.due.undated,
        "due_provisional": task.due.provisional,
        "original_due": task.original_due.on,
        "percent": task.percent,
        "reported_on": max((task.date_of(p.reported_in) for p in task.progress), default=None),
        "reports": len(task.progress),
        "reporting": task.schedules[-1].spec.model_dump_json() if task.schedules else None,
        "reports_missing": sum(each.missing_on(as_of) for each in expected),
        "evidence_count": sum(len(each.evidence) for each in task.rounds),
        "claimed_on": claimed and task.date_of(claimed.claimed_in),
        "claimed_completion": claimed and claimed.completed_on,
        "completed_on": task.completed_on,
        "accepted_on": verdict and task.date_of(verdict.given_in),
        "closed_on": current.closed_in and task.date_of(current.closed_in),
        "first_closed_on": task.closings[0].closed_on if task.closings else None,
        "round": current.number,
        "extensions": sum(each.granted is not None for each in task.extensions),
        "look_backs": len(task.look_backs),
        "recurrences": sum(r.begun_in == r.not_before for r in task.rounds[1:]),
        "cancelled_on": task.latest_step_on if is_cancelled else None,
        "review_on": task.long_term and task.long_term.review_on,
        "target": task.target and task.target.text,
        "target_value": None
        if claimed is None or claimed.target_value is None
        else str(claimed.target_value),
    }


SUB_ACTIONS = (SubAction(no=1, text="摸底登记"), SubAction(no=2, text="集中清理"))
