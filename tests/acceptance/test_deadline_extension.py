"""Steps of ``features/deadline_extension.feature``."""

from datetime import date

from pytest_bdd import scenarios, then, when

from tests.acceptance.desk import Desk
from tests.acceptance.ledgers import shown
from tests.acceptance.words import Sentence, Who, rows_of

scenarios("deadline_extension.feature")

REQUEST = {
    "申请书日期": "asked",
    "收到日期": "received_on",
    "当时的期限": "due_was",
    "审批日期": "decided_on",
    "批准延至": "until",
    "告知代表": "deputy_told_on",
    "不同意的理由": "refused_because",
}
TASK_REQUEST = {
    "申请日期": "asked_on",
    "申请延至": "asked",
    "当时的期限": "due_was",
    "审批日期": "decided_on",
    "批准延至": "granted",
}


@when(Sentence("{who:Who}{on:Day}同意将“{number:No}”延期至{until:Day},没有告知代表"))
def _(desk: Desk, who: Who, on: date, number: str, until: date) -> None:
    facts = {"decision": "granted", "until": until}
    desk.act(number, "extension-decisions", facts, who, on)


@then(Sentence("“{number:No}”的延期申请为:"))
def _(desk: Desk, number: str, datatable: list[list[str]]) -> None:
    asked = desk.state(number)["rounds"][-1]["extensions"]
    stated = [{**each, "due_was": each["due_was"]["on"]} for each in asked]
    found = [{name: shown(each[REQUEST[name]]) for name in datatable[0]} for each in stated]
    assert found == rows_of(datatable)


@then(Sentence("“{task:No}”的任务延期为:"))
def _(desk: Desk, task: str, datatable: list[list[str]]) -> None:
    state = desk.state(task)
    pending = [state["pending_extension"]] if state["pending_extension"] else []
    asked = [*(each for each in state["extensions"] if each["decided_on"]), *pending]
    stated = [{**each, "due_was": each["due_was"]["on"]} for each in asked]
    found = [{name: shown(each[TASK_REQUEST[name]]) for name in datatable[0]} for each in stated]
    assert found == rows_of(datatable)
