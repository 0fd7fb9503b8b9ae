"""A unit that is merged or abolished is succeeded in handling an opinion (机构改革)."""

from collections.abc import Callable
from datetime import date

import pytest

from domain.errors import RuleViolation, WrongStatus
from domain.handover import DecidedBySuccessor, Handover, UnitNotHandling, UnitStillActive
from domain.opinion import Opinion
from domain.opinion_referral import NotCoUnit
from domain.opinion_reply import AlreadyReplied, CoOpinionMissing, NotAcknowledged
from domain.opinion_state import JudgedByResponsibleUnit, NotLeadUnit
from domain.opinion_terms import OpinionStatus
from domain.unit import Unit, UnitNotActive
from domain.urged_item import UrgedItem
from tests.aggregates import act, recorded, refused
from tests.domain.opinions import (
    CO,
    DUE,
    LEAD,
    by,
    closed,
    closed_unit,
    formed,
    in_handling,
    merged,
    refer,
    referred,
    replied,
    reply,
    return_requested,
    settled,
    unit,
)

NEW, OTHER = "JTJ", "SLJ"
REFORM = "2015-05-01"


def ended(code: str) -> Unit:
    """Return a unit that was merged into the one called ``NEW`` on the day of the reform."""
    merged_unit = unit(code)
    merged_unit.merge_into(unit(NEW), "机构改革", act(REFORM))
    return merged_unit


def hand_over(opinion: Opinion, code: str = LEAD, to: str = NEW, on: str = REFORM) -> None:
    opinion.hand_over(ended(code), unit(to), "机构改革", act(on))


def handed_over(opinion: Opinion, code: str = LEAD, to: str = NEW, on: str = REFORM) -> Opinion:
    hand_over(opinion, code, to, on)
    return settled(opinion)


def test_a_handover_names_the_unit_its_successor_and_the_reason() -> None:
    opinion = in_handling()
    hand_over(opinion)
    facts = {"unit": LEAD, "successor": NEW, "reason": "机构改革"}
    assert recorded(opinion) == [(Opinion.HandedOver, facts)]
    [referral] = opinion.referrals
    assert (referral.lead, referral.co_units) == ((NEW,), (CO,))
    assert referral.handovers == (Handover(version=5, **facts),)
    assert opinion.status is OpinionStatus.IN_HANDLING
    assert opinion.due == DUE
    assert [each.number for each in opinion.rounds] == [1]
    assert opinion.latest_step_on == date(2015, 5, 1)


def test_the_successor_goes_on_where_the_other_unit_stopped() -> None:
    opinion = handed_over(in_handling())
    with refused(opinion, NotLeadUnit):
        reply(opinion)
    reply(opinion, unit_code=NEW)
    assert opinion.status is OpinionStatus.REPLIED
    assert opinion.first_replied_on == date(2015, 6, 20)
    assert opinion.rounds[0].replies[0].unit == NEW


def test_what_nobody_signed_for_is_signed_for_by_the_successor() -> None:
    opinion = handed_over(referred())
    with refused(opinion, NotLeadUnit):
        opinion.acknowledge(by(LEAD, REFORM))
    opinion.acknowledge(by(NEW, REFORM))
    assert opinion.acknowledged == (NEW,)


def test_a_reply_counts_for_the_successor() -> None:
    opinion = handed_over(replied(), on="2015-07-01")
    assert opinion.status is OpinionStatus.REPLIED
    assert opinion.first_replied_on == date(2015, 6, 20)
    assert opinion.rounds[0].replies[0].unit == LEAD
    assert opinion.rounds[0].answered == (NEW,)


@pytest.mark.parametrize("build", [referred, return_requested, in_handling, merged, replied])
def test_an_opinion_is_handed_over_wherever_a_unit_has_it(build: Callable[[], Opinion]) -> None:
    opinion = build()
    before = opinion.status
    handed_over(opinion, on="2015-07-01")
    assert opinion.status is before
    assert opinion.referrals[-1].lead == (NEW,)


def test_an_opinion_that_no_unit_has_is_not_handed_over() -> None:
    for opinion in (formed(), closed()):
        with refused(opinion, WrongStatus):
            hand_over(opinion, on="2015-09-01")


def test_only_a_unit_that_has_ended_is_succeeded() -> None:
    opinion = in_handling()
    with refused(opinion, UnitStillActive, "unit"):
        hand_over(opinion, on="2015-04-30")
    with refused(opinion, UnitNotHandling, "unit"):
        hand_over(opinion, OTHER)
    with refused(opinion, UnitNotActive, "successor"):
        opinion.hand_over(ended(LEAD), closed_unit(OTHER), "机构改革", act(REFORM))
    opinion.hand_over(closed_unit(LEAD), unit(OTHER), "撤销", act(REFORM))
    assert opinion.referrals[-1].lead == (OTHER,)


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (LEAD, JudgedByResponsibleUnit),
        (CO, JudgedByResponsibleUnit),
        (NEW, DecidedBySuccessor),
    ],
)
def test_no_unit_concerned_decides_on_a_handover(who: str, why: type[RuleViolation]) -> None:
    opinion = in_handling()
    with refused(opinion, why, "unit"):
        opinion.hand_over(ended(LEAD), unit(NEW), "机构改革", by(who, REFORM))
    with refused(opinion, why, "unit"):
        inside = act(REFORM, unit="KS", above=[who, "XZF"])
        opinion.hand_over(ended(LEAD), unit(NEW), "机构改革", inside)


def test_the_successor_decides_on_nothing_by_which_it_is_judged() -> None:
    opinion = handed_over(return_requested())
    with refused(opinion, JudgedByResponsibleUnit):
        opinion.accept_return("情况属实", by(NEW, "2015-05-02"))


def test_a_unit_that_was_succeeded_and_those_inside_it_decide_on_nothing_either() -> None:
    opinion = handed_over(handed_over(return_requested()), CO, OTHER)
    for former in (LEAD, CO):
        with refused(opinion, JudgedByResponsibleUnit, "unit"):
            opinion.accept_return("情况属实", by(former, "2015-05-02"))
        with refused(opinion, JudgedByResponsibleUnit, "unit"):
            opinion.accept_return("情况属实", act("2015-05-02", unit="KS", above=[former, "XZF"]))


def test_a_unit_that_was_succeeded_stays_out_of_the_next_handover() -> None:
    opinion = handed_over(in_handling())
    inside = act("2015-05-02", unit="KS", above=[LEAD])
    with refused(opinion, JudgedByResponsibleUnit, "unit"):
        opinion.hand_over(closed_unit(NEW), unit(OTHER), "机构改革", inside)


def test_a_unit_succeeded_before_the_opinion_was_referred_anew_has_no_hand_in_it() -> None:
    opinion = handed_over(return_requested())
    opinion.accept_return("情况属实", act("2015-05-02"))
    with refused(settled(opinion), JudgedByResponsibleUnit, "unit"):
        opinion.withdraw("撤回申请", "代表甲", by(LEAD, "2015-05-03"))
    refer(opinion, on="2015-05-03", lead=[unit(OTHER)])
    opinion.withdraw("撤回申请", "代表甲", by(LEAD, "2015-05-04"))
    assert opinion.status is OpinionStatus.WITHDRAWN


def test_a_co_unit_is_succeeded() -> None:
    opinion = handed_over(in_handling(), CO)
    assert opinion.referrals[-1].co_units == (NEW,)
    with refused(opinion, NotCoUnit):
        opinion.submit_co_opinion("同意", by(CO, "2015-05-02"))
    opinion.submit_co_opinion("同意", by(NEW, "2015-05-02"))
    assert not opinion.missing_co_opinions


def test_the_opinion_of_a_co_unit_counts_for_its_successor() -> None:
    assert handed_over(in_handling(), CO).missing_co_opinions == (NEW,)
    given = in_handling()
    given.submit_co_opinion("同意", by(CO, "2015-04-02"))
    assert handed_over(given, CO).missing_co_opinions == ()


def test_a_co_opinion_is_asked_for_anew_where_the_opinion_is_referred_anew() -> None:
    opinion = referred()
    opinion.submit_co_opinion("同意", by(CO, "2015-03-26"))
    opinion.request_return("不属于本单位职责", None, by(LEAD, "2015-03-27"))
    opinion.accept_return("情况属实", act("2015-03-28"))
    refer(opinion, on="2015-03-30", lead=[unit(NEW)])
    opinion.acknowledge(by(NEW, "2015-03-31"))
    assert opinion.missing_co_opinions == (CO,)
    with refused(settled(opinion), CoOpinionMissing):
        reply(opinion, unit_code=NEW, co_opinions_noted=None)


def test_a_co_unit_that_succeeds_the_lead_unit_is_co_unit_no_more() -> None:
    opinion = handed_over(in_handling(), LEAD, CO)
    assert (opinion.referrals[-1].lead, opinion.referrals[-1].co_units) == ((CO,), ())
    opinion = handed_over(in_handling(), CO, LEAD)
    assert (opinion.referrals[-1].lead, opinion.referrals[-1].co_units) == ((LEAD,), ())


def test_a_lead_unit_that_succeeds_another_one_answers_for_both_at_once() -> None:
    opinion = handed_over(in_handling(lead=(LEAD, NEW)))
    assert opinion.referrals[-1].lead == (NEW,)
    reply(opinion, unit_code=NEW)
    assert opinion.status is OpinionStatus.REPLIED
    with refused(opinion, WrongStatus):
        reply(opinion, unit_code=NEW)


@pytest.mark.parametrize("first", [LEAD, NEW])
def test_of_two_parts_in_one_hand_the_one_unanswered_is_still_answered(first: str) -> None:
    opinion = in_handling(lead=(LEAD, NEW))
    reply(opinion, "2015-04-20", unit_code=first)
    handed_over(opinion)
    assert not opinion.rounds[0].answered_by((NEW,))
    assert UrgedItem.of(opinion).units[0] == NEW
    reply(opinion, unit_code=NEW)
    assert opinion.status is OpinionStatus.REPLIED
    assert len(opinion.rounds[0].replies) == 2


def test_what_one_of_two_units_signed_for_is_signed_for_by_the_other_as_well() -> None:
    opinion = referred(lead=(LEAD, NEW))
    opinion.acknowledge(by(LEAD, "2015-03-26"))
    handed_over(opinion)
    with refused(opinion, NotAcknowledged):
        reply(opinion, unit_code=NEW)
    opinion.acknowledge(by(NEW, REFORM))
    assert opinion.acknowledged == (NEW,)


def test_a_successor_of_one_who_answered_waits_for_the_others() -> None:
    opinion = in_handling(lead=(LEAD, OTHER))
    reply(opinion, "2015-04-20")
    handed_over(opinion)
    with refused(opinion, AlreadyReplied):
        reply(opinion, unit_code=NEW)
    reply(opinion, unit_code=OTHER)
    assert opinion.status is OpinionStatus.REPLIED
    assert handed_over(opinion, OTHER, on="2015-07-01").referrals[-1].lead == (NEW,)
    assert opinion.first_replied_on == date(2015, 6, 20)
