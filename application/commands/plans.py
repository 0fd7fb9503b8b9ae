"""Acts on a rectification plan, and on the tasks that carry it out."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from uuid import UUID

from application.commands.deadlines import StatedDeadline, due_of
from application.commands.rule_profiles import begun_under, rules_of
from application.commands.units import lineage_of, placed_act, unit_with_code, units_with_codes
from application.errors import NotFound
from application.work import Work
from domain.measure import FiveElement, Measure, MeasureDue, Phase, Target
from domain.opinion import Opinion
from domain.opinion_terms import WorkKind
from domain.rectification_plan import RectificationPlan
from domain.rectification_task import RectificationTask
from domain.task_deadline import TaskUnchanged


class StatedMeasure(MeasureDue[StatedDeadline]):
    """A measure as people state it, its deadline outright or as a rule."""


def task_id_of(plan: RectificationPlan, measure_no: int) -> UUID:
    """Return the identity of the task by which a measure of the plan is carried out."""
    return RectificationTask.id_of(_task_number(plan, measure_no))


def draft(
    work: Work,
    *,
    number: str,
    title: str,
    unit: str,
    opinion_ids: Sequence[UUID],
    document_number: str | None,
    phases: Sequence[Phase],
) -> RectificationPlan:
    """Begin a plan and note on each opinion that the plan is to answer it."""
    responsible = unit_with_code(work, unit)
    act = begun_under(work, opinion_ids)
    plan = work.add(
        RectificationPlan.draft(
            number, title, responsible, opinion_ids, document_number, phases, act
        )
    )
    for opinion in _opinions(work, opinion_ids):
        opinion.link_work(WorkKind.PLAN, plan.id, plan.number, work.act)
    return plan


def add_measure(
    work: Work, plan_id: UUID, expected: int, *, measure: StatedMeasure
) -> RectificationPlan:
    """Enter a measure into the draft."""
    plan = work.get(RectificationPlan, plan_id, expected)
    _require_lead_unit_known(work, measure)
    plan.add_measure(_derived(work, measure), work.act)
    return plan


def revise_measure(
    work: Work, plan_id: UUID, expected: int, *, measure: StatedMeasure
) -> RectificationPlan:
    """Let a measure of the draft read as given."""
    plan = work.get(RectificationPlan, plan_id, expected)
    _require_lead_unit_known(work, measure)
    plan.revise_measure(_derived(work, measure), work.act)
    return plan


def remove_measure(
    work: Work, plan_id: UUID, expected: int, *, no: int, reason: str
) -> RectificationPlan:
    """Take a measure out of the draft."""
    plan = work.get(RectificationPlan, plan_id, expected)
    plan.remove_measure(no, reason, work.act)
    return plan


def waive_opinion(
    work: Work, plan_id: UUID, expected: int, *, opinion_id: UUID, reason: str
) -> RectificationPlan:
    """Decline to answer an opinion by a measure."""
    plan = work.get(RectificationPlan, plan_id, expected)
    plan.waive_opinion(opinion_id, reason, work.act)
    return plan


def waive_elements(
    work: Work,
    plan_id: UUID,
    expected: int,
    *,
    no: int,
    elements: Iterable[FiveElement],
    reason: str,
) -> RectificationPlan:
    """Let a measure do without some of the five elements."""
    plan = work.get(RectificationPlan, plan_id, expected)
    plan.waive_elements(no, elements, reason, work.act)
    return plan


def submit(work: Work, plan_id: UUID, expected: int) -> RectificationPlan:
    """Hand the plan in."""
    plan = work.get(RectificationPlan, plan_id, expected)
    plan.submit(work.act)
    return plan


def approve(work: Work, plan_id: UUID, expected: int, *, approver: str) -> RectificationPlan:
    """Accept the plan."""
    plan = work.get(RectificationPlan, plan_id, expected)
    rules = rules_of(work, plan.profile)
    plan.approve(approver, lineage_of(work, work.act.unit), rules, work.act)
    return plan


def reject(work: Work, plan_id: UUID, expected: int, *, reason: str) -> RectificationPlan:
    """Return the plan for rework."""
    plan = work.get(RectificationPlan, plan_id, expected)
    plan.reject(reason, lineage_of(work, work.act.unit), work.act)
    return plan


def put_in_force(work: Work, plan_id: UUID, expected: int) -> RectificationPlan:
    """Begin to carry the plan out: each measure becomes a task of the units responsible."""
    plan = work.get(RectificationPlan, plan_id, expected)
    plan.put_in_force(work.act)
    for measure in plan.measures:
        task = work.add(_task_of(plan, measure, work))
        _assign(work, task, plan, measure)
        for opinion in _opinions(work, task.opinion_ids):
            if opinion.is_open:  # one that ended meanwhile does not hold up the others' plan
                opinion.link_work(WorkKind.TASK, task.id, task.number, work.act)
    return plan


def amend_measure(
    work: Work,
    plan_id: UUID,
    expected: int,
    *,
    no: int,
    text: str | None,
    due: StatedDeadline | None,
    target: Target | None,
    reason: str,
) -> RectificationPlan:
    """Change a measure in force and, with it, the task that carries it out."""
    plan = work.get(RectificationPlan, plan_id, expected)
    derived = None if due is None else due_of(work, due, work.act.occurred_on)
    plan.amend_measure(
        no, text, derived, target, reason, lineage_of(work, work.act.unit), work.act
    )
    changed = plan.amendments[-1]
    task = work.get(RectificationTask, task_id_of(plan, no))
    with suppress(TaskUnchanged):  # an extension may have brought the task there before the plan
        task.amend(changed.text, changed.due, changed.target, reason, placed_act(work))
    return plan


def cancel_measure(
    work: Work, plan_id: UUID, expected: int, *, no: int, reason: str
) -> RectificationPlan:
    """Give a measure in force up and, with it, its task if that is still open."""
    plan = work.get(RectificationPlan, plan_id, expected)
    plan.cancel_measure(no, reason, lineage_of(work, work.act.unit), work.act)
    task = work.get(RectificationTask, task_id_of(plan, no))
    if task.is_open:
        task.cancel(reason, placed_act(work))
    return plan


def hand_over(
    work: Work, plan_id: UUID, expected: int, *, unit: str, successor: str, reason: str
) -> RectificationPlan:
    """Let another unit be responsible in the place of one that has ended."""
    plan = work.get(RectificationPlan, plan_id, expected)
    ended = unit_with_code(work, unit)
    plan.hand_over(ended, unit_with_code(work, successor, "successor"), reason, placed_act(work))
    return plan


def conclude(work: Work, plan_id: UUID, expected: int) -> RectificationPlan:
    """End the plan."""
    plan = work.get(RectificationPlan, plan_id, expected)
    open_tasks = [task.number for task in _tasks(work, plan) if task.is_open]
    plan.conclude(open_tasks, work.act)
    return plan


def correct(
    work: Work, plan_id: UUID, expected: int, *, corrects: int, now: date, reason: str
) -> RectificationPlan:
    """Correct the business date of an earlier act on the plan."""
    plan = work.get(RectificationPlan, plan_id, expected)
    plan.correct(corrects, now, reason, work.act)
    return plan


def _task_number(plan: RectificationPlan, measure_no: int) -> str:
    return f"{plan.number}-{measure_no}"


def _opinions(work: Work, opinion_ids: Iterable[UUID]) -> Iterator[Opinion]:
    for opinion_id in opinion_ids:
        opinion = work.find(Opinion, opinion_id)
        if opinion is None:
            raise NotFound(Opinion.LABEL, opinion_id, "opinion_ids")
        yield opinion


def _derived(work: Work, stated: StatedMeasure) -> Measure:
    facts = {name: getattr(stated, name) for name in StatedMeasure.model_fields}
    return Measure(**facts | {"due": due_of(work, stated.due, work.act.occurred_on)})


def _require_lead_unit_known(work: Work, measure: StatedMeasure) -> None:
    code = measure.responsibility.lead_unit
    if code is not None:
        unit_with_code(work, code, "responsibility.lead_unit")


def _task_of(plan: RectificationPlan, measure: Measure, work: Work) -> RectificationTask:
    return RectificationTask.plan(
        _task_number(plan, measure.no),
        measure.text,
        plan.id,
        measure.no,
        measure.answers or plan.opinion_ids,
        measure.sub_actions,
        measure.target,
        measure.due,
        measure.handling,
        begun_under(work, measure.answers or plan.opinion_ids),
    )


def _assign(
    work: Work, task: RectificationTask, plan: RectificationPlan, measure: Measure
) -> None:
    """Make those the plan names answer for the task; without them it is assigned later."""
    named = measure.responsibility
    if named.leaders and named.offices:
        codes = dict.fromkeys((named.lead_unit or plan.unit, plan.unit))
        units = units_with_codes(work, list(codes), "unit")
        task.assign(units, named.leaders, named.offices, named.assignees, work.act)


def _tasks(work: Work, plan: RectificationPlan) -> Iterator[RectificationTask]:
    """Load the task of every measure the plan went into force with."""
    for measure in (*plan.measures, *plan.measure_list.cancelled):
        yield work.get(RectificationTask, task_id_of(plan, measure.no))
