"""Why something could not be done is said in Chinese, whatever the system and SQLite call it."""

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from application.event_store.driver_errors import cause_in_database
from interfaces.causes import cause_beneath, cause_of
from interfaces.cli.main import app
from tests.interfaces.test_cli import refused, zhuoluo


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (errno.ENOENT, "没有这个文件或者文件夹"),
        (errno.ENOSPC, "磁盘已满"),
        (errno.EROFS, "文件系统只读"),
        (errno.EACCES, "没有权限"),
        (errno.EXDEV, os.strerror(errno.EXDEV)),
    ],
)
def test_what_the_system_says_is_told_in_chinese_where_it_is_known(code: int, cause: str) -> None:
    assert cause_of(OSError(code, os.strerror(code))) == cause


def test_what_has_no_number_is_told_as_it_is() -> None:
    assert cause_of(OSError("odd")) == "odd"
    assert cause_in_database(RuntimeError("odd\nand more")) == "odd"


def test_what_a_library_gave_up_for_is_told_by_the_system_beneath() -> None:
    given_up = RuntimeError("in vain")
    assert cause_beneath(given_up) == "in vain"
    given_up.__cause__ = ConnectionRefusedError(errno.ECONNREFUSED, "refused")
    assert cause_beneath(given_up) == "对方没有接受连接"


def test_what_sqlite_says_is_told_in_chinese_where_it_is_known(tmp_path: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA max_page_count=1")
        with pytest.raises(sqlite3.OperationalError) as full:
            connection.execute("CREATE TABLE t (x)")
        with pytest.raises(sqlite3.OperationalError) as wrong:
            connection.execute("SELECT colour")
    file = f"file:{tmp_path}/none?mode=ro"
    with pytest.raises(sqlite3.OperationalError) as missing:
        sqlite3.connect(file, uri=True).execute("SELECT 1")
    assert cause_in_database(full.value) == "磁盘已满"
    assert cause_in_database(wrong.value) == "no such column: colour"
    assert cause_in_database(missing.value) == "文件无法打开"


def test_an_extended_code_of_sqlite_is_told_by_its_primary_one(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "t.db")) as connection:
        connection.execute("CREATE TABLE t (x)")
        connection.execute("PRAGMA query_only=ON")
        with pytest.raises(sqlite3.OperationalError) as read_only:
            connection.execute("INSERT INTO t VALUES (1)")
    read_only.value.sqlite_errorcode = sqlite3.SQLITE_READONLY_ROLLBACK
    assert cause_in_database(read_only.value) == "文件或者所在文件夹只读"


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("不是数据库" * 1_000)
    result = zhuoluo(f"sqlite:///{tmp_path}/notes.db")("backup", f"{tmp_path}/new.db")
    refused(result, 3, "不是SQLite数据库文件")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["copy-log", "-o", ""], "--output/-o"),
        (["export", "--period", "2009-01-01..2009-12-31", "--output="], "--output/-o"),
        (["check-receipt", "x", "--policy", ""], "--policy"),
        (["witness", "request", "档案馆", "-o", ""], "--output/-o"),
        (["check-export", "x", "--receipt", "a", "--receipt", ""], "--receipt"),
        (["signer", "--once", "--key", "x", "--memory", "."], "--memory"),
        (["backup", ""], "文件"),
    ],
)
def test_a_file_without_a_name_is_refused_by_the_name_of_its_option(
    arguments: list[str], named: str
) -> None:
    result = CliRunner().invoke(app, arguments)
    refused(result, 2, f"{named}应写明文件,不能为空")


@pytest.mark.parametrize("name", ["LOG_POLICY", "WRAPPING_KEY", "NOTIFICATIONS"])
def test_an_empty_setting_names_no_folder(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"ZHUOLUO_{name}", "")
    refused(CliRunner().invoke(app, ["ledger"]), 2, f"ZHUOLUO_{name}应为文件,不能为空")


def test_a_file_that_is_not_there_is_not_called_so_in_english(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["check-receipt", "x", "--policy", f"{tmp_path}/none"])
    refused(result, 1, "none:没有这个文件或者文件夹")
