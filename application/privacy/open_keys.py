"""What is remembered of a key store: bounded, and forgotten once a key changes."""

from collections.abc import Callable
from threading import Lock
from typing import NamedTuple
from uuid import UUID

from application.privacy.sealing import SubjectKey


class Opened(NamedTuple):
    """What is known of a person's key: the key, or that it is not to be used."""

    key: SubjectKey | None
    until: float
    """When the key store is to be asked again."""


class OpenKeys:
    """A key is used for at most so many seconds without asking whether it still may be."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float]) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._lock = Lock()
        self._opened: dict[UUID, Opened] = {}
        self.changes = 0
        """How often something was forgotten; whoever asks the key store notes it before."""

    def get(self, subject: UUID) -> Opened | None:
        """Return what is still known of the person's key."""
        found = self._opened.get(subject)
        return found if found is not None and self._clock() < found.until else None

    def keep(self, subject: UUID, key: SubjectKey | None, changes: int) -> None:
        """Keep what the key store said, unless something was forgotten since it was asked."""
        with self._lock:
            if changes != self.changes:
                return
            self._opened.pop(subject, None)
            self._opened[subject] = Opened(key, self._clock() + self._seconds)
            if len(self._opened) > self._most:
                del self._opened[next(iter(self._opened))]

    def forget(self, subject: UUID) -> None:
        """Forget one person's key, which changed."""
        with self._lock:
            self.changes += 1
            self._opened.pop(subject, None)

    def forget_all(self) -> None:
        """Forget every key: another process may have changed some."""
        with self._lock:
            self.changes += 1
            self._opened.clear()


class KnownPersons:
    """The persons looked up last, by their blind index."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._known: dict[bytes, UUID] = {}

    def get(self, blind_index: bytes) -> UUID | None:
        """Return the person, if remembered; the key may have been destroyed since."""
        return self._known.get(blind_index)

    def keep(self, blind_index: bytes, subject: UUID) -> None:
        """Remember a person in place of whoever had the index before."""
        with self._lock:
            self._known[blind_index] = subject
            if len(self._known) > self._most:
                del self._known[next(iter(self._known))]

    def forget(self, subject: UUID) -> None:
        """Remember no index of this person."""
        with self._lock:
            self._known = {index: who for index, who in self._known.items() if who != subject}

    def forget_all(self) -> None:
        """Remember nobody."""
        with self._lock:
            self._known = {}
