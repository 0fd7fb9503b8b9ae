"""A small county with something of everything, for whatever prints or exports ledgers.

In 2009 a school has eight opinions in all kinds of states and a plan of three measures; in later
years a bureau has a task that was closed out and a promise that was published.
"""

from collections.abc import Callable
from functools import partial

from application.store import Store
from application.work import Work
from domain.model import Act
from domain.opinion import Opinion
from domain.opinion_terms import (
    Carrier,
    FormationType,
    OpinionKind,
    ResultClass,
    Satisfaction,
    SourceChannel,
)
from domain.unit import Unit, UnitKind, UnitLevel
from tests.aggregates import act
from tests.application import commitments, plans, tasks
from tests.application.plans import DUE, OFFICE, SCHOOL, opinion_id

FORMULA = '=HYPERLINK("http://example.invalid","点我")'
"""A title that a spreadsheet must not run."""


def fill(store: Store) -> None:
    """Fill an empty store."""
    plans.settle(store)
    run = partial(_decide, store)
    store.run(act("2009-05-04"), lambda work: plans.refer_opinion(work, 8, "早先的意见"))
    store.run(act("2009-06-12"), _refer_seventh)
    run("2009-06-15", 7, SCHOOL, lambda o, a: o.request_return("不属本校职责", None, a))
    run("2009-06-18", 7, OFFICE, lambda o, a: o.accept_return("情况属实", a))
    plans.in_force(store, *plans.three_measures())
    _merge(store)
    run("2009-07-10", 2, OFFICE, lambda o, a: o.withdraw("撤回函", "意见提出人", a))
    run("2009-08-20", 1, SCHOOL, _reply("校字〔2009〕1号"))
    satisfied = Satisfaction.SATISFIED
    run("2009-08-25", 1, OFFICE, lambda o, a: o.evaluate("群众甲", satisfied, None, a))
    run("2010-01-05", 6, SCHOOL, _reply("校字〔2010〕1号"))
    tasks.settle(store)
    tasks.plan(store)
    tasks.assign(store)
    tasks.close(store, completed_on="2015-06-22")
    commitments.publish(store)


def record_more(store: Store, events: int) -> None:
    """Record that many events that have nothing to do with anything before."""
    for number in range(events):
        store.run(act("2016-01-04"), partial(_register_unit, code=f"XJ{number}"))


def change_what_was_exported(store: Store) -> None:
    """Act on items that earlier exports tell of, some of it dated back."""
    run = partial(_decide, store)
    run("2009-10-08", 5, SCHOOL, _reply("校字〔2009〕2号"))
    run("2009-07-01", 4, SCHOOL, lambda o, a: o.consult("代表甲", "座谈", a))


def _decide(
    store: Store, on: str, no: int, unit: str, decide: Callable[[Opinion, Act], None]
) -> None:
    def command(work: Work) -> Opinion:
        opinion = work.get(Opinion, opinion_id(no))
        decide(opinion, work.act)
        return opinion

    store.run(act(on, unit=unit), command)


def _reply(document_number: str) -> Callable[[Opinion, Act], None]:
    def decide(opinion: Opinion, act: Act) -> None:
        told = ResultClass.A, "校长", document_number, "已经办理", (), ()
        opinion.reply(*told, co_opinions_noted=None, act=act)

    return decide


def _merge(store: Store) -> None:
    def command(work: Work) -> Opinion:
        merged = work.get(Opinion, opinion_id(3))
        merged.merge_into(work.get(Opinion, opinion_id(1)), "同一事项", work.act)
        return merged

    store.run(act("2009-07-01"), command)


def _refer_seventh(work: Work) -> Opinion:
    """Refer an opinion that the school does not sign for, with a title that looks like code."""
    office, school = (work.get(Unit, Unit.id_of(code)) for code in (OFFICE, SCHOOL))
    opinion = work.add(
        Opinion.register(
            "GQ-7",
            OpinionKind.PUBLIC,
            FORMULA,
            "原文",
            office,
            None,
            SourceChannel.FORUM,
            None,
            work.act.occurred_on,
            None,
            (),
            key=True,
            act=work.act,
        )
    )
    formed = FormationType.CHAIRPERSONS_MEETING, Carrier.LETTER, "主任会议", "办公室", None
    opinion.form(*formed, work.act)
    opinion.refer(
        [school],
        [],
        DUE,
        split_handling=False,
        letter_number="沙人办函〔2009〕8号",
        meeting_on=None,
        demand=None,
        act=work.act,
    )
    return opinion


def _register_unit(work: Work, code: str) -> Unit:
    kind = UnitKind.OFFICE
    return work.add(Unit.register(code, f"科室{code}", kind, UnitLevel.COUNTY, None, work.act))
