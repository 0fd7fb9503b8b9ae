"""What the operator asks of witnesses, and what it keeps of their answers."""

from datetime import datetime

from sqlalchemy import Connection

from application.audit.checkpoint import open_checkpoint
from application.audit.keys import VerifierKey
from application.audit.note import Note, parse_note
from application.audit.policy import Policy
from application.audit.proofs import consistency_proof
from application.audit.refusal import Field, Problem, Refused
from application.audit.witness_request import WitnessRequest
from application.event_store.database import Database
from application.event_store.log_tree import StoredTree
from application.event_store.logs import log_in_use
from application.log.heads import (
    NothingSigned,
    head_of_name,
    keep_cosignatures,
    latest_head,
    witnessed_size,
)


def request_to(connection: Connection, witness: VerifierKey, old: int | None = None) -> bytes:
    """Return the request for the newest head of the log in use.

    It goes on from the head of that log the witness countersigned last; ``old`` is the size the
    witness itself named, when it knows better. Raises ``NothingSigned``.
    """
    log = log_in_use(connection)
    head = latest_head(connection, log)
    if head is None:
        raise NothingSigned
    size = witnessed_size(connection, log, witness) if old is None else old
    proof = consistency_proof(size, head.size, StoredTree(connection, log))
    note = parse_note(head.note)
    signed_by_log = Note(note.text, note.signatures[:1])
    return WitnessRequest(size, tuple(proof), signed_by_log.data).data


def keep_answer(database: Database, policy: Policy, note: bytes, now: datetime) -> int:
    """Keep the countersignatures of a head that came back; return how many were new.

    The head may be of a log that has ended since. Raises ``Refused`` unless it is one of this
    store and every known signature is right.
    """
    opened = open_checkpoint(note, policy.log_keys, policy.witness_keys)
    head = opened.checkpoint
    with database.reading() as connection:
        kept = head_of_name(connection, head.origin, head.size)
    if kept is None or not kept.note.startswith(head.text.encode()):
        raise Refused(Problem.UNKNOWN_HEAD, Field.CHECKPOINT)
    return keep_cosignatures(database, kept, opened, note, now)
