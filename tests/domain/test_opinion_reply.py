"""A reply answers everybody, promises what is left to do, and is evaluated or given again."""

from datetime import date
from typing import Any

import pytest

from domain.due import Due
from domain.errors import ActOutOfOrder, InvalidFact, WrongStatus
from domain.opinion import Opinion
from domain.opinion_handling import Evaluation, Fulfilment, Lapse, PromisedItem, Reply
from domain.opinion_promises import PromisedItemFulfilledBefore, PromisedItemUnknown
from domain.opinion_reply import (
    AlreadyEvaluated,
    AlreadyReplied,
    CoOpinionMissing,
    DueBeforeOrder,
    EvaluationBeforeReply,
    NoEvaluationPending,
    NotAcknowledged,
    NotDissatisfied,
    PromisedItemMissing,
    PromiseDueBeforeReply,
    ReasonsMissing,
    SignerUnanswered,
)
from domain.opinion_state import (
    DateOutOfSpan,
    JudgedByResponsibleUnit,
    NotLeadUnit,
    NotProposer,
)
from domain.opinion_terms import OpinionStatus, ResultClass, Satisfaction
from tests.aggregates import act, recorded, refused
from tests.domain.opinions import (
    CO,
    LEAD,
    PROMISE,
    by,
    closed,
    dissatisfied,
    evaluate,
    evaluated,
    in_handling,
    promising,
    referred,
    rehandling,
    replied,
    reply,
    settled,
)

AUGUST = Due.by(date(2015, 8, 10))


def tracking() -> Opinion:
    later = PromisedItem(text="补种行道树", due=Due.by(date(2016, 3, 12)))
    opinion = promising([PROMISE, later])
    opinion.track(act("2015-07-02"))
    return settled(opinion)


def test_a_reply_states_class_signer_document_and_whom_it_answers() -> None:
    opinion = in_handling()
    reply(opinion)
    facts = {
        "round": 1,
        "result_class": ResultClass.A,
        "signer": "局长",
        "document_number": "农机函〔2015〕9号",
        "text": "道路已经硬化。",
        "answered": ("代表甲", "代表乙"),
        "promised_items": (),
        "co_opinions_noted": "协办单位逾期未提交",
        "complete": True,
    }
    assert recorded(opinion) == [(Opinion.Replied, facts)]
    assert opinion.status is OpinionStatus.REPLIED
    del facts["round"], facts["promised_items"], facts["complete"]
    assert opinion.rounds[0].replies == (Reply(version=5, unit=LEAD, **facts),)
    assert opinion.current_class is ResultClass.A
    assert opinion.first_replied_on == date(2015, 6, 20)


@pytest.mark.parametrize(("on", "late"), [("2015-06-25", 0), ("2015-06-26", 1)])
def test_a_reply_on_the_due_date_is_in_time(on: str, late: int) -> None:
    opinion = in_handling()
    assert opinion.first_reply_days_late is None
    reply(opinion, on)
    assert opinion.first_reply_days_late == late


def test_an_extension_keeps_a_later_reply_in_time() -> None:
    opinion = in_handling()
    opinion.request_extension(date(2015, 6, 10), "雨季", by(LEAD, "2015-06-10"))
    opinion.grant_extension(date(2015, 9, 25), date(2015, 6, 16), act("2015-06-16"))
    reply(opinion, "2015-09-20")
    assert opinion.first_reply_days_late == 0
    assert opinion.rounds[0].original_due.days_late(date(2015, 9, 20)) == 87


@pytest.mark.parametrize("field", ["signer", "document_number", "text"])
def test_a_reply_needs_signer_document_number_and_text(field: str) -> None:
    opinion = in_handling()
    with refused(opinion, InvalidFact, field):
        reply(opinion, **{field: ""})


def test_only_a_lead_unit_that_signed_for_the_referral_replies() -> None:
    opinion = in_handling()
    with refused(opinion, NotLeadUnit, "unit"):
        reply(opinion, unit_code=CO)
    opinion = referred(lead=(LEAD, "JTJ"))
    with refused(opinion, WrongStatus):
        reply(opinion)
    opinion.acknowledge(by("JTJ", "2015-03-26"))
    with refused(opinion, NotAcknowledged, "unit"):
        reply(opinion)


@pytest.mark.parametrize(
    ("answered", "named"),
    [((), "代表甲、代表乙"), (("代表甲",), "代表乙"), (("代表乙",), "代表甲")],
)
def test_every_joint_signer_is_answered(answered: tuple[str, ...], named: str) -> None:
    opinion = in_handling()
    with pytest.raises(SignerUnanswered) as caught:
        reply(opinion, answered=answered)
    assert caught.value.detail == f"尚未答复{named}"
    assert caught.value.field == "answered"


def test_an_opinion_without_proposers_is_answered_to_nobody_in_particular() -> None:
    opinion = in_handling(lead_deputy=None, co_signers=())
    reply(opinion, answered=())
    assert opinion.status is OpinionStatus.REPLIED
    assert not opinion.evaluation_pending


def test_a_missing_co_opinion_is_awaited_or_noted() -> None:
    opinion = in_handling()
    with refused(opinion, CoOpinionMissing, "co_opinions_noted"):
        reply(opinion, co_opinions_noted=None)
    opinion.submit_co_opinion("已安排资金", by(CO, "2015-04-10"))
    reply(opinion, co_opinions_noted=None)
    assert opinion.rounds[0].replies[0].co_opinions_noted is None


@pytest.mark.parametrize("result_class", [ResultClass.B, ResultClass.C])
def test_class_b_and_c_promise_something(result_class: ResultClass) -> None:
    opinion = in_handling()
    with refused(opinion, PromisedItemMissing, "promised_items"):
        reply(opinion, result_class=result_class)
    reply(opinion, result_class=result_class, promised_items=[PROMISE])
    assert opinion.current_class is result_class
    items = [(i.number, i.text, i.due, i.replied_in) for i in opinion.rounds[0].promised_items]
    assert items == [(1, PROMISE.text, PROMISE.due, 5)]


@pytest.mark.parametrize("result_class", [ResultClass.A, ResultClass.D])
def test_class_a_and_d_promise_nothing(result_class: ResultClass) -> None:
    opinion = in_handling()
    reply(opinion, result_class=result_class)
    assert opinion.rounds[0].promised_items == ()


def test_a_promise_is_not_due_before_the_reply() -> None:
    opinion = in_handling()
    early = PromisedItem(text="道路硬化", due=Due.by(date(2015, 6, 19)))
    with refused(opinion, PromiseDueBeforeReply, "promised_items"):
        reply(opinion, result_class=ResultClass.B, promised_items=[PROMISE, early])
    same = PromisedItem(text="道路硬化", due=Due.by(date(2015, 6, 20)))
    reply(opinion, result_class=ResultClass.B, promised_items=[same])
    assert opinion.status is OpinionStatus.REPLIED


def test_an_answered_opinion_is_not_answered_again_without_an_order() -> None:
    opinion = replied()
    with refused(opinion, WrongStatus):
        reply(opinion, "2015-06-21")


def test_under_split_handling_each_lead_unit_replies() -> None:
    opinion = in_handling(lead=(LEAD, "JTJ"))
    reply(opinion, "2015-06-20", result_class=ResultClass.B, promised_items=[PROMISE])
    assert [facts["complete"] for _, facts in recorded(opinion)] == [False]
    assert opinion.status.label == "办理中"
    assert opinion.first_replied_on is None
    with refused(opinion, AlreadyReplied, "unit"):
        reply(opinion, "2015-06-21")
    trees = PromisedItem(text="补种行道树", due=Due.by(date(2016, 3, 12)))
    reply(opinion, "2015-06-22", "JTJ", result_class=ResultClass.A, promised_items=[trees])
    assert [facts["complete"] for _, facts in recorded(opinion)] == [True]
    assert opinion.status is OpinionStatus.REPLIED
    assert opinion.first_replied_on == date(2015, 6, 22)
    assert opinion.current_class is ResultClass.B
    assert [(i.number, i.replied_in) for i in opinion.rounds[0].promised_items] == [(1, 6), (2, 7)]


def test_an_evaluation_names_evaluator_and_satisfaction() -> None:
    opinion = replied()
    opinion.evaluate("代表甲", Satisfaction.SATISFIED, None, act("2015-07-01"))
    facts: dict[str, Any] = {
        "evaluator": "代表甲",
        "satisfaction": Satisfaction.SATISFIED,
        "reasons": None,
    }
    assert recorded(opinion) == [(Opinion.ReplyEvaluated, {"round": 1, **facts})]
    assert opinion.rounds[0].evaluations == (Evaluation(version=6, **facts),)
    assert list(opinion.unheard) == ["代表乙"]
    assert opinion.evaluation_pending
    evaluate(opinion, "代表乙")
    assert opinion.unheard == ()
    assert not opinion.evaluation_pending


def test_dissatisfaction_needs_reasons() -> None:
    opinion = replied()
    for reasons in (None, ""):
        with refused(opinion, ReasonsMissing, "reasons"):
            opinion.evaluate("代表甲", Satisfaction.DISSATISFIED, reasons, act("2015-07-01"))
    opinion.evaluate("代表甲", Satisfaction.DISSATISFIED, "路面仍有坑洼", act("2015-07-01"))
    assert opinion.rounds[0].evaluations[0].reasons == "路面仍有坑洼"
    assert opinion.rounds[0].dissatisfied


def test_only_proposers_evaluate_where_there_are_any_and_each_once() -> None:
    opinion = replied()
    with refused(opinion, NotProposer, "evaluator"):
        evaluate(opinion, "代表丙")
    evaluate(opinion, "代表甲")
    with refused(opinion, AlreadyEvaluated, "evaluator"):
        evaluate(opinion, "代表甲", Satisfaction.BASICALLY_SATISFIED)
    opinion = in_handling(lead_deputy=None, co_signers=())
    reply(opinion)
    evaluate(opinion, "常委会会议测评")
    assert opinion.rounds[0].evaluations[0].evaluator == "常委会会议测评"


def test_a_reply_is_evaluated_on_its_own_day_at_the_earliest() -> None:
    opinion = replied()
    with refused(opinion, EvaluationBeforeReply, "occurred_on"):
        evaluate(opinion, on="2015-06-19")
    evaluate(opinion, on="2015-06-20")
    assert opinion.date_of(opinion.rounds[0].evaluations[0]) == date(2015, 6, 20)


def test_evaluations_arrive_in_any_order_but_nothing_after_them_is_dated_before_them() -> None:
    opinion = promising()
    evaluate(opinion, "代表甲", on="2015-07-10")
    evaluate(opinion, "代表乙", on="2015-07-08")
    assert opinion.latest_step_on == date(2015, 7, 10)
    with refused(opinion, ActOutOfOrder):
        opinion.track(act("2015-07-09"))
    opinion.track(act("2015-07-10"))
    assert opinion.status is OpinionStatus.TRACKING


def test_an_opinion_not_yet_answered_is_not_evaluated() -> None:
    opinion = in_handling()
    with refused(opinion, WrongStatus):
        evaluate(opinion)


def test_those_who_do_not_answer_a_reminder_are_left_out() -> None:
    opinion = replied()
    evaluate(opinion, "代表甲")
    settled(opinion)
    reminded = date(2015, 7, 10)
    opinion.record_no_feedback(reminded, act("2015-07-20"))
    facts = {"round": 1, "reminded_on": reminded, "unheard": ("代表乙",)}
    assert recorded(opinion) == [(Opinion.FeedbackLapsed, facts)]
    assert opinion.rounds[0].lapse == Lapse(version=7, reminded_on=reminded)
    assert not opinion.evaluation_pending
    assert opinion.unheard == ("代表乙",)


def test_feedback_lapses_once_and_only_while_it_is_awaited() -> None:
    lapsed = replied()
    lapsed.record_no_feedback(date(2015, 7, 10), act("2015-07-20"))
    for opinion in (settled(lapsed), evaluated()):
        with refused(opinion, NoEvaluationPending):
            opinion.record_no_feedback(date(2015, 7, 10), act("2015-07-20"))
    opinion = in_handling()
    with refused(opinion, WrongStatus):
        opinion.record_no_feedback(date(2015, 7, 10), act("2015-07-20"))


def test_a_responsible_unit_does_not_declare_its_own_feedback_lapsed() -> None:
    opinion = replied()
    with refused(opinion, JudgedByResponsibleUnit):
        opinion.record_no_feedback(date(2015, 7, 10), by(LEAD, "2015-07-20"))


def test_the_reminder_lies_between_reply_and_lapse() -> None:
    for day in (date(2015, 6, 19), date(2015, 7, 21)):
        opinion = replied()
        with refused(opinion, DateOutOfSpan, "reminded_on"):
            opinion.record_no_feedback(day, act("2015-07-20"))
    for day in (date(2015, 6, 20), date(2015, 7, 20)):
        opinion = replied()
        opinion.record_no_feedback(day, act("2015-07-20"))
        assert not opinion.evaluation_pending


def test_an_evaluation_after_the_lapse_is_still_heard() -> None:
    opinion = replied()
    opinion.record_no_feedback(date(2015, 7, 10), act("2015-07-20"))
    evaluate(opinion, "代表甲", Satisfaction.DISSATISFIED, "2015-07-25")
    assert opinion.rounds[0].dissatisfied


def test_a_dissatisfying_reply_is_ordered_to_be_given_again() -> None:
    opinion = dissatisfied()
    opinion.order_rehandling(AUGUST, "代表不满意", act("2015-07-10"))
    facts = {"round": 2, "due": AUGUST.model_dump(), "reason": "代表不满意"}
    assert recorded(opinion) == [(Opinion.RehandlingOrdered, facts)]
    assert opinion.status is OpinionStatus.REHANDLING
    assert [r.number for r in opinion.rounds] == [1, 2]
    assert (opinion.due, opinion.rounds[1].original_due) == (AUGUST, AUGUST)
    assert len(opinion.rounds[0].evaluations) == 2
    assert opinion.current_class is ResultClass.A


def test_rehandling_needs_dissatisfaction_in_this_round() -> None:
    opinion = evaluated()
    with refused(opinion, NotDissatisfied):
        opinion.order_rehandling(AUGUST, "代表不满意", act("2015-07-10"))
    opinion = rehandling()
    reply(opinion, "2015-08-05")
    with refused(opinion, NotDissatisfied):
        opinion.order_rehandling(Due.by(date(2015, 9, 10)), "代表不满意", act("2015-08-10"))


def test_rehandling_is_ordered_by_others_ahead_of_its_due_date_and_only_after_a_reply() -> None:
    opinion = dissatisfied()
    with refused(opinion, JudgedByResponsibleUnit):
        opinion.order_rehandling(AUGUST, "代表不满意", by(LEAD, "2015-07-10"))
    with refused(opinion, DueBeforeOrder, "due"):
        opinion.order_rehandling(Due.by(date(2015, 7, 9)), "代表不满意", act("2015-07-10"))
    opinion.order_rehandling(Due.by(date(2015, 7, 10)), "代表不满意", act("2015-07-10"))
    for opinion in (in_handling(), closed()):
        with refused(opinion, WrongStatus):
            opinion.order_rehandling(AUGUST, "代表不满意", act("2015-07-20"))


def test_the_second_reply_does_not_move_the_first() -> None:
    opinion = rehandling()
    reply(opinion, "2015-08-05", result_class=ResultClass.D)
    assert opinion.status is OpinionStatus.REPLIED
    assert opinion.first_replied_on == date(2015, 6, 20)
    assert opinion.current_class is ResultClass.D
    assert opinion.unheard == ("代表甲", "代表乙")
    evaluate(opinion, "代表甲", on="2015-08-06")
    assert [len(r.evaluations) for r in opinion.rounds] == [2, 1]


def test_a_promise_is_tracked() -> None:
    opinion = promising()
    opinion.track(act("2015-07-02"))
    assert recorded(opinion) == [(Opinion.TrackingBegun, {})]
    assert opinion.status is OpinionStatus.TRACKING
    assert opinion.evaluation_pending


def test_without_a_promise_there_is_nothing_to_track() -> None:
    opinion = replied()
    with refused(opinion, PromisedItemMissing):
        opinion.track(act("2015-07-02"))
    opinion = in_handling()
    with refused(opinion, WrongStatus):
        opinion.track(act("2015-07-02"))


def test_a_promised_item_is_fulfilled_on_its_own_day() -> None:
    opinion = tracking()
    done = date(2015, 11, 30)
    opinion.fulfil_promised_item(2, done, "行道树已补种", act("2015-12-05"))
    facts = {"item": 2, "fulfilled_on": done, "note": "行道树已补种"}
    assert recorded(opinion) == [(Opinion.PromisedItemFulfilled, facts)]
    fulfilment = Fulfilment(version=7, fulfilled_on=done, note="行道树已补种")
    assert [i.fulfilment for i in opinion.rounds[0].promised_items] == [None, fulfilment]
    assert [i.number for i in opinion.rounds[0].open_items] == [1]
    assert opinion.rounds[0].fulfilled_on == (done,)


def test_only_a_promised_item_is_fulfilled_and_only_once() -> None:
    opinion = tracking()
    day = date(2015, 11, 30)
    for item in (0, 3):
        with refused(opinion, PromisedItemUnknown, "item"):
            opinion.fulfil_promised_item(item, day, "已完成", act("2015-12-05"))
    opinion.fulfil_promised_item(1, day, "已完成", act("2015-12-05"))
    with refused(opinion, PromisedItemFulfilledBefore, "item"):
        opinion.fulfil_promised_item(1, day, "已完成", act("2015-12-05"))


def test_a_fulfilment_is_recorded_when_it_happened_or_later_and_only_while_tracked() -> None:
    opinion = tracking()
    with refused(opinion, DateOutOfSpan, "fulfilled_on"):
        opinion.fulfil_promised_item(1, date(2015, 12, 6), "已完成", act("2015-12-05"))
    opinion.fulfil_promised_item(1, date(2015, 12, 5), "已完成", act("2015-12-05"))
    opinion = promising()
    with refused(opinion, WrongStatus):
        opinion.fulfil_promised_item(1, date(2015, 12, 5), "已完成", act("2015-12-05"))


def test_a_tracked_opinion_can_be_handled_again() -> None:
    opinion = tracking()
    evaluate(opinion, "代表甲", Satisfaction.DISSATISFIED)
    opinion.order_rehandling(AUGUST, "代表不满意", act("2015-07-10"))
    reply(opinion, "2015-08-05")
    assert opinion.status is OpinionStatus.REPLIED
    assert opinion.rounds[1].promised_items == ()
