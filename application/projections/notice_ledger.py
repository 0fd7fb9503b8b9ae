"""The ledger of supervision notices: who was urged about what, and what came of it, on any day.

That a reply is overdue is never stored: it follows from status and reply due date on the day
asked for.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    Index,
    Text,
    Uuid,
    and_,
    literal,
    not_,
    select,
)

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
from domain.due import Due
from domain.notice_terms import AWAITING_RESPONSE, NoticeKind, NoticeStatus
from domain.supervision_notice import SupervisionNotice

notice_ledger = versioned_table(
    "notice_ledger",
    owner_column("notice_id"),
    Column("number", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("colour", Text, nullable=False),
    Column("trigger", Text, nullable=False),
    Column("subject_kind", Text, nullable=False),
    Column("subject_id", Uuid, nullable=False),
    Column("subject_number", Text, nullable=False),
    Column("subject_due", Date),
    Column("unit", Text, nullable=False),
    Column("competent_body", Text),
    Column("issued_by", Text, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("demand", Text, nullable=False),
    Column("reply_due", Date),
    Column("reply_due_or_never", Date, nullable=False),
    Column("signer", Text, nullable=False),
    Column("refers_to", Uuid),
    Column("refers_to_number", Text),
    Column("status", Text, nullable=False),
    Column("acknowledged_on", Date),
    Column("responded_on", Date),
    Column("response", Text),
    Column("lifted_on", Date),
    Column("lifted_because", Text),
    Column("escalated_on", Date),
    Column("escalated_to", Uuid),
    Column("escalated_to_number", Text),
    key=("notice_id",),
    owner="notice_id",
)
"""``subject_due`` is the due date the subject had when the notice was issued."""

notice = notice_ledger.c

index_parts(notice_ledger, notice.number, notice.issued_on, notice.reply_due_or_never, notice.unit)
Index(None, notice.subject_id)

SORTABLE: dict[str, ColumnElement[Any]] = {
    "number": notice.number,
    "issued_on": notice.issued_on,
    "reply_due": notice.reply_due_or_never,
}

UNTOUCHED: dict[str, Any] = dict.fromkeys(
    (
        "acknowledged_on",
        "responded_on",
        "response",
        "lifted_on",
        "lifted_because",
        "escalated_on",
        "escalated_to",
        "escalated_to_number",
    )
)

notices = ReadModel("notice_ledger", notice_ledger)


@notices.on(SupervisionNotice.Issued)
def _issued(event: SupervisionNotice.Issued, rows: Rows) -> None:
    rows.open(
        notice_ledger,
        notice_id=event.originator_id,
        number=event.number,
        kind=event.kind,
        colour=event.colour,
        trigger=event.trigger,
        subject_kind=event.subject.kind,
        subject_id=event.subject.id,
        subject_number=event.subject.number,
        subject_due=event.subject.due and event.subject.due.on,
        unit=event.unit,
        competent_body=event.competent_body,
        issued_by=event.act.unit,
        issued_on=event.act.occurred_on,
        demand=event.demand,
        reply_due=event.reply_due.on,
        reply_due_or_never=event.reply_due.on or NO_END,
        signer=event.signer,
        refers_to=event.refers_to and event.refers_to.id,
        refers_to_number=event.refers_to and event.refers_to.number,
        status=NoticeStatus.ISSUED,
        **UNTOUCHED,
    )


@notices.on(SupervisionNotice.Acknowledged)
def _acknowledged(event: SupervisionNotice.Acknowledged, rows: Rows) -> None:
    rows.revise(
        notice_ledger,
        event.originator_id,
        status=NoticeStatus.ACKNOWLEDGED,
        acknowledged_on=event.act.occurred_on,
    )


@notices.on(SupervisionNotice.Responded)
def _responded(event: SupervisionNotice.Responded, rows: Rows) -> None:
    rows.revise(
        notice_ledger,
        event.originator_id,
        status=NoticeStatus.RESPONDED,
        responded_on=event.act.occurred_on,
        response=event.response,
    )


@notices.on(SupervisionNotice.Lifted)
def _lifted(event: SupervisionNotice.Lifted, rows: Rows) -> None:
    rows.revise(
        notice_ledger,
        event.originator_id,
        status=NoticeStatus.LIFTED,
        lifted_on=event.act.occurred_on,
        lifted_because=event.reason,
    )


@notices.on(SupervisionNotice.Escalated)
def _escalated(event: SupervisionNotice.Escalated, rows: Rows) -> None:
    rows.revise(
        notice_ledger,
        event.originator_id,
        status=NoticeStatus.ESCALATED,
        escalated_on=event.act.occurred_on,
        escalated_to=event.to.id,
        escalated_to_number=event.to.number,
    )


class NoticeFilter(NamedTuple):
    """Which notices are wanted; what is ``None`` does not narrow."""

    unit: str | None = None
    """The unit that is urged."""
    colour: str | None = None
    kind: NoticeKind | None = None
    status: NoticeStatus | None = None
    subject: UUID | None = None
    reply_overdue: bool | None = None

    def conditions(self, moment: Moment) -> list[ColumnElement[bool]]:
        """Return what notices must satisfy."""
        stated = self._asdict().items()
        return [_NARROWING[name](value, moment) for name, value in stated if value is not None]


def _reply_overdue(overdue: bool, moment: Moment) -> ColumnElement[bool]:
    late = and_(notice.status.in_(AWAITING_RESPONSE), notice.reply_due_or_never < moment.as_of)
    return late if overdue else not_(late)


_NARROWING: dict[str, Callable[[Any, Moment], ColumnElement[bool]]] = {
    "unit": lambda unit, _: notice.unit == unit,
    "colour": lambda colour, _: notice.colour == colour,
    "kind": lambda kind, _: notice.kind == kind,
    "status": lambda status, _: notice.status == status,
    "subject": lambda subject, _: notice.subject_id == subject,
    "reply_overdue": _reply_overdue,
}


def was_urged(subject: ColumnElement[UUID], moment: Moment) -> ColumnElement[bool]:
    """Say in SQL whether a notice about an item was issued by that day, whatever became of it."""
    urged = select(notice.subject_id).where(
        notice.subject_id.is_not(None), holding(notice_ledger, moment)
    )
    return subject.in_(urged)


class ReplyStanding(NamedTuple):
    """How a notice and its subject stood to their due dates, in calendar days."""

    reply_days_overdue: int
    """Until the response or, without one, until the end of the notice or the day asked for."""
    subject_days_overdue: int | None
    """By how many days the subject was overdue when the notice was issued; ``None`` undated."""


def reply_standing(row: Mapping[str, Any]) -> ReplyStanding:
    """Return how a notice of the ledger stands on the day asked for."""
    until: date = next(
        (
            row[name]
            for name in ("responded_on", "lifted_on", "escalated_on")
            if row[name] is not None
        ),
        row["as_of"],
    )
    subject_due = row["subject_due"]
    return ReplyStanding(
        Due.by(row["reply_due"]).days_late(until) if row["reply_due"] else 0,
        Due.by(subject_due).days_late(row["issued_on"]) if subject_due else None,
    )


def page_of_notices(
    connection: Connection,
    moment: Moment,
    *,
    wanted: NoticeFilter,
    order: Ordering,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Page:
    """Return one page of the ledger."""
    return page_of_rows(
        connection,
        notice_ledger,
        moment,
        shown=(*notice, literal(moment.as_of, Date).label("as_of")),
        conditions=wanted.conditions(moment),
        sortable=SORTABLE,
        order=order,
        after=after,
        limit=limit,
    )
