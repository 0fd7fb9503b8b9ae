"""A change of the signing key on the command line, and what every command says after it."""

import json
import re
from pathlib import Path

import pytest

from application.commands import units
from application.store import Store
from domain.unit import UnitKind, UnitLevel
from interfaces.log_memory import alone
from interfaces.verifier_page.tables import TABLES
from tests.application.boxes import act
from tests.interfaces.log_site import Site, log_site
from tests.interfaces.verifier_page.node import ask

LATER = "county.example/log2"
PERIOD = ("--period", "2009-01-01..2009-12-31", "--as-of", "2009-12-31")


@pytest.fixture
def site(sqlite_store: Store, tmp_path: Path) -> Site:
    """Sign and witness the log, make the next key and name it in the policy."""
    site = log_site(sqlite_store, tmp_path)
    site.sign()
    witnessed(site, site.log)
    key = site.done("log-key", LATER, "--key", site.path("new.key")).splitlines()[-1]
    policy = tmp_path / "policy"
    policy.write_text(f"{policy.read_text()}{key}\n")
    return site


def witnessed(site: Site, log: str) -> None:
    """Carry the newest head to the witness and back."""
    for name in ("request", "answer"):
        (site.folder / name).unlink(missing_ok=True)
    site.done("witness", "request", "档案馆", "-o", site.path("request"))
    desk = (*site.keys("w"), "--log", log)
    site.done("witness", "sign", site.path("request"), *desk, "-o", site.path("answer"))
    assert "已登记1个见证" in site.done("witness", "keep", site.path("answer"))


def held(site: Site) -> int:
    return site.store.recorder.max_notification_id() or 0


def record(site: Site, code: str) -> None:
    site.store.run(
        act(),
        lambda work: units.register(
            work,
            code=code,
            name=code,
            kind=UnitKind.DEPARTMENT,
            level=UnitLevel.COUNTY,
            parent=None,
        ),
    )


def keys(site: Site) -> tuple[str, ...]:
    new = ("--new-key", site.path("new.key"), "--new-memory", site.path("new.memory"))
    return ("--memory", site.path("log.memory"), *new)


def new_key(site: Site) -> str:
    return Path(site.path("policy")).read_text().split()[-1]


def test_a_rotation_tells_what_others_need_to_know(site: Site) -> None:
    before = held(site)
    told = site.done("log-rotate", *keys(site))
    assert f"第2个日志{LATER}已经开始,自序号{before}之后接续" in told
    assert f"log {site.log}\nlog {new_key(site)}\n" in told
    assert f"旧日志止于:日志county.example/log,记录总数{before}" in told
    assert site.done("log-rotate", *keys(site)) == told


def test_everything_goes_on_under_the_new_key(site: Site) -> None:
    before = held(site)
    site.done("log-rotate", *keys(site))
    record(site, "NEW")
    assert "已签署" in site.done("signer", "--once", *site.keys("new"))
    witnessed(site, new_key(site))
    assert f"覆盖到序号{before + 1},此后没有新的事件" in site.done("checkpoint")
    assert "由第2个日志接续" in site.done("checkpoint", "--log", "1")
    assert LATER in site.done("checkpoint", "--log", LATER, "--note")
    for sequence in (before, before + 1):
        site.done("receipt", str(sequence), "-o", site.path(f"r{sequence}"))
        told = json.loads(site.done("check-receipt", site.path(f"r{sequence}"), "--json"))
        assert told["sequence"] == sequence
    verified = site.done("verify")
    assert "先后2个日志" in verified
    assert f"覆盖到序号{before + 1}" in verified
    assert json.loads(site.done("prove", "1", "2"))["proof"]
    assert json.loads(site.done("prove", "1", str(before), "--log", "1"))["proof"]
    assert "不超过现有的2" in site.refused("prove", "1", "3")
    assert f"不超过现有的{before}" in site.refused("prove", "1", str(before + 1), "--log", "1")
    assert "没有编号或标识为9的日志" in site.refused("checkpoint", "--log", "9")


def test_a_new_key_of_a_witness_stands_beside_the_old_one(site: Site) -> None:
    site.done("log-rotate", *keys(site))
    record(site, "NEW")
    site.done("signer", "--once", *site.keys("new"))
    key = site.done("log-key", "archive.example/w2", "--witness", "--key", site.path("w2.key"))
    policy, added = Path(site.path("policy")), key.splitlines()[-1].split()[-1]
    both = policy.read_text().replace("witness 档案馆 ", "witness 档案馆旧 ")
    instead = re.sub(r"witness 档案馆 \S+", f"witness 档案馆 {added}", policy.read_text())
    group = f"witness 档案馆新 {added}\ngroup 档案馆 any 档案馆旧 档案馆新\nquorum"
    policy.write_text(both.replace("quorum", group))
    said = "尚未达到见证法定数,核验不会通过;"
    of_old, of_new = ("receipt", "5", "-o"), ("receipt", str(held(site)), "-o")
    assert said not in site.done(*of_old, site.path("r5"))
    assert f"{said}请待见证之后再取一次" in site.done(*of_new, site.path("early"))
    site.done("witness", "request", "档案馆新", "-o", site.path("request2"))
    desk = ("--key", site.path("w2.key"), "--memory", site.path("w2.memory"))
    asked = ("witness", "sign", site.path("request2"), *desk, "--log", new_key(site))
    site.done(*asked, "-o", site.path("answer2"))
    site.done("witness", "keep", site.path("answer2"))
    site.done(*of_new, site.path("rn"))
    for name in ("r5", "rn"):
        assert "回执有效" in site.done("check-receipt", site.path(name))
    site.done("export", *PERIOD, "-o", site.path("whole.zip"))
    kept = ("--receipt", site.path("r5"), "--receipt", site.path("rn"))
    assert "核验通过" in site.done("check-export", site.path("whole.zip"), *kept)
    policy.write_text(instead)
    ended = f"{said}该日志已经结束,不会再有见证:请核对策略文件是否还列着当时的见证方"
    assert ended in site.done(*of_old, site.path("void"))
    assert "见证不够" in site.refused("check-receipt", site.path("r5"))
    assert "回执有效" in site.done("check-receipt", site.path("rn"))


def test_the_old_key_is_refused_afterwards(site: Site) -> None:
    site.done("log-rotate", *keys(site))
    assert "该日志已经结束" in site.refused("signer", "--once", *site.keys("log"))
    Path(site.path("log.memory")).unlink()
    assert "不是数据库现用的日志" in site.refused("signer", "--once", *site.keys("log"))


def test_what_stands_against_a_rotation_is_said(site: Site) -> None:
    assert "不是数据库现用的日志" in site.refused("signer", "--once", *site.keys("new"))
    record(site, "NEW")
    site.sign()
    assert "未达到法定数" in site.refused("log-rotate", *keys(site))
    witnessed(site, site.log)
    with alone(Path(site.path("log.memory"))):
        assert "请先停下签署进程" in site.refused("log-rotate", *keys(site))
    del site.environment["ZHUOLUO_LOG_POLICY"]
    assert "没有策略文件" in site.refused("log-rotate", *keys(site))


def test_an_export_over_a_rotation_is_sound_to_both_verifiers(site: Site) -> None:
    (site.folder / "kept").write_text(site.done("checkpoint", "--note"))
    site.done("receipt", "5", "-o", site.path("receipt"))
    site.done("log-rotate", *keys(site))
    record(site, "NEW")
    site.done("signer", "--once", *site.keys("new"))
    witnessed(site, new_key(site))
    site.done("export", *PERIOD, "-o", site.path("whole.zip"))
    site.done("export-part", "opinion", "GQ-7", "-o", site.path("part.zip"))
    kept = ("--receipt", site.path("receipt"), "--checkpoint", site.path("kept"))
    for name, beside in (("whole.zip", kept), ("part.zip", ())):
        told = json.loads(site.done("check-export", site.path(name), *beside, "--json"))
        assert told["ok"], told
        assert (told["head"]["origin"], told["head"]["covers"]) == (LATER, held(site))
    bundles = [{"bundle": site.path(name)} for name in ("whole.zip", "part.zip")]
    assert [answer["problem"] for answer in ask(bundles, TABLES)] == [None, None]
