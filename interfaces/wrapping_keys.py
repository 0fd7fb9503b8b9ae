"""Wrapping keys of key stores: one line in a file only its owner may read."""

from pathlib import Path

from application.privacy.refusal import Problem, Refused
from application.privacy.wrapping import WrappingKey
from interfaces.durable_file import is_private, write_private

LONGEST = 256


def make_wrapping_key(path: Path) -> WrappingKey:
    """Make a key and write it to a new file."""
    key = WrappingKey.generate()
    write_private(path, key.line)
    return key


def read_wrapping_key(path: Path) -> WrappingKey:
    """Read a key; refuse a file that others may read, or that is no such key."""
    if not is_private(path):
        raise Refused(Problem.KEY_EXPOSED, path.name)
    with path.open("rb") as file:
        return WrappingKey.of_line(file.read(LONGEST), path.name)
