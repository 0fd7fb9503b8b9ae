"""What the verifiers are told of the fields of events is what the product's own types accept."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from application.errors import StoreDamaged
from application.event_store.topics import Stored, TopicRegister, events_of
from application.register import AGGREGATES
from domain import text
from domain.term import LONGEST
from interfaces.verifier import field_kinds, texts
from interfaces.verifier.event_fields import DEADLINES, EVENT_FIELDS, SHAPES
from interfaces.verifier.event_form import EventForm, FieldNotAsStated
from tests.interfaces.verifier.declared_kinds import (
    DEADLINE_KINDS,
    PLACES_OF_PERSONS,
    SHAPED,
    WORDS,
    declared,
)

GOLDEN = Path(__file__).parents[2] / "golden"
TOPICS = TopicRegister(AGGREGATES)
ENVELOPE = frozenset({"originator_id", "originator_version", "act"})
SAMPLES = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(GOLDEN.glob("*.json"))
}
EVERY_CHARACTER = [chr(number) for number in range(0x110000)]
ID = "01234567-89ab-cdef-0123-456789abcdef"
LIMITS: list[Any] = [
    None, True, False, 0, 1, -1, 2, 4, 5, 12, 13, 90, 91, 100, 101, 120, 121, 366, 367, 1000, 1001,
    1948, 1949, 2199, 2200, 2500, 2501, 3660, 3661, 1.0, "", " ", "\u3000", "\u200b", "x", "x\ny",
    "x\ty", "x\u202ey", "x\u2028y", "x\x00y", "a b", "a/b", "..",
    *("字" * length for length in (64, 65, 100, 101, 300, 301, 2_000, 2_001, 20_000, 20_001)),
    "𠮷" * 100, "𠮷" * 101, "1949-09-30", "1949-10-01", "2199-12-31", "2200-01-01", "2015-02-29",
    "2015-2-1", ID, ID.upper(), ID.replace("-", ""), "0" * 64, "A" * 64, "0" * 63, "image/jpeg",
    "Image/jpeg", "image", "1", "01", "+1", "1.50", "0.000001", "0.0000001", "99999999999999",
    "100000000000000", "1E+13", "1E+14",
    "0E+13", "0E+14", "1.000000", "1.0000000", "0E-7", "1e5", "1E5", "1.5E+1", "1.25E+1",
    "-0", "NaN", "king", [], {},
]  # fmt: skip
"""Facts at the edge of what some kind of fact may be, and just beyond."""
FEWER = 8


def by_name(told: str) -> dict[str, str]:
    """Return the kinds of the fields that are declared."""
    return dict(field.split(":") for field in told.split())


def require_same(told: str, of_product: Mapping[str, str]) -> None:
    """Require each field's kind; one that earlier events lack may be absent as well."""
    known = by_name(told)
    assert {name: kind.lstrip("~") for name, kind in known.items()} == {
        name: kind.lstrip("~") for name, kind in of_product.items()
    }
    assert {name for name, kind in of_product.items() if kind.startswith("~")} <= {
        name for name, kind in known.items() if kind.startswith("~")
    }


def test_every_field_of_every_event_is_of_the_kind_it_is_in_the_product() -> None:
    for event in (each for aggregate in AGGREGATES for each in events_of(aggregate)):
        require_same(EVENT_FIELDS[event.TOPIC], declared(event, leave_out=ENVELOPE))


def test_every_shape_is_what_it_is_in_the_product() -> None:
    assert {*SHAPED.values(), PLACES_OF_PERSONS} == {*SHAPES}
    for model, shape in SHAPED.items():
        require_same(SHAPES[shape], declared(model))
    kinds = {each.model_fields["kind"].default: each for each in DEADLINE_KINDS}
    assert kinds.keys() == DEADLINES.keys()
    for kind, model in kinds.items():
        require_same(DEADLINES[kind], declared(model))


def test_every_word_is_one_of_the_product() -> None:
    known = {kind: frozenset(each.value for each in words) for words, kind in WORDS.items()}
    assert {**known, "deadline_kind": frozenset(DEADLINES)} == field_kinds.WORDS
    assert field_kinds.LONGEST_TERMS == LONGEST


def differing(one: Any, other: Any) -> list[str]:
    return [each for each in EVERY_CHARACTER if bool(one(each)) is not bool(other(each))]


def test_every_character_is_taken_or_refused_as_in_the_product() -> None:
    in_line = re.compile(f"{text.CONTROL_IN_LINE.pattern}|{text.UNSEEN_IN_LINE.pattern}")
    assert differing(in_line.search, texts._NOT_IN_LINES.search) == []
    assert differing(text.CONTROL_IN_LINES.search, texts._NOT_IN_PARAGRAPHS.search) == []
    assert differing(text.NOTHING_SEEN.fullmatch, texts._NOTHING_SEEN.fullmatch) == []
    assert differing(text.ORDINARY.fullmatch, texts._ORDINARY.fullmatch) == []


def test_codes_are_made_of_what_they_are_in_the_product_and_of_later_letters() -> None:
    refused = differing(lambda each: not text.NOT_IN_CODE.search(each), texts._is_word)
    assert {unicodedata.category(each) for each in refused} == {"Cn"}


def places_in(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    for key, each in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*place, key)
        if isinstance(each, dict | list):
            yield from places_in(each, (*place, key))


def with_fact(state: Any, place: tuple[str | int, ...], fact: Any) -> dict[str, Any]:
    """Return a copy in which something else stands at a place, or nothing (``...``)."""
    changed: dict[str, Any] = json.loads(json.dumps(state))
    holder: Any = changed
    for key in place[:-1]:
        holder = holder[key]
    if fact is ...:
        del holder[place[-1]]
    else:
        holder[place[-1]] = fact
    return changed


def altered(state: dict[str, Any], known: set[object]) -> Iterator[dict[str, Any]]:
    """Yield an event with every limit in every place, with each item twice, with one too many.

    Where a field of this name within one of that name is known, every eighth limit will do.
    """
    for turn, place in enumerate(places_in(state)):
        if place[0] in ("originator_id", "originator_version") or "recorded_at" in place:
            continue
        named = tuple(key for key in place if isinstance(key, str))[-2:]
        limits = LIMITS[turn % FEWER :: FEWER] if named in known else LIMITS
        known.add(named)
        yield from (with_fact(state, place, fact) for fact in limits)
        holder: Any = state
        for key in place:
            holder = holder[key]
        if isinstance(holder, list):
            yield with_fact(state, place, [*holder, *holder])
        if isinstance(holder, dict):
            yield with_fact(state, (*place, "surplus"), 1)


def written(topic: str, state: dict[str, Any]) -> bool:
    """Say whether the product could have written an event: it reads it, and writes it again."""
    stored = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
    try:
        event = TOPICS.decode(Stored(topic, stored.encode(errors="surrogatepass")))
    except (StoreDamaged, ArithmeticError):
        return False
    return repr(json.loads(TOPICS.encode(event))) == repr(json.loads(stored))


def accepted(form: EventForm, topic: str, state: dict[str, Any]) -> bool:
    try:
        form.require_act(state["act"])
        form.require(topic, state)
    except FieldNotAsStated as error:
        return not all(error.told(topic))
    return True


def test_the_verifier_takes_what_the_product_writes_and_nothing_else() -> None:
    known, form = set[object](), EventForm()
    for topic, sample in SAMPLES.items():
        assert accepted(form, topic, sample)
        assert [
            (topic, state, taken)
            for state in altered(sample, known)
            if (taken := accepted(form, topic, state)) is not written(topic, state)
        ] == []
