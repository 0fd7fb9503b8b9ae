"""Random histories of opinions and tasks: what may happen next does, late, corrected, again."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from application.commands import opinions, tasks
from application.store import Store
from domain.due import UNDATED, Due
from domain.errors import RuleViolation
from domain.opinion import Opinion
from domain.opinion_handling import PromisedItem
from domain.opinion_terms import OpinionStatus, ResultClass, Satisfaction
from domain.rectification_task import RectificationTask
from domain.task_rounds import TaskStatus
from tests.application import opinions as county
from tests.application import tasks as bureau
from tests.application.opinions import Command, Step

FIRST_DAY, LAST_DAY = date(2015, 1, 21), date(2019, 12, 31)
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


def _due(day: date, choice: int) -> Due:
    return Due.by(day + timedelta(days=choice % 60)) if choice % 7 else UNDATED


def _nothing(_: date, __: int) -> Mapping[str, Any]:
    return {}


def _refer(day: date, choice: int) -> Mapping[str, Any]:
    lead = (county.ROADS, county.TOWN, county.MONEY)[choice % 3]
    return {"lead": (lead,), "co": (), "due": _due(day, choice)}


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
    opinions.reply,
    opinions.consult,
}
HANDLING = (opinions.reply, opinions.request_extension, opinions.grant_extension)
ANSWERED = (opinions.evaluate, opinions.evaluate, opinions.order_rehandling, opinions.close)

NEXT: dict[OpinionStatus, tuple[Command, ...]] = {
    OpinionStatus.DRAFTED: (opinions.form,),
    OpinionStatus.FORMED: (*[opinions.refer] * 9, opinions.withdraw),
    OpinionStatus.REFERRED: (
        opinions.acknowledge,
        opinions.acknowledge,
        opinions.request_return,
    ),
    OpinionStatus.RETURN_REQUESTED: (opinions.decide_return,),
    OpinionStatus.IN_HANDLING: (*HANDLING, opinions.consult),
    OpinionStatus.REHANDLING: HANDLING,
    OpinionStatus.REPLIED: (*ANSWERED, opinions.track),
    OpinionStatus.TRACKING: ANSWERED,
    OpinionStatus.CLOSED: (opinions.look_back, opinions.reopen),
    OpinionStatus.WITHDRAWN: (opinions.withdraw,),
}


def _correction(item: Opinion | RectificationTask, choice: int) -> Mapping[str, Any]:
    corrects = choice // 5 % item.version + 1
    now = item.dates[corrects - 1] + timedelta(days=choice % 21 - 10)
    return {"corrects": corrects, "now": now, "reason": "日期登错"}


def _act_on_opinion(store: Store, number: str, entry: Entry) -> None:
    opinion = store.read(Opinion, Opinion.id_of(number))
    day = opinion.latest_step_on + timedelta(days=entry.after)
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
