"""Compares the rates and counts a bundle states with those that follow from its events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from interfaces.verifier.figures import KINDS, NO_UNIT, Figures
from interfaces.verifier.finding import Finding
from interfaces.verifier.ledger_columns import written_cell
from interfaces.verifier.rate_formulas import Formula
from interfaces.verifier.table_check import MemberReader, refuse_table, table_records

RATES_JSON, RATES_CSV, COUNTS_CSV = "比率/比率.json", "比率/比率.csv", "比率/件数.csv"
LARGEST_RATES = 67_108_864
WHOLE_COUNTY = "全部"
NO_RATE = "—"


def rounded_half_up(numerator: int, denominator: int) -> str | None:
    """Return a quotient with two decimals; none of nothing."""
    if not denominator:
        return None
    hundredths = (200 * numerator + denominator) // (2 * denominator)
    return f"{hundredths // 100}.{hundredths % 100:02}"


def _differs(code: str, unit: str | None, stated: Any, recomputed: Any) -> NoReturn:
    of = unit or WHOLE_COUNTY
    raise Finding(
        "rates-differ",
        None,
        f"比率{code}({of})写的是{stated},按事件应为{recomputed}",
        f"{code} of {unit or 'the whole'}: stated {stated}, recomputed {recomputed}",
    )


def check_rates_json(figures: Figures, read_member: MemberReader) -> None:
    """Compare every rate, whole and by unit, with its counts recomputed."""
    stated = _read_json(read_member)
    rates = stated.get("rates") if isinstance(stated, dict) else None
    if not isinstance(rates, list) or not all(isinstance(each, dict) for each in rates):
        _not_readable()
    for source, formulas in ((each[0], each[1]) for each in KINDS.values()):
        for formula in formulas:
            found = [each for each in rates if each.get("code") == formula.code]
            expected = [_as_stated(figures, source, formula)]
            if [_without_formula(each) for each in found] != expected:
                _name_difference(formula.code, found, expected[0])
    codes = {formula.code for _, formulas, _ in KINDS.values() for formula in formulas}
    if len(rates) != len(codes):
        _differs("*", None, len(rates), len(codes))


def _as_stated(figures: Figures, source: str, formula: Formula) -> dict[str, Any]:
    groups = list(figures.groups(formula.code))
    return {
        "code": formula.code,
        "title": formula.title,
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


def _without_formula(rate: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in rate.items() if name != "formula"}


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
        plain = {name: value for name, value in one.items() if name not in ("by_unit", "formula")}
        if unit != other_unit or plain != {n: v for n, v in other.items() if n != "by_unit"}:
            _differs(code, other_unit, told, counted)
    _differs(code, None, f"{len(stated)}组", f"{len(recomputed)}组")


def _read_json(read_member: MemberReader) -> Any:
    content = bytearray()
    for chunk in read_member(RATES_JSON):
        content += chunk
        if len(content) > LARGEST_RATES:
            _not_readable()
    try:
        return json.loads(content.decode())
    except (ValueError, RecursionError):
        _not_readable()


def _not_readable() -> NoReturn:
    raise Finding(
        "rates-differ", None, f"{RATES_JSON}不是规定的格式", f"{RATES_JSON} is not in its form"
    )


def check_rate_table(figures: Figures, read_member: MemberReader) -> None:
    """Compare the table of rates, line by line in its order."""
    expected = (
        [
            formula.code,
            formula.title,
            WHOLE_COUNTY if unit is None else figures.called(unit),
            unit or "",
            str(numerator),
            str(denominator),
            f"{rounded_half_up(100 * numerator, denominator)}%" if denominator else NO_RATE,
            str(left_out),
        ]
        for _, formulas, _ in KINDS.values()
        for formula in formulas
        for unit, (numerator, denominator, left_out) in figures.groups(formula.code)
    )
    _compare_table(RATES_CSV, expected, read_member)


def check_count_table(figures: Figures, read_member: MemberReader) -> None:
    """Compare the table of counts, line by line; its order is that of the product's list."""
    in_order = sorted(
        (formula for _, _, counts in KINDS.values() for formula in counts),
        key=lambda formula: formula.code.endswith("-days"),
    )
    expected = (
        [
            formula.code,
            formula.title,
            WHOLE_COUNTY if unit is None else figures.called(unit),
            unit or "",
            str(denominator),
            *_days_of(formula, numerator, denominator),
            str(left_out),
        ]
        for formula in in_order
        for unit, (numerator, denominator, left_out) in figures.groups(formula.code)
    )
    _compare_table(COUNTS_CSV, expected, read_member)


def _days_of(formula: Formula, days: int, number: int) -> tuple[str, str]:
    if not formula.code.endswith("-days"):
        return "", ""
    return str(days), rounded_half_up(days, number) or ""


def _compare_table(path: str, expected: Iterator[list[str]], read_member: MemberReader) -> None:
    """Compare all columns but the last, which says the formula in words."""
    records = table_records("rates-differ", path, read_member)
    headers = next(records, [])
    place = 0
    for place, cells in enumerate(expected, 1):
        written = [cells[0], *(written_cell(cell) for cell in cells[1:])]
        record = next(records, [])[:-1]
        if record != written:
            differing = _first_difference(record, written)
            stated = record[differing] if differing < len(record) else ""
            column = headers[differing] if differing < len(headers) else ""
            of = f"{cells[0]}({cells[3] or WHOLE_COUNTY}){column}"
            refuse_table("rates-differ", path, place, of, stated, written[differing])
    if next(records, None) is not None:
        refuse_table("rates-differ", path, place + 1, "行数", "更多", place)


def _first_difference(record: list[str], written: list[str]) -> int:
    pairs = enumerate(zip(record, written))
    return next(
        (n for n, (one, other) in pairs if one != other), min(len(record), len(written) - 1)
    )
