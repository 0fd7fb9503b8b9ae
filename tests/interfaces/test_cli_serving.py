"""Setting a county up and serving it: ``migrate``, ``load-sample``, ``rebuild`` and ``serve``."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import httpx2
import pytest
from sqlalchemy import text

from application.errors import StoreUnavailable
from application.event_store.database import Database
from application.reference.shipped_calendars import reference_years
from application.store import Store
from interfaces.cli import upkeep
from tests.interfaces import small_county
from tests.interfaces.test_cli import ROOT, Zhuoluo, lines, refused, zhuoluo

COMMAND = (sys.executable, "-c", "from interfaces.cli.main import main; main()")
SECONDS = 60
STATUTORY_RULES = 2
"""Drafted and published."""
REFERENCE_EVENTS = STATUTORY_RULES + sum(len(year.notices) for year in reference_years())
"""What a new county knows of rules and of holidays."""


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Name a county that does not exist yet."""
    return f"sqlite:///{tmp_path}/county.db"


@pytest.fixture
def run(url: str) -> Zhuoluo:
    """Give its command line."""
    return zhuoluo(url)


@contextmanager
def serving(url: str, *options: str, tick: bool = False) -> Iterator[subprocess.Popen[str]]:
    """Run the server as a process of its own; with the tick, as ``make run`` does."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "ZHUOLUO_DATABASE_URL": url,
        "ZHUOLUO_TICK": str(tick),
    }
    server = subprocess.Popen(  # noqa: S603  our own interpreter and command
        [*COMMAND, "serve", "--port", "0", *options],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield server
    finally:
        server.kill()
        server.communicate()


def address(server: subprocess.Popen[str]) -> str:
    """Wait until the server says where it answers."""
    assert server.stdout is not None
    for line in server.stdout:
        if "http://" in line:
            return line[line.index("http://") :].partition(";")[0]
    raise AssertionError(server.communicate())


def test_migrate_makes_the_database_once(run: Zhuoluo) -> None:
    assert "已更新" in run("migrate").stdout
    assert "无须更新" in run("migrate").stdout
    assert len(lines(run("ledger"))) == 1


def test_migrate_refuses_a_place_it_cannot_write_to(tmp_path: Path) -> None:
    refused(zhuoluo(f"sqlite:///{tmp_path}/无/county.db")("migrate"), 3, "数据库")


def test_a_database_of_a_later_version_is_left_alone(sqlite_store: Store) -> None:
    with sqlite_store.database.migrating() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    run = zhuoluo(str(sqlite_store.database.url))
    refused(run("migrate"), 3, "更新的版本")
    refused(run("ledger"), 3, "不是本版本的结构")


def test_sample_fills_an_empty_county_only(run: Zhuoluo) -> None:
    refused(run("load-sample"), 3, "zhuoluo migrate")
    run("migrate")
    told = run("load-sample")
    assert told.exit_code == 0
    assert "载入:" in told.stdout
    assert "示例县已载入" in told.stdout
    listed = lines(run("ledger"))
    refused(run("load-sample"), 1, "已有记录")
    assert lines(run("ledger")) == listed
    assert len(listed) > 1
    assert "已重新生成" not in run("migrate").stdout


def test_rebuild_leaves_the_ledgers_as_they_were(sqlite_store: Store) -> None:
    small_county.fill(sqlite_store)
    run = zhuoluo(str(sqlite_store.database.url))
    before = lines(run("ledger"))
    told = run("rebuild")
    assert (told.exit_code, told.stderr) == (0, "")
    assert "82条事件" in told.stdout
    assert lines(run("ledger")) == before


def test_a_database_lost_on_the_way_is_one_sentence(
    run: Zhuoluo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(_: Database) -> bool:
        raise StoreUnavailable("数据库连接中断")

    monkeypatch.setattr(upkeep, "bring_up_to_date", lost)
    refused(run("migrate"), 3, "数据库连接中断")


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_server_answers_until_it_is_told_to_stop(url: str, stop: signal.Signals) -> None:
    with serving(url) as server:
        where = address(server)
        assert httpx2.get(f"{where}/livez").json() == {"status": "alive"}
        assert httpx2.get(f"{where}/readyz").json()["sequence"] == REFERENCE_EVENTS
        server.send_signal(stop)
        said, complained = server.communicate(timeout=SECONDS)
    assert (server.returncode, complained) == (0, "")
    assert "已停止" in said


def test_server_fills_an_empty_county_and_leaves_a_full_one(url: str) -> None:
    counts: list[int] = []
    for _ in range(2):
        with serving(url, "--with-sample") as server:
            counts.append(httpx2.get(f"{address(server)}/readyz").json()["sequence"])
            server.terminate()
            server.communicate(timeout=SECONDS)
    assert counts[0] == counts[1] > 100


def test_server_reminds_of_the_sample_county_from_today_on(url: str) -> None:
    """Its dates are years past: each open item is reminded of once, not once for each year."""
    with serving(url, "--with-sample", tick=True) as server:
        where = address(server)
        deadline = monotonic() + SECONDS
        while not (status := httpx2.get(f"{where}/status").json())["last_tick"]:
            assert monotonic() < deadline
        reminders = httpx2.get(f"{where}/reminders", params={"limit": 100}).json()["items"]
        server.terminate()
        said, complained = server.communicate(timeout=SECONDS)
    assert (server.returncode, complained) == (0, "")
    assert "已停止" in said
    assert status["warnings"] == []
    today = status["last_tick"]["day"]
    assert {each["raised_on"] for each in reminders} == {today}
    items = [each["item_id"] for each in reminders]
    assert 0 < len(items) == len(set(items)) < 20


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.invalid", "127.0.0.2", ""])  # noqa: S104  refused
def test_server_refuses_every_address_but_this_machine(
    run: Zhuoluo, host: str, tmp_path: Path
) -> None:
    refused(run("serve", "--host", host), 2, "开发模式", "127.0.0.1")
    assert list(tmp_path.iterdir()) == []


def test_server_refuses_a_port_in_use_or_out_of_range(run: Zhuoluo, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused(run("serve", "--port", str(port)), 2, str(port))
    refused(run("serve", "--port", "70000"), 2, "--port", "65535")
    refused(run("serve", "--port", "many"), 2, "--port")
    assert list(tmp_path.iterdir()) == []
