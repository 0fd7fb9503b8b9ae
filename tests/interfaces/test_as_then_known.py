"""What was answered once is answered again to the byte, whatever was recorded since."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from application.store import Store
from bench.county import fill, register_units
from interfaces.bootstrap import System
from interfaces.http.app import create_app
from interfaces.sample_county import load_sample_county
from interfaces.settings import Settings

LATER = 10_000

QUESTIONS = (
    "/rates?as_of=2010-12-31",
    "/rates?as_of=2010-12-31&group_by=unit",
    "/rates/on-time-close-out-rate/denominator?as_of=2010-12-31",
    "/tasks?as_of=2010-12-31&overdue=true",
    "/opinions?as_of=2015-12-31&sort=-due&limit=20",
    "/coverage?as_of=2015-12-31",
    "/responsibilities/leaders?as_of=2015-12-31",
    "/audit-trail?as_of=2015-12-31&limit=100",
)


@pytest.fixture
def client(sqlite_store: Store) -> Iterator[TestClient]:
    load_sample_county(sqlite_store)
    system = System(Settings(), sqlite_store.database, sqlite_store, sqlite_store.clock)
    app = create_app(system)
    with TestClient(app, client=("127.0.0.1", 1), base_url="http://localhost") as client:
        yield client


def test_answers_and_export_are_the_same_after_ten_thousand_later_events(
    client: TestClient, sqlite_store: Store
) -> None:
    known = client.get("/readyz").json()["sequence"]
    answers = [client.get(f"{asked}&known_at={known}").content for asked in QUESTIONS]
    now = client.get("/rates?as_of=2010-12-31").json()
    bundle = _bundle(client, known)
    register_units(sqlite_store)
    fill(sqlite_store, known + LATER)
    assert client.get("/readyz").json()["sequence"] >= known + LATER
    assert [client.get(f"{asked}&known_at={known}").content for asked in QUESTIONS] == answers
    assert _bundle(client, known) == bundle
    assert client.get("/rates?as_of=2010-12-31").json() != now


def _bundle(client: TestClient, known: int) -> bytes:
    period = "since=2009-01-01&until=2015-12-31&as_of=2015-12-31"
    answer = client.get(f"/exports/audit-bundle?{period}&known_at={known}")
    assert answer.status_code == 200
    return answer.content
