"""Steps of ``features/notification.feature``: a unit's system is a real receiver on loopback."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, scenarios, step, then, when

from application.notifications.worker import Worker
from interfaces.notifying.subscriptions import read_subscriptions
from tests.acceptance.desk import Desk
from tests.acceptance.words import Sentence, Who
from tests.receivers import SECRET, Answer, Receiver, receiving

scenarios("notification.feature")

HOUR = timedelta(hours=1)
DOWN = [Answer(503)] * 100


class Systems:
    """The systems of the units that subscribed, and what sends to them."""

    def __init__(self, desk: Desk, folder: Path, receiver: Receiver) -> None:
        self.desk = desk
        self.receiver = receiver
        self._path = folder / "notifications.toml"
        self._worker: Worker | None = None

    def subscribe(self, unit: str) -> None:
        """Write the file and let the sending begin."""
        self._path.write_text(
            "[[subscriptions]]\n"
            f'name = "{unit}"\n'
            'topics = ["opinion.referred"]\n'
            f'units = ["{unit}"]\n'
            'channel = "webhook"\n'
            f'destination = "{self.receiver.url}"\n'
            'secrets = [{ env = "KEY" }]\n',
            encoding="utf-8",
        )
        store = self.desk.county.store
        self._worker = Worker(store, read_subscriptions(self._path, store, {"KEY": SECRET}))
        self.send()

    def send(self) -> None:
        """Send what is due by now."""
        assert self._worker is not None
        self._worker.once()

    def let_pass(self, hours: int) -> None:
        """Let hours pass, while the sending goes on."""
        for _ in range(hours):
            self.send()
            self.desk.calendar.now += HOUR
        self.send()

    def letter(self) -> dict[str, Any]:
        """Return the one letter there is."""
        self.send()
        [found] = self.desk.read_all("/deliveries")
        return dict(found)


@pytest.fixture
def systems(desk: Desk, tmp_path: Path) -> Iterator[Systems]:
    """Run the system of a unit."""
    with receiving() as receiver:
        yield Systems(desk, tmp_path, receiver)


@step(Sentence("{unit:Unit}的系统订阅了与本单位有关的交办"))
def _(systems: Systems, unit: str) -> None:
    systems.subscribe(unit)


@given(Sentence("{unit:Unit}的系统停机"))
def _(systems: Systems, unit: str) -> None:
    del unit
    systems.receiver.answers = list(DOWN)


@when(Sentence("{unit:Unit}的系统恢复,又过了{hours:Count}小时"))
def _(systems: Systems, unit: str, hours: int) -> None:
    del unit
    systems.receiver.answers = []
    systems.let_pass(hours)


@when(Sentence("{unit:Unit}的系统恢复,又过了{days:Count}天"))
def _(systems: Systems, unit: str, days: int) -> None:
    del unit
    systems.receiver.answers = []
    systems.let_pass(24 * days)


@when(Sentence("{unit:Unit}的系统一直停机,又过了{days:Count}天"))
def _(systems: Systems, unit: str, days: int) -> None:
    del unit
    systems.let_pass(24 * days)


@when(Sentence("{who:Who}重发该通知"))
def _(systems: Systems, desk: Desk, who: Who) -> None:
    path = f"/deliveries/{systems.letter()['id']}/resends"
    headers = desk.county.headers(who.unit, who.person)
    desk.answer = desk.county.client.post(path, headers=headers)


@then(Sentence("{unit:Unit}的系统收到{count:Count}份通知,是关于“{number:No}”的"))
def _(systems: Systems, unit: str, count: int, number: str) -> None:
    del unit
    systems.send()
    bodies = [json.loads(each.body) for each in systems.receiver.accepted]
    assert [body["data"]["item_number"] for body in bodies] == [number] * count
    assert {body["type"] for body in bodies} == {"opinion.referred"}


@then(Sentence("{unit:Unit}的系统没有收到通知"))
def _(systems: Systems, unit: str) -> None:
    del unit
    systems.send()
    assert systems.receiver.accepted == []


@then(Sentence("{unit:Unit}的系统收到同一份通知{count:Count}次"))
def _(systems: Systems, unit: str, count: int) -> None:
    del unit
    systems.send()
    [first, *others] = systems.receiver.accepted
    assert [(each.id, each.body) for each in others] == [(first.id, first.body)] * (count - 1)


@then("通知中没有人名和意见内容")
def _(systems: Systems, desk: Desk) -> None:
    body = systems.receiver.accepted[0].body.decode()
    opinion = desk.state("雨污分流")
    for word in (opinion["lead_deputy"], opinion["title"], opinion["wording"], "经办人"):
        assert word not in body


@then(Sentence("该通知{label:Clause},原因是“{error:Text}”"))
def _(systems: Systems, label: str, error: str) -> None:
    letter = systems.letter()
    assert (letter["state_label"], letter["last_error"]) == (label, error)


@then("该通知已送达")
def _(systems: Systems) -> None:
    assert systems.letter()["state_label"] == "已送达"
