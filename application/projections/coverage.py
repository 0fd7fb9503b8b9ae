"""Coverage: which opinions the measures of plans answer, and which nobody has answered yet.

The rows follow from plans alone and are kept with the plan ledger; asked about, they meet the
opinion ledger as it was at the same moment (requirement R23).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Subquery,
    and_,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    union_all,
)

from application.event_store.columns import Texts
from application.projections.opinion_ledger import opinion_ledger
from application.projections.opinion_list import PARTS
from application.projections.pages import Ordering, Page, beyond, read_page
from application.projections.plan_ledger import coverage, measure_ledger, plan_ledger
from application.projections.versioned import NO_END, Moment, holding
from domain.opinion_terms import OpinionStatus

NOT_TAKEN_ON = (
    OpinionStatus.DRAFTED,
    OpinionStatus.FORMED,
    OpinionStatus.REFERRED,
    OpinionStatus.RETURN_REQUESTED,
    OpinionStatus.NOT_ADMITTED,
    OpinionStatus.WITHDRAWN,
)
"""The opinions no unit has taken on, or none any more: no measure can be expected of anybody."""

opinion = opinion_ledger.c

LISTED = (
    opinion.opinion_id,
    opinion.number,
    opinion.title,
    opinion.status,
    opinion.source_document,
    opinion.lead_unit,
    opinion.due,
)

SORTABLE: dict[str, ColumnElement[Any]] = {
    "number": opinion.number,
    "source_document": func.coalesce(opinion.source_document, ""),
    "due": func.coalesce(opinion.due, NO_END),
}


class CoverageState(StrEnum):
    """Whether an opinion is answered; a live measure counts for more than a waiver."""

    COVERED = "covered"
    WAIVED = "waived"
    UNCOVERED = "uncovered"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return _STATE_LABELS[self]


_STATE_LABELS = {
    CoverageState.COVERED: "已有措施回应",
    CoverageState.WAIVED: "已说明不予回应",
    CoverageState.UNCOVERED: "尚无措施回应",
}


class PlanAnswer(NamedTuple):
    """What one plan has for an opinion: live measures by number with their text, or a waiver."""

    plan_id: UUID
    plan_number: str
    plan_status: str
    measures: Mapping[int, str]
    waived_because: str | None


def page_of_coverage(
    connection: Connection,
    moment: Moment,
    *,
    plan: UUID | None = None,
    state: CoverageState | None = None,
    source_document: str | None = None,
    narrowed: Sequence[ColumnElement[bool]] = (),
    order: Ordering,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Page:
    """Return one page of the opinions in handling or later, each with what answers it.

    With ``plan`` only the opinions of that plan are listed and only its answers count;
    ``narrowed`` are conditions on ``opinion_ledger``.
    """
    wanted: list[ColumnElement[bool]] = [opinion.status.not_in(NOT_TAKEN_ON), *narrowed]
    if plan is not None:
        of_plan = select(coverage.c.opinion_id).where(_rows_at(moment, plan))
        wanted.append(opinion.opinion_id.in_(of_plan))
    if state is not None:
        wanted.append(_is_in(state, moment, plan))
    if source_document is not None:
        wanted.append(opinion.source_document == source_document)
    firsts = _firsts_of_parts(moment, wanted, order, after, limit + 1)
    page = read_page(
        connection,
        select(firsts),
        sortable=dict.fromkeys(SORTABLE, firsts.c.sorted_by),
        key=(firsts.c.opinion_id,),
        order=order,
        after=None,
        limit=limit,
    )
    answers = _answers_to(connection, moment, [row["opinion_id"] for row in page.rows], plan)
    return Page([_with(row, answers[row["opinion_id"]]) for row in page.rows], page.last)


def _firsts_of_parts(
    moment: Moment,
    wanted: Sequence[ColumnElement[bool]],
    order: Ordering,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Subquery:
    """Select the first opinions of each part of the ledger, for ``read_page`` to merge."""
    by = (SORTABLE.get(order.name, opinion.number), opinion.opinion_id)
    query = select(*LISTED, by[0].label("sorted_by")).where(
        holding(opinion_ledger, moment), *wanted
    )
    if after is not None:
        query = query.where(beyond(by, after, order))
    query = query.order_by(*(each.desc() if order.descending else each.asc() for each in by))
    firsts = (select(query.where(part).limit(limit).subquery()) for part in PARTS)
    return union_all(*firsts).subquery()


def _rows_at(moment: Moment, plan: UUID | None) -> ColumnElement[bool]:
    """Select the coverage rows of that moment, of the plan asked about or of all."""
    of_plan = true() if plan is None else coverage.c.plan_id == plan
    return and_(holding(coverage, moment), of_plan)


def _is_in(state: CoverageState, moment: Moment, plan: UUID | None) -> ColumnElement[bool]:
    """Say of an opinion that it is in this state."""
    rows = and_(coverage.c.opinion_id == opinion.opinion_id, _rows_at(moment, plan))
    is_covered = exists().where(rows, coverage.c.measures != literal((), Texts()))
    is_waived = exists().where(rows, coverage.c.waived_because.is_not(None))
    conditions = {
        CoverageState.COVERED: is_covered,
        CoverageState.WAIVED: and_(is_waived, not_(is_covered)),
        CoverageState.UNCOVERED: not_(or_(is_waived, is_covered)),
    }
    return conditions[state]


def _with(row: Mapping[str, Any], answers: Sequence[PlanAnswer]) -> Mapping[str, Any]:
    return {**row, "answers": answers, "state": _state_of(answers)}


def _state_of(answers: Sequence[PlanAnswer]) -> CoverageState:
    if any(answer.measures for answer in answers):
        return CoverageState.COVERED
    if any(answer.waived_because is not None for answer in answers):
        return CoverageState.WAIVED
    return CoverageState.UNCOVERED


def _answers_to(
    connection: Connection, moment: Moment, opinion_ids: Sequence[UUID], plan: UUID | None
) -> Mapping[UUID, Sequence[PlanAnswer]]:
    query = (
        select(coverage, plan_ledger.c.number, plan_ledger.c.status)
        .join(plan_ledger, plan_ledger.c.plan_id == coverage.c.plan_id)
        .where(
            _rows_at(moment, plan),
            holding(plan_ledger, moment),
            coverage.c.opinion_id.in_(opinion_ids),
        )
    )
    found = sorted(connection.execute(query), key=lambda row: row.number)
    texts = _texts_of_measures(connection, moment, {row.plan_id for row in found})
    answers: defaultdict[UUID, list[PlanAnswer]] = defaultdict(list)
    for row in found:
        measures = {int(no): texts[row.plan_id, int(no)] for no in row.measures}
        answer = PlanAnswer(row.plan_id, row.number, row.status, measures, row.waived_because)
        answers[row.opinion_id].append(answer)
    return answers


def _texts_of_measures(
    connection: Connection, moment: Moment, plan_ids: Iterable[UUID]
) -> Mapping[tuple[UUID, int], str]:
    measure = measure_ledger.c
    query = select(measure.plan_id, measure.no, measure.text).where(
        holding(measure_ledger, moment), measure.plan_id.in_(plan_ids)
    )
    return {(row.plan_id, row.no): row.text for row in connection.execute(query)}
