"""The ledger of personal records: how long a person's data is kept and what was decided about it.

Persons appear by the identity their sealed values carry, never by name.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, Date, Text, Uuid, and_

from application.projections.pages import Ordering, Page
from application.projections.parts import index_parts, page_of_rows
from application.projections.versioned import (
    NO_END,
    Moment,
    ReadModel,
    Rows,
    owner_column,
    versioned_table,
)
from domain.personal_data import PersonalRecord
from domain.personal_data_terms import RecordStatus, Retention

personal_record_ledger = versioned_table(
    "personal_record_ledger",
    owner_column("record_id"),
    Column("subject", Uuid, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("kept_as", Text, nullable=False),
    Column("retention_until", Date),
    Column("retention_until_or_never", Date, nullable=False),
    Column("status", Text, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("restricted_on", Date),
    Column("ground", Text),
    Column("document", Text),
    Column("requested_by", Text),
    Column("requested_on", Date),
    Column("decided_by", Text),
    Column("decided_on", Date),
    Column("refusal_ground", Text),
    Column("erased_on", Date),
    key=("record_id",),
    owner="record_id",
)

record = personal_record_ledger.c

index_parts(personal_record_ledger, record.opened_on, record.retention_until_or_never)

SORTABLE: dict[str, ColumnElement[Any]] = {
    "opened_on": record.opened_on,
    "retention_until": record.retention_until_or_never,
}

UNDECIDED: dict[str, Any] = dict.fromkeys(("decided_by", "decided_on", "refusal_ground"))
UNREQUESTED: dict[str, Any] = dict.fromkeys(("ground", "document", "requested_by", "requested_on"))

personal_records = ReadModel("personal_record_ledger", personal_record_ledger)


def _kept(retention: Retention) -> dict[str, Any]:
    return {
        "kept_as": retention.kept_as,
        "retention_until": retention.until,
        "retention_until_or_never": retention.until or NO_END,
    }


@personal_records.on(PersonalRecord.Opened)
def _opened(event: PersonalRecord.Opened, rows: Rows) -> None:
    rows.open(
        personal_record_ledger,
        record_id=event.originator_id,
        subject=event.subject,
        purpose=event.purpose,
        basis=event.basis,
        status=RecordStatus.HELD,
        opened_on=event.act.occurred_on,
        restricted_on=None,
        erased_on=None,
        **_kept(event.retention),
        **UNREQUESTED,
        **UNDECIDED,
    )


@personal_records.on(PersonalRecord.Reclassified)
def _reclassified(event: PersonalRecord.Reclassified, rows: Rows) -> None:
    rows.revise(personal_record_ledger, event.originator_id, **_kept(event.retention))


@personal_records.on(PersonalRecord.Restricted)
def _restricted(event: PersonalRecord.Restricted, rows: Rows) -> None:
    rows.revise(
        personal_record_ledger,
        event.originator_id,
        status=RecordStatus.RESTRICTED,
        restricted_on=event.act.occurred_on,
    )


@personal_records.on(PersonalRecord.RestrictionLifted)
def _lifted(event: PersonalRecord.RestrictionLifted, rows: Rows) -> None:
    rows.revise(
        personal_record_ledger,
        event.originator_id,
        status=RecordStatus.HELD,
        restricted_on=None,
    )


@personal_records.on(PersonalRecord.ErasureRequested)
def _requested(event: PersonalRecord.ErasureRequested, rows: Rows) -> None:
    rows.revise(
        personal_record_ledger,
        event.originator_id,
        status=RecordStatus.ERASURE_REQUESTED,
        ground=event.ground,
        document=event.document,
        requested_by=event.act.actor,
        requested_on=event.act.occurred_on,
        **UNDECIDED,
    )


@personal_records.on(PersonalRecord.ErasureApproved)
def _approved(event: PersonalRecord.ErasureApproved, rows: Rows) -> None:
    rows.revise(
        personal_record_ledger,
        event.originator_id,
        status=RecordStatus.ERASURE_APPROVED,
        decided_by=event.act.actor,
        decided_on=event.act.occurred_on,
    )


@personal_records.on(PersonalRecord.ErasureRefused)
def _refused(event: PersonalRecord.ErasureRefused, rows: Rows) -> None:
    decided_on = event.act.occurred_on
    restricted_on = rows.current(personal_record_ledger, event.originator_id)["restricted_on"]
    rows.revise(
        personal_record_ledger,
        event.originator_id,
        status=RecordStatus.RESTRICTED if event.restricted else RecordStatus.HELD,
        restricted_on=restricted_on or (decided_on if event.restricted else None),
        decided_by=event.act.actor,
        decided_on=decided_on,
        refusal_ground=event.ground,
    )


@personal_records.on(PersonalRecord.Erased)
def _erased(event: PersonalRecord.Erased, rows: Rows) -> None:
    rows.revise(
        personal_record_ledger,
        event.originator_id,
        status=RecordStatus.ERASED,
        erased_on=event.act.occurred_on,
    )


class RecordFilter(NamedTuple):
    """Which records are wanted; what is ``None`` does not narrow."""

    status: RecordStatus | None = None
    retention_over_on: date | None = None
    """The day on which the term is over, of data that is still there."""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what records must satisfy."""
        stated = self._asdict().items()
        return [_NARROWING[name](value) for name, value in stated if value is not None]


_NARROWING: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "status": lambda status: record.status == status,
    "retention_over_on": lambda day: and_(
        record.retention_until_or_never < day, record.status != RecordStatus.ERASED
    ),
}


def page_of_personal_records(
    connection: Connection,
    moment: Moment,
    *,
    wanted: RecordFilter,
    order: Ordering,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Page:
    """Return one page of the ledger."""
    return page_of_rows(
        connection,
        personal_record_ledger,
        moment,
        shown=tuple(record),
        conditions=wanted.conditions(),
        sortable=SORTABLE,
        order=order,
        after=after,
        limit=limit,
    )
