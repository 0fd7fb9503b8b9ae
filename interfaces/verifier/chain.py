"""What a run of events must satisfy: no number missing, no version of an item left out."""

from __future__ import annotations

from interfaces.documents.event_lines import EventLine
from interfaces.documents.malformed import Malformed
from interfaces.documents.manifest import EventRange

MAX_AGGREGATES = 1_000_000
"""The most items one bundle may speak of; it bounds the memory of the check."""


class BrokenChain(Malformed):
    """A line is sound in itself but does not follow on the lines before it."""


class EventChain:
    """Follows events in order.

    Numbers must ascend, without a gap when the bundle holds its whole range; the versions of one
    item must ascend by one, from 1 when the bundle reaches back to the first event. A unit's part
    has the unit's own acts alone: others may be left out ``between``.
    """

    def __init__(self, stated: EventRange, *, between: bool) -> None:
        self._stated = stated
        self._between = between
        self._versions: dict[bytes, int] = {}
        self._sequence = 0
        self.count = 0
        self.begun_later = 0
        """How many items are not told from their first version on."""

    def follow(self, event: EventLine) -> None:
        """Take the next event, or refuse it with ``BrokenChain``."""
        self._require_sequence(event.sequence)
        self._require_version(event)
        self._sequence = event.sequence
        self.count += 1

    def tells_of(self, aggregate_id: str) -> bool:
        """Tell whether an event of this item has passed."""
        return _identity_of(aggregate_id) in self._versions

    def finish(self) -> None:
        """Refuse an end before the last event the manifest states."""
        count, last = self._stated.count, self._stated.last or 0
        if self.count != count or self._sequence != last:
            raise BrokenChain(
                f"到序号{self._sequence}为止共{self.count}条,清单写明共{count}条、到序号{last}为止",
                f"{self.count} events up to {self._sequence}, but the manifest states {count} "
                f"events up to {last}",
            )

    def _require_sequence(self, sequence: int) -> None:
        stated = self._stated
        if stated.first is None or stated.last is None:
            raise BrokenChain(
                "清单写明没有事件,此处却有一条", "the manifest states that there is no event"
            )
        expected = self._sequence + 1 if self.count else stated.first
        exact = stated.is_whole or not self.count
        if sequence < expected or (exact and sequence > expected):
            raise BrokenChain(
                f"序号为{sequence},应为{expected}{'' if exact else '或更大'}",
                f"the sequence is {sequence}, not {expected}{'' if exact else ' or more'}",
            )
        if sequence > stated.last:
            raise BrokenChain(
                f"序号{sequence}超出清单写明的最后序号{stated.last}",
                f"the sequence {sequence} is beyond the last one stated, {stated.last}",
            )

    def _require_version(self, event: EventLine) -> None:
        item = _identity_of(event.aggregate_id)
        known = self._versions.get(item)
        if known is None:
            self._require_room()
            known = 0 if self._stated.is_from_the_first else event.version - 1
            self.begun_later += known > 0
        if event.version != known + 1 and not (self._between and event.version > known):
            raise BrokenChain(
                f"该事项的版本为{event.version},应为{known + 1}",
                f"the version of the item is {event.version}, not {known + 1}",
            )
        self._versions[item] = event.version

    def _require_room(self) -> None:
        if len(self._versions) >= MAX_AGGREGATES:
            raise BrokenChain(
                f"所涉事项超过{MAX_AGGREGATES}个,超出核验上限",
                f"there are more than {MAX_AGGREGATES} items, more than are checked",
            )


def _identity_of(aggregate_id: str) -> bytes:
    return bytes.fromhex(aggregate_id.replace("-", ""))
