"""Acts on what is decided about a person's data, and who a name stands for."""

from uuid import UUID

from application.errors import NotFound, PersonUnknown, StoreUnavailable
from application.privacy.key_store import KeyStore
from application.store import Store
from application.work import Work
from domain.personal_data import PersonalRecord, PersonOnRecord
from domain.personal_data_terms import (
    ErasureGround,
    ProcessingBasis,
    RefusalGround,
    Retention,
)

NO_KEYS = "没有设置密钥库,不能按姓名查找,也不能落实对个人信息的决定"


def require_keys(keys: KeyStore | None) -> KeyStore:
    """Return the keys, or refuse what cannot be done without them."""
    if keys is None:
        raise StoreUnavailable(NO_KEYS)
    return keys


def subject_named(keys: KeyStore | None, name: str) -> UUID:
    """Return the person a name stands for in the events; refuse a name of nobody."""
    subject = require_keys(keys).find(name)
    if subject is None:
        raise PersonUnknown(name)
    return subject


def record_about(store: Store, subject: UUID) -> PersonalRecord | None:
    """Return the record about a person as it stands, if there is one. Not to decide on."""
    try:
        return store.read(PersonalRecord, PersonalRecord.id_of(str(subject)))
    except NotFound:
        return None


def open_record(
    work: Work,
    keys: KeyStore | None,
    *,
    name: str,
    purpose: str,
    basis: ProcessingBasis,
    retention: Retention,
) -> PersonalRecord:
    """Put on record that a person's data is held; what is recorded does not say who it is."""
    subject = subject_named(keys, name)
    if work.find(PersonalRecord, PersonalRecord.id_of(str(subject))) is not None:
        raise PersonOnRecord("该人已有个人信息档案,请在已有的档案上办理", "name")
    return work.add(PersonalRecord.open(subject, purpose, basis, retention, work.act))


def reclassify(
    work: Work, record_id: UUID, expected: int | None, *, retention: Retention, reason: str
) -> PersonalRecord:
    """Keep the data for another term."""
    record = work.get(PersonalRecord, record_id, expected)
    record.reclassify(retention, reason, work.act)
    return record


def restrict(work: Work, record_id: UUID, expected: int | None, *, reason: str) -> PersonalRecord:
    """Stop all processing but storing and securing."""
    record = work.get(PersonalRecord, record_id, expected)
    record.restrict(reason, work.act)
    return record


def lift_restriction(
    work: Work, record_id: UUID, expected: int | None, *, reason: str
) -> PersonalRecord:
    """Let processing go on."""
    record = work.get(PersonalRecord, record_id, expected)
    record.lift_restriction(reason, work.act)
    return record


def request_erasure(
    work: Work,
    record_id: UUID,
    expected: int | None,
    *,
    ground: ErasureGround,
    document: str,
    reason: str,
) -> PersonalRecord:
    """Ask that the data be erased."""
    record = work.get(PersonalRecord, record_id, expected)
    record.request_erasure(ground, document, reason, work.act)
    return record


def approve_erasure(work: Work, record_id: UUID, expected: int | None) -> PersonalRecord:
    """Decide that the data is erased."""
    record = work.get(PersonalRecord, record_id, expected)
    record.approve_erasure(work.act)
    return record


def refuse_erasure(
    work: Work, record_id: UUID, expected: int | None, *, ground: RefusalGround, reason: str
) -> PersonalRecord:
    """Decide that the data stays."""
    record = work.get(PersonalRecord, record_id, expected)
    record.refuse_erasure(ground, reason, work.act)
    return record
