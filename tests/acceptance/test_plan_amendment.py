"""Steps of ``features/plan_amendment.feature``."""

from datetime import date

from pytest_bdd import scenarios, then, when

from tests.acceptance.desk import Desk
from tests.acceptance.words import Sentence, Who, rows_of

scenarios("plan_amendment.feature")


@when(Sentence("{who:Who}{on:Day}办结“{plan:No}”"))
def _(desk: Desk, who: Who, on: date, plan: str) -> None:
    desk.act(plan, "conclusions", {}, who, on)


@then(Sentence("“{plan:No}”的历次调整为:"))
def _(desk: Desk, plan: str, datatable: list[list[str]]) -> None:
    found = [
        {
            "措施": str(each["no"]),
            "调整日期": each["occurred_on"],
            "原时限": each["former_due"]["on"],
            "新时限": each["due"]["on"],
            "原因": each["reason"],
        }
        for each in desk.state(plan)["amendments"]
    ]
    assert found == rows_of(datatable)
