"""A due date that waits for the notice about 2011, and the calendar once there is one.

Three months from 12 November 2010 lead to Saturday 12 February 2011, so to Monday the 14th; the
notice has that day off, too.
"""

from datetime import date

from domain.deadline import TermFromStart
from domain.derivation import derive, rederive
from domain.term import Term, TermUnit
from domain.work_calendar import NOTHING_PUBLISHED, WorkCalendar, YearArrangement

START = date(2010, 11, 12)
THREE_MONTHS = TermFromStart(term=Term(length=3, unit=TermUnit.MONTH), roll=True)
PROVISIONAL = derive(THREE_MONTHS, START, NOTHING_PUBLISHED)
LATER_PROVISIONAL = derive(THREE_MONTHS, date(2011, 6, 10), NOTHING_PUBLISHED)
"""Due on Monday 12 September 2011, after a weekend."""
PUBLISHED = WorkCalendar(
    {2011: YearArrangement(2011, 1, frozenset({date(2011, 2, 14)}), frozenset())}
)
UNREMARKABLE = WorkCalendar({2011: YearArrangement(2011, 1, frozenset(), frozenset())})
"""A notice that leaves the day as it was."""
SETTLED = rederive(PROVISIONAL, PUBLISHED)
