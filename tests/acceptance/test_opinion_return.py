"""Steps of ``features/opinion_return.feature``."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pytest_bdd import scenarios, then, when

from tests.acceptance.desk import Desk
from tests.acceptance.ledgers import shown
from tests.acceptance.words import Sentence, Who, rows_of

scenarios("opinion_return.feature")

REFERRAL = {
    "主办单位": "lead",
    "交办日期": "referred_on",
    "期限": "due",
    "是否退办": "returned",
}
REQUEST = {
    "申请单位": "unit",
    "申请日期": "requested_on",
    "理由": "reason",
    "建议单位": "suggested_unit",
    "是否同意": "accepted",
    "决定理由": "decision_reason",
}


@when(Sentence("{who:Who}{on:Day}申请将“{number:No}”退办,没有说明理由"))
def _(desk: Desk, who: Who, on: date, number: str) -> None:
    desk.act(number, "return-requests", {"reason": ""}, who, on)


@then(Sentence("“{number:No}”的历次交办为:"))
def _(desk: Desk, number: str, datatable: list[list[str]]) -> None:
    referrals = desk.state(number)["referrals"]
    stated = [{**each, "due": each["due"]["on"]} for each in referrals]
    assert _table(stated, REFERRAL) == rows_of(datatable)


@then(Sentence("“{number:No}”的退办申请为:"))
def _(desk: Desk, number: str, datatable: list[list[str]]) -> None:
    assert _table(desk.state(number)["return_requests"], REQUEST) == rows_of(datatable)


def _table(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> list[dict[str, str]]:
    return [{name: shown(row[column]) for name, column in columns.items()} for row in rows]
