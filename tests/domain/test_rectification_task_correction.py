"""Correcting the dates of a rectification task, and its life from beginning to end."""

import pytest

from domain.deadline import Period, Recurring
from domain.due import Due
from domain.errors import ActInFuture, ActOutOfOrder, InvalidFact
from domain.four_eyes import JudgedByPerformer
from domain.model import DomainEvent
from domain.rectification_task import RectificationTask
from domain.task_closeout import NoticeRunning, NoticeTooEarly
from domain.task_deadline import ExtensionAfterExpiry
from domain.task_rounds import Closing
from domain.task_verification import CompletionOutsideTask, DecisionAfterClaim
from domain.work_calendar import NOTHING_PUBLISHED
from tests.aggregates import RULES, recorded, refused
from tests.domain.provisional import LATER_PROVISIONAL, PUBLISHED
from tests.domain.tasks import (
    LINEAGE,
    PHOTO,
    VERIFIER_LINEAGE,
    accepted,
    assigned,
    claimed,
    closed_out,
    in_progress,
    on,
    planned,
    rectifier,
    settled,
    staff,
    unit,
    verifier,
)

CLAIM = 4
"""The version of the claim in the tasks the tests start from."""


def correct(task: RectificationTask, corrects: int, now: str, field: str = "occurred_on") -> None:
    task.correct(
        corrects, field, on(now), "与原件不符", RULES, staff("2012-01-01"), NOTHING_PUBLISHED
    )


def test_a_corrected_day_of_completion_counts_in_its_round_and_its_closing() -> None:
    task = closed_out(completed_on="2010-11-23")
    assert task.days_late(on("2010-12-31")) == 3
    correct(task, CLAIM, "2010-11-19", "completed_on")
    assert recorded(task) == [
        (
            RectificationTask.Corrected,
            {
                "corrects": CLAIM,
                "field": "completed_on",
                "was": on("2010-11-23"),
                "now": on("2010-11-19"),
                "reason": "与原件不符",
            },
        )
    ]
    assert task.completed_on == on("2010-11-19")
    assert task.days_late(on("2010-12-31")) == 0
    assert task.closings[0].completed_on == on("2010-11-19")
    assert task.dates[CLAIM - 1] == on("2010-11-25")


def test_a_correction_touches_the_round_it_names() -> None:
    task = claimed()
    task.fail_verification(
        "现场仍有积水", Due.by(on("2010-12-31")), VERIFIER_LINEAGE, verifier("2010-11-28")
    )
    task.claim(on("2010-12-09"), None, [PHOTO], None, LINEAGE, rectifier("2010-12-10"))
    correct(task, CLAIM, "2010-11-14", "completed_on")
    completions = [past.claim and past.claim.completed_on for past in task.rounds]
    assert completions == [on("2010-11-14"), on("2010-12-09")]


@pytest.mark.parametrize("now", ["2010-11-01", "2010-11-26"])
def test_a_corrected_completion_lies_between_assignment_and_claim(now: str) -> None:
    task = closed_out()
    with refused(task, CompletionOutsideTask, "now"):
        correct(task, CLAIM, now, "completed_on")


def test_a_corrected_completion_may_lie_on_the_day_of_the_claim() -> None:
    task = closed_out()
    correct(task, CLAIM, "2010-11-25", "completed_on")
    assert task.completed_on == on("2010-11-25")


def test_a_completion_is_corrected_to_another_day() -> None:
    task = closed_out()
    with refused(task, InvalidFact, "now"):
        correct(task, CLAIM, "2010-11-15", "completed_on")


@pytest.mark.parametrize("version", [0, 3, 5, 99])
def test_only_a_claim_has_a_completion_to_correct(version: int) -> None:
    task = closed_out()
    with refused(task, InvalidFact, "corrects"):
        correct(task, version, "2010-11-14", "completed_on")


def test_a_performer_corrects_the_completion_only_until_it_is_judged() -> None:
    by = rectifier("2010-12-02")
    task = claimed()
    task.correct(
        CLAIM, "completed_on", on("2010-11-14"), "与原件不符", RULES, by, NOTHING_PUBLISHED
    )
    assert task.current.claim is not None
    assert task.current.claim.completed_on == on("2010-11-14")
    with refused(judged := accepted(), JudgedByPerformer, "unit"):
        judged.correct(
            CLAIM, "completed_on", on("2010-11-14"), "与原件不符", RULES, by, NOTHING_PUBLISHED
        )


def test_other_facts_are_not_corrected() -> None:
    task = closed_out()
    with refused(task, InvalidFact, "field"):
        correct(task, CLAIM, "2010-11-14", "due")


def test_a_corrected_business_date_counts_at_once() -> None:
    task = closed_out()
    correct(task, 6, "2010-12-08")
    assert recorded(task)[0][1]["field"] == "occurred_on"
    assert task.closings[0].closed_on == on("2010-12-08")


def test_a_corrected_business_date_keeps_the_order_of_steps() -> None:
    task = closed_out()
    with refused(task, ActOutOfOrder, "now"):
        correct(task, 6, "2010-11-27")
    with refused(task, ActInFuture, "now"):
        correct(task, 6, "2031-01-01")
    with refused(task, InvalidFact, "corrects"):
        correct(task, 7, "2010-12-02")


def test_a_claim_is_not_corrected_to_before_its_completion_or_decision() -> None:
    task = in_progress()
    task.claim(on("2010-11-15"), None, [], on("2010-11-24"), LINEAGE, rectifier("2010-11-25"))
    with refused(task, CompletionOutsideTask, "now"):
        correct(task, CLAIM, "2010-11-14")
    with refused(task, DecisionAfterClaim, "now"):
        correct(task, CLAIM, "2010-11-23")
    correct(task, CLAIM, "2010-11-24")
    assert task.date_of(CLAIM) == on("2010-11-24")


def test_an_assignment_is_not_corrected_to_after_a_report_or_completion() -> None:
    task = claimed()
    with refused(task, ActOutOfOrder, "now"):
        correct(task, 2, "2010-11-06")
    correct(task, 2, "2010-11-05")
    late = assigned()
    late.report(100, "进展", [PHOTO], [], None, LINEAGE, rectifier("2010-11-20"))
    late.claim(on("2010-11-10"), None, [], None, LINEAGE, rectifier("2010-11-20"))
    with refused(late, CompletionOutsideTask, "now"):
        correct(late, 2, "2010-11-11")


def test_an_extension_is_not_corrected_to_after_the_due_date() -> None:
    task = in_progress()
    task.request_extension(on("2010-12-20"), "审批未完", RULES, rectifier("2010-11-18"))
    with refused(task, ExtensionAfterExpiry, "now"):
        correct(task, 4, "2010-11-21")
    granted = task.fork()
    granted.grant_extension(on("2010-12-20"), RULES, staff("2010-11-19"))
    with refused(granted, ExtensionAfterExpiry, "now"):
        correct(granted, 5, "2010-11-21")
    correct(granted, 5, "2010-11-20")
    assert granted.date_of(5) == on("2010-11-20")
    task.refuse_extension("理由不充分", staff("2010-11-25"))
    correct(task, 5, "2010-11-26")
    with refused(task, ExtensionAfterExpiry, "now"):
        correct(task, 4, "2010-11-21")


def test_a_notice_stays_between_verdict_and_closing() -> None:
    task = accepted()
    task.give_public_notice(
        on("2010-11-29"), on("2010-12-05"), "政府网站", RULES, staff("2010-12-01")
    )
    with refused(task, NoticeTooEarly, "now"):
        correct(task, 5, "2010-11-30")
    task.close_out(RULES, staff("2010-12-08"))
    with refused(task, NoticeRunning, "now"):
        correct(task, 7, "2010-12-05")
    correct(task, 7, "2010-12-06")
    assert task.closings == (
        Closing(round=1, completed_on=on("2010-11-15"), closed_on=on("2010-12-06")),
    )


MONTHLY = Recurring(every=Period.MONTH, first=on("2011-06-30"))


def whole_life() -> RectificationTask:
    task = RectificationTask.plan(
        "RW-9",
        "完善好意见初稿",
        None,
        None,
        [],
        [],
        None,
        Due.by(on("2010-11-20")),
        planned().handling,
        staff("2010-11-01"),
    )
    task.assign([unit()], ["责任领导甲"], ["产业股"], ["责任人甲"], staff("2010-11-02"))
    task.report(40, "进展", [PHOTO], [], None, LINEAGE, rectifier("2010-11-05"))
    task.amend("新措施", None, None, "方案调整", staff("2010-11-06"))
    for decide in ("refuse", "grant"):
        task.request_extension(on("2010-11-30"), "审批未完", RULES, rectifier("2010-11-18"))
        if decide == "refuse":
            task.refuse_extension("理由不充分", staff("2010-11-18"))
        else:
            task.grant_extension(on("2010-11-25"), RULES, staff("2010-11-19"))
    task.reassign(
        [unit(), unit("CYB")], ["责任领导乙"], ["产业股"], [], "职能调整", staff("2010-11-19")
    )
    task.convert_to_long_term("涉及规划调整", "计划", on("2011-06-30"), RULES, staff("2010-11-20"))
    task.claim(on("2010-11-22"), None, [], None, LINEAGE, rectifier("2010-11-22"))
    task.fail_verification(
        "现场仍有积水", Due.by(on("2010-12-31")), VERIFIER_LINEAGE, verifier("2010-11-28")
    )
    task.claim(on("2010-12-09"), None, [PHOTO], None, LINEAGE, rectifier("2010-12-10"))
    task.pass_verification("现场核实", VERIFIER_LINEAGE, verifier("2010-12-12"))
    task.give_public_notice(
        on("2010-12-13"), on("2010-12-20"), "政府网站", RULES, staff("2010-12-13")
    )
    task.record_objection("数据不实", upheld=False, act=staff("2010-12-15"))
    task.close_out(RULES, staff("2010-12-21"))
    task.look_back("未见反弹", staff("2011-03-01"))
    task.find_recurrence("再次堆放", LATER_PROVISIONAL, staff("2011-06-01"))
    recurred_in = task.version
    task.correct(
        13,
        "completed_on",
        on("2010-12-08"),
        "与原件不符",
        RULES,
        staff("2011-06-02"),
        NOTHING_PUBLISHED,
    )
    task.correct(
        14,
        "occurred_on",
        on("2010-12-11"),
        "与原件不符",
        RULES,
        staff("2011-06-02"),
        NOTHING_PUBLISHED,
    )
    task.schedule_reports(MONTHLY, None, unit(), rectifier("2011-06-03"))
    task.settle_due(PUBLISHED, staff("2011-06-10"))
    task.correct(
        recurred_in,
        "occurred_on",
        on("2011-05-31"),
        "登错",
        RULES,
        staff("2011-06-11"),
        NOTHING_PUBLISHED,
    )
    task.cancel("机构撤销", staff("2011-07-01"))
    return task


def test_folding_the_events_of_a_whole_life_gives_the_live_state() -> None:
    task = whole_life()
    events = task.collect_events()
    folded = RectificationTask.fold(events)
    assert folded is not None
    assert folded.__dict__ == task.__dict__
    assert folded.rounds[1].claim is not None
    assert folded.rounds[1].claim.completed_on == on("2010-12-08")


def test_events_come_back_from_their_json_as_they_were() -> None:
    for event in whole_life().collect_events():
        assert type(event).model_validate_json(event.model_dump_json()) == event


def test_every_event_of_a_task_has_a_topic_of_its_own_and_happens_in_a_whole_life() -> None:
    members = [getattr(RectificationTask, name) for name in dir(RectificationTask)]
    kinds = {m for m in members if isinstance(m, type) and issubclass(m, DomainEvent)}
    topics = {kind.TOPIC for kind in kinds}
    assert len(topics) == len(kinds) == 22
    assert all(topic.startswith(RectificationTask.KIND + ".") for topic in topics)
    assert all(kind.LABEL for kind in kinds)
    assert {type(event) for event in whole_life().collect_events()} == kinds


def test_a_correction_on_a_fork_leaves_the_original_unchanged() -> None:
    task = settled(closed_out())
    before = dict(task.__dict__)
    correct(task.fork(), CLAIM, "2010-11-19", "completed_on")
    correct(task.fork(), 6, "2010-12-08")
    assert task.__dict__ == before
