"""Begins a new log for a new key, on the last head of the log in use (``docs/adr/0018``).

Every step is durable before the next, and each may have been done already: run again after a
crash, it goes on from there.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, update

from application.audit.checkpoint import open_checkpoint
from application.audit.keys import VerifierKey
from application.audit.merkle import SHA256, Hashing, sm3
from application.audit.policy import Policy
from application.audit.refusal import Field, Problem, Refused, Sentences
from application.audit.tiles import Frontier
from application.event_store.database import Database
from application.event_store.log_tree import PAGE, hashed_leaves
from application.event_store.logs import Log, log_in_use, logs_of
from application.event_store.schema import log_head, log_nodes, log_rotations
from application.log.heads import NothingSigned, latest_head, name_of
from application.log.quorum import decision_on
from application.log.signer import (
    Edges,
    LogSigner,
    Signed,
    SignersMemory,
    after_every_event,
    log_signed_by,
    signed_edges,
)


class Rotated(NamedTuple):
    """What a rotation came to."""

    old: VerifierKey
    new: Log
    last: bytes
    """The head on which the old log ended and the new one begins."""


def rotate(
    database: Database, ending: SignersMemory, beginning: LogSigner, policy: Policy, now: datetime
) -> Rotated:
    """End the log of one memory, begin that of another key and sign it.

    The old key is not needed: it may be lost. Raises ``Refused``, or ``NothingSigned``, while
    nothing has changed: unless the ending log goes on from what was signed last, that is the
    newest head there is and has its quorum, the policy names both keys, and the new name was
    never used.
    """
    last = ending.recall()
    if last is None:
        raise NothingSigned
    if last.successor not in {None, beginning.key.vkey}:
        raise Refused(Problem.LOG_ENDED, Field.MEMORY)
    last = last._replace(successor=None)
    key = open_checkpoint(last.note, policy.log_keys).log
    size = signed_edges(last, key).tree.size
    with database.reading() as connection:
        using = log_in_use(connection)
        new = Log(using.number + 1, last.first + size - 1, beginning.key.name, last.note)
        begun = using == new._replace(number=using.number)
        if begun:
            new = using
        else:
            _require_ready(connection, key, last, beginning, policy)
    _begin_memory(beginning, new, ending, last)
    if not begun:
        _begin(database, new, now)
    beginning.sign()
    return Rotated(key, new, last.note)


def _require_ready(
    connection: Connection, key: VerifierKey, last: Signed, beginning: LogSigner, policy: Policy
) -> None:
    """Refuse unless everything speaks for ending the log of this key now."""
    log = log_signed_by(connection, key, last)
    _require_last(connection, log, last, policy)
    after_every_event(connection, log, signed_edges(last, key))
    _require_new(connection, beginning, policy)


def _require_last(connection: Connection, log: Log, last: Signed, policy: Policy) -> None:
    """Refuse unless the head signed last is the newest in the store and has its quorum."""
    head = latest_head(connection, log)
    if head is None or not head.note.startswith(last.note):
        raise Refused(Problem.UNKNOWN_HEAD, Field.MEMORY)
    decision = decision_on(head, policy)
    if not decision.reached:
        raise Refused(Problem.QUORUM_NOT_REACHED, Field.QUORUM, reason=Sentences(*decision[1:]))


def _require_new(connection: Connection, beginning: LogSigner, policy: Policy) -> None:
    """Refuse unless the policy names the new log, and no log had its name; keys it lists once."""
    name = Sentences(beginning.key.name, beginning.key.name)
    if beginning.key not in policy.log_keys:
        raise Refused(Problem.UNKNOWN_LOG, Field.POLICY, reason=name)
    named = [key.name for key in policy.log_keys]
    named += [name_of(connection, log) or "" for log in logs_of(connection)]
    if named.count(beginning.key.name) > 1:
        raise Refused(Problem.REPEATED_NAME, Field.LOG, reason=name)


def _begin_memory(beginning: LogSigner, new: Log, ending: SignersMemory, last: Signed) -> None:
    """Close the memory of the old key, then let the new one sign the tree of leaf 0 alone."""
    known = beginning.memory.recall()
    if known is not None and (known.first != new.first or known.successor is not None):
        raise Refused(Problem.LOG_NOT_IN_USE, Field.MEMORY)
    signed_edges(known, beginning.key)
    ending.remember(last._replace(successor=beginning.key.vkey))
    if known is None:
        under_sm3 = _of_lead(new, sm3()) if last.sm3_peaks else None
        beginning.signed(Edges(_of_lead(new, SHA256), under_sm3), new.first)


def _of_lead(log: Log, hashing: Hashing) -> Frontier:
    edge, _ = Frontier(hashing=hashing).append(log.lead_in(hashing))
    return edge


def _begin(database: Database, new: Log, now: datetime) -> None:
    """Begin the log in the store, with the events it takes over from the one before."""
    with database.writing() as transaction:
        if transaction.state.log != new.number - 1:
            raise Refused(Problem.LOG_NOT_IN_USE, Field.LOG)
        connection = transaction.connection
        connection.execute(insert(log_rotations).values(begun_at=now, **new._asdict()))
        _grow_tree(connection, new, transaction.head.sequence)
        connection.execute(update(log_head).values(log=new.number))
        transaction.commit(transaction.head)


def _grow_tree(connection: Connection, log: Log, held: int) -> None:
    edge, size = Frontier(), log.size_at(held)
    while edge.size < size:
        until = min(size, edge.size + PAGE)
        edge, nodes = edge.append(hashed_leaves(connection, log, edge.size, until))
        if nodes:
            rows = [{"log": log.number, **node._asdict()} for node in nodes]
            connection.execute(insert(log_nodes), rows)
