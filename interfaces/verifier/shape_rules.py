"""What must hold between the facts of a shape, each of which is sound by itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Callable

from interfaces.verifier.field_kinds import LONGEST_TERMS
from interfaces.verifier.work_days import MONTHS, MONTHS_OF

Facts = dict[str, Any]


def _term_is_sensible(term: Facts) -> bool:
    return bool(1 <= term["length"] <= LONGEST_TERMS[term["unit"]])


def _target_is_bounded(target: Facts) -> bool:
    low, high = target["minimum"], target["maximum"]
    if low is None or high is None:
        return low is not None or high is not None
    return Decimal(low) <= Decimal(high)


def _runs_forwards(facts: Facts) -> bool:
    return facts["last"] is None or bool(facts["first"] <= facts["last"])


def _measure_is_consistent(measure: Facts) -> bool:
    numbers = [each["no"] for each in measure["sub_actions"]]
    reviewed = measure["handling"] != "long_term" or measure["review_on"] is not None
    return len(set(numbers)) == len(numbers) and reviewed


def _level_is_sensible(level: Facts) -> bool:
    counted = level["counted_in"] != "month"
    return counted and (level["trigger"] == "behind") is (level["days"] == 0)


def _no_level_twice(scale: Facts) -> bool:
    marks = [(each["trigger"], each["days"], each["counted_in"]) for each in scale["levels"]]
    return len(set(marks)) == len(marks)


def _difficulty_is_complete(spec: Facts) -> bool:
    day, review = spec["day"], spec["review_on"]
    if (review if spec["difficulty"] == "long_term" else day) is None:
        return False
    return day is None or review is None or bool(review <= day)


SHAPE_RULES: dict[str, Callable[[Facts], bool]] = {
    "due": lambda due: (due["on"] is None) is due["undated"],
    "term": _term_is_sensible,
    "target": _target_is_bounded,
    "phase": lambda phase: bool(phase["starts_on"] <= phase["ends_on"]),
    "recurring": _runs_forwards,
    "measure": _measure_is_consistent,
    "level": _level_is_sensible,
    "scale": _no_level_twice,
    "retention": lambda kept: (kept["until"] is None) is (kept["kept_as"] == "permanent"),
}
DEADLINE_RULES: dict[str, Callable[[Facts], bool]] = {
    "window": _runs_forwards,
    "period_end": lambda spec: spec["ordinal"] * MONTHS_OF[spec["period"]] <= MONTHS,
    "recurring": _runs_forwards,
    "before_meeting": lambda spec: bool(spec["term"]["unit"] != "month"),
    "by_difficulty": _difficulty_is_complete,
}
