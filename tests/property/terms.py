"""Puts terms to our own code, to be compared with the oracle."""

from datetime import date

from domain.deadline import TermFromStart
from domain.derivation import derive
from domain.term import Term, TermUnit
from domain.work_calendar import WorkCalendar
from tests.property.oracle import Asked


def derived(asked: Asked, calendar: WorkCalendar) -> date | None:
    """Return the last day of the term as the system derives it."""
    spec = TermFromStart(
        term=Term(length=asked.length, unit=TermUnit(asked.unit)), roll=asked.roll
    )
    return derive(spec, asked.start, calendar).on
