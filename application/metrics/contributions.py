"""What each item counts for in each rate: the detail behind every numerator and denominator."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, literal, null, or_, select

from application.event_store.database import Database
from application.export_rows import pages_by_number
from application.metrics.definition import Definition, Source, weight_of
from application.metrics.definitions import COUNTED, DEFINITIONS
from application.metrics.rates import GROUNDS
from application.projections.commitment_ledger import commitment_ledger
from application.projections.opinion_ledger import opinion_ledger
from application.projections.period import Period
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
PART = "no"
"""The column that tells the measures of one plan apart."""


class Contribution(NamedTuple):
    """What one item counts for in one rate."""

    definition: Definition
    number: str
    title: str
    unit: str | None
    numerator: int
    denominator: int
    left_out: int


def contributions(database: Database, moment: Moment, period: Period) -> Iterator[Contribution]:
    """Return them item by item, for the items of the period; memory stays flat."""
    for source, listed in LISTS.items():
        definitions = [each for each in DEFINITIONS.values() if each.source is source]
        query = _weights_of(source, definitions, moment, period)
        ledger = GROUNDS[source].table.c
        owner = listed.info["owner"]
        narrowed = [] if listed is plan_ledger else [_concerns(source, definitions, period)]
        for page in pages_by_number(database, listed, moment, [listed.c[owner]], narrowed):
            items = ledger[owner].in_([row[owner] for row in page.rows])
            with database.reading() as connection:
                rows = connection.execute(query.where(items)).all()
            for row in rows:
                yield from _contributions_of(row, definitions)


def _concerns(
    source: Source, definitions: Sequence[Definition], period: Period
) -> ColumnElement[bool]:
    """Say in SQL whether an item belongs to the period of any of the rates."""
    ledger = GROUNDS[source].table.c
    return or_(*(period.has(ledger[name]) for name in {each.cohort for each in definitions}))


def _weights_of(
    source: Source, definitions: Sequence[Definition], moment: Moment, period: Period
) -> Select[Any]:
    """Select number, part, title and unit of items, then what each counts for in each rate."""
    ground = GROUNDS[source]
    ledger = ground.table.c
    key = [ledger[name] for name in ground.table.info["key"]]
    number, part = ledger[ground.number], ledger.get(PART, null())
    weights = [
        case((period.has(ledger[each.cohort]), weight), else_=0)
        for each in definitions
        for weight in _sides(each, moment)
    ]
    shown = number, part, ledger[ground.title], ledger[ground.unit]
    numbered = [each.label(f"column_{place}") for place, each in enumerate([*shown, *weights])]
    conditions = holding(ground.table, moment), COUNTED[source]
    return select(*numbered).where(*conditions).order_by(number, *key)


def _sides(definition: Definition, moment: Moment) -> tuple[ColumnElement[int], ...]:
    left_out = definition.left_out(moment) if definition.left_out else literal(0)
    sides = definition.numerator(moment), definition.denominator(moment), left_out
    return tuple(weight_of(side) for side in sides)


def _contributions_of(
    row: Sequence[Any], definitions: Sequence[Definition]
) -> Iterator[Contribution]:
    number, part, title, unit, *weights = row
    called = number if part is None else f"{number}第{part}项"
    for index, definition in enumerate(definitions):
        numerator, denominator, left_out = weights[3 * index : 3 * index + 3]
        if numerator or denominator or left_out:
            yield Contribution(definition, called, title, unit, numerator, denominator, left_out)
