"""A due date that a correction has counted anew, and the event that is to do it at once.

The product records both in one act: whoever corrects the day on which a due date rests cannot
leave the due date as it was.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from interfaces.verifier.items import Event


class OwedRecount(NamedTuple):
    """What follows from a correction, told before the event that says so."""

    correction: Event
    was: str | None
    """The due date before; ``None`` while that is open."""
    now: str | None
    on: str
    """The day on which it is noted: that of the correction, or on which the due date was set."""

    def is_told_by(self, event: Event) -> bool:
        """Return whether an event counts a due date of the same item anew."""
        return event.topic == f"{_kind(self.correction)}.due-recounted" and (
            event.id == self.correction.id
        )

    def refuse(self) -> None:
        """Refuse the correction: the due date did not follow."""
        state = self.correction.state
        version, now = state["corrects"], state["now"]
        self.correction.require(
            False,
            f"第{version}条的日期更正为{now},依据它的期限{self.was or '未定'}"
            f"没有随之重算,重算应得{self.now or '未定'}",
            f"record {version} is now dated {now}, yet the due date {self.was or 'left open'} "
            f"that rests on it is not counted anew; it would be {self.now or 'left open'}",
        )


def require_owed(event: Event, owed: OwedRecount | None) -> None:
    """Refuse to count anew what no correction moves, on another day, or in another's name."""
    event.require(
        owed is not None and owed.correction.state["corrects"] == event.state["corrected"],
        *NOTHING_TO_RECOUNT,
    )
    if owed is not None:
        event.require(
            event.day == owed.on,
            f"期限重算应当记为{owed.on}",
            f"a due date counted anew is to be dated {owed.on}",
        )
        event.require(
            _undated(event) == _undated(owed.correction),
            "期限重算与更正不是同一次办理",
            "a due date is counted anew by another act than the correction",
        )


def _kind(event: Event) -> str:
    return event.topic.partition(".")[0]


def _undated(event: Event) -> dict[str, Any]:
    """Return the act of an event, whatever day it is dated."""
    return {name: fact for name, fact in event.state["act"].items() if name != "occurred_on"}


NOTHING_TO_RECOUNT = "期限没有需要重算", "there is nothing to count anew"
