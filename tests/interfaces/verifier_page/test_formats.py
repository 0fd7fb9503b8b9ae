"""Policies, keys, receipts and JSON are read exactly as strictly as Python reads them."""

import json
import random
from collections.abc import Callable

import pytest

from application.audit.checkpoint import parse_checkpoint
from application.audit.note import parse_note
from application.audit.policy import parse_policy
from application.audit.proof_file import parse_proof_file
from application.audit.refusal import Refused
from tests.application.audit import heads
from tests.interfaces.verifier_page import format_limits
from tests.interfaces.verifier_page.node import Answer, ask, call

POLICY = heads.POLICY_TEXT.encode()
RECEIPT = heads.proof_file(0, 1, extra=b"beside")
MUTATIONS = 400
ODD = [
    b"\n",
    b" ",
    b"+",
    b"\t",
    b"\r",
    b"\0",
    b"#",
    b"=",
    b"0",
    b"\xc2\xa0",
    b"\xff",
    b"\xe2\x80\x94",
]


def mutated(original: bytes, seed: int) -> list[bytes]:
    """Return the original with bytes changed, left out, put in, and lines moved."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    found = [original, b"", original[:-1], original + b"\n"]
    for _ in range(MUTATIONS):
        at = chance.randrange(len(original))
        put, drop = chance.choice(ODD), chance.choice([0, 1])
        found.append(original[:at] + put + original[at + drop :])
    for _ in range(MUTATIONS // 8):
        lines = original.splitlines(keepends=True)
        lines.insert(chance.randrange(len(lines)), lines.pop(chance.randrange(len(lines))))
        found.append(b"".join(lines))
    return found


def is_refused(answer: Answer) -> bool:
    return isinstance(answer, dict) and answer.get("thrown") == "NotCanonical"


def refuses(parse: Callable[[bytes], object], data: bytes) -> bool:
    try:
        parse(data)
    except Refused:
        return True
    return False


@pytest.mark.parametrize(
    ("module", "function", "original", "parse"),
    [
        ("policy.js", "readPolicy", POLICY, parse_policy),
        ("proof.js", "readReceipt", RECEIPT, parse_proof_file),
    ],
    ids=["policy", "receipt"],
)
def test_changed_files_are_refused_alike(
    module: str, function: str, original: bytes, parse: Callable[[bytes], object]
) -> None:
    cases = mutated(original, 5)
    answers = ask([call(module, function, case) for case in cases])
    expected = [refuses(parse, case) for case in cases]
    assert [is_refused(answer) for answer in answers] == expected
    assert 0 < sum(expected) < len(expected)


def parse_head(data: bytes) -> None:
    """Read a signed checkpoint."""
    parse_checkpoint(parse_note(data).text)


@pytest.mark.parametrize(
    ("module", "function", "cases", "parse"),
    [
        ("policy.js", "readPolicy", format_limits.policies(), parse_policy),
        ("proof.js", "readReceipt", format_limits.receipts(), parse_proof_file),
        ("note.js", "readSignedCheckpoint", format_limits.checkpoints(), parse_head),
    ],
    ids=["policy", "receipt", "checkpoint"],
)
def test_files_at_the_limits_of_their_format_are_refused_alike(
    module: str, function: str, cases: list[bytes], parse: Callable[[bytes], object]
) -> None:
    answers = ask([call(module, function, case) for case in cases])
    expected = [refuses(parse, case) for case in cases]
    assert [is_refused(answer) for answer in answers] == expected
    assert 0 < sum(expected) < len(expected)


NOT_JSON = {"thrown": "NotJson"}
JSON = [
    "{}", "[]", "[1,2]", "0", "-1", "01", "1.", ".5", "-", "1e5", "1E+2", "1.5e-3", '"a"', '"a',
    '"\\u0041"', '"\\x"', '"\t"', "tru", "true", "null", "nul", "NaN", "Infinity", "-Infinity",
    '{"a":1,}', '{"a" : [ {} , null ]}', "{'a':1}", "[1 2]", "1 2", "", " ", "\ufeff1", "\u00a01",
    '"\ud83d\ude00"', '{"a":1,"a":2}', "[" * 500 + "]" * 500, "9" * 4_300, "9" * 4_301, "/**/1",
    "[1,]", "[,1]", '{"a":}', "{:1}", '{"a"}', "--1", "+1", "1e", "\x0c1", "truefalse",
    "9007199254740993",
]  # fmt: skip


def is_json(text: str) -> bool:
    try:
        json.loads(text, parse_constant=int)  # which reads no word as a number
    except ValueError:
        return False
    return True


def test_json_is_accepted_as_python_accepts_it() -> None:
    answers = ask([call("json.js", "parseJson", text) for text in JSON])
    accepted = [text for text, answer in zip(JSON, answers, strict=True) if answer != NOT_JSON]
    assert accepted == [text for text in JSON if is_json(text)]
    assert 0 < len(accepted) < len(JSON)
