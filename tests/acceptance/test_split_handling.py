"""Steps of ``features/split_handling.feature``."""

from datetime import date
from typing import Any

from pytest_bdd import given, scenarios, when

from tests.acceptance.desk import Desk
from tests.acceptance.opinion_acts import form, refer, register
from tests.acceptance.words import Sentence, Who

scenarios("split_handling.feature")


@given(
    Sentence(
        "{who:Who}{on:Day}将{proposers:Names}提出的{kind:Kind}“{number:No}”分办给{lead:Names},"
        "期限{due:Due}"
    )
)
def _(
    desk: Desk,
    who: Who,
    on: date,
    proposers: list[str],
    kind: str,
    number: str,
    lead: list[str],
    due: Any,
) -> None:
    register(desk, number, kind, proposers, who, on)
    form(desk, number, who, on)
    refer(desk, number, lead, due, who, on)


@when(Sentence("{who:Who}{on:Day}将“{number:No}”重新分办给{lead:Names},期限{due:Due}"))
def _(desk: Desk, who: Who, on: date, number: str, lead: list[str], due: Any) -> None:
    refer(desk, number, lead, due, who, on)
