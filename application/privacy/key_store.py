"""The key store: who a subject is, and the key under which that person's values are sealed.

A person is found by a keyed hash of a name or number and gets an identity that says nothing, and
a key. Destroying the key ends every copy of every sealed value at once. The row that is left says
when and on what basis, and nothing of who it was.
"""

import hmac
import logging
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from functools import partial
from hashlib import sha256
from os import urandom
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from application.privacy.key_database import KeyDatabase, subjects, wrapping
from application.privacy.open_keys import KnownPersons, OpenKeys
from application.privacy.refusal import Problem, Refused
from application.privacy.sealing import KEY_LENGTH, SubjectKey
from application.privacy.wrapping import WrappingKey
from domain.text import as_known

T = TypeVar("T")

INDEX_TAG = b"zhuoluo/blind-index/1\n"
INDEX_OWNER = UUID(int=0)
"""In whose name the key of the index is wrapped; no person has this identity."""
MOST_OPEN = 10_000
SECONDS_OPEN = 60.0
"""How long another process may go on opening values after a key was destroyed."""
ROTATED_AT_ONCE = 1_000
ASKED_AT_ONCE = 1_000

logger = logging.getLogger(__name__)


class Standing(StrEnum):
    """What may be done with a person's key."""

    USED = "used"
    RESTRICTED = "restricted"
    DESTROYED = "destroyed"
    LOST = "lost"
    """The key store does not know the person: it was restored from a backup made before."""


class KeyStore:
    """Opens, makes and destroys the keys of persons; safe among threads and processes."""

    def __init__(
        self,
        database: KeyDatabase,
        wrapping_key: WrappingKey,
        *,
        most_open: int = MOST_OPEN,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._wrapping = wrapping_key
        self._most_open = most_open
        self._index_key = self._opened_index_key()
        self._open = OpenKeys(most_open, SECONDS_OPEN, clock)
        self._known = KnownPersons(most_open)
        self.lost: set[UUID] = set()
        """Whose values were met here without the key store knowing them; bounded."""

    @classmethod
    def lay_out(cls, database: KeyDatabase, wrapping_key: WrappingKey) -> "KeyStore":
        """Make an empty key store under this wrapping key."""
        database.lay_out()
        index_key = wrapping_key.wrap(INDEX_OWNER, urandom(KEY_LENGTH))
        with database.writing() as connection:
            values = {"id": 1, "key_id": wrapping_key.id, "index_key": index_key}
            connection.execute(insert(wrapping).values(values))
        return cls(database, wrapping_key)

    def _opened_index_key(self) -> bytes:
        if not self._database.is_laid_out():
            raise Refused(Problem.NO_KEY_STORE, self._database.name)
        self._database.bring_up_to_date()
        with self._database.reading() as connection:
            row = connection.execute(select(wrapping.c.key_id, wrapping.c.index_key)).one_or_none()
        if row is None:
            raise Refused(Problem.NO_KEY_STORE, self._database.name)
        self._require_in_use(row.key_id)
        return self._wrapping.unwrap(INDEX_OWNER, row.index_key)

    def _require_in_use(self, key_id: str) -> None:
        if key_id != self._wrapping.id:
            raise Refused(Problem.OTHER_WRAPPING_KEY, self._database.name)

    def find(self, identifier: str) -> UUID | None:
        """Return the person known by a name or number; ``None`` for nobody, or an erased one.

        Namesakes are told apart by what the caller puts beside the name.
        """
        blind_index = self._blind_index(identifier)
        return self._sought([blind_index]).get(blind_index)

    def subject_of(self, identifier: str, now: datetime) -> UUID:
        """Return the person known by a name or number, made known now if need be."""
        (subject,) = self.subjects_of([identifier], now)
        return subject

    def subjects_of(self, identifiers: Sequence[str], now: datetime) -> list[UUID]:
        """Return the persons known by these names or numbers, in their order.

        Whoever is new is made known now: all of them in one transaction, durable on return.
        """
        wanted = [self._blind_index(identifier) for identifier in identifiers]
        persons = self._remembered(wanted)
        for find in (self._sought, partial(self._added, now=now)):
            if others := [index for index in dict.fromkeys(wanted) if index not in persons]:
                persons |= find(others)
        for index in wanted:
            self._known.keep(index, persons[index])
        return [persons[index] for index in wanted]

    def _remembered(self, wanted: Sequence[bytes]) -> dict[bytes, UUID]:
        """Return who of these is remembered and has a key that may be used."""
        known = {index: self._known.get(index) for index in wanted}
        persons = {index: subject for index, subject in known.items() if subject is not None}
        keys = self.keys_of(persons.values())
        return {index: subject for index, subject in persons.items() if keys[subject] is not None}

    def _sought(self, wanted: Sequence[bytes]) -> dict[bytes, UUID]:
        with self._database.reading() as connection:
            return _found(connection, wanted)

    def _added(self, wanted: Sequence[bytes], now: datetime) -> dict[bytes, UUID]:
        with self._writing() as connection:
            found = _found(connection, wanted)
            added = {index: uuid4() for index in wanted if index not in found}
            rows = [self._new_row(index, subject, now) for index, subject in added.items()]
            if rows:
                connection.execute(insert(subjects), rows)
        return found | added

    def _new_row(self, blind_index: bytes, subject: UUID, now: datetime) -> dict[str, Any]:
        return {
            "subject": subject,
            "wrapped_key": self._wrapping.wrap(subject, urandom(KEY_LENGTH)),
            "blind_index": blind_index,
            "created_at": now,
            "restricted": False,
        }

    def _blind_index(self, identifier: str) -> bytes:
        """Return what finds a person but tells nobody without the key of the index who it is."""
        known_as = as_known(identifier).encode()
        return hmac.digest(self._index_key, INDEX_TAG + known_as, sha256)

    def key_of(self, subject: UUID) -> SubjectKey | None:
        """Return a person's key; ``None`` once destroyed or lost, or while not to be used."""
        opened = self._open.get(subject)
        return self._asked_for([subject])[subject] if opened is None else opened.key

    def keys_of(self, whose: Iterable[UUID]) -> dict[UUID, SubjectKey | None]:
        """Return the keys of several persons; the database is asked once for what is not open."""
        opened = {subject: self._open.get(subject) for subject in whose}
        keys = {subject: each.key for subject, each in opened.items() if each is not None}
        others = [subject for subject in opened if subject not in keys]
        return keys | self._asked_for(others) if others else keys

    def _asked_for(self, whose: Sequence[UUID]) -> dict[UUID, SubjectKey | None]:
        changes = self._open.changes
        with self._database.reading() as connection:
            rows = [row for some in _parts(whose) for row in self._stored_keys(connection, some)]
        keys = {row.subject: self._usable(row) for row in rows}
        for subject in whose:
            if subject not in keys:
                self._note_lost(subject)
                keys[subject] = None
            self._open.keep(subject, keys[subject], changes)
        return keys

    @staticmethod
    def _stored_keys(connection: Connection, whose: Sequence[UUID]) -> Sequence[Row[Any]]:
        query: Any = (
            select(
                subjects.c.subject,
                subjects.c.wrapped_key,
                subjects.c.restricted,
                wrapping.c.key_id,
            )
            .join_from(subjects, wrapping, wrapping.c.id == 1)
            .where(subjects.c.subject.in_(whose))
        )
        rows: Sequence[Row[Any]] = connection.execute(query).all()
        return rows

    def _usable(self, row: Row[Any]) -> SubjectKey | None:
        self._require_in_use(row.key_id)
        if row.wrapped_key is None or row.restricted:
            return None
        return SubjectKey(row.subject, self._wrapping.unwrap(row.subject, row.wrapped_key))

    def _note_lost(self, subject: UUID) -> None:
        if subject not in self.lost and len(self.lost) < self._most_open:
            self.lost.add(subject)
            logger.warning("密钥库中没有%s的密钥:所恢复的备份早于此人登记", subject)

    def standing(self, subject: UUID) -> Standing:
        """Return what may be done with a person's key, as the key store says now."""
        query = select(subjects.c.destroyed_at, subjects.c.restricted)
        with self._database.reading() as connection:
            row = connection.execute(query.where(subjects.c.subject == subject)).one_or_none()
        if row is None:
            return Standing.LOST
        if row.destroyed_at is not None:
            return Standing.DESTROYED
        return Standing.RESTRICTED if row.restricted else Standing.USED

    def restricted_beginning(self, digits: str) -> UUID | None:
        """Return whom of the restricted an identity that begins with these digits names."""
        first, last = (UUID(hex=digits.ljust(32, end)) for end in "0f")
        query = select(subjects.c.subject).where(
            subjects.c.subject.between(first, last),
            subjects.c.restricted.is_(True),
            subjects.c.destroyed_at.is_(None),
        )
        with self._database.reading() as connection:
            return connection.scalars(query.limit(1)).one_or_none()

    def restrict(self, subject: UUID) -> None:
        """Keep a person's key and use it no longer."""
        self._set_restricted(subject, restricted=True)

    def lift(self, subject: UUID) -> None:
        """Use a person's key again."""
        self._set_restricted(subject, restricted=False)

    def _set_restricted(self, subject: UUID, *, restricted: bool) -> None:
        otherwise = subjects.c.subject == subject, subjects.c.restricted.is_not(restricted)
        change = update(subjects).where(*otherwise).values(restricted=restricted)
        with self._writing() as connection:
            if connection.execute(change).rowcount:
                _note_change(connection)
        self._open.forget(subject)

    def latest_change(self) -> UUID | None:
        """Return the latest change of what may be told of anybody; ``None`` before the first.

        No two are alike, so a key store brought back from a backup has another than the one that
        went on since.
        """
        with self._database.reading() as connection:
            return connection.scalar(select(wrapping.c.latest_change))

    def destroy(self, subject: UUID, basis: str, now: datetime) -> None:
        """Destroy one person's key and index; see ``destroy_all``."""
        self.destroy_all({subject: basis}, now)

    def destroy_all(self, bases: Mapping[UUID, str], now: datetime) -> None:
        """Destroy the keys and indexes of persons, each on its basis.

        Nothing of them is left in the database when this returns; of whom it does not know, it
        keeps that they were destroyed. Done again after a failure in between, it finishes; the
        first date and basis stay.
        """
        with self._writing() as connection:
            for subject, basis in bases.items():
                _destroy(connection, subject, basis, now)
        for subject in bases:
            self._open.forget(subject)
            self._known.forget(subject)
        self._database.compact()

    def rotate(self, new: WrappingKey) -> None:
        """Wrap every key under another wrapping key; the old one then opens nothing here.

        With the old wrapping key destroyed, backups and disk blocks from before are unreadable.
        """
        with self._writing() as connection:
            last = INDEX_OWNER
            while rows := self._rewrapped_after(connection, last, new):
                last = rows[-1]
            index_key = new.wrap(INDEX_OWNER, self._index_key)
            connection.execute(update(wrapping).values(key_id=new.id, index_key=index_key))
        self._wrapping = new
        self._database.compact()

    def _rewrapped_after(self, connection: Connection, last: UUID, new: WrappingKey) -> list[UUID]:
        """Wrap the next keys anew; return whose they are, none at the end."""
        query = (
            select(subjects.c.subject, subjects.c.wrapped_key)
            .where(subjects.c.subject > last, subjects.c.wrapped_key.is_not(None))
            .order_by(subjects.c.subject)
            .limit(ROTATED_AT_ONCE)
        )
        rows = connection.execute(query).all()
        change = update(subjects).where(subjects.c.subject == bindparam("whose"))
        changes = [
            {"whose": subject, "wrapped": new.wrap(subject, self._wrapping.unwrap(subject, key))}
            for subject, key in rows
        ]
        if changes:
            connection.execute(change.values(wrapped_key=bindparam("wrapped")), changes)
        return [subject for subject, _ in rows]

    @contextmanager
    def _writing(self) -> Generator[Connection]:
        """Write alone, and only under the wrapping key that is in use."""
        lock = (
            update(wrapping)
            .where(wrapping.c.key_id == self._wrapping.id)
            .values(key_id=wrapping.c.key_id)
        )
        with self._database.writing() as connection:
            if connection.execute(lock).rowcount != 1:
                raise Refused(Problem.OTHER_WRAPPING_KEY, self._database.name)
            yield connection

    def forget(self) -> None:
        """Ask the database anew for every key and person: another process changed some."""
        self._open.forget_all()
        self._known.forget_all()

    def close(self) -> None:
        """Close every connection."""
        self._database.close()


def _found(connection: Connection, wanted: Sequence[bytes]) -> dict[bytes, UUID]:
    """Return who is in the database by which of these indexes."""
    query = select(subjects.c.blind_index, subjects.c.subject)
    asked = (query.where(subjects.c.blind_index.in_(some)) for some in _parts(wanted))
    return {index: subject for each in asked for index, subject in connection.execute(each)}


def _parts(wanted: Sequence[T]) -> Iterator[Sequence[T]]:
    """Return it in parts that one statement has parameters for."""
    starts = range(0, len(wanted), ASKED_AT_ONCE)
    return (wanted[start : start + ASKED_AT_ONCE] for start in starts)


def _destroy(connection: Connection, subject: UUID, basis: str, now: datetime) -> None:
    """Take key and index out of a person's row, unless that was done before.

    What is told stays the same where the key was restricted.
    """
    own = subjects.c.subject == subject
    present = select(subjects.c.destroyed_at, subjects.c.restricted)
    row = connection.execute(present.where(own)).one_or_none()
    gone = {"wrapped_key": None, "blind_index": None, "destroyed_at": now, "basis": basis}
    if row is None:
        unknown = {"subject": subject, "created_at": now, "restricted": False}
        connection.execute(insert(subjects).values(**unknown, **gone))
    elif row.destroyed_at is None:
        connection.execute(update(subjects).where(own).values(gone))
    else:
        return
    if row is None or not row.restricted:
        _note_change(connection)


def _note_change(connection: Connection) -> None:
    """Note that something else may be told of somebody than before."""
    connection.execute(update(wrapping).values(latest_change=uuid4()))
