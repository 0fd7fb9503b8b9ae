"""Checkpoints and cosignatures: a real one opens, and three lines are all that is read."""

from pathlib import Path

import pytest

from application.audit.checkpoint import (
    Checkpoint,
    Cosignature,
    cosign,
    open_checkpoint,
    parse_checkpoint,
    signed,
)
from application.audit.keys import KeyType, VerifierKey
from application.audit.note import Note, Signature, parse_note, sign_note
from application.audit.refusal import Problem, Refused
from tests.application.audit.heads import (
    AT,
    CHECKPOINT,
    LOG_KEY,
    ORIGIN,
    SIZE,
    WITNESS_KEYS,
    WITNESSES,
    cosignature,
    head,
    log_signature,
)
from tests.application.audit.signing import TestSigner

# a checkpoint of a public certificate log, with the cosignatures of four public witnesses
PUBLIC = (Path(__file__).parent / "public_checkpoint.txt").read_text(encoding="utf-8")
PUBLIC_LOG = (
    "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
)
PUBLIC_WITNESSES = [
    "transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM",
    "witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO",
    "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
    "witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv",
]
TEXT = CHECKPOINT.text
ROOT = TEXT.split("\n")[2]


def test_a_public_checkpoint_opens_with_its_four_witnesses() -> None:
    log = VerifierKey.from_vkey(PUBLIC_LOG)
    witnesses = [VerifierKey.from_vkey(each) for each in PUBLIC_WITNESSES]
    opened = open_checkpoint(PUBLIC.encode(), [log], witnesses)
    assert (opened.checkpoint.origin, opened.checkpoint.size) == (log.name, 1_432_088_532)
    assert [each.witness for each in opened.cosignatures] == witnesses
    assert {each.timestamp for each in opened.cosignatures} == {0x6A122120}
    assert opened.unknown == 1  # the log's signature of another type
    assert parse_note(PUBLIC.encode()).data.decode() == PUBLIC


def test_a_checkpoint_opens_with_the_cosignatures_that_are_there() -> None:
    opened = open_checkpoint(head(0, 2), [LOG_KEY], WITNESS_KEYS)
    assert opened.checkpoint == CHECKPOINT
    assert opened.log == LOG_KEY
    assert opened.cosignatures == (
        Cosignature(WITNESS_KEYS[0], AT),
        Cosignature(WITNESS_KEYS[2], AT + 2),
    )
    assert opened.unknown == 0


@pytest.mark.parametrize(
    ("text", "problem", "line"),
    [
        (f"{ORIGIN}\n{SIZE}\n", Problem.MISSING_LINE, 3),
        (f"{TEXT}extension\n", Problem.UNEXPECTED_LINE, 4),
        (f"{ORIGIN}\n\n{SIZE}\n{ROOT}\n", Problem.UNEXPECTED_LINE, 4),
        (f"\n{SIZE}\n{ROOT}\n", Problem.MALFORMED_NAME, 1),
        (f"two words\n{SIZE}\n{ROOT}\n", Problem.MALFORMED_NAME, 1),
        (f"{ORIGIN}\n\n{ROOT}\n", Problem.MALFORMED_NUMBER, 2),
        (f"{ORIGIN}\n0300\n{ROOT}\n", Problem.MALFORMED_NUMBER, 2),
        (f"{ORIGIN}\n+300\n{ROOT}\n", Problem.MALFORMED_NUMBER, 2),
        (f"{ORIGIN}\n-1\n{ROOT}\n", Problem.MALFORMED_NUMBER, 2),
        (f"{ORIGIN}\n 300\n{ROOT}\n", Problem.MALFORMED_NUMBER, 2),
        (f"{ORIGIN}\n3e2\n{ROOT}\n", Problem.MALFORMED_NUMBER, 2),
        (f"{ORIGIN}\n3_00\n{ROOT}\n", Problem.MALFORMED_NUMBER, 2),
        (f"{ORIGIN}\n٣٠٠\n{ROOT}\n", Problem.MALFORMED_NUMBER, 2),
        (f"{ORIGIN}\n9223372036854775808\n{ROOT}\n", Problem.NUMBER_OUT_OF_RANGE, 2),
        (f"{ORIGIN}\n{'9' * 20}\n{ROOT}\n", Problem.MALFORMED_NUMBER, 2),
        (f"{ORIGIN}\n{SIZE}\n{ROOT[:-4]}\n", Problem.WRONG_LENGTH, 3),
        (f"{ORIGIN}\n{SIZE}\n{ROOT[:-1]}\n", Problem.BASE64_NOT_CANONICAL, 3),
        (f"{ORIGIN}\n{SIZE}\n\n", Problem.WRONG_LENGTH, 3),
    ],
)
def test_any_other_text_of_a_checkpoint_is_refused(text: str, problem: Problem, line: int) -> None:
    with pytest.raises(Refused) as refused:
        parse_checkpoint(text)
    assert (refused.value.problem, refused.value.line) == (problem, line)


def test_a_checkpoint_is_bounded() -> None:
    with pytest.raises(Refused) as refused:
        parse_checkpoint(TEXT + "x" * 600 + "\n")
    assert refused.value.problem is Problem.TOO_LARGE


@pytest.mark.parametrize(
    ("origin", "size", "root", "problem"),
    [
        ("", 1, 32, Problem.MALFORMED_NAME),
        ("a\nb", 1, 32, Problem.MALFORMED_NAME),
        ("log", -1, 32, Problem.NUMBER_OUT_OF_RANGE),
        ("log", 2**63, 32, Problem.NUMBER_OUT_OF_RANGE),
        ("log", 1, 31, Problem.WRONG_LENGTH),
    ],
)
def test_a_checkpoint_that_cannot_be_written_is_not_made(
    origin: str, size: int, root: int, problem: Problem
) -> None:
    with pytest.raises(Refused) as refused:
        Checkpoint(origin, size, b"r" * root)
    assert refused.value.problem is problem


@pytest.mark.parametrize("size", [0, 1, 2**63 - 1])
def test_a_checkpoint_is_read_as_it_was_written(size: int) -> None:
    checkpoint = Checkpoint(ORIGIN, size, CHECKPOINT.root)
    assert parse_checkpoint(checkpoint.text) == checkpoint


def test_a_checkpoint_of_another_log_is_refused() -> None:
    other = Checkpoint("other.example/log", SIZE, CHECKPOINT.root)
    data = signed(other, [log_signature(other, ORIGIN)])
    with pytest.raises(Refused) as refused:
        open_checkpoint(data, [LOG_KEY], WITNESS_KEYS)
    assert (refused.value.problem, refused.value.line) == (Problem.UNKNOWN_LOG, 1)


def test_witnesses_do_not_stand_in_for_the_log() -> None:
    data = signed(CHECKPOINT, [cosignature(0), cosignature(1)])
    with pytest.raises(Refused) as refused:
        open_checkpoint(data, [LOG_KEY], WITNESS_KEYS)
    assert refused.value.problem is Problem.UNSIGNED


def test_the_log_signed_by_another_key_is_refused() -> None:
    forged = Signature(ORIGIN, LOG_KEY.key_id, TestSigner.named("thief").sign(TEXT.encode()))
    with pytest.raises(Refused) as refused:
        open_checkpoint(signed(CHECKPOINT, [forged, cosignature(0)]), [LOG_KEY], WITNESS_KEYS)
    assert (refused.value.problem, refused.value.line) == (Problem.WRONG_SIGNATURE, 5)


def test_either_of_two_keys_of_one_log_may_have_signed() -> None:
    newer = TestSigner.named("newer key")
    key = VerifierKey(ORIGIN, KeyType.LOG, newer.public)
    data = signed(CHECKPOINT, [sign_note(TEXT, ORIGIN, newer)])
    assert open_checkpoint(data, [LOG_KEY, key]).log == key


@pytest.mark.parametrize("moved", [-1, 1, 2**63])
def test_the_time_of_a_cosignature_is_part_of_what_is_signed(moved: int) -> None:
    made = cosignature(0)
    timestamp = (AT + moved).to_bytes(8, "big") if moved < 2**62 else moved.to_bytes(8, "big")
    forged = Signature(made.name, made.key_id, timestamp + made.value[8:])
    with pytest.raises(Refused) as refused:
        open_checkpoint(signed(CHECKPOINT, [log_signature(), forged]), [LOG_KEY], WITNESS_KEYS)
    assert (refused.value.problem, refused.value.line) == (Problem.WRONG_SIGNATURE, 6)


@pytest.mark.parametrize("length", [1, 8, 64, 71, 73])
def test_a_cosignature_has_its_length(length: int) -> None:
    made = cosignature(0)
    cut = Signature(made.name, made.key_id, (made.value * 2)[:length])
    with pytest.raises(Refused) as refused:
        open_checkpoint(signed(CHECKPOINT, [log_signature(), cut]), [LOG_KEY], WITNESS_KEYS)
    assert refused.value.problem is Problem.WRONG_SIGNATURE


def test_a_timestamp_beyond_63_bits_is_refused_though_signed() -> None:
    signer = TestSigner.named(WITNESSES[0])
    late = 2**63
    message = f"cosignature/v1\ntime {late}\n{TEXT}".encode()
    made = Signature(
        WITNESSES[0], WITNESS_KEYS[0].key_id, late.to_bytes(8, "big") + signer.sign(message)
    )
    with pytest.raises(Refused) as refused:
        open_checkpoint(signed(CHECKPOINT, [log_signature(), made]), [LOG_KEY], WITNESS_KEYS)
    assert refused.value.problem is Problem.WRONG_SIGNATURE


def test_a_cosignature_of_another_checkpoint_is_refused() -> None:
    other = Checkpoint(ORIGIN, SIZE + 1, CHECKPOINT.root)
    data = signed(CHECKPOINT, [log_signature(), cosignature(1, other)])
    with pytest.raises(Refused) as refused:
        open_checkpoint(data, [LOG_KEY], WITNESS_KEYS)
    assert refused.value.problem is Problem.WRONG_SIGNATURE


@pytest.mark.parametrize("timestamp", [0, -1, 2**63])
def test_a_witness_states_a_possible_time(timestamp: int) -> None:
    with pytest.raises(Refused) as refused:
        cosign(CHECKPOINT, WITNESSES[0], timestamp, TestSigner.named(WITNESSES[0]))
    assert refused.value.problem is Problem.NUMBER_OUT_OF_RANGE


def test_keys_serve_for_what_they_are() -> None:
    for logs, witnesses in ([WITNESS_KEYS, ()], [(LOG_KEY,), (LOG_KEY,)]):
        with pytest.raises(Refused) as refused:
            open_checkpoint(head(0), logs, witnesses)
        assert refused.value.problem is Problem.UNSUPPORTED_KEY


def test_a_note_with_extension_lines_is_refused_though_signed() -> None:
    text = f"{TEXT}extension\n"
    data = Note(text, (sign_note(text, ORIGIN, TestSigner.named(ORIGIN)),)).data
    with pytest.raises(Refused) as refused:
        open_checkpoint(data, [LOG_KEY])
    assert (refused.value.problem, refused.value.line) == (Problem.UNEXPECTED_LINE, 4)
