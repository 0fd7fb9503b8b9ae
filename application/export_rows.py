"""Every row of the ledgers at one moment, in batches: what exports and whole lists are made of.

The rows that answer for a moment never change. So each batch is a query of its own on a
connection of its own: memory stays flat, and a slow reader holds nothing that others wait for.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Date, Table, and_, literal, or_, select

from application.event_store.columns import written_identity
from application.event_store.database import Database
from application.event_store.schema import events
from application.projections.calendar_years import page_of_calendar_years
from application.projections.commitment_ledger import CommitmentFilter, commitment_ledger
from application.projections.coverage import page_of_coverage
from application.projections.notice_ledger import notice_ledger
from application.projections.opinion_ledger import opinion_ledger
from application.projections.opinion_list import OpinionFilter
from application.projections.pages import Ordering, Page
from application.projections.parts import page_of_rows
from application.projections.period import Period
from application.projections.plan_ledger import plan_ledger
from application.projections.reminders import ReminderFilter, page_of_reminders
from application.projections.responsibilities import responsibilities
from application.projections.rule_profiles import every_version
from application.projections.task_ledger import task_ledger
from application.projections.task_list import TaskFilter
from application.projections.timeline import page_of_timeline
from application.projections.unit_register import page_of_units
from application.projections.versioned import Moment
from application.projections.workload import duties_at

BATCH = 2_000
"""Rows of one query, and events of one query."""

IN_ONE_QUESTION = 500
"""Sequence numbers that one query names."""

Row = Mapping[str, Any]
Place = tuple[Any, ...] | None
ReadPage = Callable[[Connection, Place], Page]

EVERY_OPINION = OpinionFilter()
EVERY_TASK = TaskFilter()
EVERY_COMMITMENT = CommitmentFilter()
BY_NUMBER = Ordering("number")


class StoredLine(NamedTuple):
    """One event of the log, as the exact bytes that were stored."""

    sequence: int
    topic: str
    aggregate_id: str
    version: int
    state: bytes


_LINE = (
    events.c.sequence,
    events.c.topic,
    written_identity(events.c.originator_id),
    events.c.originator_version,
    events.c.state,
)


def numbered_lines(database: Database, numbers: Sequence[int]) -> Iterator[StoredLine]:
    """Yield the events of these sequence numbers, in order."""
    sequence = events.c.sequence
    for start in range(0, len(numbers), IN_ONE_QUESTION):
        wanted = numbers[start : start + IN_ONE_QUESTION]
        query = select(*_LINE).where(sequence.in_(wanted)).order_by(sequence)
        with database.reading() as connection:
            yield from [StoredLine(*row) for row in connection.execute(query)]


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


def pages_by_number(
    database: Database,
    table: Table,
    moment: Moment,
    shown: Sequence[ColumnElement[Any]],
    conditions: Sequence[ColumnElement[bool]],
    parts: Sequence[ColumnElement[bool]] | None = None,
) -> Iterator[Page]:
    """Read the rows of a ledger that answer for a moment, in the order of their numbers."""
    return pages(
        database,
        lambda connection, after: page_of_rows(
            connection,
            table,
            moment,
            shown=shown,
            conditions=conditions,
            sortable={"number": table.c.number},
            order=BY_NUMBER,
            after=after,
            limit=BATCH,
            parts=parts,
        ),
    )


class LedgerRows:
    """The rows at one moment; with a period, of the items referred, planned, drafted in it."""

    def __init__(self, database: Database, moment: Moment, period: Period | None = None) -> None:
        self.moment = moment
        self._database = database
        self._period = period

    def events(self, topics: Sequence[str] | None = None) -> Iterator[StoredLine]:
        """Return every event known, or those of some topics, in order, whatever the period."""
        sequence = events.c.sequence
        query = select(*_LINE).order_by(sequence).limit(BATCH)
        query = query.where(sequence <= self.moment.known_at)
        if topics is not None:
            query = query.where(events.c.topic.in_(topics))
        after = 0
        while True:
            with self._database.reading() as connection:
                found = connection.execute(query.where(sequence > after)).all()
            yield from (StoredLine(*row) for row in found)
            if len(found) < BATCH:
                return
            after = found[-1].sequence

    def topics(self) -> list[str]:
        """Return every name under which a known event is stored."""
        query = select(events.c.topic).distinct().where(events.c.sequence <= self.moment.known_at)
        with self._database.reading() as connection:
            return list(connection.scalars(query))

    def opinions(self, wanted: OpinionFilter = EVERY_OPINION) -> Iterator[Row]:
        """Return opinions by number, with ``merged_into_number``."""
        conditions = [*wanted.conditions(self.moment.as_of), *self._referred()]
        parts = wanted.parts(self.moment)
        for rows in self._batches(opinion_ledger, conditions, parts):
            merged = self._numbers(opinion_ledger, {row["merged_into"] for row in rows} - {None})
            for row in rows:
                yield {**row, "merged_into_number": merged.get(row["merged_into"])}

    def tasks(self, wanted: TaskFilter = EVERY_TASK) -> Iterator[Row]:
        """Return tasks by number, with ``plan_number`` and ``opinion_numbers``."""
        planned = self._within(task_ledger.c.planned_on)
        for rows in self._batches(task_ledger, [*wanted.conditions(self.moment), *planned]):
            yield from self._with_origins(rows)

    def commitments(self, wanted: CommitmentFilter = EVERY_COMMITMENT) -> Iterator[Row]:
        """Return commitments by number, with ``plan_number`` and ``opinion_numbers``."""
        drafted = self._within(commitment_ledger.c.drafted_on)
        for rows in self._batches(commitment_ledger, [*wanted.conditions(self.moment), *drafted]):
            yield from self._with_origins(rows)

    def duties(self) -> Iterator[Row]:
        """Return who answers for which task, by the tasks' numbers."""
        named = responsibilities.c
        order = task_ledger.c.number, named.task_id, named.capacity, named.position, named.name
        query = duties_at(self.moment).order_by(*order)
        planned = self._within(task_ledger.c.planned_on)
        for rows in self._batches(task_ledger, planned):
            of_tasks = named.task_id.in_([row["task_id"] for row in rows])
            with self._database.reading() as connection:
                found = connection.execute(query.where(of_tasks)).mappings().all()
            yield from ({**row} for row in found)

    def coverage(self) -> Iterator[Row]:
        """Return opinions by number with the ``answers`` plans have for them."""
        listed = partial(page_of_coverage, narrowed=self._referred(), order=BY_NUMBER)
        return self._listed(listed)

    def units(self) -> Iterator[Row]:
        """Return every unit by its code; the period does not narrow them."""
        return self._listed(partial(page_of_units, order=Ordering("code")))

    def notices(self) -> Iterator[Row]:
        """Return supervision notices by number, with the day asked about."""
        issued = self._within(notice_ledger.c.issued_on)
        return (row for rows in self._batches(notice_ledger, issued) for row in rows)

    def reminders(self) -> Iterator[Row]:
        """Return reminders in the order of their days."""
        wanted = ReminderFilter() if self._period is None else ReminderFilter(period=self._period)
        return self._listed(partial(page_of_reminders, wanted=wanted, order=Ordering("raised_on")))

    def profile_versions(self) -> Iterator[Row]:
        """Return every published version of rules; the period does not narrow them."""
        with self._database.reading() as connection:
            found = every_version(connection, self.moment)
        yield from found

    def calendar_years(self) -> Iterator[Row]:
        """Return the holiday arrangements by year; the period does not narrow them."""
        return self._listed(partial(page_of_calendar_years, order=Ordering("year")))

    def _listed(self, page_of: Callable[..., Page]) -> Iterator[Row]:
        ordered = partial(page_of, limit=BATCH)
        found = pages(
            self._database, lambda reader, after: ordered(reader, self.moment, after=after)
        )
        return (row for page in found for row in page.rows)

    def timeline(self, item: UUID) -> Iterator[Row]:
        """Return the story of one item in the order of recording; the period is no matter."""
        return self._listed(partial(page_of_timeline, item=item, order=Ordering("sequence")))

    def _batches(
        self,
        table: Table,
        conditions: Sequence[ColumnElement[bool]],
        parts: Sequence[ColumnElement[bool]] | None = None,
    ) -> Iterator[Sequence[Row]]:
        """Read the rows of a ledger by number, with the day asked about."""
        shown = *table.c, literal(self.moment.as_of, Date).label("as_of")
        found = pages_by_number(self._database, table, self.moment, shown, conditions, parts)
        return (page.rows for page in found)

    def _within(self, dated: ColumnElement[date]) -> list[ColumnElement[bool]]:
        return [] if self._period is None else [self._period.has(dated)]

    def _referred(self) -> list[ColumnElement[bool]]:
        """Select the opinions of the period.

        One that was returned and waits to be referred anew belongs to its first referral's.
        """
        if self._period is None:
            return []
        row = opinion_ledger.c
        returned = and_(row.referred_on.is_(None), self._period.has(row.first_referred_on))
        return [or_(self._period.has(row.referred_on), returned)]

    def _with_origins(self, rows: Sequence[Row]) -> Iterator[Row]:
        answered = {UUID(each) for row in rows for each in row["opinion_ids"]}
        opinions = self._numbers(opinion_ledger, answered)
        plans = self._numbers(plan_ledger, {row["plan_id"] for row in rows} - {None})
        for row in rows:
            numbers = [opinions.get(UUID(each), each) for each in row["opinion_ids"]]
            plan_number = plans.get(row["plan_id"])
            yield {**row, "plan_number": plan_number, "opinion_numbers": numbers}

    def _numbers(self, table: Table, wanted: Iterable[UUID]) -> Mapping[UUID, str]:
        """Return the numbers of items, which never change, so the moment is no matter."""
        item_id = table.c[table.info["owner"]]
        query = select(item_id, table.c.number).distinct()
        numbers: dict[UUID, str] = {}
        ids = sorted(wanted)
        for start in range(0, len(ids), BATCH):
            some = item_id.in_(ids[start : start + BATCH])
            with self._database.reading() as connection:
                numbers.update((row[0], row[1]) for row in connection.execute(query.where(some)))
        return numbers
