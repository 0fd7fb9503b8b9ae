"""A clock that stood still: how far a due date moves while a unit waits to be told something."""

from datetime import date, timedelta

from domain.deadline import TermFromStart
from domain.due import Due
from domain.term import TermUnit
from domain.work_calendar import WorkCalendar


def postponed(due: Due, since: date, until: date, calendar: WorkCalendar) -> Due:
    """Return the due date after a pause: as many days later as it lasted.

    A term in working days is put off by the working days of the pause. What the date was derived
    from stays with it.
    """
    if due.on is None:
        return due
    if _counts_working_days(due):
        lost = calendar.working_days_between(since, until)
        return due.model_copy(update={"on": calendar.shifted(due.on, lost)})
    return due.model_copy(update={"on": due.on + timedelta(days=(until - since).days)})


def _counts_working_days(due: Due) -> bool:
    spec = due.basis.spec if due.basis else None
    return isinstance(spec, TermFromStart) and spec.term.unit is TermUnit.WORKING_DAY
