"""Whether an event states what its kind must state, each fact in its one form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Callable, NamedTuple

from interfaces.verifier.event_fields import DEADLINES, EVENT_FIELDS, SHAPES
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
    TERM_UNITS,
    TRIGGERS,
    UNIT_KINDS,
    UNIT_LEVELS,
)
from interfaces.verifier.work_days import MONTHS_OF

SAFE_INTEGER = 2**53
LONGEST_TERM = 3_660
MOST_EXAMPLES = 200
"""Of how many combinations of types is remembered that they fit; it bounds the memory."""
OF_EVERY_EVENT = ("originator_id", "originator_version", "act")
SETTLED_BY_TYPE = ("text", "person", "flag")
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
    "period": frozenset(("week", *MONTHS_OF)),
    "period_of_months": frozenset(MONTHS_OF),
    "term_unit": frozenset(TERM_UNITS),
    "day_unit": frozenset(TERM_UNITS) - {"month"},
    "month_part": frozenset(("early", "mid", "late")),
    "deadline_kind": frozenset(DEADLINES),
}
"""The words a fact is one of."""


class FieldNotAsStated(Exception):
    """A field is absent, unknown, or does not hold the kind of fact it should; ``args``: which."""


class EventForm:
    """Checks the fields of events; days it has seen are known again at once."""

    def __init__(self) -> None:
        self._days: dict[str, str] = {}
        plain: dict[str, Accepts] = {
            "text": _is_text,
            "person": _is_text,
            "flag": lambda value: isinstance(value, bool),
            "number": _is_number,
            "id": lambda value: isinstance(value, str) and bool(_ID.fullmatch(value)),
            "amount": lambda value: isinstance(value, str) and bool(_AMOUNT.fullmatch(value)),
            "day": self._is_day,
            "length": lambda value: _is_number(value) and 1 <= value <= LONGEST_TERM,
            **{name: _is_one_of(words) for name, words in WORDS.items()},
        }
        self._kinds = plain
        shapes = {name: FieldSet() for name in SHAPES}
        for name, shape in shapes.items():
            self._kinds[name] = shape.accepts
        due = shapes["due"].accepts
        self._kinds["due"] = lambda value: due(value) and (value["on"] is None) is value["undated"]
        deadline = shapes["deadline"].accepts
        self._kinds["deadline"] = lambda value: (
            deadline(value) and self._deadlines[value["kind"]].accepts(value)
        )
        for name, shape in shapes.items():
            shape.stated = self._fields(SHAPES[name])
        self._deadlines = {kind: FieldSet(self._fields(text)) for kind, text in DEADLINES.items()}
        self._act = shapes["act"]
        self._events = {
            topic: FieldSet(self._fields(text)) for topic, text in EVENT_FIELDS.items()
        }

    def require(self, topic: str, state: dict[str, Any]) -> None:
        """Refuse a field that is absent, unknown or holds another kind of fact."""
        fields = self._events[topic]
        if fields.require(state):
            stated = {*(each.name for each in fields.stated), *OF_EVERY_EVENT}
            for name in sorted(set(state) - stated):
                raise FieldNotAsStated(name)
            fields.remember(state)

    def require_act(self, act: Any) -> None:
        """Refuse an act that does not say who, when, and when it was recorded."""
        if not self._act.accepts(act):
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

    def _fields(self, text: str) -> list[StatedField]:
        fields = []
        for field in text.split():
            name, _, kind = field.partition(":")
            plain = kind.lstrip("~")
            settled = plain.rstrip("?") in SETTLED_BY_TYPE
            fields.append(StatedField(name, self._of_kind(plain), plain != kind, settled))
        return fields

    def _of_kind(self, kind: str) -> Accepts:
        if kind.endswith("?"):
            some = self._of_kind(kind[:-1])
            return lambda value: value is None or some(value)
        if kind.endswith("*"):
            each = self._of_kind(kind[:-1])
            return lambda value: isinstance(value, list) and all(map(each, value))
        return self._kinds[kind]


class StatedField(NamedTuple):
    """A field and what it may hold."""

    name: str
    accepts: Accepts
    may_be_absent: bool
    settled: bool
    """Whether the type of a fact says all about it."""


class FieldSet:
    """The fields of one kind of event or of one shape.

    Facts of the same names and types as facts accepted before need looking at only where more
    than the type decides.
    """

    def __init__(self, stated: Iterable[StatedField] = ()) -> None:
        self.stated = list(stated)
        self._known: dict[tuple[Any, ...], list[tuple[str, Accepts]]] = {}

    def require(self, facts: dict[str, Any]) -> bool:
        """Refuse what does not fit; return whether facts of such types are new."""
        known = self._known.get((*facts, *map(type, facts.values())))
        if known is not None:
            for name, accepts in known:
                if not accepts(facts[name]):
                    raise FieldNotAsStated(name)
            return False
        for name, accepts, may_be_absent, _ in self.stated:
            if not (accepts(facts[name]) if name in facts else may_be_absent):
                raise FieldNotAsStated(name)
        return True

    def remember(self, facts: dict[str, Any]) -> None:
        """Take facts that were accepted as an example of their types."""
        if len(self._known) < MOST_EXAMPLES:
            self._known[(*facts, *map(type, facts.values()))] = [
                (each.name, each.accepts)
                for each in self.stated
                if not each.settled and facts.get(each.name) is not None
            ]

    def accepts(self, value: Any) -> bool:
        """Return whether a value has this shape; more may stand in it."""
        if not isinstance(value, dict):
            return False
        try:
            if self.require(value):
                self.remember(value)
        except FieldNotAsStated:
            return False
        return True


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < SAFE_INTEGER


def _is_one_of(words: frozenset[str]) -> Accepts:
    return lambda value: isinstance(value, str) and value in words
