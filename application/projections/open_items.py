"""Where to look for what is still open: candidates alone, the items themselves decide."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, select

from application.projections.commitment_ledger import commitment_ledger
from application.projections.opinion_ledger import opinion_ledger
from application.projections.parts import parts_of
from application.projections.task_ledger import task_ledger
from domain.commitment import Commitment
from domain.commitment_state import CommitmentStatus
from domain.model import Aggregate
from domain.opinion import Opinion
from domain.opinion_state import UNDER_RULES
from domain.rectification_task import RectificationTask
from domain.task_rounds import OPEN as OPEN_TASKS

ENDED = (CommitmentStatus.ARCHIVED, CommitmentStatus.WITHDRAWN)


class OpenItem(NamedTuple):
    """An item that somebody still has to do something about."""

    kind: type[Aggregate]
    id: UUID


def open_opinions(connection: Connection) -> list[UUID]:
    """Return the opinions that are with a unit and not yet closed, by their numbers."""
    ledger = opinion_ledger.c
    return _present(connection, opinion_ledger, ledger.status.in_(UNDER_RULES))


def open_items(connection: Connection) -> list[OpenItem]:
    """Return everything open that may have a due date."""
    tasks = _present(connection, task_ledger, task_ledger.c.status.in_(OPEN_TASKS))
    promises = _present(connection, commitment_ledger, commitment_ledger.c.status.not_in(ENDED))
    return [
        *(OpenItem(Opinion, each) for each in open_opinions(connection)),
        *(OpenItem(RectificationTask, each) for each in tasks),
        *(OpenItem(Commitment, each) for each in promises),
    ]


def _present(connection: Connection, table: Table, condition: ColumnElement[bool]) -> list[UUID]:
    key = table.c[table.info["owner"]]
    query = select(key).where(parts_of(table)[0], condition)
    return list(connection.scalars(query.order_by(table.c.number)))
