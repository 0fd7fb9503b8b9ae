"""Signs the growth of the log: its own process, its own key, its own memory.

It trusts neither the database's tree nor what others signed. It remembers the head it signed last
and the edge of the tree under it, hashes every event since then from its stored bytes, and signs
what comes out. So it never signs two histories; if the stored tree says otherwise, it signs
nothing.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy import Connection, select

from application.audit.checkpoint import Checkpoint, open_checkpoint, signed
from application.audit.keys import KeyType, Signer, VerifierKey
from application.audit.note import sign_note
from application.audit.proofs import root
from application.audit.refusal import Field, Problem, Refused, Sentences
from application.audit.tiles import Frontier
from application.event_store.database import Database
from application.event_store.log_tree import StoredTree, hashed_leaves
from application.event_store.schema import log_head
from application.log.heads import Head, keep_head

PAGE = 5_000


class Signed(NamedTuple):
    """What was signed last: the head, and the perfect subtrees of the tree under it."""

    note: bytes
    peaks: tuple[bytes, ...]


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
        self._database = database
        self._signer = key
        self._memory = memory
        self._clock = clock

    def sign(self) -> Head | None:
        """Sign the log as it stands; ``None`` when nothing was added since the last signature.

        Raises ``Refused`` when the log is not a continuation of what was signed before.
        """
        latest = self._memory.recall()
        before = self._edge_of(latest)
        with self._database.reading() as connection:
            edge = _grown(connection, before)
        if latest is not None:
            # a crash may have come between remembering and keeping
            keep_head(self._database, Head(before.size, latest.note), self._clock())
        if edge.size == before.size:
            return None
        return self._signed(edge)

    def _edge_of(self, latest: Signed | None) -> Frontier:
        if latest is None:
            return Frontier()
        head = open_checkpoint(latest.note, [self.key]).checkpoint
        edge = Frontier(head.size, latest.peaks)
        if len(latest.peaks) != head.size.bit_count() or edge.root != head.root:
            raise Refused(Problem.EARLIER_ROOT_DIFFERS, Field.MEMORY)
        return edge

    def _signed(self, edge: Frontier) -> Head:
        checkpoint = Checkpoint(self.key.name, edge.size, edge.root)
        note = signed(checkpoint, [sign_note(checkpoint.text, self.key.name, self._signer)])
        self._memory.remember(Signed(note, edge.peaks))
        head = Head(edge.size, note)
        keep_head(self._database, head, self._clock())
        return head


def _grown(connection: Connection, edge: Frontier) -> Frontier:
    """Return the edge after every event there is, each hashed from its bytes."""
    size = connection.scalar(select(log_head.c.sequence)) or 0
    if size < edge.size:
        reason = Sentences(f"现有{size}条,上次签署时有{edge.size}条", f"{size} < {edge.size}")
        raise Refused(Problem.TREE_SHRINKS, Field.SIZE, reason=reason)
    while edge.size < size:
        edge, _ = edge.append(hashed_leaves(connection, edge.size, min(size, edge.size + PAGE)))
    if root(size, StoredTree(connection)) != edge.root:
        raise Refused(Problem.ROOT_DIFFERS, Field.TREE)
    return edge
