"""A county in which happens what seldom does: corrections, other rules, settled deadlines."""

from datetime import date
from functools import partial
from typing import Any
from unittest.mock import patch

from application.commands import (
    calendars,
    commitments,
    moved_dues,
    opinions,
    plans,
    rule_profiles,
    tasks,
    units,
)
from application.commands.calendars import calendar_of
from application.store import Store
from application.work import Work
from domain.commitment import Commitment
from domain.deadline import Period, Recurring, TermFromStart
from domain.due import Due
from domain.measure import FiveElement
from domain.opinion import Opinion
from domain.opinion_terms import Satisfaction
from domain.profile_rules import ClosingRules, ProfileRules, ReplyRules
from domain.term import Term, TermUnit
from tests.application import commitments as promises
from tests.application import opinions as county
from tests.application import plans as school
from tests.application import tasks as bureau
from tests.application.opinions import Step
from tests.domain.calendars import notice

THREE_MONTHS = TermFromStart(term=Term(length=3, unit=TermUnit.MONTH), roll=True)
CLOCK_STOPS = ProfileRules(reply=ReplyRules(clarification_pauses=True))
THREE_DAYS = ProfileRules(closing=ClosingRules(public_notice_days=3))
OFFICE = county.OFFICE


def fill(store: Store) -> None:
    """Fill an empty store."""
    county.settle(store)
    bureau.settle(store)
    _plan(store)
    _rule(store)
    _handle(store)
    _work(store)
    _promise(store)
    _end_units(store)


def _plan(store: Store) -> None:
    school.settle(store)
    change = partial(school.change, store)
    bare = school.measure(1, 1, 2, fund=None)
    school.draft(store, "2009-06-15", bare, school.measure(2, 3), school.measure(3, 4))
    revised: dict[str, Any] = {"measure": school.measure(1, 1, 2, 3, fund=None)}
    change("2009-06-15", plans.revise_measure, school.SCHOOL, **revised)
    change("2009-06-15", plans.remove_measure, school.SCHOOL, no=2, reason="并入第1项")
    for number in (5, 6):
        declined: dict[str, Any] = {"opinion_id": school.opinion_id(number), "reason": "另行答复"}
        change("2009-06-15", plans.waive_opinion, school.SCHOOL, **declined)
    waived: dict[str, Any] = {"no": 1, "elements": [FiveElement.FUND], "reason": "无需资金"}
    change("2009-06-15", plans.waive_elements, school.SCHOOL, **waived)
    change("2009-06-16", plans.submit, school.SCHOOL)
    change("2009-06-17", plans.reject, reason="请补充")
    change("2009-06-18", plans.submit, school.SCHOOL)
    change("2009-06-19", plans.approve, approver="主任会议")
    change("2009-06-20", plans.put_in_force)
    later: dict[str, Any] = {"text": "措施一", "due": Due.by(date(2010, 3, 1)), "target": None}
    change("2009-07-01", plans.amend_measure, no=1, reason="调整", **later)
    declined = {"opinion_id": school.opinion_id(4), "reason": "另行答复"}
    change("2009-07-02", plans.waive_opinion, **declined)
    change("2009-07-03", plans.cancel_measure, no=3, reason="不再需要")
    change("2009-07-03", plans.correct, corrects=1, now=date(2009, 6, 14), reason="登错")
    school.act_on_task(
        store, "2009-07-04", 1, lambda task, act: task.cancel("另行安排", act), school.OFFICE
    )
    change("2009-07-05", plans.conclude)


def _rule(store: Store) -> None:
    """Let rules stop the clock from 2015 on, and have them end; a second draft is given up."""
    run = partial(county.run, store)
    drafted: dict[str, Any] = {"congress": OFFICE, "title": "规则", "basis": ()}
    run("2014-12-01", rule_profiles.begin, rules=ProfileRules(), **drafted)
    run("2014-12-01", rule_profiles.redraft, expected=1, rules=CLOCK_STOPS, **drafted)
    facts: dict[str, Any] = {"congress": OFFICE, "basis_document": "人常〔2014〕9号"}
    days: dict[str, Any] = {"valid_from": date(2015, 1, 1), "valid_until": None}
    run("2014-12-02", rule_profiles.publish, expected=2, **facts, **days)
    run("2014-12-03", rule_profiles.draft, expected=3, rules=THREE_DAYS, **drafted)
    run("2014-12-04", rule_profiles.discard, congress=OFFICE, expected=4, reason="暂缓")


def _handle(store: Store) -> None:
    """Ask what an opinion means, correct its dates, settle its due date, change its rules."""
    stated: dict[str, Any] = {"due": THREE_MONTHS}
    county.tell(store, county.BEGINNING[:2])
    county.take(store, Step("2015-03-25", opinions.refer, facts=stated))
    county.take(store, Step("2015-03-26", opinions.acknowledge, county.ROADS))
    asked = {"question": "所指路段"}
    county.take(store, Step("2015-04-01", opinions.request_clarification, county.ROADS, asked))
    county.take(store, Step("2015-04-11", opinions.give_clarification, facts={"answer": "全线"}))
    correction = {"corrects": 4, "now": date(2015, 3, 27)}
    county.take(store, Step("2015-04-12", opinions.correct, facts=correction))
    stated_notice = notice(2015, off=("07-06",), on="2015-05-01")
    county.run(store, "2015-05-01", calendars.publish, year=2015, notice=stated_notice)
    county.run(store, "2015-05-02", _settle)
    _migrate(store)
    refused = "DL-2015-09"
    county.tell(store, county.BEGINNING[:1], refused)
    county.take(store, Step("2015-02-01", opinions.refuse_admission), refused)


def _settle(work: Work) -> Opinion:
    opinion = work.get(Opinion, county.OPINION)
    opinion.settle_due(calendar_of(work), work.act)
    return opinion


def _migrate(store: Store) -> None:
    run = partial(county.run, store, "2015-06-01")
    drafted: dict[str, Any] = {"congress": OFFICE, "title": "新规则", "basis": ()}
    run(rule_profiles.draft, expected=5, rules=ProfileRules(), **drafted)
    facts: dict[str, Any] = {"basis_document": "人常〔2015〕1号", "valid_until": None}
    with patch.object(moved_dues, "open_opinions", return_value=[county.OPINION]):
        run(
            moved_dues.publish_rules,
            congress=OFFICE,
            expected=6,
            valid_from=date(2015, 6, 1),
            **facts,
        )
    end: dict[str, Any] = {"valid_until": date(2027, 12, 31), "reason": "另行制定"}
    run(rule_profiles.end, congress=OFFICE, expected=7, **end)


def _work(store: Store) -> None:
    """Settle, extend in vain, schedule, announce, contest, fail and take up a task again."""
    change = partial(bureau.change, store)
    bureau.plan(store, on="2016-03-25", due=THREE_MONTHS)
    bureau.assign(store, "2016-03-26")
    year = notice(2016, off=("06-27",), on="2016-04-01")
    bureau.run(store, "2016-04-01", calendars.publish, year=2016, notice=year)
    bureau.run(store, "2016-04-02", tasks.settle_due, task_id=bureau.TASK)
    spec = Recurring(every=Period.MONTH, first=date(2016, 4, 30), last=None)
    change("2016-04-03", tasks.schedule_reports, bureau.OFFICE, spec=spec, reason=None)
    asked: dict[str, Any] = {"asked": date(2016, 9, 30), "reason": "待批"}
    change("2016-04-10", tasks.request_extension, bureau.BUREAU, **asked)
    change("2016-04-12", tasks.refuse_extension, bureau.OFFICE, reason="可以按期")
    bureau.report(store, "2016-04-20", 60)
    bureau.report(store, "2016-05-20", 40, reason_for_fall="回潮")
    bureau.claim(store, "2016-06-20", "2016-06-18")
    bureau.accept(store, "2016-06-22")
    shown: dict[str, Any] = {"start": date(2016, 6, 22), "end": date(2016, 6, 26)}
    change("2016-06-22", tasks.give_public_notice, bureau.OFFICE, channel="网站", **shown)
    change("2016-06-24", tasks.record_objection, bureau.OFFICE, text="未清理", upheld=True)
    wanting: dict[str, Any] = {"reasons": "属实", "new_due": Due.by(date(2016, 9, 30))}
    change("2016-06-28", tasks.fail_verification, bureau.OFFICE, **wanting)
    bureau.correct(store, 2, "2016-03-27")


def _promise(store: Store) -> None:
    """Settle, amend, keep, reopen and correct a promise; take another one back."""
    change = partial(promises.change, store)
    promises.draft(store, "CN-2017-1", "2017-03-25", due=THREE_MONTHS)
    place: dict[str, Any] = {"commitment_id": Commitment.id_of("CN-2017-1")}
    year = notice(2017, off=("06-26",), on="2017-04-01")
    bureau.run(store, "2017-04-01", calendars.publish, year=2017, notice=year)
    bureau.run(store, "2017-04-02", commitments.settle_due, **place)
    promises.publish(store)
    changed: dict[str, Any] = {"text": "全天达标", "due": Due.by(date(2011, 12, 15))}
    facts: dict[str, Any] = {"quantified": None, "reason": "调整", "channel": "区政府网站"}
    change("2011-05-01", commitments.amend, **changed, **facts)
    promises.claim(store, "2011-11-10", "2011-11-05")
    promises.verify(store, "2011-11-20")
    promises.follow_up(store, "2011-11-25", Satisfaction.DISSATISFIED)
    promises.correct(store, 6, "2011-11-04", "fulfilled_on")
    promises.correct(store, 1, "2011-03-31")
    change("2016-12-31", commitments.withdraw, reason="不再承诺")
    change("2017-04-05", commitments.withdraw, reason="重复", **place)


def _end_units(store: Store) -> None:
    run = partial(bureau.run, store)
    facts: dict[str, Any] = {"successor": bureau.BUREAU, "reason": "并入"}
    run("2016-12-01", units.merge, code=bureau.TEAM, expected=1, **facts)
    run("2016-12-01", units.close, code=county.MONEY, expected=1, reason="撤销")
    ended = {"corrects": 2, "now": date(2016, 11, 30), "reason": "登错"}
    run("2016-12-02", _correct_unit, code=county.MONEY, **ended)


def _correct_unit(work: Work, code: str, corrects: int, now: date, reason: str) -> Any:
    unit = units.unit_with_code(work, code)
    unit.correct(corrects, now, reason, work.act)
    return unit
