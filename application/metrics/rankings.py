"""Units and leaders ranked by a rate: exactly, with those apart of whom too little is known."""

from sqlalchemy import Connection

from application.errors import UnknownFact
from application.metrics.definition import Definition
from application.metrics.rates import Cohort, GroupBy, count_rates
from application.projections.versioned import Moment
from domain.ranking import Place, ranked

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
    return ranked(
        ((rate.group, rate.ratio) for rate in rates if rate.group),
        smallest_base=smallest_base,
        higher_is_better=definition.higher_is_better,
    )
