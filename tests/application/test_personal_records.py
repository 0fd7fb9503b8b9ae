"""Personal records in the store: whole or not at all; the ledger says what each says itself."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from application.commands import personal_records
from application.errors import NotFound, PersonUnknown, StaleVersion, StoreUnavailable
from application.privacy.key_store import KeyStore
from application.projections.pages import Ordering
from application.projections.personal_records import RecordFilter, page_of_personal_records
from application.projections.versioned import Moment
from application.rebuild import rebuild
from application.store import Store
from domain.personal_data import PersonalRecord, PersonOnRecord
from domain.personal_data_terms import (
    DecidedByRequester,
    ErasureGround,
    ProcessingBasis,
    RecordStatus,
    RefusalGround,
    Retention,
)
from tests.aggregates import RECORDED_AT, act
from tests.application.tasks import head
from tests.domain.personal_records import (
    AS_NEEDED,
    DOCUMENT,
    PERMANENT,
    PURPOSE,
    TEN_YEARS,
)

NAME = "王秀英"
LAST_DAY = "2029-12-31"


@pytest.fixture
def keys(keys: KeyStore) -> KeyStore:
    """Give a key store in which one person is known."""
    keys.subject_of(NAME, RECORDED_AT)
    return keys


def run(store: Store, on: str, command: Any, actor: str = "经办人甲", **facts: Any) -> Any:
    return store.run(act(on, actor=actor), partial(command, **facts)).aggregate


def opened(store: Store, keys: KeyStore, on: str = "2015-03-25", **facts: Any) -> UUID:
    given: dict[str, Any] = {
        "name": NAME,
        "purpose": PURPOSE,
        "basis": ProcessingBasis.CONSENT,
        "retention": AS_NEEDED,
    }
    record = run(store, on, personal_records.open_record, keys=keys, **(given | facts))
    record_id: UUID = record.id
    return record_id


def change(store: Store, record_id: UUID, on: str, command: Any, **facts: Any) -> PersonalRecord:
    expected = store.read(PersonalRecord, record_id).version
    changed: PersonalRecord = run(
        store, on, command, record_id=record_id, expected=expected, **facts
    )
    return changed


def restrict(store: Store, record_id: UUID, on: str = "2016-03-01") -> PersonalRecord:
    return change(store, record_id, on, personal_records.restrict, reason="核实期间限制处理")


def request(store: Store, record_id: UUID, on: str = "2020-03-02") -> PersonalRecord:
    facts: dict[str, Any] = {
        "ground": ErasureGround.PURPOSE_MET,
        "document": DOCUMENT,
        "reason": "已经办结",
    }
    return change(store, record_id, on, personal_records.request_erasure, **facts)


def refuse(
    store: Store, record_id: UUID, ground: RefusalGround, on: str = "2020-03-05"
) -> PersonalRecord:
    facts: dict[str, Any] = {"ground": ground, "reason": "尚不能删除", "actor": "负责人乙"}
    return change(store, record_id, on, personal_records.refuse_erasure, **facts)


def approve(store: Store, record_id: UUID, on: str = "2020-03-05") -> PersonalRecord:
    return change(store, record_id, on, personal_records.approve_erasure, actor="负责人乙")


def rows(
    store: Store, as_of: str = LAST_DAY, known_at: int | None = None, **wanted: Any
) -> list[dict[str, Any]]:
    moment = Moment(date.fromisoformat(as_of), head(store) if known_at is None else known_at)
    with store.database.reading() as connection:
        page = page_of_personal_records(
            connection,
            moment,
            wanted=RecordFilter(**wanted),
            order=Ordering("opened_on"),
            after=None,
            limit=100,
        )
    return [dict(row) for row in page.rows]


# Commands


def test_what_is_recorded_names_the_person_by_identity_alone(store: Store, keys: KeyStore) -> None:
    record = store.read(PersonalRecord, opened(store, keys))
    assert record.subject == keys.find(NAME)
    [stored] = store.recorder.select_events(record.id)
    assert NAME.encode() not in stored.state


def test_nobody_is_put_on_record_who_is_in_no_event(store: Store, keys: KeyStore) -> None:
    with pytest.raises(PersonUnknown):
        opened(store, keys, name="李建国")
    with pytest.raises(StoreUnavailable):
        run(store, "2015-03-25", personal_records.open_record, **_opening(None))
    assert head(store) == 0


def _opening(keys: KeyStore | None) -> dict[str, Any]:
    basis = ProcessingBasis.CONSENT
    return {
        "keys": keys,
        "name": NAME,
        "purpose": PURPOSE,
        "basis": basis,
        "retention": AS_NEEDED,
    }


def test_a_person_has_one_record_and_none_once_erased(store: Store, keys: KeyStore) -> None:
    record_id = opened(store, keys)
    with pytest.raises(PersonOnRecord):
        opened(store, keys)
    subject = store.read(PersonalRecord, record_id).subject
    keys.destroy(subject, DOCUMENT, RECORDED_AT)
    with pytest.raises(PersonUnknown):
        opened(store, keys)


def test_an_act_on_another_version_or_on_nothing_is_refused(store: Store, keys: KeyStore) -> None:
    record_id = opened(store, keys)
    facts: dict[str, Any] = {"expected": 2, "reason": "核实期间限制处理"}
    with pytest.raises(StaleVersion):
        run(store, "2016-03-01", personal_records.restrict, record_id=record_id, **facts)
    with pytest.raises(NotFound):
        run(store, "2016-03-01", personal_records.restrict, record_id=UUID(int=1), **facts)
    assert head(store) == 1


def test_whoever_asked_does_not_decide(store: Store, keys: KeyStore) -> None:
    record_id = opened(store, keys)
    request(store, record_id)
    with pytest.raises(DecidedByRequester):
        change(store, record_id, "2020-03-05", personal_records.approve_erasure)
    assert approve(store, record_id).status is RecordStatus.ERASURE_APPROVED


# The ledger


def as_ledger(record: PersonalRecord) -> dict[str, Any]:
    """Say of a record what the ledger should."""
    return {
        "record_id": record.id,
        "subject": record.subject,
        "purpose": record.purpose,
        "basis": record.basis,
        "kept_as": record.retention.kept_as,
        "retention_until": record.retention.until,
        "status": record.status,
        "opened_on": record.dates[0],
        "ground": record.ground,
        "document": record.document,
        "requested_by": record.requested_by,
    }


def require_agreement(store: Store) -> dict[str, Any]:
    """Assert that the ledger says what the one record says, and says it again when rebuilt."""
    found = rows(store)
    [row] = found
    expected = as_ledger(store.read(PersonalRecord, row["record_id"]))
    assert {name: row[name] for name in expected} == expected
    rebuild(store)
    assert rows(store) == found
    return row


def test_the_ledger_agrees_with_an_erased_record(store: Store, keys: KeyStore) -> None:
    record_id = opened(store, keys)
    request(store, record_id)
    approve(store, record_id)
    run(store, "2020-03-06", _complete, record_id=record_id)
    row = require_agreement(store)
    assert (row["requested_on"], row["decided_by"]) == (date(2020, 3, 2), "负责人乙")
    assert (row["decided_on"], row["erased_on"]) == (date(2020, 3, 5), date(2020, 3, 6))


def _complete(work: Any, record_id: UUID) -> PersonalRecord:
    record: PersonalRecord = work.get(PersonalRecord, record_id)
    record.complete_erasure(work.act)
    return record


def test_a_refusal_for_a_term_restricts_and_a_new_request_is_undecided(
    store: Store, keys: KeyStore
) -> None:
    record_id = opened(store, keys, retention=TEN_YEARS)
    request(store, record_id)
    refuse(store, record_id, RefusalGround.RETENTION_NOT_OVER)
    row = require_agreement(store)
    assert (row["restricted_on"], row["refusal_ground"]) == (
        date(2020, 3, 5),
        "retention_not_over",
    )
    request(store, record_id, "2020-04-01")
    row = require_agreement(store)
    assert (row["decided_by"], row["decided_on"], row["refusal_ground"]) == (None, None, None)


def test_an_unfounded_request_leaves_the_restriction_as_it_was(
    store: Store, keys: KeyStore
) -> None:
    record_id = opened(store, keys)
    request(store, record_id, "2016-01-05")
    refuse(store, record_id, RefusalGround.UNFOUNDED, "2016-01-06")
    assert require_agreement(store)["restricted_on"] is None
    restrict(store, record_id)
    request(store, record_id)
    refuse(store, record_id, RefusalGround.UNFOUNDED)
    row = require_agreement(store)
    assert (row["status"], row["restricted_on"]) == ("restricted", date(2016, 3, 1))
    change(store, record_id, "2020-04-01", personal_records.lift_restriction, reason="已核实")
    row = require_agreement(store)
    assert (row["status"], row["restricted_on"]) == ("held", None)


def test_the_list_narrows_and_answers_for_any_moment(store: Store, keys: KeyStore) -> None:
    record_id = opened(store, keys)
    known = head(store)
    restrict(store, record_id)
    assert [row["status"] for row in rows(store, "2016-02-29")] == ["held"]
    assert [row["status"] for row in rows(store, known_at=known)] == ["held"]
    assert rows(store, status=RecordStatus.HELD) == []
    assert len(rows(store, status=RecordStatus.RESTRICTED)) == 1


def reclassify(store: Store, record_id: UUID, on: str, retention: Retention) -> PersonalRecord:
    facts: dict[str, Any] = {"retention": retention, "reason": "保管期限表修订"}
    return change(store, record_id, on, personal_records.reclassify, **facts)


def past_their_day(store: Store, day: str) -> list[UUID]:
    return [row["record_id"] for row in rows(store, retention_over_on=date.fromisoformat(day))]


def test_what_is_past_its_last_day_is_listed_until_it_is_erased(
    store: Store, keys: KeyStore
) -> None:
    record_id = opened(store, keys)
    keys.subject_of("李建国", RECORDED_AT)
    opened(store, keys, name="李建国", retention=PERMANENT)
    assert past_their_day(store, "2025-12-31") == []
    assert past_their_day(store, "2026-01-01") == [record_id]
    request(store, record_id)
    approve(store, record_id)
    assert past_their_day(store, "2026-01-01") == [record_id]
    run(store, "2020-03-06", _complete, record_id=record_id)
    assert past_their_day(store, "2026-01-01") == []


def test_another_term_moves_the_last_day(store: Store, keys: KeyStore) -> None:
    record_id = opened(store, keys)
    reclassify(store, record_id, "2019-01-01", PERMANENT)
    assert past_their_day(store, "2026-01-01") == []
    reclassify(store, record_id, "2019-02-01", TEN_YEARS)
    assert past_their_day(store, "2026-01-01") == [record_id]
    require_agreement(store)
