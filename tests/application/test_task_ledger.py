"""The task ledger says of every task what the task itself says, on any day."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from application.commands import tasks
from application.errors import UnknownFact
from application.projections.task_list import Standing, standing
from application.rebuild import rebuild
from application.store import Store
from domain.due import UNDATED, Due
from domain.measure import HandlingType, Target
from domain.rectification_task import RectificationTask
from domain.task_rounds import TaskStatus
from tests.application import plans as school
from tests.application.tasks import (
    BUREAU,
    POLICE,
    SUB_ACTIONS,
    TARGET,
    TASK,
    TODAY,
    accept,
    as_ledger,
    assign,
    change,
    claim,
    close,
    column,
    correct,
    evidence,
    head,
    listed,
    opinion,
    plan,
    report,
    row,
    settle,
)

AUTUMN = Due.by(date(2015, 10, 31))
YEAR_END = Due.by(date(2015, 12, 31))


@pytest.fixture
def assigned(store: Store) -> Store:
    """Give a county whose bureau has a task."""
    settle(store)
    plan(store)
    assign(store)
    return store


def require_agreement(store: Store) -> None:
    """Assert that the ledger says what the task says, and says it again when rebuilt."""
    expected = as_ledger(store.read(RectificationTask, TASK))
    assert row(store) == expected
    rebuild(store)
    assert row(store) == expected


def everything(store: Store) -> None:
    """Let the task go through two rounds, a closing, a recurrence, and a second closing."""
    settle(store)
    plan(store, opinion_ids=(opinion(store),), target=TARGET, sub_actions=SUB_ACTIONS)
    assign(store)
    report(store, "2015-04-20", 30, evidence=(evidence(),), sub_actions_done=(1,))
    asked: dict[str, Any] = {"asked": date(2015, 8, 25), "reason": "待批复"}
    change(store, "2015-06-10", tasks.request_extension, BUREAU, **asked)
    change(store, "2015-06-15", tasks.grant_extension, until=date(2015, 7, 31))
    named: dict[str, Any] = {"units": (BUREAU, POLICE), "leaders": ("责任领导乙", "责任领导甲")}
    assign(store, "2015-06-20", reason="职责调整", **named)
    report(store, "2015-07-10", 100, evidence=(evidence("二.jpg"),), sub_actions_done=(2,))
    claim(store, "2015-07-20", "2015-07-18", target_value=Decimal("20.50"))
    failed: dict[str, Any] = {"reasons": "仍有两处", "new_due": AUTUMN}
    change(store, "2015-07-30", tasks.fail_verification, **failed)
    claim(store, "2015-08-20", "2015-08-18", target_value=Decimal(22))
    accept(store, "2015-08-25")
    notice: dict[str, Any] = {
        "start": date(2015, 8, 25),
        "end": date(2015, 8, 31),
        "channel": "县人大网站",
    }
    change(store, "2015-08-25", tasks.give_public_notice, **notice)
    change(store, "2015-08-28", tasks.record_objection, text="夜间仍有", upheld=False)
    change(store, "2015-09-02", tasks.close_out)
    change(store, "2015-11-02", tasks.look_back, note="未反弹")
    change(store, "2015-11-20", tasks.find_recurrence, note="回潮", due=YEAR_END)
    claim(store, "2015-12-20", "2015-12-18", target_value=Decimal(25))
    accept(store, "2015-12-22")
    change(store, "2016-01-05", tasks.close_out)


def test_a_planned_task_stands_with_what_was_planned(store: Store) -> None:
    settle(store)
    opinion_id = opinion(store)
    plan(store, opinion_ids=(opinion_id,), target=TARGET, handling=HandlingType.PHASED)
    found = row(store)
    assert found == as_ledger(store.read(RectificationTask, TASK))
    assert found["title"] == "清理占道经营摊点"
    assert found["opinion_id"] == opinion_id
    assert found["opinion_ids"] == (str(opinion_id),)
    assert (found["lead_unit"], found["units"], found["assigned_on"]) == (None, (), None)
    assert (found["due"], found["undated"]) == (date(2015, 6, 25), False)
    assert found["target"] == TARGET.text


def test_before_it_was_planned_there_is_no_task(assigned: Store) -> None:
    assert row(assigned, "2015-03-24") is None
    assert column(assigned, "status", "2015-03-25") == TaskStatus.PLANNED
    assert column(assigned, "status", "2015-03-26") == TaskStatus.ASSIGNED


def test_a_long_history_agrees_with_the_task(store: Store) -> None:
    everything(store)
    require_agreement(store)
    assert column(store, "evidence_count") == 5
    assert column(store, "target_value") == "25"


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2015-04-20", {"percent": 30, "due": date(2015, 6, 25), "extensions": 0}),
        ("2015-06-15", {"due": date(2015, 7, 31), "extensions": 1, "leaders": ("责任领导甲",)}),
        ("2015-06-20", {"units": (BUREAU, POLICE), "assigned_on": date(2015, 3, 26)}),
        ("2015-07-20", {"claimed_on": date(2015, 7, 20), "completed_on": None, "round": 1}),
        ("2015-07-30", {"claimed_on": None, "target_value": None, "round": 2}),
        ("2015-08-25", {"completed_on": date(2015, 8, 18), "accepted_on": date(2015, 8, 25)}),
        ("2015-09-01", {"status": TaskStatus.ACCEPTED, "closed_on": None}),
        ("2015-09-02", {"closed_on": date(2015, 9, 2), "first_closed_on": date(2015, 9, 2)}),
        ("2015-11-02", {"look_backs": 1, "recurrences": 0, "closed_on": date(2015, 9, 2)}),
        ("2015-11-20", {"look_backs": 2, "recurrences": 1, "round": 3, "due": YEAR_END.on}),
        ("2015-11-21", {"closed_on": None, "completed_on": None, "accepted_on": None}),
        ("2015-11-22", {"first_closed_on": date(2015, 9, 2), "status": TaskStatus.IN_PROGRESS}),
        ("2016-01-05", {"closed_on": date(2016, 1, 5), "first_closed_on": date(2015, 9, 2)}),
    ],
)
def test_the_ledger_answers_for_every_day(
    sqlite_store: Store, as_of: str, expected: dict[str, Any]
) -> None:
    everything(sqlite_store)
    found = row(sqlite_store, as_of)
    assert found is not None
    assert {name: found[name] for name in expected} == expected


def test_a_report_entered_late_counts_on_its_own_day(assigned: Store) -> None:
    report(assigned, "2015-05-20", 60, evidence=(evidence(),))
    before = head(assigned)
    report(assigned, "2015-04-20", 20, evidence=(evidence(), evidence("二.jpg")))
    require_agreement(assigned)
    assert [column(assigned, "percent", day) for day in ("2015-04-20", "2015-05-20")] == [20, 60]
    assert column(assigned, "status", "2015-04-20") == TaskStatus.IN_PROGRESS
    assert column(assigned, "reports", "2015-04-20") == 1
    assert column(assigned, "evidence_count") == 3
    assert column(assigned, "status", "2015-04-20", known_at=before) == TaskStatus.ASSIGNED
    assert column(assigned, "reports", known_at=before) == 1


def test_a_report_entered_late_does_not_undo_later_steps(assigned: Store) -> None:
    close(assigned)
    change(assigned, "2015-11-08", tasks.find_recurrence, note="回潮", due=YEAR_END)
    report(assigned, "2015-12-10", 80, reason_for_fall="重新计算")
    report(assigned, "2015-11-20", 70)
    assert column(assigned, "percent", "2015-11-20") == 70
    assert column(assigned, "first_closed_on") == date(2015, 7, 10)
    require_agreement(assigned)


def test_a_corrected_completion_decides_from_the_acceptance_on(assigned: Store) -> None:
    close(assigned, completed_on="2015-06-22")
    before = head(assigned)
    correct(assigned, 4, "2015-06-18", "completed_on")
    require_agreement(assigned)
    assert column(assigned, "completed_on", "2015-06-27") is None
    assert column(assigned, "completed_on", "2015-06-28") == date(2015, 6, 18)
    assert column(assigned, "completed_on", known_at=before) == date(2015, 6, 22)


def test_corrected_dates_of_acts_move_what_followed_from_them(assigned: Store) -> None:
    close(assigned)
    before = head(assigned)
    correct(assigned, 6, "2015-07-03")
    correct(assigned, 1, "2015-03-20")
    require_agreement(assigned)
    assert column(assigned, "closed_on") == date(2015, 7, 3)
    assert column(assigned, "status", "2015-07-05") == TaskStatus.CLOSED_OUT
    assert column(assigned, "planned_on", "2015-03-20") == date(2015, 3, 20)
    assert column(assigned, "status", "2015-07-05", known_at=before) == TaskStatus.ACCEPTED


def test_a_report_corrected_to_a_later_day_than_the_claim_stays_a_report(assigned: Store) -> None:
    close(assigned)
    correct(assigned, 3, "2015-08-01")
    require_agreement(assigned)
    assert column(assigned, "reported_on") == date(2015, 8, 1)
    assert column(assigned, "status") == TaskStatus.CLOSED_OUT


def test_the_long_term_amendments_and_cancelling(assigned: Store) -> None:
    converted: dict[str, Any] = {
        "reason": "涉及管网",
        "plan": "分三年",
        "review_on": date(2016, 6, 30),
    }
    change(assigned, "2015-05-01", tasks.convert_to_long_term, **converted)
    target = Target(text="清理30处以上", unit_of_measure="处", minimum=Decimal(30))
    amended: dict[str, Any] = {
        "text": "划定疏导点",
        "due": UNDATED,
        "target": target,
        "reason": "调整",
    }
    change(assigned, "2015-06-01", tasks.amend, **amended)
    require_agreement(assigned)
    assert column(assigned, "review_on", "2015-05-01") == date(2016, 6, 30)
    assert column(assigned, "title", "2015-05-31") == "清理占道经营摊点"
    assert (column(assigned, "due"), column(assigned, "undated")) == (None, True)
    nothing: dict[str, Any] = {"text": None, "due": YEAR_END, "target": None, "reason": "定期限"}
    change(assigned, "2015-07-01", tasks.amend, **nothing)
    assert (column(assigned, "due"), column(assigned, "title")) == (YEAR_END.on, "划定疏导点")
    change(assigned, "2015-08-01", tasks.cancel, reason="重复")
    require_agreement(assigned)
    assert column(assigned, "cancelled_on") == date(2015, 8, 1)


def test_a_task_cancelled_after_its_acceptance_is_completed_no_more(assigned: Store) -> None:
    report(assigned, "2015-05-10", 60)
    claim(assigned, "2015-06-22", "2015-06-20")
    accept(assigned, "2015-06-28")
    change(assigned, "2015-06-30", tasks.cancel, reason="重复")
    require_agreement(assigned)
    assert column(assigned, "completed_on", "2015-06-28") == date(2015, 6, 20)
    assert column(assigned, "completed_on") is None


def test_an_acceptance_overturned_by_an_objection_leads_to_another_round(assigned: Store) -> None:
    report(assigned, "2015-05-10", 60)
    claim(assigned, "2015-06-22", "2015-06-20")
    accept(assigned, "2015-06-28")
    notice: dict[str, Any] = {
        "start": date(2015, 6, 28),
        "end": date(2015, 7, 5),
        "channel": "公告栏",
    }
    change(assigned, "2015-06-28", tasks.give_public_notice, **notice)
    change(assigned, "2015-07-02", tasks.record_objection, text="未整改", upheld=True)
    facts: dict[str, Any] = {"reasons": "异议成立", "new_due": AUTUMN}
    change(assigned, "2015-07-06", tasks.fail_verification, **facts)
    require_agreement(assigned)
    assert column(assigned, "accepted_on", "2015-07-05") == date(2015, 6, 28)


def measures_of_e1(store: Store) -> None:
    """Six measures of an agricultural office: three completed, one late, one due, one undated."""
    settle(store)
    dues = ["2010-11-10", "2010-11-15", "2010-11-20", "2010-12-30", "2011-01-30", None]
    completed = ["2010-11-09", "2010-11-15", "2010-11-23"]
    for no, due in enumerate(dues, 1):
        stated = Due.by(date.fromisoformat(due)) if due else UNDATED
        task_id = plan(store, f"M{no}", "2010-10-20", due=stated).id
        assign(store, "2010-10-21", task_id, leaders=(f"责任领导{no}",))
    for no, day in enumerate(completed, 1):
        task_id = RectificationTask.id_of(f"M{no}")
        report(store, day, 100, task_id)
        claim(store, "2010-11-25", day, task_id)
        accept(store, "2010-11-26", task_id)
        change(store, "2010-11-27", tasks.close_out, task_id=task_id)


E1_DAY = date(2010, 12, 31)


def test_standings_of_six_measures(store: Store) -> None:
    measures_of_e1(store)
    standings = {
        f"M{no}": standing(
            {**(row(store, E1_DAY, task_id=RectificationTask.id_of(f"M{no}")) or {})}
            | {"as_of": E1_DAY}
        )
        for no in range(1, 7)
    }
    assert standings == {
        "M1": Standing(None, None, 0),
        "M2": Standing(None, None, 0),
        "M3": Standing(None, None, 3),
        "M4": Standing(1, None, None),
        "M5": Standing(None, 30, None),
        "M6": Standing(None, None, None),
    }
    for no in range(1, 7):
        task = store.read(RectificationTask, RectificationTask.id_of(f"M{no}"))
        stands = standings[task.number]
        assert task.days_late(E1_DAY) == (stands.days_overdue or stands.days_completed_late or 0)


def test_a_task_due_today_is_not_late_and_a_cancelled_one_never(assigned: Store) -> None:
    found = row(assigned)
    assert found is not None
    on_the_day = {**found, "as_of": date(2015, 6, 25)}
    assert standing(on_the_day) == Standing(None, 0, None)
    assert standing({**on_the_day, "as_of": date(2015, 6, 26)}) == Standing(1, None, None)
    cancelled = {**found, "status": TaskStatus.CANCELLED, "as_of": TODAY}
    assert standing(cancelled) == Standing(None, None, None)
    assert listed(assigned, date(2015, 6, 25), overdue=True) == []
    assert listed(assigned, date(2015, 6, 26), overdue=True) == ["RW-2015-1"]
    change(assigned, "2015-07-01", tasks.cancel, reason="重复")
    assert listed(assigned, overdue=True) == []


def test_filters_of_the_list(store: Store) -> None:
    measures_of_e1(store)
    first = opinion(store, "YJ-1", "2010-10-01")
    second = opinion(store, "YJ-2", "2010-10-01")
    plan(store, "N1", "2010-12-01", opinion_ids=(first, second), text="100%_达标")
    late = plan(store, "N2", "2010-12-01", handling=HandlingType.LONG_TERM).id
    assign(store, "2010-12-02", late, units=(POLICE, BUREAU), offices=("办公室",))
    everybody = ["M1", "M2", "M3", "M4", "M5", "M6", "N1", "N2"]
    assert listed(store, E1_DAY) == everybody
    assert listed(store, date(2010, 11, 30)) == everybody[:6]
    assert listed(store, E1_DAY, status=TaskStatus.CLOSED_OUT) == ["M1", "M2", "M3"]
    assert listed(store, E1_DAY, status=TaskStatus.PLANNED) == ["N1"]
    assert listed(store, E1_DAY, overdue=True) == ["M4"]
    assert listed(store, E1_DAY, overdue=False) == [n for n in everybody if n != "M4"]
    assert listed(store, E1_DAY, unit=BUREAU) == [*everybody[:6], "N2"]
    assert listed(store, E1_DAY, unit=POLICE) == ["N2"]
    assert listed(store, E1_DAY, leader="责任领导3") == ["M3"]
    assert listed(store, E1_DAY, office="办公室") == ["N2"]
    assert listed(store, E1_DAY, handling=HandlingType.LONG_TERM) == ["N2"]
    assert listed(store, E1_DAY, opinion=first) == listed(store, E1_DAY, opinion=second) == ["N1"]
    assert listed(store, E1_DAY, opinion=late) == []
    assert listed(store, E1_DAY, text="100%_") == ["N1"]
    assert listed(store, E1_DAY, text="0_") == []
    assert listed(store, E1_DAY, text="M2") == listed(store, E1_DAY, text="m2") == ["M2"]
    assert listed(store, E1_DAY, unit=BUREAU, overdue=True, text="M") == ["M4"]


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_orders_of_the_list(sqlite_store: Store, limit: int) -> None:
    measures_of_e1(sqlite_store)
    report(sqlite_store, "2010-12-10", 40, RectificationTask.id_of("M5"))
    by_due = ["M1", "M2", "M3", "M4", "M5", "M6"]
    assert listed(sqlite_store, E1_DAY, "due", limit) == by_due
    assert listed(sqlite_store, E1_DAY, "-due", limit) == by_due[::-1]
    assert listed(sqlite_store, E1_DAY, "-number", limit) == by_due[::-1]
    by_percent = listed(sqlite_store, E1_DAY, "percent", limit)
    assert sorted(by_percent[:2]) == ["M4", "M6"]
    assert by_percent[2] == "M5"
    with pytest.raises(UnknownFact):
        listed(sqlite_store, E1_DAY, "title", limit)


@pytest.mark.parametrize("limit", [1, 4])
def test_the_list_answers_for_what_was_known_and_what_was_true(store: Store, limit: int) -> None:
    measures_of_e1(store)
    known, before = head(store), date(2010, 11, 26)
    assign(store, "2010-12-20", RectificationTask.id_of("M4"), leaders=("乙",), reason="调整")
    facts: dict[str, Any] = {"field": "occurred_on", "now": date(2010, 11, 26), "reason": "有误"}
    task_id = RectificationTask.id_of("M1")
    change(store, "2010-12-25", tasks.correct, task_id=task_id, corrects=6, **facts)
    closed: dict[str, Any] = {"status": TaskStatus.CLOSED_OUT, "limit": limit}
    assert listed(store, before, **closed) == ["M1"]
    assert listed(store, before, known_at=known, **closed) == []
    assert listed(store, E1_DAY, known_at=known, **closed) == ["M1", "M2", "M3"]
    moved: dict[str, Any] = {"leader": "责任领导4", "limit": limit}
    assert listed(store, E1_DAY, **moved) == []
    assert listed(store, E1_DAY, known_at=known, **moved) == ["M4"]
    assert listed(store, date(2010, 12, 19), **moved) == ["M4"]
    everybody = ["M1", "M2", "M3", "M4", "M5", "M6"]
    for day in (before, date(2010, 12, 22), E1_DAY):
        for sort, expected in (("number", everybody), ("-due", everybody[::-1])):
            assert listed(store, day, sort, limit) == expected
            assert listed(store, day, sort, limit, known_at=known) == expected


def test_tasks_of_a_plan(store: Store) -> None:
    school.settle(store)
    school.in_force(store, school.measure(1, 1, 2), school.measure(2, 3, 4, 5, 6))
    numbers = [f"{school.NUMBER}-1", f"{school.NUMBER}-2"]
    assert listed(store, plan=school.PLAN) == numbers
    assert listed(store, opinion=school.opinion_id(1)) == numbers[:1]
