"""After an erasure nothing tells of the person, and every proof over the events still holds."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Connection, select, text

from application.audit.merkle import SHA256, verify_inclusion
from application.privacy.key_database import KeyDatabase, subjects
from application.privacy.key_store import KeyStore
from application.privacy.personal_values import PersonalValues, marker_of
from application.privacy.refusal import Problem, Refused
from application.privacy.sealing import Place
from tests.application.privacy.boxes import (
    BASIS,
    LATER,
    NOW,
    PLACE,
    WRAPPING_KEY,
    keys_in,
    laid_out,
    said,
)
from tests.application.privacy.conftest import Opening

NAME = "王秀英"
PERSONS, VALUES_EACH, SPARED = 100, 100, 10


def secrets_of(connection: Connection) -> set[bytes]:
    """Read every key and every index, as they lie in the file."""
    rows = connection.execute(select(subjects.c.wrapped_key, subjects.c.blind_index)).all()
    return {each for row in rows for each in row if each is not None}


def bytes_of(database: KeyDatabase, folder: Path) -> bytes:
    """Read everything the database keeps on disk."""
    if database.is_sqlite:
        return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
    with database.writing() as connection:
        connection.execute(text("CHECKPOINT"))
        files = "SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class"
        where = "relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'i')"
        rows = connection.execute(text(f"{files} WHERE {where}")).scalars()
        return b"".join(rows)


@contextmanager
def older_transaction(database: KeyDatabase) -> Iterator[None]:
    """Let PostgreSQL keep what was for somebody else; SQLite would wait for them."""
    if database.is_sqlite:
        yield
        return
    elsewhere = KeyDatabase(database.url.render_as_string(hide_password=False), database.schema)
    with closing(elsewhere), elsewhere.reading() as connection:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        connection.execute(text("SELECT 1"))
        yield


def now() -> datetime:
    return NOW


def place(number: int) -> Place:
    return PLACE._replace(version=number)


def test_ten_thousand_values_are_gone_and_nothing_of_their_keys_is_left(
    database: Opening, tmp_path: Path
) -> None:
    kept = database()
    store = laid_out(kept)
    values = PersonalValues(store, now)
    persons = [store.subject_of(f"{NAME}{number}", NOW) for number in range(PERSONS)]
    with kept.reading() as connection:
        secrets = secrets_of(connection)
    spared = [store.subject_of(f"李建国{number}", NOW) for number in range(SPARED)]
    planted = [
        (number, values.sealed(f"{NAME}{number}", person, place(number)))
        for person in persons
        for number in range(VALUES_EACH)
    ]
    others = [values.sealed("李建国", person, PLACE) for person in spared]
    lying = bytes_of(kept, tmp_path)
    assert len(secrets) == 2 * PERSONS
    assert all(secret in lying for secret in secrets)
    for person in persons:
        store.destroy(person, BASIS, LATER)
    lying = bytes_of(kept, tmp_path)
    assert [secret for secret in secrets if secret in lying] == []
    for reader in (values, PersonalValues(KeyStore(database(), WRAPPING_KEY), now)):
        told = {reader.told(stated, place(number)) for number, stated in planted}
        assert told == {marker_of(person) for person in persons}
        assert {reader.told(stated, PLACE) for stated in others} == {"李建国"}


def test_nothing_of_keys_wrapped_before_a_rotation_is_left(
    database: Opening, tmp_path: Path
) -> None:
    kept = database()
    store = laid_out(kept)
    for number in range(PERSONS):
        store.subject_of(f"{NAME}{number}", NOW)
    with kept.reading() as connection:
        wrapped = set(connection.execute(select(subjects.c.wrapped_key)).scalars())
    with older_transaction(kept):
        store.rotate(type(WRAPPING_KEY).generate())
    lying = bytes_of(kept, tmp_path)
    assert [each for each in wrapped if each in lying] == []


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return laid_out(keys_in(tmp_path))


def test_nothing_more_is_sealed_for_whoever_was_erased(store: KeyStore) -> None:
    values, subject = PersonalValues(store, now), store.subject_of(NAME, NOW)
    store.destroy(subject, BASIS, NOW)
    with pytest.raises(Refused) as caught:
        values.sealed(NAME, subject, PLACE)
    assert said(caught.value, Problem.ERASED)


def test_a_damaged_value_is_refused_even_after_the_erasure(store: KeyStore) -> None:
    values, subject = PersonalValues(store, now), store.subject_of(NAME, NOW)
    stated = values.sealed(NAME, subject, PLACE)
    store.destroy(subject, BASIS, NOW)
    with pytest.raises(Refused):
        values.told(stated | {"salted": stated["salted"][:-4]}, PLACE)
    assert values.told(stated | {"subject": str(UUID(int=1))}, PLACE) == marker_of(UUID(int=1))
    with pytest.raises(Refused) as caught:
        values.sealed(NAME, UUID(int=1), PLACE)
    assert said(caught.value, Problem.UNKNOWN_SUBJECT)


def test_proofs_from_before_hold_after_the_erasure(store: KeyStore) -> None:
    values, subject = PersonalValues(store, now), store.subject_of(NAME, NOW)
    stated = values.sealed(NAME, subject, PLACE)
    entries = [json.dumps({"sequence": n, "lead_deputy": stated}).encode() for n in (1, 2)]
    leaves = [SHA256.leaf(entry) for entry in entries]
    root = SHA256.node(*leaves)
    verify_inclusion(leaves[0], 0, 2, [leaves[1]], root)
    store.destroy(subject, BASIS, LATER)
    verify_inclusion(SHA256.leaf(entries[0]), 0, 2, [leaves[1]], root)
    told = json.loads(entries[0])
    assert values.told(told["lead_deputy"], PLACE) == marker_of(subject)
