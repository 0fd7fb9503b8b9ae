"""What moves the due date of an opinion besides an extension, and what the rules decide."""

from datetime import date, timedelta

import pytest

from domain.deadline import TermFromStart
from domain.derivation import derive
from domain.due import UNDATED, Due
from domain.errors import WrongStatus
from domain.opinion import Opinion
from domain.opinion_deadline import ClarificationPending, NoClarificationPending, RulesUnchanged
from domain.opinion_extension import ExtensionAfterExpiry, ExtensionTooLong
from domain.opinion_referral import ReturnWindowClosed
from domain.opinion_reply import EvaluationTermRunning, PromisedItemMissing
from domain.opinion_state import JudgedByResponsibleUnit, NotLeadUnit
from domain.opinion_terms import OpinionStatus, ResultClass, Satisfaction
from domain.profile_rules import (
    EvaluationRules,
    ExtensionRules,
    ProfileRules,
    ReplyRules,
)
from domain.profile_terms import AskedBy, PromiseClosing, Silence
from domain.referral_terms import ReferralTerms
from domain.result_classes import ResultClassRule, ResultClassUnknown, ResultScheme
from domain.term import Term, TermUnit
from domain.work_calendar import NOTHING_PUBLISHED
from tests.aggregates import act, recorded, refused
from tests.domain.opinions import (
    LEAD,
    PROMISE,
    by,
    close,
    evaluate,
    evaluated,
    formed,
    in_handling,
    refer,
    replied,
    reply,
    settled,
)
from tests.domain.opinions_under_rules import (
    ANSWER,
    NEW,
    NOTICE,
    OLD,
    PAUSING,
    QUESTION,
    TEN_WORKING_DAYS,
    asked,
    by_rule,
    life_under_rules,
    under_rules,
)


def test_every_act_from_the_referral_on_names_the_rules_that_govern_it() -> None:
    opinion = under_rules()
    assert opinion.profile == OLD
    asked(opinion)
    assert [event.act.profile for event in opinion.collect_events()] == [OLD]


def test_the_clock_stands_still_while_a_unit_waits_where_the_rules_say_so() -> None:
    opinion = asked(under_rules())
    assert opinion.rounds[0].pending_clarification is not None
    opinion.give_clarification(ANSWER, NOTHING_PUBLISHED, act("2015-04-11"))
    assert opinion.due == by_rule().model_copy(update={"on": date(2015, 7, 5)})
    assert opinion.rounds[0].original_due == by_rule()
    given = opinion.rounds[0].clarifications[0].answer
    assert given is not None
    assert (given.text, given.due_was.on) == (ANSWER, date(2015, 6, 25))


def test_a_term_in_working_days_waits_in_working_days() -> None:
    opinion = asked(under_rules(by_rule(TEN_WORKING_DAYS)))
    assert opinion.due is not None
    assert opinion.due.on == date(2015, 4, 8)
    opinion.give_clarification(ANSWER, NOTHING_PUBLISHED, act("2015-04-06"))
    assert opinion.due.on == date(2015, 4, 13)


@pytest.mark.parametrize(
    ("rules", "due", "expected"),
    [(ProfileRules(), None, date(2015, 6, 25)), (PAUSING, UNDATED, None)],
)
def test_otherwise_an_answer_moves_nothing(
    rules: ProfileRules, due: Due | None, expected: date | None
) -> None:
    opinion = asked(under_rules(due), rules)
    opinion.give_clarification(ANSWER, NOTHING_PUBLISHED, act("2015-04-11"))
    assert opinion.due is not None
    assert opinion.due.on == expected


def test_one_question_at_a_time_by_a_lead_unit_and_answered_by_others() -> None:
    opinion = under_rules()
    with refused(opinion, NoClarificationPending):
        opinion.give_clarification(ANSWER, NOTHING_PUBLISHED, act("2015-04-11"))
    with refused(opinion, NotLeadUnit, "unit"):
        opinion.request_clarification(QUESTION, PAUSING, act("2015-04-01"))
    asked(opinion)
    settled(opinion)
    with refused(opinion, ClarificationPending):
        asked(opinion)
    with refused(opinion, JudgedByResponsibleUnit, "unit"):
        opinion.give_clarification(ANSWER, NOTHING_PUBLISHED, by(LEAD, "2015-04-11"))


def test_a_provisional_date_is_derived_again_when_the_notice_is_recorded() -> None:
    opinion = under_rules()
    assert opinion.due is not None
    assert opinion.due.provisional
    opinion.settle_due(NOTICE, act("2015-04-20"))
    assert (opinion.due.on, opinion.due.provisional) == (date(2015, 6, 26), False)
    [(event, facts)] = recorded(opinion)
    assert event is Opinion.DueSettled
    assert (facts["round"], facts["due_was"]["on"]) == (1, date(2015, 6, 25))
    opinion.settle_due(NOTICE, act("2015-04-21"))
    assert recorded(opinion) == []


def test_a_settled_date_keeps_the_days_the_clock_stood_still() -> None:
    opinion = asked(under_rules())
    opinion.give_clarification(ANSWER, NOTHING_PUBLISHED, act("2015-04-11"))
    opinion.settle_due(NOTICE, act("2015-04-20"))
    assert opinion.due is not None
    assert (opinion.due.on, opinion.due.provisional) == (date(2015, 7, 6), False)


def test_what_people_decided_is_left_alone_by_a_notice() -> None:
    opinion = under_rules()
    opinion.request_extension(date(2015, 6, 1), "雨季", by(LEAD, "2015-06-01"))
    until = date(2015, 9, 25)
    opinion.grant_extension(until, date(2015, 6, 2), act("2015-06-02"))
    opinion.settle_due(NOTICE, act("2015-06-03"))
    assert opinion.due == Due.by(until)
    assert opinion.rounds[0].original_due.on == date(2015, 6, 26)


def test_a_notice_concerns_neither_what_is_over_nor_what_is_with_no_unit() -> None:
    over, nowhere = evaluated(), formed()
    close(over)
    for opinion in (settled(over), nowhere):
        opinion.settle_due(NOTICE, act("2015-08-01"))
        assert recorded(opinion) == []


def test_other_rules_govern_only_when_expressly_adopted() -> None:
    opinion = under_rules()
    two_months = ProfileRules(
        reply=ReplyRules(deputy_suggestion=Term(length=2, unit=TermUnit.MONTH))
    )
    opinion.migrate_rules(NEW, two_months, NOTHING_PUBLISHED, act("2015-04-20"))
    assert opinion.profile == NEW
    assert opinion.due is not None
    assert (opinion.due.on, opinion.rounds[0].original_due.on) == (date(2015, 5, 25),) * 2
    (event,) = opinion.collect_events()
    assert isinstance(event, Opinion.RulesMigrated)
    assert (event.was, event.act.profile, event.due_was.on) == (OLD, NEW, date(2015, 6, 25))
    with refused(opinion, RulesUnchanged, "profile"):
        opinion.migrate_rules(NEW, two_months, NOTHING_PUBLISHED, act("2015-04-21"))


def test_a_difficult_opinion_keeps_the_longer_term_under_other_rules() -> None:
    opinion = under_rules(difficult=True)
    opinion.migrate_rules(NEW, ProfileRules(), NOTHING_PUBLISHED, act("2015-04-20"))
    assert opinion.due is not None
    assert opinion.due.on == date(2015, 9, 25)


def test_a_date_stated_outright_is_not_moved_by_rules() -> None:
    stated = Due.by(date(2015, 12, 31))
    opinion = under_rules(stated)
    opinion.migrate_rules(NEW, ProfileRules(), NOTHING_PUBLISHED, act("2015-04-20"))
    assert opinion.due == stated


def test_another_round_follows_the_rule_for_rehandling() -> None:
    opinion = replied()
    opinion.profile = OLD
    evaluate_badly(opinion)
    one_month = derive(
        TermFromStart(term=Term(length=1, unit=TermUnit.MONTH), roll=False),
        date(2015, 7, 10),
        NOTHING_PUBLISHED,
        OLD,
    )
    opinion.order_rehandling(one_month, "代表不满意", act("2015-07-10"))
    rules = ProfileRules(
        evaluation=EvaluationRules(rehandling=Term(length=2, unit=TermUnit.MONTH))
    )
    opinion.migrate_rules(NEW, rules, NOTHING_PUBLISHED, act("2015-07-11"))
    assert opinion.due is not None
    assert opinion.due.on == date(2015, 9, 10)


def evaluate_badly(opinion: Opinion) -> None:
    opinion.evaluate("代表甲", Satisfaction.DISSATISFIED, "路面仍有坑洼", act("2015-07-01"))


def test_what_is_over_goes_over_to_no_other_rules() -> None:
    opinion = evaluated()
    close(opinion)
    settled(opinion)
    with refused(opinion, WrongStatus, "status"):
        opinion.migrate_rules(NEW, ProfileRules(), NOTHING_PUBLISHED, act("2015-08-01"))


def test_an_opinion_is_returned_within_the_window_the_rules_leave() -> None:
    opinion = formed()
    refer(opinion, terms=ReferralTerms(return_by=Due.by(date(2015, 4, 1))))
    settled(opinion)
    with refused(opinion, ReturnWindowClosed, "occurred_on"):
        opinion.request_return("不属本单位职责", None, by(LEAD, "2015-04-02"))
    opinion.request_return("不属本单位职责", None, by(LEAD, "2015-04-01"))
    assert opinion.status is OpinionStatus.RETURN_REQUESTED


@pytest.mark.parametrize(
    ("asked_by", "day", "allowed"),
    [
        (AskedBy.BEFORE_DUE_DAY, 24, True),
        (AskedBy.BEFORE_DUE_DAY, 25, False),
        (AskedBy.ON_DUE_DAY, 25, True),
        (AskedBy.ON_DUE_DAY, 26, False),
    ],
)
def test_the_rules_say_until_when_an_extension_may_be_asked_for(
    asked_by: AskedBy, day: int, *, allowed: bool
) -> None:
    opinion = in_handling()
    on = date(2015, 6, day)
    ask = act(on.isoformat(), unit=LEAD)
    if allowed:
        opinion.request_extension(on, "雨季", ask, ExtensionRules(asked_by=asked_by))
        assert opinion.rounds[0].pending_extension
    else:
        with refused(opinion, ExtensionAfterExpiry, "asked"):
            opinion.request_extension(on, "雨季", ask, ExtensionRules(asked_by=asked_by))


def test_the_rules_say_how_far_each_extension_may_lead() -> None:
    opinion = in_handling()
    opinion.request_extension(date(2015, 6, 1), "雨季", by(LEAD, "2015-06-01"))
    settled(opinion)
    rules = ExtensionRules(each=Term(length=10, unit=TermUnit.WORKING_DAY))
    told = date(2015, 6, 2)
    with refused(opinion, ExtensionTooLong, "until"):
        opinion.grant_extension(date(2015, 7, 10), told, act("2015-06-02"), rules)
    opinion.grant_extension(date(2015, 7, 9), told, act("2015-06-02"), rules)
    assert opinion.due == Due.by(date(2015, 7, 9))


@pytest.mark.parametrize(
    ("due", "answered", "moved", "latest"),
    [
        (by_rule(), "2015-05-10", "2015-08-03", "2015-09-03"),
        (by_rule(TEN_WORKING_DAYS), "2015-04-04", "2015-04-10", "2015-05-10"),
    ],
)
def test_what_the_clock_stood_still_is_no_extension(
    due: Due, answered: str, moved: str, latest: str
) -> None:
    opinion = asked(under_rules(due))
    opinion.give_clarification(ANSWER, NOTHING_PUBLISHED, act(answered))
    assert opinion.due is not None
    assert opinion.due.on == date.fromisoformat(moved)
    told, longest = date.fromisoformat(answered), date.fromisoformat(latest)
    opinion.request_extension(told, "雨季", by(LEAD, answered))
    rules = ExtensionRules(total=Term(length=1, unit=TermUnit.MONTH))
    settled(opinion)
    with pytest.raises(ExtensionTooLong) as caught:
        opinion.grant_extension(longest + timedelta(days=1), told, act(answered), rules)
    assert f"停止计算顺延后的原期限{moved}之后1个月({latest})" in caught.value.detail
    opinion.grant_extension(longest, told, act(answered), rules)
    assert opinion.due == Due.by(longest)


COLOURS = ResultScheme(
    name="四色",
    classes=(
        ResultClassRule(code="绿", label="办结", resolved=True),
        ResultClassRule(code="蓝", label="列入当年计划", promises=True),
        ResultClassRule(code="黄", label="尚待条件", promises=True),
        ResultClassRule(code="红", label="难以实行"),
    ),
)


@pytest.mark.parametrize(
    ("stated", "standard"),
    [
        ("绿", ResultClass.A),
        ("蓝", ResultClass.B),
        ("黄", ResultClass.C),
        ("红", ResultClass.D),
    ],
)
def test_a_local_class_is_kept_beside_what_it_amounts_to(
    stated: str, standard: ResultClass
) -> None:
    opinion = in_handling()
    items = (PROMISE,) if stated in COLOURS.promising else ()
    reply(opinion, result_class=stated, promised_items=items, scheme=COLOURS)
    given = opinion.rounds[0].replies[0]
    assert (given.result_class, given.stated_class) == (standard, stated)


def test_a_class_is_one_of_the_scheme_and_keeps_its_promise() -> None:
    opinion = in_handling()
    with refused(opinion, ResultClassUnknown, "result_class"):
        reply(opinion, result_class="A", scheme=COLOURS)
    with refused(opinion, PromisedItemMissing, "promised_items"):
        reply(opinion, result_class="蓝", scheme=COLOURS)


def test_feedback_lapses_after_its_term_and_the_rules_say_what_silence_means() -> None:
    opinion = in_handling()
    reply(opinion, evaluation_by=Due.by(date(2015, 7, 5)))
    settled(opinion)
    reminded = date(2015, 6, 30)
    with refused(opinion, EvaluationTermRunning, "occurred_on"):
        opinion.record_no_feedback(reminded, act("2015-07-05"), Silence.SATISFIED)
    opinion.record_no_feedback(reminded, act("2015-07-06"), Silence.SATISFIED)
    lapse = opinion.rounds[0].lapse
    assert lapse is not None
    assert lapse.silence is Silence.SATISFIED


def test_where_the_rules_allow_it_an_opinion_closes_on_a_promise() -> None:
    opinion = in_handling()
    reply(opinion, result_class=ResultClass.B, promised_items=(PROMISE,))
    evaluate(opinion, "代表甲")
    evaluate(opinion, "代表乙")
    may = PromiseClosing.MAY_CLOSE_WITH_PROMISE
    opinion.close([], date(2015, 6, 20), "代表满意", act("2015-07-20"), may)
    assert opinion.status is OpinionStatus.CLOSED


def test_the_events_of_all_this_fold_to_the_live_state() -> None:
    opinion = life_under_rules()
    told = Opinion.fold(opinion.collect_events())
    assert told is not None
    assert vars(told) == vars(opinion)


def test_an_answer_that_did_not_stop_the_clock_moves_no_settled_date() -> None:
    opinion = asked(under_rules(), ProfileRules())
    opinion.give_clarification(ANSWER, NOTHING_PUBLISHED, act("2015-04-11"))
    opinion.settle_due(NOTICE, act("2015-04-20"))
    assert opinion.due is not None
    assert opinion.due.on == date(2015, 6, 26)


def test_lateness_stands_still_with_the_clock_and_ends_with_the_handling() -> None:
    assert formed().days_late(date(2030, 1, 1)) == 0
    opinion = in_handling()
    assert [opinion.days_late(date(2015, 6, day)) for day in (25, 26, 30)] == [0, 1, 5]
    waiting = asked(under_rules())
    assert waiting.days_late(date(2015, 7, 30)) == 0
    over = evaluated()
    close(over)
    assert over.days_late(date(2030, 1, 1)) == 0
