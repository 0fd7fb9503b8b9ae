"""Whether an event states what its kind must state, each fact in its one form."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Callable

from interfaces.verifier.event_fields import EVENT_FIELDS, SHAPES
from interfaces.verifier.words import (
    ERASURE_GROUNDS,
    FULFILMENT_RESULTS,
    GRADES,
    HANDLING_TYPES,
    NOTICE_KINDS,
    OPINION_KINDS,
    PROCESSING_BASES,
    REFUSAL_GROUNDS,
    RETENTION_CLASSES,
    SOURCE_CHANNELS,
    SUBJECT_KINDS,
    TRIGGERS,
    UNIT_KINDS,
    UNIT_LEVELS,
)

SAFE_INTEGER = 2**53
LONGEST_TERM = 3_660
EARLIEST_DAY, LATEST_DAY = "1949-10-01", "2199-12-31"

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_AMOUNT = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:E[+-]?[0-9]{1,2})?", re.ASCII)

Accepts = Callable[[Any], bool]

WORDS = {
    "unit_kind": frozenset(UNIT_KINDS),
    "unit_level": frozenset(UNIT_LEVELS),
    "opinion_kind": frozenset(OPINION_KINDS),
    "channel": frozenset(SOURCE_CHANNELS),
    "result_class": frozenset("ABCD"),
    "grade": frozenset(GRADES),
    "fulfilment": frozenset(FULFILMENT_RESULTS),
    "handling": frozenset(HANDLING_TYPES),
    "notice_kind": frozenset(NOTICE_KINDS),
    "trigger": frozenset(TRIGGERS),
    "subject_kind": frozenset(SUBJECT_KINDS),
    "processing_basis": frozenset(PROCESSING_BASES),
    "erasure_ground": frozenset(ERASURE_GROUNDS),
    "refusal_ground": frozenset(REFUSAL_GROUNDS),
    "retention_class": frozenset(RETENTION_CLASSES),
    "period": frozenset(("week", "month", "quarter", "half_year", "year")),
    "term_unit": frozenset(("day", "working_day", "month")),
}
"""The words a fact is one of."""


class FieldNotAsStated(Exception):
    """A field is absent, unknown, or does not hold the kind of fact it should; ``args``: which."""


class EventForm:
    """Checks the fields of events; days it has seen are known again at once."""

    def __init__(self) -> None:
        self._days: dict[str, str] = {}
        plain: dict[str, Accepts] = {
            "text": lambda value: isinstance(value, str),
            "flag": lambda value: isinstance(value, bool),
            "number": _is_number,
            "id": lambda value: isinstance(value, str) and bool(_ID.fullmatch(value)),
            "amount": lambda value: isinstance(value, str) and bool(_AMOUNT.fullmatch(value)),
            "day": self._is_day,
            "length": lambda value: _is_number(value) and 1 <= value <= LONGEST_TERM,
            **{name: _is_one_of(words) for name, words in WORDS.items()},
        }
        self._kinds = plain
        for name in SHAPES:
            self._kinds[name] = self._shape(name)
        due = self._kinds["due"]
        self._kinds["due"] = lambda value: due(value) and (value["on"] is None) is value["undated"]
        self._events = {topic: self._fields(text) for topic, text in EVENT_FIELDS.items()}

    def require(self, topic: str, state: dict[str, Any]) -> None:
        """Refuse a field that is absent, unknown or holds another kind of fact."""
        fields = self._events[topic]
        known = 3
        for name, accepts, may_be_absent in fields:
            if name in state:
                known += 1
                if not accepts(state[name]):
                    raise FieldNotAsStated(name)
            elif not may_be_absent:
                raise FieldNotAsStated(name)
        if len(state) != known:
            stated = {name for name, _, _ in fields} | {
                "originator_id",
                "originator_version",
                "act",
            }
            raise FieldNotAsStated(min(set(state) - stated, default="act"))

    def require_act(self, act: Any) -> None:
        """Refuse an act that does not say who, when, and when it was recorded."""
        if not self._kinds["act"](act):
            raise FieldNotAsStated("act")

    def day(self, text: str) -> str:
        """Return the one copy kept of a day that was checked."""
        return self._days[text]

    def _is_day(self, value: Any) -> bool:
        if not isinstance(value, str):
            return False
        if value in self._days:
            return True
        if not _DAY.fullmatch(value) or not EARLIEST_DAY <= value <= LATEST_DAY:
            return False
        try:
            date.fromisoformat(value)
        except ValueError:
            return False
        self._days[value] = value
        return True

    def _fields(self, text: str) -> list[tuple[str, Accepts, bool]]:
        fields = []
        for field in text.split():
            name, _, kind = field.partition(":")
            fields.append((name, self._of_kind(kind.lstrip("~")), kind.startswith("~")))
        return fields

    def _of_kind(self, kind: str) -> Accepts:
        if kind.endswith("?"):
            some = self._of_kind(kind[:-1])
            return lambda value: value is None or some(value)
        if kind.endswith("*"):
            each = self._of_kind(kind[:-1])
            return lambda value: isinstance(value, list) and all(map(each, value))
        if kind in self._kinds:
            return self._kinds[kind]
        return self._kinds[kind]

    def _shape(self, name: str) -> Accepts:
        fields = None

        def accepts(value: Any) -> bool:
            nonlocal fields
            if fields is None:
                fields = self._fields(SHAPES[name])
            if not isinstance(value, dict):
                return False
            for field, is_such, may_be_absent in fields:
                if not (is_such(value[field]) if field in value else may_be_absent):
                    return False
            return True

        return accepts


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < SAFE_INTEGER


def _is_one_of(words: frozenset[str]) -> Accepts:
    return lambda value: isinstance(value, str) and value in words
