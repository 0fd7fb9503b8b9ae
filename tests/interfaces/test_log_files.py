"""Key files and memories: strict to read, private, durable, one process at a time."""

import json
from pathlib import Path

import pytest

from application.audit import ed25519
from application.audit.checkpoint import Checkpoint
from application.audit.keys import KeyType
from application.audit.refusal import Problem, Refused
from application.audit.strict import to_base64
from application.log.signer import Signed
from interfaces.log_keys import make_key, read_key
from interfaces.log_memory import SignerFile, WitnessFile, alone

NAME = "county.example/log"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "log.key"
    make_key(path, NAME, KeyType.LOG)
    return path


def test_a_key_is_read_back_and_signs_what_its_verifier_accepts(key_file: Path) -> None:
    key = read_key(key_file, KeyType.LOG)
    assert key.name == NAME
    assert ed25519.verify(key.public, b"text", key.sign(b"text"))
    assert not ed25519.verify(key.public, b"tent", key.sign(b"text"))


def test_a_key_never_replaces_another(key_file: Path) -> None:
    with pytest.raises(FileExistsError):
        make_key(key_file, NAME, KeyType.LOG)


def test_a_key_that_others_may_read_is_refused(key_file: Path) -> None:
    assert key_file.stat().st_mode & 0o777 == 0o600
    key_file.chmod(0o640)
    with pytest.raises(Refused) as refused:
        read_key(key_file, KeyType.LOG)
    assert refused.value.problem is Problem.KEY_EXPOSED


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("PRIVATE", "PUBLIC", Problem.MALFORMED_KEY),
        ("\n", "", Problem.MALFORMED_KEY),
        ("+", "-", Problem.MALFORMED_KEY),
        ("county", "country", Problem.KEY_ID_DIFFERS),
        ("\n", "!\n", Problem.BASE64_NOT_CANONICAL),
    ],
)
def test_a_damaged_key_is_refused(key_file: Path, old: str, new: str, problem: Problem) -> None:
    key_file.write_text(key_file.read_text().replace(old, new))
    with pytest.raises(Refused) as refused:
        read_key(key_file, KeyType.LOG)
    assert refused.value.problem is problem


def test_a_key_of_another_kind_or_length_is_refused(key_file: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_key(key_file, KeyType.WITNESS)
    assert refused.value.problem is Problem.UNSUPPORTED_KEY
    named = "+".join(key_file.read_text().split("+")[:4])
    key_file.write_text(f"{named}+AQ==\n")
    with pytest.raises(Refused) as refused:
        read_key(key_file, KeyType.LOG)
    assert refused.value.problem is Problem.WRONG_LENGTH


def test_a_signer_remembers(tmp_path: Path) -> None:
    memory = SignerFile(tmp_path / "memory")
    assert memory.recall() is None
    for peaks in ((bytes(32),), (bytes(32), b"1" * 32)):
        memory.remember(Signed("附言\n".encode(), peaks))
        assert memory.recall() == Signed("附言\n".encode(), peaks)
    latest = Signed(b"n", (bytes(32),), 7, "successor", (b"3" * 32, b"4" * 32))
    memory.remember(latest)
    assert memory.recall() == latest
    assert [each.name for each in tmp_path.iterdir()] == ["memory"]


def test_a_memory_of_before_there_was_more_to_remember_is_read(tmp_path: Path) -> None:
    told = {"note": "n", "peaks": [to_base64(bytes(32))]}
    (tmp_path / "memory").write_text(json.dumps(told))
    assert SignerFile(tmp_path / "memory").recall() == Signed(b"n", (bytes(32),))


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", json.dumps({"note": 1, "peaks": []}), '{"note":"","peaks":[1]}']
)
def test_a_damaged_memory_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "memory").write_text(text)
    with pytest.raises(Refused) as refused:
        SignerFile(tmp_path / "memory").recall()
    assert refused.value.problem is Problem.MALFORMED_LINE


def test_a_witness_remembers(tmp_path: Path) -> None:
    memory = WitnessFile(tmp_path / "memory")
    one, other = (Checkpoint(name, 3, bytes(32)).text.encode() for name in ("a", "b"))
    later = Checkpoint("a", 4, bytes(32), b"3" * 32).text.encode()
    last = Checkpoint("c", 5, bytes(32), b"4" * 32).text.encode()
    assert memory.recall("a") is None
    for text in (one, other, later):
        memory.remember(text)
    assert (memory.recall("a"), memory.recall("b")) == (later, other)
    assert memory.recall("c") is None
    memory.remember(last)
    assert [memory.recall(name) for name in "abc"] == [later, other, last]


def test_a_damaged_memory_of_a_witness_is_refused(tmp_path: Path) -> None:
    (tmp_path / "memory").write_bytes(b"a\n3\n\xff\n")
    with pytest.raises(Refused) as refused:
        WitnessFile(tmp_path / "memory").recall("a")
    assert refused.value.problem is Problem.BASE64_NOT_CANONICAL


def test_a_memory_serves_one_process_at_a_time(tmp_path: Path) -> None:
    with alone(tmp_path / "memory") as first, alone(tmp_path / "memory") as second:
        assert (first, second) == (True, False)
    with alone(tmp_path / "memory") as again:
        assert again
