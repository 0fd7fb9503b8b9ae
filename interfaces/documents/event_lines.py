"""One stored event as one line of ``events.jsonl``, and what a run of such lines must satisfy.

A line has one form only, and the stored bytes of the event's state stand in it verbatim:
``{"sequence":7,"topic":"opinion.referred","aggregate_id":"…","version":2,"state":…}``.
"""

import json
import re
from binascii import unhexlify
from typing import NamedTuple, NoReturn
from uuid import UUID

from interfaces.documents.manifest import EventRange

MAX_LINE = 1_048_576
"""The longest line in bytes, its line end included."""
MAX_AGGREGATES = 1_000_000
"""The most aggregates one bundle may speak of; it bounds the memory of the check."""

_TOPIC = rb"[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*"
_NUMBER = rb"[1-9][0-9]{0,17}"
_UUID = rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_LINE = re.compile(
    rb'\{"sequence":(?P<sequence>%b),"topic":"%b","aggregate_id":"(?P<aggregate_id>%b)",'
    rb'"version":(?P<version>%b),"state":(?P<state>\{.*\})\}\n' % (_NUMBER, _TOPIC, _UUID, _NUMBER)
)


def event_line(sequence: int, topic: str, aggregate_id: UUID, version: int, state: bytes) -> bytes:
    """Return the line of one stored event; what could not be read back is refused."""
    line = b'{"sequence":%d,"topic":"%b","aggregate_id":"%b","version":%d,"state":%b}\n' % (
        sequence,
        topic.encode(),
        str(aggregate_id).encode(),
        version,
        state,
    )
    if len(line) > MAX_LINE or not _LINE.fullmatch(line):
        raise ValueError(f"event {sequence} ({topic}) cannot be written as one line")
    return line


class BrokenLine(Exception):
    """A line is not in the form events are written in, or its state is not JSON."""


class BrokenChain(Exception):
    """A line is sound in itself but does not follow on the lines before it."""


class EventLine(NamedTuple):
    """What a line says; ``state`` are the stored bytes, verbatim."""

    sequence: int
    aggregate_id: bytes
    version: int
    state: bytes


def read_event_line(line: bytes) -> EventLine:
    """Read one line, its line end included; refuse any other form of it with ``BrokenLine``."""
    if len(line) > MAX_LINE:
        raise BrokenLine(f"超过{MAX_LINE}字节")
    found = _LINE.fullmatch(line)
    if not found:
        raise BrokenLine("不是规定格式的事件记录")
    try:
        _JSON.decode(found["state"].decode())
    except (ValueError, RecursionError) as error:
        raise BrokenLine("事件内容不是有效的JSON") from error
    identity = unhexlify(found["aggregate_id"].replace(b"-", b""))
    return EventLine(int(found["sequence"]), identity, int(found["version"]), found["state"])


def _not_json(constant: str) -> NoReturn:
    raise ValueError(constant)


_JSON = json.JSONDecoder(parse_constant=_not_json)


class EventChain:
    """Follows events in order: no sequence number missing, no version of an item left out.

    Numbers must ascend, without a gap when the bundle holds its whole range; the versions of one
    aggregate must ascend by one, from 1 when the bundle reaches back to the first event.
    """

    def __init__(self, stated: EventRange) -> None:
        self._stated = stated
        self._versions: dict[bytes, int] = {}
        self._sequence = 0
        self.count = 0

    def follow(self, event: EventLine) -> None:
        """Take the next event, or refuse it with ``BrokenChain``."""
        self._require_sequence(event.sequence)
        self._require_version(event)
        self._sequence = event.sequence
        self._versions[event.aggregate_id] = event.version
        self.count += 1

    def finish(self) -> None:
        """Refuse an end before the last event the manifest states."""
        if self.count != self._stated.count or self._sequence != (self._stated.last or 0):
            raise BrokenChain(
                f"到序号{self._sequence}为止共{self.count}条,"
                f"清单写明共{self._stated.count}条、到序号{self._stated.last or 0}为止"
            )

    def _require_sequence(self, sequence: int) -> None:
        stated = self._stated
        if stated.first is None or stated.last is None:
            raise BrokenChain("清单写明没有事件,此处却有一条")
        expected = self._sequence + 1 if self.count else stated.first
        exact = stated.is_whole or not self.count
        if sequence != expected and (exact or sequence < expected):
            raise BrokenChain(f"序号为{sequence},应为{expected}{'' if exact else '或更大'}")
        if sequence > stated.last:
            raise BrokenChain(f"序号{sequence}超出清单写明的最后序号{stated.last}")

    def _require_version(self, event: EventLine) -> None:
        known = self._versions.get(event.aggregate_id)
        if known is None:
            if len(self._versions) >= MAX_AGGREGATES:
                raise BrokenChain(f"所涉事项超过{MAX_AGGREGATES}个,超出核对上限")
            known = 0 if self._stated.is_from_the_first else event.version - 1
        if event.version != known + 1:
            raise BrokenChain(f"该事项的版本为{event.version},应为{known + 1}")
