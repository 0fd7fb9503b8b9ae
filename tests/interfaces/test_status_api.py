"""The status page: when the tick was last done, and whether it is behind."""

from datetime import date, timedelta
from time import monotonic
from types import SimpleNamespace
from uuid import UUID

from starlette.testclient import TestClient

from application.reactions.tick import tick
from application.store import Store
from interfaces.bootstrap import System
from interfaces.http.app import create_app
from interfaces.settings import Settings
from tests.http_fixtures import County

SECONDS = 60


def behind(county: County, as_of: str) -> list[str]:
    found = county.read("/status", as_of=as_of)["warnings"]
    return [each["text"] for each in found if each["code"] == "tick-behind"]


def test_the_status_says_when_the_tick_was_last_done(county: County) -> None:
    assert county.read("/status")["last_tick"] is None
    assert "从未做过" in behind(county, "2029-12-31")[0]
    tick(county.store, date(2029, 12, 29))
    last = {"day": "2029-12-29", "recorded_at": "2030-01-01T08:00:00+08:00"}
    assert county.read("/status")["last_tick"] == last
    assert county.read("/status", as_of="2029-12-28")["last_tick"] is None


def test_the_status_warns_of_a_tick_more_than_a_day_behind(county: County) -> None:
    tick(county.store, date(2029, 12, 29))
    assert behind(county, "2029-12-29") == behind(county, "2029-12-30") == []
    [text] = behind(county, "2029-12-31")
    assert "只做到2029-12-29" in text


def test_the_status_warns_of_persons_whose_keys_are_lost(county: County) -> None:
    state = county.client.app.state  # type: ignore[attr-defined]
    keys = SimpleNamespace(lost=set[UUID]())
    state.system = state.system._replace(keys=keys)
    codes = [each["code"] for each in county.read("/status")["warnings"]]
    assert "keys-lost" not in codes
    keys.lost |= {UUID(int=1), UUID(int=2)}
    [text] = [
        each["text"] for each in county.read("/status")["warnings"] if each["code"] == "keys-lost"
    ]
    assert text.startswith("密钥库中没有2个人的密钥")


def test_the_server_ticks_of_itself_when_it_is_asked_to(sqlite_store: Store) -> None:
    settings = Settings(county="测试县")
    system = System(
        settings, sqlite_store.database, sqlite_store, sqlite_store.clock, ticking=True
    )
    app = create_app(system)
    with TestClient(app, client=("127.0.0.1", 50_000), base_url="http://localhost") as client:
        deadline = monotonic() + SECONDS
        while not (last := client.get("/status").json()["last_tick"]):
            assert monotonic() < deadline
    assert last["day"] == "2030-01-01"


def test_the_status_warns_of_a_log_ahead_of_the_clock(county: County) -> None:
    state = county.client.app.state  # type: ignore[attr-defined]
    tick(county.store, date(2029, 12, 29))
    assert "log-ahead-of-clock" not in str(county.read("/status"))
    earlier = county.store.clock() - timedelta(hours=3, minutes=2)
    state.system = state.system._replace(clock=lambda: earlier)
    told = {each["code"]: each["text"] for each in county.read("/status")["warnings"]}
    assert "比现在的时钟晚0天3小时2分钟:" in told["log-ahead-of-clock"]
