"""Opinions are registered one by one, with their source, and formed or not admitted."""

from datetime import date
from typing import Any

import pytest

from domain.due import UNDATED
from domain.errors import InvalidFact, WrongStatus
from domain.opinion import (
    LeadDeputyMissing,
    Opinion,
    SignerRepeated,
    TownshipDoesNotDeliberate,
)
from domain.opinion_handling import Formation, Source
from domain.opinion_state import DateOutOfSpan
from domain.opinion_terms import (
    Carrier,
    FormationType,
    OpinionKind,
    OpinionStatus,
    ReopenGround,
    ResultClass,
    Satisfaction,
    SourceChannel,
    Term,
    WorkKind,
)
from domain.unit import UnitLevel, UnitNotActive
from tests.aggregates import act, recorded, refused
from tests.domain.opinions import closed_unit, drafted, formed, refer, register, unit

TERMS: tuple[type[Term], ...] = (
    OpinionKind,
    OpinionStatus,
    SourceChannel,
    FormationType,
    Carrier,
    ResultClass,
    Satisfaction,
    ReopenGround,
    WorkKind,
)


def test_registration_keeps_source_proposers_and_original_wording() -> None:
    opinion = register(number="2015-07", key=True)
    assert opinion.id == Opinion.id_of("2015-07")
    assert opinion.number == "2015-07"
    assert opinion.kind is OpinionKind.DEPUTY_SUGGESTION
    assert opinion.title == "关于硬化通村道路的建议"
    assert opinion.wording == "通村道路坑洼不平,\n建议尽快硬化。"
    assert opinion.source == Source(
        document_number="丹竹人发〔2015〕4号",
        issuer="RDB",
        channel=SourceChannel.MEETING,
        occasion="第三次会议",
        raised_on=date(2015, 1, 20),
    )
    assert (opinion.lead_deputy, opinion.co_signers) == ("代表甲", ("代表乙",))
    assert opinion.proposers == ("代表甲", "代表乙")
    assert opinion.key
    assert opinion.status is OpinionStatus.DRAFTED


def test_registration_records_plain_facts() -> None:
    facts = {
        "number": "2015-01",
        "kind": OpinionKind.DEPUTY_SUGGESTION,
        "title": "关于硬化通村道路的建议",
        "wording": "通村道路坑洼不平,\n建议尽快硬化。",
        "document_number": "丹竹人发〔2015〕4号",
        "issuer": "RDB",
        "channel": SourceChannel.MEETING,
        "occasion": "第三次会议",
        "raised_on": date(2015, 1, 20),
        "lead_deputy": "代表甲",
        "co_signers": ("代表乙",),
        "key": False,
    }
    assert recorded(register()) == [(Opinion.Registered, facts)]


def test_a_registered_opinion_has_no_handling_yet() -> None:
    opinion = drafted()
    assert opinion.is_open
    assert opinion.formation is None
    assert opinion.referral is None
    assert opinion.referred_on is None
    assert opinion.past_referrals == ()
    assert opinion.acknowledged == ()
    assert opinion.return_requests == ()
    assert (opinion.co_opinions, opinion.consultations) == ((), ())
    assert (opinion.rounds, opinion.current_round, opinion.due) == ((), None, None)
    assert (opinion.first_replied_on, opinion.first_reply_days_late) == (None, None)
    assert opinion.current_class is None
    assert opinion.unheard == ("代表甲", "代表乙")
    assert not opinion.evaluation_pending
    assert (opinion.closings, opinion.closed_on) == ((), None)
    assert (opinion.look_backs, opinion.linked_work) == ((), ())
    assert (opinion.merged_into, opinion.withdrawal) == (None, None)


def test_an_opinion_without_a_document_or_a_proposer_is_registered() -> None:
    opinion = drafted(
        kind=OpinionKind.PUBLIC,
        channel=SourceChannel.SUGGESTION_BOX,
        document_number=None,
        occasion=None,
        lead_deputy=None,
        co_signers=(),
    )
    assert opinion.source.document_number is None
    assert opinion.source.occasion is None
    assert opinion.proposers == ()


def test_a_township_issues_no_deliberation_opinion() -> None:
    township = unit("SLZ", UnitLevel.TOWNSHIP)
    with pytest.raises(TownshipDoesNotDeliberate) as caught:
        register(kind=OpinionKind.DELIBERATION, issuer=township)
    assert caught.value.field == "kind"
    assert "SLZ单位" in caught.value.detail
    assert drafted(kind=OpinionKind.DISCUSSION, issuer=township).source.issuer == "SLZ"


def test_a_county_issues_a_deliberation_opinion() -> None:
    assert drafted(kind=OpinionKind.DELIBERATION).kind is OpinionKind.DELIBERATION


@pytest.mark.parametrize("issuer", [closed_unit("RDB"), unit("RDB", on="2015-01-22")])
def test_an_issuer_that_does_not_exist_on_the_day_is_refused(issuer: Any) -> None:
    with pytest.raises(UnitNotActive) as caught:
        register(issuer=issuer)
    assert caught.value.field == "issuer"


def test_an_opinion_is_not_registered_before_it_was_raised() -> None:
    with pytest.raises(DateOutOfSpan) as caught:
        register(raised_on=date(2015, 1, 22))
    assert caught.value.field == "raised_on"
    assert drafted(raised_on=date(2015, 1, 21)).source.raised_on == date(2015, 1, 21)


def test_co_signers_need_a_lead_deputy() -> None:
    with pytest.raises(LeadDeputyMissing):
        register(lead_deputy=None, co_signers=("代表乙",))
    assert drafted(co_signers=()).proposers == ("代表甲",)


@pytest.mark.parametrize(
    "co_signers",
    [("代表甲",), ("代表乙", "代表丙", "代表乙"), ("王伟(女)", "代表丙", "王伟(女)")],
)
def test_nobody_signs_twice(co_signers: tuple[str, ...]) -> None:
    with pytest.raises(SignerRepeated) as caught:
        register(co_signers=co_signers)
    assert caught.value.field == "co_signers"
    assert co_signers[0] in caught.value.detail
    assert "代表丙" not in caught.value.detail


def test_an_empty_title_is_refused() -> None:
    with pytest.raises(InvalidFact) as caught:
        register(title=" ")
    assert caught.value.field == "title"


def test_forming_states_how_the_opinion_came_about() -> None:
    opinion = drafted()
    stated = ("主任", "秘书科", "丹人发〔2015〕2号")
    opinion.form(
        FormationType.CHAIRPERSONS_MEETING, Carrier.MINUTES, *stated, act=act("2015-02-01")
    )
    assert opinion.status is OpinionStatus.FORMED
    assert opinion.formation == Formation(
        version=2,
        type=FormationType.CHAIRPERSONS_MEETING,
        carrier=Carrier.MINUTES,
        approver="主任",
        compiled_by="秘书科",
        document_number="丹人发〔2015〕2号",
    )
    assert opinion.date_of(opinion.formation) == date(2015, 2, 1)
    assert not opinion.formation.flagged
    facts = {
        "formation_type": FormationType.CHAIRPERSONS_MEETING,
        "carrier": Carrier.MINUTES,
        "approver": "主任",
        "compiled_by": "秘书科",
        "document_number": "丹人发〔2015〕2号",
    }
    assert recorded(opinion) == [(Opinion.Formed, facts)]


def test_a_decision_of_one_working_body_is_flagged() -> None:
    opinion = drafted()
    opinion.form(
        FormationType.WORKING_BODY_DECISION, Carrier.LETTER, "工委主任", "秘书甲", None, act()
    )
    assert opinion.formation is not None
    assert opinion.formation.flagged


def test_an_opinion_is_formed_once() -> None:
    opinion = formed()
    with refused(opinion, WrongStatus, "status"):
        opinion.form(FormationType.PRESIDIUM, Carrier.LETTER, "主席", "秘书甲", None, act())


def test_what_is_not_admitted_is_over() -> None:
    opinion = drafted()
    opinion.refuse_admission("属于个人诉讼事项", act("2015-02-01"))
    assert opinion.status is OpinionStatus.NOT_ADMITTED
    assert not opinion.is_open
    assert recorded(opinion) == [(Opinion.NotAdmitted, {"reason": "属于个人诉讼事项"})]
    with refused(opinion, WrongStatus):
        opinion.form(FormationType.PRESIDIUM, Carrier.LETTER, "主席", "秘书甲", None, act())


def test_a_formed_opinion_is_no_longer_refused_admission() -> None:
    opinion = formed()
    with refused(opinion, WrongStatus):
        opinion.refuse_admission("不属于职权范围", act())


def test_a_refusal_names_the_act_the_status_and_what_would_be_needed() -> None:
    opinion = drafted()
    with pytest.raises(WrongStatus) as caught:
        refer(opinion, due=UNDATED)
    assert caught.value.detail == ("意见2015-01现为“已登记”,只有“已形成”的意见可以办理“交办”")


@pytest.mark.parametrize("terms", TERMS)
def test_every_term_has_its_own_chinese_label(terms: type[Term]) -> None:
    labels = [term.label for term in terms]
    assert len(set(labels)) == len(labels)
    assert all(not label.isascii() for label in labels)
    assert [terms(term.value) for term in terms] == list(terms)
