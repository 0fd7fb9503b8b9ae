"""The commitment ledger: every public commitment with its due date, its result and its follow-up.

Breached is never stored: it follows from due date and result on the day asked for.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Select,
    Table,
    Text,
    Uuid,
    and_,
    literal,
    not_,
    or_,
    select,
)

from application.event_store.columns import Texts
from application.event_store.schema import metadata
from application.projections.pages import Ordering, Page
from application.projections.parts import index_parts, page_of_rows
from application.projections.versioned import (
    NO_END,
    Moment,
    ReadModel,
    Rows,
    holding,
    owner_column,
    versioned_table,
)
from domain.commitment import Commitment
from domain.commitment_state import CommitmentStatus, FulfilmentResult
from domain.due import Due
from domain.opinion_terms import Satisfaction

commitment_ledger = versioned_table(
    "commitment_ledger",
    owner_column("commitment_id"),
    Column("number", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("quantified", Boolean, nullable=False),
    Column("due", Date),
    Column("due_or_never", Date, nullable=False),
    Column("undated", Boolean, nullable=False),
    Column("due_provisional", Boolean, nullable=False),
    Column("original_due", Date),
    Column("opinion_ids", Texts, nullable=False),
    Column("plan_id", Uuid),
    Column("status", Text, nullable=False),
    Column("drafted_on", Date, nullable=False),
    Column("filed_on", Date),
    Column("filing_number", Text),
    Column("published_on", Date),
    Column("channel", Text),
    Column("claimed_on", Date),
    Column("claimed_fulfilment", Date),
    Column("fulfilled_on", Date),
    Column("verified_on", Date),
    Column("result", Text),
    Column("result_published_on", Date),
    Column("followed_up_on", Date),
    Column("follow_up_satisfaction", Text),
    Column("withdrawn_on", Date),
    key=("commitment_id",),
    owner="commitment_id",
)
"""``result`` is the one that stands and ``fulfilled_on`` the day of a promise found kept; a
dissatisfied follow-up clears both. The dates of verification, publication and follow-up are those
of the result found last, whether it still stands or not. ``claimed_fulfilment`` is what was
claimed last.
"""
index_parts(
    commitment_ledger,
    *(commitment_ledger.c[name] for name in ("number", "due_or_never", "drafted_on", "unit")),
)

commitment_origins = Table(
    "commitment_origins",
    metadata,
    Column("opinion_id", Uuid, primary_key=True),
    Column("commitment_id", Uuid, primary_key=True),
)
"""The opinions each commitment answers; that never changes."""

SORTABLE: dict[str, ColumnElement[Any]] = {
    "number": commitment_ledger.c.number,
    "unit": commitment_ledger.c.unit,
    "due": commitment_ledger.c.due_or_never,
}

UNTOUCHED: dict[str, Any] = dict.fromkeys(
    (
        "filed_on",
        "filing_number",
        "published_on",
        "channel",
        "claimed_on",
        "claimed_fulfilment",
        "fulfilled_on",
        "verified_on",
        "result",
        "result_published_on",
        "followed_up_on",
        "follow_up_satisfaction",
        "withdrawn_on",
    )
)

commitment_ledgers = ReadModel("commitment_ledger", commitment_ledger, commitment_origins)


@commitment_ledgers.on(Commitment.Drafted)
def _drafted(event: Commitment.Drafted, rows: Rows) -> None:
    for opinion_id in event.opinion_ids:
        rows.append(commitment_origins, opinion_id=opinion_id, commitment_id=event.originator_id)
    facts: dict[str, Any] = {
        "commitment_id": event.originator_id,
        "number": event.number,
        "unit": event.unit,
        "text": event.text,
        "quantified": event.quantified is not None,
        "original_due": event.due.on,
        "opinion_ids": tuple(map(str, event.opinion_ids)),
        "plan_id": event.plan_id,
        "status": CommitmentStatus.DRAFTED,
        "drafted_on": event.act.occurred_on,
        **_due(event.due),
    }
    rows.open(commitment_ledger, **UNTOUCHED | facts)


@commitment_ledgers.on(Commitment.Reviewed)
def _reviewed(event: Commitment.Reviewed, rows: Rows) -> None:
    rows.revise(commitment_ledger, event.originator_id, status=CommitmentStatus.REVIEWED)


@commitment_ledgers.on(Commitment.Filed)
def _filed(event: Commitment.Filed, rows: Rows) -> None:
    rows.revise(
        commitment_ledger,
        event.originator_id,
        status=CommitmentStatus.FILED,
        filed_on=event.act.occurred_on,
        filing_number=event.filing_number,
    )


@commitment_ledgers.on(Commitment.Published)
def _published(event: Commitment.Published, rows: Rows) -> None:
    rows.revise(
        commitment_ledger,
        event.originator_id,
        status=CommitmentStatus.PUBLISHED,
        published_on=event.act.occurred_on,
        channel=event.channel,
    )


@commitment_ledgers.on(Commitment.Amended)
def _amended(event: Commitment.Amended, rows: Rows) -> None:
    text = {"text": event.text} if event.text else {}
    due = _due(event.due) if event.due else {}
    quantified = {"quantified": True} if event.quantified else {}
    rows.revise(
        commitment_ledger,
        event.originator_id,
        channel=event.channel,
        **text,
        **due,
        **quantified,
    )


@commitment_ledgers.on(Commitment.HandedOver)
def _handed_over(event: Commitment.HandedOver, rows: Rows) -> None:
    rows.revise(commitment_ledger, event.originator_id, unit=event.successor)


@commitment_ledgers.on(Commitment.DueSettled, Commitment.DueRecounted)
def _settled(event: Commitment.DueSettled, rows: Rows) -> None:
    """Follow the day, unless a step dated before this note stated another one meanwhile."""
    commitment = rows.current(commitment_ledger, event.originator_id)
    original = {"original_due": event.due.on} if event.of_original else {}
    was = (event.due_was.on, event.due_was.provisional)
    stands = (commitment["due"], commitment["due_provisional"]) == was
    due = _due(event.due) if stands else {}
    rows.revise(commitment_ledger, event.originator_id, **original, **due)


@commitment_ledgers.on(Commitment.FulfilmentClaimed)
def _claimed(event: Commitment.FulfilmentClaimed, rows: Rows) -> None:
    rows.revise(
        commitment_ledger,
        event.originator_id,
        status=CommitmentStatus.CLAIMED,
        claimed_on=event.act.occurred_on,
        claimed_fulfilment=event.fulfilled_on,
    )


@commitment_ledgers.on(Commitment.Verified)
def _verified(event: Commitment.Verified, rows: Rows) -> None:
    commitment = rows.current(commitment_ledger, event.originator_id)
    kept = event.result is FulfilmentResult.FULFILLED
    rows.revise(
        commitment_ledger,
        event.originator_id,
        status=CommitmentStatus.VERIFIED,
        result=event.result,
        fulfilled_on=commitment["claimed_fulfilment"] if kept else None,
        verified_on=event.act.occurred_on,
        result_published_on=None,
        followed_up_on=None,
        follow_up_satisfaction=None,
    )


@commitment_ledgers.on(Commitment.ResultPublished)
def _result_published(event: Commitment.ResultPublished, rows: Rows) -> None:
    rows.revise(
        commitment_ledger,
        event.originator_id,
        status=CommitmentStatus.FULFILMENT_PUBLISHED,
        result_published_on=event.act.occurred_on,
    )


@commitment_ledgers.on(Commitment.FollowUpRecorded)
def _followed_up(event: Commitment.FollowUpRecorded, rows: Rows) -> None:
    overturned = event.satisfaction is Satisfaction.DISSATISFIED
    changes = (
        {"status": CommitmentStatus.PUBLISHED, "result": None, "fulfilled_on": None}
        if overturned
        else {"status": CommitmentStatus.FOLLOWED_UP}
    )
    rows.revise(
        commitment_ledger,
        event.originator_id,
        followed_up_on=event.act.occurred_on,
        follow_up_satisfaction=event.satisfaction,
        **changes,
    )


@commitment_ledgers.on(Commitment.Withdrawn)
def _withdrawn(event: Commitment.Withdrawn, rows: Rows) -> None:
    published = rows.current(commitment_ledger, event.originator_id)["published_on"]
    rows.revise(
        commitment_ledger,
        event.originator_id,
        status=CommitmentStatus.WITHDRAWN,
        withdrawn_on=event.act.occurred_on,
        result=FulfilmentResult.UNFULFILLED if published else None,
    )


@commitment_ledgers.on(Commitment.Archived)
def _archived(event: Commitment.Archived, rows: Rows) -> None:
    rows.revise(commitment_ledger, event.originator_id, status=CommitmentStatus.ARCHIVED)


def _due(due: Due) -> dict[str, Any]:
    return {
        "due": due.on,
        "due_or_never": due.on or NO_END,
        "undated": due.undated,
        "due_provisional": due.provisional,
    }


class CommitmentFilter(NamedTuple):
    """Which commitments are wanted; what is ``None`` does not narrow."""

    unit: str | None = None
    status: CommitmentStatus | None = None
    opinion: UUID | None = None
    breached: bool | None = None

    def conditions(self, moment: Moment) -> list[ColumnElement[bool]]:
        """Return what commitments must satisfy."""
        stated = self._asdict().items()
        return [_NARROWING[name](value, moment) for name, value in stated if value is not None]


def _answers(opinion: UUID) -> ColumnElement[bool]:
    drafted = select(commitment_origins.c.commitment_id).where(
        commitment_origins.c.opinion_id == opinion
    )
    return commitment_ledger.c.commitment_id.in_(drafted)


def _breaches(breached: bool, moment: Moment) -> ColumnElement[bool]:
    return is_breached(moment.as_of) if breached else not_(is_breached(moment.as_of))


_NARROWING: dict[str, Callable[[Any, Moment], ColumnElement[bool]]] = {
    "unit": lambda unit, _: commitment_ledger.c.unit == unit,
    "status": lambda status, _: commitment_ledger.c.status == status,
    "opinion": lambda opinion, _: _answers(opinion),
    "breached": _breaches,
}


def is_breached(day: date) -> ColumnElement[bool]:
    """Say in SQL whether the due date had passed on ``day`` without fulfilment verified by then.

    A commitment withdrawn before it was published binds nobody.
    """
    commitment = commitment_ledger.c
    kept = and_(commitment.result.is_not(None), commitment.result == FulfilmentResult.FULFILLED)
    binds = or_(commitment.withdrawn_on.is_(None), commitment.published_on.is_not(None))
    return and_(commitment.due.is_not(None), commitment.due < day, not_(kept), binds)


class Keeping(NamedTuple):
    """How a commitment stands to its due date on a day."""

    is_breached: bool
    days_late: int
    """By how many calendar days it is, or was kept, late; 0 in time or undated."""


def keeping(commitment: Mapping[str, Any]) -> Keeping:
    """Return how a commitment of the ledger stands to its due date on the day asked for."""
    due = Due(on=commitment["due"], undated=commitment["undated"])
    kept_on = commitment["fulfilled_on"]
    if commitment["withdrawn_on"] and not commitment["published_on"]:
        return Keeping(is_breached=False, days_late=0)
    late = due.days_late(min(commitment["as_of"], kept_on or commitment["as_of"]))
    return Keeping(is_breached=late > 0 and kept_on is None, days_late=late)


def commitments_at(moment: Moment) -> Select[Any]:
    """Select the commitments there were on that day, as then known, with the day."""
    return select(*_shown(moment)).where(holding(commitment_ledger, moment))


def page_of_commitments(
    connection: Connection,
    moment: Moment,
    *,
    wanted: CommitmentFilter,
    order: Ordering,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Page:
    """Return one page of the ledger."""
    return page_of_rows(
        connection,
        commitment_ledger,
        moment,
        shown=_shown(moment),
        conditions=wanted.conditions(moment),
        sortable=SORTABLE,
        order=order,
        after=after,
        limit=limit,
    )


def _shown(moment: Moment) -> tuple[ColumnElement[Any], ...]:
    return (*commitment_ledger.c, literal(moment.as_of, Date).label("as_of"))
