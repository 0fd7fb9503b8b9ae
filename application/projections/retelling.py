"""The story of one item told again, in the order of its dates and with its corrections."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Table

from application.projections.versioned import NO_END
from domain.model import Correction, DomainEvent

Key = tuple[Any, ...]


def as_corrected(events: Iterable[DomainEvent]) -> Sequence[DomainEvent]:
    """Return events with the dates that later corrections gave them, in the order of dates.

    The first event stays first; events of one day stay in the order they were recorded.
    """
    told = {event.originator_version: event for event in events}
    for event in list(told.values()):
        if isinstance(event, Correction):
            told[event.corrects] = _with_date(told[event.corrects], event)
    first = min(told, default=1)
    return sorted(
        told.values(),
        key=lambda e: (e.originator_version != first, e.act.occurred_on, e.originator_version),
    )


def _with_date(event: DomainEvent, correction: Correction) -> DomainEvent:
    if correction.field == "occurred_on":
        act = event.act.model_copy(update={"occurred_on": correction.now})
        return event.model_copy(update={"act": act})
    return event.model_copy(update={correction.field: correction.now})


class Retelling:
    """Rows in memory, as far as they follow from one aggregate. Implements ``Rows``."""

    def __init__(self, sequence: int) -> None:
        self.sequence = sequence
        self._on = date.min
        self._events: list[DomainEvent] = []
        self._told: dict[Table, dict[Key, list[dict[str, Any]]]] = {}

    def begin(self, event: DomainEvent) -> None:
        """Go on to the next event."""
        self._on = max(self._on, event.act.occurred_on)
        self._events.append(event)

    def segments(self, table: Table) -> Mapping[Key, Sequence[dict[str, Any]]]:
        """Return the rows of a table that came out, without what is known when."""
        return self._told.get(table, {})

    def current(self, table: Table, *key: Any) -> Mapping[str, Any]:
        return self._told[table][key][-1]

    def open(self, table: Table, **values: Any) -> None:
        key = tuple(values[name] for name in table.info["key"])
        row = {**values, "valid_from": self._on, "valid_until": NO_END}
        self._told.setdefault(table, {}).setdefault(key, []).append(row)

    def revise(self, table: Table, *key: Any, **changes: Any) -> None:
        row = self._told[table][key][-1]
        if self._cut(table, key):
            self._told[table][key].append(
                {**row, **changes, "valid_from": self._on, "valid_until": NO_END}
            )
        else:
            row.update(changes)

    def end(self, table: Table, *key: Any) -> None:
        if not self._cut(table, key):
            self._told[table][key].pop()

    def _cut(self, table: Table, key: Key) -> bool:
        """End the present row today; say whether it held for a day at least."""
        row = self._told[table][key][-1]
        if row["valid_from"] == self._on:
            return False
        row["valid_until"] = self._on
        return True

    def overtaken(self, event: DomainEvent, by: tuple[type[DomainEvent], ...]) -> bool:
        version = event.originator_version
        return any(e.originator_version > version and isinstance(e, by) for e in self._events)

    def append(self, table: Table, **values: Any) -> None:
        """Leave alone what only grows: it tells of recordings, and those are not told again."""
