"""Public notice, close-out and look-back of a rectification task."""

import pytest

from domain.due import Due
from domain.errors import ActOutOfOrder, InvalidFact, WrongStatus
from domain.four_eyes import JudgedByPerformer
from domain.rectification_task import RectificationTask
from domain.task_closeout import (
    NoticeNotGiven,
    NoticeRepeated,
    NoticeReversed,
    NoticeRunning,
    NoticeTooEarly,
    ObjectionUpheld,
)
from domain.task_rounds import Closing, NewDueExpired, Objection, PublicNotice, TaskStatus
from domain.task_verification import CompletionOutsideTask
from tests.aggregates import RULES, recorded, refused
from tests.domain.tasks import (
    DUE,
    LINEAGE,
    PHOTO,
    VERIFIER_LINEAGE,
    accepted,
    claimed,
    closed_out,
    on,
    rectifier,
    settled,
    staff,
    verifier,
)

START, END = on("2010-11-29"), on("2010-12-05")
FIRST_CLOSING = Closing(round=1, completed_on=on("2010-11-15"), closed_on=on("2010-12-01"))


def noticed() -> RectificationTask:
    task = accepted()
    task.give_public_notice(START, END, "政府网站", RULES, staff("2010-11-29"))
    return settled(task)


def test_an_accepted_task_is_announced() -> None:
    task = accepted()
    task.give_public_notice(START, END, "政府网站", RULES, staff("2010-11-29"))
    assert recorded(task) == [
        (
            RectificationTask.PublicNoticeGiven,
            {"start": START, "end": END, "channel": "政府网站"},
        )
    ]
    assert task.current.notice == PublicNotice(
        start=START, end=END, channel="政府网站", given_in=6
    )
    assert not task.current.contested
    assert task.status is TaskStatus.ACCEPTED


def test_a_notice_begins_on_the_day_of_acceptance_or_later() -> None:
    task = accepted()
    with refused(task, NoticeTooEarly, "start"):
        task.give_public_notice(on("2010-11-27"), END, "政府网站", RULES, staff("2010-11-29"))
    task.give_public_notice(on("2010-11-28"), END, "政府网站", RULES, staff("2010-11-29"))
    assert task.current.notice is not None


def test_a_notice_ends_no_earlier_than_it_begins() -> None:
    task = accepted()
    with refused(task, NoticeReversed, "end"):
        task.give_public_notice(START, on("2010-11-28"), "政府网站", RULES, staff("2010-11-29"))
    task.give_public_notice(START, START, "政府网站", RULES, staff("2010-11-29"))
    assert task.current.notice is not None


def test_a_round_has_one_notice() -> None:
    task = noticed()
    with refused(task, NoticeRepeated):
        task.give_public_notice(START, END, "政府网站", RULES, staff("2010-11-30"))


def test_only_an_accepted_task_is_announced() -> None:
    for task in (claimed(), closed_out()):
        with refused(task, WrongStatus):
            task.give_public_notice(START, END, "政府网站", RULES, staff("2010-12-10"))


def test_objections_are_kept_with_the_notice() -> None:
    task = noticed()
    task.record_objection("数据不实", upheld=False, act=staff("2010-11-30"))
    assert recorded(task) == [
        (RectificationTask.ObjectionRecorded, {"text": "数据不实", "upheld": False})
    ]
    dismissed = task.fork()
    assert not dismissed.current.contested
    task.record_objection("仍有占用", upheld=True, act=staff("2010-12-01"))
    assert task.current.contested
    assert task.current.objections == (
        Objection(text="数据不实", upheld=False, recorded_in=7),
        Objection(text="仍有占用", upheld=True, recorded_in=8),
    )


def test_an_objection_answers_a_notice_that_has_begun() -> None:
    task = noticed()
    with refused(task, ActOutOfOrder, "occurred_on"):
        task.record_objection("仍有占用", upheld=True, act=staff("2010-11-28"))
    task.record_objection("仍有占用", upheld=True, act=staff("2010-11-29"))
    assert task.current.contested
    with refused(plain := accepted(), NoticeNotGiven):
        plain.record_objection("仍有占用", upheld=True, act=staff("2010-11-29"))
    with refused(ended := closed_out(), WrongStatus):
        ended.record_objection("仍有占用", upheld=True, act=staff("2010-12-10"))


def test_a_performer_judges_no_objection() -> None:
    task = noticed()
    with refused(task, JudgedByPerformer, "unit"):
        task.record_objection("仍有占用", upheld=False, act=rectifier("2010-11-30"))


def test_an_accepted_task_is_closed_out_with_its_day_of_completion() -> None:
    task = accepted()
    task.close_out(RULES, staff("2010-12-01"))
    assert recorded(task) == [
        (RectificationTask.ClosedOut, {"round": 1, "completed_on": on("2010-11-15")})
    ]
    assert task.status is TaskStatus.CLOSED_OUT
    assert not task.is_open
    assert task.completed_on == on("2010-11-15")
    assert task.current.closed_in == 6
    assert task.closings == (FIRST_CLOSING,)


def test_nothing_is_closed_out_without_an_accepted_verification() -> None:
    for task in (claimed(), closed_out()):
        with refused(task, WrongStatus, "status"):
            task.close_out(RULES, staff("2010-12-10"))


def test_a_performer_does_not_close_out() -> None:
    task = accepted()
    with refused(task, JudgedByPerformer, "unit"):
        task.close_out(RULES, rectifier("2010-12-01"))


def test_a_task_is_closed_out_after_the_last_day_of_its_notice() -> None:
    task = noticed()
    with refused(task, NoticeRunning, "occurred_on"):
        task.close_out(RULES, staff("2010-12-05"))
    task.close_out(RULES, staff("2010-12-06"))
    assert task.status is TaskStatus.CLOSED_OUT


def test_a_task_is_not_closed_out_against_an_upheld_objection() -> None:
    task = noticed()
    task.record_objection("数据不实", upheld=False, act=staff("2010-11-30"))
    dismissed = task.fork()
    dismissed.close_out(RULES, staff("2010-12-06"))
    assert dismissed.status is TaskStatus.CLOSED_OUT
    task.record_objection("仍有占用", upheld=True, act=staff("2010-12-01"))
    with refused(task, ObjectionUpheld):
        task.close_out(RULES, staff("2010-12-06"))


def test_a_look_back_finds_the_matter_rectified() -> None:
    task = closed_out()
    task.look_back("未见反弹", staff("2011-03-01"))
    assert recorded(task) == [(RectificationTask.LookBackPassed, {"note": "未见反弹"})]
    assert task.status is TaskStatus.CLOSED_OUT
    assert task.look_backs == (7,)


def test_a_performer_does_not_look_back() -> None:
    task = closed_out()
    with refused(task, JudgedByPerformer, "unit"):
        task.look_back("未见反弹", rectifier("2011-03-01"))


def test_only_a_closed_task_is_looked_back_on() -> None:
    task = accepted()
    with refused(task, WrongStatus):
        task.look_back("未见反弹", staff("2011-03-01"))
    with refused(task, WrongStatus):
        task.find_recurrence("再次堆放", Due.by(on("2011-06-30")), staff("2011-03-01"))


def test_a_recurrence_opens_the_next_round_and_keeps_the_closing() -> None:
    task = closed_out()
    due = Due.by(on("2011-06-30"))
    task.find_recurrence("再次堆放", due, staff("2011-03-01"))
    assert recorded(task) == [
        (RectificationTask.RecurrenceFound, {"note": "再次堆放", "due": due.model_dump()})
    ]
    assert task.status is TaskStatus.IN_PROGRESS
    assert task.is_open
    assert task.look_backs == (7,)
    assert task.completed_on is None
    assert task.due == due
    assert task.original_due == DUE
    assert task.current.number == 2
    assert task.current.begun_in == task.current.not_before == 7
    assert task.closings == (FIRST_CLOSING,)


def test_a_recurrence_sets_a_due_date_that_is_not_over() -> None:
    task = closed_out()
    with refused(task, NewDueExpired, "due"):
        task.find_recurrence("再次堆放", Due.by(on("2011-02-28")), staff("2011-03-01"))
    with refused(task, InvalidFact, "note"):
        task.find_recurrence("", Due.by(on("2011-03-01")), staff("2011-03-01"))


def test_what_recurred_is_completed_after_the_recurrence_and_closed_a_second_time() -> None:
    task = closed_out()
    task.find_recurrence("再次堆放", Due.by(on("2011-06-30")), staff("2011-03-01"))
    with refused(task, CompletionOutsideTask, "completed_on"):
        task.claim(on("2011-02-28"), None, [PHOTO], None, LINEAGE, rectifier("2011-05-01"))
    task.claim(on("2011-04-30"), None, [PHOTO], None, LINEAGE, rectifier("2011-05-01"))
    task.pass_verification("现场核实", VERIFIER_LINEAGE, verifier("2011-05-03"))
    task.close_out(RULES, staff("2011-05-05"))
    assert task.closings == (
        FIRST_CLOSING,
        Closing(round=2, completed_on=on("2011-04-30"), closed_on=on("2011-05-05")),
    )
    assert task.completed_on == on("2011-04-30")


@pytest.mark.parametrize("text", ["", "x" * 2001])
def test_an_objection_has_a_text(text: str) -> None:
    task = noticed()
    with refused(task, InvalidFact, "text"):
        task.record_objection(text, upheld=False, act=staff("2010-11-30"))
