"""Event lines, and the chain they must form."""

import json
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interfaces.documents.event_lines import (
    MAX_LINE,
    BrokenChain,
    BrokenLine,
    EventChain,
    EventLine,
    event_line,
    read_event_line,
)
from interfaces.documents.manifest import EventRange
from tests.interfaces.documents.bundles import FIRST, SECOND, line

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text('甲乙ab"\\\n'), inner),
    max_leaves=8,
)  # fmt: skip


def follow(stated: EventRange, *events: tuple[int, UUID, int]) -> int:
    chain = EventChain(stated)
    for event in events:
        chain.follow(read_event_line(line(*event)))
    chain.finish()
    return chain.count


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
    assert read_event_line(written) == EventLine(7, FIRST.bytes, 2, state)
    assert json.loads(written)["state"] == {"a": "整改\n", "b": 1.5}


@settings(max_examples=50)
@given(st.dictionaries(st.text('甲ab"\\\n{}'), JSON_VALUES), st.booleans())
def test_any_stored_state_comes_back_byte_for_byte(state: dict[str, object], plain: bool) -> None:
    stored = json.dumps(state, ensure_ascii=plain).encode()
    assert read_event_line(line(1, FIRST, 1, stored)).state == stored


@pytest.mark.parametrize(
    ("sequence", "topic", "version", "state"),
    [
        (0, "opinion.referred", 1, b"{}"),
        (10**18, "opinion.referred", 1, b"{}"),
        (1, "Opinion.Referred", 1, b"{}"),
        (1, "opinion", 1, b"{}"),
        (1, 'opinion.referred","x":"', 1, b"{}"),
        (1, "opinion.referred", 0, b"{}"),
        (1, "opinion.referred", 1, b""),
        (1, "opinion.referred", 1, b"[]"),
        (1, "opinion.referred", 1, b"{\n}"),
        (1, "opinion.referred", 1, b'{"a":"%b"}' % (b"x" * MAX_LINE)),
    ],
    ids=range(10),
)
def test_what_could_not_be_read_back_is_not_written(
    sequence: int, topic: str, version: int, state: bytes
) -> None:
    with pytest.raises(ValueError, match="cannot be written as one line"):
        event_line(sequence, topic, FIRST, version, state)


LONGEST = line(1, FIRST, 1, b'{"a":"%b"}' % (b"x" * (MAX_LINE - len(line(1, FIRST, 1)) - 6)))
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


def test_a_whole_range_is_followed_without_a_gap() -> None:
    assert follow(EventRange(1, 3, 3), (1, FIRST, 1), (2, SECOND, 1), (3, FIRST, 2)) == 3
    assert follow(EventRange(None, None, 0)) == 0


def test_a_range_that_begins_later_may_begin_with_any_version() -> None:
    assert follow(EventRange(7, 9, 3), (7, FIRST, 5), (8, SECOND, 1), (9, FIRST, 6)) == 3


def test_a_part_of_a_range_may_leave_numbers_out() -> None:
    assert follow(EventRange(1, 9, 3), (1, FIRST, 5), (4, FIRST, 6), (9, FIRST, 7)) == 3


@pytest.mark.parametrize(
    ("stated", "events", "sentence"),
    [
        (EventRange(1, 3, 3), [(1, FIRST, 1), (3, FIRST, 2)], "序号为3,应为2"),
        (EventRange(1, 3, 3), [(1, FIRST, 1), (1, SECOND, 1)], "序号为1,应为2"),
        (EventRange(1, 3, 3), [(2, FIRST, 1)], "序号为2,应为1"),
        (EventRange(1, 9, 3), [(2, FIRST, 1)], "序号为2,应为1"),
        (EventRange(1, 9, 3), [(1, FIRST, 1), (1, SECOND, 1)], "序号为1,应为2或更大"),
        (EventRange(1, 9, 3), [(1, FIRST, 1), (10, FIRST, 2)], "超出清单写明的最后序号9"),
        (EventRange(1, 1, 1), [(1, FIRST, 1), (2, FIRST, 2)], "超出清单写明的最后序号1"),
        (EventRange(1, 3, 3), [(1, FIRST, 1), (2, FIRST, 2)], "到序号2为止共2条"),
        (EventRange(1, 9, 3), [(1, FIRST, 1), (9, FIRST, 2)], "到序号9为止共2条"),
        (EventRange(1, 9, 2), [(1, FIRST, 1), (8, FIRST, 2)], "到序号8为止共2条"),
        (EventRange(None, None, 0), [(1, FIRST, 1)], "没有事件"),
        (EventRange(1, 3, 3), [(1, FIRST, 2)], "版本为2,应为1"),
        (EventRange(5, 7, 3), [(5, FIRST, 2), (6, FIRST, 4)], "版本为4,应为3"),
        (EventRange(5, 7, 3), [(5, FIRST, 2), (6, FIRST, 2)], "版本为2,应为3"),
    ],
)
def test_an_event_that_does_not_follow_is_refused(
    stated: EventRange, events: list[tuple[int, UUID, int]], sentence: str
) -> None:
    with pytest.raises(BrokenChain, match=sentence):
        follow(stated, *events)


def test_more_aggregates_than_memory_allows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interfaces.documents.event_lines.MAX_AGGREGATES", 1)
    assert follow(EventRange(1, 2, 2), (1, FIRST, 1), (2, FIRST, 2)) == 2
    with pytest.raises(BrokenChain, match="超过1个"):
        follow(EventRange(1, 2, 2), (1, FIRST, 1), (2, SECOND, 1))
