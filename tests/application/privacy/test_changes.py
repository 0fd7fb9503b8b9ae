"""The key store tells each change of what may be told from every other, and from none."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import text

from application.privacy.key_database import subjects, wrapping
from application.privacy.key_store import KeyStore, Standing
from application.privacy.wrapping import WrappingKey
from tests.application.privacy.boxes import BASIS, LATER, NOW, WRAPPING_KEY, laid_out
from tests.application.privacy.conftest import Opening

NAME, OTHER = "王秀英", "李建国"
OTHER_WRAPPING_KEY = WrappingKey(bytes(range(32)))
Act = Callable[[KeyStore, UUID], object]

CHANGES: dict[str, Act] = {
    "restricted": lambda store, subject: store.restrict(subject),
    "destroyed": lambda store, subject: store.destroy(subject, BASIS, NOW),
    "lost": lambda store, _: store.destroy(UUID(int=1), BASIS, NOW),
}
NO_CHANGES: dict[str, Act] = {
    "lifted again": lambda store, subject: store.lift(subject),
    "known": lambda store, _: store.subject_of(OTHER, NOW),
    "asked for": lambda store, subject: store.key_of(subject),
    "wrapped otherwise": lambda store, _: store.rotate(OTHER_WRAPPING_KEY),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_lets_something_else_be_told_is_a_change(database: Opening, change: Act) -> None:
    store = laid_out(database())
    subject = store.subject_of(NAME, NOW)
    assert store.latest_change() is None
    change(store, subject)
    first = store.latest_change()
    assert first is not None
    change(store, subject)
    assert store.latest_change() == first
    store.restrict(store.subject_of(OTHER, NOW))
    assert store.latest_change() not in (None, first)


@pytest.mark.parametrize("change", NO_CHANGES.values(), ids=NO_CHANGES)
def test_what_lets_nothing_else_be_told_is_none(database: Opening, change: Act) -> None:
    store = laid_out(database())
    change(store, store.subject_of(NAME, NOW))
    assert store.latest_change() is None


def test_a_restriction_lifted_is_another_change_and_not_the_one_before(database: Opening) -> None:
    store = laid_out(database())
    subject = store.subject_of(NAME, NOW)
    store.restrict(subject)
    restricted = store.latest_change()
    store.lift(subject)
    assert store.latest_change() not in (None, restricted)


def test_of_whom_nothing_was_told_a_destruction_changes_nothing(database: Opening) -> None:
    store = laid_out(database())
    subject = store.subject_of(NAME, NOW)
    store.restrict(subject)
    restricted = store.latest_change()
    store.destroy(subject, BASIS, LATER)
    assert store.latest_change() == restricted


def test_a_key_store_of_before_is_brought_up_to_date_when_it_is_opened(database: Opening) -> None:
    place = database()
    subject = laid_out(place).subject_of(NAME, NOW)
    with place.writing() as connection:
        for statement in (
            f"ALTER TABLE {wrapping.name} DROP latest_change",
            f"ALTER TABLE {subjects.name} ADD settled BOOLEAN NOT NULL DEFAULT FALSE",
        ):
            connection.execute(text(statement))
    store = KeyStore(database(), WRAPPING_KEY)
    change = store.latest_change()
    assert change is not None
    assert store.find(NAME) == subject
    assert store.standing(store.subject_of(OTHER, NOW)) is Standing.USED
    assert KeyStore(database(), WRAPPING_KEY).latest_change() == change
