"""What is remembered of an item while a log is followed, and the event that is at hand."""

from __future__ import annotations

from collections.abc import Iterable
from sys import intern
from typing import Any, Optional

from interfaces.verifier.finding import Finding
from interfaces.verifier.transitions import TRANSITIONS
from interfaces.verifier.words import KIND_LABELS, STATUS_LABELS

ILLEGAL, NOT_INDEPENDENT = "illegal-transition", "four-eyes-violated"

ProfileKey = Optional[tuple[str, int]]
"""The congress and the version of rules; ``None`` where nobody's rules had a say."""


def kept(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts of which many items have the same, each held in memory once."""
    return tuple(map(intern, texts))


def kept_day(due: dict[str, Any]) -> str | None:
    """Return the day of a due date, held in memory once; ``None`` if it is undated."""
    return intern(due["on"]) if due["on"] else None


class Item:
    """What every item has; memory counts, for a log may speak of many items."""

    __slots__ = ("are_steps", "days", "kind", "number", "profile", "status", "trail")

    def __init__(self, kind: str, number: str) -> None:
        self.kind = kind
        self.number = number
        self.status = ""
        self.days: list[str] = []
        """The business date of each event, as corrected; that of version ``v`` at ``v - 1``."""
        self.are_steps = bytearray()
        """For each event, whether it is a step."""
        self.profile: ProfileKey = None
        self.trail = bytearray()
        """What the ledgers need of each event, in the order of recording."""

    @property
    def is_open(self) -> bool:
        """Whether more is to be expected of it."""
        return True

    def date_of(self, version: int) -> str:
        """Return the business date, as corrected, of the event with this version."""
        return self.days[version - 1]

    def bounding_days(self) -> list[str]:
        """Return the dates that the next step may not precede, in the order of their check."""
        return [self.days[self.are_steps.rfind(1)]] if self.days else []

    def step_before(self, version: int) -> int | None:
        """Return the version of the last step before this event."""
        place = self.are_steps.rfind(1, 0, version - 1)
        return None if place < 0 else place + 1

    def step_after(self, version: int) -> int | None:
        """Return the version of the first step after this event."""
        place = self.are_steps.find(1, version)
        return None if place < 0 else place + 1

    @property
    def called(self) -> str:
        """What people call it: its kind and number."""
        return f"{KIND_LABELS[self.kind]}{self.number}"


class Event:
    """One event at hand, with what most rules ask of it."""

    __slots__ = (
        "actor",
        "day",
        "id",
        "item",
        "profile",
        "recorded_on",
        "role",
        "sequence",
        "state",
        "topic",
        "tree",
        "unit",
        "version",
    )

    item: Any
    """The item as it was before the event; each rule knows the class of its own kind."""
    tree: Any
    """The units as they were before the event."""

    def __init__(
        self, sequence: int, topic: str, item_id: str, version: int, state: dict[str, Any]
    ) -> None:
        act = state["act"]
        profile = act.get("profile")
        self.sequence = sequence
        self.topic = topic
        self.id = item_id
        self.version = version
        self.state = state
        self.unit = intern(act["unit"])
        self.actor = intern(act["actor"])
        self.role: str = act["role"]
        self.day = ""
        self.recorded_on = ""
        self.profile: ProfileKey = profile and (profile["congress"], profile["version"])

    def inside(self, units: Iterable[str]) -> str | None:
        """Return the first of these units the acting one is or is inside of, on the act's day.

        A due date counted anew is noted no earlier than it was set, by the act of the correction
        before it.
        """
        day = self.item.days[-1] if self.topic.endswith(".due-recounted") else self.day
        lineage: list[str] = self.tree.lineage_on(self.unit, day)
        return next((unit for unit in lineage if unit in units), None)

    def require(self, holds: object, chinese: str, english: str) -> None:
        """Refuse the event as illegal unless what is demanded holds."""
        if not holds:
            raise self.refusal(ILLEGAL, chinese, english)

    def require_independent(self, holds: object, chinese: str, english: str) -> None:
        """Refuse the event unless somebody else acts than whoever carried the matter out."""
        if not holds:
            raise self.refusal(NOT_INDEPENDENT, chinese, english)

    def refusal(self, code: str, chinese: str, english: str) -> Finding:
        """Name the event, the item, how it stood, what was attempted, and why that cannot be."""
        label = TRANSITIONS[self.topic]["label"]
        where, place = f"序号{self.sequence}", f"event {self.sequence}"
        if self.item is not None:
            labels = STATUS_LABELS.get(self.item.kind, {})
            status = labels.get(self.item.status, self.item.status)
            was = f"原为“{status}”," if status else ""
            where += f":{self.item.called}{was}此处办理“{label}”"
            stood = f" is {self.item.status}" if status else ""
            place += f": {self.item.kind} {self.item.number}{stood}, {self.topic}"
        return Finding(code, self.sequence, f"{where}——{chinese}", f"{place}: {english}")

    def require_round(self, number: int) -> None:
        """Refuse a round other than the one that is due."""
        self.require(
            self.state["round"] == number, f"轮次应为第{number}轮", f"the round should be {number}"
        )
