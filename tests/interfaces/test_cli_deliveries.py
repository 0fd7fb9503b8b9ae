"""Notifications on the command line, and sent by a server that is a process of its own."""

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from typer.testing import CliRunner, Result

from application.store import Store
from interfaces.cli import outbox, server
from interfaces.cli.main import app
from tests.interfaces.telling import ENVIRONMENT, configured, register
from tests.interfaces.test_cli import ROOT, answer, lines, refused
from tests.interfaces.test_cli_serving import COMMAND, SECONDS, address
from tests.receivers import SECRET, Answer, Receiver, receiving

Run = Callable[..., Result]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Run a receiver."""
    with receiving() as each:
        yield each


@pytest.fixture
def environment(sqlite_store: Store, receiver: Receiver, tmp_path: Path) -> dict[str, str]:
    """Configure the notifications of a county of two units."""
    register(sqlite_store, "A", "B")
    return {
        "ZHUOLUO_DATABASE_URL": str(sqlite_store.database.url),
        "ZHUOLUO_NOTIFICATIONS": str(configured(tmp_path, receiver.url)),
        **ENVIRONMENT,
    }


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    """Give the command line."""
    return lambda *arguments: CliRunner(env=environment).invoke(app, list(arguments))


def told(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


def test_what_is_due_is_sent_once(run: Run, receiver: Receiver) -> None:
    receiver.answers = [Answer(500)]
    assert told(run("deliver", "--once")) == "写成2件,送达1件,1次发送没有成功"
    assert told(run("deliver", "--once")) == "写成0件,送达0件,0次发送没有成功"
    assert len(receiver.received) == 2


def test_nothing_is_sent_unless_the_site_says_so(
    environment: dict[str, str], receiver: Receiver
) -> None:
    del environment["ZHUOLUO_NOTIFICATIONS"]
    result = CliRunner(env=environment).invoke(app, ["deliver", "--once"])
    refused(result, 2, "ZHUOLUO_NOTIFICATIONS")
    assert receiver.received == []


def test_a_file_with_a_mistake_is_refused_without_its_secrets(
    environment: dict[str, str], receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the county was recorded in times to come, which serve would note first
    monkeypatch.setattr(server, "log_ahead", lambda *_: None)
    key = SECRET.removeprefix("whsec_")
    environment.update(dict.fromkeys(ENVIRONMENT, key))
    for command in (["deliver", "--once"], ["serve", "--port", "0"]):
        result = CliRunner(env=environment).invoke(app, command)
        refused(result, 2, "ZHUOLUO_NOTIFICATIONS", "subscriptions.1.secrets.1")
        assert key not in result.output
    assert receiver.received == []


def test_letters_are_listed(run: Run, receiver: Receiver) -> None:
    receiver.answers = [Answer(204), Answer(500)]
    run("deliver", "--once")
    listed = lines(run("deliveries"))
    assert listed[0][:4] == ["日志序号", "订阅", "事件", "发往"]
    assert listed[1][:6] == ["1", "jyj", "unit.registered", receiver.url, "已送达", "1"]
    assert [listed[2][column] for column in (4, 7)] == ["待发送", "接收方答复500"]
    assert len(lines(run("deliveries", "--state", "待发送"))) == 2
    assert len(lines(run("deliveries", "--subscription", "slj"))) == 1
    refused(run("deliveries", "--state", "lost"), 2, "--state")


def test_a_long_list_is_read_in_parts(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "AT_ONCE", 1)
    run("deliver", "--once")
    assert [line[0] for line in lines(run("deliveries"))[1:]] == ["1", "2"]


def test_letters_are_listed_for_programs(run: Run, receiver: Receiver) -> None:
    run("deliver", "--once")
    items = answer(run("deliveries", "--json"))["items"]
    assert [each["id"] for each in items] == receiver.ids()
    assert (items[0]["state"], items[0]["state_label"]) == ("delivered", "已送达")
    assert items[0]["delivered_at"].endswith("+00:00")
    assert items[0]["next_attempt_at"] is None
    assert "payload" not in items[0]


def test_letters_are_sent_again(run: Run, receiver: Receiver) -> None:
    receiver.answers = [Answer(410)]
    run("deliver", "--once")
    assert len(lines(run("deliveries", "--state", "dead"))) == 3
    assert told(run("resend", "--all-dead", "jyj")) == "2件通知将重新发送"
    assert told(run("deliver", "--once")) == "写成0件,送达2件,0次发送没有成功"
    again = receiver.ids()[-1]
    refused(run("resend", str(UUID(int=1))), 1, "通知")
    assert told(run("resend", again)) == "1件通知将重新发送"
    refused(run("resend", again), 1, "尚待发送")
    run("deliver", "--once")
    assert receiver.ids()[-2:] == [again, again]


@pytest.mark.parametrize("arguments", [[], ["x", "--all-dead", "jyj"], ["x"]])
def test_what_is_to_be_sent_again_must_be_said(run: Run, arguments: list[str]) -> None:
    refused(run("resend", *arguments), 2, "标识")


def test_all_letters_of_a_subscription_there_is_not(run: Run) -> None:
    refused(run("resend", "--all-dead", "slj"), 1, "slj")


def process(environment: dict[str, str], *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603  our own interpreter and command
        [*COMMAND, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_sending_goes_on_until_it_is_told_to_stop(
    environment: dict[str, str], sqlite_store: Store, receiver: Receiver, stop: signal.Signals
) -> None:
    with process(environment, "deliver") as sending:
        receiver.wait_for(2)
        register(sqlite_store, "C")
        receiver.wait_for(3)
        sending.send_signal(stop)
        said, complained = sending.communicate(timeout=SECONDS)
    assert (sending.returncode, complained) == (0, "")
    assert said.splitlines()[-1] == "已停止"


def test_the_server_sends_too_and_stops_when_told(
    environment: dict[str, str], receiver: Receiver
) -> None:
    receiver.answers = [Answer(503)]
    with process(environment, "serve", "--port", "0") as server:
        address(server)
        receiver.wait_for(2)
        server.terminate()
        said, complained = server.communicate(timeout=SECONDS)
    assert server.returncode == 0
    assert "已停止" in said
    assert SECRET.removeprefix("whsec_") not in json.dumps([said, complained])
