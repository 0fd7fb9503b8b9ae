"""Which items concern a subscription's units, and since which of their events."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, cast
from uuid import UUID

from eventsourcing.persistence import Notification
from pydantic_core import from_json

from application.event_store.database import Database
from application.event_store.recorder import stream
from application.event_store.schema import events

ENVELOPE = {"originator_id", "originator_version", "act"}

MOST_REMEMBERED = 10_000
"""Items of which is remembered how far they were read."""


class _Read(NamedTuple):
    """How far an item was read, and since when it concerns one of the units, as far as known."""

    version: int
    since: int | None


UNREAD = _Read(0, None)


class Concern:
    """Reads the events of each item once, on from where it was read last.

    An item concerns a unit from the first event that states the unit by its code, the whole of a
    field: who leads, assists, promises, acts.
    """

    def __init__(self, database: Database, units: frozenset[str]) -> None:
        self._database = database
        self._units = units
        self._read: dict[UUID, _Read] = {}

    def among(self, found: Sequence[Notification]) -> list[Notification]:
        """Return those events, in order, by which their item concerned one of the units."""
        if not self._units:
            return list(found)
        latest = {_item(each): each.originator_version for each in found}
        since = {item: self._since(item, version) for item, version in latest.items()}
        return [each for each in found if _is_reached(since[_item(each)], each)]

    def _since(self, item: UUID, version: int) -> int | None:
        """Return since which event an item concerns a unit; ``None`` when not by this version."""
        read = self._read.get(item, UNREAD)
        if read.since is None and read.version < version:
            if len(self._read) >= MOST_REMEMBERED:
                self._read.clear()
            read = self._read[item] = self._read_on(item, read.version, version)
        return read.since

    def _read_on(self, item: UUID, after: int, version: int) -> _Read:
        query = stream(item, gt=after, lte=version).order_by(events.c.originator_version)
        with self._database.reading() as connection:
            for row in connection.execute(query):
                if not self._units.isdisjoint(_units_named(row.state)):
                    return _Read(row.originator_version, row.originator_version)
        return _Read(version, None)


def _item(notification: Notification) -> UUID:
    return cast("UUID", notification.originator_id)


def _is_reached(since: int | None, notification: Notification) -> bool:
    return since is not None and since <= notification.originator_version


def _units_named(state: bytes) -> set[str]:
    """Return every unit an event states, among other words."""
    stated: dict[str, Any] = from_json(state)
    facts = [fact for name, fact in stated.items() if name not in ENVELOPE]
    return {stated["act"]["unit"], *_words(facts)}


def _words(fact: object) -> Iterator[str]:
    match fact:
        case str():
            yield fact
        case list():
            for part in fact:
                yield from _words(part)
        case dict():
            yield from _words(list(fact.values()))
        case _:
            return
