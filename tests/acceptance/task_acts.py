"""Sentences about plans and tasks: drafted, approved, reported on, verified, closed out."""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from pytest_bdd import step

from tests.acceptance.desk import Desk
from tests.acceptance.words import (
    ELEMENTS,
    HANDLING,
    Sentence,
    Who,
    day,
    due,
    names,
    rows_of,
)


def evidence(name: str = "现场照片.jpg") -> dict[str, Any]:
    """Return evidence of that name."""
    digest = sha256(name.encode()).hexdigest()
    return {"name": name, "sha256": digest, "size": 204_800, "media_type": "image/jpeg"}


def measure(row: Mapping[str, str], opinions: Mapping[str, str]) -> dict[str, Any]:
    """Read a measure from its row; every opinion is answered when none is named."""
    answered = names(row["回应意见"]) if "回应意见" in row else list(opinions)
    actions = names(row.get("子措施", ""))
    return {
        "no": int(row["序号"]),
        "text": row["措施"],
        "sub_actions": [{"no": no, "text": text} for no, text in enumerate(actions, 1)],
        "responsibility": {
            "leaders": names(row.get("责任领导", "")),
            "offices": names(row.get("责任处室", "")),
            "lead_unit": row.get("牵头单位") or None,
        },
        "fund": row.get("资金") or None,
        "due": due(row["时限"]) if row["时限"] != "未定时限" else {"undated": True},
        "handling": HANDLING[row.get("类型", "分阶段整改")],
        "answers": [opinions[number] for number in answered],
    }


def draft(
    desk: Desk,
    plan: str,
    opinions: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    who: Who,
    on: date,
) -> None:
    """Draft a plan for opinions with its measures."""
    ids = {number: desk.id(number) for number in opinions}
    facts = {
        "number": plan,
        "title": f"{who.unit}整改方案",
        "unit": who.unit,
        "opinion_ids": list(ids.values()),
    }
    desk.begin("/plans", facts, who, on)
    for row in rows:
        desk.act(plan, "measures", measure(row, ids), who, on)


def put_in_force(desk: Desk, plan: str, who: Who, on: date) -> None:
    """Put a plan in force; its tasks are known by their numbers from then on."""
    desk.act(plan, "entries-into-force", {}, who, on)
    for task in desk.read_all("/tasks", plan=desk.id(plan)):
        desk.learn(task["number"], f"/tasks/{task['id']}")


def entrust(desk: Desk, task: str, units: Sequence[str], who: Who, on: date, **facts: Any) -> None:
    """Make units responsible for a task, with a leader and an office of the first."""
    stated = {
        "units": list(units),
        "leaders": [f"{units[0]}负责人"],
        "offices": [f"{units[0]}办公室"],
    }
    desk.act(task, "assignments", {**stated, **facts}, who, on)


def report(desk: Desk, task: str, percent: int, who: Who, on: date, **facts: Any) -> None:
    """Report progress, with a photograph."""
    stated = {"percent": percent, "text": f"完成进度{percent}%", "evidence": [evidence()]}
    desk.act(task, "progress-reports", {**stated, **facts}, who, on)


def claim(desk: Desk, task: str, completed_on: date, who: Who, on: date, **facts: Any) -> None:
    """Claim that a task is done."""
    stated = {"completed_on": completed_on.isoformat()}
    desk.act(task, "closeout-requests", {**stated, **facts}, who, on)


def accept(desk: Desk, task: str, who: Who, on: date) -> None:
    """Find that a claim holds."""
    facts = {"result": "passed", "note": "现场核查,已整改到位"}
    desk.act(task, "verifications", facts, who, on)


@step(Sentence("{who:Who}{on:Day}针对{opinions:Nos}制定整改方案“{plan:No}”:"))
def _(
    desk: Desk,
    who: Who,
    on: date,
    opinions: list[str],
    plan: str,
    datatable: list[list[str]],
) -> None:
    draft(desk, plan, opinions, rows_of(datatable), who, on)


@step(Sentence("{who:Who}{on:Day}报送“{plan:No}”"))
def _(desk: Desk, who: Who, on: date, plan: str) -> None:
    desk.act(plan, "submissions", {}, who, on)


@step(Sentence("{who:Who}{on:Day}审定“{plan:No}”"))
def _(desk: Desk, who: Who, on: date, plan: str) -> None:
    desk.act(plan, "approvals", {"approver": who.unit}, who, on)


@step(Sentence("{who:Who}{on:Day}开始实施“{plan:No}”"))
def _(desk: Desk, who: Who, on: date, plan: str) -> None:
    put_in_force(desk, plan, who, on)


@step(
    Sentence(
        "{who:Who}{on:Day}同意“{plan:No}”第{nos:Numbers}项措施免除{elements:Names},"
        "理由是“{reason:Text}”"
    )
)
def _(
    desk: Desk, who: Who, on: date, plan: str, nos: list[int], elements: list[str], reason: str
) -> None:
    waived = [ELEMENTS[element] for element in elements]
    for no in nos:
        facts = {"no": no, "elements": waived, "reason": reason}
        desk.act(plan, "element-waivers", facts, who, on)


@step(
    Sentence(
        "{who:Who}{on:Day}[为“{opinion:No}”]立项整改“{task:No}”,由{units:Names}承担,期限{due:Due}"
    )
)
def _(
    desk: Desk,
    who: Who,
    on: date,
    opinion: str | None,
    task: str,
    units: list[str],
    due: Any,
) -> None:
    facts = {
        "number": task,
        "text": f"整改{task}所列问题",
        "opinion_ids": [desk.id(opinion)] if opinion else [],
        "due": due,
        "handling": "phased",
    }
    desk.begin("/tasks", facts, who, on)
    entrust(desk, task, units, who, on)


@step(Sentence("{who:Who}{on:Day}将“{task:No}”调整由{units:Names}承担,原因是“{reason:Text}”"))
def _(desk: Desk, who: Who, on: date, task: str, units: list[str], reason: str) -> None:
    entrust(desk, task, units, who, on, reason=reason)


@step(Sentence("{who:Who}{on:Day}将“{task:No}”的期限调整为{due:Due},原因是“{reason:Text}”"))
def _(desk: Desk, who: Who, on: date, task: str, due: Any, reason: str) -> None:
    desk.act(task, "amendments", {"due": due, "reason": reason}, who, on)


@step(Sentence("{who:Who}{on:Day}报告“{task:No}”进度{percent:Count}%[,原因是“{reason:Text}”]"))
def _(desk: Desk, who: Who, on: date, task: str, percent: int, reason: str | None) -> None:
    report(desk, task, percent, who, on, reason_for_fall=reason)


@step(Sentence("{who:Who}{on:Day}申请将“{task:No}”销号,完成日期为{done:Day}"))
def _(desk: Desk, who: Who, on: date, task: str, done: date) -> None:
    claim(desk, task, done, who, on)


@step(Sentence("{who:Who}{on:Day}核查通过“{task:No}”"))
def _(desk: Desk, who: Who, on: date, task: str) -> None:
    accept(desk, task, who, on)


@step(
    Sentence("{who:Who}{on:Day}核查“{task:No}”未通过,理由是“{reasons:Text}”,新的期限为{due:Due}")
)
def _(desk: Desk, who: Who, on: date, task: str, reasons: str, due: Any) -> None:
    facts = {"result": "failed", "reasons": reasons, "new_due": due}
    desk.act(task, "verifications", facts, who, on)


@step(Sentence("{who:Who}{on:Day}将“{task:No}”销号"))
def _(desk: Desk, who: Who, on: date, task: str) -> None:
    desk.act(task, "closeouts", {}, who, on)


@step(Sentence("“{task:No}”已于{done:Day}完成,{closed:Day}经{who:Who}核查后销号"))
def _(desk: Desk, task: str, done: date, closed: date, who: Who) -> None:
    unit = Who.read(desk.state(task)["assignment"]["units"][0])
    report(desk, task, 100, unit, done)
    claim(desk, task, done, unit, done)
    accept(desk, task, who, closed)
    desk.act(task, "closeouts", {}, who, closed)


@step(Sentence("{who:Who}{on:Day}申请将“{task:No}”延期至{asked:Day}"))
def _(desk: Desk, who: Who, on: date, task: str, asked: date) -> None:
    facts = {"asked": asked.isoformat(), "reason": "设备到货推迟"}
    desk.act(task, "extensions", facts, who, on)


@step(Sentence("{who:Who}{on:Day}取消“{task:No}”,原因是“{reason:Text}”"))
def _(desk: Desk, who: Who, on: date, task: str, reason: str) -> None:
    desk.act(task, "cancellations", {"reason": reason}, who, on)


@step(
    Sentence(
        "{who:Who}{on:Day}将“{plan:No}”第{no:Count}项措施的时限调整为{due:Due},"
        "原因是“{reason:Text}”"
    )
)
def _(desk: Desk, who: Who, on: date, plan: str, no: int, due: Any, reason: str) -> None:
    desk.act(plan, f"measures/{no}/amendments", {"due": due, "reason": reason}, who, on)


@step(Sentence("以下措施完成后,经{who:Who}核查销号:"))
def _(desk: Desk, who: Who, datatable: list[list[str]]) -> None:
    for row in rows_of(datatable):
        task, done = row["任务"], day(row["完成日期"])
        unit = Who.read(desk.state(task)["assignment"]["units"][0])
        report(desk, task, 100, unit, done)
        claim(desk, task, done, unit, day(row["申请销号"]))
        accept(desk, task, who, day(row["核查通过"]))
        desk.act(task, "closeouts", {}, who, day(row["销号"]))


@step(Sentence("{who:Who}{on:Day}取消“{plan:No}”第{no:Count}项措施,原因是“{reason:Text}”"))
def _(desk: Desk, who: Who, on: date, plan: str, no: int, reason: str) -> None:
    desk.act(plan, f"measures/{no}/cancellations", {"reason": reason}, who, on)
