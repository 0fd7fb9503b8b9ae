"""Sentences about a unit that has ended, and about what is handed over to another one."""

from datetime import date

from pytest_bdd import step, then

from tests.acceptance.desk import Desk
from tests.acceptance.ledgers import shown
from tests.acceptance.words import REGISTRAR, Sentence, Who, rows_of

HANDOVER = {
    "原单位": "unit",
    "承接单位": "successor",
    "移交日期": "handed_over_on",
    "理由": "reason",
}


@step(
    Sentence(
        "{who:Who}{on:Day}将“{number:No}”由{unit:Unit}移交{successor:Unit},理由是“{reason:Text}”"
    )
)
def _(desk: Desk, who: Who, on: date, number: str, unit: str, successor: str, reason: str) -> None:
    facts = {"unit": unit, "successor": successor, "reason": reason}
    desk.act(number, "handovers", facts, who, on)


@step(Sentence("{unit:Unit}{on:Day}撤销,依据是“{reason:Text}”"))
def _(desk: Desk, unit: str, on: date, reason: str) -> None:
    desk.act(unit, "closures", {"reason": reason}, REGISTRAR, on)


@then(Sentence("“{number:No}”的移交记录为:"))
def _(desk: Desk, number: str, datatable: list[list[str]]) -> None:
    state = desk.state(number)
    of_opinion = state.get("referrals")
    handovers = (of_opinion[-1] if of_opinion else state)["handovers"]
    told = [{name: shown(row[key]) for name, key in HANDOVER.items()} for row in handovers]
    assert told == rows_of(datatable)
