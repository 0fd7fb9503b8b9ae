"""Steps of ``features/unit_change.feature``."""

from datetime import date
from typing import Any

from pytest_bdd import scenarios, step, then, when

from tests.acceptance.desk import Desk
from tests.acceptance.opinion_acts import form, refer, register
from tests.acceptance.words import REGISTRAR, Sentence, Who

scenarios("unit_change.feature")


@step(Sentence("{unit:Unit}{on:Day}更名为“{name:Text}”,依据是“{reason:Text}”"))
def _(desk: Desk, unit: str, on: date, name: str, reason: str) -> None:
    desk.act(unit, "names", {"name": name, "reason": reason}, REGISTRAR, on)


@when(
    Sentence("{who:Who}{on:Day}登记{deputy:Unit}提出的代表建议“{number:No}”,当日交办{lead:Unit}")
)
def _(desk: Desk, who: Who, on: date, deputy: str, number: str, lead: str) -> None:
    register(desk, number, "deputy_suggestion", [deputy], who, on)
    form(desk, number, who, on)
    refer(desk, number, [lead], {"undated": True}, who, on)


@then(Sentence("{unit:Unit}的名称在{then:Day}是“{old:Text}”,在{now:Day}是“{new:Text}”"))
def _(desk: Desk, unit: str, then: date, old: str, now: date, new: str) -> None:
    assert (row(desk, unit, then)["name"], row(desk, unit, now)["name"]) == (old, new)


@then(Sentence("截至{as_of:Day},{unit:Unit}已经撤并,并入{successor:Unit}"))
def _(desk: Desk, as_of: date, unit: str, successor: str) -> None:
    found = row(desk, unit, as_of)
    assert (found["ended_on"], found["successor"]) == (as_of.isoformat(), successor)


@then(Sentence("截至{as_of:Day},{unit:Unit}没有撤并"))
def _(desk: Desk, as_of: date, unit: str) -> None:
    found = row(desk, unit, as_of)
    assert (found["ended_on"], found["successor"]) == (None, None)


def row(desk: Desk, unit: str, as_of: date) -> dict[str, Any]:
    units = desk.read_all("/units", as_of=as_of.isoformat())
    [found] = [each for each in units if each["code"] == unit]
    return found
