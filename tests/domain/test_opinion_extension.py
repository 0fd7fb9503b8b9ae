"""More time is asked for before the due date, decided by others, and never too much."""

from datetime import date

import pytest

from domain.due import UNDATED, Due
from domain.errors import InvalidFact, WrongStatus
from domain.opinion import CorrectionContradicts, Opinion
from domain.opinion_extension import (
    DeputyNotTold,
    DueNotSet,
    ExtensionAfterExpiry,
    ExtensionNotLater,
    ExtensionPending,
    ExtensionTooLong,
    NoExtensionPending,
)
from domain.opinion_handling import Extension, ExtensionDecision
from domain.opinion_state import DateOutOfSpan, JudgedByResponsibleUnit, NotLeadUnit
from domain.profile_rules import ProfileRules, ReplyRules
from domain.work_calendar import NOTHING_PUBLISHED
from tests.aggregates import RULES, act, recorded, refused
from tests.domain.opinions import (
    CO,
    DUE,
    LEAD,
    by,
    in_handling,
    referred,
    rehandling,
    replied,
    reply,
    settled,
)

ASKED, TOLD, UNTIL = date(2015, 6, 10), date(2015, 6, 16), date(2015, 9, 25)
LATEST = date(2015, 12, 25)
PAUSING = ProfileRules(reply=ReplyRules(clarification_pauses=True))


def asked(opinion: Opinion | None = None) -> Opinion:
    opinion = opinion or in_handling()
    opinion.request_extension(ASKED, "雨季无法施工", by(LEAD, "2015-06-12"))
    return settled(opinion)


def granted() -> Opinion:
    opinion = asked()
    opinion.grant_extension(UNTIL, TOLD, act("2015-06-15"))
    return settled(opinion)


def test_a_request_keeps_the_day_asked_apart_from_the_day_it_came_in() -> None:
    opinion = in_handling()
    opinion.request_extension(ASKED, "雨季无法施工", by(LEAD, "2015-06-12"))
    facts = {"asked": ASKED, "reason": "雨季无法施工"}
    assert recorded(opinion) == [(Opinion.ExtensionRequested, facts)]
    pending = opinion.rounds[0].pending_extension
    assert pending == Extension(
        version=5, unit=LEAD, asked=ASKED, reason="雨季无法施工", due_was=DUE
    )
    assert opinion.date_of(pending) == date(2015, 6, 12)
    assert opinion.due == DUE


def test_a_grant_moves_the_due_date_and_keeps_the_original() -> None:
    opinion = asked()
    opinion.grant_extension(UNTIL, TOLD, act("2015-06-15"))
    facts = {"until": UNTIL, "due_was": DUE.model_dump(), "deputy_told_on": TOLD}
    assert recorded(opinion) == [(Opinion.ExtensionGranted, facts)]
    assert opinion.due == Due.by(UNTIL)
    assert opinion.rounds[0].original_due == DUE
    assert opinion.rounds[0].pending_extension is None
    decision = ExtensionDecision(version=6, until=UNTIL, due_was=DUE, deputy_told_on=TOLD)
    assert [e.decision for e in opinion.rounds[0].extensions] == [decision]
    assert opinion.date_of(decision) == date(2015, 6, 15)


def test_a_refusal_leaves_the_due_date() -> None:
    opinion = asked()
    opinion.refuse_extension("工期充足", act("2015-06-15"))
    assert recorded(opinion) == [(Opinion.ExtensionRefused, {"reason": "工期充足"})]
    assert opinion.due == DUE
    assert opinion.rounds[0].pending_extension is None
    decision = ExtensionDecision(version=6, until=None, reason="工期充足")
    assert [e.decision for e in opinion.rounds[0].extensions] == [decision]


def test_an_extension_is_asked_for_before_the_due_date() -> None:
    opinion = in_handling()
    for day in (date(2015, 6, 25), date(2015, 6, 26)):
        with refused(opinion, ExtensionAfterExpiry, "asked"):
            opinion.request_extension(day, "雨季无法施工", by(LEAD, "2015-06-30"))
    opinion.request_extension(date(2015, 6, 24), "雨季无法施工", by(LEAD, "2015-06-30"))
    assert opinion.rounds[0].pending_extension is not None


def test_the_day_asked_lies_between_referral_and_receipt() -> None:
    opinion = in_handling()
    for day in (date(2015, 3, 24), date(2015, 6, 13)):
        with refused(opinion, DateOutOfSpan, "asked"):
            opinion.request_extension(day, "雨季无法施工", by(LEAD, "2015-06-12"))
    opinion.request_extension(date(2015, 3, 25), "雨季无法施工", by(LEAD, "2015-06-12"))
    assert opinion.rounds[0].extensions[0].asked == date(2015, 3, 25)
    opinion = in_handling()
    opinion.request_extension(date(2015, 6, 12), "雨季无法施工", by(LEAD, "2015-06-12"))
    assert opinion.rounds[0].extensions[0].asked == date(2015, 6, 12)


def test_an_extension_needs_a_reason_both_ways() -> None:
    opinion = in_handling()
    with refused(opinion, InvalidFact, "reason"):
        opinion.request_extension(ASKED, "", by(LEAD, "2015-06-12"))
    opinion = asked()
    with refused(opinion, InvalidFact, "reason"):
        opinion.refuse_extension(" ", act("2015-06-15"))


def test_only_a_lead_unit_that_owes_a_reply_asks() -> None:
    opinion = in_handling()
    with refused(opinion, NotLeadUnit):
        opinion.request_extension(ASKED, "雨季无法施工", by(CO, "2015-06-12"))
    for opinion in (referred(), replied()):
        with refused(opinion, WrongStatus):
            opinion.request_extension(ASKED, "雨季无法施工", by(LEAD, "2015-06-22"))


def test_one_request_at_a_time_awaits_its_decision() -> None:
    opinion = asked()
    with refused(opinion, ExtensionPending):
        opinion.request_extension(ASKED, "资金未到位", by(LEAD, "2015-06-13"))
    opinion.refuse_extension("工期充足", act("2015-06-15"))
    opinion.request_extension(ASKED, "资金未到位", by(LEAD, "2015-06-16"))
    opinion.grant_extension(UNTIL, TOLD, act("2015-06-17"))
    untils = [e.decision and e.decision.until for e in opinion.rounds[0].extensions]
    assert untils == [None, UNTIL]


def test_an_undated_opinion_has_nothing_to_extend() -> None:
    opinion = in_handling(due=UNDATED)
    with refused(opinion, DueNotSet):
        opinion.request_extension(ASKED, "雨季无法施工", by(LEAD, "2015-06-12"))


def test_only_a_pending_request_is_decided() -> None:
    for opinion in (in_handling(), granted()):
        with refused(opinion, NoExtensionPending):
            opinion.grant_extension(UNTIL, TOLD, act("2015-06-17"))
        with refused(opinion, NoExtensionPending):
            opinion.refuse_extension("工期充足", act("2015-06-17"))


def test_after_the_reply_a_pending_request_is_not_decided_any_more() -> None:
    opinion = asked()
    reply(opinion)
    with refused(opinion, WrongStatus):
        opinion.grant_extension(UNTIL, TOLD, act("2015-06-21"))
    with refused(opinion, WrongStatus):
        opinion.refuse_extension("已经答复", act("2015-06-21"))


def test_a_responsible_unit_does_not_decide_its_own_extension() -> None:
    opinion = asked()
    with refused(opinion, JudgedByResponsibleUnit):
        opinion.grant_extension(UNTIL, TOLD, by(LEAD, "2015-06-15"))
    with refused(opinion, JudgedByResponsibleUnit):
        opinion.refuse_extension("工期充足", by(CO, "2015-06-15"))


def test_an_extension_is_granted_on_the_due_date_at_the_latest() -> None:
    opinion = asked()
    with refused(opinion, ExtensionAfterExpiry, "occurred_on"):
        opinion.grant_extension(UNTIL, TOLD, act("2015-06-26"))
    opinion.grant_extension(UNTIL, TOLD, act("2015-06-25"))
    assert opinion.due == Due.by(UNTIL)


def test_a_request_left_undecided_can_be_refused_after_expiry() -> None:
    opinion = asked()
    opinion.refuse_extension("逾期未批", act("2015-07-01"))
    assert opinion.due == DUE


def test_an_extension_leads_to_a_later_day() -> None:
    opinion = asked()
    with refused(opinion, ExtensionNotLater, "until"):
        opinion.grant_extension(date(2015, 6, 25), TOLD, act("2015-06-15"))
    opinion.grant_extension(date(2015, 6, 26), TOLD, act("2015-06-15"))
    assert opinion.due == Due.by(date(2015, 6, 26))


def test_extensions_end_six_months_after_the_original_due_date() -> None:
    opinion = asked()
    with refused(opinion, ExtensionTooLong, "until"):
        opinion.grant_extension(date(2015, 12, 26), TOLD, act("2015-06-15"))
    opinion.grant_extension(LATEST, TOLD, act("2015-06-15"))
    assert opinion.due == Due.by(LATEST)


def test_a_second_extension_counts_from_the_original_due_date() -> None:
    opinion = granted()
    told = date(2015, 9, 21)
    opinion.request_extension(date(2015, 9, 20), "资金未到位", by(LEAD, "2015-09-20"))
    with refused(opinion, ExtensionTooLong, "until"):
        opinion.grant_extension(date(2015, 12, 26), told, act("2015-09-21"))
    opinion.grant_extension(LATEST, told, act("2015-09-21"))
    assert [e.due_was for e in opinion.rounds[0].extensions] == [DUE, Due.by(UNTIL)]


def test_the_deputies_are_told_where_there_are_any() -> None:
    opinion = asked()
    with refused(opinion, DeputyNotTold, "deputy_told_on"):
        opinion.grant_extension(UNTIL, None, act("2015-06-15"))
    opinion = asked(in_handling(lead_deputy=None, co_signers=()))
    opinion.grant_extension(UNTIL, None, act("2015-06-15"))
    assert opinion.due == Due.by(UNTIL)


@pytest.mark.parametrize("told", [date(2015, 6, 9), date(2030, 1, 2)])
def test_the_deputies_are_told_between_request_and_record(told: date) -> None:
    opinion = asked()
    with refused(opinion, DateOutOfSpan, "deputy_told_on"):
        opinion.grant_extension(UNTIL, told, act("2015-06-15"))


@pytest.mark.parametrize("told", [ASKED, date(2030, 1, 1)])
def test_the_deputies_may_be_told_before_or_after_the_decision(told: date) -> None:
    opinion = asked()
    opinion.grant_extension(UNTIL, told, act("2015-06-15"))
    decision = opinion.rounds[0].extensions[0].decision
    assert decision is not None
    assert decision.deputy_told_on == told


def test_a_rehandled_opinion_has_extensions_of_its_own() -> None:
    opinion = rehandling()
    opinion.request_extension(date(2015, 8, 1), "雨季", by(LEAD, "2015-08-01"))
    opinion.grant_extension(date(2016, 2, 10), date(2015, 8, 2), act("2015-08-02"))
    assert opinion.due == Due.by(date(2016, 2, 10))
    assert opinion.rounds[0].extensions == ()


def waiting(on: str) -> Opinion:
    """Build an opinion whose clock stands still until the unit is told what it means."""
    opinion = in_handling()
    opinion.request_clarification("哪条路", PAUSING, by(LEAD, on))
    return settled(opinion)


def test_while_the_clock_stands_still_an_extension_is_not_too_late() -> None:
    opinion = waiting("2015-06-18")
    opinion.request_extension(date(2015, 6, 28), "雨季", by(LEAD, "2015-06-29"))
    opinion.grant_extension(UNTIL, date(2015, 6, 30), act("2015-06-30"))
    assert opinion.due == Due.by(UNTIL)
    with refused(opinion, CorrectionContradicts, "now"):
        opinion.correct(5, date(2015, 6, 26), "登错", act("2015-07-01"), NOTHING_PUBLISHED)
    opinion.correct(5, date(2015, 6, 25), "登错", act("2015-07-01"), NOTHING_PUBLISHED)


def test_a_clock_that_stopped_too_late_leaves_an_extension_too_late() -> None:
    for asks in ("2015-06-25", "2015-06-26"):
        with refused(opinion := waiting(asks), ExtensionAfterExpiry, "asked"):
            opinion.request_extension(date(2015, 6, 28), "雨季", by(LEAD, "2015-06-28"))
    opinion = asked()
    opinion.request_clarification("哪条路", PAUSING, by(LEAD, "2015-06-26"))
    with refused(settled(opinion), ExtensionAfterExpiry, "occurred_on"):
        opinion.grant_extension(UNTIL, TOLD, act("2015-06-28"))


def test_a_question_that_stops_no_clock_leaves_an_extension_too_late() -> None:
    opinion = in_handling()
    opinion.request_clarification("哪条路", RULES, by(LEAD, "2015-06-18"))
    with refused(settled(opinion), ExtensionAfterExpiry, "asked"):
        opinion.request_extension(date(2015, 6, 28), "雨季", by(LEAD, "2015-06-28"))


def test_an_extension_is_granted_by_the_due_date_there_is_by_then() -> None:
    opinion = waiting("2015-06-18")
    opinion.request_extension(date(2015, 6, 20), "雨季", by(LEAD, "2015-06-20"))
    opinion.give_clarification("3号路", NOTHING_PUBLISHED, act("2015-07-01"))
    opinion.grant_extension(UNTIL, date(2015, 7, 2), act("2015-07-02"))
    reply(opinion, "2015-09-10")
    opinion.correct(9, date(2015, 9, 8), "登错", act("2015-09-20"), NOTHING_PUBLISHED)
    assert opinion.first_replied_on == date(2015, 9, 8)
    opinion.correct(8, date(2015, 7, 8), "登错", act("2015-09-20"), NOTHING_PUBLISHED)
    with refused(settled(opinion), CorrectionContradicts, "now"):
        opinion.correct(8, date(2015, 7, 9), "登错", act("2015-09-20"), NOTHING_PUBLISHED)
