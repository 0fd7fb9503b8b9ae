"""Acts are read in one pass; what is amiss is refused exactly as FastAPI refuses it."""

from typing import Any

import pytest
from fastapi.routing import APIRoute
from httpx2 import Response

from interfaces.http.act_route import ActRoute, parameters_of
from interfaces.http.app import ROUTERS
from tests.http_fixtures import County

ROUTES = [r for router in ROUTERS for r in router.routes if isinstance(r, APIRoute)]
ACTS = [r for r in ROUTES if "acting" in r.endpoint.__annotations__]
SIGNED = {"X-Actor": "clerk", "X-Unit": "RDB", "X-Role": "supervision_staff"}


@pytest.mark.parametrize("route", ACTS, ids=lambda route: route.path)
def test_every_act_is_read_in_one_pass(route: APIRoute) -> None:
    assert isinstance(route, ActRoute)
    assert parameters_of(route) is not None


def test_what_is_no_act_is_left_to_fastapi() -> None:
    others = [route for route in ROUTES if route not in ACTS]
    assert others
    assert not [route.path for route in others if parameters_of(route)]


def _post(county: County, media_type: str, **headers: str) -> Response:
    signed = {**SIGNED, "Content-Type": media_type, **headers}
    return county.client.post(
        "/units",
        content=b'{"code":"SLJ2","name":"B","kind":"department","level":"county"}',
        headers={name: value for name, value in signed.items() if value},
    )


def _comparable(answer: Response) -> tuple[int, Any, dict[str, str]]:
    kept = {k: v for k, v in answer.headers.items() if k in {"etag", "location", "content-type"}}
    return answer.status_code, answer.json(), kept


def test_both_ways_of_reading_lead_to_the_same_answer(county: County) -> None:
    key = {"Idempotency-Key": "same"}
    direct = _post(county, "application/json", **key)
    usual = _post(county, "application/json; charset=UTF-8", **key)
    assert direct.status_code == 201
    assert _comparable(direct) == _comparable(usual)


@pytest.mark.parametrize("other", [{"X-Unit": "XZF"}, {"X-Role": "gov_office"}])
def test_a_key_sent_again_for_another_unit_or_in_another_role_is_refused(
    county: County, other: dict[str, str]
) -> None:
    key = {"Idempotency-Key": "gateway"}
    assert _post(county, "application/json", **key).status_code == 201
    for media_type in ("application/json", "application/json; charset=UTF-8"):
        again = _post(county, media_type, **key, **other)
        assert (again.status_code, again.json()["rule"]) == (422, "key-reused")


@pytest.mark.parametrize("header", ["X-Actor", "X-Unit"])
@pytest.mark.parametrize("spelling", ["%D5%C5%C8%FD", "张三"])
@pytest.mark.parametrize(
    "path", ["/units", "/deliveries/00000000-0000-0000-0000-000000000001/resends"]
)
def test_a_name_in_another_encoding_is_refused_on_every_way(
    county: County, path: str, spelling: str, header: str
) -> None:
    headers = {**SIGNED, header: spelling}
    encoded = {name.encode(): value.encode() for name, value in headers.items()}
    body = {"code": "SLJ2", "name": "B", "kind": "department", "level": "county"}
    answer = county.client.post(path, json=body, headers=encoded)
    assert (answer.status_code, answer.json()["detail"]) == (
        422,
        f"{header}:应为百分号编码的UTF-8",
    )


@pytest.mark.parametrize("media_type", ["application/json", "application/json; charset=UTF-8"])
def test_of_a_header_sent_twice_the_first_counts(county: County, media_type: str) -> None:
    twice = [("Content-Type", media_type), *SIGNED.items(), ("X-Role", "king")]
    body = b'{"code":"SLJ2","name":"B","kind":"department","level":"county"}'
    assert county.client.post("/units", content=body, headers=twice).status_code == 201


@pytest.mark.parametrize(
    ("headers", "field"),
    [
        ({"X-Actor": ""}, "x-actor"),
        ({"X-Role": "king"}, "x-role"),
        ({"X-Correlation-Id": "none"}, "x-correlation-id"),
        ({"Idempotency-Key": "k" * 201}, "idempotency-key"),
    ],
)
def test_a_header_that_is_amiss_is_named(
    county: County, headers: dict[str, str], field: str
) -> None:
    answer = _post(county, "application/json", **headers)
    assert answer.status_code == 422
    assert answer.json()["field"] == field


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("DELETE", "/units", 405), ("POST", "/units/x/y/z", 404), ("GET", "/nothing", 404)],
)
def test_an_address_the_table_does_not_know_is_refused_as_usual(
    county: County, method: str, path: str, status: int
) -> None:
    answer = county.client.request(method, path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        status,
        "application/problem+json",
    )
