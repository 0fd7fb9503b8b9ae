"""A merged opinion nobody answered yet is taken out again, to be referred anew (分案)."""

from datetime import date

import pytest

from domain.due import Due
from domain.errors import WrongStatus
from domain.opinion import AnsweredBefore, Opinion
from domain.opinion_state import JudgedByResponsibleUnit
from domain.opinion_terms import OpinionStatus, ReopenGround
from tests.aggregates import act, recorded, refused
from tests.domain.opinions import (
    CO,
    LEAD,
    by,
    closed,
    in_handling,
    merged,
    refer,
    replied,
    reply,
    settled,
    unit,
)

NEW = "JTJ"
LATER = Due.by(date(2015, 7, 31))


def separate(opinion: Opinion, unit_code: str = "RDB") -> None:
    opinion.separate("改由其他单位承办", by(unit_code, "2015-04-10"))


def merged_in_handling() -> Opinion:
    opinion = in_handling(number="2015-02")
    opinion.merge_into(in_handling(), "内容相同", act("2015-04-01"))
    return settled(opinion)


def test_a_separated_opinion_is_with_no_unit_and_merged_no_more() -> None:
    opinion = merged()
    separate(opinion)
    assert recorded(opinion) == [(Opinion.Separated, {"reason": "改由其他单位承办"})]
    assert opinion.status is OpinionStatus.FORMED
    assert opinion.merged_into is None
    assert (opinion.referral, opinion.due, opinion.current_round) == (None, None, None)
    assert [each.lead for each in opinion.past_referrals] == [(LEAD,)]
    assert opinion.return_requests == ()
    assert opinion.latest_step_on == date(2015, 4, 10)


@pytest.mark.parametrize("lead", [LEAD, NEW])
def test_a_separated_opinion_is_referred_anew_signed_for_and_answered(lead: str) -> None:
    opinion = merged_in_handling()
    separate(settled(opinion))
    settled(opinion)
    refer(opinion, on="2015-04-11", lead=[unit(lead)], due=LATER)
    assert [event for event, _ in recorded(opinion)] == [Opinion.ReReferred]
    assert opinion.due == LATER
    opinion.acknowledge(by(lead, "2015-04-12"))
    reply(opinion, unit_code=lead)
    assert opinion.status is OpinionStatus.REPLIED


def test_a_separated_opinion_is_merged_and_returned_like_any_other() -> None:
    opinion = merged_in_handling()
    separate(opinion)
    refer(opinion, on="2015-04-11")
    opinion.merge_into(in_handling(), "内容相同", act("2015-04-12"))
    assert opinion.status is OpinionStatus.MERGED
    again = merged()
    separate(again)
    refer(again, on="2015-04-11")
    again.request_return("不属于本单位职责", None, by(LEAD, "2015-04-12"))
    assert again.status is OpinionStatus.RETURN_REQUESTED


def test_only_a_merged_opinion_is_separated() -> None:
    for opinion in (in_handling(), replied()):
        with refused(opinion, WrongStatus):
            opinion.separate("改由其他单位承办", act("2015-08-01"))


@pytest.mark.parametrize("who", [LEAD, CO])
def test_no_unit_that_handles_an_opinion_separates_it(who: str) -> None:
    opinion = merged()
    with refused(opinion, JudgedByResponsibleUnit, "unit"):
        separate(opinion, who)


def test_what_was_answered_before_is_not_taken_from_its_unit() -> None:
    opinion = closed()
    opinion.reopen(ReopenGround.FOLLOW_UP, "回访记录", LATER, "反弹", act("2015-07-21"))
    opinion.merge_into(in_handling(number="2015-02"), "内容相同", act("2015-07-22"))
    settled(opinion)
    with refused(opinion, AnsweredBefore):
        opinion.separate("改由其他单位承办", act("2015-07-23"))
    reply(opinion, "2015-07-24")
    assert opinion.status is OpinionStatus.REPLIED


def test_a_split_opinion_that_one_unit_answered_is_not_separated() -> None:
    lead = (LEAD, NEW)
    opinion = in_handling(number="2015-02", lead=lead)
    reply(opinion, "2015-03-28")
    opinion.merge_into(in_handling(lead=lead), "内容相同", act("2015-04-01"))
    with refused(settled(opinion), AnsweredBefore):
        separate(opinion)
