"""Personal records over HTTP: who is found by a name, what is decided, which problems occur."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any
from uuid import UUID

import pytest
from httpx2 import Response

from application.privacy.key_store import KeyStore
from application.store import Store
from tests.http_fixtures import NOW, County
from tests.stores import keys_beside

RECORDS, SEARCHES = "/personal-records", "/personal-record-searches"
NOWHERE = f"{RECORDS}/{UUID(int=404)}"
NAME = "王伟(女)"
AS_NEEDED = {"kept_as": "as_needed", "until": "2016-12-31"}
KEPT = {"kept_as": "permanent", "until": None}
TEN_YEARS = {"kept_as": "ten_years", "until": "2025-12-31"}
OPEN: dict[str, Any] = {
    "occurred_on": "2015-03-25",
    "name": NAME,
    "purpose": "办理代表建议",
    "basis": "statutory_duty",
    "retention": AS_NEEDED,
}
RECLASSIFY: dict[str, Any] = {
    "occurred_on": "2015-04-01",
    "retention": TEN_YEARS,
    "reason": "保管期限表修订",
}
RESTRICT: dict[str, Any] = {"occurred_on": "2015-05-01", "reason": "本人提出异议"}
LIFT: dict[str, Any] = {"occurred_on": "2015-05-20", "reason": "异议已经核实"}
REQUEST: dict[str, Any] = {
    "occurred_on": "2016-03-02",
    "ground": "purpose_met",
    "document": "丹人办申〔2016〕3号",
    "reason": "建议已经办结",
}
APPROVE: dict[str, Any] = {"occurred_on": "2016-03-05"}
REFUSE: dict[str, Any] = {
    "occurred_on": "2016-03-05",
    "ground": "unfounded",
    "reason": "仍在办理",
}
DECIDER = {"actor": "负责人乙"}


@pytest.fixture
def keys(sqlite_store: Store) -> Iterator[KeyStore]:
    """Give the keys of the county, in which one person is known."""
    with closing(keys_beside(sqlite_store.database)) as keys:
        keys.subject_of(NAME, NOW)
        yield keys


@pytest.fixture
def office(county: County, keys: KeyStore) -> County:
    """Give a county that knows one person."""
    assert keys.find(NAME) is not None
    return county


def opened(county: County, **facts: Any) -> str:
    answer = county.begin(RECORDS, {**OPEN, **facts})
    assert answer.status_code == 201, answer.text
    where: str = answer.headers["Location"]
    return where


def find(county: County, name: str) -> Response:
    return county.client.post(SEARCHES, json={"name": name})


def test_a_record_is_opened_for_whom_the_name_stands_for_and_never_says_the_name(
    office: County, keys: KeyStore
) -> None:
    answer = office.begin(RECORDS, OPEN)
    state = answer.json()
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    assert answer.headers["Location"] == f"{RECORDS}/{state['id']}"
    assert state["subject"] == str(keys.find(NAME))
    assert (state["status_label"], state["opened_on"]) == ("正常处理", "2015-03-25")
    assert state["retention"] == AS_NEEDED
    assert state["retention_label"] == "实现处理目的所必需的最短时间(至2016-12-31)"
    timeline = f"{answer.headers['Location']}/timeline"
    for path in (RECORDS, answer.headers["Location"], timeline, "/audit-trail"):
        assert NAME not in office.client.get(path).text


def test_a_name_finds_the_person_with_and_without_a_record(office: County, keys: KeyStore) -> None:
    found = find(office, NAME)
    assert found.status_code == 200
    assert found.json() == {"subject": str(keys.find(NAME)), "record": None}
    where = opened(office)
    assert find(office, NAME).json()["record"] == office.read(where)


def test_a_name_of_nobody_is_not_found(office: County) -> None:
    for answer in (find(office, "李建国"), office.begin(RECORDS, {**OPEN, "name": "李建国"})):
        problem = answer.json()
        assert (answer.status_code, problem["rule"]) == (404, "person-unknown")
        assert (problem["field"], "李建国" in problem["detail"]) == ("name", True)
    assert office.read(RECORDS)["items"] == []


def test_a_person_has_one_record(office: County) -> None:
    opened(office)
    again = office.begin(RECORDS, {**OPEN, "occurred_on": "2015-04-25"})
    assert (again.status_code, again.json()["rule"]) == (409, "person-on-record")
    assert len(office.read(RECORDS)["items"]) == 1


def test_without_a_key_store_nobody_is_found(county: County) -> None:
    state = county.client.app.state  # type: ignore[attr-defined]
    state.system = state.system._replace(keys=None)
    for answer in (find(county, NAME), county.begin(RECORDS, OPEN)):
        problem = answer.json()
        assert (answer.status_code, problem["rule"]) == (503, "store-unavailable")
        assert "密钥库" in problem["detail"]


def test_a_record_from_opening_to_approval(office: County) -> None:
    where = opened(office)
    restricted = office.act(f"{where}/restrictions", RESTRICT).json()
    assert (restricted["status_label"], restricted["version"]) == ("限制处理", 2)
    held = office.act(f"{where}/restriction-liftings", LIFT).json()
    assert held["status"] == "held"
    requested = office.act(f"{where}/erasure-requests", REQUEST).json()
    assert (requested["requested_by"], requested["document"]) == (
        "RDB经办人",
        "丹人办申〔2016〕3号",
    )
    assert requested["ground_label"].startswith("处理目的已实现")
    by_requester = office.act(f"{where}/erasure-approvals", APPROVE)
    assert (by_requester.status_code, by_requester.json()["rule"]) == (
        409,
        "decided-by-requester",
    )
    approved = office.act(f"{where}/erasure-approvals", APPROVE, **DECIDER)
    assert approved.json()["status_label"] == "已批准删除"
    assert office.read(where) == approved.json()
    labels = [entry["label"] for entry in office.read(f"{where}/timeline")["items"]]
    assert labels == [
        "登记个人信息",
        "限制处理",
        "解除限制处理",
        "申请删除个人信息",
        "批准删除个人信息",
    ]


def test_a_term_that_is_not_over_forbids_the_erasure_and_restricts(office: County) -> None:
    where = opened(office)
    office.act(f"{where}/reclassifications", RECLASSIFY)
    office.act(f"{where}/erasure-requests", REQUEST)
    early = office.act(f"{where}/erasure-approvals", APPROVE, **DECIDER)
    assert (early.status_code, early.json()["rule"]) == (409, "retention-not-over")
    kept = {**REFUSE, "ground": "retention_not_over"}
    refused = office.act(f"{where}/erasure-refusals", kept, **DECIDER).json()
    assert (refused["status"], refused["retention"]) == ("restricted", TEN_YEARS)
    [row] = office.read(RECORDS)["items"]
    assert (row["decided_by"], row["decided_on"]) == ("负责人乙", "2016-03-05")
    assert (row["refusal_label"], row["restricted_on"]) == (
        "法律、行政法规规定的保存期限未届满",
        "2016-03-05",
    )


def test_the_ledger_narrows_and_lists_what_is_past_its_last_day(
    office: County, keys: KeyStore
) -> None:
    keys.subject_of("李建国", NOW)
    opened(office)
    opened(office, name="李建国", retention=KEPT, occurred_on="2015-03-26")
    listed = office.read(RECORDS, sort="-opened_on")["items"]
    assert [row["retention"]["kept_as"] for row in listed] == ["permanent", "as_needed"]
    assert office.read(RECORDS, retention_over_on="2016-12-31")["items"] == []
    [over] = office.read(RECORDS, retention_over_on="2017-01-01")["items"]
    assert over["retention"] == AS_NEEDED
    assert office.read(RECORDS, status="restricted")["items"] == []
    assert office.read(RECORDS, as_of="2015-03-24")["items"] == []


def test_the_ledger_comes_in_pages(office: County, keys: KeyStore) -> None:
    names = [f"代表{number}" for number in range(3)]
    for name in names:
        keys.subject_of(name, NOW)
        opened(office, name=name)
    first = office.read(RECORDS, limit=2)
    second = office.read(RECORDS, limit=2, cursor=first["next_cursor"])
    found = {row["subject"] for row in (*first["items"], *second["items"])}
    assert found == {str(keys.find(name)) for name in names}
    assert second["next_cursor"] is None


def test_an_opening_sent_twice_is_done_once(office: County) -> None:
    headers = {**office.headers("RDB"), "Idempotency-Key": "k1"}
    answers = [office.client.post(RECORDS, json=OPEN, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


@pytest.mark.parametrize(
    ("facts", "status", "code", "field"),
    [
        ({"name": ""}, 422, "invalid-request", "name"),
        ({"name": "王\n伟"}, 422, "invalid-request", "name"),
        ({"purpose": " "}, 422, "invalid-request", "purpose"),
        ({"basis": "habit"}, 422, "invalid-request", "basis"),
        (
            {"retention": {"kept_as": "ten_years", "until": None}},
            422,
            "invalid-request",
            "retention",
        ),
        ({"retention": {"kept_as": "permanent"}}, 422, "invalid-request", "retention.until"),
        ({"occurred_on": "2017-01-01"}, 409, "retention-already-over", "retention"),
        ({"occurred_on": "2030-01-02", "retention": KEPT}, 409, "act-in-future", "occurred_on"),
    ],
)
def test_a_refusal_names_field_and_rule(
    office: County, facts: dict[str, Any], status: int, code: str, field: str
) -> None:
    answer = office.begin(RECORDS, {**OPEN, **facts})
    problem = answer.json()
    assert answer.status_code == status, problem
    assert (problem["rule"], problem["field"]) == (code, field)
    assert not problem["detail"].isascii()
    assert office.read(RECORDS)["items"] == []


@pytest.mark.parametrize(
    ("noun", "body"),
    [
        ("reclassifications", RECLASSIFY),
        ("restrictions", RESTRICT),
        ("restriction-liftings", LIFT),
        ("erasure-requests", REQUEST),
        ("erasure-approvals", APPROVE),
        ("erasure-refusals", REFUSE),
    ],
)
def test_every_act_names_the_version_it_is_decided_on(
    office: County, noun: str, body: dict[str, Any]
) -> None:
    where = opened(office)
    headers = office.headers("RDB")
    unversioned = office.client.post(f"{where}/{noun}", json=body, headers=headers)
    assert unversioned.status_code == 428
    assert office.act(f"{where}/{noun}", body, etag='"7"').status_code == 412
    assert office.act(f"{NOWHERE}/{noun}", body, etag='"1"').status_code == 404


def test_what_is_not_there_is_not_found(county: County) -> None:
    assert county.client.get(NOWHERE).status_code == 404
    assert county.client.get(f"{NOWHERE}/timeline").status_code == 404
