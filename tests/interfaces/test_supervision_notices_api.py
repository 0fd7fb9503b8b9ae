"""Notices and reminders over HTTP: what they show, how acts are answered, which problems occur."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from httpx2 import Response

from application.reactions.tick import tick
from domain.supervision_notice import SupervisionNotice
from interfaces.verifier.command import main
from interfaces.verifier_page.tables import TABLES
from tests.application.urging import day
from tests.http_fixtures import County
from tests.interfaces.verifier_page.node import ask

NOTICES = "/supervision-notices"
HERE = f"{NOTICES}/{SupervisionNotice.id_of('DB-2015-1')}"
NOWHERE = f"{NOTICES}/{UUID(int=404)}"
PLAN: dict[str, Any] = {
    "occurred_on": "2015-03-25",
    "number": "RW-1",
    "text": "加固坝体",
    "opinion_ids": [],
    "due": {"on": "2015-06-25"},
    "handling": "phased",
}
ASSIGN: dict[str, Any] = {
    "occurred_on": "2015-03-26",
    "units": ["SLJ"],
    "leaders": ["责任领导甲"],
    "offices": ["工程股"],
    "assignees": [],
}
NOTICE: dict[str, Any] = {
    "occurred_on": "2015-06-30",
    "number": "DB-2015-1",
    "kind": "supervision_notice",
    "colour": "红",
    "trigger": "overdue",
    "unit": "SLJ",
    "demand": "十日内报送办理情况",
    "reply_due": {"on": "2015-07-10"},
    "signer": "主任甲",
}
STRONGER = {
    **NOTICE,
    "occurred_on": "2015-07-05",
    "number": "DB-2015-2",
    "kind": "circular",
    "competent_body": "XZF",
}
ACKNOWLEDGE: dict[str, Any] = {"occurred_on": "2015-07-01"}
RESPOND: dict[str, Any] = {"occurred_on": "2015-07-03", "response": "七月底前完成"}
LIFT: dict[str, Any] = {"occurred_on": "2015-07-04", "reason": "已经完成"}
CORRECT: dict[str, Any] = {
    "occurred_on": "2015-07-09",
    "corrects": 1,
    "now": "2015-06-29",
    "reason": "日期登错",
}


def task(county: County) -> str:
    planned = county.begin("/tasks", PLAN)
    assert planned.status_code == 201, planned.text
    where: str = planned.headers["Location"]
    assert county.act(f"{where}/assignments", ASSIGN).status_code == 200
    return where.rpartition("/")[2]


def issue(county: County, **facts: Any) -> Response:
    subject = {"kind": "task", "id": task(county)}
    return county.begin(NOTICES, {**NOTICE, "subject": subject, **facts})


def test_a_notice_from_issue_to_lifting(county: County) -> None:
    issued = issue(county)
    assert issued.status_code == 201, issued.text
    assert (issued.headers["Location"], issued.headers["ETag"]) == (HERE, '"1"')
    state = issued.json()
    assert (state["kind_label"], state["trigger_label"]) == ("督办通知单", "逾期")
    assert (state["subject"]["number"], state["subject_label"]) == ("RW-1", "任务")
    assert (state["issued_by"], state["issued_on"]) == ("RDB", "2015-06-30")
    county.act(f"{HERE}/acknowledgements", ACKNOWLEDGE, "SLJ")
    answered = county.act(f"{HERE}/responses", RESPOND, "SLJ").json()
    assert (answered["status_label"], answered["response"]) == ("已回复", "七月底前完成")
    lifted = county.act(f"{HERE}/liftings", LIFT).json()
    assert (lifted["status"], lifted["lifted_on"]) == ("lifted", "2015-07-04")
    assert (lifted["lifted_because"], lifted["escalated_on"]) == ("已经完成", None)
    assert county.read(HERE) == lifted
    labels = [entry["label"] for entry in county.read(f"{HERE}/timeline")["items"]]
    assert labels == ["签发督办通知", "签收督办通知", "回复督办通知", "解除督办"]


def test_an_escalation_answers_with_the_earlier_notice_and_names_the_later(
    county: County,
) -> None:
    issue(county)
    answer = county.act(f"{HERE}/escalations", STRONGER)
    earlier = answer.json()
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert (earlier["status"], earlier["escalated_on"]) == ("escalated", "2015-07-05")
    assert earlier["escalated_to"]["number"] == "DB-2015-2"
    later = county.read(f"{NOTICES}/{earlier['escalated_to']['id']}")
    assert (later["kind_label"], later["competent_body"]) == ("建议通报", "XZF")
    assert later["refers_to"]["number"] == "DB-2015-1"


def test_the_ledger_shows_due_dates_and_how_they_were_kept(county: County) -> None:
    issue(county)
    county.act(f"{HERE}/corrections", CORRECT)
    [row] = county.read(NOTICES, as_of="2015-07-12", unit="SLJ", colour="红")["items"]
    assert (row["subject_due"], row["subject_days_overdue"]) == ("2015-06-25", 4)
    assert (row["reply_due"], row["reply_days_overdue"]) == ("2015-07-10", 2)
    assert (row["status_label"], row["subject_label"]) == ("已签发", "任务")
    for narrowed in ({"status": "lifted"}, {"kind": "circular"}, {"reply_overdue": "false"}):
        assert county.read(NOTICES, as_of="2015-07-12", **narrowed)["items"] == []
    assert len(county.read(NOTICES, subject=row["subject_id"])["items"]) == 1


def test_a_unit_as_such_may_be_urged(county: County) -> None:
    behind = {**NOTICE, "colour": "黄", "trigger": "behind", "reply_due": {"undated": True}}
    state = county.begin(NOTICES, behind).json()
    assert (state["subject"]["kind"], state["subject"]["number"]) == ("unit", "SLJ")


@pytest.mark.parametrize(
    ("facts", "status", "code", "field"),
    [
        ({"colour": "橙"}, 409, "colour-not-in-scale", "colour"),
        ({"colour": "蓝"}, 409, "colour-of-other-trigger", "colour"),
        ({"occurred_on": "2015-06-20"}, 409, "trigger-not-met", "trigger"),
        ({"unit": "JYJ"}, 409, "unit-not-answerable", "unit"),
        ({"unit": "XX"}, 404, "not-found", "unit"),
        ({"kind": "interview"}, 409, "competent-body-missing", "competent_body"),
        ({"competent_body": "XZF"}, 409, "competent-body-uncalled-for", "competent_body"),
        ({"reply_due": {"on": "2015-06-29"}}, 409, "reply-due-before-issue", "reply_due"),
        ({"reply_due": {}}, 422, "invalid-request", "reply_due"),
        ({"demand": " "}, 422, "invalid-request", "demand"),
        ({"trigger": "late"}, 422, "invalid-request", "trigger"),
        ({"subject": {"kind": "unit", "id": str(UUID(int=1))}}, 422, "invalid-request", None),
        ({"subject": {"kind": "task", "id": str(UUID(int=1))}}, 404, "not-found", "subject"),
    ],
)
def test_a_refusal_names_field_and_rule(
    county: County, facts: dict[str, Any], status: int, code: str, field: str | None
) -> None:
    answer = issue(county, **facts)
    problem = answer.json()
    assert (answer.status_code, problem["rule"]) == (status, code), problem
    assert field is None or problem["field"] == field
    assert not problem["detail"].isascii()
    assert county.read(NOTICES)["items"] == []


@pytest.mark.parametrize(
    ("noun", "body"),
    [
        ("acknowledgements", ACKNOWLEDGE),
        ("responses", RESPOND),
        ("liftings", LIFT),
        ("escalations", STRONGER),
        ("corrections", CORRECT),
    ],
)
def test_every_act_names_the_version_it_is_decided_on(
    county: County, noun: str, body: dict[str, Any]
) -> None:
    issue(county)
    headers = county.headers("SLJ" if noun in {"acknowledgements", "responses"} else "RDB")
    unversioned = county.client.post(f"{HERE}/{noun}", json=body, headers=headers)
    assert unversioned.status_code == 428
    stale = county.act(f"{HERE}/{noun}", body, etag='"7"')
    assert stale.status_code == 412
    missing = county.act(f"{NOWHERE}/{noun}", body, etag='"1"')
    assert missing.status_code == 404


def test_what_is_not_there_is_not_found(county: County) -> None:
    assert county.client.get(NOWHERE).status_code == 404
    assert county.client.get(f"{NOWHERE}/timeline").status_code == 404


def test_reminders_are_listed_with_what_they_said(county: County) -> None:
    task_id = task(county)
    tick(county.store, day("2015-06-14"))
    tick(county.store, day("2015-07-09"))
    answer = county.read("/reminders", as_of="2015-07-09", sort="-raised_on")
    up_the_line, _, near = answer["items"]
    assert near["raised_on"] == "2015-06-15"
    assert (near["item_label"], near["item_number"], near["unit"]) == ("任务", "RW-1", "SLJ")
    assert (near["colour"], near["trigger_label"], near["days_left"]) == ("蓝", "临近期限", 10)
    assert (near["due"], near["round"], near["up_the_line"]) == ("2015-06-25", 1, False)
    assert (up_the_line["unit_above"], up_the_line["days_overdue"]) == ("XZF", 14)
    assert (up_the_line["days"], up_the_line["counted_in"]) == (10, "working_day")
    assert len(county.read("/reminders", item=task_id, trigger="overdue")["items"]) == 2
    narrowed: dict[str, Any]
    for narrowed in ({"unit": "JYJ"}, {"item_kind": "opinion"}, {"colour": "黄"}):
        assert county.read("/reminders", **narrowed)["items"] == []
    assert len(county.read("/reminders", up_the_line="true", unit="XZF")["items"]) == 1


def test_reminders_come_in_pages(county: County) -> None:
    task(county)
    for today in ("2015-06-14", "2015-07-09"):
        tick(county.store, day(today))
    first = county.read("/reminders", limit=2)
    second = county.read("/reminders", limit=2, cursor=first["next_cursor"])
    found = [row["raised_on"] for row in (*first["items"], *second["items"])]
    assert found == ["2015-06-15", "2015-06-26", "2015-07-09"]
    assert second["next_cursor"] is None


def test_both_verifiers_accept_an_escalation_to_the_unit_above(
    county: County, tmp_path: Path
) -> None:
    assert county.begin(NOTICES, NOTICE).status_code == 201
    above = {**STRONGER, "kind": "key_supervision", "competent_body": None, "unit": "XZF"}
    assert county.act(f"{HERE}/escalations", above).status_code == 200
    period = {"since": "2000-01-01", "until": "2029-12-31"}
    answer = county.client.get("/exports/audit-bundle", params=period)
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(answer.content)
    assert main([str(bundle)]) == 0
    [verdict] = ask([{"bundle": str(bundle)}], TABLES)
    assert verdict["problem"] is None
