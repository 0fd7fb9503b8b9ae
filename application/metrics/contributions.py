"""What each item counts for in each rate: the detail behind every numerator and denominator."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, Table, case, literal, select

from application.event_store.database import Database
from application.export_rows import BATCH, BY_NUMBER, EVERY_OPINION, Place, pages
from application.metrics.definitions import COUNTED, DEFINITIONS, Definition, Source
from application.metrics.rates import GROUNDS
from application.projections.commitment_ledger import commitment_ledger
from application.projections.opinion_ledger import opinion_ledger
from application.projections.opinion_list import page_of_opinions
from application.projections.pages import Page, read_page
from application.projections.plan_ledger import plan_ledger
from application.projections.task_ledger import task_ledger
from application.projections.versioned import Moment, holding

LISTS = {
    Source.OPINIONS: opinion_ledger,
    Source.MEASURES: plan_ledger,
    Source.TASKS: task_ledger,
    Source.COMMITMENTS: commitment_ledger,
}
"""In which list the items of a source stand by their numbers; measures follow their plans."""


class Contribution(NamedTuple):
    """What one item counts for in one rate."""

    definition: Definition
    number: str
    title: str
    unit: str | None
    numerator: int
    denominator: int
    left_out: int


def contributions(
    database: Database, moment: Moment, since: date, until: date
) -> Iterator[Contribution]:
    """Return them item by item, for the items of the period; memory stays flat."""
    for source, listed in LISTS.items():
        together = [each for each in DEFINITIONS.values() if each.source is source]
        query = _weights_of(source, together, moment, since, until)
        owner = GROUNDS[source].table.c[listed.info["owner"]]
        for ids in _batches_of_items(database, listed, moment):
            with database.reading() as connection:
                rows = connection.execute(query.where(owner.in_(ids))).mappings().all()
            for row in rows:
                shown = row["number"] + (f"第{row['no']}项" if "no" in row else "")
                for index, definition in enumerate(together):
                    counts = [int(row[f"weight_{index}_{side}"]) for side in range(3)]
                    if any(counts):
                        yield Contribution(definition, shown, row["title"], row["unit"], *counts)


def _weights_of(
    source: Source, definitions: Sequence[Definition], moment: Moment, since: date, until: date
) -> Select[Any]:
    """Select items with what each counts for in each rate of its ledger."""
    ground = GROUNDS[source]
    table = ground.table.c
    key = [table[name] for name in ground.table.info["key"]]
    number = table[ground.number]
    shown = {"number": number, "title": table[ground.title], "unit": table[ground.unit]}
    weights = {
        f"weight_{index}_{side}": case((table[each.cohort].between(since, until), weight), else_=0)
        for index, each in enumerate(definitions)
        for side, weight in enumerate(_sides(each, moment))
    }
    columns = (expression.label(name) for name, expression in (shown | weights).items())
    conditions = holding(ground.table, moment), COUNTED[source]
    return select(*key, *columns).where(*conditions).order_by(number, *key)


def _sides(definition: Definition, moment: Moment) -> tuple[ColumnElement[int], ...]:
    left_out = definition.left_out(moment) if definition.left_out else literal(0)
    return definition.numerator(moment), definition.denominator(moment), left_out


def _batches_of_items(database: Database, listed: Table, moment: Moment) -> Iterator[list[UUID]]:
    """Return the items of a list in batches, in the order of their numbers."""
    owner, number = listed.c[listed.info["owner"]], listed.c.number
    query = select(owner).where(holding(listed, moment))

    def read(connection: Connection, after: Place) -> Page:
        if listed is opinion_ledger:  # the only list too long to be put in order as a whole
            place: dict[str, Any] = {"order": BY_NUMBER, "after": after, "limit": BATCH}
            return page_of_opinions(connection, moment, wanted=EVERY_OPINION, **place)
        return read_page(
            connection,
            query,
            sortable={"number": number},
            key=[owner],
            order=BY_NUMBER,
            after=after,
            limit=BATCH,
        )

    for page in pages(database, read):
        yield [row[owner.name] for row in page.rows]
