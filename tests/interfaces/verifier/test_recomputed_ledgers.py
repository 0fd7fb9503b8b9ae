"""Duties, coverage, rules and holidays on any day: the verifier tells what the product tells."""

import csv
import io
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.commands import calendars, plans, rule_profiles
from application.commands import opinions as commands
from application.store import Store
from domain.profile_rules import EvaluationRules, ProfileRules
from domain.profile_terms import Silence
from domain.term import Term, TermUnit
from tests.application import opinions
from tests.application import plans as school
from tests.application import tasks as bureau
from tests.application.opinions import Step
from tests.domain.calendars import notice
from tests.interfaces.verifier.rare_county import CLOCK_STOPS
from tests.interfaces.verifier.replaying import Bundle, exported
from tests.stores import fresh_sqlite, opened

DUTIES, COVERAGE = "台账/责任清单.csv", "台账/措施覆盖.csv"
OPINIONS = "台账/意见台账.csv"
RULES, HOLIDAYS = "台账/规则方案.csv", "台账/节假日安排.csv"


def column(bundle: Bundle, path: str, header: str) -> list[str]:
    text = bundle.files[path].decode("utf-8-sig")
    return [row[header] for row in csv.DictReader(io.StringIO(text, newline=""))]


def sound(store: Store, as_of: str) -> Bundle:
    bundle = exported(store, as_of=date.fromisoformat(as_of))
    bundle.check()
    return bundle


ANSWERED_TWICE = "GQ-2009-0第1项:措施1;GQ-2009-1第3项:提升教学质量"
NAMES = st.lists(st.sampled_from("甲乙丙丁"), unique=True, max_size=4)
SOMEBODY = st.lists(st.sampled_from("戊己庚辛"), unique=True, min_size=1, max_size=4)
UNITS = st.lists(
    st.sampled_from((bureau.BUREAU, bureau.TEAM, bureau.POLICE)), unique=True, min_size=1
)
ENTRUSTED = st.tuples(UNITS, SOMEBODY, SOMEBODY, NAMES)


@settings(max_examples=5, deadline=None)
@given(
    entrusted=st.lists(ENTRUSTED, min_size=1, max_size=4, unique_by=str),
    as_of=st.integers(min_value=0, max_value=5),
)
def test_duties_follow_whoever_was_made_responsible(
    template: Any, tmp_path_factory: pytest.TempPathFactory, entrusted: list[Any], as_of: int
) -> None:
    folder, begin = tmp_path_factory.mktemp("duties"), date(2015, 3, 26)
    with opened(fresh_sqlite(template, folder)) as store:
        bureau.settle(store)
        bureau.plan(store)
        for number, (units, leaders, offices, assignees) in enumerate(entrusted):
            bureau.assign(
                store,
                (begin + timedelta(days=number)).isoformat(),
                units=units,
                leaders=leaders,
                offices=offices,
                assignees=assignees,
                reason="调整" if number else None,
            )
        bundle = sound(store, (begin + timedelta(days=as_of)).isoformat())
    units, leaders, offices, assignees = entrusted[min(as_of, len(entrusted) - 1)]
    assert len(column(bundle, DUTIES, "责任人")) == len([*units, *leaders, *offices, *assignees])


def test_every_plan_about_an_opinion_is_told_with_its_measures_and_reasons(
    sqlite_store: Store,
) -> None:
    school.settle(sqlite_store)
    school.in_force(sqlite_store, *school.three_measures())
    _draft_another(sqlite_store)
    change = partial(school.change, sqlite_store)
    for no in range(1, 5):
        declined: dict[str, Any] = {"opinion_id": school.opinion_id(no), "reason": "另行答复"}
        change("2009-07-02", plans.waive_opinion, **declined)
    change("2009-07-03", plans.cancel_measure, no=1, reason="不再需要")
    for as_of in ("2009-06-15", "2009-06-17", "2009-06-18", "2009-07-02"):
        sound(sqlite_store, as_of)
    begun, ended = (sound(sqlite_store, as_of) for as_of in ("2009-06-12", "2009-07-03"))
    assert set(column(begun, COVERAGE, "回应情况")) == {"尚无措施回应"}
    assert column(ended, COVERAGE, "整改方案")[0] == "GQ-2009-0(起草);GQ-2009-1(实施中)"
    assert column(ended, COVERAGE, "回应措施")[0] == ANSWERED_TWICE
    assert column(ended, COVERAGE, "不予回应理由")[1] == "已经列入;另行答复"


def _draft_another(store: Store) -> None:
    """Draft a plan for two of the opinions; its number comes before that of the other."""
    run = partial(school.run, store, "2009-07-01")
    facts: dict[str, Any] = {"document_number": None, "phases": [], "unit": school.SCHOOL}
    ids = [school.opinion_id(1), school.opinion_id(2)]
    number, title = "GQ-2009-0", "补充整改方案"
    plan = run(plans.draft, school.SCHOOL, number=number, title=title, opinion_ids=ids, **facts)
    place: dict[str, Any] = {"plan_id": plan.id}
    added = school.measure(1, 1)
    run(plans.add_measure, school.SCHOOL, expected=1, measure=added, **place)
    declined: dict[str, Any] = {"opinion_id": ids[1], "reason": "已经列入"}
    run(plans.waive_opinion, school.SCHOOL, expected=2, **declined, **place)


def test_a_version_of_rules_ends_where_the_next_begins(sqlite_store: Store) -> None:
    opinions.settle(sqlite_store)
    run = partial(opinions.run, sqlite_store)
    place: dict[str, Any] = {"congress": opinions.OFFICE}
    drafted: dict[str, Any] = {"rules": ProfileRules(), "basis": (), **place}
    run("2014-12-01", rule_profiles.begin, title="规则", **drafted)
    put = partial(_publish, sqlite_store)
    put("2014-12-02", 1, date(2015, 1, 1))
    run("2015-05-01", rule_profiles.draft, expected=2, title="新规则", **drafted)
    put("2015-05-02", 3, date(2015, 6, 1))
    ended: dict[str, Any] = {"valid_until": date(2015, 12, 31), "reason": "另行制定"}
    run("2015-07-01", rule_profiles.end, expected=4, **ended, **place)
    days = [
        column(sound(sqlite_store, as_of), RULES, "失效日期")
        for as_of in ("2014-12-01", "2014-12-02", "2015-05-02", "2015-07-01")
    ]
    assert days == [[], [""], ["2015-05-31", ""], ["2015-05-31", "2015-12-31"]]


def _settle_under(store: Store, rules: ProfileRules) -> None:
    opinions.settle(store)
    facts: dict[str, Any] = {"congress": opinions.OFFICE, "rules": rules, "basis": ()}
    opinions.run(store, "2014-12-01", rule_profiles.begin, title="规则", **facts)
    _publish(store, "2014-12-02", 1, date(2015, 1, 1))


def test_silence_after_the_term_is_satisfied_where_the_rules_say_so(sqlite_store: Store) -> None:
    ten_days = Term(length=10, unit=TermUnit.DAY)
    evaluation = EvaluationRules(term=ten_days, silence=Silence.SATISFIED)
    _settle_under(sqlite_store, ProfileRules(evaluation=evaluation))
    lapsed = {"reminded_on": date(2015, 7, 20)}
    silent = Step("2015-07-20", commands.record_no_feedback, facts=lapsed)
    opinions.tell(sqlite_store, (*opinions.REPLIED, silent))
    bundle = sound(sqlite_store, "2015-07-20")
    assert column(bundle, OPINIONS, "最近满意度") == ["满意"]


def test_days_overdue_stand_still_while_a_question_waits(sqlite_store: Store) -> None:
    _settle_under(sqlite_store, CLOCK_STOPS)
    asked = Step("2015-06-29", commands.request_clarification, opinions.ROADS, {"question": "?"})
    opinions.tell(sqlite_store, (*opinions.REPLIED[:4], asked))
    overdue = [
        column(sound(sqlite_store, as_of), OPINIONS, "逾期天数")
        for as_of in ("2015-06-28", "2015-07-20")
    ]
    assert overdue == [["3"], ["4"]]


def _publish(store: Store, on: str, expected: int, day: date) -> None:
    facts: dict[str, Any] = {"basis_document": f"人常〔{day.year}〕{day.month}号"}
    facts |= {"congress": opinions.OFFICE, "valid_from": day, "valid_until": None}
    opinions.run(store, on, rule_profiles.publish, expected=expected, **facts)


def test_a_year_is_as_its_latest_notice_arranged_it(sqlite_store: Store) -> None:
    opinions.settle(sqlite_store)
    run = partial(opinions.run, sqlite_store)
    first, later = (notice(2015, off=off, on=on) for off, on in NOTICES)
    run("2015-05-01", calendars.publish, year=2015, notice=first)
    amended: dict[str, Any] = {"year": 2015, "notice": later, "reason": "增加放假"}
    run("2015-06-02", calendars.amend, expected=1, **amended)
    editions = [
        column(sound(sqlite_store, as_of), HOLIDAYS, "版次")
        for as_of in ("2015-04-30", "2015-05-01", "2015-06-02")
    ]
    assert editions == [[], ["1"], ["2"]]


NOTICES = [(("07-06",), "2015-05-01"), (("07-06", "09-03"), "2015-06-02")]
