"""Every row of the ledgers at one moment, in batches: what exports and whole lists are made of.

The rows that answer for a moment never change. So each batch is a query of its own on a
connection of its own: memory stays flat, and a slow reader holds nothing that others wait for.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, Table, select

from application.event_store.database import Database
from application.event_store.recorder import notifications
from application.projections.commitment_ledger import (
    CommitmentFilter,
    commitment_ledger,
    commitments_at,
)
from application.projections.coverage import page_of_coverage
from application.projections.opinion_ledger import opinion_ledger
from application.projections.opinion_list import OpinionFilter, page_of_opinions
from application.projections.pages import Ordering, Page, read_page
from application.projections.plan_ledger import plan_ledger
from application.projections.responsibilities import responsibilities
from application.projections.task_ledger import task_ledger
from application.projections.task_list import TaskFilter, tasks_at
from application.projections.timeline import page_of_timeline
from application.projections.unit_register import page_of_units
from application.projections.versioned import Moment
from application.projections.workload import duties_at

BATCH = 2_000
"""Rows of one query, and events of one query."""

Row = Mapping[str, Any]
Place = tuple[Any, ...] | None
ReadPage = Callable[[Connection, Place], Page]
Complete = Callable[[Connection, Sequence[Row]], Sequence[Row]]

EVERY_OPINION = OpinionFilter()
EVERY_TASK = TaskFilter()
EVERY_COMMITMENT = CommitmentFilter()
BY_NUMBER = Ordering("number")


class StoredLine(NamedTuple):
    """One event of the log, as the exact bytes that were stored."""

    sequence: int
    topic: str
    aggregate_id: UUID
    version: int
    state: bytes


def pages(database: Database, read: ReadPage) -> Iterator[Page]:
    """Read page after page to the last."""
    after: Place = None
    while True:
        with database.reading() as connection:
            page = read(connection, after)
        yield page
        if page.last is None:
            return
        after = page.last


class LedgerRows:
    """The rows at one moment; with a period, of the items referred, planned, drafted in it."""

    def __init__(
        self,
        database: Database,
        moment: Moment,
        since: date | None = None,
        until: date | None = None,
    ) -> None:
        self.moment = moment
        self._database = database
        self._since = since or date.min
        self._until = until or date.max

    def events(self) -> Iterator[StoredLine]:
        """Return every event known, in order; the period does not narrow them."""
        after = 0
        while True:
            with self._database.reading() as connection:
                found = notifications(connection, after, BATCH, self.moment.known_at)
            for each in found:
                item = UUID(str(each.originator_id))
                yield StoredLine(each.id, each.topic, item, each.originator_version, each.state)
            if len(found) < BATCH:
                return
            after = found[-1].id

    def opinions(self, wanted: OpinionFilter = EVERY_OPINION) -> Iterator[Row]:
        """Return opinions by number, with ``merged_into_number``."""
        ordered = partial(page_of_opinions, wanted=wanted, order=BY_NUMBER, limit=BATCH)

        def read(connection: Connection, after: Place) -> Page:
            page = ordered(connection, self.moment, after=after)
            referred = [row for row in page.rows if self._is_referred_within(row)]
            return Page(self._with_merged(connection, referred), page.last)

        return self._rows(read)

    def tasks(self, wanted: TaskFilter = EVERY_TASK) -> Iterator[Row]:
        """Return tasks by number, with ``plan_number`` and ``opinion_numbers``."""
        task = task_ledger.c
        narrowed = [*wanted.conditions(self.moment), self._within(task.planned_on)]
        query = tasks_at(self.moment).where(*narrowed)
        return self._by_number(query, task.number, [task.task_id], self._with_origins)

    def commitments(self, wanted: CommitmentFilter = EVERY_COMMITMENT) -> Iterator[Row]:
        """Return commitments by number, with ``plan_number`` and ``opinion_numbers``."""
        commitment = commitment_ledger.c
        narrowed = [*wanted.conditions(self.moment), self._within(commitment.drafted_on)]
        query = commitments_at(self.moment).where(*narrowed)
        key = [commitment.commitment_id]
        return self._by_number(query, commitment.number, key, self._with_origins)

    def duties(self) -> Iterator[Row]:
        """Return who answers for which task, by the tasks' numbers."""
        named = responsibilities.c
        query = duties_at(self.moment).where(self._within(task_ledger.c.planned_on))
        key = [named.task_id, named.capacity, named.name]
        return self._by_number(query, task_ledger.c.number, key)

    def coverage(self) -> Iterator[Row]:
        """Return opinions by number with the ``answers`` plans have for them."""
        ordered = partial(page_of_coverage, order=BY_NUMBER, limit=BATCH)
        rows = self._rows(lambda reader, after: ordered(reader, self.moment, after=after))
        return (row for row in rows if self._is_referred_within(row))

    def units(self) -> Iterator[Row]:
        """Return every unit by its code; the period does not narrow them."""
        ordered = partial(page_of_units, order=Ordering("code"), limit=BATCH)
        return self._rows(lambda reader, after: ordered(reader, self.moment, after=after))

    def timeline(self, item: UUID) -> Iterator[Row]:
        """Return the story of one item in the order of recording; the period is no matter."""
        ordered = partial(page_of_timeline, item=item, order=Ordering("sequence"), limit=BATCH)
        return self._rows(lambda reader, after: ordered(reader, self.moment, after=after))

    def _rows(self, read: ReadPage) -> Iterator[Row]:
        return (row for page in pages(self._database, read) for row in page.rows)

    def _by_number(
        self,
        query: Select[Any],
        number: ColumnElement[Any],
        key: Sequence[ColumnElement[Any]],
        complete: Complete = lambda _, rows: rows,
    ) -> Iterator[Row]:
        def read(connection: Connection, after: Place) -> Page:
            page = read_page(
                connection,
                query,
                sortable={"number": number},
                key=key,
                order=BY_NUMBER,
                after=after,
                limit=BATCH,
            )
            return Page(complete(connection, page.rows), page.last)

        return self._rows(read)

    def _within(self, dated: ColumnElement[date]) -> ColumnElement[bool]:
        return dated.between(self._since, self._until)

    def _is_referred_within(self, row: Row) -> bool:
        """Say whether an opinion belongs to the period.

        One that was returned and waits to be referred anew belongs to its first referral's.
        """
        if (self._since, self._until) == (date.min, date.max):
            return True
        day: date | None = row["referred_on"] or row["first_referred_on"]
        return day is not None and self._since <= day <= self._until

    def _with_merged(self, connection: Connection, rows: Sequence[Row]) -> Sequence[Row]:
        merged = {row["merged_into"] for row in rows} - {None}
        numbers = self._numbers(connection, opinion_ledger, merged)
        return [{**row, "merged_into_number": numbers.get(row["merged_into"])} for row in rows]

    def _with_origins(self, connection: Connection, rows: Sequence[Row]) -> Sequence[Row]:
        answered = {UUID(each) for row in rows for each in row["opinion_ids"]}
        opinions = self._numbers(connection, opinion_ledger, answered)
        plan_ids = {row["plan_id"] for row in rows} - {None}
        plans = self._numbers(connection, plan_ledger, plan_ids)
        return [
            {
                **row,
                "plan_number": plans.get(row["plan_id"]),
                "opinion_numbers": [opinions.get(UUID(each), each) for each in row["opinion_ids"]],
            }
            for row in rows
        ]

    def _numbers(
        self, connection: Connection, table: Table, wanted: Iterable[UUID]
    ) -> Mapping[UUID, str]:
        """Return the numbers of items, which never change, so the business date is no matter."""
        item_id = table.c[table.info["owner"]]
        numbers: dict[UUID, str] = {}
        ids = sorted(wanted)
        for start in range(0, len(ids), BATCH):
            some = item_id.in_(ids[start : start + BATCH])
            query = select(item_id, table.c.number).distinct().where(some)
            numbers.update((row[0], row[1]) for row in connection.execute(query))
        return numbers
