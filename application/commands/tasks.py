"""Acts on rectification tasks."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from application.commands.calendars import calendar_of
from application.commands.deadlines import StatedDeadline, due_of
from application.commands.linking import link_to_opinions
from application.commands.rule_profiles import begun_under, rules_of
from application.commands.units import lineage_of, placed_act, unit_with_code, units_with_codes
from application.work import Work
from domain.deadline import Recurring
from domain.evidence import Evidence
from domain.measure import HandlingType, SubAction, Target
from domain.opinion_terms import WorkKind
from domain.rectification_plan import RectificationPlan
from domain.rectification_task import RectificationTask


def plan(
    work: Work,
    *,
    number: str,
    text: str,
    opinion_ids: Sequence[UUID],
    sub_actions: Sequence[SubAction],
    target: Target | None,
    due: StatedDeadline,
    handling: HandlingType,
) -> RectificationTask:
    """Plan a task that stands alone, and link it to the opinions it answers."""
    act = begun_under(work, opinion_ids)
    due = due_of(work, due, act.occurred_on)
    planned = RectificationTask.plan(
        number, text, None, None, opinion_ids, sub_actions, target, due, handling, act
    )
    task = work.add(planned)
    link_to_opinions(work, opinion_ids, WorkKind.TASK, task)
    return task


def assign(
    work: Work,
    task_id: UUID,
    expected: int,
    *,
    units: Sequence[str],
    leaders: Sequence[str],
    offices: Sequence[str],
    assignees: Sequence[str],
    reason: str | None,
) -> RectificationTask:
    """Make units and people responsible; whoever was before is replaced for a reason."""
    task = work.get(RectificationTask, task_id, expected)
    named = units_with_codes(work, units, "units")
    if task.assignment is None and reason is None:
        task.assign(named, leaders, offices, assignees, work.act)
    else:
        task.reassign(named, leaders, offices, assignees, reason or "", placed_act(work))
    return task


def report(
    work: Work,
    task_id: UUID,
    expected: int,
    *,
    percent: int,
    text: str,
    evidence: Sequence[Evidence],
    sub_actions_done: Sequence[int],
    reason_for_fall: str | None,
) -> RectificationTask:
    """Report how far the work has come."""
    task = work.get(RectificationTask, task_id, expected)
    lineage = lineage_of(work, work.act.unit)
    task.report(percent, text, evidence, sub_actions_done, reason_for_fall, lineage, work.act)
    return task


def claim(
    work: Work,
    task_id: UUID,
    expected: int,
    *,
    completed_on: date,
    target_value: Decimal | None,
    evidence: Sequence[Evidence],
    collective_decision_on: date | None,
) -> RectificationTask:
    """Claim that the task is done, and ask for its close-out."""
    task = work.get(RectificationTask, task_id, expected)
    lineage = lineage_of(work, work.act.unit)
    task.claim(completed_on, target_value, evidence, collective_decision_on, lineage, work.act)
    return task


def pass_verification(work: Work, task_id: UUID, expected: int, *, note: str) -> RectificationTask:
    """Find that the claim holds."""
    task = work.get(RectificationTask, task_id, expected)
    task.pass_verification(note, lineage_of(work, work.act.unit), work.act)
    return task


def fail_verification(
    work: Work, task_id: UUID, expected: int, *, reasons: str, new_due: StatedDeadline
) -> RectificationTask:
    """Find that the claim does not hold; the next round begins."""
    task = work.get(RectificationTask, task_id, expected)
    due = due_of(work, new_due, work.act.occurred_on, "new_due")
    task.fail_verification(reasons, due, lineage_of(work, work.act.unit), work.act)
    return task


def give_public_notice(
    work: Work, task_id: UUID, expected: int, *, start: date, end: date, channel: str
) -> RectificationTask:
    """Announce the accepted task."""
    task = work.get(RectificationTask, task_id, expected)
    task.give_public_notice(start, end, channel, rules_of(work, task.profile), work.act)
    return task


def record_objection(
    work: Work, task_id: UUID, expected: int, *, text: str, upheld: bool
) -> RectificationTask:
    """Record an objection to the public notice."""
    task = work.get(RectificationTask, task_id, expected)
    task.record_objection(text, upheld, placed_act(work))
    return task


def close_out(work: Work, task_id: UUID, expected: int) -> RectificationTask:
    """Strike the accepted task off the ledger."""
    task = work.get(RectificationTask, task_id, expected)
    task.close_out(rules_of(work, task.profile), placed_act(work))
    return task


def look_back(work: Work, task_id: UUID, expected: int, *, note: str) -> RectificationTask:
    """Find that the matter stayed rectified."""
    task = work.get(RectificationTask, task_id, expected)
    task.look_back(note, placed_act(work))
    return task


def find_recurrence(
    work: Work, task_id: UUID, expected: int, *, note: str, due: StatedDeadline
) -> RectificationTask:
    """Find that the matter came back; the next round begins."""
    task = work.get(RectificationTask, task_id, expected)
    task.find_recurrence(note, due_of(work, due, work.act.occurred_on), work.act)
    return task


def request_extension(
    work: Work, task_id: UUID, expected: int, *, asked: date, reason: str
) -> RectificationTask:
    """Ask for a later due date."""
    task = work.get(RectificationTask, task_id, expected)
    task.request_extension(asked, reason, rules_of(work, task.profile), work.act)
    return task


def grant_extension(work: Work, task_id: UUID, expected: int, *, until: date) -> RectificationTask:
    """Move the due date."""
    task = work.get(RectificationTask, task_id, expected)
    task.grant_extension(until, rules_of(work, task.profile), placed_act(work))
    return task


def refuse_extension(
    work: Work, task_id: UUID, expected: int, *, reason: str
) -> RectificationTask:
    """Leave the due date as it is."""
    task = work.get(RectificationTask, task_id, expected)
    task.refuse_extension(reason, placed_act(work))
    return task


def convert_to_long_term(
    work: Work, task_id: UUID, expected: int, *, reason: str, plan: str, review_on: date
) -> RectificationTask:
    """Carry the task on for the long term."""
    task = work.get(RectificationTask, task_id, expected)
    task.convert_to_long_term(reason, plan, review_on, rules_of(work, task.profile), work.act)
    return task


def amend(
    work: Work,
    task_id: UUID,
    expected: int,
    *,
    text: str | None,
    due: StatedDeadline | None,
    target: Target | None,
    reason: str,
) -> RectificationTask:
    """Change wording, due date or target."""
    task = work.get(RectificationTask, task_id, expected)
    _require_not_of_own_plan(work, task)
    derived = None if due is None else due_of(work, due, work.act.occurred_on)
    task.amend(text, derived, target, reason, placed_act(work))
    return task


def settle_due(work: Work, task_id: UUID, expected: int | None = None) -> RectificationTask:
    """Derive a provisional due date again by the calendar on record."""
    task = work.get(RectificationTask, task_id, expected)
    task.settle_due(calendar_of(work), work.act)
    return task


def schedule_reports(
    work: Work, task_id: UUID, expected: int, *, spec: Recurring, reason: str | None
) -> RectificationTask:
    """Say when reports of progress are expected from now on."""
    task = work.get(RectificationTask, task_id, expected)
    unit = unit_with_code(work, work.act.unit, "X-Unit")
    task.schedule_reports(spec, reason, unit, work.act)
    return task


def cancel(work: Work, task_id: UUID, expected: int, *, reason: str) -> RectificationTask:
    """Give the task up."""
    task = work.get(RectificationTask, task_id, expected)
    _require_not_of_own_plan(work, task)
    task.cancel(reason, placed_act(work))
    return task


def correct(
    work: Work,
    task_id: UUID,
    expected: int,
    *,
    corrects: int,
    field: str,
    now: date,
    reason: str,
) -> RectificationTask:
    """Correct a date recorded earlier, and the due date that rests on it."""
    task = work.get(RectificationTask, task_id, expected)
    rules = rules_of(work, task.profile)
    task.correct(corrects, field, now, reason, rules, placed_act(work), calendar_of(work))
    return task


def _require_not_of_own_plan(work: Work, task: RectificationTask) -> None:
    """Refuse to change the task of a plan by whoever may not change the plan."""
    if task.plan_id:
        plan = work.get(RectificationPlan, task.plan_id)
        plan.require_changed_by_other(lineage_of(work, work.act.unit), work.act)
