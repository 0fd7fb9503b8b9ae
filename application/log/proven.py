"""The signed heads that go with an export, and proofs of single events under the last of them."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Table, select

from application.audit.checkpoint import open_checkpoint
from application.audit.policy import Policy
from application.audit.proofs import inclusion_proof
from application.audit.refusal import Refused
from application.event_store.database import Database
from application.event_store.log_tree import StoredTree
from application.event_store.schema import log_checkpoints, log_cosignatures
from application.log.heads import Head, head_of_size

MOST = 1_000
"""Heads in one export; each signature takes its verifier a millisecond."""


class ProvenHeads:
    """At most ``MOST`` heads, spread evenly, those that were countersigned before others.

    They end with the newest that reached the quorum, or with the newest, if none did; that one
    may be wanted ``alone``.
    """

    def __init__(
        self, database: Database, policy: Policy, known_at: int, *, alone: bool = False
    ) -> None:
        self._database = database
        with database.reading() as connection:
            sizes = _spread(connection, known_at)
            sizes = sizes[: _last_reached(connection, sizes, policy) + 1]
        self.sizes = sizes[-1:] if alone else sizes

    @property
    def size(self) -> int:
        """How many events the last head covers; 0 when there is none."""
        return self.sizes[-1] if self.sizes else 0

    @property
    def last(self) -> bytes | None:
        """The last head, with every countersignature."""
        return self._note(self.sizes[-1]) if self.sizes else None

    def notes(self) -> Iterator[bytes]:
        """Yield the heads in order, with every countersignature."""
        return map(self._note, self.sizes)

    def _note(self, size: int) -> bytes:
        with self._database.reading() as connection:
            return _head(connection, size).note

    def proofs(self, sequences: Iterable[int]) -> Iterator[tuple[int, list[bytes]]]:
        """Yield the inclusion proof of each event under the last head."""
        for sequence in sequences:
            with self._database.reading() as connection:
                proof = inclusion_proof(sequence - 1, self.size, StoredTree(connection))
            yield sequence, proof


def _spread(connection: Connection, known_at: int) -> list[int]:
    sizes = _sizes_up_to(connection, log_cosignatures, known_at)
    if len(sizes) < MOST:
        sizes = _sizes_up_to(connection, log_checkpoints, known_at)
    if len(sizes) <= MOST:
        return sizes
    return [sizes[at * (len(sizes) - 1) // (MOST - 1)] for at in range(MOST)]


def _sizes_up_to(connection: Connection, table: Table, size: int) -> list[int]:
    query = select(table.c.size).where(table.c.size <= size).distinct().order_by(table.c.size)
    return list(connection.scalars(query))


def _last_reached(connection: Connection, sizes: list[int], policy: Policy) -> int:
    for at in reversed(range(len(sizes))):
        if _reaches(_head(connection, sizes[at]), policy):
            return at
    return len(sizes) - 1


def _reaches(head: Head, policy: Policy) -> bool:
    try:
        opened = open_checkpoint(head.note, policy.log_keys, policy.witness_keys)
    except Refused:
        return False  # whoever verifies the export says what is wrong with it
    return policy.decide({each.witness for each in opened.cosignatures}).reached


def _head(connection: Connection, size: int) -> Head:
    head = head_of_size(connection, size)
    if head is None:
        msg = f"the head of size {size} is gone"
        raise LookupError(msg)
    return head
