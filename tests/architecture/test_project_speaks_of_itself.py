"""Nothing in the project depends on, or tells of, the machine it was written on."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GENERATED = re.compile(r"\.(?!ci$|github$).*|__pycache__|.*\.egg-info|build|dist|node_modules")
MACHINERY = re.compile(r"\.git|\.coverage.*")
VENDORED = ROOT / "interfaces" / "http" / "static"

MACHINE_PATH = re.compile(
    r"(?<![\w.~/-])/(?:root|work)(?![\w-])|/home/\w|/Users/\w|\b[A-Z]:\\(?:Users|home)\b"
)
REGISTRY = re.compile(
    r"pypi\.(?:org|python)|pythonhosted\.|npmjs\.|jsdelivr\.|unpkg\.|cdnjs\.|mirrors?\.[\w-]+\.\w",
    re.IGNORECASE,
)


def texts() -> Iterator[tuple[Path, str]]:
    """Read each file a person may have written, whether it is committed yet or not."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if not GENERATED.fullmatch(name)]
        for path in (Path(folder, name) for name in names if not MACHINERY.fullmatch(name)):
            if VENDORED not in path.parents and is_text(path):
                yield path.relative_to(ROOT), path.read_text(encoding="utf-8", errors="replace")


def is_text(path: Path) -> bool:
    with path.open("rb") as file:
        return b"\0" not in file.read(1024)


@pytest.mark.parametrize("machine", [MACHINE_PATH, REGISTRY], ids=["path", "registry"])
def test_no_text_names_a_machine(machine: re.Pattern[str]) -> None:
    found = [
        f"{path}:{number}: {line.strip()[:120]}"
        for path, text in texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if machine.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_lock_file_holds_only_names_versions_and_hashes(name: str) -> None:
    pinned = re.compile(r"[a-z0-9-]+==[\w.]+( ; [\w .'<>=!]+)? \\")
    hashed = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    entries = [line for line in lines if not line.startswith("#")]
    assert entries
    assert [
        line for line in entries if not (pinned.fullmatch(line) or hashed.fullmatch(line))
    ] == []
