"""The audit export over HTTP: streamed, named, and byte for byte what the command line writes."""

import asyncio
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select
from starlette.testclient import TestClient

from application.projections.audit_trail import audit_trail, known_whole
from application.store import Store
from interfaces.bootstrap import System
from interfaces.exporting import Period, audit_export, export
from interfaces.http import exports
from interfaces.http.problems import add_problem_handlers
from interfaces.settings import Settings
from interfaces.verifier.bundle_check import check_bundle
from interfaces.verifier_page.tables import TABLES
from tests.interfaces import small_county
from tests.interfaces.verifier_page.node import ask

PATH = "/exports/audit-bundle"
ASKED = {"since": "2009-06-01", "until": "2009-12-31", "as_of": "2009-12-31"}
PERIOD = Period(date(2009, 6, 1), date(2009, 12, 31))


@pytest.fixture
def county(sqlite_store: Store) -> System:
    """Give a small county."""
    small_county.fill(sqlite_store)
    return System(
        Settings(county="测试县"), sqlite_store.database, sqlite_store, sqlite_store.clock
    )


@pytest.fixture
def client(county: System) -> Iterator[TestClient]:
    """Serve the exports of that county."""
    app = FastAPI()
    app.state.system = county
    app.include_router(exports.router)
    add_problem_handlers(app)
    with TestClient(app) as each:
        yield each


def in_mid_command(county: System) -> tuple[int, int]:
    """Return the number of an event that others of its command follow, and of the last before."""
    entry = audit_trail.c
    with county.database.reading() as connection:
        of_several = connection.execute(
            select(func.min(entry.sequence), func.max(entry.sequence))
            .group_by(entry.causation_id)
            .order_by(func.count().desc())
        ).first()
    assert of_several is not None
    first, last = of_several
    assert first > 1
    return last - 1, first - 1


def test_answer_is_the_bundle_itself(client: TestClient, county: System) -> None:
    answer = client.get(PATH, params=ASKED)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.content == b"".join(export(county, PERIOD, date(2009, 12, 31)))


def test_answer_names_the_file_and_the_number_to_ask_for_again(client: TestClient) -> None:
    first = client.get(PATH, params=ASKED)
    known_at = first.headers["x-sequence"]
    assert first.headers["content-disposition"] == (
        f"attachment; filename=audit-2009-06-01-2009-12-31-2009-12-31-{known_at}.zip; "
        "filename*=UTF-8''%E5%AE%A1%E8%AE%A1%E5%AF%BC%E5%87%BA%E5%8C%85-"
        f"2009-06-01-2009-12-31-2009-12-31-{known_at}.zip"
    )
    again = client.get(PATH, params={**ASKED, "known_at": known_at})
    assert again.content == first.content


def test_what_one_command_recorded_is_exported_whole_or_not_at_all(
    client: TestClient, county: System, tmp_path: Path
) -> None:
    inside, before = in_mid_command(county)
    answer = client.get(PATH, params={**ASKED, "known_at": inside})
    assert answer.headers["x-sequence"] == str(before)
    assert answer.content == client.get(PATH, params={**ASKED, "known_at": before}).content
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(answer.content)
    assert check_bundle(bundle).ok
    assert ask([{"bundle": str(bundle)}], TABLES)[0]["ok"]


def test_every_number_of_the_log_is_moved_to_the_end_of_a_command(county: System) -> None:
    with county.database.reading() as connection:
        causes = connection.scalars(
            select(audit_trail.c.causation_id).order_by(audit_trail.c.sequence)
        ).all()
        ends = [0, *(n for n, (a, b) in enumerate(pairwise([*causes, None]), 1) if a != b)]
        moved = [known_whole(connection, number) for number in range(len(causes) + 1)]
    assert len(ends) < len(causes)
    assert moved == [max(end for end in ends if end <= number) for number in range(len(moved))]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"since": None}, "since"),
        ({"until": None}, "until"),
        ({"since": "2009-13-01"}, "since"),
        ({"since": "2010-01-01"}, "until"),
        ({"as_of": "1900-01-01"}, "as_of"),
        ({"known_at": "1000000"}, "known_at"),
        ({"known_at": "2009-01-01T00:00:00"}, "known_at"),
    ],
)
def test_what_cannot_be_is_a_problem(
    client: TestClient, changed: dict[str, Any], field: str
) -> None:
    asked = {name: value for name, value in (ASKED | changed).items() if value is not None}
    answer = client.get(PATH, params=asked)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["field"].startswith(field)


def test_no_part_of_the_bundle_is_made_on_the_event_loop(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_the_loop: list[bool] = []
    made = audit_export.AuditExport.__iter__

    def noting(bundle: audit_export.AuditExport) -> Iterator[bytes]:
        for block in made(bundle):
            on_the_loop.append(_is_in_a_loop())
            yield block

    monkeypatch.setattr(audit_export.AuditExport, "__iter__", noting)
    assert client.get(PATH, params=ASKED).status_code == 200
    assert set(on_the_loop) == {False}


def _is_in_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
