"""Questions about opinions, asked of each lead unit's own part of those that are split."""

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Select, select
from sqlalchemy.sql.visitors import replacement_traverse

from application.projections.opinion_ledger import opinion_ledger
from application.projections.split_ledger import OWN_FACTS, split_ledger
from application.projections.versioned import Moment, holding

T = TypeVar("T")

BY_PART = split_ledger.join(
    opinion_ledger, split_ledger.c.opinion_id == opinion_ledger.c.opinion_id
)
"""Split opinions, once for each of their lead units."""

OF_FIRST = split_ledger.c.place == 1
"""Whether the part is that of the unit for which the ledger has the opinion."""

_OWN = {
    opinion_ledger.c.lead_unit: split_ledger.c.unit,
    **{opinion_ledger.c[name]: split_ledger.c[name] for name in OWN_FACTS},
}


def own(asked: ColumnElement[T]) -> ColumnElement[T]:
    """Ask of a part what was asked of the opinion: the unit's own facts, else the opinion's."""

    def of_part(element: Any, **_: Any) -> Any:
        return _OWN.get(element) if isinstance(element, Column) else None

    return replacement_traverse(asked, {}, of_part)


def by_part(
    moment: Moment,
    columns: Iterable[ColumnElement[Any]],
    conditions: Iterable[ColumnElement[bool]],
) -> Select[Any]:
    """Select columns of split opinions as they stood, once for each of their lead units."""
    both = holding(split_ledger, moment), holding(opinion_ledger, moment)
    return select(*columns).select_from(BY_PART).where(*both, *conditions)


def is_split(moment: Moment) -> ColumnElement[bool]:
    """Say in SQL whether an opinion was split among several lead units."""
    split = select(split_ledger.c.opinion_id).where(holding(split_ledger, moment))
    return opinion_ledger.c.opinion_id.in_(split)
