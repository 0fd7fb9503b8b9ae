"""A sealed value opens with its key at its place, and in no other way."""

import base64
import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.privacy.refusal import Problem, Refused
from application.privacy.sealing import (
    COMMITMENT_TAG,
    LONGEST_TEXT,
    Place,
    SealedValue,
    SubjectKey,
    seal,
    unseal,
)
from tests.application.privacy.boxes import KEY, PLACE, SUBJECT, said

NAME = "王秀英"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
UUIDS = st.uuids()
PLACES = st.builds(
    Place, UUIDS, st.integers(0, 2**64 - 1), st.text(max_size=20), st.text(max_size=20)
).filter(lambda place: (place.topic + place.field).isprintable())


def refused(problem: Problem, do: Callable[[], object]) -> None:
    with pytest.raises(Refused) as caught:
        do()
    assert said(caught.value, problem)


def opened(stated: object, key: SubjectKey = KEY, place: Place = PLACE) -> str:
    return unseal(SealedValue.read(stated, place), key, place)


@given(TEXTS, UUIDS, st.binary(min_size=32, max_size=32), PLACES)
def test_any_text_comes_back_from_json(
    text: str, subject: UUID, material: bytes, place: Place
) -> None:
    key = SubjectKey(subject, material)
    stated = json.loads(json.dumps(seal(text, key, place).stated()))
    assert opened(stated, key, place) == text


def test_the_longest_text_is_sealed_and_a_longer_one_is_not() -> None:
    longest = "𠮷" * (LONGEST_TEXT // 4)
    assert opened(seal(longest, KEY, PLACE).stated()) == longest
    refused(Problem.TEXT_TOO_LONG, lambda: seal(longest + "a", KEY, PLACE))


def test_half_a_character_is_not_sealed() -> None:
    refused(Problem.TEXT_NOT_UNICODE, lambda: seal("王\ud842", KEY, PLACE))


def test_nothing_of_two_sealings_is_alike_and_nothing_shows_the_text() -> None:
    one, two = seal(NAME, KEY, PLACE), seal(NAME, KEY, PLACE)
    assert one.salted != two.salted
    assert one.sealed[:12] != two.sealed[:12]
    assert NAME.encode() not in one.sealed + one.salted


def test_lengths_tell_only_their_class() -> None:
    lengths = {len(seal("甲" * n, KEY, PLACE).sealed) for n in range(1, 10)}
    assert lengths == {12 + 32 + 32 + 16}
    assert len(seal("甲" * 10, KEY, PLACE).sealed) == 12 + 32 + 64 + 16


@given(TEXTS, st.data())
def test_any_flipped_bit_is_refused(text: str, data: st.DataObject) -> None:
    value = seal(text, KEY, PLACE)
    salted, sealed = (_with_a_bit_flipped(part, data) for part in (value.salted, value.sealed))
    for altered in (value._replace(salted=salted), value._replace(sealed=sealed)):
        with pytest.raises(Refused):
            unseal(altered, KEY, PLACE)


def _with_a_bit_flipped(part: bytes, data: st.DataObject) -> bytes:
    raw = bytearray(part)
    bit = data.draw(st.integers(0, 8 * len(raw) - 1))
    raw[bit // 8] ^= 1 << bit % 8
    return bytes(raw)


def test_every_flipped_bit_of_the_stated_text_is_refused() -> None:
    stated = seal(NAME, KEY, PLACE).stated()
    for part, text in stated.items():
        for place, bit in ((at, bit) for at in range(len(text)) for bit in range(8)):
            flipped = text[:place] + chr(ord(text[place]) ^ 1 << bit) + text[place + 1 :]
            with pytest.raises(Refused):
                opened(stated | {part: flipped})


@given(PLACES, PLACES)
def test_no_value_opens_elsewhere(one: Place, other: Place) -> None:
    value = seal(NAME, KEY, one)
    if one == other:
        assert unseal(value, KEY, other) == NAME
    else:
        refused(Problem.NOT_AS_SEALED, lambda: unseal(value, KEY, other))


@pytest.mark.parametrize(
    "elsewhere",
    [
        PLACE._replace(aggregate_id=UUID(int=42)),
        PLACE._replace(version=4),
        PLACE._replace(topic="opinion.registered"),
        PLACE._replace(field="issuer"),
        PLACE._replace(topic=PLACE.topic + "l", field=PLACE.field[1:]),
    ],
)
def test_moved_anywhere_else_it_does_not_open(elsewhere: Place) -> None:
    value = seal(NAME, KEY, PLACE)
    refused(Problem.NOT_AS_SEALED, lambda: unseal(value, KEY, elsewhere))


def test_another_persons_key_does_not_open_it() -> None:
    value = seal(NAME, KEY, PLACE)
    other = SubjectKey(UUID(int=8), bytes(range(32)))
    refused(Problem.OTHER_SUBJECT, lambda: unseal(value, other, PLACE))
    renamed = value._replace(subject=other.subject)
    refused(Problem.NOT_AS_SEALED, lambda: unseal(renamed, other, PLACE))


def test_whoever_has_the_key_cannot_let_the_event_say_something_else() -> None:
    said_first, said_later = seal("同意", KEY, PLACE), seal("不同意", KEY, PLACE)
    forged = said_first._replace(sealed=said_later.sealed)
    refused(Problem.COMMITMENT_DIFFERS, lambda: unseal(forged, KEY, PLACE))


SALT = bytes(range(32))
CONTEXT = (
    SUBJECT.bytes
    + PLACE.aggregate_id.bytes
    + PLACE.version.to_bytes(8)
    + len(PLACE.topic).to_bytes(2)
    + len(PLACE.field).to_bytes(2)
    + (PLACE.topic + PLACE.field).encode()
)


def by_hand(padded: bytes, raw: bytes = b"") -> SealedValue:
    """Seal as only the holder of the key can, in the form the decision record states."""
    nonce = bytes(12)
    salted = sha256(COMMITMENT_TAG + SALT + CONTEXT + raw).digest()
    return SealedValue(SUBJECT, salted, nonce + KEY.cipher.encrypt(nonce, SALT + padded, CONTEXT))


def test_the_form_is_the_one_stated() -> None:
    raw = NAME.encode()
    assert unseal(by_hand(len(raw).to_bytes(4) + raw + bytes(19), raw), KEY, PLACE) == NAME


@pytest.mark.parametrize(
    "padded",
    [
        (29).to_bytes(4) + bytes(28),
        (2**32 - 1).to_bytes(4) + bytes(28),
        (1).to_bytes(4) + b"a" + b"\x01" + bytes(26),
        (1).to_bytes(4) + b"a" + bytes(59),
    ],
    ids=["length past the end", "length far past the end", "padding not zero", "padding too long"],
)
def test_content_has_one_form(padded: bytes) -> None:
    refused(Problem.MALFORMED_CONTENT, lambda: unseal(by_hand(padded), KEY, PLACE))


def test_content_that_is_no_text_is_refused() -> None:
    value = by_hand((1).to_bytes(4) + b"\xff" + bytes(27), b"\xff")
    refused(Problem.TEXT_NOT_UNICODE, lambda: unseal(value, KEY, PLACE))


STATED = seal(NAME, KEY, PLACE).stated()


def _base64(length: int) -> str:
    return base64.b64encode(bytes(length)).decode()


@pytest.mark.parametrize(
    ("stated", "problem"),
    [
        (None, Problem.MALFORMED_VALUE),
        ([], Problem.MALFORMED_VALUE),
        (NAME, Problem.MALFORMED_VALUE),
        ({}, Problem.MALFORMED_VALUE),
        (STATED | {"more": ""}, Problem.MALFORMED_VALUE),
        (STATED | {"salted": 1}, Problem.MALFORMED_VALUE),
        (STATED | {"sealed": None}, Problem.MALFORMED_VALUE),
        (STATED | {"subject": 7}, Problem.MALFORMED_SUBJECT),
        (STATED | {"subject": "王秀英"}, Problem.MALFORMED_SUBJECT),
        (STATED | {"subject": SUBJECT.hex}, Problem.MALFORMED_SUBJECT),
        (STATED | {"subject": f"{{{SUBJECT}}}"}, Problem.MALFORMED_SUBJECT),
        (STATED | {"salted": STATED["salted"] + "\n"}, Problem.BASE64_NOT_CANONICAL),
        (STATED | {"salted": STATED["salted"].rstrip("=")}, Problem.BASE64_NOT_CANONICAL),
        (STATED | {"salted": "A" * 42 + "B="}, Problem.BASE64_NOT_CANONICAL),
        (STATED | {"sealed": "王"}, Problem.BASE64_NOT_CANONICAL),
        (STATED | {"sealed": "*" + STATED["sealed"][1:]}, Problem.BASE64_NOT_CANONICAL),
        (STATED | {"salted": _base64(31)}, Problem.WRONG_LENGTH),
        (STATED | {"salted": _base64(33)}, Problem.WRONG_LENGTH),
        (STATED | {"sealed": ""}, Problem.WRONG_LENGTH),
        (STATED | {"sealed": _base64(60)}, Problem.WRONG_LENGTH),
        (STATED | {"sealed": _base64(91)}, Problem.WRONG_LENGTH),
        (STATED | {"sealed": _base64(93)}, Problem.WRONG_LENGTH),
        (STATED | {"sealed": _base64(60 + 80_064)}, Problem.WRONG_LENGTH),
        (STATED | {"sealed": "A" * 200_000}, Problem.WRONG_LENGTH),
    ],
)
def test_a_value_has_one_form(stated: Any, problem: Problem) -> None:
    with pytest.raises(Refused) as caught:
        SealedValue.read(stated, PLACE)
    assert said(caught.value, problem)
    assert str(PLACE) in str(caught.value)
    assert NAME not in str(caught.value)


@given(
    st.recursive(st.none() | st.integers() | st.text(), st.lists)
    | st.dictionaries(
        st.sampled_from(["subject", "salted", "sealed"]), st.text() | st.none(), max_size=3
    )
)
def test_whatever_stands_there_is_refused_in_words(stated: Any) -> None:
    with pytest.raises(Refused):
        SealedValue.read(stated, PLACE)
