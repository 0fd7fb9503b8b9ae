"""Whether a county's ledgers are told from all events, in the present shape, with today's keys.

The county remembers in its own database with what they were told, in the transaction that took
them over, so a backup brought back, in part or of another day, is found out (``docs/adr/0025``).
"""

from enum import StrEnum

from sqlalchemy import func, select

from application.event_store.schema import log_head
from application.projections.audit_trail import audit_trail
from application.store import Store

TOLD_SHAPE = 1
"""The shape this version tells ledgers in: raise it with whatever has events told otherwise than
before, such as a new ledger, column or handler."""


class Stale(StrEnum):
    """Why ledgers do not hold; the first that is true, in this order."""

    INCOMPLETE = "台账没有按全部事件生成"
    SHAPE = "台账是以前的版本生成的"
    KEYS = "台账不是按现在的密钥生成的"
    UNSCRUBBED = "数据库文件里可能还留着台账以前的内容"
    """The ledgers themselves do; they were told anew, and what they said before is not cleared."""


def why_stale(store: Store) -> Stale | None:
    """Return why the ledgers must be told anew, or cleared of before; ``None`` if they hold."""
    change = store.topics.persons.latest_change()
    first, last = (select(end(audit_trail.c.sequence)) for end in (func.min, func.max))
    told = first.scalar_subquery().label("told_from"), last.scalar_subquery().label("told_to")
    with store.database.reading() as connection:
        head = connection.execute(select(log_head, *told)).one()
    if head.sequence and (head.told_from, head.told_to) != (1, head.sequence):
        return Stale.INCOMPLETE
    if head.told_shape != TOLD_SHAPE:
        return Stale.SHAPE
    if head.told_after != change:
        return Stale.KEYS
    return Stale.UNSCRUBBED if head.scrubbed_after != change else None
