"""Requests that may be sent again: the same key and content lead to the first outcome, once.

After draft-ietf-httpapi-idempotency-key-header: the key belongs to the person who sent it, and a
key sent with other content is refused. Neither key nor content is kept: only who has the key can
try what was asked with it, so what a request said of a person is not to be guessed from here.
"""

import hmac
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from application.errors import KeyReused
from application.event_store.database import Database, Transaction
from application.event_store.schema import idempotency_keys


class KeyedRequest(NamedTuple):
    """A key the caller chose, and what was asked with it."""

    key: str
    asked: bytes

    @property
    def digest(self) -> str:
        """What is kept of the key."""
        return sha256(self.key.encode()).hexdigest()

    @property
    def fingerprint(self) -> str:
        """What is kept of what was asked."""
        return hmac.digest(self.key.encode(), self.asked, "sha256").hex()


class EarlierOutcome(NamedTuple):
    """What a request with this key led to."""

    aggregate_id: UUID
    version: int
    sequence: int


class IdempotencyKeys:
    """The keys seen so far, kept in the transaction of their events."""

    def __init__(self, database: Database) -> None:
        self._insertion = database.insertion(idempotency_keys)

    def find(
        self, transaction: Transaction, actor: str, request: KeyedRequest
    ) -> EarlierOutcome | None:
        """Return what the key led to; refuse it when it was used for something else."""
        transaction.flush()
        table = idempotency_keys.c
        query = select(idempotency_keys).where(table.actor == actor, table.key == request.digest)
        row = transaction.connection.execute(query).one_or_none()
        if row is None:
            return None
        if row.fingerprint != request.fingerprint:
            raise KeyReused(request.key)
        return EarlierOutcome(row.aggregate_id, row.aggregate_version, row.sequence)

    def keep(
        self, transaction: Transaction, actor: str, request: KeyedRequest, outcome: Any
    ) -> None:
        """Remember what the key led to."""
        aggregate = outcome.aggregate
        row = self._insertion.row(
            {
                "actor": actor,
                "key": request.digest,
                "fingerprint": request.fingerprint,
                "aggregate_kind": aggregate.KIND,
                "aggregate_id": aggregate.id,
                "aggregate_version": aggregate.version,
                "sequence": outcome.sequence,
            }
        )
        transaction.write(self._insertion, [row])
