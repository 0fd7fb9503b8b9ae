"""Questions altered by hand: every one is answered as asked or refused, none fails."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.http_fixtures import County
from tests.interfaces.opinions import REPLIED, tell

LISTS = {
    "/units": ("code", "name"),
    "/audit-trail": ("sequence", "-occurred_on"),
    "/opinions": ("number", "due", "-referred_on"),
    "/coverage": ("number", "-due"),
}
PAGES = [(path, sort) for path, sorts in LISTS.items() for sort in sorts]
UUID_TEXT = "9a359b47-a71c-5639-b06e-c72e8887fba9"


def _cursor(county: County, path: str, sort: str) -> dict[str, Any]:
    for number in ("2015-01", "2015-02"):
        tell(county, REPLIED, number)
    text = county.read(path, limit=1, sort=sort)["next_cursor"]
    cursor: dict[str, Any] = json.loads(urlsafe_b64decode(text))
    return cursor


def _next_page(county: County, path: str, sort: str, cursor: dict[str, Any]) -> tuple[int, Any]:
    text = urlsafe_b64encode(json.dumps(cursor).encode()).decode()
    answer = county.client.get(path, params={"limit": 1, "sort": sort, "cursor": text})
    return answer.status_code, answer.json().get("field")


@pytest.mark.parametrize(("path", "sort"), PAGES)
def test_an_altered_cursor_is_refused(county_on_both: County, path: str, sort: str) -> None:
    cursor = _cursor(county_on_both, path, sort)
    after, kinds = cursor["after"], cursor["kinds"]
    numbers = len(after)
    altered: list[dict[str, Any]] = [
        *({"known_at": each} for each in (-1, 10_000, 2**63, 10**30)),
        {"as_of": "0001-01-01"},
        {"after": [], "kinds": ""},
        {"after": after[:1], "kinds": kinds[:1]},
        {"after": [*after, 1], "kinds": f"{kinds}i"},
        {"after": after, "kinds": kinds[1:]},
        {"after": [10**30] * numbers, "kinds": "i" * numbers},
        {"after": [2**31] * numbers, "kinds": "s" * numbers},
        {"after": ["\0"] * numbers, "kinds": "s" * numbers},
        {"after": ["2015-01-01"] * numbers, "kinds": "d" * numbers},
        {"after": [UUID_TEXT] * numbers, "kinds": "u" * numbers},
    ]
    assert _next_page(county_on_both, path, sort, cursor) == (200, None)
    for change in altered:
        outcome = _next_page(county_on_both, path, sort, {**cursor, **change})
        assert outcome == (422, "cursor"), change


@pytest.mark.parametrize(
    ("path", "query", "field", "message"),
    [
        ("/audit-trail", {"recorded_from": "2015-01-01T00:00:00"}, "recorded_from", "时区"),
        ("/audit-trail", {"recorded_until": "2015-01-01T00:00:00"}, "recorded_until", "时区"),
        ("/audit-trail", {"recorded_from": "1420000000"}, "recorded_from", "不是有效的时间"),
        ("/audit-trail", {"recorded_from": "0001-01-01T00:00:00+23:00"}, "recorded_from", "时间"),
        ("/opinions", {"known_at": "9999-12-31T23:59:59-23:00"}, "known_at", "时间"),
        ("/opinions", {"known_at": "2015-01-01T00:00:00"}, "known_at", "时区"),
        ("/opinions", {"known_at": "1420000000.5"}, "known_at", "不是有效的时间"),
        ("/opinions", {"known_at": "2015-01-01"}, "known_at", "不是有效的时间"),
        ("/opinions", {"known_at": ""}, "known_at", "不是有效的时间"),
        ("/opinions", {"known_at": "-1"}, "known_at", "没有第-1条"),
        ("/opinions", {"known_at": "9" * 5_000}, "known_at", "整数过大"),
        ("/exports/audit-part", {"kind": "unit", "key": ""}, "key", "不能为空"),
        ("/exports/audit-part", {"kind": "unit", "key": "\0"}, "key", "控制字符"),
        ("/exports/audit-part", {"kind": "unit", "key": "\u202e"}, "key", "不能为空"),
    ],
)
def test_a_question_that_cannot_be_meant_is_refused(
    county: County, path: str, query: dict[str, str], field: str, message: str
) -> None:
    answer = county.client.get(path, params=query)
    assert (answer.status_code, answer.json()["field"]) == (422, field), answer.text
    assert message in answer.json()["detail"]


@pytest.mark.parametrize("known_at", ["8", "2030-01-01T12:00:00+08:00", "2030-01-01T04:00:00Z"])
def test_what_was_known_is_asked_by_number_or_moment(county: County, known_at: str) -> None:
    assert county.read("/units", known_at=known_at)["known_at"] == 8


def test_what_nobody_foresaw_is_answered_without_its_reason(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        msg = "secret"
        raise ZeroDivisionError(msg)

    monkeypatch.setattr(type(county.store), "read", fail)
    caller = TestClient(
        county.client.app,
        client=("127.0.0.1", 1),
        base_url="http://localhost",
        raise_server_exceptions=False,
    )
    answer = caller.get("/units/RDB")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["rule"]) == (500, "internal-error")
    assert "secret" not in answer.text
