"""The plan ledger: every rectification plan, its measures, and which opinion each of them answers.

Three tables that change together; the questions about coverage are in ``coverage``.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Index,
    Integer,
    Text,
    Uuid,
    func,
    select,
)

from application.event_store.columns import Texts
from application.projections.pages import Ordering, Page, read_page
from application.projections.versioned import (
    NO_END,
    Moment,
    ReadModel,
    Rows,
    holding,
    owner_column,
    versioned_table,
)
from domain.measure import Measure, filled_elements
from domain.model import DomainEvent
from domain.plan_status import PlanStatus
from domain.rectification_plan import RectificationPlan

plan_ledger = versioned_table(
    "plan_ledger",
    owner_column("plan_id"),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("opinion_ids", Texts, nullable=False),
    Column("document_number", Text),
    Column("submitted_on", Date),
    Column("approved_on", Date),
    Column("in_force_on", Date),
    Column("concluded_on", Date),
    key=("plan_id",),
    owner="plan_id",
)
Index(None, plan_ledger.c.number, plan_ledger.c.known_until)
Index(None, plan_ledger.c.unit, plan_ledger.c.known_until)

measure_ledger = versioned_table(
    "measure_ledger",
    owner_column("plan_id"),
    Column("no", Integer, nullable=False),
    Column("plan_number", Text, nullable=False),
    Column("added_on", Date, nullable=False),
    Column("text", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("handling", Text, nullable=False),
    Column("leaders", Texts, nullable=False),
    Column("offices", Texts, nullable=False),
    Column("sub_actions", Integer, nullable=False),
    Column("due", Date),
    Column("undated", Boolean, nullable=False),
    Column("original_due", Date),
    Column("elements_filled", Integer, nullable=False),
    Column("answers", Texts, nullable=False),
    Column("is_live", Boolean, nullable=False),
    key=("plan_id", "no"),
    owner="plan_id",
)

coverage = versioned_table(
    "coverage",
    owner_column("plan_id"),
    Column("opinion_id", Uuid, nullable=False),
    Column("measures", Texts, nullable=False),
    Column("waived_because", Text),
    key=("plan_id", "opinion_id"),
    owner="plan_id",
)
Index(None, coverage.c.opinion_id, coverage.c.known_until)

SORTABLE: dict[str, ColumnElement[Any]] = {
    "number": plan_ledger.c.number,
    "title": plan_ledger.c.title,
    "unit": plan_ledger.c.unit,
    "submitted_on": func.coalesce(plan_ledger.c.submitted_on, NO_END),
    "in_force_on": func.coalesce(plan_ledger.c.in_force_on, NO_END),
    "concluded_on": func.coalesce(plan_ledger.c.concluded_on, NO_END),
}

NO_MEASURES = {"measures": 0, "sub_actions": 0, "elements_filled": 0}

plan_ledgers = ReadModel("plan_ledger", plan_ledger, measure_ledger, coverage)


@plan_ledgers.on(RectificationPlan.Drafted)
def _drafted(event: RectificationPlan.Drafted, rows: Rows) -> None:
    rows.open(
        plan_ledger,
        plan_id=event.originator_id,
        number=event.number,
        title=event.title,
        unit=event.unit,
        status=PlanStatus.DRAFTED,
        opinion_ids=tuple(map(str, event.opinion_ids)),
        document_number=event.document_number,
        submitted_on=None,
        approved_on=None,
        in_force_on=None,
        concluded_on=None,
    )
    for opinion_id in event.opinion_ids:
        rows.open(
            coverage,
            plan_id=event.originator_id,
            opinion_id=opinion_id,
            measures=(),
            waived_because=None,
        )


@plan_ledgers.on(RectificationPlan.MeasureAdded)
def _measure_added(event: RectificationPlan.MeasureAdded, rows: Rows) -> None:
    plan = rows.current(plan_ledger, event.originator_id)
    rows.open(
        measure_ledger,
        plan_id=event.originator_id,
        no=event.measure.no,
        plan_number=plan["number"],
        added_on=event.act.occurred_on,
        is_live=True,
        **_columns_of(event.measure, plan["unit"]),
    )
    _answer(rows, event.originator_id, event.measure.no, (), event.measure.answers)


@plan_ledgers.on(RectificationPlan.MeasureRevised)
def _measure_revised(event: RectificationPlan.MeasureRevised, rows: Rows) -> None:
    place = event.originator_id, event.measure.no
    _answer(rows, *place, rows.current(measure_ledger, *place)["answers"], event.measure.answers)
    unit = rows.current(plan_ledger, event.originator_id)["unit"]
    rows.revise(measure_ledger, *place, **_columns_of(event.measure, unit))


@plan_ledgers.on(RectificationPlan.MeasureRemoved)
def _measure_removed(event: RectificationPlan.MeasureRemoved, rows: Rows) -> None:
    place = event.originator_id, event.no
    _answer(rows, *place, rows.current(measure_ledger, *place)["answers"], ())
    rows.end(measure_ledger, *place)


@plan_ledgers.on(RectificationPlan.MeasureCancelled)
def _measure_cancelled(event: RectificationPlan.MeasureCancelled, rows: Rows) -> None:
    place = event.originator_id, event.no
    _answer(rows, *place, rows.current(measure_ledger, *place)["answers"], ())
    rows.revise(measure_ledger, *place, is_live=False)


@plan_ledgers.on(RectificationPlan.MeasureAmended)
def _measure_amended(event: RectificationPlan.MeasureAmended, rows: Rows) -> None:
    place = event.originator_id, event.no
    changes: dict[str, Any] = {}
    if event.text is not None:
        changes["text"] = event.text
    if event.due is not None and event.former_due is not None:
        filled = rows.current(measure_ledger, *place)["elements_filled"]
        changes |= {
            "due": event.due.on,
            "undated": event.due.undated,
            "elements_filled": filled + event.former_due.undated - event.due.undated,
        }
    if changes:
        rows.revise(measure_ledger, *place, **changes)


@plan_ledgers.on(RectificationPlan.OpinionWaived)
def _opinion_waived(event: RectificationPlan.OpinionWaived, rows: Rows) -> None:
    rows.revise(coverage, event.originator_id, event.opinion_id, waived_because=event.reason)


@plan_ledgers.on(RectificationPlan.Submitted)
def _submitted(event: RectificationPlan.Submitted, rows: Rows) -> None:
    _advance(rows, event, PlanStatus.SUBMITTED, submitted_on=event.act.occurred_on)


@plan_ledgers.on(RectificationPlan.Approved)
def _approved(event: RectificationPlan.Approved, rows: Rows) -> None:
    _advance(rows, event, PlanStatus.APPROVED, approved_on=event.act.occurred_on)


@plan_ledgers.on(RectificationPlan.Rejected)
def _rejected(event: RectificationPlan.Rejected, rows: Rows) -> None:
    _advance(rows, event, PlanStatus.DRAFTED, submitted_on=None)


@plan_ledgers.on(RectificationPlan.PutInForce)
def _put_in_force(event: RectificationPlan.PutInForce, rows: Rows) -> None:
    _advance(rows, event, PlanStatus.IN_FORCE, in_force_on=event.act.occurred_on)


@plan_ledgers.on(RectificationPlan.HandedOver)
def _handed_over(event: RectificationPlan.HandedOver, rows: Rows) -> None:
    rows.revise(plan_ledger, event.originator_id, unit=event.successor)
    for no in event.measures:
        rows.revise(measure_ledger, event.originator_id, no, unit=event.successor)


@plan_ledgers.on(RectificationPlan.Concluded)
def _concluded(event: RectificationPlan.Concluded, rows: Rows) -> None:
    _advance(rows, event, PlanStatus.CONCLUDED, concluded_on=event.act.occurred_on)


def _advance(rows: Rows, event: DomainEvent, status: PlanStatus, **dates: date | None) -> None:
    rows.revise(plan_ledger, event.originator_id, status=status, **dates)


def _columns_of(measure: Measure, unit: str) -> dict[str, Any]:
    """Return what the ledger says of a measure; the plan's unit answers unless another leads."""
    named = measure.responsibility
    return {
        "text": measure.text,
        "unit": named.lead_unit or unit,
        "handling": measure.handling,
        "leaders": named.leaders,
        "offices": named.offices,
        "sub_actions": len(measure.sub_actions),
        "due": measure.due.on,
        "undated": measure.due.undated,
        "original_due": measure.due.on,
        "elements_filled": len(filled_elements(measure)),
        "answers": tuple(map(str, measure.answers)),
    }


def _answer(
    rows: Rows, plan_id: UUID, no: int, before: Iterable[str], now: Iterable[UUID]
) -> None:
    """Enter the measure with the opinions it newly answers, strike it from those no longer."""
    for opinion_id in sorted({UUID(former) for former in before} ^ set(now)):
        listed = rows.current(coverage, plan_id, opinion_id)["measures"]
        numbers = sorted({int(number) for number in listed} ^ {no})
        rows.revise(coverage, plan_id, opinion_id, measures=tuple(map(str, numbers)))


def page_of_plans(
    connection: Connection,
    moment: Moment,
    *,
    unit: str | None = None,
    status: PlanStatus | None = None,
    opinion: UUID | None = None,
    order: Ordering,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Page:
    """Return one page of the plans of a unit, in a status, for an opinion.

    Each comes with the sums of its live measures: ``measures``, ``sub_actions`` and
    ``elements_filled``.
    """
    query = select(plan_ledger).where(holding(plan_ledger, moment))
    if unit is not None:
        query = query.where(plan_ledger.c.unit == unit)
    if status is not None:
        query = query.where(plan_ledger.c.status == status)
    if opinion is not None:
        drafted_for = select(coverage.c.plan_id).where(
            coverage.c.opinion_id == opinion, holding(coverage, moment)
        )
        query = query.where(plan_ledger.c.plan_id.in_(drafted_for))
    page = read_page(
        connection,
        query,
        sortable=SORTABLE,
        key=(plan_ledger.c.plan_id,),
        order=order,
        after=after,
        limit=limit,
    )
    sums = _sums_of_measures(connection, moment, [row["plan_id"] for row in page.rows])
    return Page([{**row, **sums.get(row["plan_id"], NO_MEASURES)} for row in page.rows], page.last)


def _sums_of_measures(
    connection: Connection, moment: Moment, plan_ids: Sequence[UUID]
) -> Mapping[UUID, Mapping[str, int]]:
    measure = measure_ledger.c
    query = (
        select(
            measure.plan_id,
            func.count().label("measures"),
            func.sum(measure.sub_actions).label("sub_actions"),
            func.sum(measure.elements_filled).label("elements_filled"),
        )
        .where(holding(measure_ledger, moment), measure.is_live, measure.plan_id.in_(plan_ids))
        .group_by(measure.plan_id)
    )
    found = connection.execute(query).mappings()
    return {row["plan_id"]: {name: row[name] for name in NO_MEASURES} for row in found}
