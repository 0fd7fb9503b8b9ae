"""A line of ``events.jsonl`` is read by the page exactly as ``verify.py`` reads it."""

from typing import Any
from uuid import UUID

from interfaces.documents.event_lines import MAX_LINE, BrokenLine, event_line, read_event_line
from tests.interfaces.verifier_page.node import ask, call, integer, refused
from tests.interfaces.verifier_page.test_formats import mutated

LINE = event_line(7, "opinion.referred", UUID(int=9), 2, '{"a":"甲","b":[1,{"c":1.50}]}'.encode())
OTHER_LINES = [
    event_line(10**17, f"a.{'b' * 98}", UUID(int=1), 10**17, b"{}"),
    event_line(1, "a-b.c-d@2", UUID(int=1), 1, b"{}"),
    event_line(1, "a.b@10", UUID(int=1), 1, b"{}"),
    event_line(1, "a.b@99", UUID(int=1), 1, b'{ "a" : 1 }'),
    event_line(1, "a.b", UUID(int=1), 1, b'{"a":"%b"}' % (b"x" * 2_000)),
]
FORMS = [
    (b"opinion.referred", b"opinion"),
    (b"opinion.referred", b"opinion.re--referred"),
    (b"opinion.referred", b"-opinion.referred"),
    (b"opinion.referred", b"opinion.referred-"),
    (b"opinion.referred", b"opinion.referred@1"),
    (b"opinion.referred", b"opinion.referred@100"),
    (b"opinion.referred", b"a." + b"b" * 99),
    (b"opinion.referred", b"opinion.Referred"),
    (b'"sequence":7', b'"sequence":07'),
    (b'"sequence":7', b'"sequence":0'),
    (b'"sequence":7', b'"sequence":1' + b"0" * 18),
    (b'"sequence":7', b'"sequence":' + b"9" * 18),
    (b'"version":2', b'"version":-2'),
    (b'"version":2', b'"version":0'),
    (b'"state":{', b'"state":[{'),
    (b"1.50", b"01"),
    (b"1.50", b"NaN"),
    (b"1.50", b"[" * 97 + b"]" * 97),
    (b"1.50", b"[" * 98 + b"]" * 98),
    (b"1.50", b"[" * 1_000 + b"]" * 1_000),
    (b"1.50", b"9" * 4_301),
    (b'{"a"', b'{"sealed":"x","a"'),
    (b"-0000-", b"-000G-"),
    (b"}}\n", b"}}\r\n"),
    (b"}}\n", b"}} \n"),
]


def said_of(line: bytes) -> Any:
    try:
        told = read_event_line(line)
    except BrokenLine as broken:
        return refused("malformed-line", broken.chinese, broken.english)
    return {
        "sequence": integer(told.sequence),
        "topic": told.topic,
        "aggregateId": told.aggregate_id,
        "version": integer(told.version),
        "state": told.state,
        "mayBeSealed": b'"sealed":"' in line,
    }


def test_lines_of_events_are_read_as_verify_reads_them() -> None:
    lines = [*mutated(LINE, 7)[::3], LINE, *OTHER_LINES, *(LINE.replace(*each) for each in FORMS)]
    lines += [b"\xef\xbb\xbf" + LINE, LINE.replace("甲".encode(), b"\xff"), b"\xff"]
    lines += [b"\xef\xbb\xbf" + lines[-2]]
    alone = [each for each in lines if b"\n" not in each[:-1]]
    answers = ask([call("events.js", "readEventLine", line, _text_of(line)) for line in alone])
    expected = [said_of(line) for line in alone]
    assert answers == expected
    assert 20 < sum("thrown" in each for each in expected) < len(expected) - 20


def test_a_line_may_be_so_long_and_no_longer() -> None:
    room = MAX_LINE - len(event_line(1, "a.b", UUID(int=1), 1, b'{"a":""}'))
    longest = event_line(1, "a.b", UUID(int=1), 1, b'{"a":"%b"}' % (b"x" * room))
    longer = longest.replace(b"x", b"xx", 1)
    answers = ask(
        [call("events.js", "readEventLine", each, each.decode()) for each in (longest, longer)]
    )
    assert answers == [said_of(longest), said_of(longer)]
    assert answers[1] == refused(
        "malformed-line", f"超过{MAX_LINE}字节", f"is longer than {MAX_LINE} bytes"
    )


def _text_of(line: bytes) -> str | None:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return None
