"""What is remembered of rows tells them apart, and which of them are still awaited."""

import pytest

from interfaces.verifier.row_digests import ROW_DIGEST_LENGTH, ExpectedRows, digest_of_rows

ALIKE = [
    ([["a\0b", "c"]], [["a", "b\0c"]]),
    ([["a\0b\0c", "d"]], [["a", "b\0c\0d"]]),
    ([["a", "b"]], [["ab", ""]]),
    ([["a"], ["b"]], [["b"], ["a"]]),
    ([["a"], ["b"]], [["a", "b"]]),
    ([["a"]], [["a"], ["a"]]),
    ([["\0"]], [["", ""]]),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_rows_that_look_alike_are_told_apart(one: list[list[str]], other: list[list[str]]) -> None:
    assert digest_of_rows(one) == digest_of_rows([[*cells] for cells in one])
    assert digest_of_rows(one) != digest_of_rows(other)


def test_rows_are_found_once_in_each_table() -> None:
    one, other = b"\1" * ROW_DIGEST_LENGTH, b"\0" * ROW_DIGEST_LENGTH
    expected = ExpectedRows()
    for table, key, digest in (("T", "a", one), ("U", "a", other), ("T", "b", other)):
        expected.expect(table, key, digest)
    assert (expected.missing["T"], expected.missing["U"]) == (2, 1)
    assert expected.take("U", "a") == other
    assert expected.take("U", "a") is None
    assert expected.take("U", "b") is None
    assert expected.take("T", "a") == one
    assert expected.take("V", "b") is None
    assert (expected.missing["T"], expected.missing["U"]) == (1, 0)
