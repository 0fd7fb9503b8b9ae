"""An opening has one line, and a line gives one opening or none."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interfaces.documents.opening_lines import (
    LONGEST_OPENING,
    MalformedOpening,
    Opening,
    opening_line,
    read_opening_line,
)

SALT = bytes(range(32))
OPENING = Opening(7, "co_signers.0", SALT, '王"秀\\英')
LINE = (
    '{"sequence":7,"field":"co_signers.0",'
    '"salt":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=","text":"王\\"秀\\\\英"}\n'
).encode()
NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=100)


def test_a_line_is_what_is_documented() -> None:
    assert opening_line(OPENING) == LINE
    assert read_opening_line(LINE) == OPENING


@given(st.integers(1, 10**18 - 1), st.binary(min_size=32, max_size=32), NAMES)
def test_what_is_written_is_read_back(sequence: int, salt: bytes, text: str) -> None:
    opening = Opening(sequence, "measure.responsibility.leaders.0", salt, text)
    assert read_opening_line(opening_line(opening)) == opening


OTHER_FORMS = {
    "no line end": LINE[:-1],
    "CRLF": LINE[:-1] + b"\r\n",
    "space": LINE.replace(b",", b", ", 1),
    "other order": LINE.replace(b'"sequence":7,', b"").replace(b"}", b',"sequence":7}'),
    "key too many": LINE.replace(b"}", b',"subject":""}'),
    "key missing": LINE.replace(b'"field":"co_signers.0",', b""),
    "leading zero": LINE.replace(b":7,", b":07,"),
    "no sequence": LINE.replace(b":7,", b":0,"),
    "sequence as text": LINE.replace(b":7,", b':"7",'),
    "bits in the padding": LINE.replace(b"Hh8=", b"Hh9="),
    "no padding": LINE.replace(b"Hh8=", b"Hh8"),
    "short salt": LINE.replace(b"AAEC", b""),
    "other alphabet": LINE.replace(b"AAEC", b"AA-C"),
    "needless escape": LINE.replace("英".encode(), b"\\u82f1"),
    "escaped solidus": LINE.replace("英".encode(), b"\\/"),
    "not UTF-8": LINE.replace("英".encode(), b"\xe8\x8b"),
    "half a character": LINE.replace("英".encode(), b"\xed\xa0\x80"),
    "empty field": LINE.replace(b"co_signers.0", b""),
    "nothing": b"",
    "trailing": LINE + LINE,
    "too long": LINE.replace(b"co_signers.0", b"a" * LONGEST_OPENING),
}


@pytest.mark.parametrize("name", OTHER_FORMS)
def test_every_other_form_is_refused(name: str) -> None:
    with pytest.raises(MalformedOpening) as caught:
        read_opening_line(OTHER_FORMS[name])
    assert caught.value.chinese
    assert caught.value.english


NO_NAMES = ["", "  ", "\u3000", "王" * 101, "王\t", "王\x7f", "a\u202eb", "\x85"]


@pytest.mark.parametrize("text", NO_NAMES)
def test_what_is_no_name_is_neither_written_nor_read(text: str) -> None:
    with pytest.raises(MalformedOpening):
        opening_line(OPENING._replace(text=text))


@pytest.mark.parametrize(
    "other",
    [
        {"sequence": 0},
        {"sequence": 10**18},
        {"field": ""},
        {"field": "a" * 201},
        {"field": "co-signers"},
        {"field": 'a"'},
        {"salt": SALT[:-1]},
        {"salt": SALT + b"\0"},
    ],
)
def test_what_could_not_be_read_back_is_not_written(other: dict[str, Any]) -> None:
    with pytest.raises(MalformedOpening):
        opening_line(OPENING._replace(**other))


@pytest.mark.parametrize("longest", ["𠀀" * 100, '"' * 100, "\\" * 100])
def test_the_longest_parts_make_no_line_too_long(longest: str) -> None:
    opening = Opening(10**18 - 1, "a" * 200, SALT, longest)
    assert read_opening_line(opening_line(opening)) == opening
