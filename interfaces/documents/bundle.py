"""The audit bundle: exact events, ledgers and rates in one ZIP, with a manifest of digests.

The bundle is written as a stream: each file is digested while it passes, and the manifest comes
last. What goes in decides the bytes; nothing in it tells when it was made.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from interfaces.documents.event_lines import read_event_line
from interfaces.documents.manifest import (
    EVENTS_PATH,
    MANIFEST_PATH,
    EventRange,
    FileEntry,
    Manifest,
    MemberKind,
    Scope,
    require_distinct_paths,
    require_place,
    require_plain_path,
)
from interfaces.documents.stored_zip import ArchiveWriter
from interfaces.documents.tally import Tally
from interfaces.documents.zip_stream import blocks


@dataclass(frozen=True)
class Member:
    """One file of the bundle beside the events; its contents are read once, in order."""

    path: str
    """Below the bundle, such as ``ledgers/意见台账.xlsx``."""
    kind: MemberKind
    chunks: Iterable[bytes]


@dataclass(frozen=True)
class AuditBundle:
    """Everything a bundle is made of; iterate over it once for the bytes of the ZIP."""

    scope: Scope
    events: Iterable[bytes]
    """Lines made by ``event_line``, in ascending sequence."""
    members: Sequence[Member]
    """The other files, in the order they are to stand in."""
    generation: Mapping[str, str | int] = field(default_factory=dict[str, str | int])
    """What the bundle is made with, such as versions and profile; never the time of making."""

    def __post_init__(self) -> None:
        for member in self.members:
            require_plain_path(member.path)
            require_place(member.path, member.kind)
        require_distinct_paths(
            [MANIFEST_PATH, EVENTS_PATH, *(member.path for member in self.members)]
        )

    def __iter__(self) -> Iterator[bytes]:
        archive, events, files = ArchiveWriter(), _Events(self.events), list[FileEntry]()
        for member in (Member(EVENTS_PATH, MemberKind.EVENTS, events), *self.members):
            tally = Tally(member.path, member.kind)
            yield from archive.file(member.path, _tallied(member.chunks, tally))
            files.append(tally.entry())
        manifest = Manifest(self.scope, events.range(), tuple(files), dict(self.generation))
        yield from archive.file(MANIFEST_PATH, [manifest.to_bytes()])
        yield archive.end()


def _tallied(chunks: Iterable[bytes], tally: Tally) -> Iterator[bytes]:
    for block in blocks(chunks):
        tally.add(block)
        yield block


class _Events:
    """Lets event lines pass and keeps the first and the last."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = lines
        self._first: bytes | None = None
        self._last: bytes | None = None
        self._count = 0

    def __iter__(self) -> Iterator[bytes]:
        for line in self._lines:
            if self._first is None:
                self._first = line
            self._last = line
            self._count += 1
            yield line

    def range(self) -> EventRange:
        if self._first is None or self._last is None:
            return EventRange(None, None, 0)
        first, last = read_event_line(self._first), read_event_line(self._last)
        return EventRange(first.sequence, last.sequence, self._count)
