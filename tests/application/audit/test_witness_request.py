"""Witness requests: written and read one way, and each fault is named by its line."""

import pytest

from application.audit.merkle import LONGEST_PROOF
from application.audit.refusal import Field, Problem
from application.audit.witness_request import (
    LONGEST_REQUEST,
    WitnessRequest,
    parse_witness_request,
)
from tests.application.audit.heads import ORIGIN, SIZE, TREE, head
from tests.application.audit.refusals import refused

OLD = 100
PROOF = tuple(TREE.proof(OLD, SIZE))
DATA = WitnessRequest(OLD, PROOF, head()).data
LINES = DATA.decode().split("\n")


def with_line(number: int, text: str) -> str:
    return "\n".join([*LINES[: number - 1], text, *LINES[number:]])


def test_a_request_is_laid_out_as_specified() -> None:
    assert LINES[0] == "old 100"
    assert LINES[len(PROOF) + 1 : len(PROOF) + 4] == ["", ORIGIN, "300"]
    assert WitnessRequest(0, (), head()).data == b"old 0\n\n" + head()


@pytest.mark.parametrize(("old", "proof"), [(OLD, PROOF), (0, ())])
def test_a_request_is_read_as_it_was_written(old: int, proof: tuple[bytes, ...]) -> None:
    data = WitnessRequest(old, proof, head(0)).data
    read = parse_witness_request(data)
    assert (read.old, read.proof, read.checkpoint) == (old, proof, head(0))
    assert data.decode().split("\n")[read.checkpoint_line - 1] == ORIGIN


def test_the_longest_proof_is_read() -> None:
    longest = (PROOF * LONGEST_PROOF)[:LONGEST_PROOF]
    assert parse_witness_request(WitnessRequest(OLD, longest, head()).data).proof == longest
    with refused(Problem.PROOF_LENGTH_DIFFERS, Field.PROOF, 2):
        parse_witness_request(WitnessRequest(OLD, (*longest, PROOF[0]), head()).data)


@pytest.mark.parametrize(
    ("text", "problem", "field", "line"),
    [
        ("", Problem.NO_FINAL_NEWLINE, Field.REQUEST, 1),
        ("old 100\n", Problem.MISSING_LINE, Field.CHECKPOINT, 2),
        ("old 100\n\n", Problem.MISSING_LINE, Field.CHECKPOINT, 3),
        (with_line(1, "new 100"), Problem.MALFORMED_LINE, Field.EARLIER_SIZE, 1),
        (with_line(1, "100"), Problem.MALFORMED_LINE, Field.EARLIER_SIZE, 1),
        (with_line(1, "old 0100"), Problem.MALFORMED_NUMBER, Field.EARLIER_SIZE, 1),
        (with_line(1, "old 100 old "), Problem.MALFORMED_NUMBER, Field.EARLIER_SIZE, 1),
        (with_line(3, LINES[2][:-1]), Problem.BASE64_NOT_CANONICAL, Field.PROOF, 3),
        (with_line(3, LINES[2][:-4]), Problem.WRONG_LENGTH, Field.PROOF, 3),
        (with_line(3, "a\rb"), Problem.CONTROL_CHARACTER, Field.REQUEST, 3),
    ],
)
def test_any_other_request_is_refused_with_its_line(
    text: str, problem: Problem, field: Field, line: int
) -> None:
    with refused(problem, field, line):
        parse_witness_request(text.encode())


def test_a_request_is_bounded() -> None:
    with refused(Problem.TOO_LARGE, Field.REQUEST):
        parse_witness_request(b"x" * (LONGEST_REQUEST + 1))
