"""How an opinion ends: closed, looked back on and reopened; merged; withdrawn; linked to work."""

from datetime import date
from uuid import UUID

import pytest

from domain.due import UNDATED, Due
from domain.errors import InvalidFact, WrongStatus
from domain.opinion import (
    LeadUnitsDiffer,
    MergedWithItself,
    MergeTargetNotInHandling,
    Opinion,
    WorkAlreadyLinked,
)
from domain.opinion_closing import (
    DissatisfactionUnresolved,
    EvaluationPending,
    LinkedWorkOpen,
    PromisedItemsOpen,
    RecurrenceNotRecorded,
)
from domain.opinion_handling import Closing, LinkedWork, LookBack, Merger, Withdrawal
from domain.opinion_reply import DueBeforeOrder
from domain.opinion_state import DateOutOfSpan, JudgedByResponsibleUnit, NotProposer
from domain.opinion_terms import OpinionStatus, ReopenGround, Satisfaction, WorkKind
from tests.aggregates import act, recorded, refused
from tests.domain.opinions import (
    LEAD,
    by,
    close,
    closed,
    dissatisfied,
    drafted,
    evaluate,
    evaluated,
    formed,
    in_handling,
    merged,
    promising,
    referred,
    rehandling,
    replied,
    reply,
    settled,
)

OCTOBER = Due.by(date(2015, 10, 31))
TASK = UUID(int=7)


def reopen(opinion: Opinion, due: Due = OCTOBER, on: str = "2015-09-01") -> None:
    opinion.reopen(ReopenGround.LOOK_BACK, "回头看记录〔2015〕3号", due, "路面再次破损", act(on))


def recurred() -> Opinion:
    opinion = closed()
    opinion.look_back(passed=False, note="路面再次破损", act=act("2015-08-20"))
    return settled(opinion)


def reopened() -> Opinion:
    opinion = recurred()
    reopen(opinion)
    return settled(opinion)


def test_closing_keeps_the_day_of_completion_apart_from_the_day_of_closing() -> None:
    opinion = evaluated()
    close(opinion)
    facts = {"completed_on": date(2015, 6, 18), "ground": "代表满意,问题解决"}
    assert recorded(opinion) == [(Opinion.Closed, {"round": 1, **facts})]
    assert opinion.status is OpinionStatus.CLOSED
    assert not opinion.is_open
    closing = Closing(
        version=8, round=1, completed_on=date(2015, 6, 18), ground="代表满意,问题解决"
    )
    assert opinion.closings == (closing,)
    assert opinion.closed_on == date(2015, 7, 20)


def test_closing_waits_for_linked_work_and_names_it() -> None:
    opinion = evaluated()
    with pytest.raises(LinkedWorkOpen) as caught:
        opinion.close(["任务-1", "承诺-2"], date(2015, 6, 18), "已解决", act("2015-07-20"))
    assert caught.value.detail == "任务-1、承诺-2尚未办结"
    assert opinion.status is OpinionStatus.REPLIED


def test_closing_waits_for_the_evaluations() -> None:
    opinion = replied()
    with refused(opinion, EvaluationPending):
        close(opinion)
    opinion.record_no_feedback(date(2015, 7, 1), act("2015-07-15"))
    close(opinion)
    assert opinion.status is OpinionStatus.CLOSED


def test_an_opinion_without_proposers_is_closed_without_evaluation() -> None:
    opinion = in_handling(lead_deputy=None, co_signers=())
    reply(opinion)
    close(opinion)
    assert opinion.status is OpinionStatus.CLOSED


def test_dissatisfaction_is_resolved_in_another_round_before_closing() -> None:
    opinion = dissatisfied()
    with refused(opinion, DissatisfactionUnresolved):
        close(opinion)
    opinion = rehandling()
    reply(opinion, "2015-08-05")
    evaluate(opinion, "代表甲", on="2015-08-06")
    evaluate(opinion, "代表乙", on="2015-08-06")
    close(opinion, "2015-08-10", "2015-08-01")
    assert opinion.closings[0].round == 2


def test_one_dissatisfied_signer_is_enough_to_block() -> None:
    opinion = replied()
    evaluate(opinion, "代表甲")
    evaluate(opinion, "代表乙", Satisfaction.DISSATISFIED)
    with refused(opinion, DissatisfactionUnresolved):
        close(opinion)


def test_closing_waits_for_what_was_promised() -> None:
    opinion = evaluated(promising())
    with refused(opinion, PromisedItemsOpen):
        close(opinion)
    opinion.track(act("2015-07-02"))
    with refused(opinion, PromisedItemsOpen):
        close(opinion)
    opinion.fulfil_promised_item(1, date(2015, 11, 30), "已硬化", act("2015-12-05"))
    with refused(opinion, DateOutOfSpan, "completed_on"):
        close(opinion, "2015-12-10", "2015-11-29")
    close(opinion, "2015-12-10", "2015-11-30")
    assert opinion.status is OpinionStatus.CLOSED


@pytest.mark.parametrize("completed_on", ["2015-03-24", "2015-07-21"])
def test_completion_lies_between_referral_and_closing(completed_on: str) -> None:
    opinion = evaluated()
    with refused(opinion, DateOutOfSpan, "completed_on"):
        close(opinion, "2015-07-20", completed_on)


@pytest.mark.parametrize("completed_on", ["2015-03-25", "2015-07-20"])
def test_completion_may_fall_on_the_day_of_referral_or_closing(completed_on: str) -> None:
    opinion = evaluated()
    close(opinion, "2015-07-20", completed_on)
    assert opinion.closings[0].completed_on == date.fromisoformat(completed_on)


def test_a_responsible_unit_closes_nothing_and_looks_back_on_nothing() -> None:
    opinion = evaluated()
    with refused(opinion, JudgedByResponsibleUnit):
        opinion.close([], date(2015, 6, 18), "已解决", by(LEAD, "2015-07-20"))
    opinion = closed()
    with refused(opinion, JudgedByResponsibleUnit):
        opinion.look_back(passed=True, note="未反弹", act=by(LEAD, "2015-08-20"))


def test_only_an_answered_opinion_is_closed() -> None:
    for opinion in (in_handling(), rehandling(), closed()):
        with refused(opinion, WrongStatus):
            close(opinion, "2015-08-10")


@pytest.mark.parametrize("passed", [True, False])
def test_a_look_back_says_whether_a_closed_opinion_is_still_settled(*, passed: bool) -> None:
    opinion = closed()
    opinion.look_back(passed, "现场查看", act("2015-08-20"))
    facts = {"passed": passed, "note": "现场查看"}
    assert recorded(opinion) == [(Opinion.LookBackRecorded, facts)]
    assert opinion.look_backs == (LookBack(version=9, passed=passed, note="现场查看"),)
    assert opinion.status is OpinionStatus.CLOSED


def test_only_a_closed_opinion_is_looked_back_on_or_reopened() -> None:
    opinion = replied()
    with refused(opinion, WrongStatus):
        opinion.look_back(passed=False, note="反弹", act=act("2015-08-20"))
    with refused(opinion, WrongStatus):
        reopen(opinion)


def test_reopening_keeps_the_first_closing_and_begins_a_round() -> None:
    opinion = recurred()
    reopen(opinion)
    facts = {
        "round": 2,
        "ground": ReopenGround.LOOK_BACK,
        "reference": "回头看记录〔2015〕3号",
        "due": OCTOBER.model_dump(),
        "reason": "路面再次破损",
    }
    assert recorded(opinion) == [(Opinion.Reopened, facts)]
    assert opinion.status is OpinionStatus.IN_HANDLING
    assert opinion.is_open
    assert opinion.closed_on is None
    assert [c.completed_on for c in opinion.closings] == [date(2015, 6, 18)]
    assert (len(opinion.rounds), opinion.due) == (2, OCTOBER)
    assert len(opinion.rounds[0].evaluations) == 2


def test_a_recurrence_is_what_the_latest_look_back_since_the_closing_found() -> None:
    opinion = closed()
    with refused(opinion, RecurrenceNotRecorded, "ground"):
        reopen(opinion)
    opinion.look_back(passed=False, note="路面再次破损", act=act("2015-08-20"))
    opinion.look_back(passed=True, note="已经修补", act=act("2015-08-25"))
    with refused(settled(opinion), RecurrenceNotRecorded, "ground"):
        reopen(opinion)
    opinion.look_back(passed=False, note="路面再次破损", act=act("2015-08-28"))
    reopen(opinion)
    reply(opinion, "2015-10-01")
    evaluate(opinion, "代表甲", on="2015-10-02")
    evaluate(opinion, "代表乙", on="2015-10-02")
    close(opinion, "2015-10-10", "2015-09-30")
    with refused(settled(opinion), RecurrenceNotRecorded, "ground"):
        reopen(opinion, UNDATED, "2015-12-01")


def test_a_reopened_opinion_names_what_showed_it_and_a_due_date_ahead() -> None:
    opinion = recurred()
    with refused(opinion, InvalidFact, "reference"):
        opinion.reopen(ReopenGround.COMPLAINT, "", OCTOBER, "再次破损", act("2015-09-01"))
    with refused(opinion, DueBeforeOrder, "due"):
        reopen(opinion, Due.by(date(2015, 8, 31)))
    reopen(opinion, Due.by(date(2015, 9, 1)))
    assert opinion.status is OpinionStatus.IN_HANDLING


def test_a_reopened_opinion_is_answered_and_closed_a_second_time() -> None:
    opinion = reopened()
    reply(opinion, "2015-10-01")
    evaluate(opinion, "代表甲", on="2015-10-02")
    evaluate(opinion, "代表乙", on="2015-10-02")
    with refused(opinion, DateOutOfSpan, "completed_on"):
        close(opinion, "2015-10-10", "2015-08-31")
    close(opinion, "2015-10-10", "2015-09-30")
    assert [(c.round, c.completed_on) for c in opinion.closings] == [
        (1, date(2015, 6, 18)),
        (2, date(2015, 9, 30)),
    ]
    assert opinion.closed_on == date(2015, 10, 10)
    assert opinion.first_replied_on == date(2015, 6, 20)


def test_merging_names_the_other_opinion() -> None:
    main = in_handling()
    opinion = referred(number="2015-02")
    opinion.merge_into(main, "内容相同", act("2015-04-01"))
    facts = {"into": main.id, "into_number": "2015-01", "reason": "内容相同"}
    assert recorded(opinion) == [(Opinion.MergedInto, facts)]
    assert opinion.status is OpinionStatus.MERGED
    assert opinion.is_open
    assert opinion.merged_into == Merger(version=4, into=main.id, into_number="2015-01")
    assert recorded(main) == []


def test_a_merged_opinion_follows_the_other_but_is_extended_and_answered_separately() -> None:
    opinion = merged()
    with refused(opinion, WrongStatus):
        opinion.acknowledge(by(LEAD, "2015-04-02"))
    opinion.request_extension(date(2015, 6, 1), "雨季", by(LEAD, "2015-06-01"))
    opinion.grant_extension(date(2015, 7, 25), date(2015, 6, 2), act("2015-06-02"))
    reply(opinion, "2015-07-20")
    assert opinion.status is OpinionStatus.REPLIED
    assert opinion.first_reply_days_late == 0
    assert opinion.merged_into is not None


def test_a_merged_opinion_is_handled_again_and_closed_like_any_other() -> None:
    opinion = merged()
    reply(opinion)
    evaluate(opinion, "代表甲", Satisfaction.DISSATISFIED)
    opinion.order_rehandling(OCTOBER, "代表不满意", act("2015-07-10"))
    reply(opinion, "2015-08-05")
    evaluate(opinion, "代表甲", on="2015-08-06")
    evaluate(opinion, "代表乙", on="2015-08-06")
    close(opinion, "2015-08-10", "2015-08-05")
    assert opinion.status is OpinionStatus.CLOSED


def test_a_merged_split_opinion_waits_for_every_lead_unit() -> None:
    lead = (LEAD, "JTJ")
    opinion = referred(number="2015-02", lead=lead)
    opinion.merge_into(in_handling(lead=lead[::-1]), "内容相同", act("2015-04-01"))
    reply(opinion, "2015-06-20", "JTJ")
    assert opinion.status.label == "合并办理"
    reply(opinion, "2015-06-21")
    assert opinion.status is OpinionStatus.REPLIED


def test_an_opinion_is_merged_into_another_one_of_the_same_units_in_handling() -> None:
    opinion = referred(number="2015-03")
    with refused(opinion, MergedWithItself, "other"):
        opinion.merge_into(opinion, "内容相同", act("2015-04-01"))
    for main in (formed(), replied(), merged()):
        with refused(opinion, MergeTargetNotInHandling, "other"):
            opinion.merge_into(main, "内容相同", act("2015-07-01"))
    with refused(opinion, LeadUnitsDiffer, "other"):
        opinion.merge_into(in_handling(lead=("JTJ",)), "内容相同", act("2015-04-01"))
    opinion.merge_into(referred(), "内容相同", act("2015-04-01"))
    assert opinion.status is OpinionStatus.MERGED


def test_an_opinion_is_merged_only_before_it_is_answered() -> None:
    for opinion in (formed(number="2015-02"), replied(number="2015-02")):
        with refused(opinion, WrongStatus):
            opinion.merge_into(in_handling(), "内容相同", act("2015-07-01"))


@pytest.mark.parametrize(
    "opinion",
    [
        drafted(),
        formed(),
        referred(),
        in_handling(),
        merged(),
        replied(),
        promising(),
        rehandling(),
        reopened(),
    ],
    ids=lambda opinion: opinion.status,
)
def test_an_opinion_is_withdrawn_in_any_status_before_it_is_closed(opinion: Opinion) -> None:
    opinion = opinion.fork()
    opinion.withdraw("书面撤回申请", "代表乙", act("2015-12-01"))
    facts = {"document": "书面撤回申请", "by": "代表乙"}
    assert recorded(opinion) == [(Opinion.Withdrawn, facts)]
    assert opinion.status is OpinionStatus.WITHDRAWN
    assert not opinion.is_open
    assert opinion.withdrawal == Withdrawal(version=opinion.version, **facts)
    with refused(opinion, WrongStatus):
        opinion.withdraw("书面撤回申请", "代表乙", act("2015-12-01"))


def test_what_is_over_is_not_withdrawn() -> None:
    not_admitted = drafted()
    not_admitted.refuse_admission("属于个人诉讼事项", act("2015-02-01"))
    for opinion in (closed(), not_admitted):
        with refused(opinion, WrongStatus):
            opinion.withdraw("书面撤回申请", "代表甲", act("2015-12-01"))


def test_a_proposer_withdraws_in_writing() -> None:
    opinion = in_handling()
    with refused(opinion, NotProposer, "by"):
        opinion.withdraw("书面撤回申请", "代表丙", act("2015-04-01"))
    with refused(opinion, InvalidFact, "document"):
        opinion.withdraw("", "代表甲", act("2015-04-01"))


def test_work_that_answers_the_opinion_is_linked_once() -> None:
    opinion = in_handling()
    opinion.link_work(WorkKind.TASK, TASK, "任务-1", act("2015-02-10"))
    facts = {"kind": WorkKind.TASK, "work_id": TASK, "work_number": "任务-1"}
    assert recorded(opinion) == [(Opinion.WorkLinked, facts)]
    work = LinkedWork(version=5, kind=WorkKind.TASK, work_id=TASK, work_number="任务-1")
    assert opinion.linked_work == (work,)
    with refused(opinion, WorkAlreadyLinked, "work_id"):
        opinion.link_work(WorkKind.TASK, TASK, "任务-1", act("2015-04-01"))
    opinion.link_work(WorkKind.PLAN, UUID(int=8), "方案-1", act("2015-04-01"))
    assert [w.work_number for w in opinion.linked_work] == ["任务-1", "方案-1"]


def test_a_closed_opinion_takes_no_more_work() -> None:
    opinion = closed()
    with refused(opinion, WrongStatus):
        opinion.link_work(WorkKind.COMMITMENT, TASK, "承诺-1", act("2015-08-01"))
