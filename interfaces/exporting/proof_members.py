"""What lets a bundle prove itself: signed heads, schemas, and two programs that check them."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property

from pydantic_core import to_json

from application.event_store.topics import TopicRegister
from application.log.proven import ProvenHeads
from domain.model import DomainEvent
from interfaces.bootstrap import System
from interfaces.documents.bundle import Member
from interfaces.documents.log_lines import checkpoint_line, link_line, proof_line
from interfaces.documents.manifest import (
    CHECKPOINTS_PATH,
    PAGE_PATH,
    POLICY_PATH,
    PROOFS_PATH,
    SCHEMAS,
    VERIFIER_PATH,
    MemberKind,
)
from interfaces.exporting.sealed_schema import with_sealed_values
from interfaces.head_in_words import printed, words_of
from interfaces.log_policy import log_policy
from interfaces.verifier.single_file import verifier_source
from interfaces.verifier_page.assemble import page
from interfaces.verifier_page.tables import TABLES


class LogMembers:
    """The files that tell of the log in one bundle: none while nothing is signed.

    A partial bundle tells of the last head of each log ``alone``.
    """

    def __init__(self, system: System, known_at: int, *, alone: bool = False) -> None:
        self._policy = log_policy(system.settings)
        self._heads: ProvenHeads | None = None
        if self._policy is not None:
            policy = self._policy.policy
            self._heads = ProvenHeads(system.database, policy, known_at, alone=alone)

    @property
    def covers(self) -> int:
        """The last event that the last head covers; 0 when there is none."""
        return self._heads.covers if self._heads else 0

    @property
    def have_quorum(self) -> bool | None:
        """Whether enough witnesses vouch for the last head; ``None`` when there is none."""
        return self._heads.have_quorum if self._heads else None

    @property
    def in_words(self) -> str | None:
        """The last head as people compare it; ``None`` when there is none."""
        return words_of(self._last) if self._last else None

    def printed(self, known_at: int) -> str:
        """Return the last head as it stands at the foot of printed ledgers."""
        return printed(known_at, self._last)

    @cached_property
    def _last(self) -> bytes | None:
        return self._heads.last if self._heads else None

    def members(self) -> list[Member]:
        """Return policy and heads."""
        if self._policy is None or not self._heads or not self._heads.places:
            return []
        lines = (checkpoint_line(note.decode()) for note in self._heads.notes())
        return [
            Member(POLICY_PATH, MemberKind.LOG, [self._policy.file]),
            Member(CHECKPOINTS_PATH, MemberKind.LOG, lines),
        ]

    def proofs(self, numbers: Sequence[int]) -> Member:
        """Return what ties later logs to those before, then the proof of each event."""
        return Member(PROOFS_PATH, MemberKind.LOG, self._lines(numbers))

    def _lines(self, numbers: Sequence[int]) -> Iterator[bytes]:
        if self._heads is not None:
            yield from (link_line(name, proof) for name, proof in self._heads.links())
            yield from (proof_line(number, proof) for number, proof in self._heads.proofs(numbers))


def programs() -> list[Member]:
    """Return the two verifiers, which share no code."""
    return [
        Member(VERIFIER_PATH, MemberKind.VERIFIER, [verifier_source()]),
        Member(PAGE_PATH, MemberKind.PAGE, [_page()]),
    ]


@cache
def _page() -> bytes:
    return page(TABLES)


def schemas(topics: TopicRegister, stored: Iterable[str]) -> Iterator[Member]:
    """Yield the schema of each kind of event, under the name it is stored by."""
    for topic in sorted(stored):
        event, _ = topics.name_of(topic)
        yield Member(f"{SCHEMAS}/{topic}.json", MemberKind.SCHEMA, [_schema(topic, event)])


@cache
def _schema(topic: str, event: type[DomainEvent]) -> bytes:
    schema = {
        **with_sealed_values(event.model_json_schema(mode="serialization")),
        "title": f"{topic} {event.LABEL}",
    }
    return to_json(schema, indent=1) + b"\n"
