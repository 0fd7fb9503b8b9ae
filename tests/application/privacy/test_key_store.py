"""Persons get one identity and one key each; a destroyed key is gone, for everybody."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update

from application.errors import StoreDamaged, StoreUnavailable
from application.privacy import key_store
from application.privacy.key_database import KeyDatabase, subjects
from application.privacy.key_store import SECONDS_OPEN, KeyStore, Standing
from application.privacy.refusal import Problem, Refused
from application.privacy.sealing import SubjectKey, seal, unseal
from application.privacy.wrapping import WrappingKey
from tests.application.privacy.boxes import (
    BASIS,
    LATER,
    NOW,
    PLACE,
    WRAPPING_KEY,
    counted,
    laid_out,
    said,
)
from tests.application.privacy.conftest import Opening

NAME, OTHER = "王秀英", "李建国"


class Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def key(store: KeyStore, subject: UUID) -> SubjectKey:
    found = store.key_of(subject)
    assert found is not None
    return found


# Knowing persons


def test_a_person_gets_one_identity_that_says_nothing(database: Opening) -> None:
    store = laid_out(database())
    assert store.find(NAME) is None
    subject = store.subject_of(NAME, NOW)
    assert store.find(NAME) == store.subject_of(NAME, LATER) == subject
    assert store.subject_of(OTHER, NOW) != subject
    assert subject.version == 4


@pytest.mark.parametrize(
    ("one", "same"),
    [("\uff21\uff22\uff23\u30001", "ABC 1"), ("\u337f", "株式会社"), ("e\u0301", "\u00e9")],
)
def test_forms_of_one_name_are_one_person(database: Opening, one: str, same: str) -> None:
    store = laid_out(database())
    assert store.subject_of(one, NOW) == store.subject_of(same, NOW)


def test_another_process_knows_the_same_persons_and_keys(database: Opening) -> None:
    subject = laid_out(database()).subject_of(NAME, NOW)
    one, two = (KeyStore(database(), WRAPPING_KEY) for _ in range(2))
    assert one.find(NAME) == two.find(NAME) == subject
    assert unseal(seal(NAME, key(one, subject), PLACE), key(two, subject), PLACE) == NAME


def test_a_person_is_made_known_once_whoever_comes_first(database: Opening) -> None:
    laid_out(database())
    stores = [KeyStore(database(), WRAPPING_KEY) for _ in range(6)]
    start = Barrier(len(stores))

    def make_known(store: KeyStore) -> list[UUID]:
        start.wait()
        return [store.subject_of(f"{NAME}{number}", NOW) for number in range(10)]

    with ThreadPoolExecutor(len(stores)) as threads:
        told = list(threads.map(make_known, stores))
    assert all(each == told[0] for each in told)
    assert len(set(told[0])) == 10


def test_many_new_persons_are_made_known_in_one_transaction(
    database: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_store, "ASKED_AT_ONCE", 3)
    store = laid_out(database())
    earlier = store.subject_of(OTHER, NOW)
    key(store, earlier)
    names = [*(f"{NAME}{number}" for number in range(7)), OTHER, f"{NAME}0"]
    with counted() as count:
        told = store.subjects_of(names, LATER)
        keys = store.keys_of(told)
    assert count == {"reading": 2, "writing": 1}
    assert told[-2:] == [earlier, told[0]]
    assert len(set(told)) == 8
    with counted() as count:
        assert store.subjects_of(names, LATER) == told
        assert store.subjects_of([], LATER) == []
    assert not count
    other = KeyStore(database(), WRAPPING_KEY)
    for name, subject in zip(names, told, strict=True):
        value = seal(name, key(other, subject), PLACE)
        found = keys[subject]
        assert found is not None
        assert other.find(name) == subject
        assert unseal(value, found, PLACE) == name


def test_a_lost_person_has_no_key_and_is_noted(
    database: Opening, caplog: pytest.LogCaptureFixture
) -> None:
    laid_out(database())
    store = KeyStore(database(), WRAPPING_KEY, most_open=1)
    lost, another = UUID(int=1), UUID(int=2)
    for subject in (lost, lost, another):
        assert store.key_of(subject) is None
    assert store.standing(lost) is Standing.LOST
    assert store.lost == {lost}
    assert [str(lost) in each.getMessage() for each in caplog.records] == [True]


def test_a_lost_persons_destruction_is_kept(database: Opening) -> None:
    """Another backup may bring the key back; what was decided stands."""
    store = laid_out(database())
    lost = UUID(int=1)
    store.destroy(lost, BASIS, NOW)
    assert store.standing(lost) is Standing.DESTROYED
    assert store.latest_change() is not None
    store.destroy(lost, "再次", NOW)
    assert store.key_of(lost) is None
    assert store.lost == set()


# Destroying


def test_a_destroyed_key_is_gone_and_the_others_stay(database: Opening) -> None:
    place = database()
    store = laid_out(place)
    subject, other = store.subject_of(NAME, NOW), store.subject_of(OTHER, NOW)
    value = seal(OTHER, key(store, other), PLACE)
    key(store, subject)
    store.destroy(subject, BASIS, LATER)
    for each in (store, KeyStore(database(), WRAPPING_KEY)):
        assert each.key_of(subject) is None
        assert each.find(NAME) is None
        assert unseal(value, key(each, other), PLACE) == OTHER
    with place.reading() as connection:
        row = connection.execute(select(subjects).where(subjects.c.subject == subject)).one()
    assert row._asdict() == {
        "subject": subject,
        "wrapped_key": None,
        "blind_index": None,
        "created_at": NOW,
        "restricted": False,
        "destroyed_at": LATER,
        "basis": BASIS,
    }


def test_the_same_name_later_is_somebody_new(database: Opening) -> None:
    store = laid_out(database())
    subject = store.subject_of(NAME, NOW)
    store.destroy(subject, BASIS, NOW)
    assert store.subject_of(NAME, LATER) != subject
    assert store.key_of(subject) is None


def test_a_destruction_repeated_changes_nothing(database: Opening) -> None:
    place = database()
    store = laid_out(place)
    subject = store.subject_of(NAME, NOW)
    store.destroy(subject, BASIS, NOW)
    store.destroy(subject, "别的依据", LATER)
    with place.reading() as connection:
        row = connection.execute(select(subjects.c.destroyed_at, subjects.c.basis)).one()
    assert tuple(row) == (NOW, BASIS)


class InterruptedOnce(KeyDatabase):
    """A database that is away just after a key was destroyed, once."""

    interrupted = False

    def compact(self) -> None:
        if not self.interrupted:
            self.interrupted = True
            raise StoreUnavailable("away")
        super().compact()


def test_an_interrupted_destruction_is_finished_by_another(database: Opening) -> None:
    place = database()
    store = laid_out(
        InterruptedOnce(place.url.render_as_string(hide_password=False), place.schema)
    )
    subject = store.subject_of(NAME, NOW)
    key(store, subject)
    with pytest.raises(StoreUnavailable):
        store.destroy(subject, BASIS, NOW)
    assert store.key_of(subject) is None
    store.destroy(subject, BASIS, LATER)
    store.close()


def test_another_process_opens_nothing_a_minute_later(database: Opening) -> None:
    clock = Clock()
    store = laid_out(database())
    elsewhere = KeyStore(database(), WRAPPING_KEY, clock=clock)
    subject = store.subject_of(NAME, NOW)
    key(elsewhere, subject)
    store.destroy(subject, BASIS, NOW)
    clock.now = SECONDS_OPEN
    assert elsewhere.key_of(subject) is None


def test_a_name_erased_by_another_process_is_soon_somebody_new(database: Opening) -> None:
    clock = Clock()
    store = laid_out(database())
    elsewhere = KeyStore(database(), WRAPPING_KEY, clock=clock)
    subject = elsewhere.subject_of(NAME, NOW)
    assert elsewhere.subject_of(NAME, NOW) == subject
    store.destroy(subject, BASIS, NOW)
    clock.now = SECONDS_OPEN
    later = elsewhere.subject_of(NAME, LATER)
    assert later != subject
    assert store.find(NAME) == later


# Changing the wrapping key


def test_every_key_goes_over_to_another_wrapping_key(
    database: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_store, "ROTATED_AT_ONCE", 3)
    place = database()
    store, new = laid_out(place), WrappingKey.generate()
    known = {f"{NAME}{number}": store.subject_of(f"{NAME}{number}", NOW) for number in range(10)}
    gone = store.subject_of(OTHER, NOW)
    store.destroy(gone, BASIS, NOW)
    values = {name: seal(name, key(store, subject), PLACE) for name, subject in known.items()}
    with place.reading() as connection:
        before = set(connection.execute(select(subjects.c.wrapped_key)).scalars())
    store.rotate(new)
    with place.reading() as connection:
        after = set(connection.execute(select(subjects.c.wrapped_key)).scalars())
    assert before & after == {None}
    for each in (store, KeyStore(database(), new)):
        assert {name: each.find(name) for name in known} == known
        for name, subject in known.items():
            assert unseal(values[name], key(each, subject), PLACE) == name
        assert each.key_of(gone) is None


def test_the_former_wrapping_key_neither_opens_nor_writes(database: Opening) -> None:
    store = laid_out(database())
    stale = KeyStore(database(), WRAPPING_KEY)
    subject = store.subject_of(NAME, NOW)
    store.rotate(WrappingKey.generate())
    attempts: tuple[Callable[[], object], ...] = (
        lambda: KeyStore(database(), WRAPPING_KEY),
        lambda: stale.key_of(subject),
        lambda: stale.subject_of(OTHER, NOW),
        lambda: stale.destroy(subject, BASIS, NOW),
        lambda: stale.rotate(WrappingKey.generate()),
    )
    for attempt in attempts:
        with pytest.raises(Refused) as caught:
            attempt()
        assert said(caught.value, Problem.OTHER_WRAPPING_KEY)
    key(store, subject)


# Damage


def test_a_key_put_into_another_persons_row_is_found_out(database: Opening) -> None:
    place = database()
    store = laid_out(place)
    subject, other = store.subject_of(NAME, NOW), store.subject_of(OTHER, NOW)
    with place.writing() as connection:
        rows = select(subjects.c.wrapped_key).where(subjects.c.subject == other)
        wrapped = connection.execute(rows).scalar_one()
        put = update(subjects).where(subjects.c.subject == subject).values(wrapped_key=wrapped)
        connection.execute(put)
    with pytest.raises(Refused) as caught:
        store.key_of(subject)
    assert said(caught.value, Problem.KEY_DAMAGED)


def test_a_row_says_either_a_key_or_its_destruction(database: Opening) -> None:
    place = database()
    laid_out(place)
    half = {
        "subject": UUID(int=1),
        "created_at": NOW,
        "restricted": False,
        "destroyed_at": NOW,
        "wrapped_key": b"1",
    }
    with pytest.raises(StoreDamaged) as caught, place.writing() as connection:
        connection.execute(insert(subjects).values(half))
    assert "key_or_destruction" in str(caught.value.__cause__)
