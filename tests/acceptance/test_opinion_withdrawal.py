"""Steps of ``features/opinion_withdrawal.feature``."""

from datetime import date

from pytest_bdd import scenarios, when

from tests.acceptance.desk import Desk
from tests.acceptance.words import Sentence, Who

scenarios("opinion_withdrawal.feature")


@when(Sentence("{who:Who}{on:Day}登记{deputy:Unit}撤回“{number:No}”,没有书面材料"))
def _(desk: Desk, who: Who, on: date, deputy: str, number: str) -> None:
    desk.act(number, "withdrawals", {"document": " ", "by": deputy}, who, on)
