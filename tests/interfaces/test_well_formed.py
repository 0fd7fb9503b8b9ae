"""What no route passes over: other media types, unknown conditions, things stated twice."""

from typing import Any

import pytest
from fastapi.routing import APIRoute

from application.errors import CommandRefused
from interfaces.http.app import ROUTERS
from interfaces.http.well_formed import require_well_formed
from tests.http_fixtures import County
from tests.interfaces.opinions import REFER, REFERRED, attempt, tell

ROUTES = [r for router in ROUTERS for r in router.routes if isinstance(r, APIRoute)]
UNIT = '{"code":"SLJ2","name":"B","kind":"department","level":"county"}'


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
def test_every_route_refuses_what_it_would_pass_over(route: APIRoute) -> None:
    assert route.dependant.dependencies[0].call is require_well_formed


@pytest.mark.parametrize(
    ("path", "field", "message"),
    [
        ("/rates?unti=SLJ", "unti", "不是这项查询的条件"),
        ("/tasks?unit=SLJ&unit=JYJ", "unit", "只能填写一次"),
        ("/log/tile/0/x001/000?unknown=1", "unknown", "不是这项查询的条件"),
        ("/livez?x=1", "x", "不是这项查询的条件"),
        ("/rates?since=2016-01-01&until=2015-01-01", "until", "期间的起日2016-01-01晚于止日"),
    ],
)
def test_a_condition_that_would_change_nothing_is_refused(
    county: County, path: str, field: str, message: str
) -> None:
    answer = county.client.get(path)
    assert (answer.status_code, answer.json()["field"]) == (422, field), answer.text
    assert message in answer.json()["detail"]


def test_a_condition_that_may_hold_several_is_stated_several_times(county: County) -> None:
    county.client.get("/opinions?kind=motion&kind=public").raise_for_status()


def test_an_act_takes_no_conditions(county: County) -> None:
    answer = _post(county, UNIT, path="/units?dry_run=true")
    assert (answer.status_code, answer.json()["field"]) == (422, "dry_run")


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_that_is_not_json_is_refused_as_such(county: County, media_type: str) -> None:
    answer = _post(county, UNIT, media_type)
    assert (answer.status_code, answer.json()["rule"]) == (415, "unsupported-media-type")


@pytest.mark.parametrize("media_type", ["application/json", "application/merge-patch+json"])
@pytest.mark.parametrize(
    ("body", "key"),
    [
        (UNIT.replace("{", '{"code":"SLJ3",'), "code"),
        (UNIT.replace("}", ',"occurred_on":null,"occurred_on":null}'), "occurred_on"),
    ],
)
def test_a_field_written_twice_is_refused(
    county: County, body: str, key: str, media_type: str
) -> None:
    answer = _post(county, body, media_type)
    assert (answer.status_code, answer.json()["detail"]) == (422, f"{key}:只能填写一次")
    assert "SLJ2" not in county.client.get("/units").text


def _post(
    county: County, body: str, media_type: str = "application/json", path: str = "/units"
) -> Any:
    headers = county.headers("RDB")
    if media_type:
        headers["Content-Type"] = media_type
    return county.client.post(path, content=body, headers=headers)


@pytest.mark.parametrize(
    ("due", "field", "message"),
    [
        ({"kind": "fixed_day", "day": "x"}, "due.day", "不是有效的日期"),
        ({"kind": "term"}, "due.term", "必须填写"),
        (
            {"kind": "term", "term": {"length": "1", "unit": "day"}, "roll": True},
            "due.term.length",
            "应为整数",
        ),
        (
            {"kind": "period_end", "year": 2015, "period": "x"},
            "due.period",
            "可选值:month、quarter、half_year、year",
        ),
        ({"kind": ["a"]}, "due", "应写明kind,可选值:fixed_day、"),
        ({"kind": None}, "due", "应写明kind,可选值:fixed_day、"),
        ({"kind": "someday"}, "due", "没有someday这一种,可选值:fixed_day、"),
        ("soon", "due", "应为对象"),
        ({"stated_day": "2015-06-25"}, "due.stated_day", "不是本接口的字段"),
    ],
)
def test_a_field_is_named_as_it_was_written(
    county: County, due: Any, field: str, message: str
) -> None:
    tell(county, REFERRED[:1])
    answer = attempt(county, "referrals", {**REFER, "due": due})
    assert answer.status_code == 422
    found = {each["field"]: each["message"] for each in answer.json()["errors"]}
    assert message in found[field], found


def test_every_kind_of_refusal_is_listed(county: County) -> None:
    listed = {each["type"] for each in county.read("/problems")}
    assert {f"/problems/{kind.code}" for kind in CommandRefused.__subclasses__()} <= listed
    assert {"/problems/internal-error", "/problems/http-error"} <= listed


def test_an_address_names_every_method_it_answers(county: County) -> None:
    answer = county.client.delete("/units")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, POST")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_json_in_another_encoding_of_unicode_is_read_as_such(
    county: County, encoding: str
) -> None:
    text = '{"code":"A","name":"甲","kind":"department","level":"county"%s}'
    headers = {**county.headers("RDB"), "Content-Type": "application/json"}
    for more, answered in ((',"code":"B"', 422), ("", 201)):
        body = (text % more).encode(encoding)
        answer = county.client.post("/units", content=body, headers=headers)
        assert answer.status_code == answered, answer.text
