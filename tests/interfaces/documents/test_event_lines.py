"""Event lines: one form, and nothing else is read."""

import json
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interfaces.documents.event_lines import (
    MAX_LINE,
    BrokenLine,
    EventLine,
    event_line,
    read_event_line,
)
from tests.interfaces.documents.bundles import line

FIRST = UUID(int=0xA1)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text('甲乙ab"\\\n'), inner),
    max_leaves=8,
)  # fmt: skip


def test_a_line_holds_the_stored_bytes_verbatim() -> None:
    state = '{"b" : 1.50,\t"a":"整改\\n"}'.encode()
    written = event_line(7, "rectification-task.closed-out", FIRST, 2, state)
    assert (
        written
        == (
            b'{"sequence":7,"topic":"rectification-task.closed-out",'
            b'"aggregate_id":"00000000-0000-0000-0000-0000000000a1","version":2,"state":' + state
        )
        + b"}\n"
    )
    told = {"b": 1.5, "a": "整改\n"}
    topic = "rectification-task.closed-out"
    assert read_event_line(written) == EventLine(7, topic, str(FIRST), 2, told)


@pytest.mark.parametrize("topic", ["opinion.closed@2", "opinion.closed@12"])
def test_a_later_shape_is_a_stored_topic_of_its_own(topic: str) -> None:
    assert read_event_line(event_line(1, topic, FIRST, 1, b"{}")).topic == topic


@settings(max_examples=50)
@given(st.dictionaries(st.text('甲ab"\\\n{}'), JSON_VALUES), st.booleans())
def test_any_stored_state_comes_back_byte_for_byte(state: dict[str, object], plain: bool) -> None:
    stored = json.dumps(state, ensure_ascii=plain).encode()
    written = line(1, FIRST, 1, stored)
    assert stored + b"}\n" == written[-len(stored) - 2 :]
    assert read_event_line(written).state == state


@pytest.mark.parametrize(
    ("sequence", "topic", "version", "state"),
    [
        (0, "opinion.referred", 1, b"{}"),
        (10**18, "opinion.referred", 1, b"{}"),
        (1, "Opinion.Referred", 1, b"{}"),
        (1, "opinion", 1, b"{}"),
        (1, "opinion.referred@1", 1, b"{}"),
        (1, f"opinion.{'x' * 93}", 1, b"{}"),
        (1, "opinion.referred@02", 1, b"{}"),
        (1, 'opinion.referred","x":"', 1, b"{}"),
        (1, "opinion.referred", 0, b"{}"),
        (1, "opinion.referred", 1, b""),
        (1, "opinion.referred", 1, b"[]"),
        (1, "opinion.referred", 1, b"{\n}"),
        (1, "opinion.referred", 1, b'{"a":"%b"}' % (b"x" * MAX_LINE)),
    ],
    ids=range(13),
)
def test_what_could_not_be_read_back_is_not_written(
    sequence: int, topic: str, version: int, state: bytes
) -> None:
    with pytest.raises(ValueError, match="cannot be written as one line"):
        event_line(sequence, topic, FIRST, version, state)


LONGEST = line(
    1, FIRST, 1, b'{"a":"%b"}' % (b"x" * (MAX_LINE - len(line(1, FIRST, 1, b"{}")) - 6))
)
SOUND = line(1, FIRST, 1, b'{"a":1}')


@pytest.mark.parametrize(
    "spoiled",
    [
        b"",
        b"\n",
        SOUND[:-1],
        SOUND[:-1] + b"\r\n",
        b" " + SOUND,
        SOUND.replace(b'"sequence":1', b'"sequence":01'),
        SOUND.replace(b'"sequence":1', b'"sequence":-1'),
        SOUND.replace(b'"sequence":1', b'"sequence":"1"'),
        SOUND.replace(b'"sequence":1', b'"sequence": 1'),
        SOUND.replace(b'"sequence":1,', b""),
        SOUND.replace(b"0000a1", b"0000A1"),
        SOUND.replace(b'"state"', b'"State"'),
        SOUND.replace(b'{"a":1}', b"1"),
        SOUND.replace(b'{"a":1}', b'{"a":1'),
        SOUND.replace(b'{"a":1}', b'{"a":NaN}'),
        SOUND.replace(b'{"a":1}', b'{"a":1},"sequence":2,"b":{}'),
        SOUND.replace(b'{"a":1}', b'{"a":"\xff"}'),
        SOUND.replace(b"1}}", b"[" * 200_000 + b"]" * 200_000 + b"}}"),
        SOUND.replace(b"1}}", b"9" * 5_000 + b"}}"),
        LONGEST.replace(b"x", b"xx", 1),
    ],
    ids=range(20),
)
def test_a_line_in_any_other_form_is_refused(spoiled: bytes) -> None:
    assert spoiled != SOUND
    with pytest.raises(BrokenLine):
        read_event_line(spoiled)


def test_a_line_of_the_greatest_length_is_taken() -> None:
    assert len(LONGEST) == MAX_LINE
    assert read_event_line(LONGEST).sequence == 1
