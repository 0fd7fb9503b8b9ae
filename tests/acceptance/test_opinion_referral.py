"""Steps of ``features/opinion_referral.feature``."""

from datetime import date
from typing import Any

from pytest_bdd import given, scenarios, step, when

from tests.acceptance.desk import Desk
from tests.acceptance.opinion_acts import form, refer, reply
from tests.acceptance.words import Sentence, Who

scenarios("opinion_referral.feature")


@given(Sentence("{who:Who}{on:Day}形成“{number:No}”"))
def _(desk: Desk, who: Who, on: date, number: str) -> None:
    form(desk, number, who, on)


@when(Sentence("{who:Who}{on:Day}将“{number:No}”同时交办{lead:Names}主办,期限{due:Due}"))
def _(desk: Desk, who: Who, on: date, number: str, lead: list[str], due: Any) -> None:
    refer(desk, number, lead, due, who, on, split_handling=False)


@step(Sentence("{who:Who}{on:Day}将“{number:No}”分办给{lead:Names},期限{due:Due}"))
def _(desk: Desk, who: Who, on: date, number: str, lead: list[str], due: Any) -> None:
    refer(desk, number, lead, due, who, on, split_handling=True)


@when(Sentence("{who:Who}{on:Day}将“{number:No}”交办{lead:Unit}主办、{co:Unit}协办,期限{due:Due}"))
def _(desk: Desk, who: Who, on: date, number: str, lead: str, co: str, due: Any) -> None:
    refer(desk, number, [lead], due, who, on, co=[co])


@when(Sentence("{who:Who}{on:Day}答复“{number:No}”,注明“{noted:Text}”"))
def _(desk: Desk, who: Who, on: date, number: str, noted: str) -> None:
    reply(desk, number, who, on, co_opinions_noted=noted)
