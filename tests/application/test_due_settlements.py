"""The ledgers follow a settled due date, unless a step dated earlier stated another meanwhile."""

from datetime import date
from typing import Any

import pytest

from application.commands import calendars, commitments, tasks
from application.store import Store
from application.work import Work
from domain.deadline import FixedDay, TermFromStart
from domain.derivation import DeadlineBeforeStart
from domain.due import Due
from domain.model import ProfileRef
from domain.profile_rules import ProfileRules
from domain.rectification_task import RectificationTask
from domain.rule_profile import RuleProfile
from domain.term import Term, TermUnit
from tests.application import commitments as promises
from tests.application import tasks as work
from tests.application.tasks import BUREAU, OFFICE, TASK, opinion, plan, run, settle
from tests.domain.calendars import notice

THREE_MONTHS = TermFromStart(term=Term(length=3, unit=TermUnit.MONTH), roll=True)
DAYS = ("due", "original_due", "due_provisional")
PROVISIONAL = (date(2015, 9, 25), date(2015, 9, 25), True)


@pytest.fixture
def county(sqlite_store: Store) -> Store:
    """Give a county with its units and no calendar."""
    settle(sqlite_store)
    return sqlite_store


def publish(store: Store, on: str = "2015-05-01") -> None:
    """Publish 2015, with 25 September off."""
    stated = notice(2015, off=("09-25",), on=on)
    run(store, on, calendars.publish, year=2015, notice=stated)


def days(store: Store, as_of: str, column: Any = work.column) -> tuple[Any, ...]:
    return tuple(column(store, name, as_of) for name in DAYS)


def test_a_task_is_settled_in_its_ledger_from_the_day_of_the_note(county: Store) -> None:
    plan(county, on="2015-06-25", due=THREE_MONTHS)
    publish(county)
    assert days(county, "2015-12-31") == PROVISIONAL
    run(county, "2015-07-01", tasks.settle_due, task_id=TASK)
    assert days(county, "2015-06-30") == PROVISIONAL
    settled = date(2015, 9, 28)
    assert days(county, "2015-07-01") == (settled, settled, False)


def amend(store: Store, on: str) -> None:
    """Give 28 September off as well."""
    stated = notice(2015, off=("09-25", "09-28"), on=on)
    facts: dict[str, Any] = {"expected": 1, "notice": stated, "reason": "增加放假"}
    run(store, on, calendars.amend, year=2015, **facts)


def test_what_was_settled_is_settled_again_when_the_notice_is_amended(county: Store) -> None:
    plan(county, on="2015-06-25", due=THREE_MONTHS)
    promises.draft(county, on="2015-06-25", due=THREE_MONTHS)
    publish(county)
    here: dict[str, Any] = {"commitment_id": promises.COMMITMENT}
    settled = date(2015, 9, 28)
    for on in ("2015-07-01", "2015-07-03"):
        run(county, on, tasks.settle_due, task_id=TASK)
        run(county, on, commitments.settle_due, **here)
        for column in (work.column, promises.column):
            assert days(county, on, column) == (settled, settled, False)
        if settled == date(2015, 9, 28):
            amend(county, "2015-07-02")
            settled = date(2015, 9, 29)


def test_a_step_entered_late_prevails_over_the_note(county: Store) -> None:
    plan(county, on="2015-06-25", due=THREE_MONTHS)
    publish(county)
    run(county, "2015-07-10", tasks.settle_due, task_id=TASK)
    other = Due.by(date(2015, 8, 31))
    facts: dict[str, Any] = {"text": None, "due": other, "target": None, "reason": "方案调整"}
    task = work.change(county, "2015-07-05", tasks.amend, **facts)
    assert task.due == other
    assert days(county, "2015-07-06") == (other.on, PROVISIONAL[1], False)
    assert days(county, "2015-12-31") == (other.on, date(2015, 9, 28), False)


def test_a_promise_is_settled_in_its_ledger(county: Store) -> None:
    promises.draft(county, on="2015-06-25", due=THREE_MONTHS)
    publish(county)
    here: dict[str, Any] = {"commitment_id": promises.COMMITMENT}
    run(county, "2015-07-10", commitments.settle_due, **here)
    settled = date(2015, 9, 28)
    assert days(county, "2015-07-09", promises.column) == PROVISIONAL
    assert days(county, "2015-07-10", promises.column) == (settled, settled, False)
    other = Due.by(date(2015, 8, 31))
    facts: dict[str, Any] = {"text": None, "quantified": None, "channel": None}
    promises.change(county, "2015-07-05", commitments.amend, due=other, reason="调整", **facts)
    assert days(county, "2015-12-31", promises.column) == (other.on, settled, False)


def test_a_task_begins_under_the_rules_of_the_congress_that_raised_its_first_opinion(
    county: Store,
) -> None:
    run(county, "2015-01-01", _publish_rules)
    answered = opinion(county)
    facts: dict[str, Any] = {"opinion_ids": (answered,)}
    by_bureau = run(
        county, "2015-03-25", tasks.plan, BUREAU, number="RW-2", **{**work.PLANNED, **facts}
    )
    assert by_bureau.profile == ProfileRef(congress=OFFICE, version=1)
    alone = run(county, "2015-03-25", tasks.plan, BUREAU, number="RW-3", **work.PLANNED)
    assert alone.profile is None
    kept = county.read(RectificationTask, by_bureau.id)
    assert kept.profile == by_bureau.profile


def _publish_rules(at: Work) -> RuleProfile:
    begun = RuleProfile.begin_with(OFFICE, None, "规则", ProfileRules(), (), at.act)
    begun.publish("某人常〔2015〕1号", date(2015, 1, 1), None, at.act)
    return at.add(begun)


def test_a_rule_that_leads_before_the_act_is_refused_in_the_field_it_was_stated_in(
    county: Store,
) -> None:
    with pytest.raises(DeadlineBeforeStart) as refusal:
        plan(county, due=FixedDay(day=date(2015, 3, 24)))
    assert refusal.value.field == "due"
