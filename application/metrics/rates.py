"""Asks the ledgers for figures: counted in one pass, grouped as asked, opened to their items.

A pass reads the three parts of a ledger one by one and adds up: nearly all that counts is in the
first, the present, and of that an index holds everything the rates of opinions look at. Counted by
unit, an opinion that is split among several lead units is taken back from the first of them, where
the ledger has it, and given to each of them as its own part (``docs/adr/0024``).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from operator import add
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    FromClause,
    Select,
    Subquery,
    Table,
    and_,
    extract,
    func,
    literal,
    not_,
    select,
    union_all,
)

from application.errors import UnknownFact
from application.metrics.definition import Definition, Measure, Source, total_of, weight_of
from application.metrics.definitions import COUNTED, COUNTS, DEFINITIONS
from application.metrics.split_parts import OF_FIRST, by_part, is_split, own
from application.projections.commitment_ledger import commitment_ledger
from application.projections.opinion_ledger import opinion_ledger
from application.projections.pages import Ordering, Page, read_page
from application.projections.parts import compared, holding_by_part
from application.projections.plan_ledger import measure_ledger
from application.projections.responsibilities import responsibilities
from application.projections.task_ledger import task_ledger
from application.projections.versioned import Moment, holding
from domain.ratio import Ratio


class GroupBy(StrEnum):
    """How a rate may be broken down."""

    UNIT = "unit"
    LEADER = "leader"
    KIND = "kind"
    SOURCE_DOCUMENT = "source_document"
    MONTH = "month"
    YEAR = "year"


class Side(StrEnum):
    """Which items behind a rate are wanted."""

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    LEFT_OUT = "left_out"


class Cohort(NamedTuple):
    """Which items a rate is about: those of a period, a unit, a kind, a source document."""

    since: date | None = None
    until: date | None = None
    unit: str | None = None
    leader: str | None = None
    kind: str | None = None
    source_document: str | None = None


EVERYTHING = Cohort()
ABOUT_OPINIONS = (GroupBy.KIND, GroupBy.SOURCE_DOCUMENT)
BY_GROUP = "group_by"
"""The name of the question by which items are put in groups, where a refusal names it."""


class Rate(NamedTuple):
    """A rate as counted: for everything, or for one group."""

    definition: Definition
    group: str | None
    ratio: Ratio
    left_out: int


class _Ground(NamedTuple):
    """How a source is read: its ledger, and where unit, leader, kind and document are found."""

    table: Table
    key: str
    unit: str
    number: str
    title: str


GROUNDS = {
    Source.OPINIONS: _Ground(opinion_ledger, "opinion_id", "lead_unit", "number", "title"),
    Source.MEASURES: _Ground(measure_ledger, "plan_id", "unit", "plan_number", "text"),
    Source.TASKS: _Ground(task_ledger, "task_id", "lead_unit", "number", "title"),
    Source.COMMITMENTS: _Ground(commitment_ledger, "commitment_id", "unit", "number", "text"),
}


class Reading:
    """One source read at one moment for one cohort."""

    def __init__(self, source: Source, moment: Moment, cohort: Cohort) -> None:
        self.source = source
        self.moment = moment
        self.ground = GROUNDS[source]
        self.origin: FromClause = self.ground.table
        self.conditions: list[ColumnElement[bool]] = [COUNTED[source]]
        self._asks_for_units = cohort.unit is not None
        self._narrow(cohort)

    def _narrow(self, cohort: Cohort) -> None:
        if cohort.unit is not None:
            self.conditions.append(self.ground.table.c[self.ground.unit] == cohort.unit)
        if cohort.leader is not None:
            self.conditions.append(self.leader("leader") == cohort.leader)
        for name in ("kind", "source_document"):
            wanted = getattr(cohort, name)
            if wanted is not None:
                self.conditions.append(self.of_opinion(name, name) == wanted)

    def leader(self, asked_by: str = BY_GROUP) -> ColumnElement[Any]:
        """Join the accountable leaders; a task with two leaders counts for each."""
        if self.source is not Source.TASKS:
            raise UnknownFact("只有整改任务的比率能按责任领导统计", asked_by)
        if self.origin is self.ground.table:
            named = responsibilities.c
            self.origin = self.origin.join(
                responsibilities,
                and_(
                    named.task_id == task_ledger.c.task_id,
                    named.capacity == "leader",
                    holding(responsibilities, self.moment),
                ),
            )
        return responsibilities.c.name

    def of_opinion(self, column: str, asked_by: str = BY_GROUP) -> ColumnElement[Any]:
        """Return what the opinion says; tasks take it from the first opinion they answer."""
        if self.source is Source.OPINIONS:
            return opinion_ledger.c[column]
        if self.source is not Source.TASKS:
            raise UnknownFact("只有意见和整改任务的比率能按类别或来源文件统计", asked_by)
        same = opinion_ledger.alias()
        return (
            select(same.c[column])
            .where(same.c.opinion_id == task_ledger.c.opinion_id, _holds(same, self.moment))
            .scalar_subquery()
        )

    def group(self, by: GroupBy, cohort_column: str) -> ColumnElement[Any]:
        """Return the expression that names an item's group."""
        dated = self.ground.table.c[cohort_column]
        self._asks_for_units |= by is GroupBy.UNIT
        groups: dict[GroupBy, Callable[[], ColumnElement[Any]]] = {
            GroupBy.UNIT: lambda: self.ground.table.c[self.ground.unit],
            GroupBy.LEADER: self.leader,
            GroupBy.KIND: lambda: self.of_opinion("kind"),
            GroupBy.SOURCE_DOCUMENT: lambda: self.of_opinion("source_document"),
            GroupBy.MONTH: lambda: extract("year", dated) * 100 + extract("month", dated),
            GroupBy.YEAR: lambda: extract("year", dated),
        }
        return groups[by]()

    def select(self, *columns: ColumnElement[Any], of: ColumnElement[bool]) -> Subquery:
        """Select columns of the items, each part of the ledger apart; of a unit its own parts."""
        query = self._whenever(*columns).where(of)
        parts = [query.where(part) for part in holding_by_part(self.ground.table, self.moment)]
        if self._divides:
            parts = [each.where(not_(is_split(self.moment))) for each in parts]
            parts.append(self._by_part(columns, of))
        return union_all(*parts).subquery()

    def totals(
        self, *sums: ColumnElement[Any], of: ColumnElement[bool], group: ColumnElement[Any] | None
    ) -> CompoundSelect[Any]:
        """Select a group's name and its sums, each part of the ledger apart: they add up."""
        named = literal(None) if group is None else group
        query = self._whenever(named, *sums).where(of)
        parts = [query.where(part) for part in holding_by_part(self.ground.table, self.moment)]
        if self._divides:
            taken_back = named, *(-each for each in sums)
            parts.append(by_part(self.moment, taken_back, [*self.conditions, of, OF_FIRST]))
            parts.append(self._by_part([named, *sums], of))
        if group is not None:
            parts = [each.group_by(each.selected_columns[0]) for each in parts]
        return union_all(*parts)

    @property
    def _divides(self) -> bool:
        """Whether each lead unit is asked about for itself."""
        return self._asks_for_units and self.source is Source.OPINIONS

    def _by_part(
        self, columns: Iterable[ColumnElement[Any]], of: ColumnElement[bool]
    ) -> Select[Any]:
        conditions = map(own, (*self.conditions, of))
        return by_part(self.moment, map(own, columns), conditions)

    def _whenever(self, *columns: ColumnElement[Any]) -> Select[Any]:
        return select(*columns).select_from(self.origin).where(*self.conditions)


def _holds(table: Any, moment: Moment) -> ColumnElement[bool]:
    return holding(table, moment)


def in_cohort(source: Source, column: str, cohort: Cohort) -> ColumnElement[bool]:
    """Say in SQL whether an item belongs to the period, by its date in this column."""
    table = GROUNDS[source].table
    leading = {next(iter(index.columns)).name for index in table.indexes}
    dated = table.c[column] if column in leading else compared(table.c[column])
    conditions: list[ColumnElement[bool]] = [dated.is_not(None)]
    if cohort.since is not None:
        conditions.append(dated >= cohort.since)
    if cohort.until is not None:
        conditions.append(dated <= cohort.until)
    return and_(*conditions)


def definition_of(code: str) -> Definition:
    """Return the definition of a rate or of a count, or refuse a code there is none of."""
    try:
        return (DEFINITIONS | COUNTS)[code]
    except KeyError:
        raise UnknownFact(f"没有“{code}”这项指标", "code") from None


def rate_of(code: str) -> Definition:
    """Return the definition of a rate, or refuse a code that is none, or that of a count."""
    definition = definition_of(code)
    if definition.measure is not Measure.SHARE:
        raise UnknownFact(f"“{definition.title}”是件数,不是比率", "code")
    return definition


def count_of(code: str) -> Definition:
    """Return the definition of a count, or refuse a code that is none, or that of a rate."""
    definition = definition_of(code)
    if definition.measure is Measure.SHARE:
        raise UnknownFact(f"“{definition.title}”是比率,不是件数", "code")
    return definition


def countable(
    definitions: Iterable[Definition], cohort: Cohort, group_by: GroupBy | None
) -> list[Definition]:
    """Return those of the definitions whose ledger knows what a question asks about."""
    sources = frozenset(Source)
    if cohort.leader is not None or group_by is GroupBy.LEADER:
        sources = frozenset({Source.TASKS})
    elif cohort.kind or cohort.source_document or group_by in ABOUT_OPINIONS:
        sources = frozenset({Source.OPINIONS, Source.TASKS})
    return [each for each in definitions if each.source in sources]


def count_rates(
    connection: Connection,
    moment: Moment,
    definitions: Sequence[Definition],
    cohort: Cohort = EVERYTHING,
    group_by: GroupBy | None = None,
) -> list[Rate]:
    """Count rates as of a day, as known at a moment; one pass for each ledger and cohort date."""
    rates: list[Rate] = []
    passes: dict[tuple[Source, str], list[Definition]] = {}
    for definition in definitions:
        passes.setdefault((definition.source, definition.cohort), []).append(definition)
    for (source, dated), together in passes.items():
        reading = Reading(source, moment, cohort)
        group = None if group_by is None else reading.group(group_by, dated)
        columns = [each for definition in together for each in _sums(definition, moment)]
        within = in_cohort(source, dated, cohort)
        query = reading.totals(func.count(), *columns, of=within, group=group)
        sums: dict[str | None, list[int]] = {}
        for name, *figures in connection.execute(query):
            held = sums.setdefault(_group_name(name, group_by), [0] * len(figures))
            held[:] = map(add, held, map(int, figures))
        for name, (items, *figures) in sums.items():
            if items or group is None:
                rates += _rates_of(name, figures, together)
    order = {definition.code: index for index, definition in enumerate(definitions)}
    return sorted(rates, key=lambda rate: (order[rate.definition.code], rate.group or ""))


def _sums(definition: Definition, moment: Moment) -> list[ColumnElement[Any]]:
    left_out = definition.left_out(moment) if definition.left_out else literal(0)
    sides = definition.numerator(moment), definition.denominator(moment), left_out
    return [total_of(side) for side in sides]


def _rates_of(
    group: str | None, figures: Sequence[int], definitions: Sequence[Definition]
) -> Iterator[Rate]:
    for index, definition in enumerate(definitions):
        numerator, denominator, left_out = figures[3 * index : 3 * index + 3]
        ratio = Ratio(numerator=numerator, denominator=denominator)
        yield Rate(definition, group, ratio, left_out)


def _group_name(value: Any, group_by: GroupBy | None) -> str | None:
    if group_by is None:
        return None
    if value is None:
        return ""
    if group_by is GroupBy.MONTH:
        return f"{int(value) // 100}-{int(value) % 100:02d}"
    return str(int(value)) if group_by is GroupBy.YEAR else str(value)


def page_of_items(
    connection: Connection,
    moment: Moment,
    *,
    definition: Definition,
    side: Side,
    cohort: Cohort,
    order: Ordering,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Page:
    """Return the items behind one side of a rate, with what each contributes."""
    reading = Reading(definition.source, moment, cohort)
    ground = reading.ground
    weights = {
        Side.NUMERATOR: definition.numerator,
        Side.DENOMINATOR: definition.denominator,
        Side.LEFT_OUT: definition.left_out or (lambda _: literal(0)),
    }
    weight = weight_of(weights[side](moment))
    key = ground.table.info["key"]
    items = reading.select(
        *(ground.table.c[name] for name in key),
        ground.table.c[ground.key].label("item_id"),
        ground.table.c[ground.number].label("number"),
        ground.table.c[ground.title].label("title"),
        ground.table.c[ground.unit].label("unit"),
        weight.label("weight"),
        of=and_(in_cohort(definition.source, definition.cohort, cohort), weight > 0),
    )
    return read_page(
        connection,
        select(items),
        sortable={"number": items.c.number},
        key=[items.c[name] for name in key],
        order=order,
        after=after,
        limit=limit,
    )
