"""``zhuoluo export`` and ``zhuoluo check-export``: a file, whole or not at all, and its check."""

import errno
import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from application.store import Store
from interfaces.bootstrap import System
from interfaces.cli import bundles
from interfaces.exporting import AuditExport, Period, export
from interfaces.settings import Settings
from tests.interfaces import small_county
from tests.interfaces.documents.bundles import rezipped, unzipped
from tests.interfaces.test_cli import Zhuoluo, refused, zhuoluo
from tests.interfaces.test_export_over_http import in_mid_command

YEAR = ("--period", "2009-01-01..2009-12-31", "--as-of", "2009-12-31")


@pytest.fixture
def run(sqlite_store: Store) -> Zhuoluo:
    """Give the command line of a small county."""
    small_county.fill(sqlite_store)
    return zhuoluo(str(sqlite_store.database.url))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a place to write to, with nothing beside it."""
    folder = tmp_path / "导出"
    folder.mkdir()
    return folder / "bundle.zip"


def test_file_is_the_bundle_itself(run: Zhuoluo, path: Path, sqlite_store: Store) -> None:
    assert run("export", *YEAR, "-o", str(path)).exit_code == 0
    system = System(
        Settings(county="测试县"), sqlite_store.database, sqlite_store, sqlite_store.clock
    )
    period = Period(date(2009, 1, 1), date(2009, 12, 31))
    assert path.read_bytes() == b"".join(export(system, period, date(2009, 12, 31)))


def test_file_can_be_made_again_after_later_events(
    run: Zhuoluo, path: Path, sqlite_store: Store
) -> None:
    first = json.loads(run("export", *YEAR, "-o", str(path), "--json").stdout)
    small_county.record_more(sqlite_store, 20)
    again = path.with_name("again.zip")
    known_at = ("--known-at", str(first["known_at"]))
    assert run("export", *YEAR, *known_at, "-o", str(again)).exit_code == 0
    assert again.read_bytes() == path.read_bytes()


def test_export_says_what_was_written(run: Zhuoluo, path: Path) -> None:
    told = run("export", *YEAR, "-o", str(path)).stdout
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    for fact in (digest, "2009-01-01", "2009-12-31", "82", f"{path.stat().st_size}字节"):
        assert fact in told
    stated = json.loads(run("export", *YEAR, "-o", str(path), "--force", "--json").stdout)
    assert stated == {
        "since": "2009-01-01",
        "until": "2009-12-31",
        "as_of": "2009-12-31",
        "known_at": 82,
        "file": str(path),
        "bytes": path.stat().st_size,
        "sha256": digest,
        "quorum": None,
    }


def test_a_number_inside_of_a_command_is_moved_back_and_that_is_said(
    run: Zhuoluo, path: Path, sqlite_store: Store
) -> None:
    system = System(
        Settings(county="测试县"), sqlite_store.database, sqlite_store, sqlite_store.clock
    )
    inside, before = in_mid_command(system)
    told = run("export", *YEAR, "--known-at", str(inside), "-o", str(path)).stdout
    assert f"所依据的日志序号{before}\n" in told
    assert f"序号{inside}在一次办理的几条记录中间,已退至该次办理之前的序号{before}" in told
    assert run("check-export", str(path)).exit_code == 0
    known_at = ("--known-at", str(before), "--force")
    assert "已退至" not in run("export", *YEAR, *known_at, "-o", str(path)).stdout


def test_a_file_that_is_there_is_kept_unless_forced(run: Zhuoluo, path: Path) -> None:
    path.write_text("以前的")
    refused(run("export", *YEAR, "-o", str(path)), 1, "bundle.zip", "--force")
    assert path.read_text() == "以前的"
    assert run("export", *YEAR, "-o", str(path), "--force").exit_code == 0
    assert path.read_bytes().startswith(b"PK")


def test_a_file_that_appears_meanwhile_is_kept_unless_forced(
    run: Zhuoluo, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def appear(path: Path, *, force: bool) -> None:
        del force
        path.write_text("别人的")

    monkeypatch.setattr(bundles, "_require_free", appear)
    refused(run("export", *YEAR, "-o", str(path)), 1, "bundle.zip已存在")
    assert path.read_text() == "别人的"
    assert run("export", *YEAR, "-o", str(path), "--force").exit_code == 0


@pytest.mark.parametrize(
    ("period", "code", "word"),
    [
        ("2009", 2, "--period"),
        ("2009-01-01..", 2, "--period"),
        ("2009-01-01..2009-13-01", 2, "2009-13-01"),
        ("2009-12-31..2009-01-01", 1, "2009-12-31"),
    ],
)
def test_a_period_that_cannot_be_is_refused(
    run: Zhuoluo, path: Path, period: str, code: int, word: str
) -> None:
    refused(run("export", "--period", period, "-o", str(path)), code, word)
    assert not path.exists()


def test_a_folder_that_is_not_there_is_refused(run: Zhuoluo, path: Path) -> None:
    refused(run("export", *YEAR, "-o", str(path.parent / "无" / "b.zip")), 1, "b.zip")


def test_a_disk_that_fills_up_leaves_nothing_behind(
    run: Zhuoluo, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: AuditExport) -> Iterator[bytes]:
        yield b"PK"
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(AuditExport, "__iter__", full)
    refused(run("export", *YEAR, "-o", str(path)), 1, "bundle.zip", "磁盘已满")
    assert list(path.parent.iterdir()) == []


def test_a_sound_bundle_is_said_to_be_sound(run: Zhuoluo, path: Path) -> None:
    run("export", *YEAR, "-o", str(path))
    told = run("check-export", str(path))
    assert (told.exit_code, told.stderr) == (0, "")
    assert "核验通过" in told.stdout
    assert "82条事件" in told.stdout
    stated = json.loads(run("check-export", str(path), "--json").stdout)
    assert (stated["ok"], stated["counts"]["events"]) == (True, 82)
    assert stated["manifest_sha256"] in told.stdout


def test_first_bad_file_is_named(run: Zhuoluo, path: Path) -> None:
    assert run("export", *YEAR, "-o", str(path)).exit_code == 0
    files = dict(unzipped(path.read_bytes()))
    files["比率/比率.json"] = files["比率/比率.json"].replace(b"rates", b"sates")
    path.write_bytes(rezipped(files.items()))
    refused(run("check-export", str(path)), 1, "核验不通过", "比率/比率.json")
    told = run("check-export", str(path), "--json")
    assert told.exit_code == 1
    assert json.loads(told.stdout)["path"] == "比率/比率.json"


@pytest.mark.parametrize("contents", [None, "", "PK", "不是压缩包"])
def test_what_is_no_bundle_is_refused(run: Zhuoluo, path: Path, contents: str | None) -> None:
    if contents is not None:
        path.write_text(contents)
    refused(run("check-export", str(path)), 1, "核验不通过")


def test_checking_needs_no_county(run: Zhuoluo, path: Path) -> None:
    assert run("export", *YEAR, "-o", str(path)).exit_code == 0
    nowhere = zhuoluo(f"sqlite:///{path.parent}/none.db")
    told = nowhere("check-export", str(path), "--json")
    assert (told.exit_code, json.loads(told.stdout)["ok"]) == (0, True)
    refused(nowhere("check-export", str(path), "--policy", str(path.parent)), 2, "cannot read")
