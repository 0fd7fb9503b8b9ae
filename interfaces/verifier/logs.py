"""The logs of a bundle, one after another, and that its events lie below their heads.

A new key begins a new log, whose leaf 0 is the last checkpoint of the one before; where the name
changes from one checkpoint to the next, there a log ended. An event after the S that checkpoint
covers is a leaf of the new log, event S + 1 at index 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from application.audit.merkle import SHA256, Hashing, verify_inclusion
from application.audit.policy import Policy
from application.audit.refusal import Refused
from interfaces.documents.log_lines import (
    MalformedLogLine,
    read_checkpoint_line,
    read_link_line,
    read_proof_line,
)
from interfaces.documents.manifest import CHECKPOINTS_PATH, MANIFEST_PATH, PROOFS_PATH
from interfaces.verifier.finding import Fault, Finding, about_file, malformed
from interfaces.verifier.heads import Head, open_head, require_quorum
from interfaces.verifier.history import History

MOST_CHECKPOINTS = 10_000
MOST_VERIFIED = 40_000
"""The most signatures that are verified for one bundle; it bounds the time."""


class BundleLog(NamedTuple):
    """One log: event n is leaf n - ``first``."""

    origin: str
    first: int = 1
    """The sequence number that index 0 stands for."""
    predecessor: bytes | None = None
    """The checkpoint it begins on, as its log signed it; the first log begins with an event."""

    @property
    def lead(self) -> list[bytes]:
        """The leaves before those of events."""
        return self.lead_in(SHA256)

    def lead_in(self, hashing: Hashing) -> list[bytes]:
        """Return the same under another hashing."""
        return [] if self.predecessor is None else [hashing.leaf(self.predecessor)]

    @property
    def begins_after(self) -> int:
        """The last event that is no leaf of it, but lies before."""
        return self.first - (self.predecessor is None)

    def covers(self, size: int) -> int:
        """Return the last event that a tree of so many leaves covers."""
        return self.first + size - 1


class Placed(NamedTuple):
    """A head of the bundle, with its log."""

    head: Head
    log: BundleLog

    @property
    def covers(self) -> int:
        """The last event under it."""
        return self.log.covers(self.head.size)


class Heads:
    """The checkpoints of a bundle in their order, over one log after another."""

    def __init__(self) -> None:
        self.placed: list[Placed] = []
        self.ends: dict[str, Placed] = {}
        """The last of each log, by name."""

    @property
    def last(self) -> Placed:
        """The last of them; there is one."""
        return self.placed[-1]

    def sizes_of(self, origin: str) -> list[int]:
        """Return the sizes of the heads of one log."""
        return [placed.head.size for placed in self.placed if placed.log.origin == origin]

    def add(self, head: Head, known_at: int) -> None:
        """Take the next one; refuse it unless it goes on from those before."""
        line = len(self.placed) + 1
        placed = Placed(head, self._log_of(head, line))
        if self.placed and not self._goes_on(placed):
            raise about_file(
                Fault.CHECKPOINTS_NOT_ASCENDING,
                f"检查点的记录总数{head.size}不大于前一个的{self.last.head.size}",
                f"the size {head.size} is not larger than {self.last.head.size} before it",
                CHECKPOINTS_PATH,
                line,
            )
        if placed.covers > known_at:
            raise about_file(
                Fault.MALFORMED_CHECKPOINT,
                f"检查点覆盖到第{placed.covers}条,超出导出包所知的第{known_at}条",
                f"it covers event {placed.covers}, beyond the last one known, {known_at}",
                CHECKPOINTS_PATH,
                line,
            )
        self.placed.append(placed)
        self.ends[head.origin] = placed

    def _goes_on(self, placed: Placed) -> bool:
        if placed.log == self.last.log:
            return placed.head.size > self.last.head.size
        return placed.head.size > 0

    def _log_of(self, head: Head, line: int) -> BundleLog:
        if not self.placed:
            return BundleLog(head.origin)
        before = self.last
        if head.origin == before.log.origin:
            return before.log
        if head.origin in self.ends:
            raise about_file(
                Fault.WRONG_LOG,
                f"属于日志{head.origin},它已在前面结束",
                f"is of the log {head.origin}, which has ended before",
                CHECKPOINTS_PATH,
                line,
            )
        return BundleLog(head.origin, before.covers, before.head.signed)


def follow_heads(lines: Iterable[bytes], policy: Policy, known_at: int) -> Heads:
    """Verify every checkpoint of the bundle; the last must have been witnessed well enough."""
    heads = Heads()
    signatures = 0
    for number, line in enumerate(lines, 1):
        try:
            note = read_checkpoint_line(line)
        except MalformedLogLine as error:
            raise malformed(Fault.MALFORMED_CHECKPOINT, error, CHECKPOINTS_PATH, number) from None
        head = open_head(note.encode(), policy, CHECKPOINTS_PATH, number)
        heads.add(head, known_at)
        signatures += head.signatures
        if number > MOST_CHECKPOINTS or signatures > MOST_VERIFIED:
            raise about_file(
                Fault.TOO_LARGE,
                f"检查点超过{MOST_CHECKPOINTS}个或者签名超过{MOST_VERIFIED}个,超出核验上限",
                f"more than {MOST_CHECKPOINTS} checkpoints or {MOST_VERIFIED} signatures, "
                "more than are checked",
                CHECKPOINTS_PATH,
            )
    if not heads.placed:
        raise about_file(
            Fault.MALFORMED_CHECKPOINT, "没有检查点", "has no checkpoint", CHECKPOINTS_PATH
        )
    require_quorum(heads.last.head, CHECKPOINTS_PATH, len(heads.placed))
    return heads


def require_roots(heads: Heads, history: History) -> None:
    """Refuse unless the tree of each log has the signed root at the size of each head."""
    roots = {
        origin: _roots_of(end.log, heads.sizes_of(origin), history)
        for origin, end in heads.ends.items()
    }
    for number, placed in enumerate(heads.placed, 1):
        if roots[placed.log.origin][placed.head.size] != placed.head.root:
            raise about_file(
                Fault.ROOT_DIFFERS,
                f"由前{placed.covers}条事件算出的根哈希与检查点所签的不同:事件被改动、增删过",
                f"the root over the first {placed.covers} events is not the signed one: "
                "events were altered, added or removed",
                CHECKPOINTS_PATH,
                number,
            )


def _roots_of(log: BundleLog, sizes: Iterable[int], history: History) -> dict[int, bytes]:
    return history.leaves.roots(sizes, log.begins_after, log.lead)


def root_at(log: BundleLog, size: int, history: History) -> bytes | None:
    """Return the root of a log at a size; ``None`` when a whole bundle has not so many events."""
    if log.covers(size) > len(history.leaves):
        return None
    return _roots_of(log, [size], history)[size]


def require_proofs(lines: Iterable[bytes], heads: Heads, history: History) -> None:
    """Refuse unless a partial bundle proves where its logs begin and where its events stand.

    It has one checkpoint of each log.
    """
    for number, (before, placed) in enumerate(zip(heads.placed, heads.placed[1:]), 2):
        if before.log == placed.log:
            raise about_file(
                Fault.MALFORMED_CHECKPOINT,
                "部分导出包的每个日志应恰有一个检查点",
                "a partial bundle has exactly one checkpoint of each log",
                CHECKPOINTS_PATH,
                number,
            )
    unread = iter(lines)
    for number, placed in enumerate(heads.placed[1:], 1):
        line = next(unread, None)
        if line is None:
            raise _other_lines(number)
        _require_link(line, placed, number)
    _require_events(enumerate(unread, len(heads.placed)), heads, history)


def require_known_at(heads: Heads, known_at: int) -> None:
    """Refuse a signed part that claims to know more than its last head covers: none has more."""
    covers = heads.last.covers
    if covers != known_at:
        raise about_file(
            Fault.MALFORMED_MANIFEST,
            f"部分导出包的知悉序号应为检查点所覆盖的{covers},清单写的是{known_at}",
            f"known_at of a partial bundle is what its checkpoints cover, {covers}, "
            f"not {known_at}",
            MANIFEST_PATH,
        )


def _require_link(line: bytes, placed: Placed, number: int) -> None:
    try:
        log, hashes = read_link_line(line)
    except MalformedLogLine as error:
        raise malformed(Fault.MALFORMED_PROOF, error, PROOFS_PATH, number) from None
    if log != placed.log.origin:
        raise about_file(
            Fault.MALFORMED_PROOF,
            f"应证明日志{placed.log.origin}从何开始",
            f"should prove what the log {placed.log.origin} begins on",
            PROOFS_PATH,
            number,
        )
    _require_included(placed.log.lead[0], 0, placed, hashes, number)


def _require_events(numbered: Iterable[tuple[int, bytes]], heads: Heads, history: History) -> None:
    count = 0
    number = len(heads.placed) - 1
    for number, line in numbered:
        try:
            sequence, hashes = read_proof_line(line)
        except MalformedLogLine as error:
            raise malformed(Fault.MALFORMED_PROOF, error, PROOFS_PATH, number) from None
        if count >= len(history.leaves) or sequence != history.sequences[count]:
            raise _other_lines(number)
        under = next((each for each in heads.placed if sequence <= each.covers), heads.last)
        leaf_hash, index = history.leaves[count], sequence - under.log.first
        _require_included(leaf_hash, index, under, hashes, number)
        count += 1
    if count < len(history.leaves):
        raise _other_lines(number + 1)


def _require_included(
    leaf_hash: bytes, index: int, placed: Placed, hashes: tuple[bytes, ...], line: int
) -> None:
    try:
        verify_inclusion(leaf_hash, index, placed.head.size, hashes, placed.head.root)
    except Refused:
        raise about_file(
            Fault.NOT_INCLUDED,
            f"不能证明所指的在日志{placed.log.origin}中",
            f"does not prove it to be in the log {placed.log.origin}",
            PROOFS_PATH,
            line,
        ) from None


def _other_lines(line: int) -> Finding:
    return about_file(
        Fault.MALFORMED_PROOF,
        "各行应与事件逐行对应",
        "the lines must be those of the events, one for one",
        PROOFS_PATH,
        line,
    )
