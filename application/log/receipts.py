"""Proof files: what a unit keeps to show, against everybody, that something was recorded."""

from typing import NamedTuple

from sqlalchemy import Connection, select

from application.audit.entry import entry_of
from application.audit.policy import Policy
from application.audit.proof_file import ProofFile, Proven, parse_proof_file, verify_proof_file
from application.audit.proofs import inclusion_proof
from application.errors import NotFound
from application.event_store.log_tree import StoredTree
from application.event_store.logs import Log, log_of
from application.event_store.schema import events
from application.log.heads import Head, NotYetSigned, latest_head
from application.log.quorum import newest_with_quorum


class Receipt(NamedTuple):
    """A proof file, and whether enough witnesses vouch for the head in it."""

    data: bytes
    reached: bool | None
    """``None`` where no policy says how many are enough."""


def receipt_of(connection: Connection, sequence: int, policy: Policy | None) -> Receipt:
    """Return the proof file of an event under the newest head of its log that has the quorum.

    While none that covers the event has it, or no policy says who must witness, that is the
    newest. The event itself stands in it. Raises ``NotFound``, or ``NotYetSigned`` while no head
    covers the event.
    """
    row = connection.execute(select(events).where(events.c.sequence == sequence)).one_or_none()
    if row is None:
        raise NotFound("日志序号", str(sequence), "sequence")
    log = log_of(connection, sequence)
    index = sequence - log.first
    head, reached = _head_over(connection, log, index + 1, policy)
    if head is None:
        raise NotYetSigned(sequence)
    proof = inclusion_proof(index, head.size, StoredTree(connection, log))
    entry = entry_of(row.sequence, row.topic, row.originator_id, row.originator_version, row.state)
    return Receipt(ProofFile(index, tuple(proof), head.note, entry).data, reached)


def _head_over(
    connection: Connection, log: Log, least: int, policy: Policy | None
) -> tuple[Head | None, bool | None]:
    """Return the best head of at least so many leaves, and whether it has the quorum."""
    newest = latest_head(connection, log, least)
    if newest is None or policy is None:
        return newest, None
    head = newest_with_quorum(connection, log, policy, newest.size, least)
    return head or newest, head is not None


def check_receipt(data: bytes, policy: Policy, entry: bytes | None = None) -> Proven:
    """Verify a proof file with the event that stands in it, or with ``entry``.

    Raises ``Refused`` when it proves nothing.
    """
    event = parse_proof_file(data).event if entry is None else entry
    return verify_proof_file(data, event, policy)
