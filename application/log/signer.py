"""Signs the growth of the log: its own process, its own key, its own memory.

It trusts neither the database's tree nor what others signed. It remembers the head it signed last
and the edge of the tree under it, hashes every event since then from its stored bytes, and signs
what comes out. So it never signs two histories; if the stored tree says otherwise, it signs
nothing. It signs one log under one name; a later log has a key and a memory of its own. Of a log
that states its SM3 root too it remembers the edge of that tree as well (``docs/adr/0022``).
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy import Connection

from application.audit.checkpoint import Checkpoint, open_checkpoint, signed
from application.audit.keys import KeyType, Signer, VerifierKey
from application.audit.merkle import sm3
from application.audit.note import sign_note
from application.audit.proofs import root
from application.audit.refusal import Field, Problem, Refused, Sentences
from application.audit.tiles import Frontier
from application.event_store.database import Database
from application.event_store.log_tree import StoredTree, grown
from application.event_store.logs import FIRST, Log, leaves_of, log_in_use
from application.log.heads import Head, keep_head, latest_head, name_of


class Signed(NamedTuple):
    """What was signed last: the head, and the perfect subtrees of the tree under it."""

    note: bytes
    peaks: tuple[bytes, ...]
    first: int = FIRST.first
    """The sequence number that index 0 of the tree stands for."""
    successor: str | None = None
    """The key of the log that took over; nothing is signed after that."""
    sm3_peaks: tuple[bytes, ...] = ()
    """The perfect subtrees under SM3; none of a log that does not state its SM3 root."""


class Edges(NamedTuple):
    """The right edge of the tree of a log, and of the one under SM3 where heads state both."""

    tree: Frontier
    sm3: Frontier | None


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
        *,
        with_sm3: bool = False,
    ) -> None:
        self.key = VerifierKey(name, KeyType.LOG, key.public)
        self.memory = memory
        self._database = database
        self._signer = key
        self._clock = clock
        self._with_sm3 = with_sm3

    def sign(self) -> Head | None:
        """Sign the log as it stands; ``None`` when nothing was added since the last signature.

        Raises ``Refused`` when the log is not a continuation of what was signed before, or not the
        one this key signs.
        """
        latest = self.memory.recall()
        before = signed_edges(latest, self.key)
        with self._database.reading() as connection:
            log = log_signed_by(connection, self.key, latest)
            edges = after_every_event(connection, log, self._begun(before))
        if latest is not None:
            # a crash may have come between remembering and keeping
            self._keep(log, Head(log.number, before.tree.size, latest.note))
        if edges.tree.size == before.tree.size:
            return None
        head = Head(log.number, edges.tree.size, self.signed(edges, log.first).note)
        self._keep(log, head)
        return head

    def signed(self, edges: Edges, first: int) -> Signed:
        """Sign a tree, and remember it before anybody sees the signature."""
        tree, under_sm3 = edges
        sm3_root: bytes | None = None
        sm3_peaks: tuple[bytes, ...] = ()
        if under_sm3 is not None:
            sm3_root, sm3_peaks = under_sm3.root, under_sm3.peaks
        checkpoint = Checkpoint(self.key.name, tree.size, tree.root, sm3_root)
        note = signed(checkpoint, [sign_note(checkpoint.text, self.key.name, self._signer)])
        latest = Signed(note, tree.peaks, first, sm3_peaks=sm3_peaks)
        self.memory.remember(latest)
        return latest

    def _begun(self, edges: Edges) -> Edges:
        """Begin the tree under SM3 with the first leaf, where it is wanted and there is none."""
        begins = self._with_sm3 and edges.sm3 is None
        return edges._replace(sm3=Frontier(hashing=sm3())) if begins else edges

    def _keep(self, log: Log, head: Head) -> None:
        keep_head(self._database, log, head, self._clock())


def signed_edges(latest: Signed | None, key: VerifierKey) -> Edges:
    """Return the edges of the trees that were signed; their head must be of this key."""
    if latest is None:
        return Edges(Frontier(), None)
    head = open_checkpoint(latest.note, [key]).checkpoint
    tree = _remembered(Frontier(head.size, latest.peaks), head.root)
    if head.sm3_root is None:
        return Edges(tree, None)
    return Edges(tree, _remembered(Frontier(head.size, latest.sm3_peaks, sm3()), head.sm3_root))


def _remembered(edge: Frontier, root_signed: bytes) -> Frontier:
    if len(edge.peaks) != edge.size.bit_count() or edge.root != root_signed:
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


def after_every_event(connection: Connection, log: Log, edges: Edges) -> Edges:
    """Return the edges after every event there is, each hashed from its bytes."""
    size, before = leaves_of(connection, log), edges.tree.size
    if size < before:
        reason = Sentences(f"现有{size}条,上次签署时有{before}条", f"{size} < {before}")
        raise Refused(Problem.TREE_SHRINKS, Field.SIZE, reason=reason)
    tree = grown(connection, log, edges.tree, size)
    if root(size, StoredTree(connection, log)) != tree.root:
        raise Refused(Problem.ROOT_DIFFERS, Field.TREE)
    under_sm3 = edges.sm3
    return Edges(tree, under_sm3 and grown(connection, log, under_sm3, size))
