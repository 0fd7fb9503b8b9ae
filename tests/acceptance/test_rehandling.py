"""Steps of ``features/rehandling.feature``."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pytest_bdd import given, scenarios, then

from tests.acceptance.desk import Desk
from tests.acceptance.ledgers import shown
from tests.acceptance.opinion_acts import evaluate, form, refer, register, reply
from tests.acceptance.words import GRADES, Sentence, Who, rows_of

scenarios("rehandling.feature")

CONGRESS = Who.read("县人大常委会")


@given(Sentence("五件建议交办{unit:Unit},答复后评价如下:"))
def _(desk: Desk, unit: str, datatable: list[list[str]]) -> None:
    who = Who.read(unit)
    for row in rows_of(datatable):
        number, deputy = row["意见"], f"提出{row['意见']}的代表"
        register(desk, number, "deputy_suggestion", [deputy], CONGRESS, date(2015, 3, 1))
        form(desk, number, CONGRESS, date(2015, 3, 20))
        refer(desk, number, [unit], {"on": "2015-06-25"}, CONGRESS, date(2015, 3, 25))
        desk.act(number, "acknowledgements", {}, who, date(2015, 3, 26))
        reply(desk, number, who, date(2015, 6, 20))
        evaluate(desk, number, deputy, GRADES[row["第一轮"]], "尚未解决", date(2015, 7, 1))
        if row["第二轮"]:
            facts = {"due": {"on": "2015-08-31"}, "reason": "代表不满意"}
            desk.act(number, "rehandlings", facts, CONGRESS, date(2015, 7, 3))
            reply(desk, number, who, date(2015, 8, 20))
            evaluate(desk, number, deputy, GRADES[row["第二轮"]], "尚未解决", date(2015, 9, 1))


@then(Sentence("“{number:No}”各轮办理为:"))
def _(desk: Desk, number: str, datatable: list[list[str]]) -> None:
    rounds = [_round(each) for each in desk.state(number)["rounds"]]
    assert [{name: each[name] for name in datatable[0]} for each in rounds] == rows_of(datatable)


def _round(round_: Mapping[str, Any]) -> dict[str, str]:
    nothing: Mapping[str, Any] = {}
    reply_ = next(iter(round_["replies"]), nothing)
    evaluation = next(iter(round_["evaluations"]), nothing)
    stated = {
        "轮次": round_["number"],
        "开始日期": round_["begun_on"],
        "期限": round_["due"]["on"],
        "原期限": round_["original_due"]["on"],
        "答复日期": reply_.get("replied_on"),
        "评价": evaluation.get("satisfaction_label"),
        "理由": evaluation.get("reasons"),
    }
    return {name: shown(value) for name, value in stated.items()}
