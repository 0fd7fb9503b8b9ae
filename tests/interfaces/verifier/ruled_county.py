"""A county whose rules set every due date, stop the clock, and change while opinions are open."""

from datetime import date
from functools import partial
from typing import Any
from unittest.mock import patch

from application.commands import moved_dues, opinions, rule_profiles, tasks
from application.projections.open_items import OpenItem
from application.store import Store
from domain.due import Due
from domain.opinion import Opinion
from domain.profile_rules import EvaluationRules, ProfileRules, ReferralRules, ReplyRules
from domain.term import Term, TermUnit
from tests.application import commitments as promises
from tests.application import opinions as county
from tests.application import tasks as bureau
from tests.application.opinions import Step
from tests.domain.calendars import notice

OFFICE = county.OFFICE
BEFORE_RULES, EXTENDED, RETURNED = "DL-2015-02", "DL-2015-03", "DL-2015-04"
TEN_WORKING_DAYS = Term(length=10, unit=TermUnit.WORKING_DAY)
UNRULED_TASK = "RW-2015-1"
UNRULED, UNDER_FIRST_RULES = "CN-2015-1", "CN-2015-2"
"""Promised before there were rules, and under the first ones."""
BY_RULE: dict[str, Any] = {"due": None}


def rules(working_days: int) -> ProfileRules:
    """Answer deputies within so many working days; everything else has its term as well."""
    return ProfileRules(
        referral=ReferralRules(
            return_window=Term(length=5, unit=TermUnit.WORKING_DAY),
            first_contact=Term(length=15, unit=TermUnit.DAY),
        ),
        reply=ReplyRules(
            deputy_suggestion=Term(length=working_days, unit=TermUnit.WORKING_DAY),
            co_unit=TEN_WORKING_DAYS,
            clarification_pauses=True,
        ),
        evaluation=EvaluationRules(
            term=TEN_WORKING_DAYS, rehandling=Term(length=1, unit=TermUnit.MONTH)
        ),
    )


def fill(store: Store) -> None:
    """Fill an empty store."""
    take = partial(county.take, store)
    county.settle(store)
    for number in (BEFORE_RULES, EXTENDED, county.NUMBER, RETURNED):
        county.tell(store, county.BEGINNING[:2], number)
    take(Step("2015-03-25", opinions.refer, facts=BY_RULE), BEFORE_RULES)
    _promise(store, UNRULED, "2015-03-26")
    _plan(store, UNRULED_TASK, "2015-03-26")
    _publish(store, "2015-04-01", 0, rules(55))
    for number in (EXTENDED, county.NUMBER):
        take(Step("2015-04-02", opinions.refer, facts=BY_RULE), number)
        take(Step("2015-04-03", opinions.acknowledge, county.ROADS), number)
    _promise(store, UNDER_FIRST_RULES, "2015-04-02")
    take(Step("2015-04-02", opinions.refer, facts=BY_RULE), RETURNED)
    take(Step("2015-04-09", opinions.request_return, county.ROADS), RETURNED)
    take(Step("2015-04-11", opinions.decide_return), RETURNED)
    asked = {"question": "所指路段"}
    take(Step("2015-04-10", opinions.request_clarification, county.ROADS, asked))
    take(Step("2015-04-20", opinions.give_clarification, facts={"answer": "全线"}))
    take(Step("2015-06-08", opinions.request_extension, county.ROADS), EXTENDED)
    take(Step("2015-06-15", opinions.grant_extension), EXTENDED)
    items = [OpenItem(Opinion, Opinion.id_of(each)) for each in (EXTENDED, county.NUMBER)]
    holidays = notice(2015, off=("05-22",), on="2015-06-16")
    with patch.object(moved_dues, "open_items", return_value=items):
        county.run(store, "2015-06-16", moved_dues.publish_year, year=2015, notice=holidays)
    _publish(store, "2015-06-17", 2, rules(58))
    take(Step("2015-07-20", opinions.reply, county.ROADS))
    take(Step("2015-07-21", opinions.evaluate, facts=county.DISSATISFIED))
    take(Step("2015-07-22", opinions.order_rehandling, facts=BY_RULE))
    take(Step("2015-08-10", opinions.reply, county.ROADS))
    take(Step("2015-08-12", opinions.evaluate))
    reminded = {"reminded_on": date(2015, 8, 20)}
    take(Step("2015-08-25", opinions.record_no_feedback, facts=reminded))
    _promise(store, "CN-2015-3", "2015-08-26")


def _promise(store: Store, number: str, on: str) -> None:
    """Promise something under the rules of the congress that raised the opinion it answers."""
    answered, due = (Opinion.id_of(BEFORE_RULES),), Due.by(date(2015, 12, 31))
    promises.draft(store, number, on, unit=county.ROADS, opinion_ids=answered, due=due)


def _publish(store: Store, on: str, held: int, of: ProfileRules) -> None:
    """Publish rules as the next two events of their congress, which has so many; move the open."""
    drafted: dict[str, Any] = {"congress": OFFICE, "title": "规则", "basis": (), "rules": of}
    if held:
        county.run(store, on, rule_profiles.draft, expected=held, **drafted)
    else:
        county.run(store, on, rule_profiles.begin, **drafted)
    facts: dict[str, Any] = {"basis_document": "人常〔2015〕1号", "valid_until": None}
    moving = [Opinion.id_of(each) for each in (EXTENDED, county.NUMBER)] if held else []
    with patch.object(moved_dues, "open_opinions", return_value=moving):
        county.run(
            store,
            on,
            moved_dues.publish_rules,
            congress=OFFICE,
            expected=held + 1,
            valid_from=date.fromisoformat(on),
            **facts,
        )


def _plan(store: Store, number: str, on: str) -> None:
    """Plan a task that answers an opinion, and make a unit responsible for it."""
    answering = {"opinion_ids": (Opinion.id_of(BEFORE_RULES),), "due": Due.by(date(2015, 12, 31))}
    run = partial(county.run, store, on)
    task = run(tasks.plan, number=number, **(bureau.PLANNED | answering))
    named: dict[str, Any] = {"units": (county.ROADS,), "leaders": ("责任领导甲",)}
    named |= {"offices": ("办公室",), "assignees": (), "reason": None}
    run(tasks.assign, task_id=task.id, expected=task.version, **named)
