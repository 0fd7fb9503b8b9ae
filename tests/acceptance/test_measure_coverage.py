"""Steps of ``features/measure_coverage.feature``."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from pytest_bdd import given, scenarios, step, then, when

from tests.acceptance.desk import Desk
from tests.acceptance.ledgers import shown
from tests.acceptance.opinion_acts import form, refer, register
from tests.acceptance.words import Sentence, Who, rows_of

scenarios("measure_coverage.feature")


@given(Sentence("{who:Who}{on:Day}将六条群众意见交办{unit:Unit},次日签收:"))
def _(desk: Desk, who: Who, on: date, unit: str, datatable: list[list[str]]) -> None:
    for row in rows_of(datatable):
        number, title = row["意见"], row["标题"]
        facts = {"title": title, "wording": f"{title}。", "channel": "questionnaire"}
        register(desk, number, "public", (), who, on, **facts)
        form(desk, number, who, on, formation_type="working_body_decision")
        refer(desk, number, [unit], {"undated": True}, who, on)
        desk.act(number, "acknowledgements", {}, Who.read(unit), on + timedelta(days=1))


@step(Sentence("{who:Who}{on:Day}说明“{plan:No}”对“{opinion:No}”不予回应,理由是“{reason:Text}”"))
def _(desk: Desk, who: Who, on: date, plan: str, opinion: str, reason: str) -> None:
    facts = {"opinion_id": desk.id(opinion), "reason": reason}
    desk.act(plan, "opinion-waivers", facts, who, on)


@when(
    Sentence(
        "{who:Who}{on:Day}在“{plan:No}”中增加第{no:Count}项措施“{text:Text}”,回应“{opinion:No}”"
    )
)
def _(desk: Desk, who: Who, on: date, plan: str, no: int, text: str, opinion: str) -> None:
    facts = {
        "no": no,
        "text": text,
        "due": {"on": "2009-12-31"},
        "handling": "immediate",
        "answers": [desk.id(opinion)],
    }
    desk.act(plan, "measures", facts, who, on)


@then(Sentence("截至{as_of:Day},尚无措施回应的意见是{opinions:Nos}"))
def _(desk: Desk, as_of: date, opinions: list[str]) -> None:
    rows = desk.read_all("/coverage", state="uncovered", as_of=as_of.isoformat())
    assert [row["number"] for row in rows] == opinions


@then(Sentence("截至{as_of:Day},各条意见的回应情况为:"))
def _(desk: Desk, as_of: date, datatable: list[list[str]]) -> None:
    found = [_answer(row) for row in desk.read_all("/coverage", as_of=as_of.isoformat())]
    assert [{name: row[name] for name in datatable[0]} for row in found] == rows_of(datatable)


def _answer(row: Mapping[str, Any]) -> dict[str, str]:
    [answer] = row["answers"]
    stated = {
        "意见": row["number"],
        "回应情况": row["state_label"],
        "措施": [str(measure["no"]) for measure in answer["measures"]],
        "不予回应的理由": answer["waived_because"],
    }
    return {name: shown(value) for name, value in stated.items()}
