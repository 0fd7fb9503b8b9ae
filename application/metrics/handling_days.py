"""How many calendar days closed opinions took from referral to completion; open ones apart."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Date, and_, func, literal

from application.event_store.columns import days_between
from application.metrics.definition import Source
from application.metrics.rates import Cohort, Reading, in_cohort
from application.projections.opinion_ledger import opinion_ledger
from application.projections.versioned import Moment
from domain.spread import Spread

opinion = opinion_ledger.c


class HandlingDays(NamedTuple):
    """The days of what is closed, and the days so far of what is still open."""

    closed: Spread
    open: Spread


def handling_days(connection: Connection, moment: Moment, cohort: Cohort) -> HandlingDays:
    """Measure the opinions referred in the cohort's period."""
    reading = Reading(Source.OPINIONS, moment, cohort)
    handled = and_(
        in_cohort(Source.OPINIONS, "referred_on", cohort), opinion.merged_into.is_(None)
    )

    def spread(until: ColumnElement[date], of: ColumnElement[bool]) -> Spread:
        days = days_between(opinion.referred_on, until)
        counted: Counter[int] = Counter()
        query = reading.totals(func.count(), of=and_(handled, of), group=days)
        for taken, *items in connection.execute(query):
            counted[taken] += sum(items)
        return Spread.of([*counted.elements()])

    return HandlingDays(
        spread(opinion.completed_on, opinion.completed_on.is_not(None)),
        spread(literal(moment.as_of, Date), opinion.completed_on.is_(None)),
    )
