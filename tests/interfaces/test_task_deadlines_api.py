"""Due dates over HTTP: stated as rules, explained in full, settled; and the reports expected."""

from typing import Any
from uuid import UUID

import pytest
from httpx2 import Response

from application.commands.calendars import bring_reference_calendars
from domain.commitment import Commitment
from domain.model import Role
from domain.rectification_plan import RectificationPlan
from domain.rectification_task import RectificationTask
from interfaces.exporting.commitment_table import commitment_table
from interfaces.exporting.task_table import task_table
from tests.http_fixtures import County

TASK = RectificationTask.id_of("RW-1")
HERE = f"/tasks/{TASK}"
PROMISE = f"/commitments/{Commitment.id_of('CN-1')}"
NOWHERE = UUID(int=404)


def months(length: int, *, roll: bool = True) -> dict[str, Any]:
    return {"kind": "term", "term": {"length": length, "unit": "month"}, "roll": roll}


PLAN: dict[str, Any] = {
    "occurred_on": "2026-03-25",
    "number": "RW-1",
    "text": "清理",
    "due": months(6),
    "handling": "phased",
}
ASSIGN: dict[str, Any] = {
    "occurred_on": "2026-03-26",
    "units": ["JYJ"],
    "leaders": ["责任领导甲"],
    "offices": ["市场管理股"],
}
DRAFT: dict[str, Any] = {
    "occurred_on": "2026-11-20",
    "number": "CN-1",
    "unit": "JYJ",
    "text": "按期供暖",
    "due": months(3),
}
NOTICE: dict[str, Any] = {
    "occurred_on": "2026-12-01",
    "year": 2027,
    "source": "中国政府网",
    "days_off": ["2027-01-01", "2027-05-03", "2027-10-01"],
    "working_days": ["2027-02-20"],
}
QUARTERLY = {"kind": "recurring", "every": "quarter", "first": "2026-03-31"}


@pytest.fixture
def tasked(county: County) -> County:
    """Give a county with its calendars and a task due six months after 25 March 2026."""
    bring_reference_calendars(county.store)
    done(county.begin("/tasks", PLAN), 201)
    done(county.act(f"{HERE}/assignments", ASSIGN))
    return county


def done(answer: Response, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def refused(answer: Response, status: int, code: str, field: str | None = None) -> None:
    problem = answer.json()
    assert (answer.status_code, problem["rule"]) == (status, code), problem
    assert problem.get("field") == field


def publish_2027(county: County) -> None:
    days = ["2027-01-01", "2027-05-01", "2027-10-01", "2027-10-02", "2027-10-03"]
    done(county.begin("/calendar-years", {**NOTICE, "days_off": days}), 201)


def test_a_task_due_by_a_rule_keeps_from_what_its_day_follows(tasked: County) -> None:
    task = tasked.read(HERE)
    assert task["due"] == {
        "on": "2026-09-28",
        "undated": False,
        "basis": {
            "spec": months(6),
            "start": "2026-03-25",
            "raw": "2026-09-25",
            "calendar": [{"year": 2026, "version": 1}],
            "profile": None,
            "rule": None,
        },
    }
    assert (task["due_label"], task["original_due"]) == ("2026-09-28", task["due"])


def test_the_explanation_has_every_part(tasked: County) -> None:
    ask = {"occurred_on": "2026-09-10", "asked": "2026-12-31", "reason": "待批复"}
    done(tasked.act(f"{HERE}/extensions", ask, "JYJ"))
    refuse = {"occurred_on": "2026-09-11", "decision": "refused", "reason": "条件具备"}
    done(tasked.act(f"{HERE}/extensions/decisions", refuse))
    done(tasked.act(f"{HERE}/extensions", {**ask, "occurred_on": "2026-09-12"}, "JYJ"))
    found = tasked.read(f"{HERE}/deadline", as_of="2026-10-01")
    assert found["derivation"] == {
        "rule": None,
        "profile": None,
        "calendar": [{"year": 2026, "version": 1}],
        "start": "2026-03-25",
        "raw": "2026-09-25",
        "rolled": True,
    }
    assert found["extensions"] == [
        {
            "asked_on": "2026-09-10",
            "asked": "2026-12-31",
            "decided_on": "2026-09-11",
            "until": None,
        },
        {"asked_on": "2026-09-12", "asked": "2026-12-31", "decided_on": None, "until": None},
    ]
    assert (found["pauses"], found["changes"], found["provisional"]) == ([], [], False)
    assert (found["as_of"], found["days_late"]) == ("2026-10-01", 3)
    assert (found["due_label"], found["original_due"]["on"]) == ("2026-09-28", "2026-09-28")
    assert [step["kind"] for step in found["steps"]] == [
        "counted",
        "rolled",
        "extended",
        "extended",
    ]
    assert found["sentence"].endswith("2026年9月12日申请延期至2026年12月31日,尚未审批")


def test_amendments_and_extensions_are_told_in_their_order(tasked: County) -> None:
    amend = {"occurred_on": "2026-05-08", "due": {"on": "2026-08-31"}, "reason": "汛期"}
    done(tasked.act(f"{HERE}/amendments", amend))
    ask = {"occurred_on": "2026-08-10", "asked": "2026-10-31", "reason": "待批复"}
    done(tasked.act(f"{HERE}/extensions", ask, "JYJ"))
    grant = {"occurred_on": "2026-08-31", "decision": "granted", "until": "2026-09-30"}
    done(tasked.act(f"{HERE}/extensions/decisions", grant))
    found = tasked.read(f"{HERE}/deadline")
    assert found["due"] == {"on": "2026-09-30", "undated": False}
    assert found["derivation"] is None
    [change] = found["changes"]
    assert (change["on"], change["why"]) == ("2026-05-08", "调整期限")
    assert (change["due_was"]["on"], change["due"]["on"]) == ("2026-09-28", "2026-08-31")
    assert [step["kind"] for step in found["steps"]][2:] == ["restated", "counted", "extended"]
    assert found["steps"][-1]["day"] == "2026-09-30"


def test_an_amendment_a_failure_and_a_recurrence_take_rules(tasked: County) -> None:
    amend = {"occurred_on": "2026-05-08", "due": months(1, roll=False), "reason": "汛期"}
    assert done(tasked.act(f"{HERE}/amendments", amend))["due"]["on"] == "2026-06-08"
    report = {"occurred_on": "2026-05-20", "percent": 100, "text": "完成", "evidence": [PHOTO]}
    done(tasked.act(f"{HERE}/progress-reports", report, "JYJ"))
    claim = {"occurred_on": "2026-05-20", "completed_on": "2026-05-20"}
    done(tasked.act(f"{HERE}/closeout-requests", claim, "JYJ"))
    fail = {
        "occurred_on": "2026-05-25",
        "result": "failed",
        "reasons": "仍有两处",
        "new_due": {"kind": "fixed_day", "day": "2026-06-30"},
    }
    failed = done(tasked.act(f"{HERE}/verifications", fail))
    assert (failed["due"]["on"], failed["due"]["basis"]["start"]) == ("2026-06-30", "2026-05-25")
    again = {"occurred_on": "2026-06-01", "completed_on": "2026-05-31"}
    done(tasked.act(f"{HERE}/closeout-requests", {**again, "evidence": [PHOTO]}, "JYJ"))
    passed = {"occurred_on": "2026-06-02", "result": "passed", "note": "到位"}
    done(tasked.act(f"{HERE}/verifications", passed))
    done(tasked.act(f"{HERE}/closeouts", {"occurred_on": "2026-06-03"}))
    recur = {
        "occurred_on": "2026-07-01",
        "result": "recurred",
        "note": "回潮",
        "due": {"kind": "month_part", "year": 2026, "month": 9, "part": "mid"},
    }
    assert done(tasked.act(f"{HERE}/look-backs", recur))["due"]["on"] == "2026-09-20"
    whys = [change["why"] for change in tasked.read(f"{HERE}/deadline")["changes"]]
    assert whys == ["调整期限", "核查未通过,另定期限", "发现反弹,另定期限"]


PHOTO = {"name": "照片.jpg", "sha256": "0" * 64, "size": 1, "media_type": "image/jpeg"}


@pytest.mark.parametrize(
    ("due", "status", "code", "field"),
    [
        ({"kind": "someday"}, 422, "invalid-request", "due"),
        ({"kind": "term", "roll": True}, 422, "invalid-request", "due.term"),
        ({"on": "2026-13-01"}, 422, "invalid-request", "due.on"),
        ({"kind": "fixed_day", "day": "2026-03-24"}, 409, "deadline-before-start", "due"),
    ],
)
def test_a_deadline_stated_wrongly_is_refused_by_field(
    county: County, due: dict[str, Any], status: int, code: str, field: str
) -> None:
    refused(county.begin("/tasks", {**PLAN, "due": due}), status, code, field)


def test_a_provisional_due_date_is_shown_as_such_until_it_is_settled(tasked: County) -> None:
    done(
        tasked.begin(
            "/tasks", {**PLAN, **{k: DRAFT[k] for k in ("occurred_on", "due")}, "number": "RW-2"}
        ),
        201,
    )
    here = f"/tasks/{RectificationTask.id_of('RW-2')}"
    [row] = tasked.read("/tasks", q="RW-2", as_of="2026-11-20")["items"]
    assert (row["due"], row["due_label"]) == ("2027-02-22", "2027-02-22(暂定)")
    assert row["due_provisional"] is True
    untouched = done(tasked.act(f"{here}/due-settlements", {}))
    assert untouched["version"] == 1
    publish_2027(tasked)
    task = tasked.read(here)
    assert (task["due"]["on"], task["version"]) == ("2027-02-20", 2)
    assert task["original_due"] == task["due"]
    settled_on = tasked.read(f"{here}/deadline")["changes"][-1]["on"]
    [row] = tasked.read("/tasks", q="RW-2", as_of=settled_on)["items"]
    assert (row["due_label"], row["due_provisional"]) == ("2027-02-20", False)
    [before] = tasked.read("/tasks", q="RW-2", as_of="2026-11-30")["items"]
    assert before["due_label"] == "2027-02-22(暂定)"
    assert done(tasked.act(f"{here}/due-settlements", {}))["version"] == 2


def test_a_promise_is_dated_by_a_rule_settled_and_explained(tasked: County) -> None:
    state = done(tasked.begin("/commitments", DRAFT, "JYJ"), 201)
    assert state["due_label"] == "2027-02-22(暂定)"
    [row] = tasked.read("/commitments", as_of="2026-11-20")["items"]
    assert (row["due_label"], row["due_provisional"]) == ("2027-02-22(暂定)", True)
    publish_2027(tasked)
    state = tasked.read(PROMISE)
    assert (state["due"]["on"], state["version"]) == ("2027-02-20", 2)
    amend = {"occurred_on": "2026-12-02", "due": months(6), "reason": "检修"}
    done(tasked.act(f"{PROMISE}/amendments", amend, "JYJ"))
    found = tasked.read(f"{PROMISE}/deadline", as_of="2027-06-05")
    assert [change["why"] for change in found["changes"]] == [
        "按已公布的节假日安排重算",
        "调整期限",
    ]
    assert (found["due"]["on"], found["days_late"]) == ("2027-06-02", 3)
    assert found["derivation"]["start"] == "2026-12-02"
    [row] = tasked.read("/commitments", as_of="2026-12-01")["items"]
    assert (row["due"], row["due_provisional"]) == ("2027-02-22", True)


def test_a_measure_is_stated_by_a_rule_and_its_task_takes_the_day(tasked: County) -> None:
    opinion = {
        "number": "YJ-1",
        "kind": "appraisal",
        "title": "评议意见",
        "wording": "评议意见",
        "issuer": "RDB",
        "channel": "meeting",
        "raised_on": "2026-03-01",
        "occurred_on": "2026-03-01",
    }
    opinion_id = done(tasked.begin("/opinions", opinion), 201)["id"]
    draft = {
        "occurred_on": "2026-03-02",
        "number": "ZG-1",
        "title": "整改方案",
        "unit": "JYJ",
        "opinion_ids": [opinion_id],
    }
    done(tasked.begin("/plans", draft, "JYJ"), 201)
    here = f"/plans/{RectificationPlan.id_of('ZG-1')}"
    measure = {
        "occurred_on": "2026-03-03",
        "no": 1,
        "text": "整治",
        "responsibility": {"leaders": ["责任领导甲"], "offices": ["办公室"]},
        "fund": "无需资金",
        "due": months(3),
        "handling": "phased",
        "answers": [opinion_id],
    }
    plan = done(tasked.act(f"{here}/measures", measure, "JYJ"))
    assert plan["measures"][0]["due"]["on"] == "2026-06-03"
    same = {key: value for key, value in measure.items() if key != "no"}
    answer = tasked.act(f"{here}/measures/1/revisions", same, "JYJ")
    refused(answer, 409, "measure-unchanged", "measure")
    moved = {**same, "occurred_on": "2026-03-04"}
    done(tasked.act(f"{here}/measures/1/revisions", moved, "JYJ"))
    done(tasked.act(f"{here}/submissions", {"occurred_on": "2026-03-05"}, "JYJ"))
    approve = {"occurred_on": "2026-03-06", "approver": "主任会议"}
    done(tasked.act(f"{here}/approvals", approve))
    done(tasked.act(f"{here}/entries-into-force", {"occurred_on": "2026-03-09"}))
    task = tasked.read(f"/tasks/{RectificationTask.id_of('ZG-1-1')}")
    assert (task["due"]["on"], task["due"]["basis"]["start"]) == ("2026-06-04", "2026-03-04")
    amend = {"occurred_on": "2026-04-01", "due": months(4), "reason": "汛期"}
    done(tasked.act(f"{here}/measures/1/amendments", amend))
    task = tasked.read(f"/tasks/{RectificationTask.id_of('ZG-1-1')}")
    assert (task["due"]["on"], task["original_due"]["on"]) == ("2026-08-03", "2026-06-04")


def test_the_rules_of_the_congress_govern_what_begins_under_them(tasked: County) -> None:
    rules = {
        "closing": {"public_notice_days": 7},
        "approval": {"extension": {"role": "chairperson", "post": "主任会议"}},
    }
    profile = {"occurred_on": "2026-04-01", "congress": "RDB", "title": "规则", "rules": rules}
    done(tasked.begin("/rule-profiles", profile), 201)
    publish = {
        "occurred_on": "2026-04-01",
        "basis_document": "某人常〔2026〕4号",
        "valid_from": "2026-05-01",
    }
    done(tasked.act("/rule-profiles/RDB/publications", publish))
    for number, on in (("RW-3", "2026-04-30"), ("RW-4", "2026-05-01")):
        done(tasked.begin("/tasks", {**PLAN, "number": number, "occurred_on": on}), 201)
        here = f"/tasks/{RectificationTask.id_of(number)}"
        done(tasked.act(f"{here}/assignments", {**ASSIGN, "occurred_on": on}))
        ask = {"occurred_on": "2026-06-01", "asked": "2026-12-31", "reason": "待批复"}
        done(tasked.act(f"{here}/extensions", ask, "JYJ"))
    grant = {"occurred_on": "2026-06-02", "decision": "granted", "until": "2026-12-31"}
    done(tasked.act(f"/tasks/{RectificationTask.id_of('RW-3')}/extensions/decisions", grant))
    governed = f"/tasks/{RectificationTask.id_of('RW-4')}/extensions/decisions"
    refused(tasked.act(governed, grant), 409, "approver-not-authorised", "role")
    done(tasked.act(governed, grant, role=Role.CHAIRPERSON, actor="主任甲"))
    latest = tasked.store.read(RectificationTask, RectificationTask.id_of("RW-4"))
    assert latest.profile is not None
    assert latest.profile.label == "RDB第1版"


def test_expected_reports_are_listed_with_what_came(tasked: County) -> None:
    schedule = {"occurred_on": "2026-03-26", "spec": QUARTERLY}
    task = done(tasked.act(f"{HERE}/reporting-schedules", schedule))
    [stated] = task["schedules"]
    assert stated["scheduled_on"] == "2026-03-26"
    assert (stated["spec"]["every"], stated["spec"]["first"]) == ("quarter", "2026-03-31")
    report = {"occurred_on": "2026-06-20", "percent": 40, "text": "进展"}
    done(tasked.act(f"{HERE}/progress-reports", report, "JYJ"))
    found = tasked.read(f"{HERE}/expected-reports", as_of="2026-06-30")
    assert found["items"] == [
        {"day": "2026-03-31", "reported_on": None, "percent": None, "missing": True},
        {"day": "2026-06-30", "reported_on": "2026-06-20", "percent": 40, "missing": False},
    ]
    assert (found["as_of"], found["missing"]) == ("2026-06-30", 1)
    assert found["schedule"] == {**QUARTERLY, "last": None}
    listed = tasked.read("/tasks", reports_missing=True, as_of="2026-06-30")["items"]
    assert [(row["number"], row["reports_missing"], row["report_due"]) for row in listed] == [
        ("RW-1", 1, "2026-09-30")
    ]
    assert tasked.read("/tasks", reports_missing=False, as_of="2026-06-30")["items"] == []
    assert tasked.read("/tasks", reports_missing=True, as_of="2026-03-31")["items"] == []


def test_without_a_schedule_no_report_is_expected(tasked: County) -> None:
    found = tasked.read(f"{HERE}/expected-reports")
    assert (found["schedule"], found["items"], found["missing"]) == (None, [], 0)


@pytest.mark.parametrize(
    ("by", "stated", "status", "code", "field"),
    [
        ("XZF", {}, 409, "scheduler-not-entitled", "unit"),
        ("NOBODY", {}, 404, "not-found", "X-Unit"),
        ("JYJ", {"spec": months(1)}, 422, "invalid-request", "spec.kind"),
        (
            "JYJ",
            {"spec": {**QUARTERLY, "first": "2026-01-01", "last": "2026-01-31"}},
            409,
            "no-further-occurrence",
            "spec",
        ),
    ],
)
def test_a_schedule_stated_wrongly_is_refused(
    tasked: County, by: str, stated: dict[str, Any], status: int, code: str, field: str
) -> None:
    body = {"occurred_on": "2026-03-26", "spec": QUARTERLY, **stated}
    refused(tasked.act(f"{HERE}/reporting-schedules", body, by), status, code, field)


def test_acts_rest_on_a_version_and_questions_on_a_task(tasked: County) -> None:
    for act in ("due-settlements", "reporting-schedules"):
        answer = tasked.act(
            f"{HERE}/{act}", {"spec": QUARTERLY} if "rep" in act else {}, etag='"9"'
        )
        refused(answer, 412, "stale-version", "If-Match")
    for question in ("deadline", "expected-reports"):
        refused(tasked.client.get(f"/tasks/{NOWHERE}/{question}"), 404, "not-found")
    refused(tasked.client.get(f"/commitments/{NOWHERE}/deadline"), 404, "not-found")


def test_whoever_begins_a_task_acts_for_a_unit_there_is(county: County) -> None:
    refused(county.begin("/tasks", PLAN, "NOBODY"), 404, "not-found", "X-Unit")


@pytest.mark.parametrize(
    ("table", "header"), [(task_table({}), "期限"), (commitment_table({}), "承诺期限")]
)
def test_a_printed_ledger_says_that_a_due_date_is_provisional(table: Any, header: str) -> None:
    [column] = table.only(header).columns
    row = {"due": "2027-02-22", "undated": False, "due_provisional": False}
    assert column.cell(row) == "2027-02-22"
    assert column.cell({**row, "due_provisional": True}) == "2027-02-22(暂定)"
    assert column.cell({**row, "due": None, "undated": True}) == "未定时限"
    assert column.cell({**row, "due": None}) is None


def test_a_notice_sent_again_lists_the_same_items(county: County) -> None:
    """An answer was lost; whoever sends the request again learns what moved."""
    bring_reference_calendars(county.store)
    done(county.begin("/tasks", PLAN | {"occurred_on": "2026-11-20", "due": months(3)}), 201)
    headers = {**county.headers("RDB"), "Idempotency-Key": "2027-1"}
    first, again = (
        county.client.post("/calendar-years", json=NOTICE, headers=headers) for _ in range(2)
    )
    assert [each["number"] for each in done(first, 201)["recomputed"]] == ["RW-1"]
    assert done(again, 201) == first.json()
    assert again.headers["X-Sequence"] == first.headers["X-Sequence"]
