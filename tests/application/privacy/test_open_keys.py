"""Keys stay open for a while, not too many, and never after a change was noted."""

from uuid import UUID

from application.privacy.open_keys import KnownPersons, Opened, OpenKeys
from application.privacy.sealing import SubjectKey
from tests.application.privacy.boxes import KEY, SUBJECT

OTHER = SubjectKey(UUID(int=8), bytes(32))


def test_a_key_is_open_for_a_while() -> None:
    now = [100.0]
    keys = OpenKeys(2, 60, lambda: now[0])
    assert keys.get(SUBJECT) is None
    keys.keep(SUBJECT, KEY, keys.changes)
    now[0] = 159.9
    assert keys.get(SUBJECT) == Opened(KEY, 160.0)
    now[0] = 160.0
    assert keys.get(SUBJECT) is None
    keys.keep(SUBJECT, None, keys.changes)
    assert keys.get(SUBJECT) == Opened(None, 220.0)


def test_a_change_stands_whoever_asked_before_it() -> None:
    keys = OpenKeys(2, 60, lambda: 0.0)
    changes = keys.changes
    keys.keep(SUBJECT, KEY, changes)
    keys.forget(SUBJECT)
    keys.keep(SUBJECT, KEY, changes)
    assert keys.get(SUBJECT) is None
    changes = keys.changes
    keys.keep(SUBJECT, KEY, changes)
    keys.forget_all()
    keys.keep(OTHER.subject, OTHER, changes)
    assert (keys.get(SUBJECT), keys.get(OTHER.subject)) == (None, None)


def test_no_more_are_open_than_agreed() -> None:
    keys = OpenKeys(1, 60, lambda: 0.0)
    keys.keep(SUBJECT, KEY, keys.changes)
    keys.keep(OTHER.subject, OTHER, keys.changes)
    assert keys.get(SUBJECT) is None
    assert keys.get(OTHER.subject) == Opened(OTHER, 60.0)


def test_persons_are_known_until_forgotten_and_not_too_many() -> None:
    persons = KnownPersons(2)
    persons.keep(b"1", SUBJECT)
    persons.keep(b"2", OTHER.subject)
    assert (persons.get(b"1"), persons.get(b"2")) == (SUBJECT, OTHER.subject)
    persons.forget(SUBJECT)
    assert (persons.get(b"1"), persons.get(b"2")) == (None, OTHER.subject)
    persons.keep(b"2", SUBJECT)
    assert persons.get(b"2") == SUBJECT
    persons.keep(b"3", SUBJECT)
    persons.keep(b"4", SUBJECT)
    assert [persons.get(index) for index in (b"2", b"3", b"4")] == [None, SUBJECT, SUBJECT]
    persons.forget_all()
    assert persons.get(b"4") is None
