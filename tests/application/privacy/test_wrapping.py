"""A wrapping key wraps each key for its owner, and is read from its file in one form alone."""

import os
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.privacy.refusal import Problem, Refused
from application.privacy.wrapping import WrappingKey
from interfaces.wrapping_keys import make_wrapping_key, read_wrapping_key
from tests.application.privacy.boxes import SUBJECT, WRAPPING_KEY, said

LINE = WRAPPING_KEY.line


@given(st.binary(min_size=32, max_size=32), st.uuids())
def test_a_wrapped_key_comes_back_to_its_owner(key: bytes, owner: UUID) -> None:
    wrapped = WRAPPING_KEY.wrap(owner, key)
    assert key not in wrapped
    assert WRAPPING_KEY.unwrap(owner, wrapped) == key


def test_every_flipped_bit_of_a_wrapped_key_is_refused() -> None:
    wrapped = WRAPPING_KEY.wrap(SUBJECT, bytes(32))
    for bit in range(8 * len(wrapped)):
        altered = bytearray(wrapped)
        altered[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Refused) as caught:
            WRAPPING_KEY.unwrap(SUBJECT, bytes(altered))
        assert said(caught.value, Problem.KEY_DAMAGED)


@pytest.mark.parametrize("length", [0, 7, 16, 24, 55, 57, 64])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(Refused):
        WRAPPING_KEY.unwrap(SUBJECT, bytes(length))


def test_a_key_in_another_persons_row_is_refused() -> None:
    wrapped = WRAPPING_KEY.wrap(SUBJECT, bytes(32))
    with pytest.raises(Refused) as caught:
        WRAPPING_KEY.unwrap(UUID(int=8), wrapped)
    assert said(caught.value, Problem.KEY_DAMAGED)


def test_a_key_shorter_than_the_others_is_refused() -> None:
    wrapped = WRAPPING_KEY.wrap(SUBJECT, bytes(24))
    with pytest.raises(Refused):
        WRAPPING_KEY.unwrap(SUBJECT, wrapped)


def test_another_wrapping_key_opens_nothing() -> None:
    with pytest.raises(Refused):
        WrappingKey.generate().unwrap(SUBJECT, WRAPPING_KEY.wrap(SUBJECT, bytes(32)))


def test_a_key_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "wrapping.key"
    made = make_wrapping_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_wrapping_key(path).line == made.line == path.read_bytes()
    with pytest.raises(FileExistsError):
        make_wrapping_key(path)
    path.chmod(0o640)
    with pytest.raises(Refused) as caught:
        read_wrapping_key(path)
    assert said(caught.value, Problem.KEY_EXPOSED)


def test_keys_are_not_alike() -> None:
    assert len({WrappingKey.generate().line for _ in range(20)}) == 20


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        LINE[:-1],
        LINE + b"\n",
        b" " + LINE,
        LINE.replace(b"ZHUOLUO", b"zhuoluo"),
        LINE.removeprefix(b"ZHUOLUO+WRAPPING+KEY+"),
        LINE[:-5] + b"\n",
        LINE[:-4] + b"AAAA\n",
        LINE.replace(b"=", b""),
        "主密钥\n".encode(),
        bytes(300),
    ],
    ids=range(12),
)
def test_a_line_has_one_form(line: bytes, tmp_path: Path) -> None:
    path = tmp_path / "wrapping.key"
    path.write_bytes(line)
    path.chmod(0o600)
    with pytest.raises(Refused) as caught:
        read_wrapping_key(path)
    assert caught.value.problem in {Problem.MALFORMED_KEY, Problem.KEY_ID_DIFFERS}
    assert "wrapping.key" in str(caught.value)


@given(st.integers(0, 8 * len(LINE) - 1))
def test_every_flipped_bit_of_a_line_is_refused(bit: int) -> None:
    line = bytearray(LINE)
    line[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Refused):
        WrappingKey.of_line(bytes(line), "wrapping.key")


def test_another_keys_name_is_refused() -> None:
    key_id = os.urandom(8).hex().encode()
    line = LINE.replace(WRAPPING_KEY.id.encode(), key_id)
    with pytest.raises(Refused) as caught:
        WrappingKey.of_line(line, "wrapping.key")
    assert said(caught.value, Problem.KEY_ID_DIFFERS)
