"""Signs the growth of the log: its own process, its own key, its own memory.

It trusts neither the database's tree nor what others signed. It remembers the head it signed last
and the edge of the tree under it, hashes every event since then from its stored bytes, and signs
what comes out. So it never signs two histories; if the stored tree says otherwise, it signs
nothing. It signs one log under one name; a later log has a key and a memory of its own.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy import Connection

from application.audit.checkpoint import Checkpoint, open_checkpoint, signed
from application.audit.keys import KeyType, Signer, VerifierKey
from application.audit.note import sign_note
from application.audit.proofs import root
from application.audit.refusal import Field, Problem, Refused, Sentences
from application.audit.tiles import Frontier
from application.event_store.database import Database
from application.event_store.log_tree import StoredTree, hashed_leaves
from application.event_store.logs import FIRST, Log, leaves_of, log_in_use
from application.log.heads import Head, keep_head, latest_head, name_of

PAGE = 5_000


class Signed(NamedTuple):
    """What was signed last: the head, and the perfect subtrees of the tree under it."""

    note: bytes
    peaks: tuple[bytes, ...]
    first: int = FIRST.first
    """The sequence number that index 0 of the tree stands for."""
    successor: str | None = None
    """The key of the log that took over; nothing is signed after that."""


class SignersMemory(Protocol):
    """Where the signer remembers, apart from the database it watches over."""

    def recall(self) -> Signed | None:
        """Return what was signed last; ``None`` before the first signature."""
        ...

    def remember(self, latest: Signed) -> None:
        """Return once it is durable."""
        ...


class LogSigner:
    """Signs the heads of one log under its name."""

    def __init__(
        self,
        database: Database,
        name: str,
        key: Signer,
        memory: SignersMemory,
        clock: Callable[[], datetime],
    ) -> None:
        self.key = VerifierKey(name, KeyType.LOG, key.public)
        self.memory = memory
        self._database = database
        self._signer = key
        self._clock = clock

    def sign(self) -> Head | None:
        """Sign the log as it stands; ``None`` when nothing was added since the last signature.

        Raises ``Refused`` when the log is not a continuation of what was signed before, or not the
        one this key signs.
        """
        latest = self.memory.recall()
        before = signed_edge(latest, self.key)
        with self._database.reading() as connection:
            log = log_signed_by(connection, self.key, latest)
            edge = grown(connection, log, before)
        if latest is not None:
            # a crash may have come between remembering and keeping
            self._keep(log, Head(log.number, before.size, latest.note))
        if edge.size == before.size:
            return None
        head = Head(log.number, edge.size, self.signed(edge, log.first).note)
        self._keep(log, head)
        return head

    def signed(self, edge: Frontier, first: int) -> Signed:
        """Sign a tree, and remember it before anybody sees the signature."""
        checkpoint = Checkpoint(self.key.name, edge.size, edge.root)
        note = signed(checkpoint, [sign_note(checkpoint.text, self.key.name, self._signer)])
        latest = Signed(note, edge.peaks, first)
        self.memory.remember(latest)
        return latest

    def _keep(self, log: Log, head: Head) -> None:
        keep_head(self._database, log, head, self._clock())


def signed_edge(latest: Signed | None, key: VerifierKey) -> Frontier:
    """Return the edge of the tree that was signed; its head must be of this key."""
    if latest is None:
        return Frontier()
    head = open_checkpoint(latest.note, [key]).checkpoint
    edge = Frontier(head.size, latest.peaks)
    if len(latest.peaks) != head.size.bit_count() or edge.root != head.root:
        raise Refused(Problem.EARLIER_ROOT_DIFFERS, Field.MEMORY)
    return edge


def log_signed_by(connection: Connection, key: VerifierKey, latest: Signed | None) -> Log:
    """Return the log in use; refuse unless it is the one that key and memory are for."""
    if latest is not None and latest.successor is not None:
        by = Sentences(f"由{latest.successor}接续", f"{latest.successor} goes on")
        raise Refused(Problem.LOG_ENDED, Field.MEMORY, reason=by)
    log = log_in_use(connection)
    first = log.first if latest is None else latest.first
    name = name_of(connection, log)
    if name not in {None, key.name} or log.first != first:
        other = Sentences(f"现用的是{name}", f"{name} is")
        raise Refused(Problem.LOG_NOT_IN_USE, Field.LOG, reason=other)
    head = latest_head(connection, log)
    if head is not None:
        open_checkpoint(head.note, [key])
    return log


def grown(connection: Connection, log: Log, edge: Frontier) -> Frontier:
    """Return the edge after every event there is, each hashed from its bytes."""
    size = leaves_of(connection, log)
    if size < edge.size:
        reason = Sentences(f"现有{size}条,上次签署时有{edge.size}条", f"{size} < {edge.size}")
        raise Refused(Problem.TREE_SHRINKS, Field.SIZE, reason=reason)
    while edge.size < size:
        until = min(size, edge.size + PAGE)
        edge, _ = edge.append(hashed_leaves(connection, log, edge.size, until))
    if root(size, StoredTree(connection, log)) != edge.root:
        raise Refused(Problem.ROOT_DIFFERS, Field.TREE)
    return edge
