"""Rates beside those of the same period a year earlier, as of the same day a year earlier."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from application.errors import UnknownFact
from application.metrics.definition import Definition
from application.metrics.rates import Cohort, GroupBy, Rate, count_rates
from application.projections.versioned import Moment
from domain.ratio import Ratio
from domain.year_earlier import end_a_year_earlier, start_a_year_earlier

NOTHING = Ratio(numerator=0, denominator=0)


class Compared(NamedTuple):
    """A rate, the rate a year earlier, and by how many percentage points it rose."""

    rate: Rate
    earlier: Rate

    @property
    def points(self) -> str | None:
        """The exact difference, rounded once; ``None`` when one of the two has no base."""
        return self.rate.ratio.points_over(self.earlier.ratio)


def a_year_earlier(moment: Moment, cohort: Cohort) -> tuple[Moment, Cohort]:
    """Move both days and the period back a year; what is known stays what is known."""
    since, until = cohort.since, cohort.until
    return (
        moment._replace(as_of=end_a_year_earlier(moment.as_of)),
        cohort._replace(
            since=since and start_a_year_earlier(since),
            until=until and end_a_year_earlier(until),
        ),
    )


def compare_rates(
    connection: Connection,
    moment: Moment,
    definitions: Sequence[Definition],
    cohort: Cohort,
    group_by: GroupBy | None,
) -> list[Compared]:
    """Count the rates of both years; a group only one of them has counts nothing in the other."""
    if group_by in {GroupBy.MONTH, GroupBy.YEAR}:
        raise UnknownFact("按月份或年份分组时不能与上年比较", "compare")
    before, same = a_year_earlier(moment, cohort)
    now = count_rates(connection, moment, definitions, cohort, group_by)
    then = count_rates(connection, before, definitions, same, group_by)
    later = {(rate.definition.code, rate.group): rate for rate in now}
    earlier = {(rate.definition.code, rate.group): rate for rate in then}
    order = {each.code: place for place, each in enumerate(definitions)}
    keys = sorted(later.keys() | earlier.keys(), key=lambda key: (order[key[0]], key[1] or ""))
    return [
        Compared(
            later.get(key) or _none_of(earlier[key]), earlier.get(key) or _none_of(later[key])
        )
        for key in keys
    ]


def _none_of(rate: Rate) -> Rate:
    return rate._replace(ratio=NOTHING, left_out=0)
