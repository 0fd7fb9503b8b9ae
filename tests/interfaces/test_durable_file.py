"""Files that are there whole or not at all: one writer at a time, and nothing overwritten."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from interfaces import durable_file
from interfaces.durable_file import (
    is_private,
    private_place,
    write_durably,
    write_new_durably,
)

Write = Callable[[Path], None]


def write_private_place(path: Path) -> None:
    with private_place(path) as place:
        place.write_bytes(b"whole")


WRITERS: list[Write] = [
    write_private_place,
    lambda path: write_durably(path, [b"who", b"le"]),
    lambda path: write_new_durably(path, [b"who", b"le"]),
]
NEW = [WRITERS[0], WRITERS[2]]


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.mark.parametrize("write", WRITERS)
def test_a_file_is_written_whole_and_nothing_is_left_beside_it(
    tmp_path: Path, write: Write
) -> None:
    write(tmp_path / "two")
    assert (tmp_path / "two").read_bytes() == b"whole"
    assert names(tmp_path) == ["two"]


@pytest.mark.parametrize("write", WRITERS)
def test_who_comes_second_writes_nothing_and_the_first_is_whole(
    tmp_path: Path, write: Write
) -> None:
    with private_place(tmp_path / "two") as place:
        place.write_bytes(b"the first")
        with pytest.raises(BlockingIOError):
            write(tmp_path / "two")
        assert place.read_bytes() == b"the first"
    assert (tmp_path / "two").read_bytes() == b"the first"
    assert names(tmp_path) == ["two"]


@pytest.mark.parametrize("write", WRITERS)
def test_what_a_process_left_that_died_is_cleared_away(tmp_path: Path, write: Write) -> None:
    dying = (
        "import os, sys\nfrom pathlib import Path\n"
        "from interfaces.durable_file import private_place\n"
        "with private_place(Path(sys.argv[1])) as place:\n"
        "    place.write_bytes(b'x' * 9)\n    os._exit(9)\n"
    )
    command = [sys.executable, "-c", dying, str(tmp_path / "two")]
    assert subprocess.run(command, check=False).returncode == 9  # noqa: S603  our own code
    assert names(tmp_path) == ["two.part"]
    write(tmp_path / "two")
    assert (tmp_path / "two").read_bytes() == b"whole"
    assert names(tmp_path) == ["two"]


@pytest.mark.parametrize("write", WRITERS)
def test_what_another_wrote_in_between_is_not_taken_for_ours(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = durable_file._made
    theirs: list[int] = []

    def late(place: Path, mode: int) -> int | None:
        if not theirs:
            theirs.append(os.open(place, os.O_CREAT | os.O_EXCL))
        return made(place, mode)

    monkeypatch.setattr(durable_file, "_made", late)
    write(tmp_path / "two")
    os.close(theirs[0])
    assert (tmp_path / "two").read_bytes() == b"whole"


def test_a_file_whose_name_was_taken_away_meanwhile_is_not_ours(tmp_path: Path) -> None:
    place = tmp_path / "two.part"
    handle = os.open(place, os.O_CREAT | os.O_RDWR)
    place.unlink()
    assert not durable_file._is_ours(handle, place)
    place.write_bytes(b"theirs")
    assert not durable_file._is_ours(handle, place)
    os.close(handle)


def no_second_name(*_: object) -> None:
    raise PermissionError


@pytest.fixture(params=["links", "no links"])
def file_system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files have a second name, or only one, as on a memory stick."""
    if request.param == "no links":
        monkeypatch.setattr(os, "link", no_second_name)


@pytest.mark.usefixtures("file_system")
@pytest.mark.parametrize("write", NEW)
def test_a_file_that_appears_meanwhile_is_not_overwritten(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def appear(_: int) -> None:
        monkeypatch.setattr(os, "fsync", fsync)
        (tmp_path / "two").write_bytes(b"theirs")

    monkeypatch.setattr(os, "fsync", appear)
    with pytest.raises(FileExistsError):
        write(tmp_path / "two")
    assert (tmp_path / "two").read_bytes() == b"theirs"
    assert names(tmp_path) == ["two"]


@pytest.mark.usefixtures("file_system")
def test_a_private_file_is_private_on_any_file_system(tmp_path: Path) -> None:
    write_private_place(tmp_path / "two")
    assert is_private(tmp_path / "two")
    assert (tmp_path / "two").read_bytes() == b"whole"
    assert names(tmp_path) == ["two"]


def test_a_file_that_cannot_take_its_name_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", no_second_name)
    monkeypatch.setattr(os, "rename", no_second_name)
    monkeypatch.setattr(os, "replace", no_second_name)
    with pytest.raises(PermissionError):
        write_private_place(tmp_path / "two")
    assert names(tmp_path) == []


def test_a_file_is_replaced_where_that_is_asked(tmp_path: Path) -> None:
    (tmp_path / "two").write_bytes(b"of before")
    write_durably(tmp_path / "two", [b"whole"])
    assert (tmp_path / "two").read_bytes() == b"whole"
