"""Steps of ``features/joint_signers.feature``."""

from datetime import date

from pytest_bdd import scenarios, when

from tests.acceptance.desk import Desk
from tests.acceptance.opinion_acts import reply
from tests.acceptance.words import Sentence, Who

scenarios("joint_signers.feature")


@when(Sentence("{who:Who}{on:Day}答复“{number:No}”,只答复了{answered:Names}"))
def _(desk: Desk, who: Who, on: date, number: str, answered: list[str]) -> None:
    reply(desk, number, who, on, answered=answered)


@when(Sentence("{who:Who}{on:Day}认定“{number:No}”其余代表逾期未反馈,此前已于{reminded:Day}提醒"))
def _(desk: Desk, who: Who, on: date, number: str, reminded: date) -> None:
    desk.act(number, "lapsed-feedback", {"reminded_on": reminded}, who, on)
