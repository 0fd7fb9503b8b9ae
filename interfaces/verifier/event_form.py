"""Whether an event states what its kind must state, each fact in its one form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable
from datetime import date
from typing import Any, NamedTuple

from interfaces.verifier.event_fields import DEADLINES, EVENT_FIELDS, SHAPES
from interfaces.verifier.field_kinds import WORDS
from interfaces.verifier.field_words import FIELD_WORDS
from interfaces.verifier.shape_rules import DEADLINE_RULES, SHAPE_RULES, Facts
from interfaces.verifier.texts import Accepts, text_kinds

SAFE_INTEGER = 2**53
MOST_EXAMPLES = 200
"""Of how many combinations of types is remembered that they fit; it bounds the memory."""
OF_EVERY_EVENT = ("originator_id", "originator_version", "act")
SETTLED_BY_TYPE = ("text", "flag")
EARLIEST_DAY, LATEST_DAY = "1949-10-01", "2199-12-31"

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_AMOUNT = re.compile(
    r"-?(?:(?:0|[1-9][0-9]{0,13})(?:\.[0-9]{1,6})?"
    r"|(?:0|[1-9](?:\.([0-9]{1,12}))?)E\+([1-9]|1[0-3]))",
    re.ASCII,
)
"""What is counted in powers of ten has no digits behind the point that they do not reach."""
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}")
_ERASED = re.compile(r"〔个人信息已停止处理·[0-9a-f]{12}〕")
"""Stands for the name of somebody who is named no more; more than one may be meant."""


_OfTexts = tuple[str, Container[str], Accepts]
_OfOthers = tuple[str, Accepts]


class FieldNotAsStated(Exception):
    """A field is absent, unknown, or does not hold the kind of fact it should."""

    def __init__(self, field: str, kind: str | None) -> None:
        super().__init__(field)
        self.field = field
        self.kind = kind
        """The kind it should hold; none where no such field should be there."""

    def told(self, topic: str) -> tuple[str, str]:
        """Return what is wrong with an event of this kind, in both languages."""
        chinese = f"事件“{topic}”缺少或者误填“{self.field}”"
        english = f"{topic} lacks the field {self.field}, or holds something else in it"
        if self.kind is None:
            return chinese, english
        rule = FIELD_WORDS[self.kind]
        return f"{chinese}:应为{rule[0]}", f"{english} than {rule[1]}"


class EventForm:
    """Checks the fields of events; days it has seen are known again at once."""

    def __init__(self) -> None:
        self._days: dict[str, str] = {}
        texts = text_kinds()
        self._known: dict[str, Container[str]] = {
            **WORDS,
            **{name: kind.known for name, kind in texts.items()},
            "day": self._days,
        }
        """Texts of these kinds that need no looking at."""
        self._kinds: dict[str, Accepts] = {
            **{name: kind.accepts for name, kind in texts.items()},
            "text": _is_text,
            "flag": lambda value: isinstance(value, bool),
            "number": _is_number,
            "id": _is_like(_ID),
            "amount": _is_amount,
            "digest": _is_like(_DIGEST),
            "media_type": _is_like(_MEDIA_TYPE),
            "day": self._is_day,
            **{name: _is_one_of(words) for name, words in WORDS.items()},
        }
        self._shapes = {name: FieldSet(SHAPE_RULES.get(name)) for name in SHAPES}
        self._deadlines = {kind: FieldSet(DEADLINE_RULES.get(kind)) for kind in DEADLINES}
        for name, shape in self._shapes.items():
            self._kinds[name] = shape.accepts
        self._kinds["deadline"] = self._is_deadline
        for shapes, told in ((self._shapes, SHAPES), (self._deadlines, DEADLINES)):
            for name, shape in shapes.items():
                shape.hold(self._fields(told[name]))
        self._events = {topic: FieldSet() for topic in EVENT_FIELDS}
        for topic, fields in self._events.items():
            fields.hold(self._fields(EVENT_FIELDS[topic]), OF_EVERY_EVENT)

    def require(self, topic: str, state: dict[str, Any]) -> None:
        """Refuse a field that is absent, unknown or holds another kind of fact."""
        fields = self._events[topic]
        wrong = None if fields.accepts(state) else self._misfit(fields, state, "")
        if wrong is not None:
            raise wrong

    def require_act(self, act: Any) -> None:
        """Refuse an act that does not say who, when, and when it was recorded."""
        if not self._shapes["act"].accepts(act):
            raise self._fault("act", act, "act")

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

    def _is_deadline(self, value: Any) -> bool:
        stated = value.get("kind") if isinstance(value, dict) else None
        shape = self._deadlines.get(stated) if isinstance(stated, str) else None
        return shape is not None and shape.accepts(value)

    def _shape_of(self, kind: str, value: Any) -> FieldSet | None:
        """Return what shape a value should have; a deadline has one by its own kind."""
        if not isinstance(value, dict):
            return None
        if kind != "deadline":
            return self._shapes.get(kind)
        stated = value.get("kind")
        return self._deadlines.get(stated) if isinstance(stated, str) else None

    def _fields(self, text: str) -> list[StatedField]:
        fields = []
        for field in text.split():
            name, _, kind = field.partition(":")
            plain = kind.lstrip("~")
            settled = plain.rstrip("?") in SETTLED_BY_TYPE
            known = self._known.get(plain.rstrip("?"), ())
            accepts = self._of_kind(plain)
            fields.append(StatedField(name, plain, accepts, plain != kind, settled, known))
        return fields

    def _of_kind(self, kind: str) -> Accepts:
        if kind.endswith("?"):
            some = self._of_kind(kind[:-1])
            return lambda value: value is None or some(value)
        if kind.endswith(("*", "]", "!")):
            return self._list(kind)
        if kind.startswith("="):
            return _is_one_of(frozenset(kind[1:].split("|")))
        if ".." in kind:
            return _is_within(*_bounds(kind))
        return self._kinds[kind]

    def _list(self, kind: str) -> Accepts:
        each = self._of_kind(_each_of(kind))
        low, high = _bounds(kind.partition("[")[2].rstrip("!]"))
        folded = _each_of(kind) == "person"

        def accepts(value: Any) -> bool:
            sound = isinstance(value, list) and low <= len(value) <= high
            return sound and all(map(each, value))

        def accepts_once(value: Any) -> bool:
            return accepts(value) and not (len(value) > 1 and _is_repeated(value, folded=folded))

        return accepts_once if kind.endswith("!") else accepts

    def _fault(self, kind: str, value: Any, path: str) -> FieldNotAsStated:
        """Return which fact is wrong inside of one that is, as far in as can be told."""
        kind = kind.rstrip("?")
        if kind.endswith(("*", "]", "!")) and isinstance(value, list):
            accepts = self._of_kind(_each_of(kind))
            for number, each in enumerate(value):
                if not accepts(each):
                    return self._fault(_each_of(kind), each, f"{path}.{number}")
        shape = self._shape_of(kind, value)
        inside = shape and self._misfit(shape, value, f"{path}.")
        return inside or FieldNotAsStated(path, kind)

    def _misfit(self, shape: FieldSet, facts: Facts, path: str) -> FieldNotAsStated | None:
        """Return the first field that is wrong; ``None`` where all are, by themselves, right."""
        for name, kind, accepts, may_be_absent, *_ in shape.stated:
            if name not in facts:
                if not may_be_absent:
                    return FieldNotAsStated(path + name, kind)
            elif not accepts(facts[name]):
                return self._fault(kind, facts[name], path + name)
        for name in sorted(set(facts) - shape.names):
            return FieldNotAsStated(path + name, None)
        return None


class StatedField(NamedTuple):
    """A field and what it may hold."""

    name: str
    kind: str
    accepts: Accepts
    may_be_absent: bool
    settled: bool
    """Whether the type of a fact says all about it."""
    known: Container[str]
    """Texts that need no looking at."""


class FieldSet:
    """The fields of one kind of event or of one shape.

    Facts of the same names and types as facts accepted before need looking at only where more
    than the type decides.
    """

    def __init__(self, rule: Accepts | None = None) -> None:
        self.stated: list[StatedField] = []
        self.names: frozenset[str] = frozenset()
        self._rule = rule
        self._known: dict[tuple[Any, ...], tuple[list[_OfTexts], list[_OfOthers]]] = {}

    def hold(self, stated: Iterable[StatedField], beside: Iterable[str] = ()) -> None:
        """Take the fields, and the names that may stand beside them."""
        self.stated = list(stated)
        self.names = frozenset((*(each.name for each in self.stated), *beside))

    def accepts(self, value: Any) -> bool:
        """Return whether a value states these fields and nothing else."""
        if not isinstance(value, dict):
            return False
        types = (*value, *map(type, value.values()))
        known = self._known.get(types)
        if known is None:
            return self._accepts_anew(value, types)
        texts, others = known
        for name, known_texts, accepts in texts:
            if value[name] not in known_texts and not accepts(value[name]):
                return False
        for name, accepts in others:
            if not accepts(value[name]):
                return False
        return self._rule is None or self._rule(value)

    def _accepts_anew(self, facts: Facts, types: tuple[Any, ...]) -> bool:
        for name, _, accepts, may_be_absent, *_ in self.stated:
            if not (accepts(facts[name]) if name in facts else may_be_absent):
                return False
        if not self.names.issuperset(facts) or not (self._rule is None or self._rule(facts)):
            return False
        if len(self._known) < MOST_EXAMPLES:
            asked = [
                each
                for each in self.stated
                if not each.settled and facts.get(each.name) is not None
            ]
            self._known[types] = (
                [(each.name, each.known, each.accepts) for each in asked if each.known != ()],
                [(each.name, each.accepts) for each in asked if each.known == ()],
            )
        return True


def _bounds(kind: str) -> tuple[int, int]:
    low, _, high = kind.partition("..")
    return int(low or 0), int(high) if high else SAFE_INTEGER


def _each_of(kind: str) -> str:
    return kind.rstrip("!*]").partition("[")[0]


def _is_repeated(values: list[str], *, folded: bool) -> bool:
    """Return whether anything stands there twice; persons are known by the folded form."""
    if folded:
        named = [each for each in values if not _ERASED.fullmatch(each)]
        values = [unicodedata.normalize("NFKC", each) for each in named]
    return len(set(values)) < len(values)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_like(pattern: re.Pattern[str]) -> Accepts:
    return lambda value: isinstance(value, str) and bool(pattern.fullmatch(value))


def _is_amount(value: Any) -> bool:
    found = _AMOUNT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return False
    decimals, power = found.groups()
    return power is None or len(decimals or "") < int(power)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < SAFE_INTEGER


def _is_within(low: int, high: int) -> Accepts:
    return lambda value: _is_number(value) and low <= value <= high


def _is_one_of(words: frozenset[str]) -> Accepts:
    return lambda value: isinstance(value, str) and value in words
