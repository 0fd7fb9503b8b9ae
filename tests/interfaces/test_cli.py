"""The command line: what it answers, to people and to programs, and how it refuses."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from application.store import Store
from domain.opinion import Opinion
from domain.rectification_task import RectificationTask
from interfaces.cli.chinese import in_chinese
from interfaces.cli.main import COMMANDS, app
from interfaces.cli.opening import one_sentence
from interfaces.cli.refusal import Refusal
from interfaces.settings import Settings
from tests.application import tasks
from tests.interfaces import small_county
from tests.interfaces.small_county import FORMULA

ROOT = Path(__file__).parents[2]
LAST_DAY = ("--as-of", "2009-12-31")

Zhuoluo = Callable[..., Result]


def zhuoluo(database_url: str) -> Zhuoluo:
    """Return the command line of the county kept there."""
    environment = {"ZHUOLUO_DATABASE_URL": database_url, "ZHUOLUO_COUNTY": "测试县"}
    return lambda *arguments: CliRunner(env=environment).invoke(app, list(arguments))


@pytest.fixture
def run(sqlite_store: Store) -> Zhuoluo:
    """Give the command line of a small county."""
    small_county.fill(sqlite_store)
    return zhuoluo(str(sqlite_store.database.url))


def lines(result: Result) -> list[list[str]]:
    assert result.exit_code == 0, result.output
    return [line.split("\t") for line in result.stdout.splitlines()]


def answer(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def first_column(result: Result) -> list[str]:
    return [line[0] for line in lines(result)[1:]]


def refused(result: Result, code: int, *words: str) -> None:
    """Expect one Chinese sentence that says these words, and nothing else."""
    assert (result.exit_code, result.stdout) == (code, "")
    assert len(result.stderr.splitlines()) == 1
    assert not result.stderr.isascii()
    for word in words:
        assert word in result.stderr


# Ledgers


def test_ledger_of_opinions_is_the_usual_one(run: Zhuoluo) -> None:
    listed = lines(run("ledger", *LAST_DAY))
    assert listed[0][:3] == ["编号", "类别", "标题"]
    assert [line[0] for line in listed[1:]] == [f"GQ-{number}" for number in range(1, 9)]
    assert listed[1][3:] == ["单位GQXX", "2009-06-10", "2009-12-31", "已答复", "满意", "0"]


def test_ledger_prints_a_title_as_it_stands(run: Zhuoluo) -> None:
    assert lines(run("ledger"))[7][2] == FORMULA


def test_every_row_is_on_a_line_of_its_own(run: Zhuoluo, sqlite_store: Store) -> None:
    small_county.record_more(sqlite_store, 1)
    assert {len(line) for line in lines(run("ledger", "tasks"))} == {9}


def test_ledger_answers_for_a_day(run: Zhuoluo) -> None:
    status = [line[6] for line in lines(run("ledger", "--as-of", "2009-06-20"))]
    assert status == ["状态", *["办理中"] * 6, "已形成", "办理中"]


def test_ledger_answers_for_what_was_known(run: Zhuoluo) -> None:
    assert first_column(run("ledger", "--known-at", "12")) == ["GQ-1", "GQ-2", "GQ-3"]
    assert len(first_column(run("ledger", "--known-at", "2031-01-01T00:00:00+08:00"))) == 8


def test_ledger_is_narrowed_by_status_unit_and_lateness(run: Zhuoluo) -> None:
    assert first_column(run("ledger", "--status", "withdrawn")) == ["GQ-2"]
    assert first_column(run("ledger", "--status", "已撤回")) == ["GQ-2"]
    assert first_column(run("ledger", "--unit", "GQRDB")) == []
    late = ["GQ-1", "GQ-3", "GQ-4", "GQ-5", "GQ-6", "GQ-8"]
    assert first_column(run("ledger", "--overdue", "--as-of", "2010-01-04")) == late


def test_tasks_and_commitments_have_ledgers_too(run: Zhuoluo) -> None:
    done = run("ledger", "tasks", "--unit", "RWCGJ", "--status", "已销号")
    assert lines(done)[1][0] == "RW-2015-1"
    promised = run("ledger", "commitments", "--overdue", "--as-of", "2011-11-16")
    assert lines(promised)[1][-1] == "1"
    assert first_column(run("ledger", "commitments", "--status", "已起草")) == []


def test_ledger_for_programs_has_every_fact(run: Zhuoluo) -> None:
    found = answer(run("ledger", "--json", *LAST_DAY, "--status", "replied"))
    assert (found["as_of"], found["known_at"]) == ("2009-12-31", 82)
    (item,) = found["items"]
    assert item["opinion_id"] == str(Opinion.id_of("GQ-1"))
    assert (item["status"], item["status_label"], item["due"]) == (
        "replied",
        "已答复",
        "2009-12-31",
    )
    assert not {"valid_from", "known_until", "_sorted_by", "as_of", "sorted_by"} & item.keys()


@pytest.mark.parametrize("which", ["tasks", "commitments"])
def test_ledgers_for_programs_say_how_items_stand(run: Zhuoluo, which: str) -> None:
    items = answer(run("ledger", which, "--json", "--as-of", "2011-12-01"))["items"]
    assert items
    assert all({"status_label", "opinion_numbers"} <= item.keys() for item in items)


# Rates


def test_rates_come_with_both_counts(run: Zhuoluo) -> None:
    found = {line[0]: line[1:] for line in lines(run("rates", *LAST_DAY))}
    assert found["指标"] == ["分组", "分子", "分母", "比率", "未定时限不计入"]
    assert found["答复率"] == ["", "1", "6", "16.67%", "0"]
    assert found["兑现率"][3] == "—"


def test_rates_are_about_a_period_and_a_unit(run: Zhuoluo) -> None:
    year = ("--since", "2009-06-01", "--until", "2009-12-31")
    found = answer(run("rates", "--json", *LAST_DAY, *year, "--unit", "GQXX"))
    reply = next(each for each in found["rates"] if each["code"] == "reply-rate")
    assert (reply["numerator"], reply["denominator"], reply["percent"]) == (1, 5, "20.00")
    assert reply["group"] is None


@pytest.mark.parametrize(
    ("grouping", "title", "groups"),
    [
        ("unit", "答复率", ["单位GQXX"]),
        ("year", "答复率", ["2009"]),
        ("kind", "答复率", ["public"]),
        ("leader", "销号率", ["校长"]),
    ],
)
def test_rates_are_broken_down(run: Zhuoluo, grouping: str, title: str, groups: list[str]) -> None:
    found = lines(run("rates", *LAST_DAY, "--group-by", grouping))
    assert [line[1] for line in found if line[0] == title] == groups


# The story of an item


def test_timeline_tells_an_item_and_what_was_begun_for_it(run: Zhuoluo) -> None:
    told = lines(run("timeline", "GQ-1"))
    assert told[0][:5] == ["序号", "办理日期", "登记时间", "事项", "记录"]
    assert [line[4] for line in told[1:5]] == ["登记意见", "形成意见", "交办", "签收"]
    assert {line[3] for line in told[1:]} == {"意见", "整改方案", "整改任务"}
    assert told[3][7].split(";")[:2] == ["单位GQXX", "沙人办函〔2009〕7号"]


def test_timeline_is_found_by_number_and_by_identity(run: Zhuoluo) -> None:
    by_number = answer(run("timeline", "RW-2015-1", "--json"))
    by_identity = run("timeline", str(RectificationTask.id_of("RW-2015-1")), "--json")
    assert by_number == answer(by_identity)
    entry = by_number["entries"][0]
    assert (entry["topic"], entry["label"], entry["aggregate"]) == (
        "task.planned",
        "列入方案",
        "整改任务",
    )
    assert entry["facts"]["number"] == "RW-2015-1"


def test_timeline_stops_at_the_day_and_at_what_was_known(run: Zhuoluo) -> None:
    story = ("timeline", "GQ-7")
    assert len(lines(run(*story))) == 6
    assert len(lines(run(*story, "--as-of", "2009-06-15"))) == 5
    refused(run(*story, "--known-at", "3"), 1, "GQ-7")


def test_a_number_of_two_items_is_not_guessed_at(run: Zhuoluo, sqlite_store: Store) -> None:
    tasks.plan(sqlite_store, "GQ-1")
    refused(run("timeline", "GQ-1"), 1, "意见", "整改任务", str(Opinion.id_of("GQ-1")))


# Refusals


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ("ledger plans", 2, ["台账", "plans", "opinions"]),
        ("ledger --as-of 2009-02-30", 2, ["--as-of", "2009-02-30"]),
        ("ledger --as-of 1900-01-01", 2, ["--as-of", "1949-10-01"]),
        ("ledger --known-at 昨天", 2, ["--known-at", "昨天"]),
        ("ledger --known-at 2009-01-01T00:00:00", 1, ["时区"]),
        ("ledger --known-at 1000000", 1, ["1000000"]),
        ("ledger --status done", 2, ["--status", "done", "closed"]),
        ("ledger --unit NOBODY", 1, ["单位", "NOBODY"]),
        ("rates --group-by colour", 2, ["--group-by", "colour"]),
        ("rates --unit NOBODY", 1, ["单位", "NOBODY"]),
        ("rates --since 2010-01-01 --until 2009-01-01", 1, ["2010-01-01"]),
        ("rates --ranking nothing", 1, ["nothing"]),
        ("rates --ranking reply-rate --group-by kind", 1, ["单位或责任领导"]),
        ("rates --ranking reply-rate --minimum-base 0", 2, ["--minimum-base"]),
        ("rates --ranking reply-rate --congress NOBODY", 1, ["单位", "NOBODY"]),
        ("rates --minimum-base 3", 2, ["--minimum-base", "--ranking"]),
        ("rates --shares colour", 2, ["--shares", "colour"]),
        ("rates --shares status --group-by unit", 2, ["--shares", "分组"]),
        ("rates --counts --compare", 2, ["--counts", "--compare", "一个"]),
        ("rates --compare --group-by year", 1, ["上年"]),
        ("timeline GQ-99", 1, ["GQ-99"]),
        ("timeline", 2, ["编号"]),
        ("ledger --colour", 2, ["--colour"]),
        ("ledger tasks more", 2, ["more"]),
        ("ledger --as-of", 2, ["--as-of"]),
        ("ledger --overdue=yes", 2, ["--overdue"]),
        ("draw", 2, ["draw"]),
        ("", 2, ["命令"]),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_sentence(
    run: Zhuoluo, arguments: str, code: int, words: list[str]
) -> None:
    refused(run(*arguments.split()), code, *words)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ZHUOLUO_PORT", "many"),
        ("ZHUOLUO_LARGEST_BODY", "1"),
        ("ZHUOLUO_DATABASE_SCHEMA", "x; drop"),
        ("ZHUOLUO_DATABASE_URL", "mysql://root@localhost/x"),
        ("ZHUOLUO_DATABASE_URL", "sqlite:///"),
        ("ZHUOLUO_DATABASE_URL", "postgresql+psycopg://host:port/x"),
    ],
)
def test_a_setting_that_cannot_be_is_named(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    refused(CliRunner().invoke(app, ["ledger"]), 2, name)


def test_a_county_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    refused(zhuoluo(f"sqlite:///{tmp_path}/none.db")("ledger"), 3, "none.db", "zhuoluo migrate")
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_our_schema_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    refused(zhuoluo(f"sqlite:///{tmp_path}/empty.db")("ledger"), 3, "zhuoluo migrate")


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("不是数据库" * 1_000)
    refused(zhuoluo(f"sqlite:///{tmp_path}/notes.db")("ledger"), 3, "数据库")


def test_a_server_that_does_not_answer_is_refused() -> None:
    refused(zhuoluo("postgresql+psycopg://127.0.0.1:1/x")("ledger"), 3, "数据库")


def test_a_complaint_nobody_foresaw_is_chinese_too() -> None:
    assert in_chinese("Something entirely new.") == "命令的写法不对"


# Help


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_in_chinese_and_tells_the_exit_codes(command: str) -> None:
    shown = CliRunner().invoke(app, [*command.split(), "--help"])
    assert shown.exit_code == 0
    for word in ("用法", "选项", "显示本页说明", "退出码"):
        assert word in shown.stdout
    for word in ("Usage", "Options", "Show this", "required", "default"):
        assert word not in shown.stdout


def test_help_leaves_names_of_files_as_they_are() -> None:
    shown = "".join(CliRunner().invoke(app, ["check-export", "--help"]).stdout.split())
    assert "与包内verify.py是同一程序" in shown
    assert "第一个不符的文件、行或事件。" in shown


def test_help_names_every_setting() -> None:
    shown = CliRunner().invoke(app, ["--help"]).stdout
    for name in Settings.model_fields:
        assert re.search(rf"\bZHUOLUO_{name.upper()}\b", shown), name


def test_help_needs_nothing_heavy() -> None:
    heavy = ["sqlalchemy", "pydantic", "fastapi", "uvicorn", "rich", "application", "domain"]
    script = f"import sys, interfaces.cli.main; print([m for m in {heavy} if m in sys.modules])"
    shown = subprocess.run(  # noqa: S603  our own interpreter and a constant script
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert shown.stdout == "[]\n"


def test_whoever_has_read_enough_is_told_nothing() -> None:
    with pytest.raises(BrokenPipeError), one_sentence():
        raise BrokenPipeError
    with pytest.raises(Refusal, match="文件无法读写:a:没有这个文件或者文件夹"), one_sentence():
        raise FileNotFoundError(2, "No such file", "a")
