"""A promise and a plan go with their unit: ledgers, lists, figures and reminders follow."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from application.commands import commitments, plans, tasks, units
from application.metrics.definitions import DEFINITIONS
from application.metrics.rates import EVERYTHING, Cohort, GroupBy, count_rates
from application.projections.commitment_ledger import commitment_ledger
from application.projections.pages import Ordering
from application.projections.plan_ledger import measure_ledger, page_of_plans, plan_ledger
from application.projections.versioned import Moment, holding
from application.rebuild import rebuild
from application.store import Store
from domain.commitment import Commitment
from domain.measure import Responsibility
from domain.rectification_plan import RectificationPlan
from domain.rectification_task import ResponsibleUnitNotActive
from domain.unit import Unit
from domain.urged_item import UrgedItem
from tests.application import commitments as promises
from tests.application import plans as school
from tests.application.tasks import BUREAU, OFFICE, POLICE, head, run, settle

REFORM = "2011-10-01"
RELOCATION = "2009-08-01"


@pytest.fixture
def county(store: Store) -> Store:
    settle(store)
    school.settle(store)
    return store


def merge(store: Store, on: str, code: str, successor: str) -> None:
    expected = store.read(Unit, Unit.id_of(code)).version
    facts = {"expected": expected, "successor": successor, "reason": "机构改革"}
    run(store, on, partial(units.merge, code=code), **facts)


def hand_promise_over(store: Store) -> Commitment:
    """Let the police keep what the bureau promised, from the day of the reform on."""
    merge(store, REFORM, BUREAU, POLICE)
    facts: dict[str, Any] = {"unit": BUREAU, "successor": POLICE, "reason": "机构改革"}
    return promises.change(store, REFORM, commitments.hand_over, **facts)


def hand_plan_over(store: Store) -> RectificationPlan:
    """Let the bureau of education be responsible for what the school was."""
    merge(store, RELOCATION, school.SCHOOL, school.BUREAU)
    facts = {"unit": school.SCHOOL, "successor": school.BUREAU, "reason": "布局调整"}
    return school.change(store, RELOCATION, plans.hand_over, **facts)


def counted(
    store: Store, code: str, as_of: str, cohort: Cohort = EVERYTHING, by: GroupBy | None = None
) -> dict[str | None, tuple[int, int]]:
    at = Moment(date.fromisoformat(as_of), head(store))
    with store.database.reading() as connection:
        found = count_rates(connection, at, [DEFINITIONS[code]], cohort, by)
    return {each.group: (each.ratio.numerator, each.ratio.denominator) for each in found}


def plans_of(store: Store, unit: str, as_of: str) -> list[str]:
    at = Moment(date.fromisoformat(as_of), head(store))
    order = Ordering.parse("number")
    with store.database.reading() as connection:
        page = page_of_plans(connection, at, unit=unit, order=order, after=None, limit=9)
    return [each["number"] for each in page.rows]


def measure_units(store: Store, as_of: str) -> dict[int, str]:
    at = Moment(date.fromisoformat(as_of), head(store))
    query = select(measure_ledger.c.no, measure_ledger.c.unit)
    with store.database.reading() as connection:
        rows = connection.execute(query.where(holding(measure_ledger, at))).all()
    return {row.no: row.unit for row in rows}


def everything(store: Store) -> list[Any]:
    with store.database.reading() as connection:
        return [
            connection.execute(select(table).order_by(*table.primary_key.columns)).all()
            for table in (commitment_ledger, plan_ledger, measure_ledger)
        ]


def measures() -> tuple[Any, ...]:
    """Return measures led by the plan's unit, by that unit named, and by another one."""
    named = [
        Responsibility(leaders=("校长",), offices=("教务处",), lead_unit=code)
        for code in (school.SCHOOL, OFFICE)
    ]
    return (
        school.measure(1, *range(1, 7)),
        *(school.measure(no, responsibility=each) for no, each in enumerate(named, 2)),
    )


def test_a_promise_is_in_the_list_of_the_successor_from_the_day_of_the_handover(
    county: Store,
) -> None:
    promises.publish(county)
    handed_over = hand_promise_over(county)
    found = promises.row(county)
    assert found is not None
    expected = promises.as_ledger(handed_over)
    assert {name: found[name] for name in expected} == expected
    for as_of, unit, other in (("2011-09-30", BUREAU, POLICE), (REFORM, POLICE, BUREAU)):
        day = date.fromisoformat(as_of)
        assert promises.listed(county, day, unit=unit) == [promises.NUMBER]
        assert promises.listed(county, day, unit=other) == []
    before = everything(county)
    rebuild(county)
    assert everything(county) == before


def test_figures_and_reminders_are_of_the_successor(county: Store) -> None:
    promises.publish(county)
    handed_over = hand_promise_over(county)
    assert UrgedItem.of(handed_over).owing == (POLICE,)
    for as_of, unit, other in (("2011-09-30", BUREAU, POLICE), (REFORM, POLICE, BUREAU)):
        assert counted(county, "publication-rate", as_of, by=GroupBy.UNIT) == {unit: (1, 1)}
        assert counted(county, "publication-rate", as_of, Cohort(unit=other)) == {None: (0, 0)}


def test_a_handover_recorded_with_a_wrong_date_counts_from_the_right_one(county: Store) -> None:
    promises.publish(county)
    merge(county, REFORM, BUREAU, POLICE)
    facts: dict[str, Any] = {"unit": BUREAU, "successor": POLICE, "reason": "机构改革"}
    promises.change(county, "2011-10-20", commitments.hand_over, **facts)
    known = head(county)
    promises.correct(county, 5, REFORM)
    assert promises.column(county, "unit", "2011-10-10") == POLICE
    assert promises.column(county, "unit", "2011-10-10", known_at=known) == BUREAU


def test_the_measures_a_unit_led_go_over_with_its_plan(county: Store) -> None:
    school.in_force(county, *measures())
    hand_plan_over(county)
    led = {1: school.SCHOOL, 2: school.SCHOOL, 3: OFFICE}
    assert measure_units(county, "2009-07-31") == led
    assert measure_units(county, RELOCATION) == {1: school.BUREAU, 2: school.BUREAU, 3: OFFICE}
    for as_of, unit, other in (
        ("2009-07-31", school.SCHOOL, school.BUREAU),
        (RELOCATION, school.BUREAU, school.SCHOOL),
    ):
        assert plans_of(county, unit, as_of) == [school.NUMBER]
        assert plans_of(county, other, as_of) == []
        rates = counted(county, "five-elements-rate", as_of, by=GroupBy.UNIT)
        assert rates == {unit: (10, 10), OFFICE: (5, 5)}
    before = everything(county)
    rebuild(county)
    assert everything(county) == before


def test_an_approved_plan_of_a_unit_that_ended_is_carried_out_by_the_successor(
    county: Store,
) -> None:
    school.agreed(county, *measures())
    merge(county, RELOCATION, school.SCHOOL, school.BUREAU)
    with pytest.raises(ResponsibleUnitNotActive):
        school.change(county, RELOCATION, plans.put_in_force)
    facts = {"unit": school.SCHOOL, "successor": school.BUREAU, "reason": "布局调整"}
    school.change(county, RELOCATION, plans.hand_over, **facts)
    school.change(county, RELOCATION, plans.put_in_force)
    units_of = [school.task(county, no).assignment for no in (1, 2, 3)]
    assert [each and each.units for each in units_of] == [
        (school.BUREAU,),
        (school.BUREAU,),
        (OFFICE, school.BUREAU),
    ]


def test_a_measure_added_after_a_handover_is_the_successors(county: Store) -> None:
    school.draft(county, "2009-06-15", school.measure(1, 1))
    hand_plan_over(county)
    school.change(county, "2009-08-02", plans.add_measure, measure=school.measure(2, 2))
    assert measure_units(county, "2009-08-02") == {1: school.BUREAU, 2: school.BUREAU}


def test_tasks_in_force_are_reassigned_by_themselves(county: Store) -> None:
    school.in_force(county, *measures())
    hand_plan_over(county)
    task = school.task(county, 1)
    assert task.assignment is not None
    assert task.assignment.units == (school.SCHOOL,)
    facts: dict[str, Any] = {
        "units": (school.BUREAU,),
        "leaders": ("局长",),
        "offices": ("办公室",),
        "assignees": (),
        "reason": "布局调整",
    }
    reassigned = run(
        county,
        RELOCATION,
        tasks.assign,
        OFFICE,
        task_id=task.id,
        expected=task.version,
        **facts,
    )
    assert reassigned.assignment.units == (school.BUREAU,)
