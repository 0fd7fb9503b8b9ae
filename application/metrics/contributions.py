"""What each item counts for in each rate: the detail behind every numerator and denominator."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, null, or_, select

from application.event_store.database import Database
from application.export_rows import pages_by_number
from application.metrics.definition import Definition, Source, weight_of
from application.metrics.definitions import COUNTED, DEFINITIONS
from application.metrics.rates import GROUNDS
from application.metrics.split_parts import by_part, is_split, own
from application.projections.commitment_ledger import commitment_ledger
from application.projections.opinion_ledger import opinion_ledger
from application.projections.period import Period
from application.projections.plan_ledger import plan_ledger
from application.projections.split_ledger import split_ledger
from application.projections.task_ledger import task_ledger
from application.projections.versioned import Moment, holding

LISTS = {
    Source.OPINIONS: opinion_ledger,
    Source.MEASURES: plan_ledger,
    Source.TASKS: task_ledger,
    Source.COMMITMENTS: commitment_ledger,
}
"""In which list the items of a source stand by their numbers; measures follow their plans."""
FACTS = 5
"""How many columns say which item a row is about."""
WEIGHTS = slice(FACTS, None)
PART = "no"
"""The column that tells the measures of one plan apart."""


class Contribution(NamedTuple):
    """What one item counts for in each rate of its source."""

    identity: UUID
    """Of a measure that of its plan."""
    number: str
    title: str
    units: Sequence[str]
    """Who is in the lead: none yet, one, or several of an opinion that is split."""
    weights: Sequence[int]
    """For each rate the numerator and the denominator; then, where a rate leaves out what has no
    due date, whether it is left out."""


def definitions_of(source: Source) -> list[Definition]:
    """Return the rates that are counted on a source, in their order."""
    return [each for each in DEFINITIONS.values() if each.source is source]


def contributions(
    source: Source, database: Database, moment: Moment, period: Period
) -> Iterator[Contribution]:
    """Yield what each item of the period counts for, if it counts for anything.

    They come in the order of their numbers; memory stays flat. An opinion that is split counts
    once, for all its lead units: what it counts for of each is told by ``contributions_of_parts``.
    """
    ground, listed = GROUNDS[source], LISTS[source]
    ledger, definitions = ground.table.c, definitions_of(source)
    unit = ledger.lead_units if source is Source.OPINIONS else ledger[ground.unit]
    columns = _columns_of(source, unit, period, moment)
    query = select(*columns).where(holding(ground.table, moment), COUNTED[source])
    query = query.order_by(*_in_order(source))
    narrowed = [] if listed is plan_ledger else [_concerns(source, definitions, period)]
    yield from _read(database, source, moment, query, narrowed)


def contributions_of_parts(
    database: Database, moment: Moment, period: Period
) -> Iterator[Contribution]:
    """Yield what the part of each lead unit counts for, of the opinions that are split."""
    source = Source.OPINIONS
    columns = _columns_of(source, opinion_ledger.c.lead_unit, period, moment)
    query = by_part(moment, map(own, columns), [COUNTED[source]])
    query = query.order_by(*_in_order(source), split_ledger.c.place)
    yield from _read(database, source, moment, query, [is_split(moment)])


def _read(
    database: Database,
    source: Source,
    moment: Moment,
    query: Select[Any],
    narrowed: Sequence[ColumnElement[bool]],
) -> Iterator[Contribution]:
    listed, ledger = LISTS[source], GROUNDS[source].table.c
    owner = listed.info["owner"]
    for page in pages_by_number(database, listed, moment, [listed.c[owner]], narrowed):
        items = ledger[owner].in_([row[owner] for row in page.rows])
        with database.reading() as connection:
            rows = connection.execute(query.where(items)).all()
        yield from (_contribution(row) for row in rows if any(row[WEIGHTS]))


def _in_order(source: Source) -> list[ColumnElement[Any]]:
    ground = GROUNDS[source]
    return [ground.table.c[name] for name in (ground.number, *ground.table.info["key"])]


def _contribution(row: Sequence[Any]) -> Contribution:
    identity, number, part, title, unit = row[:FACTS]
    called = number if part is None else f"{number}第{part}项"
    units = [unit] if isinstance(unit, str) else unit or ()
    return Contribution(identity, called, title, units, row[WEIGHTS])


def _concerns(
    source: Source, definitions: Sequence[Definition], period: Period
) -> ColumnElement[bool]:
    """Say in SQL whether an item belongs to the period of any of the rates."""
    ledger = GROUNDS[source].table.c
    return or_(*(period.has(ledger[name]) for name in {each.cohort for each in definitions}))


def _columns_of(
    source: Source, unit: ColumnElement[Any], period: Period, moment: Moment
) -> list[ColumnElement[Any]]:
    """Return which items there are, then what each counts for in each rate."""
    ground = GROUNDS[source]
    ledger = ground.table.c
    weights = [
        case((period.has(ledger[each.cohort]), weight), else_=0)
        for each in definitions_of(source)
        for weight in _sides(each, moment)
    ]
    owner = ledger[LISTS[source].info["owner"]]
    shown = owner, ledger[ground.number], ledger.get(PART, null()), ledger[ground.title], unit
    return [each.label(f"column_{place}") for place, each in enumerate([*shown, *weights])]


def _sides(definition: Definition, moment: Moment) -> Iterator[ColumnElement[int]]:
    yield weight_of(definition.numerator(moment))
    yield weight_of(definition.denominator(moment))
    if definition.left_out is not None:
        yield weight_of(definition.left_out(moment))
