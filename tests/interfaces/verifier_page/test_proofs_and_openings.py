"""Lines of proofs and of openings, and sealed values, are read as ``verify.py`` reads them."""

import base64
import random
from collections.abc import Callable
from uuid import UUID

import pytest

from interfaces.documents.event_lines import EventLine
from interfaces.documents.log_lines import (
    MOST_HASHES,
    link_line,
    proof_line,
    read_link_line,
    read_proof_line,
)
from interfaces.documents.malformed import Malformed
from interfaces.documents.opening_lines import (
    LONGEST_OPENING,
    LONGEST_PERSON_NAME,
    read_opening_line,
)
from interfaces.verifier.sealed_values import (
    LONGEST_SEALED,
    SealedText,
    commitment,
    read_sealed_value,
)
from tests.application.audit.trees import sha256
from tests.interfaces.verifier_page.node import ask, call, integer, make, refused

HASHES = [sha256(bytes([number])) for number in range(MOST_HASHES + 1)]
ENCODED = base64.b64encode(HASHES[0]).decode()


def proofs() -> list[bytes]:
    """Return lines that prove something, or nearly do."""
    lines = [
        proof_line(number, HASHES[:count]) for number in (1, 2**63) for count in (0, 1, 64, 65)
    ]
    lines += [link_line(log, HASHES[:count]) for log in ("a", '"县\n', "") for count in (0, 2, 65)]
    sound = proof_line(7, HASHES[:2])
    lines += [proof_line(number, []) for number in (0, -1)]
    lines += [
        sound[:-1],
        sound + b"\n",
        b" " + sound,
        sound.replace(b":7", b": 7"),
        b"",
        b"\n",
        b"[]\n",
    ]
    lines += [
        sound.replace(b":7", each) for each in (b":07", b":7.0", b":true", b':"7"', b":null")
    ]
    for hashes in (
        f'"{ENCODED}"', "null", "{}", "[1]", "[null]", f'["{ENCODED[:-1]}"]', f'["{ENCODED}="]',
        '[""]', '["AAAA"]', f'["{ENCODED}",1]', f'["{ENCODED[:-2]}D="]', f'["{ENCODED[:-1]}A"]',
    ):  # fmt: skip
        lines += [
            f'{{"{key},"hashes":{hashes}}}\n'.encode() for key in ('sequence":7', 'log":"a"')
        ]
    lines += [
        b'{"sequence":7}\n',
        b'{"hashes":[]}\n',
        b'{"log":"a"}\n',
        b'{"log":7,"hashes":[]}\n',
    ]
    lines += [b'{"hashes":[],"sequence":7}\n', b'{"sequence":7,"hashes":[],"more":1}\n']
    lines += [
        b'{"sequence":7,"hashes":[]\n',
        b'{"sequence":7,"hashes":[]}x',
        b'{"log":"\xff","hashes":[]}\n',
    ]
    lines += [
        b'{"log":"\\u0061","hashes":[]}\n',
        b'{"log":"a","log":"b","hashes":[]}\n',
        b"7\n",
        b"\xff\n",
    ]
    return lines


@pytest.mark.parametrize(
    ("function", "read", "name"),
    [("readProofLine", read_proof_line, "sequence"), ("readLinkLine", read_link_line, "log")],
)
def test_proofs_are_read_in_their_one_form(
    function: str, read: Callable[[bytes], tuple[object, tuple[bytes, ...]]], name: str
) -> None:
    lines = proofs()
    answers = ask([call("proof.js", function, line, "log/proofs.jsonl", 3) for line in lines])
    said = ("不是规定的书写格式", "is not in its one form")
    in_no_form = refused("malformed-proof", *said, "log/proofs.jsonl", 3)
    for line, answer in zip(lines, answers, strict=True):
        try:
            subject, hashes = read(line)
        except Malformed:
            assert answer == in_no_form, line
            continue
        if isinstance(subject, int) and subject < 1:  # of no event: verify.py refuses it later
            assert answer == in_no_form, line
            continue
        told = integer(subject) if isinstance(subject, int) else subject
        assert answer == {name: told, "hashes": [{"hex": each.hex()} for each in hashes]}


def openings() -> list[bytes]:
    """Return lines that tell a text, or nearly do."""
    sound = '{"sequence":7,"field":"a.0","salt":"%s","text":"%s"}\n'
    names = [
        "甲", "a b", "", " ", "\u3000\u2003", "\xa0a", 'a\\"b', "a\\\\b", "a\\b", 'a"b',
        "a\\u0061", "a\nb", "\x1f", "\x7f", "\x80", "\x9f", "\xa0", "\u202a", "\u202e", "\u2066",
        "\u2069", "\u2029", "\u202b甲", "甲" * LONGEST_PERSON_NAME,
        "甲" * (LONGEST_PERSON_NAME + 1), "\U0001f3db" * LONGEST_PERSON_NAME,
        "\U0001f3db" * (LONGEST_PERSON_NAME + 1), "\u0600",
        "x" * 2_000, "\\\\" * 100, "\\\\" * 101,
    ]  # fmt: skip
    lines = [sound % (ENCODED, name) for name in names]
    line = sound % (ENCODED, "甲")
    room = LONGEST_OPENING - len(sound % (ENCODED, ""))
    lines += [sound % (ENCODED, "x" * (room + more)) for more in (-1, 0, 1)]
    salts = [
        ENCODED[:-1],
        ENCODED + "=",
        ENCODED[:-2] + "B=",
        "",
        ENCODED[1:],
        "A" * 44,
        ENCODED[:-2] + "A=",
    ]
    lines += [sound % (salt, "甲") for salt in salts]
    lines += [
        line.replace(":7", f":{each}")
        for each in ("0", "07", "-7", "9" * 18, "9" * 19, '"7"', "7.0")
    ]
    lines += [
        line.replace("a.0", each) for each in ("", "a" * 200, "a" * 201, "A", "a-b", "a_b.1", "甲")
    ]
    lines += [
        line[:-1],
        line[:-1] + " \n",
        " " + line,
        line.replace(",", ", "),
        "\n",
        "{}\n",
    ]
    return [
        *(each.encode() for each in lines),
        line.encode().replace("甲".encode(), b"\xff"),
        b"\xff\n",
    ]


def test_openings_are_read_in_their_one_form() -> None:
    lines = [line for line in openings() if line.count(b"\n") < 2]
    calls = [("advance",), ("next",), ("line",)]
    answers = ask([make("opening_lines.js", "OpeningLines", calls, [line]) for line in lines])
    for line, (advanced, told, number) in zip(lines, answers, strict=True):
        assert number == 1
        try:
            opening = read_opening_line(line)
        except Malformed as error:
            why = error.chinese
        else:
            assert told == {
                "sequence": integer(opening.sequence),
                "field": opening.field,
                "salt": {"hex": opening.salt.hex()},
                "text": opening.text,
            }
            continue
        assert (advanced["problem"], advanced["line"], told) == ("malformed-opening", 1, None), (
            line
        )
        is_measured_alike = len(line) < LONGEST_OPENING or line.isascii()
        if is_measured_alike and b"\xff" not in line:  # which verify.py tells apart
            assert advanced["chinese"] == why, line


SUBJECT = str(UUID(int=0xABCDEF << 90))


def sealed_values() -> list[dict[str, object]]:
    """Return what may be a sealed value."""

    def encoded(count: int) -> str:
        return base64.b64encode(bytes(range(256)) * (count // 256) + bytes(count % 256)).decode()

    sound: dict[str, object] = {"subject": SUBJECT, "salted": ENCODED, "sealed": encoded(92)}
    lengths = [
        0,
        1,
        59,
        60,
        61,
        91,
        93,
        124,
        125,
        156,
        LONGEST_SEALED - 32,
        LONGEST_SEALED,
        LONGEST_SEALED + 32,
    ]
    found = [sound, *({**sound, "sealed": encoded(count)} for count in lengths)]
    found += [{**sound, "salted": encoded(count)} for count in (0, 31, 33, 92)]
    odd: list[object] = [
        [SUBJECT],
        None,
        1,
        [],
        "",
        "甲",
        SUBJECT.upper(),
        SUBJECT[:-1],
        SUBJECT + "0",
        "x" + SUBJECT,
        SUBJECT.replace("-", ""),
    ]
    found += [{**sound, "subject": each} for each in odd]
    spelled = [
        None, 1, ENCODED[:-1], ENCODED[:-1] + "A", ENCODED + "=", ENCODED + "\n",
        ENCODED[:-2] + "B=", "x" + ENCODED, ENCODED[:-2] + "-=", "AA==" + ENCODED[4:],
        ENCODED[:-2] + "==", "====", " " + ENCODED,
    ]  # fmt: skip
    found += [{**sound, key: each} for key in ("salted", "sealed") for each in spelled]
    found += [
        {**sound, "sealed": encoded(92)[:-4] + each} for each in ("AAA=", "AAB=", "AA==", "AB==")
    ]
    return [*found, {**sound, "more": 1}, {"subject": SUBJECT, "salted": ENCODED}, {}]


def test_sealed_values_have_one_form() -> None:
    values = sealed_values()
    answers = ask([call("sealed_values.js", "isSealedValue", each) for each in values])
    assert answers == [read_sealed_value(each) is not None for each in values]
    assert {*answers} == {True, False}
    [marker] = ask([call("sealed_values.js", "markerOf", SUBJECT)])
    assert marker == SealedText(SUBJECT, "").marker


def test_commitments_bind_a_text_to_its_place() -> None:
    chance = random.Random(10)  # noqa: S311 - repeatable on purpose
    jobs, expected = [], []
    for number in range(40):
        subject, item = (str(UUID(int=chance.getrandbits(128))) for _ in range(2))
        version, salt = chance.getrandbits(59), chance.randbytes(32)
        topic, field = "opinion.registered"[: number + 1], "co_signers." + "9" * number
        text = "甲\U0001f3db"[: number % 3] * number
        event = EventLine(1, topic, item, version, {})
        told = {"aggregateId": item, "version": integer(version), "topic": topic}
        jobs.append(call("sealed_values.js", "commitment", subject, told, field, salt, text))
        expected.append({"hex": commitment(subject, event, field, salt, text).hex()})
    assert ask(jobs) == expected
