"""Steps of ``features/long_term_conversion.feature``."""

from datetime import date

from pytest_bdd import scenarios, step, then

from tests.acceptance.desk import Desk
from tests.acceptance.words import Sentence, Who

scenarios("long_term_conversion.feature")


@step(Sentence("{who:Who}{on:Day}将“{task:No}”转为长期整改,{review:Day}复核,计划是“{plan:Text}”"))
def _(desk: Desk, who: Who, on: date, task: str, review: date, plan: str) -> None:
    facts = {"reason": "涉及全城管网,需跨年度实施", "plan": plan, "review_on": review}
    desk.act(task, "long-term-conversions", facts, who, on)


@then(Sentence("“{task:No}”的长期计划是“{plan:Text}”"))
def _(desk: Desk, task: str, plan: str) -> None:
    assert desk.state(task)["long_term"]["plan"] == plan
