"""Steps of ``features/plan_handover.feature``."""

from datetime import date

from pytest_bdd import scenarios, then, when

from tests.acceptance.desk import Desk
from tests.acceptance.ledgers import shown
from tests.acceptance.task_acts import entrust
from tests.acceptance.words import Sentence, Who, rows_of

scenarios("plan_handover.feature")


@when(Sentence("{who:Who}{on:Day}将“{task:No}”调整为由{unit:Unit}负责,原因是“{reason:Text}”"))
def _(desk: Desk, who: Who, on: date, task: str, unit: str, reason: str) -> None:
    entrust(desk, task, [unit], who, on, reason=reason)


@then(Sentence("截至{as_of:Day},各单位负责的整改方案为:"))
def _(desk: Desk, as_of: date, datatable: list[list[str]]) -> None:
    for row in rows_of(datatable):
        listed = desk.read_all("/plans", unit=row["单位"], as_of=as_of.isoformat())
        assert shown([each["number"] for each in listed]) == row["整改方案"]


@then(Sentence("“{plan:No}”各项措施的牵头单位为:"))
def _(desk: Desk, plan: str, datatable: list[list[str]]) -> None:
    found = [
        {"序号": str(each["no"]), "牵头单位": shown(each["responsibility"]["lead_unit"])}
        for each in desk.state(plan)["measures"]
    ]
    assert found == rows_of(datatable)
