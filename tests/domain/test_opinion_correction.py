"""Corrected dates count everywhere, and contradict nothing that is stated beside them."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from domain.due import UNDATED, Due
from domain.errors import ActInFuture, ActOutOfOrder, InvalidFact
from domain.model import DomainEvent
from domain.opinion import CorrectionContradicts, Opinion
from domain.opinion_terms import (
    Carrier,
    FormationType,
    OpinionStatus,
    ReopenGround,
    ResultClass,
    Satisfaction,
    WorkKind,
)
from domain.work_calendar import NOTHING_PUBLISHED
from tests.aggregates import act, recorded, refused
from tests.domain.opinions import (
    CO,
    LEAD,
    PROMISE,
    by,
    close,
    closed,
    closed_unit,
    evaluate,
    evaluated,
    in_handling,
    promising,
    refer,
    register,
    reply,
    settled,
    unit,
)
from tests.domain.opinions_under_rules import life_under_rules

LATER = "2016-12-01"


def correct(opinion: Opinion, corrects: int, now: str) -> None:
    opinion.correct(corrects, date.fromisoformat(now), "录入有误", act(LATER), NOTHING_PUBLISHED)


def extended() -> Opinion:
    opinion = in_handling()
    opinion.request_extension(date(2015, 6, 10), "雨季", by(LEAD, "2015-06-12"))
    opinion.grant_extension(date(2015, 9, 25), date(2015, 6, 16), act("2015-06-15"))
    return settled(opinion)


def fulfilled() -> Opinion:
    opinion = promising()
    opinion.track(act("2015-07-02"))
    opinion.fulfil_promised_item(1, date(2015, 11, 30), "已硬化", act("2015-12-05"))
    return settled(opinion)


def lapsed() -> Opinion:
    opinion = in_handling()
    reply(opinion)
    opinion.record_no_feedback(date(2015, 7, 1), act("2015-07-10"))
    return settled(opinion)


def life() -> Opinion:
    """One opinion through every act there is, but for merging and withdrawal."""
    opinion = register()
    opinion.form(
        FormationType.PRESIDIUM, Carrier.LETTER, "主席", "秘书甲", None, act("2015-03-01")
    )
    refer(opinion, on="2015-03-10")
    opinion.request_return("职责已经划出", unit("JTJ"), by(LEAD, "2015-03-11"))
    opinion.refuse_return("属于本单位职责", act("2015-03-12"))
    opinion.request_return("三定方案已经调整", None, by(LEAD, "2015-03-13"))
    opinion.accept_return("情况属实", act("2015-03-14"))
    refer(opinion)
    opinion.acknowledge(by(LEAD, "2015-03-26"))
    opinion.consult("代表甲", "走访", by(LEAD, "2015-03-27"))
    opinion.submit_co_opinion("已安排资金", by(CO, "2015-03-28"))
    opinion.link_work(WorkKind.TASK, UUID(int=7), "任务-1", act("2015-03-29"))
    opinion.request_extension(date(2015, 6, 1), "雨季", by(LEAD, "2015-06-01"))
    opinion.refuse_extension("工期充足", act("2015-06-02"))
    opinion.request_extension(date(2015, 6, 3), "雨季", by(LEAD, "2015-06-03"))
    opinion.grant_extension(date(2015, 9, 25), date(2015, 6, 4), act("2015-06-04"))
    reply(opinion)
    evaluate(opinion, "代表甲", Satisfaction.DISSATISFIED)
    opinion.order_rehandling(Due.by(date(2015, 8, 10)), "不满意", act("2015-07-10"))
    reply(opinion, "2015-08-05", result_class=ResultClass.B, promised_items=[PROMISE])
    opinion.record_no_feedback(date(2015, 8, 10), act("2015-08-20"))
    opinion.track(act("2015-08-21"))
    opinion.fulfil_promised_item(1, date(2015, 11, 30), "已硬化", act("2015-12-05"))
    close(opinion, "2015-12-10", "2015-11-30")
    opinion.look_back(passed=False, note="再次破损", act=act("2016-03-01"))
    opinion.reopen(ReopenGround.LOOK_BACK, "记录3号", UNDATED, "反弹", act("2016-03-02"))
    opinion.correct(3, date(2015, 3, 9), "录入有误", act("2016-03-03"), NOTHING_PUBLISHED)
    return opinion


def not_admitted() -> Opinion:
    opinion = register()
    opinion.refuse_admission("属于个人诉讼事项", act("2015-02-01"))
    return opinion


def merged_and_withdrawn() -> Opinion:
    opinion = register(number="2015-02")
    opinion.form(
        FormationType.PRESIDIUM, Carrier.LETTER, "主席", "秘书甲", None, act("2015-03-01")
    )
    refer(opinion)
    opinion.merge_into(in_handling(), "内容相同", act("2015-04-01"))
    opinion.hand_over(closed_unit(LEAD), unit("JTJ"), "机构改革", act("2015-04-01"))
    opinion.separate("改由其他单位承办", act("2015-04-02"))
    opinion.withdraw("书面撤回申请", "代表甲", act("2015-04-02"))
    return opinion


def test_a_corrected_reply_date_decides_whether_the_reply_was_in_time() -> None:
    opinion = in_handling()
    reply(opinion, "2015-06-28")
    assert opinion.first_reply_days_late == 3
    settled(opinion)
    opinion.correct(5, date(2015, 6, 24), "按答复函落款日期", act(LATER), NOTHING_PUBLISHED)
    facts = {
        "corrects": 5,
        "field": "occurred_on",
        "was": date(2015, 6, 28),
        "now": date(2015, 6, 24),
        "reason": "按答复函落款日期",
    }
    assert recorded(opinion) == [(Opinion.Corrected, facts)]
    assert opinion.first_replied_on == date(2015, 6, 24)
    assert opinion.first_reply_days_late == 0
    assert opinion.status is OpinionStatus.REPLIED


def test_corrected_dates_of_referral_and_closing_are_read_everywhere() -> None:
    opinion = closed()
    correct(opinion, 3, "2015-03-20")
    correct(opinion, 8, "2015-07-25")
    assert opinion.referred_on == date(2015, 3, 20)
    assert opinion.current_round is not None
    assert opinion.date_of(opinion.current_round) == date(2015, 3, 20)
    assert opinion.closed_on == date(2015, 7, 25)
    assert opinion.status is OpinionStatus.CLOSED


@pytest.mark.parametrize(
    ("build", "corrects", "refused_date", "accepted_date"),
    [
        (in_handling, 1, "2015-01-19", "2015-01-20"),
        (extended, 5, "2015-06-09", "2015-06-10"),
        (evaluated, 5, "2015-07-02", "2015-07-01"),
        (closed, 6, "2015-07-21", "2015-07-20"),
        (closed, 8, "2015-06-30", "2015-07-01"),
        (fulfilled, 7, "2015-11-29", "2015-11-30"),
        (lapsed, 6, "2015-06-30", "2015-07-01"),
        (lapsed, 5, "2015-07-02", "2015-07-01"),
    ],
)
def test_a_correction_contradicts_no_date_stated_beside_it(
    build: Callable[[], Opinion], corrects: int, refused_date: str, accepted_date: str
) -> None:
    opinion = build()
    with refused(opinion, CorrectionContradicts, "now"):
        correct(opinion, corrects, refused_date)
    correct(opinion, corrects, accepted_date)
    assert opinion.dates[corrects - 1] == date.fromisoformat(accepted_date)


def test_a_referral_is_not_corrected_past_its_due_date() -> None:
    opinion = in_handling(due=Due.by(date(2015, 3, 25)))
    with refused(opinion, CorrectionContradicts, "now"):
        correct(opinion, 3, "2015-03-26")
    opinion = in_handling(due=UNDATED)
    correct(opinion, 3, "2015-03-26")
    assert opinion.referred_on == date(2015, 3, 26)


def test_an_extension_is_not_corrected_to_a_day_after_expiry() -> None:
    opinion = extended()
    with refused(opinion, CorrectionContradicts, "now"):
        correct(opinion, 6, "2015-06-26")
    correct(opinion, 6, "2015-06-25")
    refused_one = in_handling()
    refused_one.request_extension(date(2015, 6, 10), "雨季", by(LEAD, "2015-06-12"))
    refused_one.refuse_extension("工期充足", act("2015-06-15"))
    correct(refused_one, 6, "2015-06-26")
    assert refused_one.dates[5] == date(2015, 6, 26)


def test_a_referral_is_not_corrected_past_a_request_for_extension() -> None:
    opinion = in_handling()
    opinion.request_extension(date(2015, 3, 25), "雨季", by(LEAD, "2015-03-26"))
    with refused(opinion, CorrectionContradicts, "now"):
        correct(opinion, 3, "2015-03-26")


def test_completion_stays_between_the_start_of_its_round_and_its_closing() -> None:
    opinion = evaluated()
    close(opinion, "2015-07-20", "2015-07-15")
    with refused(opinion, CorrectionContradicts, "now"):
        correct(opinion, 8, "2015-07-14")
    opinion = evaluated()
    close(opinion, "2015-07-20", "2015-03-25")
    with refused(opinion, CorrectionContradicts, "now"):
        correct(opinion, 3, "2015-03-26")


def test_completion_of_a_later_round_stays_after_the_start_of_that_round() -> None:
    opinion = closed()
    opinion.reopen(ReopenGround.FOLLOW_UP, "回访记录", UNDATED, "反弹", act("2015-09-01"))
    reply(opinion, "2015-10-01")
    opinion.record_no_feedback(date(2015, 10, 5), act("2015-10-15"))
    close(opinion, "2015-10-20", "2015-09-05")
    with refused(opinion, CorrectionContradicts, "now"):
        correct(opinion, 9, "2015-09-06")
    correct(opinion, 9, "2015-09-05")
    assert opinion.date_of(opinion.rounds[1]) == date(2015, 9, 5)


def test_a_promise_stays_due_after_its_reply() -> None:
    opinion = promising()
    with refused(opinion, CorrectionContradicts, "now"):
        correct(opinion, 5, "2016-01-01")
    correct(opinion, 5, "2015-12-31")
    assert opinion.first_replied_on == date(2015, 12, 31)


def test_a_refused_correction_says_which_rule_it_breaks() -> None:
    opinion = in_handling()
    with pytest.raises(CorrectionContradicts) as caught:
        correct(opinion, 1, "2015-01-19")
    assert caught.value.detail == ("提出日期不得晚于登记日期;更正后分别为2015-01-20和2015-01-19")


def test_steps_keep_their_order_and_corrections_their_limits() -> None:
    opinion = in_handling()
    with refused(opinion, ActOutOfOrder):
        correct(opinion, 3, "2015-03-27")
    with refused(opinion, ActInFuture):
        correct(opinion, 4, "2030-01-02")
    with refused(opinion, InvalidFact, "corrects"):
        correct(opinion, 5, "2015-03-27")
    with refused(opinion, InvalidFact, "now"):
        correct(opinion, 4, "2015-03-26")


@pytest.mark.parametrize("tell", [life, not_admitted, merged_and_withdrawn, life_under_rules])
def test_folding_the_stored_events_gives_the_live_state(tell: Callable[[], Opinion]) -> None:
    opinion = tell()
    events = opinion.collect_events()
    stored = [type(e).model_validate_json(e.model_dump_json()) for e in events]
    folded = Opinion.fold(stored)
    assert folded is not None
    assert folded.__dict__ == opinion.__dict__


def test_the_lives_told_here_hold_every_event_of_an_opinion() -> None:
    lives = (life(), not_admitted(), merged_and_withdrawn(), life_under_rules())
    topics = {event.TOPIC for opinion in lives for event in opinion.collect_events()}
    nested = [getattr(Opinion, name) for name in dir(Opinion) if name[0].isupper()]
    known = [e for e in nested if isinstance(e, type) and issubclass(e, DomainEvent)]
    assert topics == {event.TOPIC for event in known}
    assert all(event.TOPIC.startswith("opinion.") for event in known)
    assert len({event.LABEL for event in known}) == len(known) == 34


def test_deciding_on_a_fork_leaves_every_original_as_it_was() -> None:
    events = life().collect_events()
    for length in range(1, len(events)):
        original = Opinion.fold(events[:length])
        assert original is not None
        before = dict(original.__dict__)
        fork = original.fork()
        fork._evolve(events[length])
        assert original.__dict__ == before
        assert fork.version == length + 1
