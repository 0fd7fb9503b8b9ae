"""One small event with three sealed persons, and openings written by hand."""

from typing import Any, NamedTuple
from uuid import UUID

from application.privacy.sealing import Place, SealedValue, SubjectKey, opening_of, seal
from interfaces.documents.bundle import Member
from interfaces.documents.event_lines import EventLine, event_line
from interfaces.documents.manifest import MemberKind
from interfaces.documents.opening_lines import Opening, opening_line
from tests.interfaces.documents.bundles import FIRST, ONE_OPINION, contents
from tests.interfaces.verifier_page import signed_bundles as made

OPENINGS = "personal/openings.jsonl"
TOPIC = "opinion.registered"
LEAD = '王"秀\\英'
"""With characters that JSON escapes."""


class Person(NamedTuple):
    """Somebody with a key."""

    name: str
    key: SubjectKey

    def sealed(self, field: str, sequence: int = 1) -> tuple[dict[str, str], Opening]:
        """Return this person's name sealed at a place, and what opens it."""
        place = Place(FIRST, sequence, TOPIC, field)
        value = seal(self.name, self.key, place)
        salt, text = opening_of(SealedValue.read(value.stated(), place), self.key, place)
        return value.stated(), Opening(sequence, field, salt, text)


PERSONS = [
    Person(name, SubjectKey(UUID(int=number), bytes([number]) * 32))
    for number, name in enumerate((LEAD, "司徒望舒", "𠮷野"), 1)
]


def registered(sequence: int = 1) -> tuple[EventLine, list[Opening]]:
    """Return an event that names all three, and its openings in order."""
    fields = ("lead_deputy", "co_signers.0", "co_signers.1")
    sealed = [each.sealed(field, sequence) for each, field in zip(PERSONS, fields, strict=True)]
    values = [value for value, _ in sealed]
    state: dict[str, Any] = {"lead_deputy": values[0], "co_signers": values[1:], "title": "污水"}
    event = EventLine(sequence, TOPIC, str(FIRST), sequence, state)
    return event, [opening for _, opening in sealed]


def partial_bundle(openings: bytes, event: EventLine) -> bytes:
    """Return a partial bundle, of which no step is judged, with these openings."""
    state = made.compact(event.state)[:-1]
    line = event_line(event.sequence, event.topic, FIRST, event.version, state)
    member = Member(OPENINGS, MemberKind.OPENING, [openings])
    return contents([line], event.sequence, ONE_OPINION, [member])


def lines_of_openings(openings: list[Opening]) -> bytes:
    """Return the file of openings."""
    return b"".join(map(opening_line, openings))
