"""Bytes, texts, Base64 and identities are to the page what they are to Python."""

import base64
import binascii
import itertools
import random

from interfaces.verifier.identities import identity_of
from tests.interfaces.verifier_page.node import Answer, ask, call, integer

CHANCE = random.Random(7)  # noqa: S311 - repeatable on purpose
PIECES = [
    b"",
    b"\0",
    b"\xff",
    b"\1\2",
    b"\2\1",
    *(CHANCE.randbytes(each) for each in range(3, 40)),
]


def marked(data: bytes) -> Answer:
    return {"hex": data.hex()}


def test_text_is_utf8_and_nothing_else() -> None:
    texts = ["", "a", "县人大", "\ufeffa", "a\ufeff", "\U0001f3db", "\0\x7f\x80\u07ff\u0800\uffff"]
    sound = [each.encode() for each in texts]
    odd = [
        b"\xff",
        b"\x80",
        b"\xc0\x80",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xe5\x8e",
        b"a\xe5",
    ]
    found = ask([call("bytes.js", "textOf", each) for each in (*sound, *odd)])
    assert found == [*texts, *([None] * len(odd))]
    assert ask([call("bytes.js", "bytesOf", each) for each in texts]) == [*map(marked, sound)]
    assert ask([call("bytes.js", "detached", each) for each in texts]) == texts


def test_bytes_are_written_and_compared_as_they_are() -> None:
    assert ask([call("bytes.js", "toHex", each) for each in PIECES]) == [p.hex() for p in PIECES]
    digits = "0123456789abcdef"
    assert ask([call("bytes.js", "hexValue", ord(each)) for each in digits]) == [*range(16)]
    pairs = [
        *itertools.product([*PIECES[:8], PIECES[7][:-1] + b"x", b"x" + PIECES[7][1:]], repeat=2)
    ]
    found = ask([call("bytes.js", "sameBytes", *pair) for pair in pairs])
    assert found == [one == other for one, other in pairs]
    several = [PIECES[:count] for count in range(len(PIECES))]
    found = ask([call("bytes.js", "joined", *each) for each in several])
    assert found == [marked(b"".join(each)) for each in several]


def test_numbers_are_read_from_either_end() -> None:
    found = ask([call("bytes.js", "bigEndian", each) for each in PIECES])
    assert found == [integer(int.from_bytes(each, "big")) for each in PIECES]
    found = ask([call("bytes.js", "littleEndian", each) for each in PIECES])
    assert found == [integer(int.from_bytes(each, "little")) for each in PIECES]


def from_base64(text: str) -> Answer:
    """Return the bytes of Base64 in its one spelling."""
    try:
        found = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return None
    return marked(found) if base64.b64encode(found).decode() == text else None


def test_base64_is_read_in_its_one_spelling() -> None:
    texts = [base64.b64encode(each).decode() for each in PIECES]
    texts += [base64.b64encode(bytes(range(start, start + 96))).decode() for start in (0, 80, 160)]
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    texts += [
        f"{head}{digit}{tail}" for digit in digits for head, tail in (("A", "=="), ("AA", "="))
    ]
    texts += [f"AAA{chr(code)}" for code in (*range(256), 0x0141, 0x2028, 0xFF21, 0x1F600)]
    texts += [f"{chr(code)}A==" for code in (*range(256), 0x0141, 0xFF21)]
    texts += [
        "=",
        "==",
        "===",
        "====",
        "A",
        "A=",
        "A==",
        "A===",
        "AA",
        "AA=",
        "AAAA=",
        "AAAA==",
        "AAA",
    ]
    texts += ["AAAA====", "AA==AAAA", "AA=A", "=AAA", "A=AA", "AAAA\n", "AA A", "AA-_"]
    found = ask([call("bytes.js", "fromBase64", each) for each in texts])
    expected = [from_base64(each) for each in texts]
    assert dict(zip(texts, found, strict=True)) == dict(zip(texts, expected, strict=True))
    assert 0 < expected.count(None) < len(expected)


def test_identities_follow_from_kind_and_number() -> None:
    numbers = [
        "",
        "DL-2015-01",
        "丹竹〔2015〕1号",
        "\U0001f3db",
        *("号" * each for each in range(1, 70)),
    ]
    numbers += ["x" * each for each in range(1, 130)]
    pairs = [*itertools.product(["opinion", "task"], numbers)]
    found = ask([call("identities.js", "identityOf", *pair) for pair in pairs])
    assert found == [identity_of(*pair) for pair in pairs]
