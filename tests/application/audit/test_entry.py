"""The entry of an event: the bytes every leaf of the log is made of."""

from uuid import UUID

import pytest

from application.audit.entry import entry_of, sequence_of
from application.audit.refusal import Field, Problem
from tests.application.audit.refusals import refused

NAME = UUID("6f1c2d3e-0000-4000-8000-00000000000a")


def test_an_entry_is_the_line_of_the_event_with_its_state_verbatim() -> None:
    assert entry_of(7, "opinion.closed", NAME, 3, '{"理由": "已办结"}'.encode()) == (
        b'{"sequence":7,"topic":"opinion.closed",'
        b'"aggregate_id":"6f1c2d3e-0000-4000-8000-00000000000a","version":3,'
        b'"state":{"\xe7\x90\x86\xe7\x94\xb1": "\xe5\xb7\xb2\xe5\x8a\x9e\xe7\xbb\x93"}}'
    )


@pytest.mark.parametrize("sequence", [1, 10, 2**63 - 1])
def test_an_entry_tells_its_sequence_number(sequence: int) -> None:
    assert sequence_of(entry_of(sequence, "opinion.closed", NAME, 1, b"{}")) == sequence


@pytest.mark.parametrize(
    "leaf",
    [
        "",
        "renda.example/zhuoluo/2026\n300\n",
        '{"sequence":0,"topic":"opinion.closed"',
        '{"sequence":07,"topic":"opinion.closed"',
        '{"sequence":-7,"topic":"opinion.closed"',
        '{"sequence":12345678901234567890,"topic":"opinion.closed"',
        ' {"sequence":7,"topic":"opinion.closed"',
        '{"sequence":7}',
    ],
)
def test_a_leaf_that_is_no_event_has_no_sequence_number(leaf: str) -> None:
    with refused(Problem.MALFORMED_LINE, Field.LEAF):
        sequence_of(leaf.encode())
