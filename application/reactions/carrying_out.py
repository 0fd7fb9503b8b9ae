"""Carries out what the log says was decided about personal data: erasing, restricting, lifting.

Keys that are not to be used are laid aside first. Then whatever was told with them is told again,
and nothing of before is left in the database files; only what could be told without a key has it
destroyed, and only then an erasure is noted as done. The county knows with which keys its ledgers
were told, so doing it again begins where it was left, whoever was stopped when, and whatever was
brought back from a backup since.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from application.event_store.schema import events
from application.event_store.topics import events_of, stored_topic
from application.privacy.key_store import KeyStore, Standing
from application.projections.audit_trail import audit_trail
from application.rebuild import renew
from application.staleness import why_stale
from application.store import Store
from application.system_acts import act_of_the_system_today
from application.work import Work
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


def carry_out(store: Store, keys: KeyStore) -> Sequence[UUID]:
    """Carry out what is decided and not done yet; return the persons now noted as erased.

    Safe in any thread and beside other processes; commands wait while read models are told again.
    """
    records = _records(store)
    ended = _let_keys_follow(records, keys, store.clock())
    renew(store)
    if ended:
        keys.destroy_all(ended, store.clock())
    approved = [each for each in records if each.status is RecordStatus.ERASURE_APPROVED]
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
    records = _records(store)
    if any(record.status is RecordStatus.ERASURE_APPROVED for record in records):
        return True
    if keys is None:
        return False
    return why_stale(store) is not None or any(_standing(each, keys) for each in records)


def _records(store: Store) -> list[PersonalRecord]:
    """Read every record as its events have it, whatever the ledgers know."""
    shapes = range(1, PersonalRecord.Opened.SHAPE + 1)
    opened = events.c.topic.in_([stored_topic(PersonalRecord.Opened, each) for each in shapes])
    query = select(events.c.originator_id).where(opened).order_by(events.c.sequence)
    with store.database.reading() as connection:
        identities = list(connection.scalars(query))
    return [store.read(PersonalRecord, identity) for identity in identities]


def _standing(record: PersonalRecord, keys: KeyStore) -> Standing | None:
    """Return how the key is to stand from now on; ``None`` when nothing is left to be done.

    A lost key can only be noted as destroyed, lest another backup bring it back.
    """
    present, decided = keys.standing(record.subject), DECIDED[record.status]
    if present is Standing.LOST and decided is not Standing.DESTROYED:
        return None
    return None if present in (decided, Standing.DESTROYED) else decided


def _let_keys_follow(
    records: Iterable[PersonalRecord], keys: KeyStore, now: datetime
) -> Mapping[UUID, str]:
    """Let the keys stand as decided, those to be destroyed laid aside; return these with a basis.

    What a lost key was used for cannot be told again anyway, so its destruction is noted at once.
    """
    ended: dict[UUID, str] = {}
    for record in records:
        subject, decided = record.subject, _standing(record, keys)
        if decided is Standing.DESTROYED or record.status is RecordStatus.ERASURE_APPROVED:
            ended[subject] = record.document or record.number
        if decided is Standing.USED:
            keys.lift(subject)
        elif decided is not None:
            keys.restrict(subject)
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
