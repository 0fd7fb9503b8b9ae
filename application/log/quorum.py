"""Which head of a log enough witnesses have countersigned, by a policy."""

from collections.abc import Iterator
from functools import cache
from itertools import islice

from sqlalchemy import Connection

from application.audit.checkpoint import open_checkpoint
from application.audit.policy import Decision, Policy
from application.audit.refusal import Refused
from application.event_store.logs import Log
from application.log.heads import Head, head_of_size, witnesses_down_from

MOST_OPENED = 100
"""Heads of one log whose signatures are verified; more than one only where some are spoiled."""


def newest_with_quorum(
    connection: Connection, log: Log, policy: Policy, most: int, least: int = 0
) -> Head | None:
    """Return the newest head of ``least`` to ``most`` leaves that reached the quorum, if any did.

    The names of the witnesses are kept beside what they signed. Only heads whose names would do
    are opened, the newest first, and at most ``MOST_OPENED``: where none has the quorum, no
    signature is verified, however many heads there are.
    """
    promising = islice(_promising(connection, log, policy, most, least), MOST_OPENED)
    for size in promising:
        head = head_of_size(connection, log, size)
        if head is not None and reaches(head, policy):
            return head
    return None


def reaches(head: Head, policy: Policy) -> bool:
    """Tell whether the signatures of a head are right and enough."""
    try:
        return decision_on(head, policy).reached
    except Refused:
        return False  # whoever verifies it says what is wrong with it


def decision_on(head: Head, policy: Policy) -> Decision:
    """Decide by the countersignatures of a head; raises ``Refused`` when a signature is wrong."""
    opened = open_checkpoint(head.note, policy.log_keys, policy.witness_keys)
    return policy.decide({each.witness for each in opened.cosignatures})


def _promising(
    connection: Connection, log: Log, policy: Policy, most: int, least: int
) -> Iterator[int]:
    @cache
    def would_do(names: frozenset[str]) -> bool:
        return policy.decide({key for key in policy.witness_keys if key.vkey in names}).reached

    for size, names in witnesses_down_from(connection, log, most, least):
        if would_do(names):
            yield size
