"""The backup of a SQLite county: whole while others write, private, and a county again."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import Table

from application.backup import BackedUp, back_up
from application.commands import units
from application.event_store.database import Database
from application.event_store.schema import LOG_TABLES
from application.projections.audit_trail import known_until_now
from application.register import READ_MODELS
from application.store import Store
from application.work import Work
from domain.unit import Unit, UnitKind, UnitLevel
from interfaces.cli import copies
from interfaces.durable_file import is_private
from tests.aggregates import act
from tests.interfaces import small_county
from tests.interfaces.log_site import Site, log_site
from tests.stores import emptied, opened

TABLES = [*LOG_TABLES, *(table for model in READ_MODELS for table in model.tables)]


@pytest.fixture
def site(sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.chdir(tmp_path)
    site = log_site(sqlite_store, tmp_path)
    site.sign()
    return site


@contextmanager
def writing(store: Store) -> Iterator[list[int]]:
    """Go on recording until the block ends; lend the numbers of what was acknowledged."""
    acknowledged: list[int] = []
    begun, stop = threading.Event(), threading.Event()

    def write() -> None:
        while not stop.is_set():
            command = partial(register, code=f"XJ{len(acknowledged)}")
            acknowledged.append(store.run(act("2016-01-04"), command).sequence)
            begun.set()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        assert begun.wait(60)
        yield acknowledged
    finally:
        stop.set()
        thread.join()


def register(work: Work, code: str) -> Unit:
    kind, level = UnitKind.DEPARTMENT, UnitLevel.COUNTY
    return units.register(work, code=code, name=code, kind=kind, level=level, parent=None)


def rows(database: Database, table: Table) -> list[str]:
    with database.reading() as connection:
        return sorted(str(tuple(row)) for row in connection.execute(table.select()))


def restored(site: Site, backup: Path) -> Site:
    """Put the backup into the place of a county, its keys where they were."""
    folder = site.folder / "restored"
    folder.mkdir()
    (folder / "county.db").write_bytes(backup.read_bytes())
    again = Site(site.store, site.folder)
    again.environment = {
        "ZHUOLUO_LOG_POLICY": site.path("policy"),
        "ZHUOLUO_DATABASE_URL": f"sqlite:///{quote(str(folder / 'county.db'))}",
        "ZHUOLUO_KEY_STORE": f"sqlite:///{quote(site.path('county-keys.db'))}",
        "ZHUOLUO_WRAPPING_KEY": site.path("county-wrapping.key"),
    }
    return again


def test_what_was_acknowledged_before_a_backup_is_in_it_whoever_writes_meanwhile(
    site: Site, tmp_path: Path
) -> None:
    file = tmp_path / "备份.db"
    with writing(site.store) as acknowledged:
        before = acknowledged[-1]
        told = site.done("backup", str(file))
        after = acknowledged[-1]
    assert is_private(file)
    again = restored(site, file)
    assert "1个检查点与事件相符" in again.done("verify")
    again.done("rebuild")
    with closing(Database(again.environment["ZHUOLUO_DATABASE_URL"])) as database:
        with database.reading() as connection:
            held = known_until_now(connection)
        sequences = rows(database, LOG_TABLES[0])
    assert before <= held <= after + 1  # an answer may be on its way
    assert f"截至序号{held};记录总数" in told
    assert site.done("checkpoint").split("首部 ")[1][:39] in told
    assert len(sequences) == held


def test_every_table_of_a_quiet_county_is_in_its_backup(site: Site, tmp_path: Path) -> None:
    site.done("backup", "备份.db")
    again = restored(site, tmp_path / "备份.db")
    with closing(Database(again.environment["ZHUOLUO_DATABASE_URL"])) as database:
        for table in TABLES:
            assert rows(database, table) == rows(site.store.database, table)


def test_an_unsigned_county_is_backed_up_too(sqlite_store: Store, tmp_path: Path) -> None:
    small_county.fill(sqlite_store)
    told = Site(sqlite_store, tmp_path).done("backup", str(tmp_path / "备份.db"))
    assert "日志尚未签署" in told


def test_a_backup_replaces_nothing_and_leaves_nothing_where_it_fails(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "照片.db").write_bytes(b"x")
    assert "已存在,不覆盖" in site.refused("backup", "照片.db")
    assert (tmp_path / "照片.db").read_bytes() == b"x"
    assert "无法写入" in site.refused("backup", "没有/备份.db")
    before = sorted(tmp_path.iterdir())
    connect = sqlite3.connect

    def no_room(file: Path) -> sqlite3.Connection:
        target = connect(file)
        target.execute("PRAGMA max_page_count=2")
        return target

    monkeypatch.setattr("application.backup.sqlite3.connect", no_room)
    assert "无法备份到备份.db:磁盘已满" in site.refused("backup", "备份.db")
    assert sorted(tmp_path.iterdir()) == before
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "备份.db.part").write_bytes(b"of a backup that was killed")
    site.done("backup", "备份.db")
    assert not (tmp_path / "备份.db.part").exists()


def test_of_two_backups_to_one_name_the_second_is_refused(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    complaints: list[str] = []

    def interrupted(database: Database, file: Path) -> BackedUp:
        backed = back_up(database, file)
        if not complaints:
            complaints.append("")
            complaints.append(site.refused("backup", "备份.db"))
        return backed

    monkeypatch.setattr(copies, "back_up", interrupted)
    assert "已备份到备份.db" in site.done("backup", "备份.db")
    assert complaints[1] == "另一个进程正在写备份.db\n"
    assert "1个检查点与事件相符" in restored(site, tmp_path / "备份.db").done("verify")


@pytest.mark.parametrize("command", [("backup",), ("copy-log", "-o")])
def test_a_file_that_appears_while_another_is_made_for_its_place_stays(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    def overtaken(path: Path) -> None:
        path.write_bytes(b"x")

    monkeypatch.setattr(copies, "require_new", overtaken)
    assert "已存在,不覆盖" in site.refused(*command, "照片.db")
    assert (tmp_path / "照片.db").read_bytes() == b"x"
    assert not list(tmp_path.glob("*.part"))


def test_a_county_on_postgresql_is_left_to_its_own_means(
    postgres_schema: tuple[str, str], tmp_path: Path
) -> None:
    url, schema = postgres_schema
    with closing(Database(url, schema=schema)) as database, opened(emptied(database)) as store:
        site = Site(store, tmp_path)
        site.environment = {"ZHUOLUO_DATABASE_URL": url, "ZHUOLUO_DATABASE_SCHEMA": schema}
        assert "用pg_dump备份" in site.refused("backup", str(tmp_path / "备份.db"))
    assert not list(tmp_path.glob("备份*"))
