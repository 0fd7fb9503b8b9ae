"""What the log hashes of an event: the entry of its leaf, and how long one may be."""

import re
from uuid import UUID

from application.audit.refusal import Field, Problem, Refused

LONGEST_ENTRY = 1_048_575
"""In bytes; with a line end it is one line of an export, and it fits a receipt."""
LONGEST_STATE = 1_048_000
"""Of what an event states, in bytes; there is room for what stands around it in an entry."""
BEGINNING = re.compile(rb'\{"sequence":([1-9][0-9]{0,18}),"topic":"')


def entry_of(sequence: int, topic: str, aggregate_id: UUID, version: int, state: bytes) -> bytes:
    """Return the entry of a stored event, its state verbatim: no two events have the same.

    The event with sequence number N is leaf N - 1, until a new key begins a new log (ADR 0018).
    """
    return b'{"sequence":%d,"topic":"%b","aggregate_id":"%b","version":%d,"state":%b}' % (
        sequence,
        topic.encode(),
        str(aggregate_id).encode(),
        version,
        state,
    )


def sequence_of(entry: bytes) -> int:
    """Return the sequence number of an entry; refuse a leaf that is no event."""
    found = BEGINNING.match(entry)
    if found is None:
        raise Refused(Problem.MALFORMED_LINE, Field.LEAF)
    return int(found[1])
