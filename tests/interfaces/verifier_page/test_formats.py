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
from tests.interfaces.verifier_page.sentences import SENTENCES

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
        "index": integer(receipt.index),
        "proof": [{"hex": each.hex()} for each in receipt.proof],
        "checkpoint": {"hex": receipt.checkpoint.hex()},
    }


def stated_checkpoint(data: bytes) -> Answer:
    """Return what a signed checkpoint says, as the page has it."""
    note = parse_note(data)
    checkpoint = parse_checkpoint(note.text)
    return {
        "origin": checkpoint.origin,
        "size": integer(checkpoint.size),
        "root": {"hex": checkpoint.root.hex()},
        "text": note.text,
        "signatures": [
            {
                "name": each.name,
                "keyId": {"hex": each.key_id.hex()},
                "value": {"hex": each.value.hex()},
                "line": each.text[:-1],
            }
            for each in note.signatures
        ],
    }


@pytest.mark.parametrize(
    ("name", "job", "cases", "stated"),
    [
        (
            "policy",
            partial(call, "policy.js", "readPolicy"),
            format_limits.policies(),
            stated_policy,
        ),
        (
            "receipt",
            partial(call, "proof.js", "readReceipt"),
            format_limits.receipts(),
            stated_receipt,
        ),
        (
            "checkpoint",
            partial(call, "note.js", "readSignedCheckpoint"),
            format_limits.checkpoints(),
            stated_checkpoint,
        ),
        (
            "key",
            lambda data: call("keys.js", "readKey", data.decode(), 7),
            format_limits.keys(),
            lambda data: stated_key(VerifierKey.from_vkey(data.decode())),
        ),
    ],
    ids=["policy", "receipt", "checkpoint", "key"],
)
def test_files_at_the_limits_of_their_format_are_read_or_refused_in_these_words(
    name: str,
    job: Callable[[bytes], dict[str, object]],
    cases: Mapping[str, bytes],
    stated: Callable[[bytes], Answer],
) -> None:
    found = dict(zip(cases, ask([job(case) for case in cases.values()]), strict=True))
    for case, data in cases.items():
        try:
            expected = stated(data)
        except Refused:
            said = zip(("chinese", "english", "line"), SENTENCES[name][case], strict=True)
            expected = {"thrown": "NotCanonical", **dict(said)}
        assert found[case] == expected, case
    assert SENTENCES[name].keys() < found.keys()
