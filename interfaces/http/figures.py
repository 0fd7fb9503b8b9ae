"""Figures drawn from the rates over HTTP: rankings, shares that add up, counts of a period."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query

from application.metrics.definitions import COUNTS, DEFINITIONS
from application.metrics.rankings import rank, smallest_base
from application.metrics.rates import GroupBy, count_of, count_rates, countable, rate_of
from application.metrics.shares import Shares, count_shares
from application.projections.unit_register import names_of_units
from domain.ranking import Place
from domain.text import Code
from interfaces.http.asking import ClocksDep
from interfaces.http.problems import problems
from interfaces.http.rate_states import (
    CohortDep,
    CountsState,
    DefinedRate,
    PartState,
    RankedState,
    RankingState,
    SharesState,
    count_state,
    definition_state,
)
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(tags=["比率"], dependencies=WELL_FORMED)

LARGEST_BASE = 1_000_000


@router.get("/metrics/definitions")
def list_definitions() -> list[DefinedRate]:
    """各项比率、件数和天数的口径:公式、归入期间的规则、截至日期的规则和例外."""
    return [definition_state(each) for each in (*DEFINITIONS.values(), *COUNTS.values())]


@router.get("/rates/{code}/ranking", responses=problems(404))
def read_ranking(
    code: str,
    clocks: ClocksDep,
    cohort: CohortDep,
    group_by: Annotated[GroupBy, Query(description="按单位或按责任领导排名")] = GroupBy.UNIT,
    minimum_base: Annotated[
        int | None,
        Query(description="分母少于此数的不参加排名;缺省按所施行的规则", ge=1, le=LARGEST_BASE),
    ] = None,
    congress: Annotated[
        Code | None,
        Query(description="按哪个机关的规则定最小分母;缺省为县里唯一的人大常委会"),
    ] = None,
) -> RankingState:
    """一项比率的排名:按精确分数比较,并列同名次;分母不足的另列,不排名."""
    definition = rate_of(code)
    system = clocks.system
    with system.database.reading() as connection:
        moment = clocks.moment(connection)
        base = minimum_base or smallest_base(system.store, connection, moment, congress)
        ranking = rank(connection, moment, definition, cohort, group_by, base)
        names = names_of_units(connection, moment) if group_by is GroupBy.UNIT else {}
    return RankingState(
        as_of=moment.as_of,
        known_at=moment.known_at,
        code=definition.code,
        title=definition.title,
        minimum_base=base,
        higher_is_better=definition.higher_is_better,
        ranked=[_place(each, names) for each in ranking if each.rank],
        unranked=[_place(each, names) for each in ranking if not each.rank],
    )


@router.get("/rates/shares/{what}", responses=problems())
def read_shares(what: Shares, clocks: ClocksDep, cohort: CohortDep) -> SharesState:
    """结果分类、满意度或状态的构成:各部分的百分比之和为100.00."""
    with clocks.system.database.reading() as connection:
        moment = clocks.moment(connection)
        whole = count_shares(connection, moment, what, cohort)
    return SharesState(
        as_of=moment.as_of,
        known_at=moment.known_at,
        title=whole.division.title,
        cohort_rule=whole.division.rule,
        total=whole.total,
        left_out=whole.left_out,
        parts=[
            PartState(value=value, label=label, count=items, percent=percent)
            for value, label, items, percent in whole.parts
        ],
    )


@router.get("/rates/counts", responses=problems())
def list_counts(
    clocks: ClocksDep,
    cohort: CohortDep,
    code: Annotated[list[str] | None, Query(description="指标代码,可多个;缺省为全部")] = None,
    group_by: Annotated[GroupBy | None, Query(description="分组")] = None,
) -> CountsState:
    """期间内办理的件数,不问何时提出;逾期的件数和天数."""
    asked = [count_of(each) for each in code or ()]
    wanted = asked or countable(COUNTS.values(), cohort, group_by)
    with clocks.system.database.reading() as connection:
        moment = clocks.moment(connection)
        counted = count_rates(connection, moment, wanted, cohort, group_by)
        names = names_of_units(connection, moment) if group_by is GroupBy.UNIT else {}
    return CountsState(
        as_of=moment.as_of,
        known_at=moment.known_at,
        counts=[count_state(each, names) for each in counted],
    )


def _place(place: Place, names: Mapping[str, str]) -> RankedState:
    return RankedState(
        rank=place.rank,
        group=place.name,
        group_label=names.get(place.name, place.name),
        numerator=place.ratio.numerator,
        denominator=place.ratio.denominator,
        percent=place.ratio.percent,
    )
