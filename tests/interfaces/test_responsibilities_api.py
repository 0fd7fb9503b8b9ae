"""Responsibilities over HTTP: who, for what, until when."""

from typing import Any

import pytest

from tests.http_fixtures import County


@pytest.fixture
def assigned(county: County) -> County:
    """Give a county with three tasks of two bureaus."""
    for number, due, unit, leaders in (
        ("N1", {"on": "2015-06-25"}, "JYJ", ["责任领导甲"]),
        ("N2", {"on": "2015-09-30"}, "JYJ", ["责任领导乙", "责任领导甲"]),
        ("N3", {"undated": True}, "SLJ", ["责任领导甲"]),
    ):
        body = {"number": number, "text": f"任务{number}", "due": due, "handling": "immediate"}
        task = county.begin("/tasks", {**body, "occurred_on": "2015-03-25"}).json()
        named: dict[str, Any] = {"units": [unit], "leaders": leaders, "offices": ["办公室"]}
        named |= {"assignees": ["承办人甲"], "occurred_on": "2015-03-26"}
        answer = county.act(f"/tasks/{task['id']}/assignments", named)
        assert answer.status_code == 200, answer.text
    return county


def test_the_loads_of_leaders(assigned: County) -> None:
    loads = assigned.read("/responsibilities/leaders", as_of="2015-07-01")["items"]
    figures = ("name", "unit", "assignments", "open", "overdue", "next_due")
    assert [tuple(each[name] for name in figures) for each in loads] == [
        ("责任领导乙", "JYJ", 1, 1, 0, "2015-09-30"),
        ("责任领导甲", "JYJ", 2, 2, 1, "2015-09-30"),
        ("责任领导甲", "SLJ", 1, 1, 0, None),
    ]
    assert [(each["number"], each["due_label"]) for each in loads[1]["tasks"]] == [
        ("N1", "2015-06-25"),
        ("N2", "2015-09-30"),
    ]


def test_the_loads_of_offices_of_a_unit_by_what_is_late(assigned: County) -> None:
    asked = {"as_of": "2015-07-01", "unit": "JYJ", "sort": "-overdue"}
    (load,) = assigned.read("/responsibilities/offices", **asked)["items"]
    assert (load["name"], load["assignments"], load["overdue"]) == ("办公室", 2, 1)
    late, in_time = load["tasks"]
    assert (late["days_overdue"], late["days_left"]) == (6, None)
    assert (in_time["days_overdue"], in_time["days_left"]) == (None, 91)


def test_a_responsibility_says_who_for_what_until_when(assigned: County) -> None:
    asked = {"leader": "责任领导甲", "as_of": "2015-07-01"}
    first, second, third = assigned.read("/responsibilities", **asked)["items"]
    assert (first["capacity"], first["capacity_label"]) == ("leader", "责任领导")
    assert (first["name"], first["unit"]) == ("责任领导甲", "JYJ")
    assert (first["number"], first["title"], first["due"]) == ("N1", "任务N1", "2015-06-25")
    assert (first["status"], first["status_label"]) == ("assigned", "已分解落实")
    assert second["number"] == "N2"
    assert (third["due"], third["due_label"]) == (None, "未定时限")


def test_responsibilities_are_narrowed_and_paged(assigned: County) -> None:
    everybody = assigned.read("/responsibilities")["items"]
    assert len(everybody) == 4 + 3 + 3
    assert len(assigned.read("/responsibilities", unit="SLJ")["items"]) == 3
    assert len(assigned.read("/responsibilities", office="办公室")["items"]) == 3
    assert len(assigned.read("/responsibilities", assignee="承办人甲")["items"]) == 3
    paged: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        page = assigned.read("/responsibilities", sort="-due", limit=3, **cursor)
        paged += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    places = [(each["capacity"], each["name"], each["number"]) for each in paged]
    expected = [(each["capacity"], each["name"], each["number"]) for each in everybody]
    assert sorted(places) == sorted(expected)
    assert [number for _, _, number in places] == ["N3"] * 3 + ["N2"] * 4 + ["N1"] * 3


def test_loads_are_paged(assigned: County) -> None:
    first = assigned.read("/responsibilities/leaders", sort="next_due", limit=2)
    asked = {"sort": "next_due", "limit": 2, "cursor": first["next_cursor"]}
    rest = assigned.read("/responsibilities/leaders", **asked)
    assert len(first["items"]) == 2
    assert len(rest["items"]) == 1
    answer = assigned.client.get("/responsibilities/leaders?sort=unit")
    assert answer.status_code == 422
