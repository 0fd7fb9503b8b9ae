"""JSON is read strictly, and no deeper than every verifier reads it."""

import pytest

from interfaces.documents.json_text import DEEPEST, NotJson, read_json


@pytest.mark.parametrize("begins", ["[", '{"a":', '["[{\\"[",', '["\\\\",', "[{},[],"])
def test_no_more_than_so_many_may_stand_in_one_another(begins: str) -> None:
    ends = "}" if begins.startswith("{") else "]"
    inner = 1 if begins.endswith("[],") else 0  # what stands beside is one deeper
    deepest = f"{begins * (DEEPEST - inner)}1{ends * (DEEPEST - inner)}"
    assert read_json(deepest)
    with pytest.raises(NotJson):
        read_json(f"{begins * (DEEPEST - inner + 1)}1{ends * (DEEPEST - inner + 1)}")


def test_more_may_stand_beside_one_another() -> None:
    assert read_json(f"[{'[],' * DEEPEST}{'{},' * DEEPEST}1]")[-1] == 1


@pytest.mark.parametrize("text", ["NaN", "[-Infinity]", "", "[", "[1", "1 2", "[" * 1_000_000])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(NotJson):
        read_json(text)
