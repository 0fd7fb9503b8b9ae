"""Files taken from elsewhere are byte for byte what their publisher released."""

import hashlib
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "interfaces" / "http" / "static"
VERSIONS = sorted(STATIC.glob("*/VERSION"))


def test_every_folder_states_its_version() -> None:
    folders = {path for path in STATIC.iterdir() if path.is_dir()}
    assert folders == {version.parent for version in VERSIONS}


@pytest.mark.parametrize("version", VERSIONS, ids=lambda path: path.parent.name)
def test_files_are_those_that_were_released(version: Path) -> None:
    listed = version.read_text(encoding="utf-8").splitlines()[2:]
    stated = {name: digest for digest, _, name in (line.partition("  ") for line in listed)}
    present = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in version.parent.iterdir()
        if path != version
    }
    assert present == stated
