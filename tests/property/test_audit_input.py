"""Whatever anybody sends: a refusal or an answer, never another error, and soon."""

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from application.audit.checkpoint import open_checkpoint, parse_checkpoint
from application.audit.keys import VerifierKey
from application.audit.merkle import verify_consistency, verify_inclusion
from application.audit.note import parse_note
from application.audit.policy import parse_policy
from application.audit.proof_file import parse_proof_file, verify_proof_file
from application.audit.refusal import Refused
from application.audit.tiles import Tile
from tests.application.audit.heads import (
    LEAF,
    LOG_KEY,
    POLICY_TEXT,
    WITNESS_KEYS,
    head,
    policy,
    proof_file,
)

PARTS = [
    *proof_file(0, 1, extra=b"extra").decode().splitlines(keepends=True),
    *POLICY_TEXT.splitlines(keepends=True),
    *LOG_KEY.vkey.split("+"),
    "\n",
    "\n\n",
    "+",
    " ",
    "—",
    "0",
    "tile/0/x001/234.p/5",
]
POLICY = policy()
FILE = proof_file(0, 1)
FRAGMENTS = st.lists(st.sampled_from(PARTS) | st.text(max_size=12), max_size=30).map("".join)
INPUT = st.binary(max_size=2_000) | FRAGMENTS.map(lambda text: text.encode("utf-8", "replace"))
NUMBER = st.integers(-1, 70) | st.integers(-(2**70), 2**70)
HASHES = st.lists(st.binary(min_size=32, max_size=32) | st.binary(max_size=40), max_size=70)
READERS: dict[str, Callable[[bytes], object]] = {
    "note": parse_note,
    "checkpoint": lambda data: open_checkpoint(data, [LOG_KEY], WITNESS_KEYS),
    "checkpoint text": lambda data: parse_checkpoint(data.decode("utf-8", "replace")),
    "policy": parse_policy,
    "proof file": lambda data: verify_proof_file(data, LEAF, POLICY),
    "key": lambda data: VerifierKey.from_vkey(data.decode("utf-8", "replace")),
    "tile": lambda data: Tile.from_path(data.decode("utf-8", "replace")),
}
MANY = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(reader: Callable[[], object]) -> Refused | None:
    try:
        reader()
    except Refused as refused:
        return refused
    return None


@pytest.mark.parametrize("name", READERS)
@MANY
@given(data=INPUT)
def test_bad_input_is_refused_in_both_languages(name: str, data: bytes) -> None:
    refused = read(lambda: READERS[name](data))
    if refused:
        assert refused.chinese.endswith("。")
        assert not refused.chinese.isascii()
        assert refused.english.endswith(".")
        assert refused.line is None or 1 <= refused.line <= data.count(b"\n") + 2


@MANY
@given(data=INPUT)
def test_what_is_read_is_written_again_to_the_byte(data: bytes) -> None:
    notes = data, head(0)
    for each in notes:
        try:
            note = parse_note(each)
        except Refused:
            continue
        assert note.data == each


@MANY
@given(at=st.integers(0, 700), cut=st.integers(0, 40), put=INPUT)
def test_a_spliced_proof_file_is_refused_or_written_again(at: int, cut: int, put: bytes) -> None:
    spliced = FILE[:at] + put + FILE[at + cut :]
    try:
        file = parse_proof_file(spliced)
    except Refused:
        return
    assert file.data == spliced


@MANY
@given(index=NUMBER, size=NUMBER, proof=HASHES, other=st.binary(max_size=33))
def test_any_proof_is_refused(index: int, size: int, proof: list[bytes], other: bytes) -> None:
    """With one exception: the proof without hashes that a tree holds what it is."""
    included = read(lambda: verify_inclusion(other, index, size, proof, b"r" * 32))
    consistent = read(lambda: verify_consistency(index, size, proof, other, b"r" * 32))
    assert included is not None
    assert consistent is not None


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "unit", ["\n", "\n\n", "— a AAAAAAA=\n", "a", "+", "\x00", "9", "group g 1 a\n", "x000/"]
)
def test_megabytes_are_refused_at_once(name: str, unit: str) -> None:
    data = (unit * (8_000_000 // len(unit))).encode()
    begin = time.process_time()
    assert read(lambda: READERS[name](data)) is not None
    assert time.process_time() - begin < 5
