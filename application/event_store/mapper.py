"""Between domain events and the exact bytes that are stored and hashed."""

from uuid import UUID

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, StoredEvent, Transcoder

from application.event_store.topics import TopicRegister, stored_topic
from domain.model import DomainEvent


class _NoTranscoder(Transcoder):
    """The contract asks for one; Pydantic writes and reads the bytes in one pass instead."""

    def encode(self, obj: object) -> bytes:
        raise NotImplementedError(repr(obj))

    def decode(self, data: bytes) -> object:
        raise NotImplementedError(repr(data))


class EventMapper(Mapper[UUID]):
    """Stores an event as the JSON bytes the register writes, and reads back exactly those."""

    def __init__(self, topics: TopicRegister) -> None:
        super().__init__(transcoder=_NoTranscoder())
        self.topics = topics

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        """Return the row to store."""
        event = _own(domain_event)
        return StoredEvent(
            originator_id=event.originator_id,
            originator_version=event.originator_version,
            topic=stored_topic(type(event)),
            state=self.topics.encode(event),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEvent:
        """Return the event a row holds."""
        return self.topics.decode(stored_event)


def _own(event: DomainEventProtocol[UUID]) -> DomainEvent:
    if not isinstance(event, DomainEvent):
        msg = f"{event!r} is not an event of this system"
        raise TypeError(msg)
    return event
