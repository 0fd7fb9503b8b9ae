"""Steps of ``features/responsibility_matrix.feature``."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pytest_bdd import scenarios, then, when

from tests.acceptance.desk import Desk
from tests.acceptance.words import Sentence, Who, names, rows_of

scenarios("responsibility_matrix.feature")

LISTS = {"责任领导": "/responsibilities/leaders", "责任处室": "/responsibilities/offices"}
DUTY = {"任务": "number", "内容": "title", "期限": "due_label", "状态": "status_label"}

Loads = Sequence[Mapping[str, Any]]


@when(Sentence("{who:Who}{on:Day}退回“{plan:No}”,理由是“{reason:Text}”"))
def _(desk: Desk, who: Who, on: date, plan: str, reason: str) -> None:
    desk.act(plan, "rejections", {"reason": reason}, who, on)


@when(
    Sentence(
        "{who:Who}{on:Day}为“{plan:No}”第{no:Count}项措施补上资金“{fund:Text}”、时限{due:Due}"
    )
)
def _(desk: Desk, who: Who, on: date, plan: str, no: int, fund: str, due: Any) -> None:
    [now] = [each for each in desk.state(plan)["measures"] if each["no"] == no]
    kept = {
        name: now[name]
        for name in ("text", "sub_actions", "responsibility", "handling", "answers")
    }
    desk.act(plan, f"measures/{no}/revisions", {**kept, "fund": fund, "due": due}, who, on)


@then(Sentence("“{plan:No}”共有{measures:Count}项措施、{sub_actions:Count}项子措施"))
def _(desk: Desk, plan: str, measures: int, sub_actions: int) -> None:
    [row] = [each for each in desk.read_all("/plans") if each["number"] == plan]
    assert (row["measures"], row["sub_actions"]) == (measures, sub_actions)


@then(Sentence("截至{as_of:Day},各{kind:Capacity}承担的任务为:"), target_fixture="loads")
def _(desk: Desk, as_of: date, kind: str, datatable: list[list[str]]) -> Loads:
    loads = desk.read_all(LISTS[kind], as_of=as_of.isoformat())
    found = {
        load["name"]: (load["assignments"], [task["number"] for task in load["tasks"]])
        for load in loads
    }
    assert found == {
        row["姓名"]: (int(row["任务数"]), names(row["任务"])) for row in rows_of(datatable)
    }
    return loads


@then(Sentence("{kind:Capacity}共{people:Count}位,承担{assignments:Count}项次"))
def _(loads: Loads, people: int, assignments: int) -> None:
    assert len(loads) == people
    assert sum(load["assignments"] for load in loads) == assignments


@then(Sentence("截至{as_of:Day},{leader:Unit}的责任清单为:"))
def _(desk: Desk, as_of: date, leader: str, datatable: list[list[str]]) -> None:
    duties = desk.read_all("/responsibilities", leader=leader, as_of=as_of.isoformat())
    found = [{name: duty[DUTY[name]] for name in datatable[0]} for duty in duties]
    assert found == rows_of(datatable)
