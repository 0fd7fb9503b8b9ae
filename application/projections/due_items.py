"""Where to look for what must be reminded of: items of the ledgers by their due dates.

The ledgers only find candidates, generously; whether a reminder is due the item itself decides.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, partial
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    Date,
    Select,
    Table,
    Uuid,
    and_,
    bindparam,
    literal,
    not_,
    or_,
    select,
    tuple_,
    union_all,
)

from application.projections.commitment_ledger import commitment_ledger
from application.projections.opinion_ledger import opinion_ledger
from application.projections.parts import parts_of
from application.projections.reminders import was_reminded
from application.projections.task_ledger import task_ledger
from application.projections.versioned import Moment, holding
from domain.commitment_state import FulfilmentResult
from domain.task_rounds import WORKING
from domain.urged_item import AWAITING_REPLY, PROMISE_RESTS, SubjectKind
from domain.warning_scale import WarningLevel

BATCH = 250
"""Candidates of one query."""


class Candidate(NamedTuple):
    """An item as the ledger shows it on a day."""

    kind: SubjectKind
    id: UUID
    round: int
    due: date


class _Ledger(NamedTuple):
    table: Table
    id: ColumnElement[UUID]
    round: ColumnElement[int]
    due: ColumnElement[date]
    """The indexed one."""
    owed: ColumnElement[bool]


opinion, task, commitment = opinion_ledger.c, task_ledger.c, commitment_ledger.c

LEDGERS: dict[SubjectKind, _Ledger] = {
    SubjectKind.OPINION: _Ledger(
        opinion_ledger,
        opinion.opinion_id,
        opinion.round,
        opinion.due,
        opinion.status.in_(AWAITING_REPLY),
    ),
    SubjectKind.TASK: _Ledger(
        task_ledger,
        task.task_id,
        task.round,
        task.due_or_never,
        task.status.in_(WORKING),
    ),
    SubjectKind.COMMITMENT: _Ledger(
        commitment_ledger,
        commitment.commitment_id,
        literal(1),
        commitment.due_or_never,
        and_(
            commitment.status.not_in(PROMISE_RESTS),
            or_(commitment.result.is_(None), commitment.result != FulfilmentResult.FULFILLED),
        ),
    ),
}


def candidates(
    connection: Connection,
    moment: Moment,
    due_dates: tuple[date, date],
    levels: Sequence[WarningLevel],
    behind: Candidate | None = None,
) -> Iterator[Candidate]:
    """Find items due on these dates that were not yet reminded of at any of these levels.

    With a candidate found earlier, those behind it.

    An item is found by what it was on that day, as now known: what came to be due later was not
    near its due date then. Memory does not grow with the number of items.
    """
    for kind in LEDGERS:
        after: tuple[date, UUID] | None = None
        if behind is not None:
            if behind.kind is not kind:
                continue
            after, behind = (behind.due, behind.id), None
        while True:
            batch = _batch(connection, moment, kind, due_dates, levels, after)
            for id_, round_, due in batch:
                yield Candidate(kind, id_, round_, due)
            if len(batch) < BATCH:
                break
            after = batch[-1].due, batch[-1].id


class _Found(NamedTuple):
    id: UUID
    round: int
    due: date


def _batch(
    connection: Connection,
    moment: Moment,
    kind: SubjectKind,
    due_dates: tuple[date, date],
    levels: Sequence[WarningLevel],
    after: tuple[date, UUID] | None,
) -> list[_Found]:
    facts = {
        **moment._asdict(),
        "due_from": due_dates[0],
        "due_until": due_dates[1],
        "marks": [level.mark for level in levels],
        "most": BATCH,
    }
    if after is not None:
        facts |= {"after_due": after[0], "after_id": after[1]}
    found = connection.execute(_query(kind, follows=after is not None), facts)
    return [_Found(*row) for row in found]


@cache
def _query(kind: SubjectKind, *, follows: bool) -> Select[Any]:
    """Write the query once: a tick asks it for each level of each day."""
    ledger = LEDGERS[kind]
    day, number = partial(bindparam, type_=Date), partial(bindparam, type_=BigInteger)
    moment = Moment._make([day("as_of"), number("known_at")])
    by = (ledger.due, ledger.id)
    marks: BindParameter[Any] = bindparam("marks", expanding=True)
    query = select(ledger.id.label("id"), ledger.round.label("round"), ledger.due.label("due"))
    query = query.where(
        holding(ledger.table, moment),
        ledger.due.between(day("due_from"), day("due_until")),
        ledger.owed,
        not_(was_reminded(ledger.id, ledger.round, ledger.due, marks)),
    )
    if follows:
        last = day("after_due"), bindparam("after_id", type_=Uuid)
        query = query.where(ledger.due >= last[0], tuple_(*by) > tuple_(*last))
    query = query.order_by(*by).limit(number("most"))
    parts = (select(query.where(part).subquery()) for part in parts_of(ledger.table))
    firsts = union_all(*parts).subquery()
    return select(firsts).order_by(firsts.c.due, firsts.c.id).limit(number("most"))
