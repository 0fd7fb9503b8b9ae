"""Begins a new log for a new key, on the last head of the log in use (``docs/adr/0018``).

Every step is durable before the next, and each may have been done already: run again after a
crash, it goes on from there.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, update

from application.audit.checkpoint import open_checkpoint
from application.audit.policy import Policy
from application.audit.refusal import Field, Problem, Refused, Sentences
from application.audit.tiles import Frontier
from application.event_store.database import Database
from application.event_store.log_tree import hashed_leaves
from application.event_store.logs import Log, log_in_use, logs_of
from application.event_store.schema import log_head, log_nodes, log_rotations
from application.log.heads import NothingSigned, latest_head, name_of
from application.log.signer import PAGE, LogSigner, Signed, grown


class Rotated(NamedTuple):
    """What a rotation came to."""

    new: Log
    last: bytes
    """The head on which the old log ended and the new one begins."""


def rotate(
    database: Database, ending: LogSigner, beginning: LogSigner, policy: Policy, now: datetime
) -> Rotated:
    """End the log of one key, begin that of the other and sign it.

    Raises ``Refused``, or ``NothingSigned``, while nothing has changed: unless the ending log goes
    on from what its key signed last, that is the newest head there is and has its quorum, the
    policy names both keys, and the new name was never used.
    """
    last = ending.memory.recall()
    if last is None:
        raise NothingSigned
    with database.reading() as connection:
        using = log_in_use(connection)
        new = _successor(using, ending, last, beginning)
        if new is None:
            new = _prepared(connection, using, ending, last, beginning, policy)
    _begin_memory(beginning, new, ending, last)
    if using != new:
        _begin(database, new, now)
    beginning.sign()
    return Rotated(new, last.note)


def _successor(using: Log, ending: LogSigner, last: Signed, beginning: LogSigner) -> Log | None:
    """Return the log in use, if it is the one this rotation began before."""
    if (using.name, using.predecessor) != (beginning.key.name, last.note):
        return None
    ending.edge_of(last)
    return using


def _prepared(
    connection: Connection,
    using: Log,
    ending: LogSigner,
    last: Signed,
    beginning: LogSigner,
    policy: Policy,
) -> Log:
    """Return the log that may begin now; refuse unless everything speaks for it."""
    open_end = last
    if last.successor == beginning.key.vkey:
        open_end = last._replace(successor=None)
    edge = ending.edge_of(open_end)
    ending.log_for(connection, open_end)
    _require_last(connection, using, ending, last, policy)
    grown(connection, using, edge)
    _require_new(connection, beginning, policy)
    return Log(using.number + 1, using.covers(edge.size), beginning.key.name, last.note)


def _require_last(
    connection: Connection, using: Log, ending: LogSigner, last: Signed, policy: Policy
) -> None:
    """Refuse unless the head signed last is the newest in the store and has its quorum."""
    head = latest_head(connection, using)
    if head is None or not head.note.startswith(last.note):
        raise Refused(Problem.UNKNOWN_HEAD, Field.MEMORY)
    opened = open_checkpoint(head.note, policy.log_keys, policy.witness_keys)
    if opened.log != ending.key:
        raise Refused(Problem.UNKNOWN_LOG, Field.POLICY)
    decision = policy.decide({each.witness for each in opened.cosignatures})
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


def _begin_memory(beginning: LogSigner, new: Log, ending: LogSigner, last: Signed) -> None:
    """Close the memory of the old key, then let the new one sign the tree of leaf 0 alone."""
    known = beginning.memory.recall()
    if known is not None and (known.first != new.first or known.successor is not None):
        raise Refused(Problem.LOG_NOT_IN_USE, Field.MEMORY)
    beginning.edge_of(known)
    ending.memory.remember(last._replace(successor=beginning.key.vkey))
    if known is None:
        edge, _ = Frontier().append(new.lead)
        beginning.signed(edge, new.first)


def _begin(database: Database, new: Log, now: datetime) -> None:
    """Begin the log in the store, with the events it takes over from the one before."""
    with database.writing() as transaction:
        if transaction.log_number != new.number - 1:
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
