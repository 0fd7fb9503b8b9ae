"""What one command sees and changes."""

from contextlib import AbstractContextManager
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from sqlalchemy import Connection

from application.errors import NotFound, NumberTaken, StaleVersion
from domain.model import Act, Aggregate

A = TypeVar("A", bound=Aggregate)


class States(Protocol):
    """Where a command finds the aggregates it decides on."""

    def state(self, key: UUID) -> Aggregate | None: ...

    def glimpse(self, key: UUID) -> Aggregate | None: ...

    def reading(self) -> AbstractContextManager[Connection]: ...


class Work:
    """What one command sees and changes."""

    def __init__(self, batch: States, act: Act, today: date) -> None:
        self.act = act
        self.today = today
        """The calendar day in China; what is recorded states a later one if the log is ahead."""
        self._batch = batch
        self._touched: dict[UUID, Aggregate] = {}

    def get(self, kind: type[A], key: UUID, expected: int | None = None) -> A:
        """Return the aggregate to decide on.

        Raises ``NotFound``, or ``StaleVersion`` when it is not at the version the caller expects.
        """
        found = self.find(kind, key)
        if found is None:
            raise NotFound(kind.LABEL, key)
        if expected is not None and found.version != expected:
            raise StaleVersion(kind.LABEL, expected, found.version)
        return found

    def find(self, kind: type[A], key: UUID) -> A | None:
        """Return the aggregate, or ``None`` when there is none of this kind with this id."""
        touched = self._touched.get(key)
        if touched is None:
            state = self._batch.state(key)
            if state is None:
                return None
            touched = self._touched[key] = state.fork()
        return touched if isinstance(touched, kind) else None

    def glimpse(self, kind: type[A], key: UUID) -> A | None:
        """Return an aggregate to look at, not to change; nothing of it is remembered.

        A command that looks at many aggregates and changes few needs memory for those few alone.
        """
        seen = self._touched.get(key) or self._batch.glimpse(key)
        return seen if isinstance(seen, kind) else None

    def peek(self, kind: type[A], key: UUID) -> A | None:
        """Return the aggregate to read only: what is decided on it later keeps its order."""
        found = self._touched.get(key) or self._batch.state(key)
        return found if isinstance(found, kind) else None

    def reading(self) -> AbstractContextManager[Connection]:
        """Lend a connection that has the read models as the commands before this one left them.

        Where to look for aggregates to decide on; what is found may have changed in this command.
        """
        return self._batch.reading()

    def add(self, aggregate: A) -> A:
        """Take a new aggregate in; raises ``NumberTaken`` when its number is in use."""
        if aggregate.id in self._touched or self._batch.state(aggregate.id) is not None:
            raise NumberTaken(aggregate.LABEL, _number_of(aggregate))
        self._touched[aggregate.id] = aggregate
        return aggregate

    def changed(self) -> list[Aggregate]:
        """Return the aggregates in the order the command took them up."""
        return list(self._touched.values())


def _number_of(aggregate: Aggregate) -> str:
    return str(getattr(aggregate, "number", aggregate.id))
