"""The log on the command line: from a new key to a receipt that is verified elsewhere."""

import errno
import io
import json
import os
import re
import signal
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from application.audit.strict import to_base64
from application.errors import StoreUnavailable
from application.projections.audit_trail import known_until_now
from application.store import Store
from interfaces.bootstrap import System
from interfaces.cli import log_signing
from interfaces.head_in_words import in_words, short_root
from interfaces.log_memory import alone
from interfaces.verifier_page.tables import TABLES
from tests.application.log.desk import checkpoint_of
from tests.application.plans import SCHOOL
from tests.interfaces import small_county
from tests.interfaces.log_site import ORIGIN, Site, log_site
from tests.interfaces.verifier_page.node import ask
from tests.serving import served
from tests.stores import unguarded


@pytest.fixture
def site(sqlite_store: Store, tmp_path: Path) -> Site:
    return log_site(sqlite_store, tmp_path)


def test_the_log_is_signed_witnessed_by_file_and_proven(site: Site) -> None:
    assert "已签署" in site.sign()
    assert "没有新的事件" in site.sign()
    assert "尚未达到见证法定数" in site.done("receipt", "5", "-o", site.path("early"))
    said = site.refused("check-receipt", site.path("early"))
    assert "法定数:见证不够:“档案馆”要求1个中至少1个见证" in said
    request = ("witness", "request", "档案馆", "-o", site.path("request"))
    assert "见证请求已写入" in site.done(*request, "--qr", site.path("request.svg"))
    assert "<svg" in (site.folder / "request.svg").read_text()
    desk = (*site.keys("w"), "--log", site.log)
    site.done("witness", "sign", site.path("request"), *desk, "-o", site.path("answer"))
    assert "已登记1个见证" in site.done("witness", "keep", site.path("answer"))
    assert "没有新的见证" in site.refused("witness", "keep", site.path("answer"))
    assert "法定数" not in site.done("receipt", "5", "-o", site.path("receipt"))
    told = site.done("check-receipt", site.path("receipt"))
    assert "序号5的事件确在日志中" in told
    assert json.loads(site.done("check-receipt", site.path("receipt"), "--json"))["sequence"] == 5
    verified = site.done("verify")
    assert "其中1个达到见证法定数" in verified


def test_an_export_is_verified_against_what_was_kept_outside(site: Site) -> None:
    site.sign()
    note = site.done("checkpoint", "--note")
    (site.folder / "kept").write_text(note)
    site.done("receipt", "5", "-o", site.path("receipt"))
    (site.folder / "lenient").write_text(f"log {site.log}\nquorum none\n")
    site.environment["ZHUOLUO_LOG_POLICY"] = site.path("lenient")
    period = ("--period", "2009-01-01..2009-12-31", "--as-of", "2009-12-31")
    site.done("export", *period, "-o", site.path("a.zip"))
    kept = ("--policy", site.path("lenient"), "--checkpoint", site.path("kept"))
    receipt = ("--receipt", site.path("receipt"))
    told = json.loads(site.done("check-export", site.path("a.zip"), *kept, *receipt, "--json"))
    assert (told["ok"], told["counts"]["kept"]) == (True, 2)
    strict = ("--policy", site.path("policy"))
    assert "未达到法定数" in site.refused("check-export", site.path("a.zip"), *strict)
    (site.folder / "lenient").write_text("log x\n")
    assert "策略文件无法使用" in site.refused("export", *period, "-o", site.path("b.zip"))
    site.environment["ZHUOLUO_LOG_POLICY"] = site.path("nowhere")
    assert "无法读取" in site.refused("export", *period, "-o", site.path("b.zip"))


def test_an_export_says_that_its_last_head_is_not_witnessed_yet(site: Site) -> None:
    said = "尚未达到见证法定数,核验不会通过;请待见证之后再导出一次"
    period = ("--period", "2009-01-01..2009-12-31", "--as-of", "2009-12-31", "--force")
    whole = ("export", *period, "-o", site.path("a.zip"))
    assert said not in site.done(*whole)
    assert json.loads(site.done(*whole, "--json"))["quorum"] is None
    site.sign()
    part = ("export-part", "opinion", "GQ-7", "--force", "-o", site.path("part.zip"))
    for command in (whole, part):
        assert said in site.done(*command)
    assert json.loads(site.done(*whole, "--json"))["quorum"] is False
    assert "未达到法定数" in site.refused("check-export", site.path("a.zip"))
    site.done("witness", "request", "档案馆", "-o", site.path("request"))
    desk = (*site.keys("w"), "--log", site.log)
    site.done("witness", "sign", site.path("request"), *desk, "-o", site.path("answer"))
    site.done("witness", "keep", site.path("answer"))
    for command in (whole, part):
        assert said not in site.done(*command)
        assert "核验通过" in site.done("check-export", command[-1])
    assert json.loads(site.done(*whole, "--json"))["quorum"] is True


def test_heads_may_state_the_root_under_sm3(site: Site) -> None:
    said = site.sign("--sm3")
    head = checkpoint_of(site.done("checkpoint", "--note").encode())
    assert head.sm3_root is not None
    assert said == f"已签署:{in_words(head)}\n"
    assert f",SM3首部 {short_root(head.sm3_root)}" in said
    assert f"SM3首部 {short_root(head.sm3_root)}" in site.done("checkpoint")
    site.done("witness", "request", "档案馆", "-o", site.path("request"))
    desk = (*site.keys("w"), "--log", site.log)
    site.done("witness", "sign", site.path("request"), *desk, "-o", site.path("answer"))
    site.done("witness", "keep", site.path("answer"))
    assert "其中1个另载SM3根哈希,也与事件相符" in site.done("verify")
    assert json.loads(site.done("verify", "--json"))["with_sm3"] == 1
    period = ("--period", "2009-01-01..2009-12-31", "--as-of", "2009-12-31")
    site.done("export", *period, "-o", site.path("a.zip"))
    told = json.loads(site.done("check-export", site.path("a.zip"), "--json"))
    assert told["head"]["sm3_root"] == head.sm3_root.hex()
    assert "检查点所载的SM3根哈希(1处)已由事件重新算出,相符。" in str(told["remarks"])
    [answer] = ask([{"bundle": site.path("a.zip")}], TABLES)
    assert answer["problem"] is None
    with zipfile.ZipFile(site.path("a.zip")) as bundle:
        assert f"SM3首部 {short_root(head.sm3_root)}" in bundle.read("README.txt").decode()
        for path in ("台账/台账.xlsx", "比率/统计.xlsx"):
            with zipfile.ZipFile(io.BytesIO(bundle.read(path))) as book:
                sheets = [name for name in book.namelist() if "/sheet" in name]
                texts = [book.read(name).decode() for name in sheets]
            foot = f"记录总数{head.size},首部 {short_root(head.root)},SM3首部 "
            foot += f"{short_root(head.sm3_root)},日志{ORIGIN}&amp;R第&amp;P页</oddFooter>"
            assert texts
            assert all(f"<oddFooter>&amp;L截至序号{head.size};{foot}" in each for each in texts)


def test_a_part_is_proven_without_the_rest(site: Site) -> None:
    part = ("export-part", "opinion", "GQ-7", "-o", site.path("part.zip"))
    assert "尚未签署" in site.refused(*part)
    site.sign()
    (site.folder / "policy").write_text(f"log {site.log}\nquorum none\n")
    site.done(*part)
    told = json.loads(site.done("check-export", site.path("part.zip"), "--json"))
    assert told["ok"]
    assert 0 < told["counts"]["events"] == told["counts"]["proofs"] < told["head"]["size"]
    site.done("export-part", "unit", SCHOOL, "-o", site.path("unit.zip"))
    told = json.loads(site.done("check-export", site.path("unit.zip"), "--json"))
    assert told["ok"], told
    [answer] = ask([{"bundle": site.path("unit.zip")}], TABLES)
    assert answer["problem"] is None
    with zipfile.ZipFile(site.path("unit.zip")) as unit:
        told = [json.loads(line) for line in unit.read("events.jsonl").splitlines()]
    assert {each["state"]["act"]["unit"] for each in told} == {SCHOOL}
    assert "已存在" in site.refused(*part)
    output = ("-o", site.path("x.zip"))
    assert "没有编号或标识为无" in site.refused("export-part", "task", "无", *output)
    assert "没有plan这一种" in site.refused("export-part", "plan", "无", *output)
    del site.environment["ZHUOLUO_LOG_POLICY"]
    assert "没有日志策略文件" in site.refused(*part, "--force")


def test_a_part_does_not_name_who_answers_for_other_matters(site: Site) -> None:
    site.sign()
    for number, answered in (("GQ-1", {1, 3}), ("GQ-6", {2}), ("GQ-5", set())):
        site.done("export-part", "opinion", number, "-o", site.path(number))
        with zipfile.ZipFile(site.path(number)) as part:
            lines = part.read("events.jsonl").splitlines()
            opened = part.read("personal/openings.jsonl").splitlines()
        events = {each["sequence"]: each["state"] for each in map(json.loads, lines)}
        named = [json.loads(each) for each in opened]
        leaders = [each["sequence"] for each in named if each["field"].startswith("measure.")]
        assert {events[each]["measure"]["no"] for each in leaders} == answered


def test_an_answer_that_was_lost_is_asked_for_again(site: Site) -> None:
    site.sign()
    desk = (*site.keys("w"), "--log", site.log)
    site.done("witness", "request", "档案馆", "-o", site.path("first"))
    site.done("witness", "sign", site.path("first"), *desk, "-o", site.path("lost"))
    site.done("witness", "sign", site.path("first"), *desk, "-o", site.path("anew"))
    small_county.record_more(site.store, 1)
    site.sign()
    site.done("witness", "request", "档案馆", "-o", site.path("late"))
    said = site.refused("witness", "sign", site.path("late"), *desk, "-o", site.path("again"))
    (seen,) = re.findall(r"上次见过(\d+)条", said)
    site.done("witness", "request", "档案馆", "-o", site.path("second"), "--old", seen)
    site.done("witness", "sign", site.path("second"), *desk, "-o", site.path("answer"))
    assert "已登记1个见证" in site.done("witness", "keep", site.path("answer"))
    assert "已登记1个见证" in site.done("witness", "keep", site.path("anew"))


def test_a_witness_remembers_nothing_it_has_no_place_to_write(site: Site) -> None:
    site.sign()
    site.done("witness", "request", "档案馆", "-o", site.path("request"))
    (site.folder / "answer").write_bytes(b"of another log")
    sign = ("witness", "sign", site.path("request"), *site.keys("w"), "--log", site.log)
    assert "已存在,不覆盖" in site.refused(*sign, "-o", site.path("answer"))
    assert not (site.folder / "w.memory").exists()
    assert "无法写入" in site.refused(*sign, "-o", site.path("full/answer"))
    site.done(*sign, "-o", site.path("new"))
    assert "已登记1个见证" in site.done("witness", "keep", site.path("new"))


def test_the_head_is_shown_in_a_form_to_copy_down(site: Site) -> None:
    assert "尚未签署" in site.refused("checkpoint")
    site.sign()
    told = site.done("checkpoint", "--qr", site.path("head.png"))
    note = site.done("checkpoint", "--note")
    assert note in told
    assert f"日志{ORIGIN}" in told
    assert "此后没有新的事件" in told
    assert (site.folder / "head.png").read_bytes().startswith(b"\x89PNG")
    assert ".svg或.png" in site.refused("checkpoint", "--qr", site.path("head.gif"))


def test_consistency_is_proven_between_two_sizes(site: Site) -> None:
    told = json.loads(site.done("prove", "3", "9"))
    assert (told["first"], told["second"]) == (3, 9)
    assert told["proof"]
    assert "由小到大" in site.refused("prove", "9", "3")
    assert "由小到大" in site.refused("prove", "9", "100000")


def test_a_store_that_was_altered_is_neither_verified_nor_signed(site: Site) -> None:
    site.sign()
    with unguarded(site.store.database) as connection:
        connection.execute(text("UPDATE events SET leaf_hash = zeroblob(32) WHERE sequence = 4"))
    assert "序号4" in site.refused("verify")
    (site.folder / "log.memory").unlink()
    assert "库内的哈希树" in site.refused("signer", "--once", *site.keys("log"))


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE events SET sequence = 0 WHERE sequence = 4", "有序号为0的事件,应自1起"),
        ("UPDATE log_head SET recorded_at = 'x'", "recorded_at应为整数,所存的是text"),
        ("DELETE FROM log_head", "日志首部应只有一行"),
    ],
)
def test_rows_no_county_writes_are_told_in_a_sentence(
    site: Site, statement: str, sentence: str
) -> None:
    with unguarded(site.store.database) as connection:
        connection.execute(text(statement))
    assert sentence in site.refused("verify")


def test_verifying_says_what_it_could_not_look_at(site: Site) -> None:
    assert "尚未签署检查点" in site.done("verify")
    site.sign()
    del site.environment["ZHUOLUO_LOG_POLICY"]
    assert "没有核验签名" in site.done("verify")
    assert json.loads(site.done("verify", "--json"))["heads"] == 1
    assert "没有策略文件" in site.refused("check-receipt", site.path("receipt"))


def test_what_an_act_was_answered_with_shows_that_it_was_altered_or_left_out(site: Site) -> None:
    with site.store.database.reading() as connection:
        query = text("SELECT sequence, leaf_hash FROM events ORDER BY sequence")
        leaves = [(row.sequence, to_base64(row.leaf_hash)) for row in connection.execute(query)]
    (first, one), (second, other), *_ = leaves
    kept = ("--leaf", f"{first}:{one}", "--leaf", f"{second}:{other}")
    assert "所留的2个叶哈希与记录相符" in site.done("verify", *kept)
    assert json.loads(site.done("verify", *kept, "--json"))["kept_leaves"] == 2
    site.done("export", "--period", "2009-01-01..2016-12-31", "-o", site.path("a.zip"))
    assert site.run("check-export", site.path("a.zip"), *kept).exit_code == 0
    for command in (["verify"], ["check-export", site.path("a.zip")]):
        swapped = site.refused(*command, *kept, "--leaf", f"{first}:{other}")
        assert f"序号{first}处的记录与所留叶哈希不符" in swapped
        assert "应为“序号:叶哈希”" in site.refused(*command, "--leaf", one)
    later = len(leaves) + 1
    missing = ("--leaf", f"{later}:{one}")
    assert f"没有序号{later}的记录" in site.refused("verify", *missing)
    told = site.done("check-export", site.path("a.zip"), *missing)
    assert f"未比对:X-Leaf-Hash:所留叶哈希是序号{later}的记录" in told


def test_verifying_says_that_the_log_is_ahead_of_the_clock(
    site: Site, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_store, "clock", lambda: datetime(2150, 1, 1, tzinfo=UTC))
    small_county.record_more(sqlite_store, 1)
    assert site.done("verify").startswith("注意:日志最近一条登记于2150-01-01 08:00,比现在的时钟晚")
    assert "2150-01-01" in json.loads(site.done("verify", "--json"))["log_ahead_of_clock"]


def test_what_cannot_be_is_refused_in_one_sentence(site: Site) -> None:
    assert "已存在" in site.refused("log-key", ORIGIN, "--key", site.path("log.key"))
    assert "名称" in site.refused("log-key", "a b", "--key", site.path("new"))
    assert "无法写入" in site.refused("log-key", ORIGIN, "--key", site.path("no/folder"))
    assert "尚未签署" in site.refused("witness", "request", "档案馆", "-o", site.path("r"))
    assert "没有见证方" in site.refused("witness", "request", "甲", "-o", site.path("r"))
    site.sign()
    assert "没有编号或标识为99999" in site.refused("receipt", "99999", "-o", site.path("r"))
    assert "无法读取" in site.refused("check-receipt", site.path("none"))
    assert "缺少" in site.refused("check-receipt", site.path("policy"))
    site.done("receipt", "5", "-o", site.path("r"))
    assert "已存在" in site.refused("receipt", "5", "-o", site.path("r"))
    assert "无法写入" in site.refused("receipt", "5", "-o", site.path("no/folder"))


def test_a_witness_over_http_is_sent_the_head(site: Site) -> None:
    site.sign()
    assert site.done("witness", "send") == ""
    with served(site.path("w.key"), site.path("w.memory"), site.log) as url:
        policy = Path(site.path("policy"))
        policy.write_text(policy.read_text().replace("\nquorum", f" {url}\nquorum"))
        assert "档案馆已见证" in site.done("witness", "send")
        assert "档案馆已见证" in site.done("witness", "send")
    assert "没有答复" in site.refused("witness", "send")
    assert "其中1个达到见证法定数" in site.done("verify")


def test_the_signer_goes_on_until_it_is_stopped(site: Site) -> None:
    process = subprocess.Popen(  # noqa: S603  our own command
        [
            sys.executable,
            "-u",
            "-m",
            "interfaces.cli",
            "signer",
            *site.keys("log"),
            "--every",
            "1",
        ],
        env={**os.environ, **site.environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert "开始签署日志" in process.stdout.readline()
    assert "已签署" in process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    rest, _ = process.communicate(timeout=30)
    assert (rest, process.returncode) == ("", 0)


def test_one_signer_signs_at_a_time(site: Site) -> None:
    with alone(Path(site.path("log.memory"))):
        assert "另一个签署进程" in site.refused("signer", "--once", *site.keys("log"))
    with alone(Path(site.path("w.memory"))):
        desk = (*site.keys("w"), "--log", site.log)
        request = site.path("policy")
        said = site.refused("witness", "sign", request, *desk, "-o", site.path("answer"))
        assert "另一个见证进程" in said


@pytest.mark.parametrize(
    "command",
    [
        "signer --once --key {here}/log.key --memory {here}/nowhere/memory",
        "signer --once --key {here}/nowhere.key --memory {here}/memory",
        "witness sign {here}/nowhere --key {here}/w.key --memory {here}/m --log {log} -o {here}/o",
        (
            "witness sign {here}/policy --key {here}/nowhere.key --memory {here}/m --log {log}"
            " -o {here}/o"
        ),
        "log-rotate --memory {here}/nowhere/m --new-key {here}/w.key --new-memory {here}/m2",
        "checkpoint --qr {here}/nowhere/x.svg",
    ],
)
def test_a_file_that_is_not_there_is_named_in_one_sentence(site: Site, command: str) -> None:
    site.sign()
    arguments = command.format(here=site.folder, log=site.log).split()
    said = site.refused(*arguments)
    assert re.fullmatch(r"(文件无法读写|无法读取).+\n", said), said


def test_the_signer_goes_on_when_the_database_comes_back(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([StoreUnavailable("数据库暂时无法连接"), StoreUnavailable("再次"), None])

    def held(system: System) -> int:
        answer = next(answers)
        if answer is not None:
            raise answer
        os.kill(os.getpid(), signal.SIGTERM)
        with system.database.reading() as connection:
            return known_until_now(connection)

    monkeypatch.setattr(log_signing, "LOOK_EVERY", 0.0)
    monkeypatch.setattr(log_signing, "_held", held)
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        result = site.run("signer", *site.keys("log"))
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    assert result.exit_code == 0, result.output
    assert result.stderr == "数据库暂时无法连接;恢复之后接着签署\n"
    assert "已签署" in result.stdout


def test_a_receipt_that_finds_no_room_leaves_no_empty_file(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.sign()
    wanted = ("receipt", "5", "-o", site.path("receipt"))

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert "磁盘已满" in site.refused(*wanted)
    assert not (site.folder / "receipt").exists()
    site.done(*wanted)
