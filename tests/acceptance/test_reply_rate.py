"""Steps of ``features/reply_rate.feature``."""

from datetime import date
from typing import Any

from pytest_bdd import given, scenarios, when

from tests.acceptance.desk import Desk
from tests.acceptance.opinion_acts import evaluate, form, refer, register, reply
from tests.acceptance.words import GRADES, KINDS, Sentence, Who, day, rows_of

scenarios("reply_rate.feature")


@given(Sentence("{who:Who}{on:Day}将以下议案和建议交办{lead:Unit},期限{due:Due}:"))
def _(desk: Desk, who: Who, on: date, lead: str, due: Any, datatable: list[list[str]]) -> None:
    for row in rows_of(datatable):
        number, kind = row["意见"], KINDS[row["类别"]]
        register(desk, number, kind, [row["领衔代表"]], who, on, is_key=row["重点"] == "是")
        form(desk, number, who, on)
        refer(desk, number, [lead], due, who, on)


@given(Sentence("{who:Who}{on:Day}逐件签收"))
def _(desk: Desk, who: Who, on: date) -> None:
    for row in desk.read_all("/opinions", status="referred", lead_unit=who.unit):
        desk.act(row["number"], "acknowledgements", {}, who, on)


@when(Sentence("{who:Who}陆续答复,代表陆续评价:"))
def _(desk: Desk, who: Who, datatable: list[list[str]]) -> None:
    for row in rows_of(datatable):
        number, grade = row["意见"], GRADES[row["满意度"]]
        reply(desk, number, who, day(row["答复"]))
        deputy = desk.state(number)["lead_deputy"]
        evaluate(desk, number, deputy, grade, None, day(row["评价"]))
