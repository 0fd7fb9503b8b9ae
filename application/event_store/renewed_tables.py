"""What a renewal of tables does, whatever the county is kept in."""

from collections.abc import Generator, Iterable
from typing import Protocol

from sqlalchemy import Index, Table

from application.event_store.growing import Growing


class Renewal(Protocol):
    """Tables that are filled anew within a transaction, by the names of the old ones."""

    transaction: Growing

    def index(self) -> None:
        """Make the indexes that are not needed while most rows go in."""
        ...

    def show(self) -> None:
        """Let the new tables take the place of the old; the transaction holds the head."""
        ...


def dispensable(tables: Iterable[Table]) -> Generator[Index]:
    """Yield the indexes that are not needed while rows go in: all but those by the owner."""
    for table in tables:
        owner = table.info.get("owner")
        for index in table.indexes:
            if next(iter(index.columns)).name != owner:
                yield index
