"""Steps of ``features/merged_handling.feature``."""

from datetime import date

from pytest_bdd import scenarios, step, when

from tests.acceptance.desk import Desk
from tests.acceptance.opinion_acts import reply
from tests.acceptance.words import Sentence, Who

scenarios("merged_handling.feature")


@when(Sentence("{who:Who}{on:Day}只向{answered:Names}答复“{number:No}”"))
def _(desk: Desk, who: Who, on: date, answered: list[str], number: str) -> None:
    reply(desk, number, who, on, answered=answered)


@step(Sentence("{who:Who}{on:Day}将“{number:No}”分案,理由是“{reason:Text}”"))
def _(desk: Desk, who: Who, on: date, number: str, reason: str) -> None:
    desk.act(number, "separations", {"reason": reason}, who, on)
