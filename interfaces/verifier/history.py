"""One pass over the events of a bundle: each line is read once, for all that is asked of it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Callable, Protocol

from application.audit.refusal import Sentences
from interfaces.documents.event_lines import MAX_LINE, EventLine, read_event_line
from interfaces.documents.malformed import Malformed
from interfaces.documents.manifest import EVENTS_PATH, Scope
from interfaces.verifier.attachments import Attachments
from interfaces.verifier.chain import BrokenChain, EventChain
from interfaces.verifier.finding import Fault, Finding, about_file, malformed
from interfaces.verifier.personal_texts import PersonalTexts
from interfaces.verifier.selected import Selected
from interfaces.verifier.tree import Leaves

MOST_TOPICS = 1_000
"""The most kinds of events one bundle may hold; it bounds the memory of the check."""
ReadMember = Callable[[str], Iterator[bytes]]


class Substance(Protocol):
    """Judges what the events of a whole bundle say: whether each was allowed, and what follows."""

    def require_known(self, tables: Sequence[str]) -> None:
        """Raise ``Finding`` about a table that no export writes."""
        ...

    def follow(
        self, sequence: int, topic: str, aggregate_id: str, version: int, state: dict[str, Any]
    ) -> None:
        """Take the next event, or raise ``Finding`` about it."""
        ...

    def finish(self) -> None:
        """Raise ``Finding`` if the events cannot end where they do."""
        ...

    def check_tables(self, scope: Scope, read_member: ReadMember) -> None:
        """Raise ``Finding`` if a table of the bundle does not follow from the events."""
        ...

    def remarks(self, tables: Sequence[str]) -> Sequence[Sentences]:
        """Say what was judged, and what not of the tables the bundle has."""
        ...


class History:
    """The events as they pass; what they mean is judged now and said when its turn comes."""

    def __init__(
        self,
        chain: EventChain,
        substances: Sequence[Substance],
        texts: PersonalTexts,
        attachments: Attachments,
        selected: Selected,
    ) -> None:
        self.chain = chain
        self.selected = selected
        self.leaves = Leaves()
        self.sequences = array("Q")
        self.topics: set[str] = set()
        self.texts = texts
        self._substances = substances
        self._attachments = attachments
        self._illegal: Finding | None = None

    def follow(self, blocks: Iterable[bytes]) -> None:
        """Follow every line of the file of events."""
        for number, line in enumerate(lines_of(blocks, MAX_LINE), 1):
            try:
                event = read_event_line(line)
                self.chain.follow(event)
            except BrokenChain as error:
                raise malformed(Fault.BROKEN_CHAIN, error, EVENTS_PATH, number) from None
            except Malformed as error:
                raise malformed(Fault.MALFORMED_LINE, error, EVENTS_PATH, number) from None
            self.leaves.add(line[:-1])
            self.sequences.append(event.sequence)
            self._take_topic(event.topic, number)
            self.selected.follow(event, number)
            self.texts.tell(event, line, number)
            self._attachments.follow(event.state)
            self._judge(event)
        try:
            self.chain.finish()
        except BrokenChain as error:
            raise malformed(Fault.BROKEN_CHAIN, error, EVENTS_PATH) from None
        self.selected.finish()
        self.texts.finish()

    def require_legal(self) -> None:
        """Raise what was found illegal while the events passed, or at their end."""
        if self._illegal is not None:
            raise self._illegal
        try:
            for substance in self._substances:
                substance.finish()
        except Finding as finding:
            raise _located(finding) from None

    def _take_topic(self, topic: str, line: int) -> None:
        self.topics.add(topic)
        if len(self.topics) > MOST_TOPICS:
            raise about_file(
                Fault.TOO_LARGE,
                f"事件种类超过{MOST_TOPICS}种,超出核验上限",
                f"there are more than {MOST_TOPICS} kinds of events, more than are checked",
                EVENTS_PATH,
                line,
            )

    def _judge(self, event: EventLine) -> None:
        if self._illegal is not None:
            return
        try:
            for substance in self._substances:
                substance.follow(*event)
        except Finding as finding:
            self._illegal = _located(finding)


def _located(finding: Finding) -> Finding:
    """Return what was found with its place: lines of a whole bundle are numbered as its events."""
    code, sequence = finding.code, finding.sequence
    return Finding(code, sequence, finding.chinese, finding.english, EVENTS_PATH, sequence)


def lines_of(blocks: Iterable[bytes], longest: int) -> Iterator[bytes]:
    """Yield lines with their ends; what is too long for one ends them."""
    pending = b""
    for block in blocks:
        *lines, pending = (pending + block).split(b"\n")
        for line in lines:
            yield line + b"\n"
        if len(pending) > longest:
            break
    if pending:
        yield pending
