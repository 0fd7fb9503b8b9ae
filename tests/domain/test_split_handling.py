"""Of several lead units each signs, asks to be relieved of an opinion and replies for itself."""

from datetime import date

import pytest

from domain.due import Due
from domain.errors import WrongStatus
from domain.opinion import Opinion
from domain.opinion_extension import ExtensionPending
from domain.opinion_referral import (
    AlreadyAcknowledged,
    ReplyAlreadyGiven,
    ReturnWindowClosed,
)
from domain.opinion_state import NotLeadUnit
from domain.opinion_terms import OpinionStatus
from domain.profile_rules import ProfileRules
from domain.referral_terms import ReferralTerms
from domain.urged_item import UrgedItem
from tests.aggregates import act, recorded, refused
from tests.domain.opinions import (
    LEAD,
    by,
    closed,
    formed,
    in_handling,
    refer,
    referred,
    reply,
    settled,
    unit,
)

OTHER, THIRD = "JTJ", "SLJ"


def signed_by_one() -> Opinion:
    opinion = referred(lead=(LEAD, OTHER))
    opinion.acknowledge(by(LEAD, "2015-03-26"))
    return settled(opinion)


def wanted_back(opinion: Opinion, on: str = "2015-03-27", unit_code: str = OTHER) -> Opinion:
    opinion.request_return("不属于本单位职责", None, by(unit_code, on))
    return settled(opinion)


def test_one_unit_that_signed_does_not_bar_another_from_asking_for_a_return() -> None:
    opinion = signed_by_one()
    opinion.request_return("不属于本单位职责", None, by(OTHER, "2015-03-27"))
    facts = {"reason": "不属于本单位职责", "suggested_unit": None}
    assert recorded(opinion) == [(Opinion.ReturnRequested, facts)]
    assert opinion.status is OpinionStatus.RETURN_REQUESTED
    assert opinion.return_requests[0].unit == OTHER


def test_whoever_signed_keeps_what_it_signed_for() -> None:
    opinion = signed_by_one()
    with refused(opinion, AlreadyAcknowledged, "unit"):
        opinion.request_return("不属于本单位职责", None, by(LEAD, "2015-03-27"))
    with refused(opinion, NotLeadUnit, "unit"):
        opinion.request_return("不属于本单位职责", None, by(THIRD, "2015-03-27"))


def test_the_window_is_open_for_each_unit_until_its_last_day() -> None:
    for on, is_open in (("2015-04-01", True), ("2015-04-02", False)):
        opinion = formed()
        terms = ReferralTerms(return_by=Due.by(date(2015, 4, 1)))
        refer(opinion, lead=[unit(LEAD), unit(OTHER)], split_handling=True, terms=terms)
        opinion.acknowledge(by(LEAD, "2015-03-26"))
        settled(opinion)
        if is_open:
            wanted_back(opinion, on)
        else:
            with refused(opinion, ReturnWindowClosed, "occurred_on"):
                wanted_back(opinion, on)


def test_a_return_refused_leaves_the_opinion_in_handling_once_one_has_signed() -> None:
    opinion = wanted_back(signed_by_one())
    opinion.refuse_return("属于本单位职责", act("2015-03-28"))
    stated = {"reason": "属于本单位职责", "signed": True}
    assert recorded(opinion) == [(Opinion.ReturnRefused, stated)]
    assert opinion.status is OpinionStatus.IN_HANDLING


def test_after_a_refused_return_each_signs_and_replies() -> None:
    opinion = wanted_back(signed_by_one())
    opinion.refuse_return("属于本单位职责", act("2015-03-28"))
    opinion.acknowledge(by(OTHER, "2015-03-29"))
    reply(opinion, "2015-06-10")
    reply(opinion, "2015-06-20", OTHER)
    assert opinion.status is OpinionStatus.REPLIED


def test_while_a_return_is_decided_the_opinion_waits() -> None:
    opinion = wanted_back(signed_by_one())
    with refused(opinion, WrongStatus):
        reply(opinion, "2015-03-28")
    with refused(opinion, WrongStatus):
        wanted_back(opinion, "2015-03-28", LEAD)


def test_a_return_accepted_ends_the_referral_for_every_unit_and_what_was_signed() -> None:
    opinion = wanted_back(signed_by_one())
    opinion.accept_return("情况属实", act("2015-03-28"))
    assert opinion.status is OpinionStatus.FORMED
    assert opinion.acknowledged == ()


def test_whoever_signed_for_what_was_given_back_signs_anew() -> None:
    opinion = wanted_back(signed_by_one())
    opinion.accept_return("情况属实", act("2015-03-28"))
    refer(opinion, "2015-03-30", lead=[unit(LEAD), unit(THIRD)], split_handling=True)
    opinion.acknowledge(by(LEAD, "2015-03-31"))
    assert opinion.acknowledged == (LEAD,)


def test_no_reply_is_undone_by_another_unit_that_wants_to_be_relieved() -> None:
    opinion = signed_by_one()
    reply(opinion, "2015-04-10")
    with refused(opinion, ReplyAlreadyGiven, "unit"):
        wanted_back(opinion, "2015-04-11")
    assert opinion.status is OpinionStatus.IN_HANDLING


def test_an_opinion_opened_again_is_nobodys_to_return() -> None:
    opinion = closed()
    with pytest.raises(WrongStatus):
        wanted_back(opinion, "2015-08-01", LEAD)


def test_a_question_that_stops_the_clock_stops_it_while_a_return_is_decided() -> None:
    opinion = signed_by_one()
    rules = ProfileRules.model_validate({"reply": {"clarification_pauses": True}})
    opinion.request_clarification("所指路段", rules, by(LEAD, "2015-03-27"))
    wanted_back(opinion, "2015-03-28")
    assert not UrgedItem.of(opinion).owed


def test_each_unit_asks_for_more_time_and_it_is_given_to_the_opinion() -> None:
    opinion = in_handling(lead=(LEAD, OTHER))
    opinion.request_extension(date(2015, 6, 1), "待批", by(OTHER, "2015-06-01"))
    with refused(opinion, ExtensionPending):
        opinion.request_extension(date(2015, 6, 2), "待批", by(LEAD, "2015-06-02"))
    opinion.grant_extension(date(2015, 7, 25), date(2015, 6, 3), act("2015-06-03"))
    assert opinion.due == Due.by(date(2015, 7, 25))
