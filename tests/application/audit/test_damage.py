"""Whatever is done to a file someone holds: it is refused, or says exactly the same."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from application.audit import ed25519, keys
from application.audit.checkpoint import open_checkpoint
from application.audit.note import open_note, parse_note
from application.audit.proof_file import verify_proof_file
from application.audit.refusal import Refused
from tests.application.audit.heads import (
    LEAF,
    LOG_KEY,
    WITNESS_KEYS,
    cosignature,
    head,
    policy,
    proof_file,
)
from tests.application.audit.test_note import KEY, NOTE

Read = Callable[[bytes], object]
POLICY = policy()


@pytest.fixture(autouse=True, scope="module")
def _each_signature_verified_once() -> Iterator[None]:
    """Most changes leave most signatures as they are; the answer about those is remembered."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "verify", cache(ed25519.verify))
        yield


def read_note(data: bytes) -> object:
    return open_note(parse_note(data), [KEY]).text


def read_checkpoint(data: bytes) -> object:
    """All three witnesses are asked for, so that none of the signatures can be spared."""
    opened = open_checkpoint(data, [LOG_KEY], WITNESS_KEYS)
    return opened.checkpoint, opened.cosignatures


def read_proof_file(data: bytes) -> object:
    proven = verify_proof_file(data, LEAF, POLICY)
    return proven.index, proven.head.checkpoint


def flipped(data: bytes, part: bytes | None = None) -> Iterator[bytes]:
    """Yield the file with one bit flipped, for every bit of it or of a part of it."""
    begin = data.index(part or data)
    for at in range(begin, begin + len(part or data)):
        for bit in range(8):
            yield data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


def edited(data: bytes) -> Iterator[bytes]:
    """Yield the file cut off, with a byte missing, doubled or exchanged, at every place."""
    for at in range(len(data)):
        yield data[:at]
        yield data[:at] + data[at + 1 :]
        yield data[: at + 1] + data[at:]
        if at and data[at] != data[at - 1]:
            yield data[: at - 1] + bytes([data[at], data[at - 1]]) + data[at + 1 :]


def accepted(read: Read, changes: Iterator[bytes]) -> list[bytes]:
    """Return the changed files that are accepted; anything but a refusal would be raised."""
    found = []
    for data in changes:
        try:
            read(data)
        except Refused:
            continue
        found.append(data)
    return found


@pytest.mark.parametrize("change", [flipped, edited])
def test_no_change_of_a_note_is_accepted(change: Callable[[bytes], Iterator[bytes]]) -> None:
    read_note(NOTE.encode())
    assert accepted(read_note, change(NOTE.encode())) == []


@pytest.mark.parametrize("change", [flipped, edited])
def test_no_change_of_a_proof_file_is_accepted(
    change: Callable[[bytes], Iterator[bytes]],
) -> None:
    """With exactly as many cosignatures as the quorum asks for."""
    data = proof_file(0, 2)
    read_proof_file(data)
    assert accepted(read_proof_file, change(data)) == []


def test_a_changed_checkpoint_is_refused_or_its_cosignature_counts_no_more() -> None:
    """A name or key ID that is altered makes the signature one of a stranger."""
    data = head(0)
    checkpoint, cosignatures = open_checkpoint(data, [LOG_KEY], WITNESS_KEYS), 1
    for other in accepted(read_checkpoint, flipped(data)):
        opened = open_checkpoint(other, [LOG_KEY], WITNESS_KEYS)
        assert opened.checkpoint == checkpoint.checkpoint
        assert (len(opened.cosignatures), opened.unknown) == (cosignatures - 1, 1)


def test_a_flipped_surplus_signature_or_extra_changes_nothing_that_is_proven() -> None:
    """Both can be left out as well: neither takes part in what is proven."""
    data = proof_file(0, 1, 2, extra=b"extra")
    meaning = read_proof_file(data)
    for part in (b"ZXh0cmE=", cosignature(2).text.encode()):
        found = accepted(read_proof_file, flipped(data, part))
        assert found
        assert {read_proof_file(other) for other in found} == {meaning}
