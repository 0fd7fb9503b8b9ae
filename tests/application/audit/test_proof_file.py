"""Proof files: written and read one way, and verified from the leaf to the quorum."""

import hashlib

import pytest

from application.audit.checkpoint import Checkpoint, signed
from application.audit.entry import LONGEST_ENTRY
from application.audit.merkle import LONGEST_PROOF, sm3
from application.audit.policy import parse_policy
from application.audit.proof_file import (
    LONGEST_FILE,
    MAGIC,
    ProofFile,
    parse_proof_file,
    verify_proof_file,
)
from application.audit.refusal import Field, Problem, Refused
from tests.application.audit.heads import (
    AT,
    CHECKPOINT,
    INDEX,
    LEAF,
    LOG_KEY,
    ORIGIN,
    SIZE,
    TREE,
    WITNESS_KEYS,
    head,
    log_signature,
    policy,
    proof_file,
)
from tests.application.audit.refusals import refused
from tests.application.audit.trees import NaiveTree

FILE = proof_file(0, 2).decode()
LINES = FILE.split("\n")
HEAD = head(0).decode()
UNWITNESSED = parse_policy(f"log {LOG_KEY.vkey}\nquorum none\n".encode())


def with_line(number: int, text: str) -> str:
    return "\n".join([*LINES[: number - 1], text, *LINES[number:]])


def test_a_proof_file_proves_a_leaf() -> None:
    proven = verify_proof_file(proof_file(0, 2), LEAF, policy())
    assert proven.index == INDEX
    assert proven.head.checkpoint == CHECKPOINT
    assert proven.head.log == LOG_KEY
    assert [each.witness for each in proven.head.cosignatures] == [
        WITNESS_KEYS[0],
        WITNESS_KEYS[2],
    ]
    assert [each.timestamp for each in proven.head.cosignatures] == [AT, AT + 2]
    assert proven.quorum.reached


@pytest.mark.parametrize("index", [0, 1, 255, 256, SIZE - 1])
def test_every_leaf_can_be_proven(index: int) -> None:
    data = proof_file(0, 1, index=index)
    assert verify_proof_file(data, b"leaf %d" % index, policy()).index == index


def test_a_log_of_one_leaf_needs_no_hashes() -> None:
    checkpoint = Checkpoint(ORIGIN, 1, TREE.root(1))
    data = ProofFile(0, (), signed(checkpoint, [log_signature(checkpoint)])).data
    assert verify_proof_file(data, b"leaf 0", UNWITNESSED).index == 0


@pytest.mark.parametrize("length", [0, 1, 500])
def test_a_proof_file_is_read_as_it_was_written(length: int) -> None:
    extra = b"x" * length or None
    data = proof_file(0, extra=extra)
    read = parse_proof_file(data)
    assert read.data == data
    assert (read.index, read.extra, read.checkpoint) == (INDEX, extra, head(0))
    assert list(read.proof) == TREE.path(INDEX, SIZE)


def test_the_file_is_laid_out_as_specified() -> None:
    hashes = len(TREE.path(INDEX, SIZE))
    assert LINES[0] == "c2sp.org/tlog-proof@v1"
    assert LINES[1] == "index 77"
    assert LINES[2 + hashes : 5 + hashes] == ["", ORIGIN, "300"]
    assert proof_file(0, extra=b"age").decode().split("\n")[1] == "extra YWdl"


@pytest.mark.parametrize("leaf", ["", "leaf 7", "leaf 77 ", "leaf 78", "x" * LONGEST_ENTRY])
def test_another_leaf_is_not_proven(leaf: str) -> None:
    with refused(Problem.ROOT_DIFFERS, Field.ROOT):
        verify_proof_file(FILE.encode(), leaf.encode(), policy())


def test_too_few_witnesses_are_refused_with_the_reason() -> None:
    with pytest.raises(Refused) as error:
        verify_proof_file(proof_file(1), LEAF, policy())
    assert (error.value.problem, error.value.field) == (Problem.QUORUM_NOT_REACHED, Field.QUORUM)
    assert "“见证”要求3个中至少2个见证,实有1个(档案馆)" in error.value.chinese
    assert "2 of 3 witnesses, 1 cosigned" in error.value.english


def test_another_hash_function_proves_nothing() -> None:
    with refused(Problem.ROOT_DIFFERS, Field.ROOT):
        verify_proof_file(FILE.encode(), LEAF, policy(), sm3())


def test_a_leaf_of_an_sm3_log_is_proven_with_sm3() -> None:
    tree = NaiveTree.of(7, lambda data: hashlib.new("sm3", data).digest())
    checkpoint = Checkpoint(ORIGIN, 7, tree.root(7))
    head = signed(checkpoint, [log_signature(checkpoint)])
    data = ProofFile(3, tuple(tree.path(3, 7)), head).data
    assert verify_proof_file(data, b"leaf 3", UNWITNESSED, sm3()).index == 3


@pytest.mark.parametrize(
    ("text", "problem", "field", "line"),
    [
        ("", Problem.NO_FINAL_NEWLINE, Field.PROOF_FILE, 1),
        (FILE[:-1], Problem.NO_FINAL_NEWLINE, Field.PROOF_FILE, len(LINES) - 1),
        (FILE + "\n", Problem.MISSING_LINE, Field.SIGNATURE, len(LINES) + 1),
        (with_line(1, "c2sp.org/tlog-proof@v2"), Problem.MALFORMED_LINE, Field.HEADING, 1),
        (with_line(1, ""), Problem.MALFORMED_LINE, Field.HEADING, 1),
        (with_line(2, "index"), Problem.MALFORMED_LINE, Field.INDEX, 2),
        (with_line(2, "index  77"), Problem.MALFORMED_NUMBER, Field.INDEX, 2),
        (with_line(2, "index 077"), Problem.MALFORMED_NUMBER, Field.INDEX, 2),
        (with_line(2, "index -1"), Problem.MALFORMED_NUMBER, Field.INDEX, 2),
        (with_line(2, "Index 77"), Problem.MALFORMED_LINE, Field.INDEX, 2),
        (with_line(2, "extra \nindex 77"), Problem.WRONG_LENGTH, Field.EXTRA, 2),
        (with_line(2, "extra YWdm="), Problem.BASE64_NOT_CANONICAL, Field.EXTRA, 2),
        (with_line(2, "extra YWdl"), Problem.MALFORMED_LINE, Field.INDEX, 3),
        (with_line(2, "extra YWdl\nextra YWdl\nindex 77"), Problem.MALFORMED_LINE, Field.INDEX, 3),
        (with_line(3, LINES[2] + "="), Problem.BASE64_NOT_CANONICAL, Field.PROOF, 3),
        (with_line(3, LINES[2][:-4]), Problem.WRONG_LENGTH, Field.PROOF, 3),
        (with_line(3, " " + LINES[2]), Problem.BASE64_NOT_CANONICAL, Field.PROOF, 3),
        (with_line(3, "\n".join([LINES[2]] * 65)), Problem.PROOF_LENGTH_DIFFERS, Field.PROOF, 3),
        (with_line(3, "a\rb"), Problem.CONTROL_CHARACTER, Field.PROOF_FILE, 3),
        (f"{MAGIC}\n\n{HEAD}", Problem.MISSING_LINE, Field.INDEX, 2),
        (
            "c2sp.org/tlog-proof@v1\nextra YWdl\n\n" + head(0).decode(),
            Problem.MISSING_LINE,
            Field.INDEX,
            3,
        ),
        (f"{MAGIC}\nindex 77\n", Problem.MISSING_LINE, Field.CHECKPOINT, 3),
        (f"{MAGIC}\nindex 77\n\n", Problem.MISSING_LINE, Field.CHECKPOINT, 4),
    ],
)
def test_any_other_file_is_refused_with_its_line(
    text: str, problem: Problem, field: Field, line: int
) -> None:
    with refused(problem, field, line):
        verify_proof_file(text.encode(), LEAF, policy())


@pytest.mark.parametrize(
    ("number", "text", "problem"),
    [
        (13, "other.example/log", Problem.UNKNOWN_LOG),
        (14, "0300", Problem.MALFORMED_NUMBER),
        (15, LINES[2], Problem.WRONG_SIGNATURE),
        (17, "— " + ORIGIN, Problem.MALFORMED_LINE),
        (18, LINES[17][:-1] + "B", Problem.BASE64_NOT_CANONICAL),
    ],
)
def test_what_is_wrong_in_the_checkpoint_is_named_by_its_line_in_the_file(
    number: int, text: str, problem: Problem
) -> None:
    assert LINES[12] == ORIGIN
    with pytest.raises(Refused) as refused:
        verify_proof_file(with_line(number, text).encode(), LEAF, policy())
    expected = 17 if problem is Problem.WRONG_SIGNATURE else number
    assert (refused.value.problem, refused.value.line) == (problem, expected)


def test_a_proof_file_and_a_leaf_are_bounded() -> None:
    for data, leaf, field in (
        (b"x" * (LONGEST_FILE + 1), LEAF, Field.PROOF_FILE),
        (FILE.encode(), b"x" * (LONGEST_ENTRY + 1), Field.LEAF),
    ):
        with refused(Problem.TOO_LARGE, field):
            verify_proof_file(data, leaf, policy())


def test_the_longest_proof_is_read() -> None:
    longest = tuple(TREE.path(INDEX, SIZE)[:1] * LONGEST_PROOF)
    assert parse_proof_file(ProofFile(INDEX, longest, head()).data).proof == longest
    with refused(Problem.PROOF_LENGTH_DIFFERS, Field.PROOF, 4):
        parse_proof_file(ProofFile(INDEX, (*longest, longest[0]), head(), b"extra").data)


def test_extra_is_bounded() -> None:
    assert parse_proof_file(proof_file(extra=b"x" * LONGEST_ENTRY)).extra == b"x" * LONGEST_ENTRY
    with refused(Problem.WRONG_LENGTH, Field.EXTRA, 2):
        parse_proof_file(proof_file(extra=b"x" * (LONGEST_ENTRY + 1)))
