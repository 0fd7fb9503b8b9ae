"""The copy for keeping: it names nobody, and a whole county comes of it again."""

import re
import shlex
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Table

from application.event_store.database import Database
from application.event_store.schema import LOG_TABLES
from application.register import READ_MODELS
from application.store import Store
from interfaces.durable_file import write_private
from tests.application import tasks
from tests.application.privacy.boxes import WRAPPING_KEY
from tests.interfaces.log_site import Site, log_site
from tests.interfaces.test_cli import ROOT
from tests.interfaces.test_erased_everywhere import found_in
from tests.receivers import SECRET
from tests.stores import emptied

NAME = "慕容雪晴"
STAYS = "王伟(女)"
BY = ("--actor", "经办人甲", "--unit", "RDB")
BY_ANOTHER = ("--actor", "负责人乙", "--unit", "RDB")
RECORD = ("--purpose", "联系代表", "--basis", "consent", "--retention", "as_needed")
REQUEST = ("--ground", "purpose_met", "--document", "丹人办申〔2020〕3号", "--reason", "已经办结")
LEDGERS = [table for model in READ_MODELS for table in model.tables]


@pytest.fixture
def site(sealing_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Fill a county, sign its log and name two persons in it."""
    monkeypatch.chdir(tmp_path)
    write_private(tmp_path / "wrapping.key", WRAPPING_KEY.line)
    monkeypatch.setenv("ZHUOLUO_KEY_STORE", f"sqlite:///{tmp_path}/keys.db")
    monkeypatch.setenv("ZHUOLUO_WRAPPING_KEY", str(tmp_path / "wrapping.key"))
    monkeypatch.setenv("ZHUOLUO_DATABASE_SCHEMA", sealing_store.database.schema)
    site = log_site(sealing_store, tmp_path)
    url = sealing_store.database.url.render_as_string(hide_password=False)
    site.environment["ZHUOLUO_DATABASE_URL"] = url
    for number, name in enumerate((NAME, STAYS)):
        tasks.opinion(sealing_store, f"YJ-{number}", lead_deputy=name)
    site.sign()
    return site


def documented() -> list[list[str]]:
    """Return the two commands as the page writes them."""
    page = (ROOT / "docs/operations.md").read_text("utf-8")
    found = re.findall(r"^zhuoluo ((?:copy|restore)-log [^#\n]*)#", page, re.MULTILINE)
    return [shlex.split(each) for each in found]


def erase(site: Site) -> None:
    site.done("person", "open", NAME, *RECORD, "--until", "2099-12-31", *BY)
    subject = site.done("person", "find", NAME).partition(":")[0]
    site.done("erase", "request", subject, *REQUEST, *BY)
    site.done("erase", "approve", subject, *BY_ANOTHER)
    assert "本次删除1人" in site.done("erase", "run")


def rows(database: Database, tables: Sequence[Table]) -> dict[str, list[str]]:
    with database.reading() as connection:
        return {
            table.name: sorted(str(tuple(row)) for row in connection.execute(table.select()))
            for table in tables
        }


def lose(database: Database) -> None:
    """Leave nothing of the county but its keys."""
    if database.is_sqlite:
        for each in Path(database.url.database or "").parent.glob("county.db*"):
            each.unlink()
    else:
        emptied(database)


def test_a_copy_names_nobody_and_a_county_comes_of_it_again(site: Site, tmp_path: Path) -> None:
    copy, restore = documented()
    site.done("copy-log", "-o", "早先.db")
    subject = site.done("person", "find", NAME).partition(":")[0]
    erase(site)
    site.sign()
    site.done(*copy)
    for name in ("早先.db", "日志.db"):
        data = (tmp_path / name).read_bytes()
        assert found_in(data, NAME) == found_in(data, STAYS) == []
        with closing(Database(f"sqlite:///{tmp_path / name}")) as copied:
            assert not any(rows(copied, LEDGERS).values())
    database = site.store.database
    log, ledgers = rows(database, LOG_TABLES), rows(database, LEDGERS)
    lose(database)
    site.done("migrate")
    site.done(*restore)
    assert "本次删除0人" in site.done("erase", "run")
    assert "2个检查点与事件相符" in site.done("verify")
    with closing(Database(site.environment["ZHUOLUO_DATABASE_URL"], schema=database.schema)) as it:
        assert rows(it, LOG_TABLES) == log
        assert rows(it, LEDGERS) == ledgers
        assert STAYS in str(ledgers)
        assert NAME not in str(ledgers)
        assert subject[:8] in str(ledgers)
    assert "只能恢复到空的数据库" in site.refused(*restore)
    site.done("person", "find", STAYS)


def test_a_copy_of_before_an_erasure_does_not_bring_the_name_back(site: Site) -> None:
    site.done("copy-log", "-o", "早先.db")
    erase(site)
    lose(site.store.database)
    site.done("migrate")
    site.done("restore-log", "早先.db")
    told = site.done("ledger", "--json")
    assert STAYS in told
    assert NAME not in told


def test_a_subscription_to_the_empty_county_is_told_nothing_of_what_is_restored(
    site: Site, tmp_path: Path
) -> None:
    (tmp_path / "n.toml").write_text(
        '[[subscriptions]]\nname = "jyj"\ntopics = ["*"]\nchannel = "webhook"\n'
        'destination = "http://127.0.0.1:1/"\nsecrets = [{ env = "KEY" }]\n',
        encoding="utf-8",
    )
    site.environment.update(ZHUOLUO_NOTIFICATIONS=str(tmp_path / "n.toml"), KEY=SECRET)
    site.done("copy-log", "-o", "日志.db")
    lose(site.store.database)
    site.done("migrate")
    assert "写成0件" in site.done("deliver", "--once")
    site.done("restore-log", "日志.db")
    assert "写成0件" in site.done("deliver", "--once")
    site.done("person", "open", NAME, *RECORD, "--until", "2099-12-31", *BY)
    site.refused("restore-log", "日志.db")
    assert "写成1件" in site.done("deliver", "--once")


def test_what_is_no_copy_is_refused_and_nothing_is_overwritten(site: Site, tmp_path: Path) -> None:
    (tmp_path / "照片.db").write_bytes(b"x" * 5000)
    assert "不是copy-log写的副本" in site.refused("restore-log", "照片.db")
    assert "无法读取" in site.refused("restore-log", "没有.db")
    assert "不覆盖" in site.refused("copy-log", "-o", "照片.db")
    assert "无法写入" in site.refused("copy-log", "-o", "没有/日志.db")
    (tmp_path / "空.db").write_bytes(b"")
    lose(site.store.database)
    site.done("migrate")
    assert "没有事件" in site.refused("restore-log", "空.db")
    assert "没有事件" in site.refused("copy-log", "-o", "新.db")
