"""How many calendar days closed opinions took from referral to completion; open ones apart."""

from typing import NamedTuple

from sqlalchemy import Connection, select

from application.metrics.definition import Source
from application.metrics.definitions import COUNTED
from application.metrics.rates import Cohort
from application.projections.opinion_ledger import opinion_ledger
from application.projections.versioned import Moment, holding
from domain.spread import Spread


class HandlingDays(NamedTuple):
    """The days of what is closed, and the days so far of what is still open."""

    closed: Spread
    open: Spread


def handling_days(connection: Connection, moment: Moment, cohort: Cohort) -> HandlingDays:
    """Measure the opinions referred in the cohort's period."""
    row = opinion_ledger.c
    conditions = [
        holding(opinion_ledger, moment),
        COUNTED[Source.OPINIONS],
        row.referred_on.is_not(None),
        row.merged_into.is_(None),
    ]
    if cohort.since is not None:
        conditions.append(row.referred_on >= cohort.since)
    if cohort.until is not None:
        conditions.append(row.referred_on <= cohort.until)
    if cohort.unit is not None:
        conditions.append(row.lead_unit == cohort.unit)
    if cohort.kind is not None:
        conditions.append(row.kind == cohort.kind)
    if cohort.source_document is not None:
        conditions.append(row.source_document == cohort.source_document)
    query = select(row.referred_on, row.completed_on).where(*conditions)
    closed: list[int] = []
    still_open: list[int] = []
    for referred_on, completed_on in connection.execute(query):
        if completed_on is None:
            still_open.append((moment.as_of - referred_on).days)
        else:
            closed.append((completed_on - referred_on).days)
    return HandlingDays(Spread.of(closed), Spread.of(still_open))
