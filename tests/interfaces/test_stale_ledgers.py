"""A county brought back from a backup, a copy or an earlier version is told anew, and says so."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command

from application.commands import opinions as acts
from application.event_store.database import Database
from application.migrations import _config
from application.rebuild import rebuild
from application.store import Store
from tests.application import opinions, tasks
from tests.application.test_split_opinions import SPLIT_STORY, WITH_PROMISE
from tests.application.test_staleness import forget_shape
from tests.http_fixtures import County
from tests.interfaces.log_site import Site, log_site
from tests.interfaces.test_cli_serving import address, serving
from tests.interfaces.test_erased_everywhere import found_in
from tests.interfaces.test_permanent_copy import NAME, STAYS, erase, lose
from tests.interfaces.test_permanent_copy import site as copied_site  # noqa: F401  a fixture

HEALED = ("migrate", "rebuild", "erase run")
"""What tells stale ledgers anew."""
BY_KEYS = "台账不是按现在的密钥生成的"
INCOMPLETE = "台账没有按全部事件生成"


@pytest.fixture
def brought_back(sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Have a county as it was before a person was erased, beside the keys of afterwards."""
    monkeypatch.chdir(tmp_path)
    site = log_site(sqlite_store, tmp_path)
    for number, name in enumerate((NAME, STAYS)):
        tasks.opinion(sqlite_store, f"YJ-{number}", lead_deputy=name)
    site.done("backup", "备份.db")
    erase(site)
    sqlite_store.close()
    lose(sqlite_store.database)
    shutil.copy("备份.db", "county.db")
    return site


def files_naming(folder: Path) -> list[str]:
    return [each.name for each in folder.glob("county.db*") if found_in(each.read_bytes(), NAME)]


@pytest.mark.parametrize("heal", HEALED)
def test_a_backup_of_before_an_erasure_names_nobody_once_it_is_brought_up_to_date(
    brought_back: Site, heal: str
) -> None:
    assert NAME in brought_back.done("ledger", "opinions", "--json")
    assert f"但是{BY_KEYS};请运行zhuoluo rebuild" in brought_back.refused("verify")
    told = brought_back.done(*heal.split())
    assert (f"{BY_KEYS},已重新生成" in told) == (heal == "migrate")
    brought_back.done("verify")
    assert "本次删除0人" in brought_back.done("erase", "run")
    ledger = brought_back.done("ledger", "opinions", "--json")
    assert NAME not in ledger
    assert STAYS in ledger
    assert files_naming(brought_back.folder) == []
    assert "已重新生成" not in brought_back.done("migrate")


def test_the_server_tells_stale_ledgers_anew_before_it_answers(brought_back: Site) -> None:
    with serving(brought_back.environment["ZHUOLUO_DATABASE_URL"]) as server:
        assert server.stdout is not None
        assert f"{BY_KEYS},已重新生成" in server.stdout.readline()
        address(server)
        assert NAME not in brought_back.done("ledger", "opinions", "--json")
    assert files_naming(brought_back.folder) == []


def test_what_was_not_cleared_is_cleared_later(brought_back: Site) -> None:
    """A kill between the telling and the clearing may leave the name between the rows."""
    with pytest.MonkeyPatch.context() as stopping:
        stopping.setattr("interfaces.cli.upkeep.clear", lambda _: None)
        brought_back.done("rebuild")
    assert "可能还留着" in brought_back.refused("verify")
    assert NAME not in brought_back.done("ledger", "opinions", "--json")
    assert "可能还留着台账以前的内容,已清除" in brought_back.done("migrate")
    assert files_naming(brought_back.folder) == []


@pytest.fixture
def cut_short(copied_site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:  # noqa: F811
    """Have a county to which a log was restored by whoever was stopped then."""

    def stop(_: Store) -> None:
        raise KeyboardInterrupt

    site = copied_site
    site.done("copy-log", "-o", "早先.db")
    erase(site)
    site.done("copy-log", "-o", "日志.db")
    lose(site.store.database)
    site.done("migrate")
    with monkeypatch.context() as stopping:
        stopping.setattr("interfaces.cli.copies.rebuild", stop)
        stopped = site.run("restore-log", "日志.db")
    assert stopped.exit_code != 0
    assert "正在生成台账;如果中断,再运行一次即可" in stopped.stdout
    return site


@pytest.mark.parametrize("heal", ["restore-log 日志.db", *HEALED])
def test_a_log_restored_in_part_is_known_and_healed(cut_short: Site, heal: str) -> None:
    assert f"但是{INCOMPLETE};请运行zhuoluo rebuild" in cut_short.refused("verify")
    assert "只能恢复到空的数据库" in cut_short.refused("restore-log", "早先.db")
    cut_short.done(*heal.split())
    cut_short.done("verify")
    ledger = cut_short.done("ledger", "opinions", "--json")
    assert NAME not in ledger
    assert STAYS in ledger
    assert "只能恢复到空的数据库" in cut_short.refused("restore-log", "日志.db")


def test_figures_of_before_split_opinions_were_told_are_those_of_today_after_migrating(
    sqlite_store: Store, tmp_path: Path
) -> None:
    opinions.settle(sqlite_store)
    opinions.tell(sqlite_store, SPLIT_STORY, "FB-1")
    replied = opinions.Step("2015-05-01", acts.reply, opinions.TOWN, WITH_PROMISE)
    opinions.take(sqlite_store, replied, "FB-1")
    site = Site(sqlite_store, tmp_path)
    asked = ("rates", "--group-by", "unit", "--since", "2015-01-01", "--until", "2015-12-31")
    before = site.done(*asked)
    with closing(Database(sqlite_store.database.url)) as database, database.migrating() as it:
        command.downgrade(_config(it), "0016")
    told = site.done("migrate")
    assert "数据库结构已更新到本版本\n台账是以前的版本生成的,已重新生成" in told
    assert site.done(*asked) == before
    site.done("verify")


def test_stale_ledgers_are_warned_of_and_not_exported(county: County) -> None:
    def warnings() -> dict[str, str]:
        return {each["code"]: each["text"] for each in county.read("/status")["warnings"]}

    asked = {"since": "2009-06-01", "until": "2009-12-31", "as_of": "2009-12-31"}
    assert "ledgers-stale" not in warnings()
    forget_shape(county.store.database)
    told = "台账是以前的版本生成的;请运行zhuoluo rebuild"
    assert warnings()["ledgers-stale"] == told
    refusal = county.client.get("/exports/audit-bundle", params=asked)
    assert (refusal.status_code, refusal.json()["type"]) == (409, "/problems/ledgers-stale")
    rebuild(county.store)
    assert "ledgers-stale" not in warnings()
    assert county.client.get("/exports/audit-bundle", params=asked).status_code == 200
