"""Steps of ``features/look_back.feature``."""

from datetime import date
from typing import Any

from pytest_bdd import scenarios, step, then

from tests.acceptance.desk import Desk
from tests.acceptance.words import Sentence, Who, rows_of

scenarios("look_back.feature")

CLOSING = {
    "轮次": "round",
    "完成日期": "completed_on",
    "销号日期": "closed_on",
    "办结日期": "closed_on",
}


@step(Sentence("{who:Who}{on:Day}对“{task:No}”回头看,没有反弹"))
def _(desk: Desk, who: Who, on: date, task: str) -> None:
    facts = {"result": "passed", "note": "现场完好"}
    desk.act(task, "look-backs", facts, who, on)


@step(Sentence("{who:Who}{on:Day}对“{task:No}”回头看,发现反弹,重新整改期限{due:Due}"))
def _(desk: Desk, who: Who, on: date, task: str, due: Any) -> None:
    facts = {"result": "recurred", "note": "问题再次出现", "due": due}
    desk.act(task, "look-backs", facts, who, on)


@then(Sentence("“{number:No}”的历次销号为:"))
@then(Sentence("“{number:No}”的历次办结为:"))
def _(desk: Desk, number: str, datatable: list[list[str]]) -> None:
    closings = desk.state(number)["closings"]
    found = [{name: str(each[CLOSING[name]]) for name in datatable[0]} for each in closings]
    assert found == rows_of(datatable)
