"""Coverage: every opinion a unit has taken on is covered, waived or uncovered, on any day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from application.commands import plans
from application.projections.audit_trail import known_until_now
from application.projections.coverage import SORTABLE, CoverageState, page_of_coverage
from application.projections.pages import Ordering
from application.projections.versioned import Moment
from application.store import Store
from application.work import Work
from domain.opinion import Opinion
from domain.opinion_terms import Carrier, FormationType, OpinionKind, OpinionStatus, SourceChannel
from domain.plan_status import PlanStatus
from domain.rectification_plan import RectificationPlan
from domain.unit import Unit
from tests.application.plans import (
    BUREAU,
    NUMBER,
    OFFICE,
    OPINIONS,
    PLAN,
    SCHOOL,
    SOURCE,
    change,
    draft,
    in_force,
    measure,
    opinion_id,
    refer_opinion,
    run,
    settle,
    three_measures,
    withdraw_opinion,
)

COVERED, WAIVED, UNCOVERED = CoverageState
OTHER = RectificationPlan.id_of("GQ-2009-0")


@pytest.fixture
def county(store: Store) -> Store:
    settle(store)
    return store


def known_now(store: Store) -> int:
    with store.database.reading() as connection:
        return known_until_now(connection)


def listed(
    store: Store,
    day: str = "2029-12-31",
    known_at: int | None = None,
    sort: str = "number",
    **wanted: Any,
) -> Sequence[Mapping[str, Any]]:
    moment = Moment(date.fromisoformat(day), known_at or known_now(store))
    order = Ordering.parse(sort)
    with store.database.reading() as connection:
        page = page_of_coverage(connection, moment, order=order, after=None, limit=50, **wanted)
    assert page.last is None
    return page.rows


def states(store: Store, *arguments: Any, **wanted: Any) -> dict[int, str]:
    return {
        int(row["number"].removeprefix("GQ-")): row["state"]
        for row in listed(store, *arguments, **wanted)
    }


def answers_to(store: Store, no: int, **wanted: Any) -> list[tuple[Any, ...]]:
    found = {row["opinion_id"]: row["answers"] for row in listed(store, **wanted)}
    return [
        (answer.plan_number, list(answer.measures.items()), answer.waived_because)
        for answer in found[opinion_id(no)]
    ]


def waive(store: Store, day: str, no: int, reason: str = "账目已经公开") -> None:
    facts = {"opinion_id": opinion_id(no), "reason": reason}
    change(store, day, plans.waive_opinion, SCHOOL, **facts)


def draft_other(store: Store, *opinions: int) -> None:
    """Draft another plan, of the bureau, with one measure for each of these opinions."""
    facts = {"number": "GQ-2009-0", "title": "方案", "unit": BUREAU, "document_number": None}
    ids = [opinion_id(no) for no in range(1, 7)]
    run(store, "2009-06-15", plans.draft, BUREAU, opinion_ids=ids, phases=[], **facts)
    for version, no in enumerate(opinions, 1):
        step = {"plan_id": OTHER, "expected": version, "measure": measure(no, no, text="另一项")}
        run(store, "2009-06-15", plans.add_measure, BUREAU, **step)


def test_six_opinions_and_three_measures_leave_one_uncovered_until_it_is_waived(
    county: Store,
) -> None:
    draft(county, "2009-06-15", *three_measures())
    assert states(county) == dict.fromkeys(range(1, 7), COVERED) | {5: UNCOVERED}
    (uncovered,) = listed(county, state=UNCOVERED)
    assert (uncovered["opinion_id"], uncovered["title"]) == (opinion_id(5), OPINIONS[4])
    waive(county, "2009-06-16", 5)
    assert states(county) == dict.fromkeys(range(1, 7), COVERED) | {5: WAIVED}
    assert listed(county, state=UNCOVERED) == []
    (waived,) = listed(county, state=WAIVED)
    assert waived["opinion_id"] == opinion_id(5)
    assert answers_to(county, 5) == [(NUMBER, [], "账目已经公开")]


def test_each_opinion_is_listed_with_the_measures_that_answer_it(county: Store) -> None:
    draft(county, "2009-06-15", *three_measures())
    assert answers_to(county, 1) == [(NUMBER, [(1, "改善办学条件"), (3, "提升教学质量")], None)]
    assert answers_to(county, 6) == [(NUMBER, [(2, "创建平安校园")], None)]
    assert answers_to(county, 5) == [(NUMBER, [], None)]
    (answer,) = listed(county)[0]["answers"]
    assert (answer.plan_id, answer.plan_status) == (PLAN, PlanStatus.DRAFTED)


def test_measures_are_listed_by_number_beyond_nine(county: Store) -> None:
    draft(county, "2009-06-15", measure(10, 1), measure(9, 1), measure(2, 1))
    ((_, measures, _),) = answers_to(county, 1)
    assert [no for no, _ in measures] == [2, 9, 10]


def test_an_opinion_without_any_plan_is_uncovered(county: Store) -> None:
    assert states(county) == dict.fromkeys(range(1, 7), UNCOVERED)
    assert answers_to(county, 1) == []


def test_coverage_follows_measures_as_they_are_revised_and_removed(county: Store) -> None:
    draft(county, "2009-06-15", measure(1, 1, 2), measure(2, 2, 3))
    change(county, "2009-06-16", plans.revise_measure, SCHOOL, measure=measure(1, 2, 4))
    change(county, "2009-06-17", plans.remove_measure, SCHOOL, no=2, reason="重复")
    days = ("2009-06-15", "2009-06-16", "2009-06-17")
    covered = [sorted(states(county, day, state=COVERED)) for day in days]
    assert covered == [[1, 2, 3], [2, 3, 4], [2, 4]]


def test_a_cancelled_measure_answers_nothing(county: Store) -> None:
    in_force(county, measure(1, *range(1, 7)), measure(2, 1))
    waive(county, "2009-08-31", 1)
    change(county, "2009-09-01", plans.cancel_measure, no=2, reason="并入第1项")
    assert answers_to(county, 1) == [(NUMBER, [(1, "措施1")], "账目已经公开")]


def test_a_measure_counts_for_more_than_a_waiver(county: Store) -> None:
    draft(county, "2009-06-15", measure(1, 1))
    waive(county, "2009-06-15", 1)
    waive(county, "2009-06-15", 2)
    assert states(county, state=COVERED) == {1: COVERED}
    assert states(county, state=WAIVED) == {2: WAIVED}


def test_the_answer_of_any_plan_covers_an_opinion(county: Store) -> None:
    draft(county, "2009-06-15", measure(1, 1))
    waive(county, "2009-06-15", 2)
    draft_other(county, 2, 3)
    assert states(county) == {1: "covered", 2: "covered", 3: "covered"} | dict.fromkeys(
        (4, 5, 6), UNCOVERED
    )
    assert answers_to(county, 2) == [
        ("GQ-2009-0", [(2, "另一项")], None),
        (NUMBER, [], "账目已经公开"),
    ]


def test_asked_about_one_plan_only_its_opinions_and_answers_count(county: Store) -> None:
    draft(county, "2009-06-15", measure(1, 1))
    waive(county, "2009-06-15", 2)
    draft_other(county, 2, 3)
    run(county, "2009-06-20", refer_opinion, no=7, title="改善照明")
    mine = {1: COVERED, 2: WAIVED} | dict.fromkeys(range(3, 7), UNCOVERED)
    assert states(county, plan=PLAN) == mine
    assert states(county, plan=OTHER, state=COVERED) == {2: COVERED, 3: COVERED}
    assert answers_to(county, 2, plan=PLAN) == [(NUMBER, [], "账目已经公开")]
    assert states(county)[7] == UNCOVERED
    assert listed(county, plan=UUID(int=1)) == []


def test_only_opinions_a_unit_has_taken_on_are_asked_to_be_covered(county: Store) -> None:
    def register_only(work: Work) -> Opinion:
        kind, channel = OpinionKind.PUBLIC, SourceChannel.SUGGESTION_BOX
        office, school = (work.get(Unit, Unit.id_of(code)) for code in (OFFICE, SCHOOL))
        opinion = work.add(
            Opinion.register(
                "GQ-7", kind, "照明", "照明", office, SOURCE, channel, None,
                work.act.occurred_on, None, (), key=False, act=work.act,
            )
        )  # fmt: skip
        form = FormationType.CHAIRPERSONS_MEETING
        opinion.form(form, Carrier.LETTER, "主任会议", "教科文卫工委", None, work.act)
        opinion.refer(
            [school], [], measure(1).due, split_handling=False, letter_number="函7",
            meeting_on=None, demand=None, act=work.act,
        )  # fmt: skip
        return opinion

    def acknowledge(work: Work) -> Opinion:
        opinion = work.get(Opinion, opinion_id(7))
        opinion.acknowledge(work.act)
        return opinion

    run(county, "2009-06-11", register_only)
    run(county, "2009-06-12", acknowledge, SCHOOL)
    run(county, "2009-06-14", withdraw_opinion, no=6)
    days = ("2009-06-09", "2009-06-10", "2009-06-11", "2009-06-13", "2009-06-14")
    found = [sorted(states(county, day)) for day in days]
    assert found == [[], [*range(1, 7)], [*range(1, 7)], [*range(1, 8)], [1, 2, 3, 4, 5, 7]]
    assert {row["status"] for row in listed(county)} == {OpinionStatus.IN_HANDLING}


def test_coverage_is_found_by_the_document_the_opinions_come_from(county: Store) -> None:
    assert len(listed(county, source_document=SOURCE)) == 6
    assert listed(county, source_document="沙人发〔2009〕5号") == []


def test_coverage_answers_for_any_day(county: Store) -> None:
    draft(county, "2009-06-15", *three_measures())
    waive(county, "2009-06-18", 5)
    days = ("2009-06-14", "2009-06-15", "2009-06-17", "2009-06-18")
    assert [states(county, day)[5] for day in days] == [UNCOVERED, UNCOVERED, UNCOVERED, WAIVED]
    assert [states(county, day)[1] for day in days] == [UNCOVERED, COVERED, COVERED, COVERED]


def test_measures_are_listed_in_the_wording_of_that_day(county: Store) -> None:
    in_force(county, measure(1, *range(1, 7)))
    given = {"no": 1, "due": None, "target": None, "reason": "工期推迟"}
    change(county, "2009-09-01", plans.amend_measure, text="改善校舍", **given)
    for day, text in (("2009-08-31", "措施1"), ("2009-09-01", "改善校舍")):
        (answer,) = listed(county, day)[0]["answers"]
        assert dict(answer.measures) == {1: text}


def test_coverage_answers_for_what_was_known(county: Store) -> None:
    draft(county, "2009-06-15", *three_measures())
    before = known_now(county)
    waive(county, "2009-06-15", 5)
    assert (states(county, known_at=before)[5], states(county)[5]) == (UNCOVERED, WAIVED)
    texts = listed(county, known_at=before)[0]["answers"][0].measures
    assert dict(texts) == {1: "改善办学条件", 3: "提升教学质量"}


def test_a_corrected_date_moves_coverage_and_leaves_what_was_known(county: Store) -> None:
    draft(county, "2009-06-15", measure(1, 1))
    change(county, "2009-06-20", plans.add_measure, SCHOOL, measure=measure(2, 2))
    before = known_now(county)
    facts = {"corrects": 3, "now": date(2009, 6, 17), "reason": "登记有误"}
    change(county, "2009-07-01", plans.correct, **facts)
    assert states(county, "2009-06-18", state=COVERED) == {1: COVERED, 2: COVERED}
    assert states(county, "2009-06-18", known_at=before, state=COVERED) == {1: COVERED}
    assert states(county, "2009-06-16", state=COVERED) == {1: COVERED}


@pytest.mark.parametrize("sort", SORTABLE)
def test_coverage_is_listed_page_by_page(county: Store, sort: str) -> None:
    draft(county, "2009-06-15", *three_measures())
    whole = listed(county, sort=f"-{sort}")
    moment = Moment(date(2029, 12, 31), known_now(county))
    found: list[Mapping[str, Any]] = []
    after = None
    with county.database.reading() as connection:
        for _ in range(3):
            order = Ordering.parse(f"-{sort}")
            page = page_of_coverage(connection, moment, order=order, after=after, limit=2)
            found += page.rows
            after = page.last
    assert after is None
    assert [row["opinion_id"] for row in found] == [row["opinion_id"] for row in whole]
    assert [row["answers"] for row in found] == [row["answers"] for row in whole]
