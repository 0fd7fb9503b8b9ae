"""What a command writes never takes the place of a file of the county's own."""

import os
from pathlib import Path

import pytest

from application.store import Store
from interfaces.own_files import is_own
from interfaces.settings import Settings
from tests.interfaces.log_site import Site, log_site

SIDES = ("", "-wal", "-shm", "-journal", "-renewed")


def settings(folder: Path, name: str = "county.db") -> Settings:
    return Settings(database_url=f"sqlite:///{folder / name}")


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("database", ["county.db", "county-keys.db"])
def test_the_files_of_databases_are_the_countys_own_there_or_not(
    tmp_path: Path, database: str, side: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert is_own(Path(f"{database}{side}"), settings(tmp_path))
    assert is_own(Path(f"{database}{side}"), Settings(database_url="sqlite:///county.db"))
    assert is_own(tmp_path / "x" / ".." / f"{database}{side}", settings(tmp_path))


def test_other_names_are_free(tmp_path: Path) -> None:
    for name in ("county.db-", "county.db-wal.zip", "other.db-wal", "county.db.bak"):
        assert not is_own(tmp_path / name, settings(tmp_path))


def test_the_wrapping_key_is_the_countys_own(tmp_path: Path) -> None:
    assert is_own(tmp_path / "county-wrapping.key", settings(tmp_path))
    elsewhere = settings(tmp_path).model_copy(update={"wrapping_key": tmp_path / "key"})
    assert is_own(tmp_path / "key", elsewhere)


def test_a_county_is_not_taken_for_an_unfinished_file(tmp_path: Path) -> None:
    assert is_own(tmp_path / "county", settings(tmp_path, "county.part"))


def test_a_county_is_known_under_its_other_names(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    county = folder / "county.db"
    county.write_bytes(b"")
    (tmp_path / "link").symlink_to(folder)
    (tmp_path / "named.db").symlink_to(county)
    os.link(county, tmp_path / "hard.db")
    assert is_own(tmp_path / "link" / "county.db-wal", settings(folder))
    assert is_own(folder / "county.db-wal", settings(tmp_path, "named.db"))
    assert is_own(tmp_path / "named.db-renewed", settings(tmp_path, "named.db"))
    assert is_own(tmp_path / "hard.db", settings(folder))


def test_on_postgresql_the_key_store_may_be_no_file_either(tmp_path: Path) -> None:
    elsewhere = Settings(
        database_url="postgresql+psycopg://county",
        key_store="postgresql+psycopg://keys",
        wrapping_key=tmp_path / "key",
    )
    assert not is_own(tmp_path / "zhuoluo.db-wal", elsewhere)
    assert is_own(tmp_path / "key", elsewhere)


@pytest.mark.parametrize(
    "command",
    [
        "backup {file}",
        "copy-log -o {file}",
        "export --period 2009-01-01..2009-12-31 -o {file} --force",
        "export-part opinion GQ-1 -o {file} --force",
        "receipt 5 -o {file}",
        "witness request 档案馆 -o {file}",
    ],
)
def test_no_command_writes_to_a_file_of_the_countys(
    sqlite_store: Store, tmp_path: Path, command: str
) -> None:
    site: Site = log_site(sqlite_store, tmp_path)
    site.sign()
    file = Path(f"{sqlite_store.database.url.database}-renewed")
    said = site.refused(*command.format(file=file).split())
    assert said == f"{file}是数据库、密钥库或者主密钥所用的文件名,请另写一个\n"
    assert not file.exists()
    site.done(*command.format(file=tmp_path / "other").split())
