"""The register of stored names: every event this system knows, and nothing else.

A stored row names its event by topic. The topic is looked up here and never imported, so a row
cannot make the program run code, and a row nobody knows is refused by name.

With personal values at hand, names of persons are stored sealed, and read as text or as the marker
of whoever is not to be named any more. Events without such names are written and read in one pass.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from eventsourcing.persistence import StoredEvent
from pydantic_core import from_json, to_json

from application.errors import StoreDamaged, UnknownFact
from application.event_store.personal_names import OpenedName, PersonalNames
from application.privacy.personal_fields import holds_sealed
from application.privacy.personal_values import PersonalValues
from domain.model import Aggregate, DomainEvent


class StoredName(NamedTuple):
    """What a stored topic stands for."""

    event: type[DomainEvent]
    shape: int


def stored_topic(event: type[DomainEvent], shape: int | None = None) -> str:
    """Return the name under which an event of this shape is stored: ``topic`` or ``topic@2``."""
    shape = event.SHAPE if shape is None else shape
    return event.TOPIC if shape == 1 else f"{event.TOPIC}@{shape}"


def events_of(aggregate: type[Aggregate]) -> Iterator[type[DomainEvent]]:
    """Return the events nested in an aggregate and in what it builds on, in their order."""
    for part in reversed(aggregate.__mro__):
        for member in vars(part).values():
            if isinstance(member, type) and issubclass(member, DomainEvent):
                yield member


class Stored(NamedTuple):
    """A stored event as it is read back: its name and its exact bytes."""

    topic: str
    state: bytes


class TopicRegister:
    """Turns stored names and bytes into events, and back."""

    def __init__(
        self, aggregates: Sequence[type[Aggregate]], personal: PersonalValues | None = None
    ) -> None:
        self.aggregates = tuple(aggregates)
        self._names: dict[str, StoredName] = {}
        self._aggregates: dict[type[DomainEvent], type[Aggregate]] = {}
        for aggregate in aggregates:
            for event in events_of(aggregate):
                self._aggregates[event] = aggregate
                for shape in range(1, event.SHAPE + 1):
                    name = stored_topic(event, shape)
                    if name in self._names:
                        msg = f"topic {name} is claimed twice"
                        raise ValueError(msg)
                    self._names[name] = StoredName(event, shape)
        self.persons = PersonalNames(self._aggregates, personal)

    def aggregate_of(self, event: type[DomainEvent]) -> type[Aggregate]:
        """Return the aggregate whose event this is."""
        return self._aggregates[event]

    def events(self) -> Iterator[type[DomainEvent]]:
        """Return every event this system can store."""
        return iter(self._aggregates)

    def topics_naming_persons(self) -> list[str]:
        """Return every topic whose events may name natural persons."""
        return [
            stored_topic(event, shape)
            for event in self.persons.events
            for shape in range(1, event.SHAPE + 1)
        ]

    def name_of(self, topic: str) -> StoredName:
        """Return what a stored topic stands for, or refuse it by name."""
        try:
            return self._names[topic]
        except KeyError:
            msg = f"未登记的事件类型“{topic}”:数据库中的这一行不是本系统写入的,拒绝读取"
            raise StoreDamaged(msg) from None

    def require_known(self, topic: str) -> None:
        """Refuse a query for a kind of event there is none of."""
        if topic not in self._names:
            raise UnknownFact(f"没有“{topic}”这种事件", "topic")

    def encode(self, event: DomainEvent) -> bytes:
        """Return the bytes to store; raises ``PersonRestricted`` and ``StoreUnavailable``."""
        return self.persons.encode(event, stored_topic(type(event)))

    def decode(self, stored: Stored | StoredEvent) -> DomainEvent:
        """Return the event stored under its topic, upcast to its present shape."""
        topic = stored.topic
        event, shape = self.name_of(topic)
        try:
            if shape == event.SHAPE and not holds_sealed(stored.state):
                told: DomainEvent = event.__pydantic_validator__.validate_json(stored.state)
                return told
            fields = self.stated(stored)
            if shape != event.SHAPE:
                fields = event.upcast(fields, shape)
            return event.model_validate_json(to_json(fields))
        except ValueError as error:
            msg = f"事件“{topic}”的存储内容无法还原:{error}"
            raise StoreDamaged(msg) from error

    def stated(self, stored: Stored | StoredEvent) -> dict[str, Any]:
        """Return what a stored event states, in its own shape and with its names told."""
        stated: dict[str, Any] = from_json(stored.state)
        if holds_sealed(stored.state):
            self.persons.tell(self.name_of(stored.topic).event, stored.topic, stated)
        return stated

    def openings(self, stored: Stored) -> Sequence[OpenedName]:
        """Return what proves the sealed names of a stored event that may be told, in order."""
        if not holds_sealed(stored.state):
            return ()
        event = self.name_of(stored.topic).event
        return self.persons.openings(event, stored.topic, from_json(stored.state))

    def fold(self, stored: Iterable[Stored | StoredEvent]) -> Aggregate | None:
        """Rebuild an aggregate from its stored events, in order; ``None`` when there are none."""
        told = [self.decode(row) for row in stored]
        return self._aggregates[type(told[0])].fold(told) if told else None
