"""Units and leaders ranked by a rate: exactly, with those apart of whom too little is known."""

from collections.abc import Iterable

from sqlalchemy import Connection

from application.errors import UnknownFact
from application.metrics.definition import Definition
from application.metrics.rates import Cohort, GroupBy, Rate, count_rates
from application.projections.rule_profiles import governing_at
from application.projections.unit_register import only_standing_committee
from application.projections.versioned import Moment
from application.store import Store
from domain.ranking import SMALLEST_BASE, Place, ranked
from domain.rule_profile import RuleProfile

RANKABLE = (GroupBy.UNIT, GroupBy.LEADER)


def rank(
    connection: Connection,
    moment: Moment,
    definition: Definition,
    cohort: Cohort,
    group_by: GroupBy,
    smallest_base: int,
) -> list[Place]:
    """Rank those responsible by a rate, the best first; those without a place come last.

    Items nobody is responsible for yet take no part.
    """
    if group_by not in RANKABLE:
        raise UnknownFact("只能按单位或责任领导排名", "group_by")
    rates = count_rates(connection, moment, [definition], cohort, group_by)
    return places(definition, rates, smallest_base)


def places(definition: Definition, rates: Iterable[Rate], smallest_base: int) -> list[Place]:
    """Rank by one rate that was counted for each group."""
    return ranked(
        ((rate.group, rate.ratio) for rate in rates if rate.group),
        smallest_base=smallest_base,
        higher_is_better=definition.higher_is_better,
    )


def smallest_base(
    store: Store, connection: Connection, moment: Moment, congress: str | None = None
) -> int:
    """Return below which base nobody is ranked, by the rules that govern a congress.

    Without one, those that govern the only standing committee there is; else the default.
    """
    congress = congress or only_standing_committee(connection, moment)
    ref = congress and governing_at(connection, moment, congress)
    if not ref:
        return SMALLEST_BASE
    profile = store.read(RuleProfile, RuleProfile.id_of(ref.congress))
    return profile.version_of(ref).rules.figures.ranking_base
