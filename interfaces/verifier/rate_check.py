"""Compares the rates and counts a bundle states with those that follow from its events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from interfaces.documents.json_text import NotJson, read_json
from interfaces.verifier.figure_tables import (
    WHOLE_COUNTY,
    FigureRow,
    FigureTable,
    percentage,
    rounded_half_up,
)
from interfaces.verifier.figures import KINDS, NO_UNIT, Figures
from interfaces.verifier.finding import Finding
from interfaces.verifier.rate_formulas import Formula
from interfaces.verifier.table_check import MemberReader

RATES_JSON = "比率/比率.json"
LARGEST_RATES = 67_108_864
STATED_BY_RATES = (
    "definitions_version",
    "county",
    "title",
    "period_from",
    "period_to",
    "as_of",
    "known_at",
    "selection",
    "rates",
    "handling_days",
)
"""What stands in that file, in this order."""
IN_WORDS = "计算口径"
"""The last column of these tables, which is not recomputed."""
RATE_TABLE = FigureTable(
    "比率/比率.csv",
    (
        "指标代码",
        "指标",
        "范围",
        "单位代码",
        "分子",
        "分母",
        "比率",
        "未定时限不计入",
        IN_WORDS,
    ),
)
COUNT_TABLE = FigureTable(
    "比率/件数.csv",
    (
        "指标代码",
        "指标",
        "范围",
        "单位代码",
        "件数",
        "总天数",
        "平均天数",
        "未定时限不计入",
        IN_WORDS,
    ),
)


def _differs(code: str, unit: str | None, stated: Any, recomputed: Any) -> NoReturn:
    of = unit or WHOLE_COUNTY
    said, counted = (_fact_in_words(each) for each in (stated, recomputed))
    raise Finding(
        "rates-differ",
        None,
        f"比率{code}({of})写的是{said},按事件应为{counted}",
        f"{code} of {unit or 'the whole'}: stated {said}, recomputed {counted}",
        RATES_JSON,
    )


def _fact_in_words(fact: Any) -> str:
    """Return a text as it is, anything else as it stands in the document."""
    if isinstance(fact, str):
        return fact
    return json.dumps(fact, ensure_ascii=False, separators=(",", ":"))


def check_rates_json(figures: Figures, read_member: MemberReader) -> None:
    """Compare every rate, whole and by unit, with its counts recomputed, then each character.

    A number that is told twice, or written as another one equal to it, is refused with the rest.
    """
    content = _rates_file(read_member)
    stated = _rates_in(content)
    rates = stated.get("rates") if isinstance(stated, dict) else None
    if not isinstance(rates, list) or not all(isinstance(each, dict) for each in rates):
        _not_readable()
    recomputed: list[dict[str, Any]] = []
    for source, formulas in ((each[0], each[1]) for each in KINDS.values()):
        for formula in formulas:
            found = [each for each in rates if each.get("code") == formula.code]
            expected = _as_stated(figures, source, formula, found)
            if found != [expected]:
                _name_difference(formula.code, found, expected)
            recomputed.append(expected)
    if len(rates) != len(recomputed):
        _differs("*", None, len(rates), len(recomputed))
    beside = _beside_rates(figures)
    for name, value in beside.items():
        if stated.get(name) != value:
            _differs(name, None, stated.get(name), value)
    told = {**stated, **beside, "rates": recomputed}
    in_form = {name: told.get(name) for name in STATED_BY_RATES}
    if f"{json.dumps(in_form, ensure_ascii=False, indent=1)}\n".encode() != content:
        _not_readable()


def _beside_rates(figures: Figures) -> dict[str, Any]:
    """Return what the rates are about, and the days that handling took."""
    scope = figures.standings.scope
    return {
        "period_from": scope.since,
        "period_to": scope.until,
        "as_of": scope.as_of,
        "handling_days": figures.days.facts(),
    }


def _as_stated(
    figures: Figures, source: str, formula: Formula, found: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return a rate as it should be; what it says in words is that of the one found."""
    groups = list(figures.groups(formula.code))
    return {
        "code": formula.code,
        "title": formula.title,
        "formula": found[0].get("formula") if found else None,
        "source": source,
        **_counts(groups[0][1]),
        "by_unit": [
            {"unit": unit or None, "name": figures.called(unit), **_counts(sums)}
            for unit, sums in groups[1:]
        ],
    }


def _counts(sums: list[int]) -> dict[str, Any]:
    numerator, denominator, left_out = sums
    return {
        "numerator": numerator,
        "denominator": denominator,
        "percent": rounded_half_up(100 * numerator, denominator),
        "left_out": left_out,
    }


def _name_difference(code: str, found: list[dict[str, Any]], expected: dict[str, Any]) -> NoReturn:
    """Name the unit and the counts that differ; where the shape differs, the rate alone."""
    parts = found[0].get("by_unit") if len(found) == 1 else None
    if not isinstance(parts, list) or not all(isinstance(each, dict) for each in parts):
        _differs(code, None, f"{len(found)}项", "1项")
    stated = [(None, found[0]), *((each.get("unit") or NO_UNIT, each) for each in parts)]
    recomputed = [(None, expected), *((e["unit"] or NO_UNIT, e) for e in expected["by_unit"])]
    for (unit, one), (other_unit, other) in zip(stated, recomputed):
        told = f"{one.get('numerator')}/{one.get('denominator')}"
        counted = f"{other['numerator']}/{other['denominator']}"
        if unit != other_unit or _without_units(one) != _without_units(other):
            _differs(code, other_unit, told, counted)
    _differs(code, None, f"{len(stated)}组", f"{len(recomputed)}组")


def _without_units(rate: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in rate.items() if name != "by_unit"}


def _rates_file(read_member: MemberReader) -> bytes:
    content = bytearray()
    for chunk in read_member(RATES_JSON):
        content += chunk
        if len(content) > LARGEST_RATES:
            _not_readable()
    return bytes(content)


def _rates_in(content: bytes) -> Any:
    try:
        return read_json(content.decode())
    except (UnicodeDecodeError, NotJson):
        _not_readable()


def _not_readable() -> NoReturn:
    raise Finding("rates-differ", None, "不是规定的格式", "is not in its form", RATES_JSON)


def rate_rows(figures: Figures) -> Iterator[FigureRow]:
    """Yield each rate, followed by the same rate of every unit."""
    for _, formulas, _ in KINDS.values():
        for formula in formulas:
            for unit, (numerator, denominator, left_out) in figures.groups(formula.code):
                rate = percentage(numerator, denominator)
                cells = [numerator, denominator, rate, left_out]
                yield _figure_row(figures, formula, unit, cells)


def count_rows(figures: Figures) -> Iterator[FigureRow]:
    """Yield each count, followed by the same count of every unit; those of days come last."""
    in_order = sorted(
        (formula for _, _, counts in KINDS.values() for formula in counts), key=_counts_days
    )
    for formula in in_order:
        for unit, (days, number, left_out) in figures.groups(formula.code):
            late = (days, rounded_half_up(days, number)) if _counts_days(formula) else (None, None)
            yield _figure_row(figures, formula, unit, [number, *late, left_out])


def _counts_days(formula: Formula) -> bool:
    return formula.code.endswith("-days")


def _figure_row(
    figures: Figures, formula: Formula, unit: str | None, cells: list[Any]
) -> FigureRow:
    called = WHOLE_COUNTY if unit is None else figures.called(unit)
    about = f"{formula.code}({unit or WHOLE_COUNTY})"
    return FigureRow(about, [formula.code, formula.title, called, unit or None, *cells])
