"""An opinion is referred, acknowledged or returned; co-units and deputies are heard."""

from datetime import date

from domain.due import UNDATED, Due
from domain.errors import ActOutOfOrder, InvalidFact, WrongStatus
from domain.opinion import Opinion
from domain.opinion_handling import Consultation, CoOpinion, Referral, ReturnRequest, Round
from domain.opinion_referral import (
    AlreadyAcknowledged,
    DueBeforeReferral,
    LeadUnitNotSingle,
    NotCoUnit,
    UnitNamedTwice,
)
from domain.opinion_state import JudgedByResponsibleUnit, NotLeadUnit, NotProposer
from domain.opinion_terms import OpinionStatus
from domain.unit import UnitNotActive
from tests.aggregates import act, recorded, refused
from tests.domain.opinions import (
    CO,
    DUE,
    LEAD,
    by,
    closed,
    closed_unit,
    drafted,
    formed,
    in_handling,
    refer,
    referred,
    replied,
    return_requested,
    settled,
    unit,
)

FACTS = {
    "lead": (LEAD,),
    "co_units": (CO,),
    "split_handling": False,
    "letter_number": "丹竹人交〔2015〕1号",
    "meeting_on": date(2015, 3, 25),
    "demand": "三个月内答复代表",
    "due": {"on": date(2015, 6, 25), "undated": False},
}


def returned() -> Opinion:
    opinion = return_requested()
    opinion.accept_return("情况属实", act("2015-03-28"))
    return settled(opinion)


def test_a_referral_names_units_letter_demand_and_due_date() -> None:
    opinion = formed()
    refer(opinion)
    assert recorded(opinion) == [(Opinion.Referred, FACTS)]
    assert opinion.status is OpinionStatus.REFERRED
    assert opinion.referral == Referral(
        version=3,
        lead=(LEAD,),
        co_units=(CO,),
        split_handling=False,
        letter_number="丹竹人交〔2015〕1号",
        meeting_on=date(2015, 3, 25),
        demand="三个月内答复代表",
        due=DUE,
    )
    assert opinion.referred_on == date(2015, 3, 25)
    assert opinion.past_referrals == ()
    assert opinion.rounds == (
        Round(version=3, number=1, due=DUE, original_due=DUE, stated_due=DUE),
    )
    assert opinion.current_round == opinion.rounds[0]
    assert opinion.due == DUE


def test_a_referral_needs_neither_meeting_nor_demand_nor_co_unit() -> None:
    opinion = formed()
    refer(opinion, co=[], meeting_on=None, demand=None, due=UNDATED)
    assert opinion.referral is not None
    assert (opinion.referral.co_units, opinion.referral.meeting_on) == ((), None)
    assert opinion.referral.demand is None
    assert opinion.due == UNDATED


def test_a_referral_needs_a_letter_number() -> None:
    opinion = formed()
    with refused(opinion, InvalidFact, "letter_number"):
        refer(opinion, letter_number="")


def test_only_a_formed_opinion_is_referred() -> None:
    for opinion in (drafted(), referred()):
        with refused(opinion, WrongStatus):
            refer(opinion)


def test_there_is_exactly_one_lead_unit() -> None:
    opinion = formed()
    for lead in ([], [unit(LEAD), unit("JTJ")]):
        with refused(opinion, LeadUnitNotSingle, "lead"):
            refer(opinion, lead=lead)


def test_split_handling_has_several_lead_units() -> None:
    opinion = formed()
    for lead in ([], [unit(LEAD)]):
        with refused(opinion, LeadUnitNotSingle, "lead"):
            refer(opinion, lead=lead, split_handling=True)
    refer(opinion, lead=[unit(LEAD), unit("JTJ")], split_handling=True)
    assert opinion.referral is not None
    assert opinion.referral.lead == (LEAD, "JTJ")
    assert opinion.referral.split_handling


def test_no_unit_takes_part_twice() -> None:
    opinion = formed()
    with refused(opinion, UnitNamedTwice, "co"):
        refer(opinion, co=[unit(LEAD)])
    with refused(opinion, UnitNamedTwice):
        refer(opinion, co=[unit(CO), unit(CO)])
    with refused(opinion, UnitNamedTwice):
        refer(opinion, lead=[unit(LEAD), unit(LEAD)], split_handling=True)


def test_every_unit_exists_on_the_day_of_the_referral() -> None:
    opinion = formed()
    with refused(opinion, UnitNotActive, "lead"):
        refer(opinion, lead=[closed_unit(LEAD)])
    with refused(opinion, UnitNotActive, "co"):
        refer(opinion, co=[unit(CO, on="2015-03-26")])
    refer(opinion, co=[unit(CO, on="2015-03-25")])
    assert opinion.status is OpinionStatus.REFERRED


def test_the_due_date_is_not_before_the_referral() -> None:
    opinion = formed()
    with refused(opinion, DueBeforeReferral, "due"):
        refer(opinion, due=Due.by(date(2015, 3, 24)))
    refer(opinion, due=Due.by(date(2015, 3, 25)))
    assert opinion.due == Due.by(date(2015, 3, 25))


def test_the_lead_unit_signs_for_the_referral() -> None:
    opinion = referred()
    opinion.acknowledge(by(LEAD, "2015-03-26"))
    assert recorded(opinion) == [(Opinion.Acknowledged, {})]
    assert opinion.status is OpinionStatus.IN_HANDLING
    assert opinion.acknowledged == (LEAD,)


def test_only_a_lead_unit_signs_and_only_once() -> None:
    opinion = referred()
    with refused(opinion, NotLeadUnit, "unit"):
        opinion.acknowledge(by(CO, "2015-03-26"))
    opinion = in_handling()
    with refused(opinion, AlreadyAcknowledged, "unit"):
        opinion.acknowledge(by(LEAD, "2015-03-27"))


def test_nothing_is_signed_for_before_it_is_referred_or_after_the_reply() -> None:
    for opinion in (formed(), replied()):
        with refused(opinion, WrongStatus):
            opinion.acknowledge(by(LEAD, "2015-06-21"))


def test_under_split_handling_the_first_signature_begins_the_handling() -> None:
    opinion = referred(lead=(LEAD, "JTJ"))
    opinion.acknowledge(by("JTJ", "2015-03-26"))
    assert opinion.status is OpinionStatus.IN_HANDLING
    assert list(opinion.acknowledged) == ["JTJ"]
    opinion.acknowledge(by(LEAD, "2015-03-27"))
    assert opinion.status is OpinionStatus.IN_HANDLING
    assert opinion.acknowledged == ("JTJ", LEAD)


def test_a_lead_unit_asks_for_a_return_and_suggests_another_unit() -> None:
    opinion = referred()
    opinion.request_return("不属于本单位职责", unit("JTJ"), by(LEAD, "2015-03-27"))
    facts = {"reason": "不属于本单位职责", "suggested_unit": "JTJ"}
    assert recorded(opinion) == [(Opinion.ReturnRequested, facts)]
    assert opinion.status is OpinionStatus.RETURN_REQUESTED
    assert opinion.return_requests == (
        ReturnRequest(
            version=4, unit=LEAD, reason="不属于本单位职责", suggested_unit="JTJ", accepted=None
        ),
    )


def test_a_return_needs_a_reason_but_no_suggestion() -> None:
    opinion = referred()
    with refused(opinion, InvalidFact, "reason"):
        opinion.request_return("", None, by(LEAD, "2015-03-27"))
    opinion.request_return("职责已经划出", None, by(LEAD, "2015-03-27"))
    assert opinion.return_requests[0].suggested_unit is None


def test_a_return_is_asked_for_by_a_lead_unit_that_has_not_signed() -> None:
    opinion = referred()
    with refused(opinion, NotLeadUnit):
        opinion.request_return("不属于本单位职责", None, by(CO, "2015-03-27"))
    opinion = in_handling()
    with refused(opinion, WrongStatus):
        opinion.request_return("不属于本单位职责", None, by(LEAD, "2015-03-27"))


def test_a_suggested_unit_exists() -> None:
    opinion = referred()
    with refused(opinion, UnitNotActive, "suggested_unit"):
        opinion.request_return("职责已经划出", closed_unit("JTJ"), by(LEAD, "2015-03-27"))


def test_an_accepted_return_ends_the_referral_and_keeps_it_on_record() -> None:
    opinion = return_requested()
    opinion.accept_return("情况属实", act("2015-03-28"))
    assert recorded(opinion) == [(Opinion.ReturnAccepted, {"reason": "情况属实"})]
    assert opinion.status is OpinionStatus.FORMED
    assert opinion.referral is None
    assert opinion.referred_on is None
    assert [r.letter_number for r in opinion.past_referrals] == ["丹竹人交〔2015〕1号"]
    assert opinion.return_requests[0].accepted is True
    assert opinion.return_requests[0].decision_reason == "情况属实"


def test_after_an_accepted_return_the_opinion_is_referred_anew() -> None:
    opinion = returned()
    later = Due.by(date(2015, 6, 30))
    refer(opinion, on="2015-03-30", lead=[unit("JTJ")], letter_number="2号", due=later)
    facts = {**FACTS, "lead": ("JTJ",), "letter_number": "2号", "due": later.model_dump()}
    assert recorded(opinion) == [(Opinion.ReReferred, facts)]
    assert opinion.status is OpinionStatus.REFERRED
    assert opinion.referral is not None
    assert opinion.referral.lead == ("JTJ",)
    assert opinion.referred_on == date(2015, 3, 30)
    assert [r.lead for r in opinion.past_referrals] == [(LEAD,)]
    assert opinion.rounds == (
        Round(version=6, number=1, due=later, original_due=later, stated_due=later),
    )
    with refused(opinion, NotLeadUnit):
        opinion.acknowledge(by(LEAD, "2015-03-31"))


def test_a_refused_return_leaves_the_opinion_with_its_unit() -> None:
    opinion = return_requested()
    opinion.refuse_return("属于本单位职责", act("2015-03-28"))
    assert recorded(opinion) == [(Opinion.ReturnRefused, {"reason": "属于本单位职责"})]
    assert opinion.status is OpinionStatus.REFERRED
    assert opinion.past_referrals == ()
    assert opinion.return_requests[0].accepted is False
    assert opinion.return_requests[0].decision_reason == "属于本单位职责"


def test_a_second_return_request_stands_beside_the_first() -> None:
    opinion = return_requested()
    opinion.refuse_return("属于本单位职责", act("2015-03-28"))
    opinion.request_return("三定方案已经调整", None, by(LEAD, "2015-03-29"))
    opinion.accept_return("情况属实", act("2015-03-30"))
    assert [r.accepted for r in opinion.return_requests] == [False, True]


def test_a_return_is_decided_by_others_and_only_when_asked_for() -> None:
    opinion = return_requested()
    for code in (LEAD, CO):
        with refused(opinion, JudgedByResponsibleUnit, "unit"):
            opinion.accept_return("同意", by(code, "2015-03-28"))
        with refused(opinion, JudgedByResponsibleUnit, "unit"):
            opinion.refuse_return("不同意", by(code, "2015-03-28"))
    opinion = referred()
    with refused(opinion, WrongStatus):
        opinion.accept_return("同意", act("2015-03-28"))
    with refused(opinion, WrongStatus):
        opinion.refuse_return("不同意", act("2015-03-28"))


def test_a_co_unit_gives_its_opinion() -> None:
    opinion = in_handling()
    assert list(opinion.missing_co_opinions) == [CO]
    opinion.submit_co_opinion("已安排资金", by(CO, "2015-04-10"))
    assert recorded(opinion) == [(Opinion.CoOpinionSubmitted, {"text": "已安排资金"})]
    assert opinion.co_opinions == (CoOpinion(version=5, unit=CO, text="已安排资金"),)
    assert opinion.missing_co_opinions == ()


def test_a_co_opinion_may_be_entered_late() -> None:
    opinion = in_handling()
    opinion.submit_co_opinion("已安排资金", by(CO, "2015-03-25"))
    assert opinion.date_of(opinion.co_opinions[0]) == date(2015, 3, 25)
    assert opinion.latest_step_on == date(2015, 3, 26)


def test_only_a_co_unit_gives_a_co_opinion_and_not_after_closing() -> None:
    opinion = in_handling()
    with refused(opinion, NotCoUnit, "unit"):
        opinion.submit_co_opinion("已安排资金", by(LEAD, "2015-04-10"))
    opinion = closed()
    with refused(opinion, WrongStatus):
        opinion.submit_co_opinion("已安排资金", by(CO, "2015-07-21"))


def test_a_co_opinion_on_a_returned_referral_does_not_count_for_the_next() -> None:
    opinion = referred()
    opinion.submit_co_opinion("已安排资金", by(CO, "2015-03-26"))
    opinion.request_return("不属于本单位职责", None, by(LEAD, "2015-03-27"))
    opinion.accept_return("情况属实", act("2015-03-28"))
    refer(opinion, on="2015-03-30", lead=[unit("JTJ")])
    assert opinion.missing_co_opinions == (CO,)


def test_a_consultation_is_noted_even_after_closing() -> None:
    for opinion in (in_handling(), closed()):
        opinion.consult("代表乙", "上门走访", by(LEAD, "2015-04-01"))
        facts = {"with_deputy": "代表乙", "manner": "上门走访"}
        assert recorded(opinion) == [(Opinion.Consulted, facts)]
        assert opinion.consultations == (
            Consultation(version=opinion.version, deputy="代表乙", manner="上门走访"),
        )


def test_a_consultation_is_with_a_proposer_where_there_are_any() -> None:
    opinion = in_handling()
    with refused(opinion, NotProposer, "with_deputy"):
        opinion.consult("代表丙", "电话", by(LEAD, "2015-04-01"))
    opinion = in_handling(lead_deputy=None, co_signers=())
    opinion.consult("代表丙", "电话", by(LEAD, "2015-04-01"))
    assert opinion.consultations[0].deputy == "代表丙"


def test_nobody_is_consulted_about_an_opinion_not_yet_referred() -> None:
    opinion = formed()
    with refused(opinion, WrongStatus):
        opinion.consult("代表甲", "电话", by(LEAD, "2015-04-01"))


def test_a_note_is_not_dated_before_the_registration() -> None:
    opinion = in_handling()
    with refused(opinion, ActOutOfOrder):
        opinion.consult("代表甲", "电话", by(LEAD, "2015-01-20"))
