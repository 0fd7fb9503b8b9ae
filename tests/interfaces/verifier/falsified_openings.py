"""Ways to falsify sealed values and their openings, each with the code it is refused under."""

from typing import Any

from tests.interfaces.verifier.sealed_county import Alter, Event, Line, Sealed, values_in

NOBODY = "00000000-0000-4000-8000-000000000000"


def value_at(sealed: Sealed, place: int) -> Event:
    """Return the sealed value that the opening at this place opens."""
    line = sealed.openings[place]
    event = sealed.events[line["sequence"] - 1]
    return dict(values_in(event["state"]))[line["field"]]


def places_of(sealed: Sealed, field: str = "approver") -> list[int]:
    """Return the openings of this field."""
    return [place for place, line in enumerate(sealed.openings) if line["field"] == field]


def a_line(sealed: Sealed) -> Line:
    """Return the opening that is falsified."""
    return sealed.openings[places_of(sealed)[0]]


def a_value(sealed: Sealed) -> Event:
    """Return the sealed value that is falsified."""
    return value_at(sealed, places_of(sealed)[0])


def opened(**said: Any) -> Alter:
    """Let an opening say something else."""
    return lambda sealed: a_line(sealed).update(said)


def stated(**said: Any) -> Alter:
    """Let a sealed value state something else."""
    return lambda sealed: a_value(sealed).update(said)


def without_part(part: str) -> Alter:
    """Leave a part of a sealed value out."""
    return lambda sealed: a_value(sealed).pop(part)


def _flip_salt(sealed: Sealed) -> None:
    line = a_line(sealed)
    line["salt"] = ("B" if line["salt"][0] == "A" else "A") + line["salt"][1:]


def _swap_lines(sealed: Sealed) -> None:
    lines = sealed.openings
    lines[0], lines[-1] = lines[-1], lines[0]


def _swap_within_event(sealed: Sealed) -> None:
    lines, [place, *_] = sealed.openings, places_of(sealed)
    lines[place], lines[place + 1] = lines[place + 1], lines[place]


def _exchange(sealed: Sealed, one: int, other: int) -> None:
    """Move two values with what opens them, so that only their places are wrong."""
    first, second = value_at(sealed, one), value_at(sealed, other)
    held = dict(first)
    first.update(second)
    second.update(held)
    _take_over(sealed.openings[one], sealed.openings[other])


def _take_over(one: Line, other: Line) -> None:
    for part in ("salt", "text"):
        one[part], other[part] = other[part], one[part]


def _to_another_field(sealed: Sealed) -> None:
    [place, *_] = places_of(sealed)
    _exchange(sealed, place, place + 1)


def _to_another_event(sealed: Sealed) -> None:
    _exchange(sealed, *places_of(sealed)[:2])


def _of_another_event(sealed: Sealed) -> None:
    one, other = places_of(sealed)[:2]
    _take_over(sealed.openings[one], sealed.openings[other])


def _plain_yet_opened(sealed: Sealed) -> None:
    line = a_line(sealed)
    sealed.events[line["sequence"] - 1]["state"][line["field"]] = line["text"]


def _uncanonical(text: str) -> str:
    """Return the same bytes in another spelling: bits that stand for nothing are set."""
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    last = len(text.rstrip("=")) - 1
    return text[:last] + digits[digits.index(text[last]) + 1] + text[last + 1 :]


def _respelled(part: str) -> Alter:
    return lambda sealed: a_value(sealed).update({part: _uncanonical(a_value(sealed)[part])})


def _shortened(part: str) -> Alter:
    return lambda sealed: a_value(sealed).update({part: a_value(sealed)[part][4:]})


CONTRADICTING: dict[str, Alter] = {
    "flipped salt": _flip_salt,
    "other text": opened(text="别的人"),
    "marker as text": opened(text="〔个人信息已停止处理·000000000000〕"),
    "opening of another event": _of_another_event,
    "value moved to another field": _to_another_field,
    "value moved to another event": _to_another_event,
    "value of another person": stated(subject=NOBODY),
    "other commitment": stated(salted="A" * 43 + "="),
}
WITHOUT_VALUE: dict[str, Alter] = {
    "swapped lines": _swap_lines,
    "swapped lines of one event": _swap_within_event,
    "opening of a plain value": _plain_yet_opened,
    "line twice": lambda sealed: sealed.openings.append(sealed.openings[-1]),
    "line behind the last event": lambda sealed: sealed.openings.append(
        {**sealed.openings[-1], "sequence": 10_000}
    ),
    "no such field": opened(field="title"),
    "no such position": opened(field="co_signers.9"),
    "another event": opened(sequence=1),
}
MALFORMED_OPENING: dict[str, Alter] = {
    "key too many": opened(subject=NOBODY),
    "uncanonical salt": lambda sealed: a_line(sealed).update(
        salt=_uncanonical(a_line(sealed)["salt"])
    ),
    "short salt": opened(salt="AAAA"),
    "no name": opened(text=" "),
    "long name": opened(text="王" * 101),
    "control character": opened(text="王\x7f"),
    "steering character": opened(text="王\u202e"),
    "escaped control character": opened(text="王\n"),
    "no text": opened(text=None),
    "sequence as text": opened(sequence="7"),
    "last line": lambda sealed: sealed.openings[-1].update(field="Title"),
}
MALFORMED_VALUE: dict[str, Alter] = {
    "key too many": stated(key=""),
    "no subject": without_part("subject"),
    "no commitment": without_part("salted"),
    "nothing sealed": without_part("sealed"),
    "empty": lambda sealed: a_value(sealed).clear(),
    "other part": lambda sealed: a_value(sealed).update(more=a_value(sealed).pop("sealed")),
    "uncanonical commitment": _respelled("salted"),
    "uncanonical ciphertext": _respelled("sealed"),
    "short commitment": _shortened("salted"),
    "short ciphertext": _shortened("sealed"),
    "ciphertext of nothing": stated(sealed="A" * 80),
    "number": stated(sealed=1),
    "other alphabet": stated(salted="-" * 43 + "="),
    "subject in capitals": stated(subject=NOBODY.replace("0", "A")),
    "subject without hyphens": stated(subject=NOBODY.replace("-", "")),
    "subject in braces": stated(subject=f"{{{NOBODY}}}"),
}
FALSIFIED: dict[str, dict[str, Alter]] = {
    "opening-contradicts": CONTRADICTING,
    "opening-without-value": WITHOUT_VALUE,
    "malformed-opening": MALFORMED_OPENING,
    "malformed-sealed-value": MALFORMED_VALUE,
}
