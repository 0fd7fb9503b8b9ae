"""Policies, keys, receipts and checkpoints are read as strictly as Python reads them."""

import random
from collections.abc import Callable, Mapping
from functools import partial

import pytest

from application.audit.checkpoint import parse_checkpoint
from application.audit.keys import VerifierKey
from application.audit.note import parse_note
from application.audit.policy import parse_policy
from application.audit.proof_file import parse_proof_file
from application.audit.refusal import Refused
from tests.application.audit import heads
from tests.interfaces.verifier_page import format_limits
from tests.interfaces.verifier_page.node import Answer, ask, call, integer

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


def not_canonical(error: Refused) -> Answer:
    """Return what the page answers to a file that Python refuses so."""
    chinese, english = error.what
    return {"thrown": "NotCanonical", "chinese": chinese, "english": english, "line": error.line}


def refusal_of(parse: Callable[[bytes], object], data: bytes) -> Answer:
    """Return the page's answer to a file, None where it is to be read."""
    try:
        parse(data)
    except Refused as error:
        return not_canonical(error)
    return None


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
    expected = [refusal_of(parse, case) for case in cases]
    found = [answer if "thrown" in (answer or {}) else None for answer in answers]
    assert found == expected
    assert 0 < expected.count(None) < len(expected)


def stated_policy(data: bytes) -> Answer:
    """Return what a policy says, as the page has it."""
    policy = parse_policy(data)
    return {
        "logs": [stated_key(each) for each in policy.log_keys],
        "witnesses": [
            {"name": each.name, "key": stated_key(each.key)} for each in policy.witnesses
        ],
        "groups": [
            {"name": each.name, "least": each.least, "members": [*each.members]}
            for each in policy.groups
        ],
        "quorum": policy.quorum,
    }


def stated_key(key: VerifierKey) -> Answer:
    return {
        "name": key.name,
        "id": {"hex": key.key_id.hex()},
        "type": int(key.type),
        "publicKey": {"hex": key.public.hex()},
        "text": key.vkey,
    }


def stated_receipt(data: bytes) -> Answer:
    """Return what a receipt says, as the page has it."""
    receipt = parse_proof_file(data)
    return {
        "entry": receipt.extra and {"hex": receipt.extra.hex()},
        "index": integer(receipt.index),
        "proof": [{"hex": each.hex()} for each in receipt.proof],
        "checkpoint": {"hex": receipt.checkpoint.hex()},
        "checkpointLine": receipt.checkpoint_line,
    }


def stated_checkpoint(data: bytes) -> Answer:
    """Return what a signed checkpoint says, as the page has it."""
    note = parse_note(data)
    checkpoint = parse_checkpoint(note.text)
    return {
        "origin": checkpoint.origin,
        "size": integer(checkpoint.size),
        "root": {"hex": checkpoint.root.hex()},
        "sm3Root": checkpoint.sm3_root and {"hex": checkpoint.sm3_root.hex()},
        "text": note.text,
        "signatures": [
            {
                "name": each.name,
                "keyId": {"hex": each.key_id.hex()},
                "value": {"hex": each.value.hex()},
                "text": each.text[:-1],
                "line": each.line,
            }
            for each in note.signatures
        ],
    }


@pytest.mark.parametrize(
    ("job", "cases", "stated"),
    [
        (
            partial(call, "policy.js", "readPolicy"),
            format_limits.policies(),
            stated_policy,
        ),
        (
            partial(call, "proof.js", "readReceipt"),
            format_limits.receipts(),
            stated_receipt,
        ),
        (
            partial(call, "note.js", "readSignedCheckpoint"),
            format_limits.checkpoints(),
            stated_checkpoint,
        ),
        (
            lambda data: call("keys.js", "readKey", data.decode(), 7),
            format_limits.keys(),
            lambda data: stated_key(VerifierKey.from_vkey(data.decode(), 7)),
        ),
    ],
    ids=["policy", "receipt", "checkpoint", "key"],
)
def test_files_at_the_limits_of_their_format_are_read_or_refused_alike(
    job: Callable[[bytes], dict[str, object]],
    cases: Mapping[str, bytes],
    stated: Callable[[bytes], Answer],
) -> None:
    found = dict(zip(cases, ask([job(case) for case in cases.values()]), strict=True))
    refused = []
    for case, data in cases.items():
        try:
            expected = stated(data)
        except Refused as error:
            expected = not_canonical(error)
            refused.append(case)
        assert found[case] == expected, case
    assert 0 < len(refused) < len(cases)
