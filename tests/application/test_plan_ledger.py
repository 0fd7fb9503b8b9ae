"""The plan ledger: what it said of a plan and its measures on any day, as then known."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table, select

from application.commands import plans
from application.errors import UnknownFact
from application.projections.audit_trail import known_until_now
from application.projections.pages import Ordering
from application.projections.plan_ledger import (
    SORTABLE,
    coverage,
    measure_ledger,
    page_of_plans,
    plan_ledger,
)
from application.projections.versioned import Moment, holding
from application.rebuild import rebuild
from application.store import Store
from domain.due import UNDATED, Due
from domain.measure import FiveElement, HandlingType, Responsibility, SubAction, Target
from domain.plan_status import PlanStatus
from domain.rectification_plan import RectificationPlan
from tests.application.plans import (
    BUREAU,
    NUMBER,
    PLAN,
    SCHOOL,
    agreed,
    change,
    draft,
    in_force,
    measure,
    opinion_id,
    responsibility_matrix,
    run,
    settle,
)

NEW_YEARS_EVE = date(2009, 12, 31)


@pytest.fixture
def county(store: Store) -> Store:
    settle(store)
    return store


def on(store: Store, day: str = "2029-12-31", known_at: int | None = None) -> Moment:
    with store.database.reading() as connection:
        known = known_until_now(connection) if known_at is None else known_at
    return Moment(date.fromisoformat(day), known)


def rows(store: Store, table: Table, moment: Moment | None = None) -> list[Mapping[str, Any]]:
    query = select(table).where(holding(table, moment or on(store)))
    with store.database.reading() as connection:
        found = connection.execute(query.order_by(*table.primary_key.columns)).mappings().all()
    return [dict(row) for row in found]


def listed(
    store: Store, sort: str = "number", moment: Moment | None = None, **wanted: Any
) -> Sequence[Mapping[str, Any]]:
    with store.database.reading() as connection:
        page = page_of_plans(
            connection,
            moment or on(store),
            order=Ordering.parse(sort),
            after=None,
            limit=50,
            **wanted,
        )
    return page.rows


def draft_another(store: Store, number: str, *opinions: int, unit: str = BUREAU) -> None:
    facts = {"number": number, "title": number, "unit": unit, "document_number": None}
    ids = [opinion_id(no) for no in opinions]
    run(store, "2009-06-15", plans.draft, unit, opinion_ids=ids, phases=[], **facts)


def test_the_ledger_says_what_a_plan_is_and_when_it_came_how_far(county: Store) -> None:
    in_force(county, measure(1, *range(1, 7)))
    change(county, "2009-09-01", plans.waive_opinion, opinion_id=opinion_id(1), reason="已办")
    (row,) = rows(county, plan_ledger)
    assert (row["plan_id"], row["number"], row["unit"]) == (PLAN, NUMBER, SCHOOL)
    assert (row["title"], row["document_number"]) == ("高桥小学迎评整改方案", None)
    assert row["opinion_ids"] == tuple(str(opinion_id(no)) for no in range(1, 7))
    assert row["status"] == PlanStatus.IN_FORCE
    dates = [row[name] for name in ("submitted_on", "approved_on", "in_force_on", "concluded_on")]
    assert dates == [date(2009, 6, 16), date(2009, 6, 18), date(2009, 6, 20), None]


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2009-06-14", None),
        ("2009-06-15", PlanStatus.DRAFTED),
        ("2009-06-16", PlanStatus.SUBMITTED),
        ("2009-06-17", PlanStatus.SUBMITTED),
        ("2009-06-18", PlanStatus.APPROVED),
        ("2009-06-20", PlanStatus.IN_FORCE),
        ("2009-08-31", PlanStatus.IN_FORCE),
        ("2009-09-01", PlanStatus.CONCLUDED),
    ],
)
def test_a_plan_has_on_each_day_the_status_of_that_day(
    county: Store, day: str, status: PlanStatus | None
) -> None:
    in_force(county, measure(1, 1), measure(2))
    facts = {"opinion_id": opinion_id(1), "reason": "另行答复"}
    change(county, "2009-08-30", plans.waive_opinion, **facts)
    for no in (1, 2):
        change(county, "2009-08-30", plans.cancel_measure, no=no, reason="不再需要")
    change(county, "2009-09-01", plans.conclude)
    found = [(row["status"]) for row in listed(county, moment=on(county, day))]
    assert found == ([] if status is None else [status])
    assert listed(county)[0]["concluded_on"] == date(2009, 9, 1)


def test_a_rejected_plan_is_not_submitted(county: Store) -> None:
    draft(county, "2009-06-15", measure(1, *range(1, 7)))
    change(county, "2009-06-16", plans.submit, SCHOOL)
    change(county, "2009-06-17", plans.reject, reason="措施不具体")
    (row,) = rows(county, plan_ledger)
    assert (row["status"], row["submitted_on"]) == (PlanStatus.DRAFTED, None)
    (before,) = rows(county, plan_ledger, on(county, "2009-06-16"))
    assert (before["status"], before["submitted_on"]) == (
        PlanStatus.SUBMITTED,
        date(2009, 6, 16),
    )


def test_the_ledger_says_what_a_measure_is(county: Store) -> None:
    actions = (SubAction(no=1, text="讲座"), SubAction(no=2, text="排查"))
    people = Responsibility(leaders=("校长", "副校长"), offices=("政教处",), lead_unit=BUREAU)
    facts = {"sub_actions": actions, "responsibility": people, "fund": None}
    draft(county, "2009-06-15", measure(7, 6, 1, handling=HandlingType.IMMEDIATE, **facts))
    (row,) = rows(county, measure_ledger)
    assert {name: row[name] for name in row if not name.startswith(("valid", "known"))} == {
        "plan_id": PLAN,
        "no": 7,
        "plan_number": NUMBER,
        "text": "措施7",
        "unit": BUREAU,
        "handling": HandlingType.IMMEDIATE,
        "leaders": ("校长", "副校长"),
        "offices": ("政教处",),
        "sub_actions": 2,
        "due": NEW_YEARS_EVE,
        "undated": False,
        "original_due": NEW_YEARS_EVE,
        "added_on": date(2009, 6, 15),
        "elements_filled": 4,
        "answers": (str(opinion_id(6)), str(opinion_id(1))),
        "is_live": True,
    }


def test_a_measure_without_a_lead_unit_is_the_plan_units(county: Store) -> None:
    draft(county, "2009-06-15", measure(1))
    assert rows(county, measure_ledger)[0]["unit"] == SCHOOL


def test_a_revised_measure_reads_as_revised_from_that_day(county: Store) -> None:
    draft(county, "2009-06-15", measure(1, 1), measure(2, 2))
    revised = measure(1, 3, text="改善伙食", due=UNDATED, fund=None)
    change(county, "2009-06-17", plans.revise_measure, SCHOOL, measure=revised)
    first, second = rows(county, measure_ledger)
    assert (first["text"], first["due"], first["undated"]) == ("改善伙食", None, True)
    assert (first["original_due"], first["elements_filled"]) == (None, 3)
    assert first["answers"] == (str(opinion_id(3)),)
    assert (second["text"], second["valid_from"]) == ("措施2", date(2009, 6, 15))
    before, _ = rows(county, measure_ledger, on(county, "2009-06-16"))
    assert (before["text"], before["elements_filled"]) == ("措施1", 5)


def test_a_removed_measure_leaves_the_ledger_and_its_number_is_free(county: Store) -> None:
    draft(county, "2009-06-15", measure(1, 1), measure(2, 2))
    change(county, "2009-06-17", plans.remove_measure, SCHOOL, no=1, reason="重复")
    assert [row["no"] for row in rows(county, measure_ledger)] == [2]
    again = measure(1, 4, text="另一项")
    change(county, "2009-06-18", plans.add_measure, SCHOOL, measure=again)
    texts = [row["text"] for row in rows(county, measure_ledger)]
    assert texts == ["另一项", "措施2"]
    assert [row["text"] for row in rows(county, measure_ledger, on(county, "2009-06-16"))] == [
        "措施1",
        "措施2",
    ]


def test_an_amended_measure_keeps_its_original_due_date(county: Store) -> None:
    in_force(county, measure(1, *range(1, 7)))
    later = Due.by(date(2010, 3, 31))
    given = {"no": 1, "reason": "工期推迟"}
    target = Target(text="门窗", unit_of_measure="间", minimum=1)
    step = plans.amend_measure
    change(county, "2009-09-01", step, text=None, due=later, target=None, **given)
    change(county, "2009-09-02", step, text="改善校舍", due=None, target=None, **given)
    change(county, "2009-09-03", step, text=None, due=None, target=target, **given)
    (row,) = rows(county, measure_ledger)
    assert (row["text"], row["due"], row["original_due"]) == (
        "改善校舍",
        date(2010, 3, 31),
        NEW_YEARS_EVE,
    )
    assert (row["elements_filled"], row["valid_from"]) == (5, date(2009, 9, 2))
    (between,) = rows(county, measure_ledger, on(county, "2009-09-01"))
    assert (between["text"], between["due"]) == ("措施1", date(2010, 3, 31))


def test_a_deadline_given_later_fills_its_element_and_one_given_up_empties_it(
    county: Store,
) -> None:
    draft(county, "2009-06-15", measure(1, *range(1, 7), due=UNDATED))
    change(county, "2009-06-16", plans.submit, SCHOOL)
    deadline = {"no": 1, "elements": [FiveElement.DEADLINE], "reason": "视财政拨款"}
    change(county, "2009-06-16", plans.waive_elements, **deadline)
    change(county, "2009-06-18", plans.approve, approver="主任会议")
    change(county, "2009-06-20", plans.put_in_force)
    steps = [("2009-09-01", Due.by(NEW_YEARS_EVE)), ("2009-10-01", UNDATED)]
    for day, due in steps:
        facts = {"no": 1, "text": None, "due": due, "target": None, "reason": "拨款情况"}
        change(county, day, plans.amend_measure, **facts)
    found = [
        rows(county, measure_ledger, on(county, day))[0]
        for day in ("2009-08-31", "2009-09-01", "2009-10-01")
    ]
    assert [row["elements_filled"] for row in found] == [4, 5, 4]
    assert [row["undated"] for row in found] == [True, False, True]
    assert [row["due"] for row in found] == [None, NEW_YEARS_EVE, None]
    assert found[1]["original_due"] is None


def test_a_cancelled_measure_stays_in_the_ledger_but_does_not_count(county: Store) -> None:
    in_force(county, measure(1, *range(1, 7)), measure(2))
    change(county, "2009-09-01", plans.cancel_measure, no=2, reason="并入第1项")
    assert [row["is_live"] for row in rows(county, measure_ledger)] == [True, False]
    (row,) = listed(county)
    assert (row["measures"], row["elements_filled"]) == (1, 5)
    (before,) = listed(county, moment=on(county, "2009-08-31"))
    assert (before["measures"], before["elements_filled"]) == (2, 10)


def test_the_responsibility_matrix_fills_nine_of_fifteen_elements(county: Store) -> None:
    plan = draft(county, "2009-06-15", *responsibility_matrix())
    found = rows(county, measure_ledger)
    assert [row["elements_filled"] for row in found] == [3, 3, 3]
    assert [row["sub_actions"] for row in found] == [9, 4, 6]
    assert [len(row["leaders"]) for row in found] == [2, 3, 4]
    assert [len(row["offices"]) for row in found] == [1, 2, 3]
    assert all(row["undated"] for row in found)
    (row,) = listed(county)
    assert (row["measures"], row["sub_actions"], row["elements_filled"]) == (3, 19, 9)
    assert plan.five_elements() == (9, 15)
    assert Fraction(row["elements_filled"], 5 * row["measures"]) == Fraction(60, 100)


def test_a_plan_without_measures_counts_nothing(county: Store) -> None:
    draft(county)
    (row,) = listed(county)
    assert (row["measures"], row["sub_actions"], row["elements_filled"]) == (0, 0, 0)


def test_plans_are_found_by_unit_status_and_opinion(county: Store) -> None:
    agreed(county, measure(1, *range(1, 7)))
    draft_another(county, "GQ-2009-2", 1, 2)
    draft_another(county, "GQ-2009-3", 2, unit=SCHOOL)

    def numbers(**wanted: Any) -> list[str]:
        return [row["number"][-1] for row in listed(county, **wanted)]

    assert numbers() == ["1", "2", "3"]
    assert numbers(unit=SCHOOL) == ["1", "3"]
    assert numbers(status=PlanStatus.DRAFTED) == ["2", "3"]
    assert numbers(opinion=opinion_id(1)) == ["1", "2"]
    assert numbers(opinion=opinion_id(2), unit=SCHOOL) == ["1", "3"]
    assert numbers(opinion=UUID(int=1)) == []
    assert numbers(opinion=opinion_id(1), moment=on(county, "2009-06-14")) == []


@pytest.mark.parametrize("sort", SORTABLE)
def test_plans_are_listed_page_by_page_in_either_direction(county: Store, sort: str) -> None:
    agreed(county, measure(1, *range(1, 7)))
    draft_another(county, "GQ-2009-2", 1)
    draft_another(county, "GQ-2009-3", 2)
    moment = on(county)
    for direction in ("", "-"):
        whole = [row["plan_id"] for row in listed(county, f"{direction}{sort}")]
        found: list[UUID] = []
        after = None
        with county.database.reading() as connection:
            while True:
                order = Ordering.parse(f"{direction}{sort}")
                page = page_of_plans(connection, moment, order=order, after=after, limit=1)
                found += [row["plan_id"] for row in page.rows]
                after = page.last
                if after is None:
                    break
        assert len(found) == 3
        assert found == whole


def test_plans_cannot_be_sorted_by_what_is_not_listed(county: Store) -> None:
    with pytest.raises(UnknownFact) as caught:
        listed(county, "status")
    assert caught.value.field == "sort"


def test_what_was_known_before_a_correction_stays_known(county: Store) -> None:
    in_force(county, measure(1, *range(1, 7)))
    before = on(county).known_at
    plan = county.read(RectificationPlan, PLAN)
    version = plan.dates.index(date(2009, 6, 16)) + 1
    facts = {"corrects": version, "now": date(2009, 6, 17), "reason": "收文登记为17日"}
    change(county, "2009-07-01", plans.correct, **facts)
    now, then = (on(county, "2009-06-16", known) for known in (None, before))
    assert rows(county, plan_ledger, now)[0]["status"] == PlanStatus.DRAFTED
    assert rows(county, plan_ledger, then)[0]["status"] == PlanStatus.SUBMITTED
    assert rows(county, plan_ledger)[0]["submitted_on"] == date(2009, 6, 17)
    assert listed(county, moment=on(county, known_at=before))[0]["submitted_on"] == date(
        2009, 6, 16
    )


def test_a_corrected_plan_has_the_rows_it_would_have_had_without_the_mistake(
    county: Store,
) -> None:
    draft(county, "2009-06-15", measure(1, 1), measure(2, 2))
    revised = measure(1, 3, text="改善伙食")
    change(county, "2009-06-17", plans.revise_measure, SCHOOL, measure=revised)
    change(county, "2009-06-18", plans.remove_measure, SCHOOL, no=2, reason="重复")
    change(county, "2009-06-19", plans.add_measure, SCHOOL, measure=measure(2, 4))
    facts = {"reason": "登记有误"}
    change(county, "2009-07-01", plans.correct, corrects=4, now=date(2009, 6, 15), **facts)
    assert [row["text"] for row in rows(county, measure_ledger, on(county, "2009-06-15"))] == [
        "改善伙食",
        "措施2",
    ]
    measures_of = {
        row["opinion_id"]: row["measures"]
        for row in rows(county, coverage, on(county, "2009-06-15"))
    }
    expected = {2: ("2",), 3: ("1",)}
    assert measures_of == {opinion_id(no): expected.get(no, ()) for no in range(1, 7)}
    measures_of = {row["opinion_id"]: row["measures"] for row in rows(county, coverage)}
    expected = {3: ("1",), 4: ("2",)}
    assert measures_of == {opinion_id(no): expected.get(no, ()) for no in range(1, 7)}


def test_rebuilt_rows_are_the_rows_that_were_there(county: Store) -> None:
    in_force(county, measure(1, *range(1, 7)), measure(2, 2))
    change(county, "2009-09-01", plans.cancel_measure, no=2, reason="并入第1项")
    facts = {"corrects": 1, "now": date(2009, 6, 14), "reason": "登记有误"}
    change(county, "2009-09-02", plans.correct, **facts)
    before = [everything(county, table) for table in (plan_ledger, measure_ledger, coverage)]
    rebuild(county)
    after = [everything(county, table) for table in (plan_ledger, measure_ledger, coverage)]
    assert after == before
    assert all(before)


def everything(store: Store, table: Table) -> list[Mapping[str, Any]]:
    query = select(table).order_by(*table.primary_key.columns)
    with store.database.reading() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
