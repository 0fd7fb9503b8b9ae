"""What an item still owes, to whom it is owed by, and until when."""

from collections.abc import Callable
from datetime import date

import pytest

from domain.commitment_state import FulfilmentResult
from domain.due import Due
from domain.opinion import Opinion
from domain.opinion_terms import Satisfaction
from domain.urged_item import DatedItem, SubjectKind, UrgedItem
from domain.work_calendar import NOTHING_PUBLISHED
from tests.aggregates import act
from tests.domain import commitments, opinions, tasks
from tests.domain.opinions_under_rules import asked, under_rules


def cancelled() -> DatedItem:
    task = tasks.assigned()
    task.cancel("重复立项", tasks.staff())
    return task


def withdrawn() -> DatedItem:
    commitment = commitments.published()
    commitment.withdraw("项目取消", commitments.promiser("2011-07-01"))
    return commitment


def returned() -> DatedItem:
    opinion = opinions.referred()
    by = opinions.by(opinions.LEAD, "2015-03-26")
    opinion.request_return("不属本单位职责", None, by)
    return opinion


@pytest.mark.parametrize(
    ("stage", "is_open", "owed"),
    [
        (opinions.drafted, True, False),
        (opinions.formed, True, False),
        (opinions.referred, True, True),
        (returned, True, True),
        (opinions.in_handling, True, True),
        (opinions.replied, True, False),
        (opinions.rehandling, True, True),
        (opinions.closed, False, False),
        (tasks.planned, True, False),
        (tasks.assigned, True, True),
        (tasks.in_progress, True, True),
        (tasks.claimed, True, False),
        (tasks.accepted, True, False),
        (tasks.closed_out, False, False),
        (cancelled, False, False),
        (commitments.drafted, True, True),
        (commitments.published, True, True),
        (commitments.claimed, True, False),
        (commitments.verified, True, False),
        (lambda: commitments.verified(FulfilmentResult.PARTLY), True, True),
        (commitments.followed_up, True, False),
        (lambda: commitments.followed_up(Satisfaction.DISSATISFIED), True, True),
        (withdrawn, False, False),
    ],
)
def test_a_due_date_binds_until_the_unit_has_done_its_part(
    stage: Callable[[], DatedItem], is_open: bool, owed: bool
) -> None:
    item = UrgedItem.of(stage())
    assert (item.is_open, item.owed) == (is_open, owed)


def test_an_opinion_is_owed_by_its_lead_units_first() -> None:
    opinion = opinions.referred(lead=("JYJ", "SLJ"))
    item = UrgedItem.of(opinion)
    assert (item.kind, item.id, item.number) == (SubjectKind.OPINION, opinion.id, opinion.number)
    assert item.units[:2] == item.owing == ("JYJ", "SLJ")
    assert (item.round, item.due) == (1, opinions.DUE)
    assert UrgedItem.of(opinions.rehandling()).round == 2


def test_of_several_lead_units_one_that_has_not_replied_comes_first() -> None:
    opinion = opinions.in_handling(lead=("JYJ", "SLJ"))
    opinions.reply(opinion, unit_code="JYJ")
    item = UrgedItem.of(opinion)
    assert (item.units, item.owed) == (("SLJ", "JYJ", opinions.CO), True)
    assert item.owing == ("SLJ",)


def test_an_opinion_not_referred_is_owed_by_nobody() -> None:
    item = UrgedItem.of(opinions.formed())
    assert (item.units, item.round, item.due) == ((), 0, None)


def test_an_opinion_returned_is_due_no_more() -> None:
    opinion = returned()
    assert isinstance(opinion, Opinion)
    opinion.accept_return("同意", opinions.by("RDB", "2015-03-27"))
    item = UrgedItem.of(opinion)
    assert (item.units, item.due, item.owed) == ((), None, False)


def test_a_task_is_owed_by_its_assignment() -> None:
    task = tasks.assigned()
    item = UrgedItem.of(task)
    assert task.assignment is not None
    assert (item.kind, item.id, item.number) == (SubjectKind.TASK, task.id, task.number)
    assert (item.units, item.round, item.due) == (task.assignment.units, 1, tasks.DUE)
    assert UrgedItem.of(tasks.planned()).units == ()


def test_a_commitment_is_owed_by_whoever_promised() -> None:
    commitment = commitments.published()
    item = UrgedItem.of(commitment)
    assert (item.kind, item.id, item.number) == (
        SubjectKind.COMMITMENT,
        commitment.id,
        commitment.number,
    )
    assert (item.units, item.round, item.due) == (("JSJ",), 1, commitments.DUE)


def test_the_subject_keeps_the_due_date() -> None:
    task = tasks.assigned(Due.by(date(2010, 12, 1)))
    subject = UrgedItem.of(task).subject
    assert (subject.kind, subject.id, subject.number) == (SubjectKind.TASK, task.id, task.number)
    assert subject.due == Due.by(date(2010, 12, 1))


def test_nothing_is_owed_while_the_clock_stands_still() -> None:
    opinion = asked(under_rules())
    assert not UrgedItem.of(opinion).owed
    opinion.give_clarification("指县道", NOTHING_PUBLISHED, act("2015-04-11"))
    assert UrgedItem.of(opinion).owed
