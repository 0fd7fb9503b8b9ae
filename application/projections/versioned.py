"""Read-model rows that are never overwritten: what was true when, and as known when.

A versioned row holds for business dates ``valid_from <= day < valid_until`` and for whoever knows
the log up to a sequence number ``known_from <= number < known_until``. Each row belongs to one
aggregate, its owner, and only events of the owner change it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Date,
    Index,
    PrimaryKeyConstraint,
    Table,
    Uuid,
    and_,
)

from application.event_store.schema import metadata
from domain.model import DomainEvent

NO_END = date(9999, 12, 31)
STILL_KNOWN = 2**62


class Moment(NamedTuple):
    """The two clocks of a question: a business date, and how much of the log was known."""

    as_of: date
    known_at: int


def versioned_table(name: str, *columns: Column[Any], key: Sequence[str], owner: str) -> Table:
    """Declare a table of versioned rows; ``key`` names one item, ``owner`` its aggregate."""
    table = Table(
        name,
        metadata,
        *columns,
        Column("valid_from", Date, nullable=False),
        Column("valid_until", Date, nullable=False),
        Column("known_from", BigInteger, nullable=False),
        Column("known_until", BigInteger, nullable=False),
        PrimaryKeyConstraint(*key, "known_from", "valid_from"),
        info={"key": tuple(key), "owner": owner},
    )
    if key[0] != owner:
        Index(None, table.c[owner], table.c.known_until)
    return table


def holding(table: Table, moment: Moment) -> ColumnElement[bool]:
    """Select the rows that answer for this moment: at most one for each key."""
    columns = table.c
    return and_(
        columns.valid_from <= moment.as_of,
        columns.valid_until > moment.as_of,
        columns.known_from <= moment.known_at,
        columns.known_until > moment.known_at,
    )


def owner_column(name: str) -> Column[Any]:
    """Declare the column that holds the owning aggregate's id."""
    return Column(name, Uuid, nullable=False)


class Rows(Protocol):
    """What a handler may do to the rows of its read model; see ``ReadModel``."""

    sequence: int
    """The sequence number of the event at hand."""

    def current(self, table: Table, *key: Any) -> Mapping[str, Any]:
        """Return the row as it stood before this event."""
        ...

    def open(self, table: Table, **values: Any) -> None:
        """Begin a row from the event's business date."""
        ...

    def revise(self, table: Table, *key: Any, **changes: Any) -> None:
        """Let values differ from the event's business date on."""
        ...

    def end(self, table: Table, *key: Any) -> None:
        """Let the row hold no longer from the event's business date on."""
        ...

    def append(self, table: Table, **values: Any) -> None:
        """Add a row to a table that only grows."""
        ...

    def overtaken(self, event: DomainEvent, by: tuple[type[DomainEvent], ...]) -> bool:
        """Say whether an event of these kinds, recorded later, has been told before this one."""
        ...


Handler = Callable[[Any, Rows], None]


class ReadModel:
    """A question staff ask, answered from rows that its handlers keep current.

    Handlers depend on nothing but the event and the rows of their own model, so the same handlers
    serve a command, a rebuild, and the retelling of an item whose dates were corrected.
    """

    def __init__(self, name: str, *tables: Table) -> None:
        self.name = name
        self.tables = tables
        self.handlers: dict[type[DomainEvent], Handler] = {}
        self.follow_all: Handler | None = None

    def on(self, *events: type[DomainEvent]) -> Callable[[Handler], None]:
        """Register the handler of these events."""

        def register(handler: Handler) -> None:
            for event in events:
                if event in self.handlers:
                    msg = f"{self.name} already handles {event.TOPIC}"
                    raise ValueError(msg)
                self.handlers[event] = handler

        return register

    def on_every_event(self, handler: Callable[[DomainEvent, Rows], None]) -> None:
        """Register a handler of all events alike."""
        self.follow_all = handler
