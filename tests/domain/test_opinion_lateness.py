"""How late an opinion and its first reply are when a due date moves or a clock stands still."""

from datetime import date

import pytest

from domain.opinion import Opinion
from domain.profile_rules import ProfileRules, ReplyRules
from domain.term import Term, TermUnit
from domain.work_calendar import NOTHING_PUBLISHED
from tests.aggregates import act, recorded
from tests.domain.opinions import LEAD, by, dissatisfied, in_handling, replied, reply
from tests.domain.opinions_under_rules import (
    ANSWER,
    NEW,
    NOTICE,
    asked,
    by_rule,
    under_rules,
)

TWO_MONTHS = ProfileRules(reply=ReplyRules(deputy_suggestion=Term(length=2, unit=TermUnit.MONTH)))
LATER = date(2015, 12, 31)


def settle(opinion: Opinion, on: str) -> None:
    opinion.settle_due(NOTICE, act(on))


def migrate(opinion: Opinion, on: str) -> None:
    opinion.migrate_rules(NEW, TWO_MONTHS, NOTHING_PUBLISHED, act(on))


def extend(opinion: Opinion) -> None:
    opinion.request_extension(date(2015, 5, 1), "雨季", by(LEAD, "2015-05-01"))
    opinion.grant_extension(date(2015, 7, 31), date(2015, 5, 2), act("2015-05-02"))


def first_due(opinion: Opinion) -> date | None:
    assert opinion.first_reply_due is not None
    return opinion.first_reply_due.on


def test_what_derives_due_dates_anew_states_its_round_and_both_former_ones() -> None:
    opinion = under_rules()
    settle(opinion, "2015-04-20")
    migrate(opinion, "2015-04-21")
    (_, by_notice), (_, by_rules) = recorded(opinion)
    assert (by_notice["round"], by_rules["round"]) == (1, 1)
    assert by_notice["original_was"] == by_notice["due_was"] == by_rule().model_dump()
    assert by_rules["original_was"] == by_notice["original_due"]


def test_an_opinion_without_a_reply_has_no_due_date_of_one() -> None:
    opinion = under_rules()
    assert (opinion.first_reply_due, opinion.first_reply_days_late) == (None, None)


@pytest.mark.parametrize("after", [True, False])
def test_a_notice_says_which_day_a_reply_was_due_all_along(after: bool) -> None:
    opinion = under_rules()
    if not after:
        settle(opinion, "2015-07-10")
    reply(opinion, "2015-06-26")
    if after:
        settle(opinion, "2015-07-10")
    assert (first_due(opinion), opinion.first_reply_days_late) == (date(2015, 6, 26), 0)


@pytest.mark.parametrize("after", [True, False])
def test_other_rules_ask_nothing_of_a_reply_given_before(after: bool) -> None:
    opinion = under_rules()
    if not after:
        migrate(opinion, "2015-07-10")
    reply(opinion, "2015-06-26")
    if after:
        migrate(opinion, "2015-07-10")
    assert (first_due(opinion), opinion.first_reply_days_late) == (date(2015, 6, 25), 1)


def test_other_rules_before_the_reply_say_when_it_is_due() -> None:
    opinion = under_rules()
    migrate(opinion, "2015-05-10")
    reply(opinion, "2015-05-26")
    assert (first_due(opinion), opinion.first_reply_days_late) == (date(2015, 5, 25), 1)


def test_after_other_rules_a_notice_no_longer_moves_the_day_of_a_reply_before() -> None:
    opinion = under_rules()
    reply(opinion, "2015-05-01")
    migrate(opinion, "2015-05-02")
    opinion.settle_due(NOTICE, act("2015-05-03"))
    assert first_due(opinion) == date(2015, 6, 25)


def test_a_reply_after_more_time_was_granted_is_due_by_then() -> None:
    opinion = under_rules()
    settle(opinion, "2015-06-10")
    extend(opinion)
    reply(opinion, "2015-08-02")
    assert (first_due(opinion), opinion.first_reply_days_late) == (date(2015, 7, 31), 2)


def test_a_reply_after_the_clock_stood_still_is_due_as_many_days_later() -> None:
    opinion = asked(under_rules())
    opinion.give_clarification(ANSWER, NOTHING_PUBLISHED, act("2015-04-11"))
    reply(opinion, "2015-07-06")
    assert (first_due(opinion), opinion.first_reply_days_late) == (date(2015, 7, 5), 1)


def test_a_withdrawn_opinion_is_as_late_as_it_was_then() -> None:
    opinion = in_handling()
    opinion.withdraw("关于撤回建议的申请", "代表甲", act("2015-06-28"))
    days = [opinion.days_late(date(2015, 6, 27)), opinion.days_late(LATER)]
    assert days == [2, 3]


def test_a_clock_stands_still_until_the_reply_of_the_round() -> None:
    opinion = asked(under_rules())
    assert (opinion.paused_since, opinion.days_late(LATER)) == (date(2015, 4, 1), 0)
    reply(opinion, "2015-06-20")
    assert (opinion.paused_since, opinion.days_late(LATER)) == (None, 189)


def test_a_clock_that_never_stopped_stands_still_since_no_day() -> None:
    assert asked(under_rules(), ProfileRules()).paused_since is None
    assert [each.paused_since for each in (replied(), dissatisfied())] == [None, None]
