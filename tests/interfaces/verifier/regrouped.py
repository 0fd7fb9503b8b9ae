"""A county whose units are regrouped while they handle opinions; what could not happen there."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from application.commands import opinions, units
from application.store import Store
from application.system_acts import SYSTEM_UNIT
from domain.opinion import Opinion
from domain.opinion_handling import PromisedItem
from domain.opinion_terms import ResultClass
from domain.unit import Unit, UnitKind, UnitLevel
from tests.application.opinions import (
    BEGINNING,
    MONEY,
    OFFICE,
    ROADS,
    TOWN,
    Step,
    due,
    run,
    settle,
    take,
    tell,
)
from tests.interfaces.verifier.continued import until
from tests.interfaces.verifier.falsified import (
    Edit,
    by,
    called,
    copied,
    corrected,
    renumbered,
    states,
    then,
    together,
    twice,
    without,
)
from tests.interfaces.verifier.replaying import Line

OTHER, SPLIT, PASSED_ON = "DL-2015-02", "DL-2015-03", "DL-2015-13"
FARMS, WORKS, ROADWORKS = "DLNYJ", "DLJSJ", "DLGLD"
ELSEWHERE = {"lead": (TOWN,), "co": ()}
HANDED_OVER, SEPARATED = "opinion.handed-over", "opinion.separated"
IN_MAY = "2015-05-02"
SHARED = {
    "DL-2015-06": (FARMS, ROADS, TOWN),
    "DL-2015-07": (ROADS, FARMS, TOWN),
    "DL-2015-08": (TOWN, ROADS),
    "DL-2015-09": (ROADS, FARMS, TOWN),
    "DL-2015-10": (TOWN, FARMS, ROADS),
    "DL-2015-11": (ROADS, TOWN),
    "DL-2015-12": (ROADS, TOWN, FARMS),
}
SUCCESSORS = dict.fromkeys(SHARED, TOWN) | {"DL-2015-08": FARMS}
"""Who has the part of the unit that ended: a unit with a part of its own, twice, and another."""


def fill(store: Store) -> None:
    """Let a lead unit be merged into another one and a co-unit be abolished, in an empty store."""
    settle(store)
    works: dict[str, Any] = {"name": "建设局", "kind": UnitKind.DEPARTMENT, "parent": None}
    run(store, "2001-01-01", units.register, code=WORKS, level=UnitLevel.COUNTY, **works)
    inside: dict[str, Any] = {"name": "公路段", "kind": UnitKind.OFFICE, "parent": ROADS}
    run(store, "2001-01-01", units.register, code=ROADWORKS, level=UnitLevel.COUNTY, **inside)
    farms: dict[str, Any] = {"name": "农业局", "kind": UnitKind.DEPARTMENT, "parent": None}
    run(store, "2001-01-01", units.register, code=FARMS, level=UnitLevel.COUNTY, **farms)
    _separate(store)
    _divide(store)
    _share(store)
    tell(store, BEGINNING, PASSED_ON)
    tell(store, BEGINNING)
    take(store, Step("2015-03-26", opinions.acknowledge, ROADS))
    take(store, Step("2015-04-01", opinions.submit_co_opinion, MONEY))
    merged = {"expected": 1, "successor": TOWN, "reason": "机构改革"}
    run(store, "2015-05-01", partial(units.merge, code=ROADS), **merged)
    run(store, "2015-05-01", partial(units.close, code=MONEY), expected=1, reason="机构改革")
    take(store, Step(IN_MAY, opinions.hand_over, facts={"unit": MONEY, "successor": FARMS}))
    take(store, Step(IN_MAY, opinions.hand_over))
    take(store, Step(IN_MAY, opinions.hand_over), SPLIT)
    for number, successor in SUCCESSORS.items():
        facts = {"unit": ROADS, "successor": successor}
        take(store, Step(IN_MAY, opinions.hand_over, facts=facts), number)
    take(store, Step("2015-05-20", opinions.consult, FARMS), "DL-2015-06")
    take(store, Step("2015-06-22", opinions.reply, TOWN), "DL-2015-07")
    take(store, Step("2015-06-22", opinions.reply, FARMS), "DL-2015-12")
    take(store, Step("2015-06-20", opinions.reply, TOWN), SPLIT)
    answer = {"co_opinions_noted": None}
    take(store, Step("2015-06-20", opinions.reply, TOWN, answer))
    _pass_on(store)


def _pass_on(store: Store) -> None:
    """Hand an opinion over twice; the referral returned, an office of the first unit judges it."""
    facts = {"unit": ROADS, "successor": WORKS}
    take(store, Step(IN_MAY, opinions.hand_over, facts=facts), PASSED_ON)
    run(store, "2015-06-01", partial(units.close, code=WORKS), expected=1, reason="机构改革")
    facts = {"unit": WORKS, "successor": FARMS}
    take(store, Step("2015-06-21", opinions.hand_over, facts=facts), PASSED_ON)
    asked = {"suggested_unit": None}
    take(store, Step("2015-06-22", opinions.request_return, FARMS, asked), PASSED_ON)
    take(store, Step("2015-06-23", opinions.decide_return), PASSED_ON)
    anew = {"lead": (FARMS,), "co": ()}
    take(store, Step("2015-06-24", opinions.refer, facts=anew), PASSED_ON)
    take(store, Step("2015-06-25", opinions.withdraw, ROADWORKS), PASSED_ON)


def _separate(store: Store) -> None:
    """Take an opinion that was signed for out of its merger, and refer it to the same unit."""
    tell(store, BEGINNING, "DL-2015-04")
    tell(store, BEGINNING, OTHER)
    take(store, Step("2015-03-26", opinions.acknowledge, ROADS), OTHER)
    into = {"other": Opinion.id_of("DL-2015-04")}
    take(store, Step("2015-04-01", opinions.merge_into, facts=into), OTHER)
    take(store, Step("2015-04-05", opinions.separate), OTHER)
    take(store, Step("2015-04-06", opinions.refer), OTHER)
    take(store, Step("2015-04-07", opinions.acknowledge, ROADS), OTHER)
    take(store, Step("2015-04-20", opinions.reply, ROADS), OTHER)


def _divide(store: Store) -> None:
    """Let one of two lead units answer a merged opinion before it succeeds the other one."""
    divided: dict[str, Any] = {"lead": (ROADS, TOWN), "co": (), "split_handling": True}
    tell(store, BEGINNING[:2], SPLIT)
    take(store, Step("2015-03-25", opinions.refer, facts=divided), SPLIT)
    for unit in (ROADS, TOWN):
        take(store, Step("2015-03-26", opinions.acknowledge, unit), SPLIT)
    take(store, Step("2015-04-20", opinions.reply, TOWN), SPLIT)
    tell(store, BEGINNING[:2], "DL-2015-05")
    take(store, Step("2015-03-25", opinions.refer, facts=divided), "DL-2015-05")
    into = {"other": Opinion.id_of("DL-2015-05")}
    take(store, Step("2015-04-21", opinions.merge_into, facts=into), SPLIT)


def _share(store: Store) -> None:
    """Split opinions among three units or two, of which one succeeds another, or who had none."""
    shared: dict[str, Any] = {"co": (), "split_handling": True, "due": due("2015-04-11")}
    for number, lead in SHARED.items():
        tell(store, BEGINNING[:2], number)
        take(store, Step("2015-03-25", opinions.refer, facts={**shared, "lead": lead}), number)
        take(store, Step("2015-03-26", opinions.acknowledge, ROADS), number)
    take(store, Step("2015-03-28", opinions.acknowledge, TOWN), "DL-2015-06")
    take(store, Step("2015-04-02", opinions.consult, ROADS), "DL-2015-06")
    promise = PromisedItem(text="年底前硬化", due=due("2015-12-31"))
    in_part = {"result_class": ResultClass.B, "promised_items": (promise,)}
    take(store, Step("2015-04-10", opinions.reply, ROADS, in_part), "DL-2015-06")
    take(store, Step("2015-04-12", opinions.reply, TOWN), "DL-2015-06")
    take(store, Step("2015-03-29", opinions.acknowledge, TOWN), "DL-2015-07")
    take(store, Step("2015-04-11", opinions.reply, ROADS), "DL-2015-07")
    take(store, Step("2015-03-29", opinions.acknowledge, TOWN), "DL-2015-09")
    take(store, Step("2015-04-11", opinions.reply, TOWN), "DL-2015-09")
    take(store, Step("2015-04-11", opinions.reply, ROADS), "DL-2015-11")
    take(store, Step("2015-03-29", opinions.acknowledge, TOWN), "DL-2015-10")
    take(store, Step("2015-04-10", opinions.reply, TOWN), "DL-2015-10")
    take(store, Step("2015-04-12", opinions.reply, ROADS), "DL-2015-10")
    take(store, Step("2015-03-29", opinions.acknowledge, FARMS), "DL-2015-12")


def dated_otherwise(unit: str, on: str) -> Edit:
    """Let a unit correct, on a day, when an opinion with which it has nothing to do was formed."""
    forming = corrected("opinion.formed", -1, "2015-03-02")
    return together(forming, by("opinion.corrected", unit=unit, occurred_on=on))


def named_like_the_system(lines: Sequence[Line]) -> list[Line]:
    """Let a unit with the code of the system be registered, to exist from a later day on."""
    altered = copied([lines[0], *lines])
    key = str(Unit.id_of(SYSTEM_UNIT))
    altered[0].state.update(code=SYSTEM_UNIT, originator_id=key)
    altered[0].state["act"]["occurred_on"] = "2029-01-01"
    return renumbered([altered[0]._replace(aggregate_id=key), *altered[1:]])


ILLEGAL: dict[str, Edit] = {
    "handed over before the unit ended": by(HANDED_OVER, occurred_on="2015-04-30"),
    "handed over by a unit that does not handle it": states(HANDED_OVER, unit=TOWN),
    "handed over to a unit that has ended": states(HANDED_OVER, successor=ROADS),
    "handed over to nobody": states(HANDED_OVER, successor="NONE"),
    "handed over twice": twice(HANDED_OVER),
    "answered by the unit that was succeeded": by("opinion.replied", -1, unit=ROADS),
    "answered without the opinion of the co-unit": without("opinion.co-opinion-submitted"),
    "answered by a successor nobody signed for": without("opinion.acknowledged", -1),
    "signed for by the successor as well": together(
        without("opinion.replied", -1),
        then("opinion.acknowledged", HANDED_OVER),
        by("opinion.acknowledged", -1, unit=TOWN),
    ),
    "answered in part though both parts are in one hand": states(
        "opinion.replied", -2, complete=False
    ),
    "separated though not merged": then(
        SEPARATED, "opinion.registered", -1, reason="改由其他单位承办"
    ),
    "separated twice": twice(SEPARATED),
    "separated though answered in part": together(
        until("opinion.merged-into", 1),
        then(SEPARATED, "opinion.merged-into", 1, reason="改由其他单位承办"),
    ),
    "referred anew though never separated": without(SEPARATED),
    "referred as if never separated": called("opinion.re-referred", 0, "opinion.referred"),
    "signed for twice though never separated": together(
        without(SEPARATED), without("opinion.merged-into"), without("opinion.re-referred")
    ),
    "answered by a unit that did not sign after the separation": together(
        states("opinion.re-referred", lead=[ROADS, TOWN], split_handling=True),
        by("opinion.replied", unit=TOWN),
        states("opinion.replied", complete=False),
    ),
    "referred anew by a unit that was merged": by("opinion.re-referred", -1, unit=ROADS),
    "referred anew by a unit that was abolished": by("opinion.re-referred", -1, unit=MONEY),
    "withdrawn by a unit that is not there yet": by(
        "unit.registered", 5, occurred_on="2015-06-26"
    ),
    "date corrected on the day the unit ended": dated_otherwise(ROADS, "2015-05-01"),
}
NOT_INDEPENDENT: dict[str, Edit] = {
    "handed over by the unit that leads": by(HANDED_OVER, 1, unit=ROADS),
    "handed over by a co-unit": by(HANDED_OVER, unit=MONEY),
    "handed over by the successor": by(HANDED_OVER, unit=FARMS),
    "handed over inside the successor": together(
        states("unit.registered", -1, parent=OFFICE),
        states(HANDED_OVER, successor=OFFICE),
        by(HANDED_OVER, unit=FARMS),
    ),
    "withdrawn by the successor": together(
        then("opinion.withdrawn", HANDED_OVER, on="2015-06-21", document="申请", by="代表甲"),
        by("opinion.withdrawn", -1, unit=TOWN),
        without("opinion.replied", -1),
    ),
    "withdrawn inside the unit that was succeeded": together(
        then("opinion.withdrawn", HANDED_OVER, on="2015-06-21", document="申请", by="代表甲"),
        by("opinion.withdrawn", -1, unit=ROADWORKS),
    ),
    "handed on inside the unit that was succeeded first": by(HANDED_OVER, -1, unit=ROADWORKS),
    "return accepted inside the unit that was succeeded first": by(
        "opinion.return-accepted", unit=ROADWORKS
    ),
    "reply of another unit dated otherwise by the unit that was succeeded": together(
        corrected("opinion.replied", -1, "2015-06-21"),
        by("opinion.corrected", unit=ROADS, occurred_on="2015-04-30"),
    ),
    "separated by the unit that handles it": by(SEPARATED, unit=ROADS),
    "separated by a co-unit": by(SEPARATED, unit=MONEY),
}
ALLOWED: dict[str, Edit] = {
    "as it was": together(),
    "handed over on the day the unit ended": by(HANDED_OVER, occurred_on="2015-05-01"),
    "handed over to any unit there is": states(HANDED_OVER, successor=TOWN),
    "date corrected while the unit was there": dated_otherwise(ROADS, "2015-04-30"),
    "withdrawn by a unit that is there since that day": by(
        "unit.registered", 5, occurred_on="2015-06-25"
    ),
    "referred anew by a unit nobody registered": by("opinion.re-referred", -1, unit="外单位"),
    "unit abolished in the register by one that was": by("unit.closed", -1, unit=MONEY),
    "referred anew by the system, of which a unit has the name": together(
        named_like_the_system, by("opinion.re-referred", -1, unit=SYSTEM_UNIT)
    ),
    "separated before anybody signed for it": without("opinion.acknowledged", 0),
}
