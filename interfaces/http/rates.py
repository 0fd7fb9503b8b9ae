"""Rates over HTTP: exact counts for any day, broken down, and opened to the items behind them."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from application.metrics.comparison import compare_rates
from application.metrics.definitions import DEFINITIONS
from application.metrics.handling_days import handling_days
from application.metrics.rates import (
    GroupBy,
    Side,
    count_rates,
    countable,
    definition_of,
    page_of_items,
    rate_of,
)
from application.projections.unit_register import names_of_units
from domain.spread import Spread
from interfaces.http.asking import AskingDep, ClocksDep, Listed, Read
from interfaces.http.problems import problems
from interfaces.http.rate_states import (
    CohortDep,
    DefinedRate,
    Rates,
    compared_state,
    definition_state,
    rate_state,
)
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(prefix="/rates", tags=["比率"], dependencies=WELL_FORMED)


class RateItem(BaseModel):
    """An item behind a rate."""

    item_id: UUID
    number: str
    title: str
    unit: str | None
    weight: int = Field(description="该事项计入的数量", examples=[1])


class SpreadState(BaseModel):
    """How long items took."""

    count: int
    mean: str | None = Field(description="平均天数")
    median: str | None = Field(description="中位天数")
    ninth_decile: int | None = Field(description="九成在此天数内")


class HandlingDaysState(BaseModel):
    """Days from referral to completion; open items are counted apart."""

    as_of: date
    known_at: int
    closed: SpreadState
    open: SpreadState


class Comparison(StrEnum):
    """With what rates may be compared."""

    LAST_YEAR = "last_year"


@router.get("", responses=problems())
def list_rates(
    clocks: ClocksDep,
    cohort: CohortDep,
    code: Annotated[list[str] | None, Query(description="指标代码,可多个;缺省为全部")] = None,
    group_by: Annotated[GroupBy | None, Query(description="分组")] = None,
    compare: Annotated[
        Comparison | None,
        Query(description="与上年同期比较:期间和截至日期都提前一年,仍按所问时点所知"),
    ] = None,
) -> Rates:
    """各项比率;可与上年同期比较."""
    asked = [rate_of(each) for each in code or ()]
    wanted = asked or countable(DEFINITIONS.values(), cohort, group_by)
    with clocks.system.database.reading() as connection:
        moment = clocks.moment(connection)
        names = names_of_units(connection, moment) if group_by is GroupBy.UNIT else {}
        if compare is None:
            counted = count_rates(connection, moment, wanted, cohort, group_by)
            rates = [rate_state(rate, names) for rate in counted]
        else:
            compared = compare_rates(connection, moment, wanted, cohort, group_by)
            rates = [compared_state(each, names) for each in compared]
    return Rates(as_of=moment.as_of, known_at=moment.known_at, rates=rates)


@router.get("/definitions")
def list_definitions() -> list[DefinedRate]:
    """各项比率的口径."""
    return [definition_state(each) for each in DEFINITIONS.values()]


@router.get("/handling-days", responses=problems())
def read_handling_days(clocks: ClocksDep, cohort: CohortDep) -> HandlingDaysState:
    """办理天数:平均、中位、九成;未办结的另列."""
    with clocks.system.database.reading() as connection:
        moment = clocks.moment(connection)
        days = handling_days(connection, moment, cohort)
    return HandlingDaysState(
        as_of=moment.as_of,
        known_at=moment.known_at,
        closed=_spread(days.closed),
        open=_spread(days.open),
    )


@router.get("/{code}/{side}", responses=problems())
def list_items(code: str, side: Side, asking: AskingDep, cohort: CohortDep) -> Listed[RateItem]:
    """一项比率的分子、分母或不计入的事项."""
    read: Read = partial(page_of_items, definition=definition_of(code), side=side, cohort=cohort)
    return asking.answer(read, item_of, sort="number")


def item_of(row: Mapping[str, Any]) -> RateItem:
    """Present an item behind a rate."""
    return RateItem.model_validate({name: row[name] for name in RateItem.model_fields})


def _spread(spread: Spread) -> SpreadState:
    return SpreadState(
        count=len(spread.days),
        mean=spread.mean,
        median=spread.median,
        ninth_decile=spread.ninth_decile,
    )
