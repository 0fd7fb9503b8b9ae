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
    Exists,
    Select,
    case,
    exists,
    func,
    literal,
    select,
)

from application.event_store.columns import Texts
from application.projections.opinion_ledger import opinion_ledger
from application.projections.pages import Ordering, Page, read_page
from application.projections.plan_ledger import coverage, measure_ledger, plan_ledger
from application.projections.versioned import NO_END, Moment, holding
from domain.opinion_terms import OpinionStatus

__all__ = ["CoverageState", "coverage", "page_of_coverage"]

IN_HANDLING_OR_LATER = (
    OpinionStatus.IN_HANDLING,
    OpinionStatus.MERGED,
    OpinionStatus.REPLIED,
    OpinionStatus.TRACKING,
    OpinionStatus.REHANDLING,
    OpinionStatus.CLOSED,
)
"""The opinions a unit has taken on, so that a measure may be expected."""

SORTABLE: dict[str, ColumnElement[Any]] = {
    "number": opinion_ledger.c.number,
    "source_document": func.coalesce(opinion_ledger.c.source_document, ""),
    "due": func.coalesce(opinion_ledger.c.due, NO_END),
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
    order: Ordering,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Page:
    """Return one page of the opinions in handling or later, each with what answers it.

    With ``plan`` only the opinions of that plan are listed and only its answers count.
    """
    query = _opinions_at(moment, plan)
    if plan is not None:
        query = query.where(_some_coverage(moment, plan))
    if state is not None:
        query = query.where(_state_at(moment, plan) == state.value)
    if source_document is not None:
        query = query.where(opinion_ledger.c.source_document == source_document)
    page = read_page(
        connection,
        query,
        sortable=SORTABLE,
        key=(opinion_ledger.c.opinion_id,),
        order=order,
        after=after,
        limit=limit,
    )
    answers = _answers_to(connection, moment, [row["opinion_id"] for row in page.rows], plan)
    return Page([{**row, "answers": answers[row["opinion_id"]]} for row in page.rows], page.last)


def _opinions_at(moment: Moment, plan: UUID | None) -> Select[Any]:
    return select(opinion_ledger, _state_at(moment, plan).label("state")).where(
        holding(opinion_ledger, moment), opinion_ledger.c.status.in_(IN_HANDLING_OR_LATER)
    )


def _state_at(moment: Moment, plan: UUID | None) -> ColumnElement[str]:
    has_measures = coverage.c.measures != literal((), Texts())
    has_waiver = coverage.c.waived_because.is_not(None)
    return case(
        (_some_coverage(moment, plan, has_measures), CoverageState.COVERED.value),
        (_some_coverage(moment, plan, has_waiver), CoverageState.WAIVED.value),
        else_=CoverageState.UNCOVERED.value,
    )


def _some_coverage(moment: Moment, plan: UUID | None, *conditions: ColumnElement[bool]) -> Exists:
    """Say whether some plan, or the one asked about, has such an answer to the opinion."""
    of_plan = [] if plan is None else [coverage.c.plan_id == plan]
    return exists().where(
        coverage.c.opinion_id == opinion_ledger.c.opinion_id,
        holding(coverage, moment),
        *of_plan,
        *conditions,
    )


def _answers_to(
    connection: Connection, moment: Moment, opinion_ids: Sequence[UUID], plan: UUID | None
) -> Mapping[UUID, Sequence[PlanAnswer]]:
    query = (
        select(coverage, plan_ledger.c.number, plan_ledger.c.status)
        .join(plan_ledger, plan_ledger.c.plan_id == coverage.c.plan_id)
        .where(
            holding(coverage, moment),
            holding(plan_ledger, moment),
            coverage.c.opinion_id.in_(opinion_ids),
        )
        .order_by(plan_ledger.c.number)
    )
    if plan is not None:
        query = query.where(coverage.c.plan_id == plan)
    found = connection.execute(query).all()
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
