"""Carries out what the log says was decided about personal data: erasing, restricting, lifting.

Keys that are not to be used are laid aside first. Then whatever was told with them is told again,
and nothing of before is left in the database files; only what could be told without a key has it
destroyed, and only then an erasure is noted as done. The county knows with which keys its ledgers
were told, so doing it again begins where it was left, whoever was stopped when, and whatever was
brought back from a backup since.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import case, func, select

from application.event_store.schema import events
from application.event_store.topics import events_of, stored_topic
from application.privacy.key_store import KeyStore, Standing
from application.projections.audit_trail import audit_trail
from application.rebuild import renew
from application.staleness import why_stale
from application.store import Store
from application.system_acts import act_of_the_system_today
from application.work import Work
from domain.model import DomainEvent
from domain.personal_data import PersonalRecord
from domain.personal_data_terms import RecordStatus

DECIDED = {
    RecordStatus.HELD: Standing.USED,
    RecordStatus.RESTRICTED: Standing.RESTRICTED,
    RecordStatus.ERASURE_REQUESTED: Standing.RESTRICTED,
    RecordStatus.ERASURE_APPROVED: Standing.DESTROYED,
    RecordStatus.ERASED: Standing.DESTROYED,
}
"""How a person's key is to stand while the record has this status."""

NOTHING_DECIDED = (PersonalRecord.Opened, PersonalRecord.Reclassified)
"""After these alone a key stands as it did: one not used any more is so by a decision that is lost
with the end of a log of which an earlier backup was brought back."""


class Decided(NamedTuple):
    """A record, and how the key is to stand; ``None`` where the log decides nothing of it."""

    record: PersonalRecord
    standing: Standing | None


def carry_out(store: Store, keys: KeyStore) -> Sequence[UUID]:
    """Carry out what is decided and not done yet; return the persons now noted as erased.

    Safe in any thread and beside other processes; commands wait while read models are told again.
    """
    decided = _decided(store)
    ended = _let_keys_follow(decided, keys, store.clock())
    renew(store)
    if ended:
        keys.destroy_all(ended, store.clock())
    approved = [each for each, _ in decided if each.status is RecordStatus.ERASURE_APPROVED]
    for record in approved:
        _note_as_erased(record, store)
    return [record.subject for record in approved]


def latest_decision(store: Store) -> int:
    """Return the sequence number of the latest event about personal data; 0 before the first."""
    topics = [event.TOPIC for event in events_of(PersonalRecord)]
    query = select(func.max(audit_trail.c.sequence)).where(audit_trail.c.topic.in_(topics))
    with store.database.reading() as connection:
        return connection.scalar(query) or 0


def is_outstanding(store: Store, keys: KeyStore | None) -> bool:
    """Tell whether anything decided about personal data is not carried out, ledgers included."""
    decided = _decided(store)
    if any(record.status is RecordStatus.ERASURE_APPROVED for record, _ in decided):
        return True
    if keys is None:
        return False
    return why_stale(store) is not None or any(_standing(each, keys) for each in decided)


def _decided(store: Store) -> list[Decided]:
    """Read every record and what was decided, from the events: whatever the ledgers know."""
    of_records = events.c.topic.in_(_topics(events_of(PersonalRecord)))
    decisions = events.c.topic.not_in(_topics(NOTHING_DECIDED))
    query = select(events.c.originator_id, func.max(case((decisions, 1), else_=0)))
    query = query.where(of_records).group_by(events.c.originator_id)
    with store.database.reading() as connection:
        found = connection.execute(query.order_by(func.min(events.c.sequence))).all()
    records = [(store.read(PersonalRecord, key), decided) for key, decided in found]
    return [Decided(each, DECIDED[each.status] if decided else None) for each, decided in records]


def _topics(kinds: Iterable[type[DomainEvent]]) -> list[str]:
    return [stored_topic(each, shape) for each in kinds for shape in range(1, each.SHAPE + 1)]


def _standing(decided: Decided, keys: KeyStore) -> Standing | None:
    """Return how the key is to stand from now on; ``None`` when nothing is left to be done.

    A lost key can only be noted as destroyed, lest another backup bring it back.
    """
    present, wanted = keys.standing(decided.record.subject), decided.standing
    if present is Standing.LOST and wanted is not Standing.DESTROYED:
        return None
    return None if present in (wanted, Standing.DESTROYED) else wanted


def _let_keys_follow(
    decided: Iterable[Decided], keys: KeyStore, now: datetime
) -> Mapping[UUID, str]:
    """Let the keys stand as decided, those to be destroyed laid aside; return these with a basis.

    What a lost key was used for cannot be told again anyway, so its destruction is noted at once.
    """
    ended: dict[UUID, str] = {}
    for each in decided:
        record, standing = each.record, _standing(each, keys)
        if standing is Standing.DESTROYED or record.status is RecordStatus.ERASURE_APPROVED:
            ended[record.subject] = record.document or record.number
        if standing is Standing.USED:
            keys.lift(record.subject)
        elif standing is not None:
            keys.restrict(record.subject)
    lost = {each: basis for each, basis in ended.items() if keys.standing(each) is Standing.LOST}
    if lost:
        keys.destroy_all(lost, now)
    return ended


def _note_as_erased(record: PersonalRecord, store: Store) -> None:
    def complete(work: Work) -> PersonalRecord:
        found = work.get(PersonalRecord, record.id)
        if found.status is RecordStatus.ERASURE_APPROVED:
            found.complete_erasure(work.act)
        return found

    store.run(act_of_the_system_today(store.clock()), complete)
