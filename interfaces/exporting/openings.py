"""What lets a bundle prove the names in it: the text behind each sealed value that may be told."""

from collections.abc import Iterable, Iterator
from itertools import chain
from uuid import UUID

from pydantic_core import from_json

from application.errors import ErasureOutstanding, LedgersStale
from application.event_store.topics import Stored, TopicRegister
from application.export_rows import StoredLine
from application.reactions.carrying_out import is_outstanding
from application.staleness import Stale, why_stale
from interfaces.bootstrap import System
from interfaces.documents.bundle import Member
from interfaces.documents.manifest import OPENINGS_PATH, MemberKind
from interfaces.documents.opening_lines import Opening, opening_line

IN_MEASURE = "measure."
"""Where an event that states a measure names those who answer for it."""


def require_settled(system: System) -> None:
    """Refuse an export of what was decided to be told no more, or of ledgers that do not hold."""
    why = why_stale(system.store)
    if why in (Stale.INCOMPLETE, Stale.SHAPE):
        raise LedgersStale(why)
    if is_outstanding(system.store, system.keys):
        raise ErasureOutstanding


def openings(
    topics: TopicRegister, lines: Iterable[StoredLine], opinion: UUID | None = None
) -> list[Member]:
    """Return the file of the openings of these events; none when there is nothing in it.

    A part about one ``opinion`` has the plan that answers it as a whole, but does not tell who is
    named in measures that answer others alone.
    """
    found = _opened(topics, lines, opinion)
    first = next(found, None)
    if first is None:
        return []
    return [Member(OPENINGS_PATH, MemberKind.OPENING, chain([first], found))]


def _opened(
    topics: TopicRegister, lines: Iterable[StoredLine], opinion: UUID | None
) -> Iterator[bytes]:
    for line in lines:
        for field, (salt, text) in topics.openings(Stored(line.topic, line.state)):
            if opinion is None or not _is_of_others(field, line.state, opinion):
                yield opening_line(Opening(line.sequence, field, salt, text))


def _is_of_others(field: str, state: bytes, opinion: UUID) -> bool:
    if not field.startswith(IN_MEASURE):
        return False
    return str(opinion) not in from_json(state)["measure"]["answers"]
