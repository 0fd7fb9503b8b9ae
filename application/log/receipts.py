"""Proof files: what a unit keeps to show, against everybody, that something was recorded."""

from sqlalchemy import Connection, select

from application.audit.entry import entry_of
from application.audit.policy import Policy
from application.audit.proof_file import (
    LONGEST_EXTRA,
    ProofFile,
    Proven,
    parse_proof_file,
    verify_proof_file,
)
from application.audit.proofs import inclusion_proof
from application.audit.refusal import Field, Problem, Refused
from application.errors import NotFound
from application.event_store.log_tree import StoredTree
from application.event_store.logs import log_of
from application.event_store.schema import events
from application.log.heads import NotYetSigned, latest_head


def receipt_of(connection: Connection, sequence: int) -> bytes:
    """Return the proof file of an event under the newest head of its log.

    An event of a log that has ended is proven under that log's last head. The event itself stands
    in it, unless it is too long for a proof file. Raises ``NotFound``, or ``NotYetSigned`` while
    no head covers the event.
    """
    row = connection.execute(select(events).where(events.c.sequence == sequence)).one_or_none()
    if row is None:
        raise NotFound("日志序号", str(sequence), "sequence")
    log = log_of(connection, sequence)
    index = sequence - log.first
    head = latest_head(connection, log, index + 1)
    if head is None:
        raise NotYetSigned(sequence)
    proof = inclusion_proof(index, head.size, StoredTree(connection, log))
    entry = entry_of(row.sequence, row.topic, row.originator_id, row.originator_version, row.state)
    extra = entry if len(entry) <= LONGEST_EXTRA else None
    return ProofFile(index, tuple(proof), head.note, extra).data


def check_receipt(data: bytes, policy: Policy, entry: bytes | None = None) -> Proven:
    """Verify a proof file with the event that stands in it, or with ``entry``.

    Raises ``Refused`` when it proves nothing.
    """
    event = parse_proof_file(data).extra if entry is None else entry
    if event is None:
        raise Refused(Problem.MISSING_LINE, Field.EXTRA, 2)
    return verify_proof_file(data, event, policy)
