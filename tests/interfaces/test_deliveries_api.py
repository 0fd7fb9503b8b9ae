"""Notifications over HTTP: listed, read, sent again, and sent beside the requests."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from application.notifications.worker import Worker
from application.store import Store
from interfaces.bootstrap import System
from interfaces.http.app import create_app
from interfaces.notifying.subscriptions import read_subscriptions
from interfaces.settings import Settings
from tests.http_fixtures import County, open_to_callers
from tests.interfaces.telling import ENVIRONMENT, configured, register
from tests.receivers import Answer, Receiver, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Run a receiver."""
    with receiving() as each:
        yield each


@pytest.fixture
def worker(sqlite_store: Store, receiver: Receiver, tmp_path: Path) -> Worker:
    """Give what sends the notifications of a county of three units."""
    register(sqlite_store, "A", "B", "C")
    path = configured(tmp_path, receiver.url)
    return Worker(sqlite_store, read_subscriptions(path, sqlite_store, ENVIRONMENT), pause=0.01)


@pytest.fixture
def county(sqlite_store: Store, worker: Worker, receiver: Receiver) -> Iterator[County]:
    """Serve the county after its receiver was gone for the second letter."""
    receiver.answers = [Answer(204), Answer(410)]
    worker.once()
    with open_to_callers(sqlite_store) as each:
        yield each


def test_letters_are_listed_latest_first(county: County) -> None:
    items = county.read("/deliveries")["items"]
    assert [(each["sequence"], each["state"], each["state_label"]) for each in items] == [
        (3, "dead", "未能送达"),
        (2, "dead", "未能送达"),
        (1, "delivered", "已送达"),
    ]
    assert items[0]["last_error"] == "接收方已不再接收通知(410),订阅停用"
    assert "payload" not in items[0]


def test_letters_are_listed_in_pages(county: County) -> None:
    first = county.read("/deliveries", limit=2, sort="sequence")
    rest = county.read("/deliveries", limit=2, sort="sequence", cursor=first["next_cursor"])
    assert [each["sequence"] for each in first["items"] + rest["items"]] == [1, 2, 3]
    assert rest["next_cursor"] is None


def test_letters_are_narrowed(county: County) -> None:
    def sequences(**query: object) -> list[int]:
        return [each["sequence"] for each in county.read("/deliveries", **query)["items"]]

    assert sequences(state="dead") == [3, 2]
    assert sequences(subscription="jyj", topic="unit.registered", state="delivered") == [1]
    assert sequences(subscription="slj") == []
    assert sequences(topic="unit.renamed") == []
    assert sequences(known_at=2) == [2, 1]
    assert sequences(as_of="2029-12-31") == []


def test_a_question_about_no_event_or_state_is_refused(county: County) -> None:
    answer = county.client.get("/deliveries", params={"topic": "unit.vanished"})
    assert (answer.status_code, answer.json()["field"]) == (422, "topic")
    answer = county.client.get("/deliveries", params={"state": "lost"})
    assert (answer.status_code, answer.json()["field"]) == (422, "state")


def test_a_letter_is_read_with_what_was_sent(county: County, receiver: Receiver) -> None:
    [row] = county.read("/deliveries", state="delivered")["items"]
    letter = county.read(f"/deliveries/{row['id']}")
    assert letter.items() >= row.items()
    assert letter["payload"] == receiver.received[0].body.decode()
    assert county.client.get(f"/deliveries/{UUID(int=1)}").status_code == 404


def test_a_letter_is_sent_again_and_by_whom_is_kept(
    county: County, worker: Worker, receiver: Receiver
) -> None:
    row = county.read("/deliveries", state="dead")["items"][0]
    path = f"/deliveries/{row['id']}/resends"
    assert county.client.post(path).status_code == 422
    answer = county.client.post(path, headers=county.headers("RDB"))
    assert (answer.status_code, answer.json()["state"]) == (200, "waiting")
    assert answer.json()["resent_by"] == "RDB经办人"
    again = county.client.post(path, headers=county.headers("RDB"))
    assert (again.status_code, again.json()["rule"]) == (409, "still-waiting")
    worker.once()
    assert county.read(f"/deliveries/{row['id']}")["state"] == "delivered"
    assert receiver.ids()[-1] == row["id"]


def test_what_there_is_not_is_not_sent_again(county: County) -> None:
    path = f"/deliveries/{UUID(int=1)}/resends"
    assert county.client.post(path, headers=county.headers("RDB")).status_code == 404


def app_of(store: Store, worker: Worker | None) -> FastAPI:
    return create_app(System(Settings(), store.database, store, store.clock, worker))


def test_the_server_sends_for_as_long_as_it_runs(
    sqlite_store: Store, worker: Worker, receiver: Receiver
) -> None:
    with TestClient(
        app_of(sqlite_store, worker),
        client=("127.0.0.1", 50_000),
        base_url="http://localhost",
    ) as client:
        receiver.wait_for(3)
        assert client.get("/livez").status_code == 200
        register(sqlite_store, "D")
        receiver.wait_for(4)
    register(sqlite_store, "E")
    assert len(receiver.received) == 4


def test_the_server_answers_while_a_receiver_keeps_it_waiting(
    sqlite_store: Store, worker: Worker, receiver: Receiver
) -> None:
    receiver.silence = Event()
    with TestClient(
        app_of(sqlite_store, worker),
        client=("127.0.0.1", 50_000),
        base_url="http://localhost",
    ) as client:
        receiver.wait_for(1)
        assert client.get("/livez").status_code == 200
        register(sqlite_store, "D")
        assert client.get("/units").json()["items"][-1]["code"] == "D"
        receiver.silence.set()


def test_without_a_worker_nothing_is_sent(sqlite_store: Store, receiver: Receiver) -> None:
    register(sqlite_store, "A")
    with TestClient(
        app_of(sqlite_store, None), client=("127.0.0.1", 50_000), base_url="http://localhost"
    ) as client:
        assert client.get("/deliveries").json()["items"] == []
    assert receiver.received == []
