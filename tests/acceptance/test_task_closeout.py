"""Steps of ``features/task_closeout.feature``."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pytest_bdd import given, scenarios, step, then, when

from tests.acceptance.desk import Desk
from tests.acceptance.ledgers import shown
from tests.acceptance.task_acts import claim, entrust, evidence, report
from tests.acceptance.words import Sentence, Who, rows_of

scenarios("task_closeout.feature")


@given(
    Sentence(
        "{who:Who}{on:Day}立项整改“{task:No}”,由{unit:Unit}承担,期限{due:Due},"
        "目标“{target:Text}”为{low:Count}至{high:Count}宗,子措施为{actions:Nos}"
    )
)
def _(
    desk: Desk,
    who: Who,
    on: date,
    task: str,
    unit: str,
    due: Any,
    target: str,
    low: int,
    high: int,
    actions: list[str],
) -> None:
    facts = {
        "number": task,
        "text": target,
        "sub_actions": [{"no": no, "text": text} for no, text in enumerate(actions, 1)],
        "target": {
            "text": target,
            "unit_of_measure": "宗",
            "minimum": str(low),
            "maximum": str(high),
        },
        "due": due,
        "handling": "phased",
    }
    desk.begin("/tasks", facts, who, on)
    entrust(desk, task, [unit], who, on)


@step(
    Sentence(
        "{who:Who}{on:Day}报告“{task:No}”进度{percent:Count}%,完成第{no:Count}项子措施"
        "[,附“{name:Text}”]"
    )
)
def _(desk: Desk, who: Who, on: date, task: str, percent: int, no: int, name: str | None) -> None:
    attached = [evidence(name)] if name else []
    report(desk, task, percent, who, on, sub_actions_done=[no], evidence=attached)


@when(Sentence("{who:Who}{on:Day}以完成{value:Count}宗申请将“{task:No}”销号,完成日期为{done:Day}"))
def _(desk: Desk, who: Who, on: date, value: int, task: str, done: date) -> None:
    claim(desk, task, done, who, on, target_value=str(value))


@when(Sentence("{who:Who}{on:Day}以没有数量申请将“{task:No}”销号,完成日期为{done:Day}"))
def _(desk: Desk, who: Who, on: date, task: str, done: date) -> None:
    claim(desk, task, done, who, on)


@given(Sentence("{who:Who}{on:Day}公示“{task:No}”,自{start:Day}至{end:Day}"))
def _(desk: Desk, who: Who, on: date, task: str, start: date, end: date) -> None:
    facts = {"start": start, "end": end, "channel": "县人大网站"}
    desk.act(task, "public-notices", facts, who, on)


@given(Sentence("{who:Who}{on:Day}登记对“{task:No}”的异议“{text:Text}”,{upheld:Upheld}"))
def _(desk: Desk, who: Who, on: date, task: str, text: str, upheld: str) -> None:
    facts = {"text": text, "upheld": upheld == "成立"}
    desk.act(task, "objections", facts, who, on)


@then(Sentence("“{task:No}”各轮整改为:"))
def _(desk: Desk, task: str, datatable: list[list[str]]) -> None:
    assert [_round(each) for each in desk.state(task)["rounds"]] == rows_of(datatable)


def _round(round_: Mapping[str, Any]) -> dict[str, str]:
    [verdict] = round_["verdicts"]
    stated = {
        "轮次": round_["number"],
        "期限": round_["due"]["on"],
        "完成日期": round_["claim"]["completed_on"],
        "申请日期": round_["claim"]["claimed_on"],
        "核查日期": verdict["given_on"],
        "是否通过": verdict["passed"],
        "核查意见": verdict["text"],
    }
    return {name: shown(value) for name, value in stated.items()}
