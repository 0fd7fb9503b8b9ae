"""A due date rests on a date; when that is corrected it is counted anew from the right one."""

from datetime import date

import pytest

from domain.commitment import Commitment
from domain.deadline import FixedDay, Period, Recurring
from domain.derivation import derive, recounted
from domain.due import UNDATED, Due
from domain.due_history import ChangeKind
from domain.errors import ActOutOfOrder
from domain.four_eyes import JudgedByPerformer
from domain.opinion import CorrectionContradicts, Opinion
from domain.opinion_state import JudgedByResponsibleUnit
from domain.rectification_task import RectificationTask
from domain.work_calendar import NOTHING_PUBLISHED
from tests.aggregates import RULES, act, recorded, refused
from tests.domain import commitments, tasks
from tests.domain.commitments import promiser
from tests.domain.opinions import CO, LEAD, by, evaluate, formed, refer, reply, settled
from tests.domain.opinions_under_rules import (
    ANSWER,
    NOTICE,
    PAUSING,
    TEN_WORKING_DAYS,
    asked,
    by_rule,
    under_rules,
)
from tests.domain.provisional import PUBLISHED, THREE_MONTHS
from tests.domain.tasks import on, rectifier, staff

REFERRAL, QUESTION, GIVEN = 3, 5, 6
FROM_PLANNING = derive(THREE_MONTHS, date(2010, 11, 1), NOTHING_PUBLISHED)
FROM_DRAFT = derive(THREE_MONTHS, date(2011, 4, 10), NOTHING_PUBLISHED)


def correct(opinion: Opinion, corrects: int, now: str, when: str = "2015-08-01") -> None:
    opinion.correct(corrects, date.fromisoformat(now), "登错", act(when), NOTHING_PUBLISHED)


def told(due: Due | None = None) -> Opinion:
    """Return an opinion whose clock stood still from 1 to 11 April."""
    opinion = asked(under_rules(due))
    opinion.give_clarification(ANSWER, NOTHING_PUBLISHED, act("2015-04-11"))
    return settled(opinion)


def put_off(opinion: Opinion) -> Opinion:
    opinion.request_extension(date(2015, 6, 1), "雨季", by(LEAD, "2015-06-01"))
    opinion.grant_extension(date(2015, 9, 25), date(2015, 6, 2), act("2015-06-02"))
    return settled(opinion)


def test_a_corrected_referral_has_its_due_date_counted_anew_in_the_same_act() -> None:
    opinion = under_rules()
    correct(opinion, REFERRAL, "2015-03-20", "2015-04-20")
    [_, (event, facts)] = recorded(opinion)
    assert event is Opinion.DueRecounted
    assert (facts["round"], facts["corrected"]) == (1, REFERRAL)
    assert [facts[name]["on"] for name in ("original_was", "original_due", "due_was", "due")] == [
        date(2015, 6, 25),
        date(2015, 6, 22),
        date(2015, 6, 25),
        date(2015, 6, 22),
    ]
    assert opinion.due is not None
    assert opinion.due.basis is not None
    assert opinion.due.basis.start == opinion.referred_on == date(2015, 3, 20)
    assert opinion.rounds[0].stated_due == by_rule()
    assert opinion.dates[-1] == date(2015, 4, 20)


def test_it_goes_by_the_notices_on_record_then() -> None:
    opinion = under_rules()
    opinion.correct(REFERRAL, date(2015, 3, 24), "登错", act("2015-04-20"), NOTICE)
    assert opinion.due is not None
    assert (opinion.due.on, opinion.due.provisional) == (date(2015, 6, 24), False)


def test_a_year_mistaken_at_the_referral_can_be_corrected() -> None:
    opinion = settled(in_handling_of(derive(THREE_MONTHS, date(2015, 3, 25), NOTHING_PUBLISHED)))
    correct(opinion, REFERRAL, "2016-03-25", "2016-04-20")
    assert opinion.due is not None
    assert opinion.due.on == date(2016, 6, 27)


def in_handling_of(due: Due) -> Opinion:
    """Return an opinion just referred, which nothing but its due date bounds from above."""
    opinion = formed()
    refer(opinion, due=due)
    return opinion


@pytest.mark.parametrize(
    "due",
    [
        Due.by(date(2015, 6, 25)),
        UNDATED,
        derive(FixedDay(day=date(2015, 6, 25)), date(2015, 3, 25), NOTHING_PUBLISHED),
    ],
    ids=["a day", "none", "a day as a rule"],
)
def test_a_day_stated_outright_stays(due: Due) -> None:
    opinion = settled(in_handling_of(due))
    correct(opinion, REFERRAL, "2015-03-20")
    assert [event for event, _ in recorded(opinion)] == [Opinion.Corrected]
    assert opinion.due == due


def test_what_is_expected_again_and_again_is_expected_from_the_right_day_on() -> None:
    spec = Recurring(every=Period.MONTH, first=date(2015, 1, 31))
    due = derive(spec, date(2015, 3, 25), NOTHING_PUBLISHED)
    assert recounted(due, date(2015, 4, 1), NOTHING_PUBLISHED).on == date(2015, 4, 30)
    assert recounted(due, date(2015, 3, 25), NOTHING_PUBLISHED) is due


@pytest.mark.parametrize("corrects", [1, 2, 4])
def test_other_dates_move_nothing(corrects: int) -> None:
    opinion = under_rules()
    correct(opinion, corrects, {1: "2015-01-20", 2: "2015-02-27", 4: "2015-03-27"}[corrects])
    assert [event for event, _ in recorded(opinion)] == [Opinion.Corrected]


def test_a_date_counted_from_another_day_to_the_same_day_says_so() -> None:
    opinion = in_handling_of(by_rule())
    opinion.correct(REFERRAL, date(2015, 3, 23), "登错", act("2015-04-20"), NOTHING_PUBLISHED)
    settled(opinion)
    assert opinion.due is not None
    correct(opinion, REFERRAL, "2015-03-22", "2015-04-21")
    [_, (_, facts)] = recorded(opinion)
    assert facts["due_was"]["on"] == date(2015, 6, 23)
    assert facts["due"]["on"] == date(2015, 6, 22)
    correct(opinion, REFERRAL, "2015-03-21", "2015-04-22")
    [_, (_, facts)] = recorded(opinion)
    assert facts["due_was"]["on"] == facts["due"]["on"] == date(2015, 6, 22)
    assert opinion.due.basis is not None
    assert opinion.due.basis.start == date(2015, 3, 21)


@pytest.mark.parametrize(
    ("corrects", "now", "due"),
    [(QUESTION, "2015-04-03", "2015-07-03"), (GIVEN, "2015-04-09", "2015-07-03")],
)
def test_a_corrected_pause_moves_the_due_date_by_as_much(
    corrects: int, now: str, due: str
) -> None:
    opinion = told()
    correct(opinion, corrects, now)
    assert opinion.due == by_rule().model_copy(update={"on": date.fromisoformat(due)})
    assert opinion.rounds[0].original_due == by_rule()
    [_, (event, facts)] = recorded(opinion)
    assert (event, facts["corrected"]) == (Opinion.DueRecounted, corrects)


def test_a_pause_of_a_term_in_working_days_may_move_it_no_day() -> None:
    opinion = told(by_rule(TEN_WORKING_DAYS))
    before = opinion.due
    correct(opinion, GIVEN, "2015-04-12")
    assert [event for event, _ in recorded(opinion)] == [Opinion.Corrected]
    assert opinion.due == before


def test_a_question_still_open_moves_nothing_yet() -> None:
    opinion = settled(asked(under_rules()))
    correct(opinion, QUESTION, "2015-04-03")
    assert [event for event, _ in recorded(opinion)] == [Opinion.Corrected]


def test_what_was_put_off_by_people_stays_and_its_original_is_counted_anew() -> None:
    opinion = put_off(told())
    correct(opinion, REFERRAL, "2015-03-20")
    assert opinion.due == Due.by(date(2015, 9, 25))
    assert opinion.rounds[0].original_due.on == date(2015, 6, 22)
    assert [event for event, _ in recorded(opinion)] == [Opinion.Corrected, Opinion.DueRecounted]
    correct(opinion, GIVEN, "2015-04-09")
    assert [event for event, _ in recorded(opinion)] == [Opinion.Corrected]


def test_a_pause_after_an_extension_counts_from_the_day_it_was_put_off_to() -> None:
    opinion = put_off(under_rules())
    opinion.request_clarification("哪条路", PAUSING, by(LEAD, "2015-06-10"))
    opinion.give_clarification(ANSWER, NOTHING_PUBLISHED, act("2015-06-20"))
    assert opinion.due == Due.by(date(2015, 10, 5))
    correct(opinion, opinion.version, "2015-06-15")
    assert opinion.due == Due.by(date(2015, 9, 30))


def test_the_note_is_never_dated_before_the_due_date_it_moves_was_set() -> None:
    opinion = told()
    correct(opinion, REFERRAL, "2015-03-20", "2015-04-02")
    assert opinion.dates[-2:] == (date(2015, 4, 2), date(2015, 4, 11))


def test_no_correction_dates_what_set_a_due_date_after_it_was_counted_anew() -> None:
    opinion = told()
    correct(opinion, GIVEN, "2015-04-09", "2015-04-20")
    settled(opinion)
    with refused(opinion, CorrectionContradicts, "now"):
        correct(opinion, GIVEN, "2015-04-21")
    correct(opinion, GIVEN, "2015-04-20")


def test_a_reply_is_as_late_as_the_right_due_date_says_in_any_later_round() -> None:
    opinion = under_rules()
    reply(opinion, "2015-06-24", co_opinions_noted=None)
    evaluate(opinion, "代表甲")
    evaluate(opinion, "代表乙")
    opinion.close([], date(2015, 6, 24), "办理完毕", act("2015-07-02"))
    assert opinion.first_reply_days_late == 0
    correct(opinion, REFERRAL, "2015-03-20")
    assert opinion.first_reply_days_late == 2
    assert [c.kind for c in opinion.rounds[0].due_changes] == [ChangeKind.RECOUNTED]


@pytest.mark.parametrize("handling", [LEAD, CO])
def test_a_unit_that_handles_an_opinion_moves_no_due_date_by_a_correction(handling: str) -> None:
    opinion = in_handling_of(by_rule())
    opinion.acknowledge(by(LEAD, "2015-03-26"))
    settled(opinion)
    with refused(opinion, JudgedByResponsibleUnit, "unit"):
        opinion.correct(
            REFERRAL, date(2015, 3, 26), "登错", by(handling, "2015-08-01"), NOTHING_PUBLISHED
        )
    correct(opinion, REFERRAL, "2015-03-26")


def test_a_returned_referral_binds_nobody() -> None:
    opinion = in_handling_of(by_rule())
    opinion.request_return("不属本单位职责", None, by(LEAD, "2015-03-27"))
    opinion.accept_return("同意", act("2015-03-30"))
    settled(opinion)
    correct(opinion, REFERRAL, "2015-03-20")
    assert [event for event, _ in recorded(opinion)] == [Opinion.Corrected]


def of_no_plan() -> RectificationTask:
    task = RectificationTask.plan(
        "RW-8",
        "清理",
        None,
        None,
        [],
        [],
        None,
        FROM_PLANNING,
        tasks.planned().handling,
        staff("2010-11-01"),
    )
    task.assign([tasks.unit()], ["责任领导甲"], ["产业股"], ["责任人甲"], staff("2010-11-02"))
    return tasks.settled(task)


def redate(task: RectificationTask, corrects: int, now: str, on_: str = "2010-12-01") -> None:
    task.correct(corrects, "occurred_on", on(now), "登错", RULES, staff(on_), PUBLISHED)


def test_a_task_is_due_from_the_day_it_was_planned_as_corrected() -> None:
    task = of_no_plan()
    redate(task, 1, "2010-10-29")
    [_, (event, facts)] = recorded(task)
    assert event is RectificationTask.DueRecounted
    assert (facts["corrected"], facts["of_original"]) == (1, True)
    assert task.due == task.original_due
    assert task.due.on == date(2011, 1, 31)
    assert (task.due.provisional, task.date_of(task.version)) == (False, on("2010-12-01"))


def test_a_task_is_due_from_the_day_of_its_new_round_as_corrected() -> None:
    task = tasks.claimed()
    task.fail_verification(
        "未完成",
        derive(THREE_MONTHS, on("2010-12-01"), NOTHING_PUBLISHED),
        tasks.VERIFIER_LINEAGE,
        tasks.verifier("2010-12-01"),
    )
    original, failed_in = task.original_due, task.version
    redate(task, failed_in, "2010-12-02", "2010-12-01")
    assert (task.due.on, task.original_due) == (date(2011, 3, 2), original)
    assert task.date_of(task.version) == on("2010-12-02")
    tasks.settled(task)
    with refused(task, ActOutOfOrder, "now"):
        redate(task, failed_in, "2010-12-03", "2010-12-05")


@pytest.mark.parametrize("corrects", [1, 2])
def test_the_due_date_of_a_measure_does_not_rest_on_the_task(corrects: int) -> None:
    task = tasks.assigned(FROM_PLANNING)
    redate(task, corrects, {1: "2010-10-29", 2: "2010-11-03"}[corrects])
    assert [event for event, _ in recorded(task)] == [RectificationTask.Corrected]


def test_a_task_put_off_since_stays() -> None:
    task = of_no_plan()
    task.request_extension(on("2011-03-31"), "审批未完", RULES, rectifier("2010-11-20"))
    task.grant_extension(on("2011-03-31"), RULES, staff("2010-11-21"))
    tasks.settled(task)
    redate(task, 1, "2010-10-29")
    assert [event for event, _ in recorded(task)] == [RectificationTask.Corrected]


def test_a_task_corrected_after_a_notice_is_told_after_it() -> None:
    task = of_no_plan()
    task.settle_due(PUBLISHED, staff("2010-12-09"))
    redate(task, 1, "2010-10-29", "2010-12-01")
    assert task.date_of(task.version) == on("2010-12-09")


def test_whoever_carries_a_task_out_moves_no_due_date_by_a_correction() -> None:
    task = of_no_plan()
    with refused(task, JudgedByPerformer, "unit"):
        task.correct(
            1,
            "occurred_on",
            on("2010-10-29"),
            "登错",
            RULES,
            rectifier("2010-12-01"),
            NOTHING_PUBLISHED,
        )
    task.correct(
        2,
        "occurred_on",
        on("2010-11-03"),
        "登错",
        RULES,
        rectifier("2010-12-01"),
        NOTHING_PUBLISHED,
    )


def test_a_promise_is_due_from_the_day_of_its_draft_as_corrected() -> None:
    promise = commitments.drafted(due=FROM_DRAFT)
    office = commitments.office("2011-05-01")
    with refused(promise, JudgedByPerformer, "unit"):
        promise.correct(
            1, "occurred_on", on("2011-04-11"), "登错", promiser("2011-05-01"), NOTHING_PUBLISHED
        )
    promise.correct(1, "occurred_on", on("2011-04-11"), "登错", office, NOTHING_PUBLISHED)
    [_, (event, facts)] = recorded(promise)
    assert event is Commitment.DueRecounted
    assert (facts["corrected"], facts["of_original"]) == (1, True)
    assert promise.due == promise.original_due
    assert promise.due.on == date(2011, 7, 11)


def test_a_promise_amended_since_rests_on_the_amendment() -> None:
    promise = commitments.drafted(due=FROM_DRAFT)
    later = derive(THREE_MONTHS, on("2011-04-20"), NOTHING_PUBLISHED)
    promise.amend(None, later, None, "调整", None, promiser("2011-04-20"))
    commitments.settled(promise)
    office = commitments.office("2011-05-01")
    promise.correct(1, "occurred_on", on("2011-04-11"), "登错", office, NOTHING_PUBLISHED)
    assert [event for event, _ in recorded(promise)] == [Commitment.Corrected]
    promise.correct(2, "occurred_on", on("2011-04-21"), "登错", office, NOTHING_PUBLISHED)
    assert (promise.due.on, promise.original_due) == (date(2011, 7, 21), FROM_DRAFT)
