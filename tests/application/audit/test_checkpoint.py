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
from application.audit.refusal import Field, Problem
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
from tests.application.audit.refusals import refused
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
    ("text", "problem", "field", "line"),
    [
        (f"{ORIGIN}\n{SIZE}\n", Problem.MISSING_LINE, Field.CHECKPOINT, 3),
        (f"{TEXT}extension\n", Problem.UNEXPECTED_LINE, Field.CHECKPOINT, 4),
        (f"{ORIGIN}\n\n{SIZE}\n{ROOT}\n", Problem.UNEXPECTED_LINE, Field.CHECKPOINT, 4),
        (f"\n{SIZE}\n{ROOT}\n", Problem.MALFORMED_NAME, Field.ORIGIN, 1),
        (f"two words\n{SIZE}\n{ROOT}\n", Problem.MALFORMED_NAME, Field.ORIGIN, 1),
        (f"{ORIGIN}\n\n{ROOT}\n", Problem.MALFORMED_NUMBER, Field.SIZE, 2),
        (f"{ORIGIN}\n0300\n{ROOT}\n", Problem.MALFORMED_NUMBER, Field.SIZE, 2),
        (f"{ORIGIN}\n+300\n{ROOT}\n", Problem.MALFORMED_NUMBER, Field.SIZE, 2),
        (f"{ORIGIN}\n-1\n{ROOT}\n", Problem.MALFORMED_NUMBER, Field.SIZE, 2),
        (f"{ORIGIN}\n 300\n{ROOT}\n", Problem.MALFORMED_NUMBER, Field.SIZE, 2),
        (f"{ORIGIN}\n3e2\n{ROOT}\n", Problem.MALFORMED_NUMBER, Field.SIZE, 2),
        (f"{ORIGIN}\n3_00\n{ROOT}\n", Problem.MALFORMED_NUMBER, Field.SIZE, 2),
        (f"{ORIGIN}\n٣٠٠\n{ROOT}\n", Problem.MALFORMED_NUMBER, Field.SIZE, 2),
        (f"{ORIGIN}\n9223372036854775808\n{ROOT}\n", Problem.NUMBER_OUT_OF_RANGE, Field.SIZE, 2),
        (f"{ORIGIN}\n{'9' * 20}\n{ROOT}\n", Problem.MALFORMED_NUMBER, Field.SIZE, 2),
        (f"{ORIGIN}\n{SIZE}\n{ROOT[:-4]}\n", Problem.WRONG_LENGTH, Field.ROOT, 3),
        (f"{ORIGIN}\n{SIZE}\n{ROOT[:-1]}\n", Problem.BASE64_NOT_CANONICAL, Field.ROOT, 3),
        (f"{ORIGIN}\n{SIZE}\n\n", Problem.WRONG_LENGTH, Field.ROOT, 3),
        (f"{TEXT}sm3 {ROOT}\nmore\n", Problem.UNEXPECTED_LINE, Field.CHECKPOINT, 5),
        (f"{TEXT}sm3 {ROOT}\nsm3 {ROOT}\n", Problem.UNEXPECTED_LINE, Field.CHECKPOINT, 5),
        (f"{TEXT}SM3 {ROOT}\n", Problem.UNEXPECTED_LINE, Field.CHECKPOINT, 4),
        (f"{TEXT}sm3 {ROOT[:-4]}\n", Problem.WRONG_LENGTH, Field.SM3_ROOT, 4),
        (f"{TEXT}sm3  {ROOT}\n", Problem.BASE64_NOT_CANONICAL, Field.SM3_ROOT, 4),
        (f"{ORIGIN}\n{SIZE}\nsm3 {ROOT}\n", Problem.BASE64_NOT_CANONICAL, Field.ROOT, 3),
    ],
)
def test_any_other_text_of_a_checkpoint_is_refused(
    text: str, problem: Problem, field: Field, line: int
) -> None:
    with refused(problem, field, line):
        parse_checkpoint(text)


def test_a_checkpoint_is_bounded() -> None:
    with refused(Problem.TOO_LARGE, Field.CHECKPOINT):
        parse_checkpoint(TEXT + "x" * 600 + "\n")


@pytest.mark.parametrize(
    ("origin", "size", "root", "problem", "field"),
    [
        ("", 1, 32, Problem.MALFORMED_NAME, Field.ORIGIN),
        ("a\nb", 1, 32, Problem.MALFORMED_NAME, Field.ORIGIN),
        ("log", -1, 32, Problem.NUMBER_OUT_OF_RANGE, Field.SIZE),
        ("log", 2**63, 32, Problem.NUMBER_OUT_OF_RANGE, Field.SIZE),
        ("log", 1, 31, Problem.WRONG_LENGTH, Field.ROOT),
    ],
)
def test_a_checkpoint_that_cannot_be_written_is_not_made(
    origin: str, size: int, root: int, problem: Problem, field: Field
) -> None:
    with refused(problem, field):
        Checkpoint(origin, size, b"r" * root)


@pytest.mark.parametrize("size", [0, 1, 2**63 - 1])
@pytest.mark.parametrize("sm3_root", [None, b"3" * 32], ids=["plain", "sm3"])
def test_a_checkpoint_is_read_as_it_was_written(size: int, sm3_root: bytes | None) -> None:
    checkpoint = Checkpoint(ORIGIN, size, CHECKPOINT.root, sm3_root)
    assert parse_checkpoint(checkpoint.text) == checkpoint


def test_the_root_under_sm3_is_a_line_of_its_own() -> None:
    checkpoint = Checkpoint(ORIGIN, SIZE, CHECKPOINT.root, bytes(32))
    assert checkpoint.text == f"{TEXT}sm3 {'A' * 43}=\n"


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_root_under_sm3_of_another_length_is_not_written(length: int) -> None:
    with refused(Problem.WRONG_LENGTH, Field.SM3_ROOT):
        Checkpoint(ORIGIN, SIZE, CHECKPOINT.root, bytes(length))


def test_a_checkpoint_of_another_log_is_refused() -> None:
    other = Checkpoint("other.example/log", SIZE, CHECKPOINT.root)
    data = signed(other, [log_signature(other, ORIGIN)])
    with refused(Problem.UNKNOWN_LOG, Field.ORIGIN, 1):
        open_checkpoint(data, [LOG_KEY], WITNESS_KEYS)


def test_witnesses_do_not_stand_in_for_the_log() -> None:
    data = signed(CHECKPOINT, [cosignature(0), cosignature(1)])
    with refused(Problem.UNSIGNED, Field.ORIGIN, 1):
        open_checkpoint(data, [LOG_KEY], WITNESS_KEYS)


def test_the_log_signed_by_another_key_is_refused() -> None:
    forged = Signature(ORIGIN, LOG_KEY.key_id, TestSigner.named("thief").sign(TEXT.encode()))
    with refused(Problem.WRONG_SIGNATURE, Field.SIGNATURE, 5):
        open_checkpoint(signed(CHECKPOINT, [forged, cosignature(0)]), [LOG_KEY], WITNESS_KEYS)


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
    with refused(Problem.WRONG_SIGNATURE, Field.SIGNATURE, 6):
        open_checkpoint(signed(CHECKPOINT, [log_signature(), forged]), [LOG_KEY], WITNESS_KEYS)


@pytest.mark.parametrize("length", [1, 8, 64, 71, 73])
def test_a_cosignature_has_its_length(length: int) -> None:
    made = cosignature(0)
    cut = Signature(made.name, made.key_id, (made.value * 2)[:length])
    with refused(Problem.WRONG_SIGNATURE, Field.SIGNATURE, 6):
        open_checkpoint(signed(CHECKPOINT, [log_signature(), cut]), [LOG_KEY], WITNESS_KEYS)


def test_a_timestamp_beyond_63_bits_is_refused_though_signed() -> None:
    signer = TestSigner.named(WITNESSES[0])
    late = 2**63
    message = f"cosignature/v1\ntime {late}\n{TEXT}".encode()
    made = Signature(
        WITNESSES[0], WITNESS_KEYS[0].key_id, late.to_bytes(8, "big") + signer.sign(message)
    )
    with refused(Problem.WRONG_SIGNATURE, Field.SIGNATURE, 6):
        open_checkpoint(signed(CHECKPOINT, [log_signature(), made]), [LOG_KEY], WITNESS_KEYS)


def test_a_cosignature_of_another_checkpoint_is_refused() -> None:
    other = Checkpoint(ORIGIN, SIZE + 1, CHECKPOINT.root)
    data = signed(CHECKPOINT, [log_signature(), cosignature(1, other)])
    with refused(Problem.WRONG_SIGNATURE, Field.SIGNATURE, 6):
        open_checkpoint(data, [LOG_KEY], WITNESS_KEYS)


@pytest.mark.parametrize("timestamp", [1, 2**63 - 1])
def test_the_first_and_the_last_second_can_be_stated(timestamp: int) -> None:
    made = cosign(CHECKPOINT, WITNESSES[0], timestamp, TestSigner.named(WITNESSES[0]))
    opened = open_checkpoint(signed(CHECKPOINT, [log_signature(), made]), [LOG_KEY], WITNESS_KEYS)
    assert opened.cosignatures == (Cosignature(WITNESS_KEYS[0], timestamp),)


@pytest.mark.parametrize("timestamp", [0, -1, 2**63])
def test_a_witness_states_a_possible_time(timestamp: int) -> None:
    with refused(Problem.NUMBER_OUT_OF_RANGE, Field.TIMESTAMP):
        cosign(CHECKPOINT, WITNESSES[0], timestamp, TestSigner.named(WITNESSES[0]))


def test_keys_serve_for_what_they_are() -> None:
    for logs, witnesses in ([WITNESS_KEYS, ()], [(LOG_KEY,), (LOG_KEY,)]):
        with refused(Problem.UNSUPPORTED_KEY, Field.KEY):
            open_checkpoint(head(0), logs, witnesses)


def test_a_note_with_extension_lines_is_refused_though_signed() -> None:
    text = f"{TEXT}extension\n"
    data = Note(text, (sign_note(text, ORIGIN, TestSigner.named(ORIGIN)),)).data
    with refused(Problem.UNEXPECTED_LINE, Field.CHECKPOINT, 4):
        open_checkpoint(data, [LOG_KEY])
