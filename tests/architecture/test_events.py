"""Every event has a stored name, a Chinese label, and a golden sample that never changes."""

from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent

from application.event_store.mapper import EventMapper
from application.event_store.topics import TopicRegister, stored_topic
from application.register import AGGREGATES
from domain.model import DomainEvent

GOLDEN = Path(__file__).parent.parent / "golden"
TOPICS = TopicRegister(AGGREGATES)
EVENTS = list(TOPICS.events())
SAMPLES = sorted(GOLDEN.glob("*.json"))
FORBIDDEN = ("Updated", "Changed", "Set", "Created", "Deleted", "Event")


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.TOPIC)
def test_an_event_is_named_in_the_language_of_the_field(event: type[DomainEvent]) -> None:
    kind, _, name = event.TOPIC.partition(".")
    assert kind == TOPICS.aggregate_of(event).KIND
    assert name == name.lower()
    assert not name.startswith("-")
    assert not event.__name__.endswith(FORBIDDEN)
    assert not event.LABEL.isascii()


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.TOPIC)
def test_every_shape_of_an_event_has_a_golden_sample(event: type[DomainEvent]) -> None:
    shapes = {stored_topic(event, shape) for shape in range(1, event.SHAPE + 1)}
    assert shapes <= {path.stem for path in SAMPLES}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_golden_sample_is_read_and_written_again_to_the_byte(path: Path) -> None:
    state = path.read_bytes().rstrip(b"\n")
    event = TOPICS.decode(_stored(path.stem, state))
    if TOPICS.name_of(path.stem).shape == event.SHAPE:
        assert EventMapper(TOPICS).to_stored_event(event).state == state


def _stored(topic: str, state: bytes) -> StoredEvent:
    return StoredEvent(DomainEvent.__module__, 1, topic, state)
