"""What the log hashes of an event: the entry of its leaf, and how long one may be."""

from uuid import UUID

LONGEST_ENTRY = 1_048_575
"""In bytes; with a line end it is one line of an export."""


def entry_of(sequence: int, topic: str, aggregate_id: UUID, version: int, state: bytes) -> bytes:
    """Return the entry of a stored event, its state verbatim: no two events have the same.

    The event with sequence number N is leaf N - 1.
    """
    return b'{"sequence":%d,"topic":"%b","aggregate_id":"%b","version":%d,"state":%b}' % (
        sequence,
        topic.encode(),
        str(aggregate_id).encode(),
        version,
        state,
    )
