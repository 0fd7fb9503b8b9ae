"""Opinions whose due date follows from rules and a calendar."""

from datetime import date

from domain.deadline import TermFromStart
from domain.derivation import derive
from domain.due import Due
from domain.model import ProfileRef
from domain.opinion import Opinion
from domain.opinion_terms import Carrier, FormationType
from domain.profile_rules import ProfileRules, ReplyRules
from domain.term import Term, TermUnit
from domain.work_calendar import NOTHING_PUBLISHED, WorkCalendar, YearArrangement
from tests.aggregates import act
from tests.domain.opinions import LEAD, by, formed, register, settled, unit

OLD, NEW = ProfileRef(congress="RDB", version=1), ProfileRef(congress="RDB", version=2)
PAUSING = ProfileRules(reply=ReplyRules(clarification_pauses=True))
THREE_MONTHS = Term(length=3, unit=TermUnit.MONTH)
TEN_WORKING_DAYS = Term(length=10, unit=TermUnit.WORKING_DAY)
QUESTION, ANSWER = "所指路段是哪一段", "指县道三公里处至镇口"
# 2015-06-25 is made a day off, so that a notice moves what was counted without it
NOTICE = WorkCalendar(
    {2015: YearArrangement(2015, 1, frozenset({date(2015, 6, 25)}), frozenset())}
)


def by_rule(term: Term = THREE_MONTHS, *, calendar: WorkCalendar = NOTHING_PUBLISHED) -> Due:
    spec = TermFromStart(term=term, roll=True)
    return derive(spec, date(2015, 3, 25), calendar, OLD, "代表建议的办理期限")


def under_rules(due: Due | None = None, *, difficult: bool = False) -> Opinion:
    opinion = formed()
    opinion.refer(
        [unit(LEAD)],
        [],
        due or by_rule(),
        False,
        "交〔2015〕1号",
        None,
        None,
        act("2015-03-25").under(OLD),
        difficult=difficult,
    )
    opinion.acknowledge(by(LEAD, "2015-03-26"))
    return settled(opinion)


def formed_unsettled() -> Opinion:
    opinion = register()
    opinion.form(
        FormationType.PRESIDIUM, Carrier.LETTER, "主席团主席", "秘书甲", None, act("2015-03-01")
    )
    referral = act("2015-03-25").under(OLD)
    opinion.refer([unit(LEAD)], [], by_rule(), False, "交〔2015〕1号", None, None, referral)
    opinion.acknowledge(by(LEAD, "2015-03-26"))
    return opinion


def asked(opinion: Opinion, rules: ProfileRules = PAUSING) -> Opinion:
    opinion.request_clarification(QUESTION, rules, by(LEAD, "2015-04-01"))
    return opinion


def life_under_rules() -> Opinion:
    """Tell an opinion whose date is moved by an answer, a notice, other rules and a correction."""
    opinion = asked(formed_unsettled())
    opinion.give_clarification(ANSWER, NOTHING_PUBLISHED, act("2015-04-11"))
    opinion.settle_due(NOTICE, act("2015-04-20"))
    opinion.migrate_rules(NEW, ProfileRules(), NOTICE, act("2015-04-21"))
    opinion.correct(3, date(2015, 3, 24), "登错", act("2015-04-22"), NOTICE)
    return opinion
