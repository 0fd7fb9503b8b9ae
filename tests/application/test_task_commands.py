"""Acts on rectification tasks, through the store."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from application.commands import plans, tasks
from application.errors import NotFound, NumberTaken, StaleVersion
from application.store import Store
from domain.due import UNDATED, Due
from domain.errors import ActOutOfOrder, InvalidFact, WrongStatus
from domain.four_eyes import VerifierNotIndependent
from domain.measure import Target
from domain.opinion import Opinion
from domain.opinion_terms import WorkKind
from domain.rectification_task import RectificationTask
from domain.task_rounds import ReporterNotResponsible, TaskStatus
from tests.application.tasks import (
    BUREAU,
    DUE,
    NUMBER,
    POLICE,
    SUB_ACTIONS,
    TARGET,
    TASK,
    TEAM,
    accept,
    assign,
    change,
    claim,
    close,
    correct,
    evidence,
    head,
    opinion,
    plan,
    report,
    run,
    settle,
)

LATER = Due.by(date(2015, 12, 31))


@pytest.fixture
def county(sqlite_store: Store) -> Store:
    """Give a county with its units, before any task."""
    settle(sqlite_store)
    return sqlite_store


@pytest.fixture
def assigned(county: Store) -> Store:
    """Give a county whose bureau has a task."""
    plan(county)
    assign(county)
    return county


def test_a_task_that_stands_alone_is_planned_and_linked_to_its_opinions(county: Store) -> None:
    first, second = opinion(county), opinion(county, "YJ-2015-2")
    facts: dict[str, Any] = {
        "opinion_ids": (first, second),
        "sub_actions": SUB_ACTIONS,
        "target": TARGET,
    }
    task = plan(county, **facts)
    assert task.id == TASK
    assert (task.number, task.text) == (NUMBER, "清理占道经营摊点")
    assert (task.plan_id, task.measure_no) == (None, None)
    assert (task.opinion_ids, task.due, task.target) == ((first, second), DUE, TARGET)
    assert task.sub_actions == SUB_ACTIONS
    for opinion_id in (first, second):
        linked = county.read(Opinion, opinion_id).linked_work
        assert [(w.kind, w.work_id, w.work_number) for w in linked] == [
            (WorkKind.TASK, TASK, NUMBER)
        ]


def test_a_task_for_an_opinion_there_is_none_of_is_refused_as_a_whole(county: Store) -> None:
    known = opinion(county)
    before = head(county)
    with pytest.raises(NotFound, match="意见") as refusal:
        plan(county, opinion_ids=(known, UUID(int=404)))
    assert refusal.value.field == "opinion_ids"
    assert head(county) == before


def test_a_number_is_used_once(assigned: Store) -> None:
    with pytest.raises(NumberTaken):
        plan(assigned)


def test_a_task_is_linked_to_no_opinion_before_that_was_registered(county: Store) -> None:
    late = opinion(county, on="2015-04-01")
    with pytest.raises(ActOutOfOrder):
        plan(county, on="2015-03-25", opinion_ids=(late,))


def test_assigning_names_units_and_people(county: Store) -> None:
    plan(county)
    task = assign(county, units=(BUREAU, POLICE), assignees=("承办人甲",))
    assert task.status is TaskStatus.ASSIGNED
    assert task.assignment is not None
    assert task.assignment.units == (BUREAU, POLICE)
    assert task.assignment.leaders == ("责任领导甲",)
    assert task.assignment.offices == ("市场管理股",)
    assert task.assignment.assignees == ("承办人甲",)


def test_a_second_assignment_with_a_reason_reassigns(assigned: Store) -> None:
    task = assign(assigned, "2015-04-01", units=(POLICE,), reason="职责划转")
    assert task.assignment is not None
    assert task.assignment.units == (POLICE,)
    assert [past.units for past in task.past_assignments] == [(BUREAU,)]


def test_a_second_assignment_without_a_reason_is_refused(assigned: Store) -> None:
    with pytest.raises(InvalidFact) as refusal:
        assign(assigned, "2015-04-01", units=(POLICE,))
    assert refusal.value.field == "reason"


def test_a_first_assignment_is_not_given_a_reason(county: Store) -> None:
    plan(county)
    with pytest.raises(WrongStatus):
        assign(county, reason="职责划转")


def test_an_assignment_to_an_unknown_unit_is_refused(county: Store) -> None:
    plan(county)
    with pytest.raises(NotFound) as refusal:
        assign(county, units=(BUREAU, "MEIYOU"))
    assert refusal.value.field == "units"


def test_a_unit_under_the_responsible_one_reports(assigned: Store) -> None:
    facts: dict[str, Any] = {"evidence": (evidence(),)}
    task = report(assigned, "2015-05-10", 60, **facts)
    assert (task.percent, task.status) == (60, TaskStatus.IN_PROGRESS)
    assert task.current.evidence == (evidence(),)


def test_another_unit_does_not_report(assigned: Store) -> None:
    facts: dict[str, Any] = {
        "text": "进展",
        "evidence": (),
        "sub_actions_done": (),
        "reason_for_fall": None,
    }
    with pytest.raises(ReporterNotResponsible):
        change(assigned, "2015-05-10", tasks.report, POLICE, percent=60, **facts)


def test_a_fall_of_progress_is_reported_with_its_reason(assigned: Store) -> None:
    report(assigned, "2015-05-10", 60)
    task = report(assigned, "2015-05-20", 40, reason_for_fall="回潮")
    assert task.percent == 40


def test_a_claim_states_value_evidence_and_decision(county: Store) -> None:
    plan(county, target=TARGET, sub_actions=SUB_ACTIONS)
    assign(county)
    report(county, "2015-05-10", 100, sub_actions_done=(1, 2))
    facts: dict[str, Any] = {
        "target_value": Decimal(21),
        "collective_decision_on": date(2015, 6, 21),
    }
    task = claim(county, "2015-06-22", "2015-06-20", **facts)
    stated = task.current.claim
    assert stated is not None
    assert (stated.completed_on, stated.target_value) == (date(2015, 6, 20), Decimal(21))
    assert stated.collective_decision_on == date(2015, 6, 21)
    assert task.current.evidence == (evidence(),)


@pytest.mark.parametrize("unit", [BUREAU, TEAM])
def test_no_unit_of_the_performers_verifies(assigned: Store, unit: str) -> None:
    report(assigned, "2015-05-10", 60)
    claim(assigned, "2015-06-22", "2015-06-20")
    with pytest.raises(VerifierNotIndependent):
        change(assigned, "2015-06-28", tasks.pass_verification, unit, note="整改到位")


def test_an_independent_unit_accepts(assigned: Store) -> None:
    report(assigned, "2015-05-10", 60)
    claim(assigned, "2015-06-22", "2015-06-20")
    task = accept(assigned, "2015-06-28")
    assert task.status is TaskStatus.ACCEPTED
    assert task.current.verdicts[-1].text == "整改到位"


def test_a_failed_verification_begins_the_next_round(assigned: Store) -> None:
    report(assigned, "2015-05-10", 60)
    claim(assigned, "2015-06-22", "2015-06-20")
    facts: dict[str, Any] = {"reasons": "仍有两处", "new_due": LATER}
    task = change(assigned, "2015-06-28", tasks.fail_verification, **facts)
    assert (task.current.number, task.due) == (2, LATER)
    assert task.rounds[0].verdicts[-1].text == "仍有两处"


def test_notice_objection_and_close_out(assigned: Store) -> None:
    report(assigned, "2015-05-10", 60)
    claim(assigned, "2015-06-22", "2015-06-20")
    accept(assigned, "2015-06-28")
    notice: dict[str, Any] = {
        "start": date(2015, 7, 1),
        "end": date(2015, 7, 7),
        "channel": "县人大网站",
    }
    change(assigned, "2015-06-30", tasks.give_public_notice, **notice)
    change(assigned, "2015-07-03", tasks.record_objection, text="夜间仍有", upheld=False)
    task = change(assigned, "2015-07-08", tasks.close_out)
    assert task.status is TaskStatus.CLOSED_OUT
    given = task.current.notice
    assert given is not None
    assert (given.start, given.end, given.channel) == tuple(notice.values())
    assert [(o.text, o.upheld) for o in task.current.objections] == [("夜间仍有", False)]


def test_look_backs_and_recurrences(assigned: Store) -> None:
    close(assigned)
    task = change(assigned, "2015-10-08", tasks.look_back, note="未反弹")
    assert task.status is TaskStatus.CLOSED_OUT
    task = change(assigned, "2015-11-08", tasks.find_recurrence, note="回潮", due=LATER)
    assert (task.status, task.due) == (TaskStatus.IN_PROGRESS, LATER)
    assert len(task.look_backs) == 2
    assert task.closings[0].closed_on == date(2015, 7, 10)


def test_an_extension_is_asked_for_and_granted(assigned: Store) -> None:
    asked: dict[str, Any] = {"asked": date(2015, 9, 25), "reason": "待批复"}
    task = change(assigned, "2015-06-10", tasks.request_extension, BUREAU, **asked)
    assert task.pending_extension is not None
    assert task.pending_extension.asked == date(2015, 9, 25)
    task = change(assigned, "2015-06-15", tasks.grant_extension, until=date(2015, 8, 25))
    assert task.due == Due.by(date(2015, 8, 25))


def test_an_extension_is_asked_for_and_refused(assigned: Store) -> None:
    asked: dict[str, Any] = {"asked": date(2015, 9, 25), "reason": "待批复"}
    change(assigned, "2015-06-10", tasks.request_extension, BUREAU, **asked)
    task = change(assigned, "2015-06-15", tasks.refuse_extension, reason="条件具备")
    assert task.due == DUE
    assert task.pending_extension is None


def test_a_task_is_carried_on_for_the_long_term(assigned: Store) -> None:
    facts: dict[str, Any] = {
        "reason": "涉及管网",
        "plan": "分三年",
        "review_on": date(2016, 6, 30),
    }
    task = change(assigned, "2015-05-01", tasks.convert_to_long_term, **facts)
    assert task.status is TaskStatus.LONG_TERM
    assert task.long_term is not None
    assert (task.long_term.text, task.long_term.review_on) == ("分三年", date(2016, 6, 30))


def test_a_task_is_amended(assigned: Store) -> None:
    target = Target(text="清理30处以上", unit_of_measure="处", minimum=Decimal(30))
    facts: dict[str, Any] = {
        "text": "清理并划定疏导点",
        "due": UNDATED,
        "target": target,
        "reason": "方案调整",
    }
    task = change(assigned, "2015-05-01", tasks.amend, **facts)
    assert (task.text, task.due, task.target) == ("清理并划定疏导点", UNDATED, target)
    assert task.original_due == DUE


def test_a_task_is_cancelled(assigned: Store) -> None:
    task = change(assigned, "2015-05-01", tasks.cancel, reason="重复")
    assert task.status is TaskStatus.CANCELLED


def test_dates_are_corrected(assigned: Store) -> None:
    close(assigned)
    assert correct(assigned, 3, "2015-05-09").date_of(3) == date(2015, 5, 9)
    assert correct(assigned, 4, "2015-06-19", "completed_on").completed_on == date(2015, 6, 19)


@pytest.mark.parametrize(
    ("command", "facts"),
    [
        (tasks.cancel, {"reason": "重复"}),
        (tasks.close_out, {}),
        (tasks.look_back, {"note": "未反弹"}),
        (tasks.refuse_extension, {"reason": "条件具备"}),
        (tasks.pass_verification, {"note": "整改到位"}),
    ],
)
def test_every_act_asks_for_the_version_it_rests_on(
    assigned: Store, command: Callable[..., RectificationTask], facts: dict[str, str]
) -> None:
    with pytest.raises(StaleVersion):
        run(assigned, "2015-05-01", command, task_id=TASK, expected=1, **facts)


def test_an_act_on_a_task_there_is_none_of_is_refused(county: Store) -> None:
    with pytest.raises(NotFound, match="整改任务"):
        run(county, "2015-05-01", tasks.close_out, task_id=TASK, expected=1)


def test_a_plan_is_no_task(assigned: Store) -> None:
    with pytest.raises(NotFound):
        run(assigned, "2015-05-01", plans.submit, plan_id=TASK, expected=2)
    assert assigned.read(RectificationTask, TASK).version == 2
