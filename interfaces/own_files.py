"""Which files are the county's own: nothing that a command writes takes the place of one."""

from collections.abc import Iterator
from pathlib import Path

from application.event_store.renewal_on_sqlite import SUFFIX
from interfaces.durable_file import UNFINISHED, beside
from interfaces.settings import Settings

SIDES = ("", "-wal", "-shm", "-journal", SUFFIX)
"""What SQLite, and a rebuild, call the files they keep beside a database, there or not.

A file that comes to stand there is taken for theirs: read into the database, or deleted.
"""


def is_own(path: Path, settings: Settings) -> bool:
    """Say whether a file written here, by whatever name, would be one of the county's own."""
    written = (path, beside(path, UNFINISHED))
    return any(_is_same(each, own) for own in _own_files(settings) for each in written)


def _own_files(settings: Settings) -> Iterator[Path]:
    yield settings.wrapping_key_file
    for database in (settings.database_file, settings.key_store_file):
        if database is not None:
            places = database, database.resolve()  # SQLite follows links, a rebuild does not
            yield from (beside(place, side) for place in places for side in SIDES)


def _is_same(one: Path, other: Path) -> bool:
    if one.resolve() == other.resolve():
        return True
    return one.exists() and other.exists() and one.samefile(other)
