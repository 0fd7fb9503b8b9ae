"""That a partial bundle is about what it says: the item it names, or the unit it names."""

from __future__ import annotations

from interfaces.documents.event_lines import EventLine
from interfaces.documents.manifest import EVENTS_PATH, Selection, SelectionKind
from interfaces.verifier.finding import Fault, Finding, about_file
from interfaces.verifier.identities import identity_of


class Selected:
    """Follows the events of a bundle; those of a whole one are all there are.

    A unit's part has the acts of that unit alone. An item's part has the item from its first event
    on; its identity follows from its number.
    """

    def __init__(self, selection: Selection | None) -> None:
        self._selection = selection
        self._unit = self._item = None
        if selection is not None and selection.kind is SelectionKind.UNIT:
            self._unit = selection.key
        elif selection is not None:
            self._item = identity_of(selection.kind.value, selection.key)
        self._has_begun = self._item is None

    def follow(self, event: EventLine, line: int) -> None:
        """Take the next event; refuse what the unit did not do."""
        if self._unit is not None and acting_unit(event) != self._unit:
            raise _other(
                f"不是所选单位“{self._unit}”的办理",
                f"is no act of the unit that is selected, {self._unit}",
                line,
            )
        if event.version == 1 and event.aggregate_id == self._item:
            self._has_begun = True

    def finish(self) -> None:
        """Refuse a part without the first event of its item."""
        if self._selection is not None and not self._has_begun:
            raise _other(
                f"没有所选事项“{self._selection.key}”的第一条记录",
                f"does not have the first event of what is selected, {self._selection.key}",
            )

    def must_hold(self, event: EventLine, *, is_known: bool) -> bool:
        """Tell whether a part leaves out an event that belongs to it as others do.

        So does every event of an item that is known in an item's part.
        """
        return is_known if self._unit is None else acting_unit(event) == self._unit


def acting_unit(event: EventLine) -> object:
    """Return the unit for which somebody acted."""
    act = event.state.get("act")
    return act.get("unit") if isinstance(act, dict) else None


def _other(chinese: str, english: str, line: int | None = None) -> Finding:
    return about_file(Fault.SELECTION_DIFFERS, chinese, english, EVENTS_PATH, line)
