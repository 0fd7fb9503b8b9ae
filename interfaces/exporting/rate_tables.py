"""Rates as files: counted, broken down by unit, and opened to the items behind them."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from application.metrics.contributions import Contribution
from application.metrics.definition import Source
from application.metrics.definitions import VERSION
from application.metrics.handling_days import HandlingDays
from application.metrics.rates import Rate
from domain.spread import Spread
from interfaces.documents.cells import Cell
from interfaces.exporting.tables import Names

EMPTY_BASE = "—"
"""Printed for a rate of nothing, which is neither 0 nor 100."""
NO_UNIT_LABEL = "未定单位"
WHOLE = "全部"

RATE_HEADERS = (
    "指标代码",
    "指标",
    "范围",
    "单位代码",
    "分子",
    "分母",
    "比率",
    "未定时限不计入",
    "计算口径",
)
ITEM_HEADERS = (
    "指标代码",
    "指标",
    "台账",
    "编号",
    "内容",
    "单位代码",
    "单位",
    "计入分子",
    "计入分母",
    "未定时限不计入",
)
DAYS_HEADERS = ("范围", "件数", "平均天数", "中位天数", "九成办结天数")

SOURCE_LABELS = {
    Source.OPINIONS: "意见",
    Source.MEASURES: "整改措施",
    Source.TASKS: "整改任务",
    Source.COMMITMENTS: "公开承诺",
}


def group_label(rate: Rate, names: Names) -> str:
    """Return what the group of a rate is called; the group of items without one too."""
    return NO_UNIT_LABEL if not rate.group else names.get(rate.group, rate.group)


def rate_rows(
    whole: Sequence[Rate], by_unit: Sequence[Rate], names: Names
) -> Iterator[Sequence[Cell]]:
    """Yield each rate, followed by the same rate of every unit."""
    for rate in whole:
        yield _rate_row(rate, WHOLE)
        for part in by_unit:
            if part.definition.code == rate.definition.code:
                yield _rate_row(part, group_label(part, names))


def _rate_row(rate: Rate, label: str) -> Sequence[Cell]:
    return (
        rate.definition.code,
        rate.definition.title,
        label,
        rate.group or None,
        rate.ratio.numerator,
        rate.ratio.denominator,
        EMPTY_BASE if rate.ratio.exact is None else rate.ratio.exact,
        rate.left_out,
        rate.definition.formula,
    )


def item_rows(contributions: Iterable[Contribution], names: Names) -> Iterator[Sequence[Cell]]:
    """Yield what each item counts for in each rate."""
    for each in contributions:
        yield (
            each.definition.code,
            each.definition.title,
            SOURCE_LABELS[each.definition.source],
            each.number,
            each.title,
            each.unit,
            None if each.unit is None else names.get(each.unit, each.unit),
            each.numerator,
            each.denominator,
            each.left_out,
        )


def days_rows(days: HandlingDays) -> Iterator[Sequence[Cell]]:
    """Yield how long opinions took; the open ones apart."""
    for label, spread in (("已办结", days.closed), ("尚未办结(截至当日)", days.open)):
        yield (label, *spread_facts(spread).values())


def spread_facts(spread: Spread) -> dict[str, int | str | None]:
    """Return how long items took, for programs."""
    return {
        "count": len(spread.days),
        "mean": spread.mean,
        "median": spread.median,
        "ninth_decile": spread.ninth_decile,
    }


def rate_facts(rate: Rate) -> dict[str, int | str | None]:
    """Return both counts of a rate and what they come to, for programs."""
    return {
        "numerator": rate.ratio.numerator,
        "denominator": rate.ratio.denominator,
        "percent": rate.ratio.percent,
        "left_out": rate.left_out,
    }


def rates_json(
    scope: Mapping[str, str | int | date],
    whole: Sequence[Rate],
    by_unit: Sequence[Rate],
    days: HandlingDays,
    names: Names,
) -> bytes:
    """Return the rates as one JSON document."""
    stated = {
        "definitions_version": VERSION,
        **scope,
        "rates": [_with_units(rate, by_unit, names) for rate in whole],
        "handling_days": {"closed": spread_facts(days.closed), "open": spread_facts(days.open)},
    }
    return f"{json.dumps(stated, ensure_ascii=False, indent=1, default=str)}\n".encode()


def _with_units(rate: Rate, by_unit: Sequence[Rate], names: Names) -> dict[str, Any]:
    definition = rate.definition
    return {
        "code": definition.code,
        "title": definition.title,
        "formula": definition.formula,
        "source": definition.source,
        **rate_facts(rate),
        "by_unit": [
            {"unit": part.group or None, "name": group_label(part, names), **rate_facts(part)}
            for part in by_unit
            if part.definition.code == definition.code
        ],
    }
