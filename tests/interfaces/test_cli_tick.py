"""``zhuoluo tick``: what a timer runs, what it says, and how it ends."""

import json
from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from application.reactions.tick import TickOutcome, TickReport
from application.store import Store
from interfaces.cli.daily_tick import sentence
from interfaces.cli.main import app
from tests.application import tasks
from tests.application.urging import raised, run_tick, task

Tick = Callable[..., Result]


@pytest.fixture
def tick(sqlite_store: Store) -> Tick:
    """Give the command in a county whose tick last ran on 2015-06-01."""
    tasks.settle(sqlite_store)
    run_tick(sqlite_store, "2015-06-01")
    task(sqlite_store, "A", "2015-06-25")
    environment = {"ZHUOLUO_DATABASE_URL": str(sqlite_store.database.url)}
    return lambda *options: CliRunner(env=environment).invoke(app, ["tick", *options])


def said(result: Result) -> str:
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout.rstrip("\n")


def test_a_tick_says_what_it_went_through(tick: Tick, sqlite_store: Store) -> None:
    assert said(tick("--today", "2015-06-02")) == "已完成2015-06-02的定时催办,登记提醒0条"
    many = "已完成2015-06-03至2015-06-26共24天的定时催办,登记提醒2条"
    assert said(tick("--today", "2015-06-26")) == many
    assert len(raised(sqlite_store)) == 2


def test_a_second_run_and_a_clock_set_back_are_outcomes_and_no_errors(tick: Tick) -> None:
    tick("--today", "2015-06-15")
    assert said(tick("--today", "2015-06-15")) == "2015-06-15的定时催办已经做过,没有新的提醒"
    back = "定时催办已做到2015-06-15,所给日期更早(时钟可能被拨回),没有办理"
    assert said(tick("--today", "2015-06-14")) == back


def test_programs_get_one_document(tick: Tick) -> None:
    assert json.loads(said(tick("--today", "2015-06-02", "--json"))) == {
        "outcome": "ticked",
        "last_done": "2015-06-02",
        "days": [{"day": "2015-06-02", "raised": 0}],
        "sentence": "已完成2015-06-02的定时催办,登记提醒0条",
    }
    again = json.loads(said(tick("--today", "2015-06-02", "--json")))
    assert (again["outcome"], again["days"]) == ("already_done", [])


def test_without_a_date_it_is_done_until_today(sqlite_store: Store) -> None:
    environment = {"ZHUOLUO_DATABASE_URL": str(sqlite_store.database.url)}
    result = CliRunner(env=environment).invoke(app, ["tick"])
    assert said(result).startswith("已完成20")


@pytest.mark.parametrize(
    ("day", "code", "word"),
    [("2199-01-01", 1, "晚于登记当天"), ("昨天", 2, "--today应为日期"), ("1900-01-01", 2, "1949")],
)
def test_a_day_that_cannot_be_is_refused(
    tick: Tick, sqlite_store: Store, day: str, code: int, word: str
) -> None:
    result = tick("--today", day)
    assert (result.exit_code, result.stdout) == (code, "")
    assert word in result.stderr
    assert raised(sqlite_store) == []


def test_a_tick_told_to_stop_says_so() -> None:
    said = sentence(TickReport(TickOutcome.INTERRUPTED, None))
    assert said == "定时催办中途停止,没有做完的下次接着做"
