"""Steps of ``features/promised_item.feature``."""

from datetime import date

from pytest_bdd import scenarios, step, then

from tests.acceptance.desk import Desk
from tests.acceptance.ledgers import shown
from tests.acceptance.words import Sentence, Who, rows_of

scenarios("promised_item.feature")


@step(Sentence("{who:Who}{on:Day}登记“{number:No}”第{item:Count}项承诺已于{done:Day}兑现"))
def _(desk: Desk, who: Who, on: date, number: str, item: int, done: date) -> None:
    facts = {"item": item, "fulfilled_on": done, "note": "已通车"}
    desk.act(number, "promised-item-fulfilments", facts, who, on)


@then(Sentence("“{number:No}”的承诺事项为:"))
def _(desk: Desk, number: str, datatable: list[list[str]]) -> None:
    found = [
        {
            "序号": shown(item["number"]),
            "承诺事项": item["text"],
            "承诺期限": item["due"]["on"],
            "兑现日期": shown(item["fulfilled_on"]),
            "登记日期": shown(item["recorded_on"]),
        }
        for item in desk.state(number)["rounds"][-1]["promised_items"]
    ]
    assert found == rows_of(datatable)
