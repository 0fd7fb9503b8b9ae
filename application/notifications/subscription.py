"""Who is told of what, and by which way: what a channel must do, and what it is given."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar, NamedTuple, Protocol
from uuid import UUID


class Start(StrEnum):
    """Where a subscription that is new begins to read the log."""

    NOW = "now"
    BEGINNING = "beginning"


class Notice(NamedTuple):
    """What may be said of one event: no names of persons, no wording."""

    delivery_id: UUID
    sequence: int
    topic: str
    label: str
    item_kind: str
    item_label: str
    item_id: UUID
    item_number: str
    item_title: str | None
    """Only a letter whose subscription says so shows it."""
    version: int
    unit: str
    unit_name: str
    occurred_on: date
    recorded_at: datetime


class Letter(NamedTuple):
    """A letter that one sender has claimed, and which attempt this is."""

    id: UUID
    attempt: int
    channel: str
    """For which way it was written."""
    payload: bytes


class Failure(NamedTuple):
    """Why a letter did not arrive, in words that are safe to show."""

    error: str
    retry_after: timedelta | None = None
    gone: bool = False
    """The receiver wants no more letters, ever."""


class Channel(Protocol):
    """A way to a receiver."""

    kind: ClassVar[str]
    """What the way is called."""

    @property
    def destination(self) -> str:
        """Where it leads to; never a secret."""
        ...

    def compose(self, notice: Notice) -> bytes:
        """Write the exact bytes to send."""
        ...

    def send(self, letter: Letter, within: timedelta) -> Failure | None:
        """Send once; return ``None`` when the receiver has accepted.

        The whole attempt, from connecting to the last byte of an answer, ends ``within`` a time.
        """
        ...


class Subscription(NamedTuple):
    """Which events are told by which channel."""

    name: str
    topics: frozenset[str]
    units: frozenset[str]
    """When there are any, only events of items that concern one of them are told."""
    start: Start
    channel: Channel
