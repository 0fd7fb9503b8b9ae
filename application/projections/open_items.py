"""Where to look for what is still open: candidates alone, the items themselves decide."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from application.projections.opinion_ledger import opinion_ledger
from application.projections.parts import parts_of
from domain.model import Aggregate
from domain.opinion import Opinion
from domain.opinion_state import UNDER_RULES


class OpenItem(NamedTuple):
    """An item that somebody still has to do something about."""

    kind: type[Aggregate]
    id: UUID


def open_opinions(connection: Connection) -> list[UUID]:
    """Return the opinions that are with a unit and not yet closed, by their numbers."""
    ledger = opinion_ledger.c
    present = parts_of(opinion_ledger)[0]
    query = select(ledger.opinion_id).where(present, ledger.status.in_(UNDER_RULES))
    return list(connection.scalars(query.order_by(ledger.number)))


def open_items(connection: Connection) -> list[OpenItem]:
    """Return everything open that may have a due date."""
    return [OpenItem(Opinion, each) for each in open_opinions(connection)]
