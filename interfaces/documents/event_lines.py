"""One stored event as one line of ``events.jsonl``.

A line has one form only, and the stored bytes of the event's state stand in it verbatim:
``{"sequence":7,"topic":"opinion.referred","aggregate_id":"…","version":2,"state":…}``.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from uuid import UUID

from interfaces.documents.json_text import NotJson, read_json
from interfaces.documents.malformed import Malformed

MAX_LINE = 1_048_576
"""The longest line in bytes, its line end included."""

_WORDS = rb"[a-z0-9]+(?:-[a-z0-9]+)*"
_TOPIC = rb'(?=[^"]{1,100}")%b\.%b(?:@(?:[2-9]|[1-9][0-9]))?' % (_WORDS, _WORDS)
_NUMBER = rb"[1-9][0-9]{0,17}"
_UUID = rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_LINE = re.compile(
    rb'\{"sequence":(?P<sequence>%b),"topic":"(?P<topic>%b)","aggregate_id":"(?P<aggregate_id>%b)",'
    rb'"version":(?P<version>%b),"state":(?P<state>\{.*\})\}\n' % (_NUMBER, _TOPIC, _UUID, _NUMBER)
)


def event_line(
    sequence: int, topic: str, aggregate_id: UUID | str, version: int, state: bytes
) -> bytes:
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


class BrokenLine(Malformed):
    """A line is not in the form events are written in, or its state is not JSON."""


class EventLine(NamedTuple):
    """What a line says."""

    sequence: int
    topic: str
    aggregate_id: str
    version: int
    state: dict[str, Any]


def read_event_line(line: bytes) -> EventLine:
    """Read one line, its line end included; refuse any other form of it with ``BrokenLine``."""
    if len(line) > MAX_LINE:
        raise BrokenLine(f"超过{MAX_LINE}字节", f"is longer than {MAX_LINE} bytes")
    found = _LINE.fullmatch(line)
    if not found:
        raise BrokenLine("不是规定格式的事件记录", "is not an event in its one form")
    sequence, topic, aggregate_id, version, state = found.groups()
    try:
        told = read_json(state.decode())
    except (UnicodeDecodeError, NotJson) as error:
        raise BrokenLine("事件内容不是有效的JSON", "the event's state is not JSON") from error
    return EventLine(int(sequence), topic.decode(), aggregate_id.decode(), int(version), told)
