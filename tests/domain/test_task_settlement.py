"""Provisional due dates of tasks and commitments, settled once the notice is published."""

from collections.abc import Callable
from datetime import date

import pytest

from domain.commitment import Commitment
from domain.due import Due
from domain.due_history import ChangeKind
from domain.errors import ActOutOfOrder
from domain.rectification_task import RectificationTask
from domain.task_deadline import ExtensionAfterExpiry, TaskUnchanged
from domain.work_calendar import NOTHING_PUBLISHED, WorkCalendar
from tests.aggregates import RULES, recorded, refused
from tests.domain import commitments
from tests.domain.provisional import PROVISIONAL, PUBLISHED, SETTLED, UNREMARKABLE
from tests.domain.tasks import (
    DUE,
    VERIFIER_LINEAGE,
    assigned,
    claimed,
    closed_out,
    in_progress,
    on,
    rectifier,
    settled,
    staff,
    verifier,
)

NOTICED = "2010-12-09"


def test_a_provisional_due_date_is_settled_with_what_it_was() -> None:
    task = in_progress(PROVISIONAL)
    task.settle_due(PUBLISHED, staff(NOTICED))
    assert recorded(task) == [
        (
            RectificationTask.DueSettled,
            {
                "due_was": PROVISIONAL.model_dump(),
                "due": SETTLED.model_dump(),
                "of_original": True,
            },
        )
    ]
    assert task.due == task.original_due == SETTLED
    assert task.due.on == date(2011, 2, 15)
    assert [(c.kind, c.due_was, c.due) for c in task.due_changes] == [
        (ChangeKind.SETTLED, PROVISIONAL, SETTLED)
    ]


def test_that_the_day_stays_the_same_is_recorded_too() -> None:
    task = in_progress(PROVISIONAL)
    task.settle_due(UNREMARKABLE, staff(NOTICED))
    assert task.due.on == PROVISIONAL.on
    assert not task.due.provisional
    assert [event for event, _ in recorded(task)] == [RectificationTask.DueSettled]


@pytest.mark.parametrize(
    ("due", "calendar"),
    [(DUE, PUBLISHED), (SETTLED, UNREMARKABLE), (PROVISIONAL, NOTHING_PUBLISHED)],
    ids=["stated outright", "settled", "still not published"],
)
def test_otherwise_nothing_is_recorded(due: Due, calendar: WorkCalendar) -> None:
    task = in_progress(due)
    task.settle_due(calendar, staff(NOTICED))
    assert recorded(task) == []


@pytest.mark.parametrize("stage", [assigned, claimed, closed_out])
def test_it_is_settled_whatever_the_task_has_come_to(
    stage: Callable[[Due], RectificationTask],
) -> None:
    task = stage(PROVISIONAL)
    status = task.status
    task.settle_due(PUBLISHED, staff(NOTICED))
    assert (task.due, task.status) == (SETTLED, status)


def test_the_note_moves_no_step_and_is_dated_no_earlier_than_the_due_date() -> None:
    task = in_progress(PROVISIONAL)
    task.settle_due(PUBLISHED, staff("2010-10-20"))
    assert task.date_of(task.version) == on("2010-11-01")
    assert task.latest_step_on == on("2010-11-02")

    again = claimed()
    again.fail_verification("未完成", PROVISIONAL, VERIFIER_LINEAGE, verifier("2010-12-01"))
    again.settle_due(PUBLISHED, staff("2010-11-20"))
    assert again.date_of(again.version) == on("2010-12-01")


def test_a_due_date_that_was_amended_since_keeps_its_first_one() -> None:
    task = in_progress()
    task.amend(None, PROVISIONAL, None, "方案调整", staff("2010-11-12"))
    task.settle_due(PUBLISHED, staff(NOTICED))
    assert (task.due, task.original_due) == (SETTLED, DUE)
    assert [c.kind for c in task.due_changes] == [ChangeKind.AMENDED, ChangeKind.SETTLED]
    assert recorded(task)[-1][1]["of_original"] is False


def test_a_recurrence_sets_the_due_date_anew() -> None:
    task = closed_out()
    task.find_recurrence("反弹", PROVISIONAL, staff("2010-12-10"))
    [change] = task.due_changes
    assert (change.kind, change.due_was, change.due) == (ChangeKind.RECURRED, DUE, PROVISIONAL)
    assert change.made_in == task.version


def test_an_amendment_to_the_same_day_changes_nothing() -> None:
    task = in_progress(PROVISIONAL)
    assert PROVISIONAL.on is not None
    with refused(task, TaskUnchanged):
        task.amend(None, Due.by(PROVISIONAL.on), None, "方案调整", staff("2010-11-12"))
    task.amend("新措施", Due.by(PROVISIONAL.on), None, "方案调整", staff("2010-11-12"))
    assert (task.text, task.due, task.due_changes) == ("新措施", PROVISIONAL, ())


def test_no_correction_dates_the_due_date_after_it_was_settled() -> None:
    task = in_progress()
    task.amend(None, PROVISIONAL, None, "方案调整", staff("2010-11-12"))
    amended_in = task.version
    task.settle_due(PUBLISHED, staff("2010-11-20"))
    settled(task)
    with refused(task, ActOutOfOrder, "now"):
        task.correct(
            amended_in, "occurred_on", on("2010-11-21"), "有误", RULES, staff(), NOTHING_PUBLISHED
        )
    task.correct(
        amended_in, "occurred_on", on("2010-11-20"), "有误", RULES, staff(), NOTHING_PUBLISHED
    )


def test_an_extension_put_off_a_settled_due_date() -> None:
    task = in_progress(PROVISIONAL)
    task.request_extension(on("2011-03-31"), "审批未完", RULES, rectifier("2011-02-13"))
    task.settle_due(PUBLISHED, staff("2011-02-14"))
    task.grant_extension(on("2011-03-31"), RULES, staff("2011-02-15"))
    assert [(e.due_was, e.due_put_off) for e in task.extensions] == [(PROVISIONAL, SETTLED)]
    settled(task)
    with refused(task, ExtensionAfterExpiry, "now"):
        task.correct(
            task.version,
            "occurred_on",
            on("2011-02-16"),
            "有误",
            RULES,
            staff(),
            NOTHING_PUBLISHED,
        )
    with refused(task, ExtensionAfterExpiry, "now"):
        task.correct(4, "occurred_on", on("2011-02-14"), "有误", RULES, staff(), NOTHING_PUBLISHED)


def test_a_promise_is_settled_in_the_same_way() -> None:
    commitment = commitments.drafted(due=PROVISIONAL)
    commitment.settle_due(PUBLISHED, commitments.office("2011-04-01"))
    assert recorded(commitment) == [
        (
            Commitment.DueSettled,
            {
                "due_was": PROVISIONAL.model_dump(),
                "due": SETTLED.model_dump(),
                "of_original": True,
            },
        )
    ]
    assert commitment.due == commitment.original_due == SETTLED
    assert commitment.date_of(commitment.version) == on("2011-04-10")
    commitment.settle_due(PUBLISHED, commitments.office("2011-05-01"))
    assert recorded(commitment) == []


def test_a_promise_amended_since_keeps_its_first_due_date() -> None:
    commitment = commitments.drafted()
    commitment.amend(None, PROVISIONAL, None, "调整", None, commitments.promiser("2011-04-12"))
    amended_in = commitment.version
    commitment.settle_due(PUBLISHED, commitments.office("2011-04-20"))
    assert (commitment.due, commitment.original_due) == (SETTLED, commitments.DUE)
    assert [c.kind for c in commitment.due_changes] == [ChangeKind.AMENDED, ChangeKind.SETTLED]
    commitment.collect_events()
    with refused(commitment, ActOutOfOrder, "now"):
        commitment.correct(
            amended_in,
            "occurred_on",
            on("2011-04-21"),
            "有误",
            commitments.office("2011-05-01"),
            NOTHING_PUBLISHED,
        )
