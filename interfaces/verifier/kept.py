"""What somebody kept outside the bundle, earlier checkpoints and receipts: the bundle must agree.

An operator who makes a whole log anew cannot change them. What the bundle says nothing of is not
compared, and told: no more is made of it.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from application.audit.policy import Policy
from application.audit.refusal import Sentences
from interfaces.documents.event_lines import EventLine
from interfaces.documents.manifest import Scope
from interfaces.verifier.finding import Fault, Finding, about_file
from interfaces.verifier.heads import Head, open_head
from interfaces.verifier.history import History
from interfaces.verifier.logs import BundleLog, Heads, root_at
from interfaces.verifier.sm3_roots import Sm3Roots


class Given(NamedTuple):
    """A file given beside the bundle."""

    name: str
    data: bytes


class Compared(NamedTuple):
    """The bundle's side: its events, and its logs as far as they are signed."""

    scope: Scope
    history: History
    heads: Heads
    sm3_roots: Sm3Roots
    only_log: str | None
    """The log of a county that has one alone, as the policy names it."""

    @property
    def is_whole(self) -> bool:
        """Whether the bundle holds every event known."""
        return self.scope.selection is None

    def log(self, origin: str) -> BundleLog | None:
        """Return a log of the bundle; where nothing is signed, the only one there can be."""
        if self.heads.placed:
            end = self.heads.ends.get(origin)
            return end and end.log
        return BundleLog(origin) if origin == self.only_log else None

    def ends_before(self, head: Head) -> int | None:
        """Return the last event of a log that ended, if it is said to cover more."""
        end = self.heads.ends.get(head.origin)
        if end is None or end == self.heads.last or head.size <= end.head.size:
            return None
        return end.covers

    def root(self, head: Head) -> bytes | None:
        """Return the root of a head's log at its size, if the bundle tells it."""
        log = self.log(head.origin)
        if log is None:
            return None
        if self.is_whole:
            return root_at(log, head.size, self.history)
        place = head.origin, head.size
        known = (each.head for each in self.heads.placed)
        return next((each.root for each in known if (each.origin, each.size) == place), None)

    def has_place(self, sequence: int, index: int, head: Head) -> bool:
        """Tell whether an event may be the leaf at ``index`` of the log of a head.

        A log the bundle does not know of can but begin where its last head ends, or behind it.
        """
        log, first = self.log(head.origin), sequence - index
        if not self.heads.placed:
            return first >= BundleLog(head.origin).first
        if log is None:
            return first >= self.heads.last.covers and index > 0
        is_there = first == log.first and sequence > log.begins_after
        return is_there and self.ends_before(head) is None

    def leaf(self, sequence: int) -> bytes | None:
        """Return the leaf hash of an event, if it is in the bundle."""
        sequences = self.history.sequences
        place = bisect_left(sequences, sequence)
        if place == len(sequences) or sequences[place] != sequence:
            return None
        return self.history.leaves[place]

    def must_hold(self, event: EventLine) -> bool:
        """Tell whether an event that is not there belongs to a partial bundle."""
        is_known = self.history.chain.tells_of(event.aggregate_id)
        return self.history.selected.must_hold(event, is_known=is_known)


def require_kept_checkpoint(given: Given, policy: Policy, compared: Compared) -> Sentences | None:
    """Refuse unless a checkpoint kept from earlier is a root of the tree of its log.

    Returns why it cannot be compared, if the bundle does not tell that root.
    """
    head = open_head(given.data, policy, given.name)
    ended = compared.ends_before(head)
    if ended is not None:
        raise _contradicts(
            given,
            f"日志{head.origin}在导出包里止于序号{ended},留存的检查点却在其后:换密钥之后历史被改动",
            f"the log {head.origin} ends at event {ended} in the bundle, and goes on here",
        )
    log, root = compared.log(head.origin), compared.root(head)
    if log is None or root is None:
        return _unknown(head, log, compared)
    if root != head.root:
        raise _contradicts(
            given,
            f"与导出包内日志{head.origin}前{head.size}条记录的根哈希不同:留存之后历史被改动",
            f"differs from the root of {head.origin} at size {head.size}: "
            "history was altered since",
        )
    if not compared.sm3_roots.agrees(head, log):
        raise _contradicts(
            given,
            f"所载的SM3根哈希与导出包内日志{head.origin}前{head.size}条记录的不同",
            f"states another SM3 root than {head.origin} has in the bundle at size {head.size}",
        )
    return None


def _unknown(head: Head, log: BundleLog | None, compared: Compared) -> Sentences:
    if not compared.is_whole:
        return Sentences(
            f"部分导出包没有日志{head.origin}记录总数为{head.size}的根哈希",
            f"a partial bundle without the root of {head.origin} at size {head.size}",
        )
    if log is not None:
        return beyond(
            f"检查点覆盖到序号{log.covers(head.size)}",
            f"the checkpoint covers event {log.covers(head.size)}",
            compared.scope.known_at,
        )
    if compared.heads.placed:
        return Sentences(
            f"导出包没有日志{head.origin}的检查点",
            f"the bundle has no checkpoint of the log {head.origin}",
        )
    return Sentences(
        f"包内没有检查点,策略又列有几个日志,不知道日志{head.origin}从哪一条开始",
        "nothing is signed in the bundle and the policy names several logs: nobody can tell "
        f"where {head.origin} begins",
    )


def beyond(chinese: str, english: str, known_at: int) -> Sentences:
    """Say that what was kept is of later than the bundle, which one made later would answer."""
    return Sentences(
        f"{chinese},导出包只到序号{known_at};导出包若在其后制作,应当另行索取完整的",
        f"{english}, the bundle ends at {known_at}; "
        "if it was made later, ask for one that goes on",
    )


def _contradicts(given: Given, chinese: str, english: str) -> Finding:
    return about_file(Fault.CHECKPOINT_CONTRADICTS, chinese, english, given.name)
