"""Everything a log has told so far, for rules that reach across items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from interfaces.verifier.items import Event, Item
from interfaces.verifier.owed_recount import OwedRecount, require_owed
from interfaces.verifier.resting import Wardrobe, is_of
from interfaces.verifier.rulebook import Rulebook
from interfaces.verifier.unit_tree import UnitTree

LONGEST_PACKED = 256
"""Events of the longest history that is packed once its item has ended."""


class County:
    """The items by their identity, the units, the rules and the holidays."""

    def __init__(self) -> None:
        self._items: dict[str, Item | bytes] = {}
        """Each item by its identity: at hand, or put by."""
        self._wardrobe = Wardrobe()
        self.tree = UnitTree()
        self.book = Rulebook(self.tree)
        self._awaited: dict[str, list[tuple[Event, str, str]]] = {}
        """Items events refer to that begin later in the same act: with each, kind and number."""
        self._unlinked: dict[tuple[str, str], Event] = {}
        """What began work in the act at hand, by the opinion it answers and its own identity."""
        self._reminders = 0
        """How many the act at hand has raised that no tick has counted yet."""
        self._first_reminder: Event | None = None
        """The first of these; all of them may be too many to be kept."""
        self._recount: OwedRecount | None = None
        """What the correction before has counted anew by the very next event."""
        self._causation = ""

    def refer(self, event: Event, kind: str, key: str, number: str) -> None:
        """Refuse a reference unless the item is there, or begins before the act is over."""
        found = self._found(key)
        if found is None:
            self._awaited.setdefault(key, []).append((event, kind, number))
        else:
            _require_same(event, found, kind, number)

    def refer_ahead(self, event: Event, kind: str, key: str, number: str) -> None:
        """Refuse a reference unless the item is still to begin before the act is over."""
        event.require(self._found(key) is None, f"{number}此前已有", f"{number} was there before")
        self.refer(event, kind, key, number)

    def awaiting(self, key: str) -> list[str]:
        """Return the identities of the items whose events refer to one that has not begun."""
        return [event.id for event, *_ in self._awaited.get(key, ())]

    def answer(self, event: Event, opinions: Iterable[str]) -> None:
        """Refuse work on an opinion there is not; an open one is linked to it in the same act."""
        for key in opinions:
            found = self.item("opinion", key)
            event.require(found, "回应的意见不存在", "it answers no known opinion")
            if found.is_open and event.id not in found.linked:
                self._unlinked[key, event.id] = event

    def link(self, event: Event, kind: str, key: str, number: str) -> None:
        """Take down that an opinion is linked to work."""
        self.refer(event, kind, key, number)
        self._unlinked.pop((event.id, key), None)

    def remind(self, event: Event) -> None:
        """Take down a reminder, which a tick is to count in the same act."""
        self._first_reminder = self._first_reminder or event
        self._reminders += 1

    def count_reminders(self) -> int:
        """Return how many reminders are to be counted, once."""
        count, self._reminders, self._first_reminder = self._reminders, 0, None
        return count

    def owe_recount(self, owed: OwedRecount | None) -> None:
        """Take down that the very next event is to count a due date anew."""
        self._recount = owed

    def take_recount(self, event: Event) -> None:
        """Refuse to count a due date anew unless the correction just before has it moved."""
        owed, self._recount = self._recount, None
        require_owed(event, owed)

    def begin_act(self, event: Event) -> None:
        """Refuse to go on to the next act while something is missing from the one at hand."""
        causation = event.state["act"]["causation_id"]
        if causation != self._causation:
            self._causation = causation
            self.end_act()
        if self._recount is not None and not self._recount.is_told_by(event):
            self._recount.refuse()

    def end_act(self) -> None:
        """Refuse an end without an item referred to, a link to work, a tick, or a recount."""
        if self._recount is not None:
            self._recount.refuse()
        for (event, kind, number), *_ in self._awaited.values():
            event.require(False, f"没有{number}", f"there is no {kind} {number}")
        for event in self._unlinked.values():
            event.require(
                False, "所回应的意见没有与之关联", "an opinion it answers is not linked to it"
            )
        if self._first_reminder is not None:
            self._first_reminder.require(
                False, "该提醒没有计入定时催办", "no tick counts the reminder"
            )

    def at_hand(self, key: str) -> Item | None:
        """Return the item an event is about, to be changed by it; ``None`` if it has not begun."""
        found = self._found(key)
        if found is not None:
            self._items[key] = found
        return found

    def put_by(self, key: str, item: Item) -> None:
        """Put an item by that has ended; what is changed from then on may be lost.

        A long history stays as it is: each event more would have all of it packed again.
        """
        is_long = len(item.days) > LONGEST_PACKED
        self._items[key] = item if is_long else self._wardrobe.packed(item)

    def add(self, key: str, item: Item) -> None:
        """Take in an item that has begun."""
        self._items[key] = item
        for event, kind, number in self._awaited.pop(key, ()):
            _require_same(event, item, kind, number)

    def item(self, kind: str, key: str) -> Any:
        """Return the item of this kind and identity; ``None`` if the log told of none."""
        found = self._found(key)
        return found if found is not None and found.kind == kind else None

    def raised_by(self, opinion_ids: Sequence[str]) -> str | None:
        """Return which congress raised the first of these opinions, if it is known."""
        first = self.item("opinion", opinion_ids[0]) if opinion_ids else None
        return first and str(first.raised_by)

    def of_kind(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Yield the items of a kind with their identities."""
        for key, item in self._items.items():
            if isinstance(item, bytes):
                if is_of(item, kind):
                    yield key, self._wardrobe.unpacked(item)
            elif item.kind == kind:
                yield key, item

    def __len__(self) -> int:
        return len(self._items)

    def _found(self, key: str) -> Item | None:
        found = self._items.get(key)
        return self._wardrobe.unpacked(found) if isinstance(found, bytes) else found

    def called(self, key: str) -> str:
        """Return the number of an item, or its identity while it has not begun."""
        found = self._found(key)
        return key if found is None else found.number

    def holds_up(self, key: str) -> bool:
        """Return whether linked work keeps an opinion from being closed; a plan never does."""
        found: Any = self._found(key)
        if found is None:
            return True
        if found.kind == "task":
            return bool(found.is_open)
        if found.kind == "commitment":
            return bool(found.is_open and found.result != "fulfilled")
        return False


def _require_same(event: Event, found: Item, kind: str, number: str) -> None:
    event.require(
        (found.kind, found.number) == (kind, number),
        f"所指的{number}另有其事项",
        f"{number} is another item",
    )
