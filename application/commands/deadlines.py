"""Due dates as commands take them: stated outright, stated as a rule, or left to the rules."""

from datetime import date

from application.commands.calendars import calendar_of
from application.commands.rule_profiles import Governing
from application.work import Work
from domain.deadline import DeadlineSpec, TermFromStart
from domain.derivation import derive
from domain.due import Due
from domain.errors import RuleViolation
from domain.profile_terms import DayOffRule
from domain.term import Term

StatedDeadline = Due | DeadlineSpec
"""A due date as people state it: the day, that none was set, or from what the day follows."""


def due_of(work: Work, stated: StatedDeadline, start: date, field: str = "due") -> Due:
    """Return a due date as stated in ``field``, derived from ``start`` where a rule was stated."""
    if isinstance(stated, Due):
        return stated
    try:
        return derive(stated, start, calendar_of(work))
    except RuleViolation as refusal:
        refusal.field = field
        raise


def due_by_rule(work: Work, governing: Governing, term: Term, rule: str, start: date) -> Due:
    """Return the due date that a term of the governing rules comes to, counted from ``start``."""
    roll = governing.rules.counting.day_off is DayOffRule.ROLL
    spec = TermFromStart(term=term, roll=roll)
    return derive(spec, start, calendar_of(work), governing.ref, rule)
