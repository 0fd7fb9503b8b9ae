"""The list of opinions: who has what, until when, on any day, as known at any moment."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Date, Select, and_, func, literal, or_, select

from application.projections.opinion_ledger import opinion_ledger
from application.projections.pages import Ordering, Page
from application.projections.parts import NEVER, page_of_rows, parts_of, rows_at
from application.projections.split_ledger import split_ledger
from application.projections.versioned import Moment, holding
from domain.due import Due
from domain.opinion_state import OPEN

UNDATED_LABEL = "未定时限"
PROVISIONAL_LABEL = "(暂定)"

opinion = opinion_ledger.c

PARTS = parts_of(opinion_ledger)

SORTABLE: dict[str, ColumnElement[Any]] = {
    "number": opinion.number,
    "due": func.coalesce(opinion.due, NEVER),
    "referred_on": opinion.referred_or_never,
    "title": opinion.title,
}


class OpinionFilter(NamedTuple):
    """Which opinions are wanted; what is ``None`` does not narrow."""

    kinds: Sequence[str] | None = None
    statuses: Sequence[str] | None = None
    lead_unit: str | None = None
    """One of the lead units, of which split handling has several."""
    source_document: str | None = None
    number: str | None = None
    is_key: bool | None = None
    referred_from: date | None = None
    referred_until: date | None = None
    overdue: bool | None = None
    """Open, and the due date passed."""
    text: str | None = None
    """A part of the title or of the number; A to Z are as a to z, no other capitals."""

    def conditions(self, as_of: date) -> list[ColumnElement[bool]]:
        """Return what opinions must satisfy on that day, whoever is in the lead."""
        stated = {name: value for name, value in self._asdict().items() if value is not None}
        narrowing = stated.keys() - {"lead_unit"}
        return [_NARROWING[name](stated[name], as_of) for name in sorted(narrowing)]

    def parts(self, moment: Moment) -> Sequence[ColumnElement[bool]]:
        """Return by which parts opinions are found; what a unit leads after another is one."""
        if self.lead_unit is None:
            return PARTS
        split = split_ledger.c
        of_unit = split.unit == self.lead_unit, holding(split_ledger, moment)
        further = and_(
            opinion.lead_unit != self.lead_unit,
            opinion.opinion_id.in_(select(split.opinion_id).where(*of_unit)),
        )
        return (*(and_(part, opinion.lead_unit == self.lead_unit) for part in PARTS), further)


def counted_until(as_of: date) -> ColumnElement[date]:
    """Say in SQL up to which day an open opinion may be late: the clock may stand still."""
    return func.coalesce(opinion.paused_since, literal(as_of, Date))


def is_late(as_of: date) -> ColumnElement[bool]:
    """Say in SQL that the due date of an opinion has passed, as the clock stands that day."""
    return and_(opinion.due < as_of, opinion.due < counted_until(as_of))


def _falls_due(overdue: bool, as_of: date) -> ColumnElement[bool]:
    in_time = opinion.due >= counted_until(as_of)
    ended_or_in_time = or_(opinion.status.not_in(OPEN), opinion.due.is_(None), in_time)
    return and_(opinion.status.in_(OPEN), is_late(as_of)) if overdue else ended_or_in_time


def _reads(text: str) -> ColumnElement[bool]:
    return or_(
        opinion.title.icontains(text, autoescape=True),
        opinion.number.icontains(text, autoescape=True),
    )


_NARROWING: dict[str, Callable[[Any, date], ColumnElement[bool]]] = {
    "kinds": lambda kinds, _: opinion.kind.in_(kinds),
    "statuses": lambda statuses, _: opinion.status.in_(statuses),
    "source_document": lambda document, _: opinion.source_document == document,
    "number": lambda number, _: opinion.number == number,
    "is_key": lambda is_key, _: opinion.is_key.is_(is_key),
    "referred_from": lambda day, _: opinion.referred_on >= day,
    "referred_until": lambda day, _: opinion.referred_on <= day,
    "overdue": _falls_due,
    "text": lambda text, _: _reads(text),
}


def opinions_at(moment: Moment, *narrowed: ColumnElement[bool]) -> Select[Any]:
    """Select opinions as they stood on that day, as then known.

    ``narrowed`` are conditions on ``opinion_ledger``; the columns selected are named like its own.
    """
    return select(rows_at(opinion_ledger, moment, list(opinion), *narrowed))


def page_of_opinions(
    connection: Connection,
    moment: Moment,
    *,
    wanted: OpinionFilter,
    order: Ordering,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Page:
    """Return one page of the list, each opinion with its ``Lateness``."""
    page = page_of_rows(
        connection,
        opinion_ledger,
        moment,
        shown=list(opinion),
        conditions=wanted.conditions(moment.as_of),
        sortable=SORTABLE,
        order=order,
        after=after,
        limit=limit,
        parts=wanted.parts(moment),
    )
    rows = [{**row, **lateness(row, moment.as_of)._asdict()} for row in page.rows]
    return Page(rows, page.last)


class Lateness(NamedTuple):
    """How an opinion stands against its due date on a day, in calendar days."""

    days_overdue: int
    """Until that day or, once it is over, until the handling was complete or taken back; while the
    clock stands still until it stopped."""
    days_left: int | None
    """``None`` when there is no due date or nothing more to do."""
    due_label: str | None


def lateness(row: Mapping[Any, Any], as_of: date) -> Lateness:
    """Compare a row of the ledger with its due date."""
    if row["due"] is None:
        return Lateness(0, None, UNDATED_LABEL if row["undated"] else None)
    over_on: date | None = row["completed_on"] or row["withdrawn_on"]
    day = min(as_of, row["paused_since"] or as_of)
    days_overdue = Due.by(row["due"]).days_late(min(over_on or day, day))
    days_left = None if over_on else max((row["due"] - day).days, 0)
    label = f"{row['due']}{PROVISIONAL_LABEL if row['due_provisional'] else ''}"
    return Lateness(days_overdue, days_left, label)
