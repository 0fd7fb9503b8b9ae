"""Extensions, amendments and the long term of a rectification task."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.due import UNDATED, Due
from domain.errors import InvalidFact, WrongStatus
from domain.four_eyes import JudgedByPerformer
from domain.measure import Target
from domain.profile_rules import ProfileRules
from domain.rectification_task import RectificationTask
from domain.task_deadline import (
    ExtensionAfterExpiry,
    ExtensionNotLater,
    ExtensionPending,
    NoExtensionPending,
    RequesterNotResponsible,
    ReviewNotAhead,
    TaskUnchanged,
    UndatedTask,
)
from domain.task_rounds import Extension, LongTermPlan, TaskStatus
from tests.aggregates import RULES, recorded, refused
from tests.domain.tasks import (
    DUE,
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
    verifier,
)

LATER = on("2010-12-20")
TARGET = Target(text="收回3—5宗闲置用地", unit_of_measure="宗", minimum=3, maximum=5)


def asking(due: Due = DUE) -> RectificationTask:
    task = in_progress(due)
    task.request_extension(LATER, "审批未完", RULES, rectifier("2010-11-18"))
    return settled(task)


def test_a_responsible_unit_asks_for_an_extension() -> None:
    task = in_progress()
    task.request_extension(LATER, "审批未完", RULES, rectifier("2010-11-19"))
    assert recorded(task) == [
        (
            RectificationTask.ExtensionRequested,
            {"asked": LATER, "due": DUE.model_dump(), "reason": "审批未完"},
        )
    ]
    assert task.pending_extension == Extension(asked=LATER, asked_in=4, due_was=DUE)
    assert task.due == DUE


@pytest.mark.parametrize("day", ["2010-11-20", "2010-11-21"])
def test_an_extension_is_asked_for_before_the_due_date(day: str) -> None:
    task = in_progress()
    with refused(task, ExtensionAfterExpiry, "occurred_on"):
        task.request_extension(LATER, "审批未完", RULES, rectifier(day))


def test_where_the_rules_allow_it_an_extension_is_asked_for_on_the_due_date() -> None:
    rules = ProfileRules.model_validate({"extension": {"asked_by": "on_due_day"}})
    task = in_progress()
    task.request_extension(LATER, "审批未完", rules, rectifier("2010-11-20"))
    assert task.pending_extension is not None
    with refused(late := in_progress(), ExtensionAfterExpiry, "occurred_on"):
        late.request_extension(LATER, "审批未完", rules, rectifier("2010-11-21"))


def test_an_extension_asks_for_a_later_day() -> None:
    task = in_progress()
    with refused(task, ExtensionNotLater, "asked"):
        task.request_extension(on("2010-11-20"), "审批未完", RULES, rectifier("2010-11-19"))
    task.request_extension(on("2010-11-21"), "审批未完", RULES, rectifier("2010-11-19"))
    assert task.pending_extension is not None


def test_an_undated_task_has_nothing_to_extend() -> None:
    task = in_progress(UNDATED)
    with refused(task, UndatedTask):
        task.request_extension(LATER, "审批未完", RULES, rectifier())


def test_only_a_responsible_unit_asks_for_an_extension() -> None:
    task = in_progress()
    with refused(task, RequesterNotResponsible, "unit"):
        task.request_extension(LATER, "审批未完", RULES, staff("2010-11-18"))


def test_one_extension_is_asked_for_at_a_time() -> None:
    task = asking()
    with refused(task, ExtensionPending):
        task.request_extension(LATER, "审批未完", RULES, rectifier("2010-11-19"))


def test_only_a_task_at_work_is_extended() -> None:
    for task in (planned(), claimed(), closed_out()):
        with refused(task, WrongStatus):
            task.request_extension(LATER, "审批未完", RULES, rectifier("2010-12-05"))


def test_a_granted_extension_moves_the_due_date() -> None:
    task = asking()
    task.grant_extension(on("2010-12-10"), RULES, staff())
    assert recorded(task) == [
        (
            RectificationTask.ExtensionGranted,
            {"asked": LATER, "until": on("2010-12-10"), "due_was": DUE.model_dump()},
        )
    ]
    assert task.due == task.current.due == Due.by(on("2010-12-10"))
    assert task.original_due == DUE
    assert task.pending_extension is None
    assert task.extensions == (
        Extension(
            asked=LATER,
            asked_in=4,
            due_was=DUE,
            granted=on("2010-12-10"),
            due_put_off=DUE,
            decided_in=5,
        ),
    )


def test_a_refused_extension_leaves_the_due_date() -> None:
    task = asking()
    task.refuse_extension("理由不充分", staff("2010-11-25"))
    assert recorded(task) == [
        (RectificationTask.ExtensionRefused, {"asked": LATER, "reason": "理由不充分"})
    ]
    assert task.due == DUE
    assert task.pending_extension is None
    assert task.extensions == (
        Extension(asked=LATER, asked_in=4, due_was=DUE, granted=None, decided_in=5),
    )


def test_an_extension_is_granted_until_the_due_date_expires() -> None:
    task = asking()
    with refused(task, ExtensionAfterExpiry, "occurred_on"):
        task.grant_extension(LATER, RULES, staff("2010-11-21"))


def test_an_extension_is_granted_to_a_later_day() -> None:
    task = asking()
    with refused(task, ExtensionNotLater, "until"):
        task.grant_extension(on("2010-11-20"), RULES, staff())


@pytest.mark.parametrize(
    "decide",
    [
        lambda task, act: task.grant_extension(LATER, RULES, act),
        lambda task, act: task.refuse_extension("理由不充分", act),
    ],
    ids=["grant", "refuse"],
)
def test_an_extension_is_decided_by_another_unit_when_one_is_pending(
    decide: Callable[..., None],
) -> None:
    task = asking()
    with refused(task, JudgedByPerformer, "unit"):
        decide(task, rectifier("2010-11-19"))
    with refused(idle := in_progress(), NoExtensionPending):
        decide(idle, staff())
    with refused(ended := closed_out(), WrongStatus):
        decide(ended, staff("2010-12-10"))


def test_a_second_extension_keeps_the_first_due_date() -> None:
    task = asking()
    task.grant_extension(on("2010-12-10"), RULES, staff("2010-11-19"))
    task.request_extension(LATER, "审批未完", RULES, rectifier("2010-12-09"))
    task.grant_extension(LATER, RULES, staff("2010-12-10"))
    assert task.due == Due.by(LATER)
    assert task.original_due == DUE
    assert [e.due_was for e in task.extensions] == [DUE, Due.by(on("2010-12-10"))]


def test_an_extension_asked_for_before_the_claim_is_decided_after_it() -> None:
    task = asking(Due.by(on("2010-11-28")))
    task.claim(on("2010-11-18"), None, [], None, LINEAGE, rectifier("2010-11-18"))
    task.grant_extension(LATER, RULES, staff("2010-11-19"))
    assert task.status is TaskStatus.CLOSEOUT_REQUESTED
    assert task.due == Due.by(LATER)


def test_a_verdict_settles_a_pending_extension() -> None:
    for passed in (True, False):
        task = asking()
        task.claim(on("2010-11-18"), None, [], None, LINEAGE, rectifier("2010-11-18"))
        if passed:
            task.pass_verification("现场核实", VERIFIER_LINEAGE, verifier())
        else:
            task.fail_verification("未完成", UNDATED, VERIFIER_LINEAGE, verifier())
        assert task.pending_extension is None
        assert task.extensions == ()


def test_a_task_is_carried_on_for_the_long_term_with_its_due_date() -> None:
    task = in_progress()
    task.convert_to_long_term("涉及规划调整", "分三年实施", on("2011-06-30"), RULES, staff())
    assert recorded(task) == [
        (
            RectificationTask.ConvertedToLongTerm,
            {"reason": "涉及规划调整", "plan": "分三年实施", "review_on": on("2011-06-30")},
        )
    ]
    assert task.status is TaskStatus.LONG_TERM
    assert task.is_open
    assert task.long_term == LongTermPlan(
        text="分三年实施", review_on=on("2011-06-30"), converted_in=4
    )
    assert task.due == DUE
    assert task.days_late(on("2010-11-30")) == 10


def test_a_long_term_task_is_reported_on_and_claimed() -> None:
    task = assigned()
    task.convert_to_long_term(
        "涉及规划调整", "分三年实施", on("2011-06-30"), RULES, staff("2010-11-03")
    )
    task.report(60, "进展", [PHOTO], [], None, LINEAGE, rectifier())
    reported = task.fork()
    assert reported.status is TaskStatus.LONG_TERM
    task.claim(on("2010-11-08"), None, [], None, LINEAGE, rectifier())
    assert task.status is TaskStatus.CLOSEOUT_REQUESTED


def test_a_long_term_task_is_reviewed_on_a_later_day() -> None:
    task = in_progress()
    with refused(task, ReviewNotAhead, "review_on"):
        task.convert_to_long_term("涉及规划调整", "分三年实施", on("2010-11-20"), RULES, staff())
    task.convert_to_long_term("涉及规划调整", "分三年实施", on("2010-11-21"), RULES, staff())
    assert task.long_term is not None


def test_only_a_task_under_way_becomes_long_term() -> None:
    for task in (planned(), claimed(), accepted()):
        with refused(task, WrongStatus):
            task.convert_to_long_term("涉及规划调整", "计划", on("2011-06-30"), RULES, staff())


@pytest.mark.parametrize(
    ("changes", "facts"),
    [
        ({"text": "新措施"}, {"text": "新措施", "text_was": "完善好意见初稿,提交两办送审、报批"}),
        (
            {"due": Due.by(LATER)},
            {"due": Due.by(LATER).model_dump(), "due_was": DUE.model_dump()},
        ),
        ({"target": TARGET}, {"target": TARGET.model_dump()}),
    ],
    ids=["text", "due", "target"],
)
def test_an_amendment_states_what_changed_and_what_was_before(
    changes: dict[str, Any], facts: dict[str, Any]
) -> None:
    task = in_progress()
    wanted = {"text": None, "due": None, "target": None} | changes
    task.amend(**wanted, reason="方案调整", act=staff())
    nothing = dict.fromkeys(("text", "text_was", "due", "due_was", "target", "target_was"))
    assert recorded(task) == [
        (RectificationTask.Amended, nothing | facts | {"reason": "方案调整"})
    ]
    before = {"text": "完善好意见初稿,提交两办送审、报批", "due": DUE, "target": None}
    assert {name: getattr(task, name) for name in before} == before | changes
    assert task.original_due == DUE
    assert task.status is TaskStatus.IN_PROGRESS


def test_an_amendment_keeps_the_target_it_does_not_speak_of() -> None:
    task = planned(target=TARGET)
    task.amend("新措施", None, None, "方案调整", staff())
    assert task.target == TARGET


def test_an_amendment_that_changes_nothing_is_refused() -> None:
    task = planned(target=TARGET)
    with refused(task, TaskUnchanged):
        task.amend(task.text, DUE, TARGET, "方案调整", staff())
    with refused(task, TaskUnchanged):
        task.amend(None, None, None, "方案调整", staff())


def test_an_amendment_needs_a_reason() -> None:
    task = planned()
    with refused(task, InvalidFact, "reason"):
        task.amend("新措施", None, None, " ", staff())


def test_a_claimed_or_ended_task_is_not_amended() -> None:
    for task in (claimed(), accepted(), closed_out()):
        with refused(task, WrongStatus):
            task.amend("新措施", None, None, "方案调整", staff("2010-12-10"))
