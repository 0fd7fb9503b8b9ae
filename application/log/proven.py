"""The signed heads that go with an export, and proofs of single events under the last of a log."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import Connection, Table, select

from application.audit.policy import Policy
from application.audit.proofs import inclusion_proof
from application.event_store.database import Database
from application.event_store.log_tree import StoredTree
from application.event_store.logs import Log, logs_of
from application.event_store.schema import log_checkpoints, log_cosignatures
from application.log.heads import Head, head_of_size
from application.log.quorum import newest_with_quorum, reaches

MOST = 1_000
"""Heads in one export; each signature takes its verifier a millisecond."""


class Place(NamedTuple):
    """Which head of which log."""

    log: Log
    size: int

    @property
    def covers(self) -> int:
        """The last event under the head."""
        return self.log.covers(self.size)


class ProvenHeads:
    """The heads up to the newest that reached the quorum, or to the newest, if none did.

    They go on over the logs. Where there are more than ``MOST``, that head and the last of each
    log that has ended stay, then those that were countersigned before others, spread evenly. The
    last of each log may be wanted ``alone``.
    """

    def __init__(
        self, database: Database, policy: Policy, known_at: int, *, alone: bool = False
    ) -> None:
        self._database = database
        self._policy = policy
        with database.reading() as connection:
            places = _thinned(
                connection, _up_to_the_quorum(connection, policy, known_at), known_at
            )
        self.places = _last_of_each(places) if alone else places

    @property
    def covers(self) -> int:
        """The last event that the last head covers; 0 when there is none."""
        return self.places[-1].covers if self.places else 0

    @property
    def have_quorum(self) -> bool | None:
        """Whether the last head reached the quorum, without which no bundle is accepted."""
        if not self.places:
            return None
        with self._database.reading() as connection:
            return reaches(_head(connection, self.places[-1]), self._policy)

    @property
    def last(self) -> bytes | None:
        """The last head, with every countersignature."""
        return self._note(self.places[-1]) if self.places else None

    def notes(self) -> Iterator[bytes]:
        """Yield the heads in order, with every countersignature."""
        return map(self._note, self.places)

    def _note(self, place: Place) -> bytes:
        with self._database.reading() as connection:
            return _head(connection, place).note

    @cached_property
    def _lasts(self) -> list[Place]:
        return _last_of_each(self.places)

    def links(self) -> Iterator[tuple[str, list[bytes]]]:
        """Yield, for each log but the first, its name and the proof of its leaf 0."""
        for place in self._lasts[1:]:
            yield place.log.name or "", self._proof(0, place)

    def proofs(self, sequences: Iterable[int]) -> Iterator[tuple[int, list[bytes]]]:
        """Yield the inclusion proof of each event under the last head of its log."""
        for sequence in sequences:
            place = next(each for each in self._lasts if sequence <= each.covers)
            yield sequence, self._proof(sequence - place.log.first, place)

    def _proof(self, index: int, place: Place) -> list[bytes]:
        with self._database.reading() as connection:
            return inclusion_proof(index, place.size, StoredTree(connection, place.log))


def _last_of_each(places: list[Place]) -> list[Place]:
    return list({place.log.number: place for place in places}.values())


def _up_to_the_quorum(connection: Connection, policy: Policy, known_at: int) -> list[Place]:
    places = _places_up_to(connection, log_checkpoints, known_at)
    for log in reversed(logs_of(connection)):
        head = newest_with_quorum(connection, log, policy, log.size_at(known_at))
        if head is not None:
            return places[: places.index(Place(log, head.size)) + 1]
    return places


def _thinned(connection: Connection, places: list[Place], known_at: int) -> list[Place]:
    if len(places) <= MOST:
        return places
    countersigned = set(_places_up_to(connection, log_cosignatures, known_at))
    kept = set(_last_of_each(places))
    for preferred in ([each for each in places if each in countersigned], places):
        kept |= _spread([each for each in preferred if each not in kept], MOST - len(kept))
    return sorted(kept)


def _spread(places: list[Place], most: int) -> set[Place]:
    """Return at most so many of the places, evenly spread."""
    if len(places) <= most:
        return set(places)
    return {places[at * len(places) // most] for at in range(most)}


def _places_up_to(connection: Connection, table: Table, known_at: int) -> list[Place]:
    """Return the places of this table in order, with the last head of each ended log."""
    logs = logs_of(connection)
    found: list[Place] = []
    for log in logs:
        of_log = table.c.log == log.number, table.c.size <= log.size_at(known_at)
        sizes = select(table.c.size).where(*of_log).distinct().order_by(table.c.size)
        found += [Place(log, size) for size in connection.scalars(sizes)]
    ends = (Place(log, log.size_at(later.first)) for log, later in pairwise(logs))
    return sorted({*found, *(end for end in ends if end.covers <= known_at)})


def _head(connection: Connection, place: Place) -> Head:
    head = head_of_size(connection, place.log, place.size)
    if head is None:
        msg = f"the head of size {place.size} is gone"
        raise LookupError(msg)
    return head
