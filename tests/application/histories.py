"""Random histories of opinions and tasks: what may happen next does, late, corrected, again."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from hypothesis import strategies as st

from application.commands import calendars, opinions, rule_profiles, tasks, units
from application.commands.calendars import calendar_of
from application.commands.rule_profiles import governing
from application.store import Store
from application.work import Work
from domain.calendar_year import CalendarYear
from domain.due import UNDATED, Due
from domain.errors import RuleViolation
from domain.opinion import Opinion
from domain.opinion_handling import PromisedItem
from domain.opinion_terms import OpinionStatus, ResultClass, Satisfaction
from domain.profile_rules import ProfileRules, ReplyRules
from domain.rectification_task import RectificationTask
from domain.task_rounds import TaskStatus
from domain.term import Term, TermUnit
from tests.application import opinions as county
from tests.application import tasks as bureau
from tests.application.opinions import Command, Step
from tests.domain.calendars import notice

FIRST_DAY, LAST_DAY = date(2015, 1, 21), date(2019, 12, 31)
SECOND_RULES_FROM = date(2015, 6, 1)
REFORM = date(2015, 3, 31)
"""When one of the units is merged into another."""
FIRST_RULES, SECOND_RULES = (
    ProfileRules(
        reply=ReplyRules(
            deputy_suggestion=Term(length=months, unit=TermUnit.MONTH), clarification_pauses=True
        )
    )
    for months in (3, 2)
)
OPINIONS = ("YJ-1", "YJ-2")
TASKS = ("RW-1",)


class Entry(NamedTuple):
    """One thing entered: about which item, how many days after its latest step, and which."""

    item: int
    after: int
    choice: int
    is_correction: bool


entries = st.builds(
    Entry,
    st.integers(0, len(OPINIONS) + len(TASKS) - 1),
    st.integers(-2, 40),
    st.integers(0, 10_000),
    st.integers(0, 7).map(lambda each: each == 0),
)
histories = st.lists(entries, min_size=20, max_size=50)


def begin(store: Store) -> None:
    """Register the units, the opinions and the tasks, all on the first day."""
    county.settle(store)
    bureau.settle(store)
    _rule(store)
    merger: dict[str, Any] = {"code": county.MONEY, "successor": county.TOWN, "reason": "改革"}
    county.run(store, REFORM.isoformat(), units.merge, expected=1, **merger)
    for number in OPINIONS:
        step = Step(FIRST_DAY.isoformat(), opinions.register, facts={"co_signers": ()})
        county.take(store, step, number)
    for number in TASKS:
        bureau.plan(store, number, FIRST_DAY.isoformat())


def enter(store: Store, history: Sequence[Entry]) -> None:
    """Enter one thing after another; what a rule refuses does not happen."""
    for entry in history:
        with suppress(RuleViolation):
            if entry.item < len(OPINIONS):
                _act_on_opinion(store, OPINIONS[entry.item], entry)
            else:
                _act_on_task(store, TASKS[entry.item - len(OPINIONS)], entry)


def _rule(store: Store) -> None:
    """Let questions stop the clock; the second rules leave less time to answer."""
    facts: dict[str, Any] = {"congress": county.OFFICE, "title": "规则", "basis": ()}
    run = partial(county.run, store, FIRST_DAY.isoformat())
    run(rule_profiles.begin, rules=FIRST_RULES, **facts)
    _put_in_force(store, FIRST_DAY, 1)
    run(rule_profiles.draft, rules=SECOND_RULES, expected=2, **facts)
    _put_in_force(store, SECOND_RULES_FROM, 3)


def _put_in_force(store: Store, since: date, expected: int) -> None:
    facts: dict[str, Any] = {"congress": county.OFFICE, "basis_document": "人常〔2015〕1号"}
    facts |= {"valid_from": since, "valid_until": None, "expected": expected}
    county.run(store, FIRST_DAY.isoformat(), rule_profiles.publish, **facts)


def _due(day: date, choice: int) -> Due:
    return Due.by(day + timedelta(days=choice % 60)) if choice % 7 else UNDATED


def _nothing(_: date, __: int) -> Mapping[str, Any]:
    return {}


def _refer(day: date, choice: int) -> Mapping[str, Any]:
    lead = (county.ROADS, county.TOWN, county.MONEY)[choice % 3]
    return {"lead": (lead,), "co": (), "due": _due(day, choice) if choice % 2 else None}


def _merge(_: date, choice: int) -> Mapping[str, Any]:
    return {"other": Opinion.id_of(OPINIONS[choice % len(OPINIONS)])}


def _reply(day: date, choice: int) -> Mapping[str, Any]:
    result = list(ResultClass)[choice % 4]
    promised = PromisedItem(text="硬化道路", due=Due.by(day + timedelta(days=30)))
    return {
        "result_class": result,
        "answered": ("代表甲",),
        "promised_items": (promised,) if result in {ResultClass.B, ResultClass.C} else (),
        "co_opinions_noted": None,
    }


def _evaluate(_: date, choice: int) -> Mapping[str, Any]:
    return {"satisfaction": list(Satisfaction)[choice % 3], "reasons": "路面仍有坑洼"}


def _extend(day: date, choice: int) -> Mapping[str, Any]:
    return {"until": day + timedelta(days=choice % 90), "deputy_told_on": day}


def _decide(_: date, choice: int) -> Mapping[str, Any]:
    return {"decision": list(opinions.ReturnDecision)[choice % 2]}


Facts = Callable[[date, int], Mapping[str, Any]]

FACTS: dict[Command, Facts] = {
    opinions.refer: _refer,
    opinions.request_return: lambda _, __: {"suggested_unit": None},
    opinions.decide_return: _decide,
    opinions.merge_into: _merge,
    opinions.hand_over: lambda _, __: {"unit": county.MONEY},
    opinions.request_clarification: lambda _, __: {"question": "所指路段"},
    opinions.give_clarification: lambda _, __: {"answer": "全线"},
    opinions.request_extension: lambda day, _: {"asked": day},
    opinions.grant_extension: _extend,
    opinions.reply: _reply,
    opinions.evaluate: _evaluate,
    opinions.order_rehandling: lambda day, choice: {"due": _due(day, choice)},
    opinions.reopen: lambda day, choice: {"due": _due(day, choice)},
    opinions.look_back: lambda _, choice: {"passed": choice % 2 == 0},
    opinions.close: lambda day, choice: {"completed_on": day - timedelta(days=choice % 9)},
}
BY_THE_LEAD = {
    opinions.acknowledge,
    opinions.request_return,
    opinions.request_extension,
    opinions.request_clarification,
    opinions.reply,
    opinions.consult,
}
HANDLING = (
    opinions.reply,
    opinions.request_extension,
    opinions.grant_extension,
    opinions.request_clarification,
    opinions.give_clarification,
)
ANSWERED = (opinions.evaluate, opinions.evaluate, opinions.order_rehandling, opinions.close)

NEXT: dict[OpinionStatus, tuple[Command, ...]] = {
    OpinionStatus.DRAFTED: (opinions.form,),
    OpinionStatus.FORMED: (*[opinions.refer] * 9, opinions.withdraw),
    OpinionStatus.REFERRED: (
        *[opinions.acknowledge] * 4,
        *[opinions.request_return] * 2,
        opinions.consult,
        opinions.merge_into,
        opinions.hand_over,
    ),
    OpinionStatus.RETURN_REQUESTED: (opinions.decide_return,),
    OpinionStatus.IN_HANDLING: (
        *HANDLING,
        *HANDLING,
        opinions.consult,
        opinions.merge_into,
        opinions.hand_over,
    ),
    OpinionStatus.MERGED: (*HANDLING, opinions.separate, opinions.hand_over),
    OpinionStatus.REHANDLING: HANDLING,
    OpinionStatus.REPLIED: (*ANSWERED, opinions.track, opinions.hand_over),
    OpinionStatus.TRACKING: ANSWERED,
    OpinionStatus.CLOSED: (opinions.look_back, opinions.reopen),
    OpinionStatus.WITHDRAWN: (opinions.withdraw,),
}


def _correction(item: Opinion | RectificationTask, choice: int) -> Mapping[str, Any]:
    corrects = choice // 5 % item.version + 1
    now = item.dates[corrects - 1] + timedelta(days=choice % 21 - 10)
    return {"corrects": corrects, "now": now, "reason": "日期登错"}


def _noted_on(opinion: Opinion) -> date:
    """Return the day of the latest note by which a due date was derived anew."""
    changes = (change for round_ in opinion.rounds for change in round_.due_changes)
    return max((opinion.dates[change.made_in - 1] for change in changes), default=FIRST_DAY)


def _derive_anew(store: Store, opinion: Opinion, day: date, choice: int) -> None:
    """Let an opinion follow a notice or other rules; the product dates no note before another."""
    on = max(day, _noted_on(opinion)).isoformat()
    note = _follow_notice if choice % 2 else _follow_rules
    county.run(store, on, note, key=opinion.id, choice=choice // 2)


def _follow_notice(work: Work, key: UUID, choice: int) -> Opinion:
    """Publish or amend the holidays of a year, and settle what is due in it."""
    year = FIRST_DAY.year + choice % 2
    off = tuple(f"{month:02}-{choice % 28 + 1:02}" for month in range(4, 12))
    known = work.find(CalendarYear, CalendarYear.id_of(str(year)))
    stated = notice(year, off=off, on=FIRST_DAY.isoformat())
    if known is None:
        calendars.publish(work, year=year, notice=stated)
    else:
        facts: dict[str, Any] = {"notice": stated, "reason": "调整"}
        calendars.amend(work, year=year, expected=known.version, **facts)
    opinion = work.get(Opinion, key)
    opinion.settle_due(calendar_of(work), work.act)
    return opinion


def _follow_rules(work: Work, key: UUID, choice: int) -> Opinion:
    del choice
    opinion = work.get(Opinion, key)
    now = governing(work, county.OFFICE, work.act.occurred_on)
    assert now.ref is not None
    opinion.migrate_rules(now.ref, now.rules, calendar_of(work), work.act)
    return opinion


def _act_on_opinion(store: Store, number: str, entry: Entry) -> None:
    opinion = store.read(Opinion, Opinion.id_of(number))
    day = opinion.latest_step_on + timedelta(days=entry.after)
    if not entry.is_correction and entry.choice % 6 == 0:
        _derive_anew(store, opinion, day, entry.choice // 6)
        return
    if entry.is_correction:
        step = Step(
            LAST_DAY.isoformat(), opinions.correct, facts=_correction(opinion, entry.choice)
        )
    else:
        possible = NEXT[opinion.status]
        command = possible[entry.choice % len(possible)]
        by = opinion.referral.lead[0] if command in BY_THE_LEAD and opinion.referral else None
        facts = FACTS.get(command, _nothing)(day, entry.choice // 7)
        step = Step(day.isoformat(), command, by or county.OFFICE, facts)
    county.take(store, step, number)


def _named(_: date, choice: int) -> Mapping[str, Any]:
    units = (bureau.BUREAU, bureau.POLICE)[choice % 2 :]
    return {
        "units": units,
        "leaders": ["责任领导甲"],
        "offices": ["办公室"],
        "assignees": [],
        "reason": "调整",
    }


def _claimed(day: date, choice: int) -> Mapping[str, Any]:
    return {
        "completed_on": day - timedelta(days=choice % 9),
        "target_value": None,
        "evidence": (bureau.evidence(),),
        "collective_decision_on": None,
    }


def _progress(_: date, __: int) -> Mapping[str, Any]:
    return {
        "percent": 100,
        "text": "进展",
        "evidence": (),
        "sub_actions_done": (),
        "reason_for_fall": None,
    }


TASK_FACTS: dict[Callable[..., Any], Facts] = {
    tasks.assign: _named,
    tasks.report: _progress,
    tasks.claim: _claimed,
    tasks.pass_verification: lambda _, __: {"note": "到位"},
    tasks.fail_verification: lambda day, n: {"reasons": "不到位", "new_due": _due(day, n)},
    tasks.look_back: lambda _, __: {"note": "未反弹"},
    tasks.find_recurrence: lambda day, n: {"note": "回潮", "due": _due(day, n)},
    tasks.cancel: lambda _, __: {"reason": "重复"},
}
AT_WORK = (tasks.claim, tasks.report)
NEXT_OF_TASK: dict[TaskStatus, tuple[Callable[..., Any], ...]] = {
    TaskStatus.PLANNED: (tasks.assign,),
    TaskStatus.ASSIGNED: (*AT_WORK, tasks.assign),
    TaskStatus.IN_PROGRESS: AT_WORK,
    TaskStatus.CLOSEOUT_REQUESTED: (tasks.pass_verification, tasks.fail_verification),
    TaskStatus.ACCEPTED: (tasks.close_out,),
    TaskStatus.CLOSED_OUT: (tasks.look_back, tasks.find_recurrence),
    TaskStatus.CANCELLED: (tasks.cancel,),
}


def _act_on_task(store: Store, number: str, entry: Entry) -> None:
    task = store.read(RectificationTask, RectificationTask.id_of(number))
    day = (task.latest_step_on + timedelta(days=entry.after)).isoformat()
    if entry.is_correction:
        facts = {"field": "occurred_on", **_correction(task, entry.choice)}
        command, by, day = tasks.correct, bureau.OFFICE, LAST_DAY.isoformat()
    else:
        possible = NEXT_OF_TASK[task.status]
        command = possible[entry.choice % len(possible)]
        by = task.assignment.lead if command in AT_WORK and task.assignment else bureau.OFFICE
        facts = dict(TASK_FACTS.get(command, _nothing)(date.fromisoformat(day), entry.choice))
        if command is tasks.assign and task.assignment is None:
            facts["reason"] = None
    bureau.change(store, day, command, by, task_id=task.id, **facts)
