"""Who is responsible, for what, until when: as the tasks have it, on any day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from application.commands import plans, tasks
from application.projections.pages import Ordering
from application.projections.responsibilities import Capacity, responsibilities
from application.projections.versioned import Moment, holding
from application.projections.workload import DutyFilter, page_of_duties, page_of_loads
from application.rebuild import rebuild
from application.store import Store
from domain.due import UNDATED, Due
from domain.measure import FiveElement
from domain.rectification_task import RectificationTask
from tests.application import plans as school
from tests.application.tasks import (
    BUREAU,
    POLICE,
    TASK,
    TODAY,
    assign,
    change,
    claim,
    close,
    correct,
    head,
    plan,
    report,
    settle,
)


@pytest.fixture
def assigned(store: Store) -> Store:
    """Give a county whose bureau has a task."""
    settle(store)
    plan(store)
    assign(store, leaders=("责任领导甲", "责任领导乙"), assignees=("承办人甲",))
    return store


def named(store: Store, as_of: str, known_at: int | None = None) -> dict[tuple[str, str], int]:
    """Return who answered for the task, with their places."""
    moment = Moment(date.fromisoformat(as_of), head(store) if known_at is None else known_at)
    query = select(responsibilities).where(
        responsibilities.c.task_id == TASK, holding(responsibilities, moment)
    )
    with store.database.reading() as connection:
        return {(r.capacity, r.name): r.position for r in connection.execute(query)}


def as_named(task: RectificationTask) -> dict[tuple[str, str], int]:
    """Return who answers for the task, as the task itself has it."""
    assert task.assignment is not None
    lists = {
        Capacity.UNIT: task.assignment.units,
        Capacity.LEADER: task.assignment.leaders,
        Capacity.OFFICE: task.assignment.offices,
        Capacity.ASSIGNEE: task.assignment.assignees,
    }
    return {(who, n): i for who, names in lists.items() for i, n in enumerate(names, 1)}


def loads(
    store: Store,
    capacity: Capacity,
    as_of: date = TODAY,
    sort: str = "name",
    limit: int = 100,
    unit: str | None = None,
) -> Sequence[Mapping[str, Any]]:
    """Return the loads, reading page after page."""
    found: list[Mapping[str, Any]] = []
    after: tuple[Any, ...] | None = None
    with store.database.reading() as connection:
        while True:
            page = page_of_loads(
                connection,
                Moment(as_of, head(store)),
                capacity=capacity,
                unit=unit,
                order=Ordering.parse(sort),
                after=after,
                limit=limit,
            )
            found += page.rows
            if page.last is None:
                return found
            after = page.last


def duties(store: Store, as_of: date = TODAY, sort: str = "number", **wanted: Any) -> list[Any]:
    """Return who answers for which task."""
    with store.database.reading() as connection:
        page = page_of_duties(
            connection,
            Moment(as_of, head(store)),
            wanted=DutyFilter(**wanted),
            order=Ordering.parse(sort),
            after=None,
            limit=100,
        )
    return [(each["capacity"], each["name"], each["number"]) for each in page.rows]


def test_an_assignment_names_everybody_in_order(assigned: Store) -> None:
    assert named(assigned, "2015-03-25") == {}
    assert named(assigned, "2015-03-26") == {
        ("unit", BUREAU): 1,
        ("leader", "责任领导甲"): 1,
        ("leader", "责任领导乙"): 2,
        ("office", "市场管理股"): 1,
        ("assignee", "承办人甲"): 1,
    }
    assert named(assigned, "2015-03-26") == as_named(assigned.read(RectificationTask, TASK))


def test_a_reassignment_replaces_moves_and_keeps(assigned: Store) -> None:
    before = named(assigned, "2015-03-26")
    leaders = ("责任领导乙", "责任领导丙")
    assign(assigned, "2015-05-01", units=(BUREAU, POLICE), leaders=leaders, reason="调整")
    task = assigned.read(RectificationTask, TASK)
    assert named(assigned, "2015-04-30") == before
    assert named(assigned, "2015-05-01") == as_named(task)
    assign(assigned, "2015-06-01", leaders=("责任领导甲",), reason="又调整")
    task = assigned.read(RectificationTask, TASK)
    assert named(assigned, "2015-06-01") == as_named(task)
    assert named(assigned, "2015-04-30") == before
    rebuild(assigned)
    assert named(assigned, "2015-06-01") == as_named(task)
    assert named(assigned, "2015-04-30") == before


def test_a_corrected_reassignment_counts_from_its_corrected_day(assigned: Store) -> None:
    before = named(assigned, "2015-03-26")
    assign(assigned, "2015-05-01", leaders=("责任领导丙",), reason="调整")
    known = head(assigned)
    correct(assigned, 3, "2015-05-10")
    after = as_named(assigned.read(RectificationTask, TASK))
    assert named(assigned, "2015-05-09") == before
    assert named(assigned, "2015-05-10") == after
    assert named(assigned, "2015-05-09", known) == after


def test_a_report_entered_late_leaves_responsibilities_alone(assigned: Store) -> None:
    before = named(assigned, "2015-03-26")
    assign(assigned, "2015-05-01", leaders=("责任领导丙",), reason="调整")
    report(assigned, "2015-04-10", 20)
    assert named(assigned, "2015-04-30") == before
    assert named(assigned, "2015-05-01") == as_named(assigned.read(RectificationTask, TASK))


def responsibility_matrix(store: Store) -> None:
    """Put the plan of scenario E2 in force; it names neither funds nor time limits."""
    school.settle(store)
    school.draft(store, "2009-06-15", *school.responsibility_matrix())
    for no in range(1, 4):
        waived = {"no": no, "elements": (FiveElement.FUND, FiveElement.DEADLINE), "reason": "无"}
        school.change(store, "2009-06-15", plans.waive_elements, school.SCHOOL, **waived)
    for no in range(4, 7):
        facts = {"opinion_id": school.opinion_id(no), "reason": "另行答复"}
        school.change(store, "2009-06-15", plans.waive_opinion, school.SCHOOL, **facts)
    school.change(store, "2009-06-16", plans.submit, school.SCHOOL)
    school.change(store, "2009-06-18", plans.approve, approver="主任会议")
    school.change(store, "2009-06-20", plans.put_in_force)


def test_the_load_of_the_schools_leaders_and_offices(store: Store) -> None:
    responsibility_matrix(store)
    leaders = {each["name"]: each["assignments"] for each in loads(store, Capacity.LEADER)}
    assert len(leaders) == 7
    assert sum(leaders.values()) == 9
    two = {"责任领导丙", "责任领导丁"}
    assert leaders == {f"责任领导{n}": 1 for n in "甲乙丙丁戊己庚"} | dict.fromkeys(two, 2)
    offices = {each["name"]: each["assignments"] for each in loads(store, Capacity.OFFICE)}
    assert len(offices) == 5
    assert sum(offices.values()) == 6
    assert offices["政教处"] == 2
    assert {each["unit"] for each in loads(store, Capacity.OFFICE)} == {school.SCHOOL}


def test_a_load_lists_its_tasks(store: Store) -> None:
    responsibility_matrix(store)
    third = next(each for each in loads(store, Capacity.LEADER) if each["name"] == "责任领导丙")
    assert (third["open"], third["overdue"], third["next_due"]) == (2, 0, None)
    assert [each["number"] for each in third["tasks"]] == ["GQ-2009-1-2", "GQ-2009-1-3"]
    assert [each["title"] for each in third["tasks"]] == ["措施2", "措施3"]
    assert all(each["undated"] for each in third["tasks"])


def test_a_load_counts_what_is_open_and_late(store: Store) -> None:
    settle(store)
    for no, due in enumerate(("2015-05-31", "2015-06-25", "2015-09-30", None, "2015-04-30"), 1):
        stated = Due.by(date.fromisoformat(due)) if due else UNDATED
        assign(store, task_id=plan(store, f"N{no}", due=stated).id)
    closed, claimed = (RectificationTask.id_of(number) for number in ("N1", "N2"))
    close(store, "2015-05-30", closed)
    report(store, "2015-05-10", 60, claimed)
    claim(store, "2015-06-22", "2015-06-20", claimed)
    cancelled = RectificationTask.id_of("N5")
    change(store, "2015-04-01", tasks.cancel, task_id=cancelled, reason="重复")
    figures = ("assignments", "open", "overdue", "next_due")
    counted = {
        day: tuple(loads(store, Capacity.LEADER, date.fromisoformat(day))[0][n] for n in figures)
        for day in ("2015-03-26", "2015-06-25", "2015-06-26", "2015-07-10", "2015-10-01")
    }
    assert counted == {
        "2015-03-26": (5, 5, 0, date(2015, 4, 30)),
        "2015-06-25": (4, 4, 1, date(2015, 6, 25)),
        "2015-06-26": (4, 4, 2, date(2015, 9, 30)),
        "2015-07-10": (4, 3, 1, date(2015, 9, 30)),
        "2015-10-01": (4, 3, 2, None),
    }
    assert loads(store, Capacity.LEADER, date(2015, 3, 25)) == []
    by_due = duties(store, sort="-due", leader="责任领导甲")
    assert [number for _, _, number in by_due] == ["N4", "N3", "N2", "N1"]


def test_a_name_is_somebody_within_a_unit(store: Store) -> None:
    settle(store)
    for number, unit in (("N1", BUREAU), ("N2", POLICE), ("N3", POLICE)):
        assign(store, task_id=plan(store, number).id, units=(unit,), offices=("办公室",))
    counted = [(e["unit"], e["assignments"]) for e in loads(store, Capacity.OFFICE)]
    assert counted == [(BUREAU, 1), (POLICE, 2)]
    only = loads(store, Capacity.OFFICE, unit=POLICE)
    assert [(e["unit"], len(e["tasks"])) for e in only] == [(POLICE, 2)]


@pytest.mark.parametrize("limit", [1, 2, 100])
@pytest.mark.parametrize("sort", ["name", "assignments", "open", "overdue", "next_due"])
def test_orders_of_the_loads(sqlite_store: Store, sort: str, limit: int) -> None:
    responsibility_matrix(sqlite_store)
    whole = [e["name"] for e in loads(sqlite_store, Capacity.LEADER, sort=sort)]
    assert [
        e["name"] for e in loads(sqlite_store, Capacity.LEADER, sort=sort, limit=limit)
    ] == whole
    reverse = [e["name"] for e in loads(sqlite_store, Capacity.LEADER, sort=f"-{sort}")]
    assert reverse == whole[::-1]
    counted = [e["assignments"] for e in loads(sqlite_store, Capacity.LEADER, sort="assignments")]
    assert counted == sorted(counted)


def test_responsibilities_of_persons_and_offices(store: Store) -> None:
    responsibility_matrix(store)
    first, second, third = (f"GQ-2009-1-{no}" for no in range(1, 4))
    assert duties(store, leader="责任领导丙") == [
        ("leader", "责任领导丙", second),
        ("leader", "责任领导丙", third),
    ]
    assert duties(store, office="教务处") == [("office", "教务处", first)]
    assert duties(store, leader="责任领导甲", office="团委") == [
        ("leader", "责任领导甲", first),
        ("office", "团委", second),
    ]
    assert duties(store, assignee="责任领导甲") == []
    everybody = Counter(capacity for capacity, _, _ in duties(store))
    assert everybody == {"leader": 9, "office": 6}
    assert len(duties(store, unit=school.SCHOOL)) == 15
    assert duties(store, unit=school.BUREAU) == []
    assert [n for _, n, _ in duties(store, sort="name")][:2] == ["保卫处", "团委"]


def test_a_task_given_up_burdens_nobody(assigned: Store) -> None:
    assert len(duties(assigned)) == 4
    change(assigned, "2015-05-01", tasks.cancel, reason="重复")
    assert duties(assigned) == []
    assert len(duties(assigned, date(2015, 4, 30))) == 4
