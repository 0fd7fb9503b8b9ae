"""Whoever carries a matter out decides nothing by which its own lateness would vanish."""

from collections.abc import Callable
from datetime import date

import pytest

from domain.due import Due
from domain.four_eyes import JudgedByPerformer
from domain.model import Act
from domain.opinion import Opinion
from domain.opinion_state import JudgedByResponsibleUnit
from domain.opinion_terms import OpinionStatus, Satisfaction
from domain.rectification_plan import ChangedByResponsibleUnit
from domain.task_rounds import TaskStatus
from domain.work_calendar import NOTHING_PUBLISHED
from tests.aggregates import act, refused
from tests.domain import opinions as county
from tests.domain.opinions import CO, LEAD, by
from tests.domain.plans import CONGRESS, FIRST, SECOND, complete, congress_act, in_force
from tests.domain.tasks import in_progress, planned, rectifier, staff, unit

LATER = Due.by(date(2017, 12, 31))
IN_CHARGE = act("2010-12-01", unit="NJB")
LEADER = act("2010-12-01", actor="责任领导甲")
REPORTER = rectifier("2010-12-01")


@pytest.mark.parametrize("who", [IN_CHARGE, LEADER, REPORTER])
def test_whoever_carries_a_task_out_neither_puts_it_off_nor_gives_it_up_nor_hands_it_on(
    who: Act,
) -> None:
    task = in_progress()
    with refused(task, JudgedByPerformer, "unit"):
        task.amend(None, LATER, None, "难度大", who)
    with refused(task, JudgedByPerformer, "unit"):
        task.amend("改写", LATER, None, "难度大", who)
    with refused(task, JudgedByPerformer, "unit"):
        task.cancel("不做了", who)
    with refused(task, JudgedByPerformer, "unit"):
        task.reassign([unit("CYB")], ["责任领导乙"], ["综合股"], [], "职能调整", who)


def test_whoever_carries_a_task_out_may_word_it_better() -> None:
    task = in_progress()
    task.amend("改写", None, None, "表述不清", REPORTER)
    assert (task.text, task.due_changes) == ("改写", ())
    task.amend("再改写", task.due, None, "表述不清", REPORTER)
    assert (task.text, task.due_changes) == ("再改写", ())


def test_whoever_handed_a_task_on_does_not_decide_on_it_either() -> None:
    task = in_progress()
    task.reassign([unit("CYB")], ["责任领导乙"], ["综合股"], [], "职能调整", staff())
    for who in (IN_CHARGE, act("2010-12-01", unit="CYB")):
        with refused(task, JudgedByPerformer, "unit"):
            task.cancel("不做了", who)
    task.cancel("不做了", staff("2010-12-01"))
    assert task.status is TaskStatus.CANCELLED


def test_nobody_carries_a_task_out_that_is_only_planned() -> None:
    task = planned()
    task.amend(None, LATER, None, "难度大", act("2010-11-02", unit="NJB"))
    assert task.due == LATER


@pytest.mark.parametrize(
    ("lineage", "who", "field"),
    [
        (("ZX",), act("2015-01-10", unit="ZX"), "unit"),
        (("ZX-JWC", "ZX"), act("2015-01-10", unit="ZX-JWC"), "unit"),
        (CONGRESS, act("2015-01-10", actor="联络员乙"), "actor"),
    ],
)
def test_a_plan_in_force_is_not_changed_by_those_whose_plan_it_is(
    lineage: tuple[str, ...], who: Act, field: str
) -> None:
    plan = in_force(complete(1, FIRST, SECOND), complete(2, FIRST, SECOND))
    for text, due in ((None, LATER), ("改写", None)):
        with refused(plan, ChangedByResponsibleUnit, field):
            plan.amend_measure(1, text, due, None, "困难", lineage, who)
    with refused(plan, ChangedByResponsibleUnit, field):
        plan.cancel_measure(1, "困难", lineage, who)


def test_a_plan_in_force_is_changed_by_others() -> None:
    plan = in_force(complete(1, FIRST, SECOND), complete(2, FIRST, SECOND))
    plan.amend_measure(1, None, LATER, None, "困难", CONGRESS, congress_act("2015-01-10"))
    plan.cancel_measure(2, "并入第1项", CONGRESS, congress_act("2015-01-11"))
    assert [measure.due for measure in plan.measures] == [LATER]


def evaluate(opinion: Opinion, who: Act) -> None:
    opinion.evaluate("代表甲", Satisfaction.SATISFIED, None, who)


def withdraw(opinion: Opinion, who: Act) -> None:
    opinion.withdraw("书面撤回申请", "代表甲", who)


def merge(opinion: Opinion, who: Act) -> None:
    opinion.merge_into(county.in_handling(number="2015-09"), "内容相同", who)


def correct_reply(opinion: Opinion, who: Act) -> None:
    opinion.correct(5, date(2015, 6, 19), "登错", who, NOTHING_PUBLISHED)


@pytest.mark.parametrize("handling", [LEAD, CO])
@pytest.mark.parametrize(
    ("build", "decide"),
    [
        (county.replied, evaluate),
        (county.referred, withdraw),
        (county.replied, withdraw),
        (county.in_handling, merge),
        (county.replied, correct_reply),
        (county.closed, correct_reply),
    ],
)
def test_a_unit_that_handles_an_opinion_does_not_decide_how_it_is_judged(
    build: Callable[[], Opinion], decide: Callable[[Opinion, Act], None], handling: str
) -> None:
    opinion = build()
    with refused(opinion, JudgedByResponsibleUnit, "unit"):
        decide(opinion, by(handling, "2015-08-01"))
    with refused(opinion, JudgedByResponsibleUnit, "unit"):
        decide(opinion, act("2015-08-01", unit="KS", above=[handling, "XZF"]))
    decide(opinion, act("2015-08-01", unit="DCS", above=["XZF"]))


def test_other_dates_are_corrected_by_the_units_too() -> None:
    opinion = county.replied()
    opinion.correct(4, date(2015, 3, 27), "登错", by(LEAD, "2015-08-01"), NOTHING_PUBLISHED)
    assert opinion.dates[3] == date(2015, 3, 27)


def test_the_reply_of_an_earlier_round_is_not_the_units_to_correct_either() -> None:
    opinion = county.rehandling()
    with refused(opinion, JudgedByResponsibleUnit, "unit"):
        correct_reply(opinion, by(LEAD, "2015-08-01"))


def test_before_it_is_referred_nobody_handles_an_opinion() -> None:
    opinion = county.drafted()
    withdraw(opinion, by(LEAD, "2015-02-01"))
    assert opinion.status is OpinionStatus.WITHDRAWN
