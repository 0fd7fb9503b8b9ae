"""A county over HTTP: a client on loopback, a small tree of units, and acts spelled briefly."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from application.privacy.key_store import KeyStore
from application.store import Store
from interfaces.bootstrap import System
from interfaces.http.app import create_app
from interfaces.settings import Settings
from tests.stores import keys_beside

NOW = datetime(2030, 1, 1, 4, tzinfo=UTC)

UNITS = (
    ("RDB", "县人大常委会办公室", "standing_committee", "county", None),
    ("XZF", "县人民政府", "government", "county", None),
    ("JYJ", "县教育局", "department", "county", "XZF"),
    ("SLJ", "县水利局", "department", "county", "XZF"),
    ("JTJ", "县交通运输局", "department", "county", "XZF"),
    ("ZX", "实验中学", "institution", "county", "JYJ"),
    ("ZXT", "石练镇人大主席团", "presidium", "township", None),
    ("ZZF", "石练镇人民政府", "township", "township", "XZF"),
)

APPS: list[FastAPI] = []


class County:
    """Speaks HTTP for a person of a unit, and remembers the ETag of each item."""

    def __init__(self, client: TestClient, store: Store) -> None:
        self.client = client
        self.store = store

    def headers(
        self, unit: str, actor: str | None = None, role: str = "supervision_staff"
    ) -> dict[str, str]:
        """Return the headers of a person, of one for each unit unless named."""
        actor = actor or f"{unit}经办人"
        return {"X-Actor": quote(actor), "X-Unit": quote(unit), "X-Role": role}

    def begin(self, path: str, body: Mapping[str, Any], unit: str = "RDB", **who: str) -> Response:
        """Begin an item."""
        return self.client.post(path, json=body, headers=self.headers(unit, **who))

    def act(
        self,
        path: str,
        body: Mapping[str, Any],
        unit: str = "RDB",
        etag: str | None = None,
        **who: str,
    ) -> Response:
        """Act on an item, at the version it has now unless another is named."""
        item = "/".join(path.split("/")[:3])
        version = etag or self.client.get(item).headers["ETag"]
        headers = {**self.headers(unit, **who), "If-Match": version}
        return self.client.post(path, json=body, headers=headers)

    def read(self, path: str, **query: Any) -> Any:
        """Read something that is there."""
        answer = self.client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def county(sqlite_store: Store) -> Iterator[County]:
    """Open a county with its units registered long ago."""
    with closing(keys_beside(sqlite_store.database)) as keys:
        yield from _opened(sqlite_store, keys)


@pytest.fixture
def client(county: County) -> TestClient:
    """Give the client alone."""
    return county.client


@pytest.fixture
def county_on_both(sealing_store: Store, keys: KeyStore) -> Iterator[County]:
    """Open a county on SQLite and on PostgreSQL."""
    yield from _opened(sealing_store, keys)


@contextmanager
def open_to_callers(store: Store, keys: KeyStore | None = None) -> Iterator[County]:
    """Serve a store to this machine, with nothing registered in it yet."""
    settings = Settings(county="测试县")
    system = System(settings, store.database, store, store.clock, keys=keys)
    with TestClient(
        _app_of(system), client=("127.0.0.1", 50_000), base_url="http://localhost"
    ) as client:
        yield County(client, store)


def _app_of(system: System) -> FastAPI:
    """Return the one app of the tests, open for this county: its routes are costly to build."""
    if not APPS:
        APPS.append(create_app(system))
    APPS[0].state.system = system
    return APPS[0]


def _opened(store: Store, keys: KeyStore) -> Iterator[County]:
    with open_to_callers(store, keys) as county:
        for code, name, kind, level, parent in UNITS:
            body = {
                "code": code,
                "name": name,
                "kind": kind,
                "level": level,
                "parent": parent,
                "occurred_on": "2000-01-01",
            }
            answer = county.begin("/units", body)
            assert answer.status_code == 201, answer.text
        yield county
