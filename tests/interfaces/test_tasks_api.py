"""Tasks over HTTP: what they show, how acts are answered, and which problems stand in the way."""

from typing import Any
from uuid import UUID

import pytest
from httpx2 import Response

from domain.rectification_task import RectificationTask
from tests.http_fixtures import County

NUMBER = "RW-2015-1"
TASK = RectificationTask.id_of(NUMBER)
HERE = f"/tasks/{TASK}"
ON = "occurred_on"
NOWHERE = f"/tasks/{UUID(int=404)}"
EVIDENCE = {
    "name": "照片.jpg",
    "sha256": "0" * 64,
    "size": 1,
    "media_type": "image/jpeg",
    "effective_on": None,
}
PLAN: dict[str, Any] = {
    "occurred_on": "2015-03-25",
    "number": NUMBER,
    "text": "清理占道经营摊点",
    "sub_actions": [{"no": 1, "text": "摸底登记"}, {"no": 2, "text": "集中清理"}],
    "target": {"text": "清理20处以上", "unit_of_measure": "处", "minimum": "20"},
    "due": {"on": "2015-06-25"},
    "handling": "phased",
}
ASSIGN: dict[str, Any] = {
    "occurred_on": "2015-03-26",
    "units": ["JYJ", "SLJ"],
    "leaders": ["责任领导甲"],
    "offices": ["市场管理股"],
    "assignees": ["承办人甲"],
}
REPORT: dict[str, Any] = {
    "occurred_on": "2015-05-10",
    "percent": 60,
    "text": "已清理12处",
    "evidence": [EVIDENCE],
    "sub_actions_done": [1, 2],
}
CLAIM: dict[str, Any] = {
    "occurred_on": "2015-06-22",
    "completed_on": "2015-06-20",
    "target_value": "21.5",
    "collective_decision_on": "2015-06-21",
}
PASS: dict[str, Any] = {"occurred_on": "2015-06-28", "result": "passed", "note": "整改到位"}
FAIL: dict[str, Any] = {
    "occurred_on": "2015-06-28",
    "result": "failed",
    "reasons": "仍有两处",
    "new_due": {"on": "2015-08-31"},
}
NOTICE: dict[str, Any] = {
    "occurred_on": "2015-06-30",
    "start": "2015-07-01",
    "end": "2015-07-07",
    "channel": "县人大网站",
}
OBJECTION: dict[str, Any] = {"occurred_on": "2015-07-03", "text": "夜间仍有", "upheld": False}
CLOSE: dict[str, Any] = {"occurred_on": "2015-07-08"}
LOOK_BACK: dict[str, Any] = {"occurred_on": "2015-10-08", "result": "passed", "note": "未反弹"}
RECUR: dict[str, Any] = {
    "occurred_on": "2015-11-08",
    "result": "recurred",
    "note": "回潮",
    "due": {"undated": True},
}
ASK: dict[str, Any] = {"occurred_on": "2015-06-10", "asked": "2015-09-25", "reason": "待批复"}
GRANT: dict[str, Any] = {"occurred_on": "2015-06-15", "decision": "granted", "until": "2015-08-25"}
REFUSE: dict[str, Any] = {"occurred_on": "2015-06-15", "decision": "refused", "reason": "条件具备"}
CONVERT: dict[str, Any] = {
    "occurred_on": "2015-05-01",
    "reason": "涉及管网",
    "plan": "分三年",
    "review_on": "2016-06-30",
}
AMEND: dict[str, Any] = {
    "occurred_on": "2015-05-01",
    "text": "清理并划定疏导点",
    "due": {"on": "2015-09-30"},
    "target": {"text": "清理30处以上", "unit_of_measure": "处", "minimum": "30"},
    "reason": "方案调整",
}
CANCEL: dict[str, Any] = {"occurred_on": "2015-05-01", "reason": "重复"}
CORRECT: dict[str, Any] = {
    "corrects": 3,
    "field": "occurred_on",
    "now": "2015-05-09",
    "reason": "登记有误",
}
ACTS: dict[str, dict[str, Any]] = {
    "assignments": ASSIGN,
    "progress-reports": REPORT,
    "closeout-requests": CLAIM,
    "verifications": PASS,
    "public-notices": NOTICE,
    "objections": OBJECTION,
    "closeouts": CLOSE,
    "look-backs": LOOK_BACK,
    "extensions": ASK,
    "extensions/decisions": GRANT,
    "long-term-conversions": CONVERT,
    "amendments": AMEND,
    "cancellations": CANCEL,
    "corrections": CORRECT,
}


def change(county: County, act: str, body: dict[str, Any], by: str = "RDB") -> Any:
    """Carry out an act on the task as it stands; return what it became."""
    answer = county.act(f"{HERE}/{act}", body, by, actor=f"{by}经办人")
    assert answer.status_code == 200, answer.text
    task = answer.json()
    assert answer.headers["ETag"] == f'"{task["version"]}"'
    assert task == county.read(HERE)
    return task


@pytest.fixture
def assigned(county: County) -> County:
    """Give a county whose education bureau has a task."""
    assert county.begin("/tasks", PLAN).status_code == 201
    change(county, "assignments", ASSIGN)
    return county


@pytest.fixture
def closed(assigned: County) -> County:
    """Take that task to its close-out."""
    change(assigned, "progress-reports", REPORT, "ZX")
    change(assigned, "closeout-requests", CLAIM, "JYJ")
    change(assigned, "verifications", PASS)
    change(assigned, "closeouts", CLOSE)
    return assigned


def row(county: County, as_of: str, **query: Any) -> Any:
    """Return the task's row of the list."""
    items = county.read("/tasks", as_of=as_of, **query)["items"]
    assert len(items) == 1
    return items[0]


def refused(answer: Response, status: int, code: str, field: str | None = None) -> Any:
    assert answer.status_code == status, answer.text
    problem = answer.json()
    assert (problem["type"], problem["status"]) == (f"/problems/{code}", status)
    assert problem.get("field") == field
    assert answer.headers["content-type"] == "application/problem+json"
    return problem


def test_a_planned_task_is_shown_where_the_answer_says(county: County) -> None:
    answer = county.begin("/tasks", PLAN)
    assert answer.status_code == 201
    assert (answer.headers["Location"], answer.headers["ETag"]) == (HERE, '"1"')
    task = answer.json()
    assert task == county.read(HERE)
    assert task["id"] == str(TASK)
    assert (task["status"], task["status_label"]) == ("planned", "已列入方案")
    assert (task["handling"], task["handling_label"]) == ("phased", "分阶段整改")
    assert (task["planned_on"], task["due_label"]) == ("2015-03-25", "2015-06-25")
    assert task["due"] == task["original_due"] == {"on": "2015-06-25", "undated": False}
    assert [action["done"] for action in task["sub_actions"]] == [False, False]
    assert task["target"]["minimum"] == "20"
    assert (task["plan_id"], task["assignment"], task["opinion_ids"]) == (None, None, [])


def test_an_undated_task_says_so(county: County) -> None:
    body = {**PLAN, "due": {"undated": True}}
    task = county.begin("/tasks", body).json()
    assert (task["due"], task["due_label"]) == ({"on": None, "undated": True}, "未定时限")
    shown = row(county, "2015-12-31")
    assert (shown["due"], shown["due_label"]) == (None, "未定时限")
    assert shown["days_overdue"] is shown["days_left"] is shown["days_completed_late"] is None


def test_responsibility_is_shown_with_what_it_was_before(assigned: County) -> None:
    again = {**ASSIGN, "occurred_on": "2015-04-01", "units": ["JTJ"], "reason": "职责划转"}
    task = change(assigned, "assignments", again)
    assert task["assignment"]["units"] == ["JTJ"]
    assert task["assignment"]["assigned_on"] == "2015-04-01"
    assert task["past_assignments"] == [
        {
            "units": ["JYJ", "SLJ"],
            "leaders": ["责任领导甲"],
            "offices": ["市场管理股"],
            "assignees": ["承办人甲"],
            "assigned_on": "2015-03-26",
        }
    ]


def test_work_claim_verdict_notice_and_close_out_are_shown(assigned: County) -> None:
    task = change(assigned, "progress-reports", REPORT, "ZX")
    assert task["progress"] == [{"percent": 60, "reported_on": "2015-05-10"}]
    assert [action["done"] for action in task["sub_actions"]] == [True, True]
    change(assigned, "closeout-requests", CLAIM, "JYJ")
    change(assigned, "verifications", PASS)
    change(assigned, "public-notices", NOTICE)
    change(assigned, "objections", OBJECTION)
    task = change(assigned, "closeouts", CLOSE)
    assert (task["status_label"], task["completed_on"]) == ("已销号", "2015-06-20")
    assert task["rounds"] == [
        {
            "number": 1,
            "due": {"on": "2015-06-25", "undated": False},
            "begun_on": "2015-03-26",
            "evidence": [EVIDENCE],
            "claim": {
                "completed_on": "2015-06-20",
                "target_value": "21.5",
                "collective_decision_on": "2015-06-21",
                "claimed_on": "2015-06-22",
            },
            "verdicts": [{"passed": True, "text": "整改到位", "given_on": "2015-06-28"}],
            "notice": {
                "start": "2015-07-01",
                "end": "2015-07-07",
                "channel": "县人大网站",
                "given_on": "2015-06-30",
            },
            "objections": [{"text": "夜间仍有", "upheld": False, "recorded_on": "2015-07-03"}],
            "closed_on": "2015-07-08",
        }
    ]


def test_a_failed_verification_shows_both_rounds(assigned: County) -> None:
    change(assigned, "progress-reports", REPORT, "ZX")
    change(assigned, "closeout-requests", CLAIM, "JYJ")
    task = change(assigned, "verifications", FAIL)
    assert [(each["number"], each["due"]["on"]) for each in task["rounds"]] == [
        (1, "2015-06-25"),
        (2, "2015-08-31"),
    ]
    assert task["rounds"][0]["verdicts"][0] == {
        "passed": False,
        "text": "仍有两处",
        "given_on": "2015-06-28",
    }


def test_look_backs_keep_the_first_closing(closed: County) -> None:
    change(closed, "look-backs", LOOK_BACK)
    task = change(closed, "look-backs", RECUR)
    assert task["look_backs"] == ["2015-10-08", "2015-11-08"]
    assert task["closings"] == [
        {"round": 1, "completed_on": "2015-06-20", "closed_on": "2015-07-08"}
    ]
    assert (task["status"], task["due_label"]) == ("in_progress", "未定时限")
    shown = row(closed, "2015-12-31")
    assert (shown["first_closed_on"], shown["closed_on"]) == ("2015-07-08", None)
    assert (shown["look_backs"], shown["recurrences"], shown["round"]) == (2, 1, 2)


@pytest.mark.parametrize(
    ("decision", "granted", "due"),
    [(GRANT, "2015-08-25", "2015-08-25"), (REFUSE, None, "2015-06-25")],
)
def test_an_extension_is_shown_from_request_to_decision(
    assigned: County, decision: dict[str, Any], granted: str | None, due: str
) -> None:
    task = change(assigned, "extensions", ASK, "JYJ")
    asked = {
        "asked": "2015-09-25",
        "asked_on": "2015-06-10",
        "due_was": {"on": "2015-06-25", "undated": False},
        "granted": None,
        "decided_on": None,
    }
    assert task["pending_extension"] == asked
    task = change(assigned, "extensions/decisions", decision)
    assert task["pending_extension"] is None
    assert task["extensions"] == [{**asked, "granted": granted, "decided_on": "2015-06-15"}]
    assert task["due"]["on"] == due


def test_long_term_amendment_and_cancelling_are_shown(assigned: County) -> None:
    task = change(assigned, "long-term-conversions", CONVERT)
    assert task["long_term"] == {
        "plan": "分三年",
        "review_on": "2016-06-30",
        "converted_on": "2015-05-01",
    }
    task = change(assigned, "amendments", AMEND)
    assert (task["text"], task["due_label"]) == ("清理并划定疏导点", "2015-09-30")
    assert task["target"]["minimum"] == "30"
    assert change(assigned, "cancellations", CANCEL)["status_label"] == "已取消"


def test_dates_are_corrected(closed: County) -> None:
    task = change(closed, "corrections", CORRECT)
    assert task["progress"] == [{"percent": 60, "reported_on": "2015-05-09"}]
    known = closed.read("/tasks")["known_at"]
    completion = {**CORRECT, "corrects": 4, "field": "completed_on", "now": "2015-06-19"}
    assert change(closed, "corrections", completion)["completed_on"] == "2015-06-19"
    assert row(closed, "2015-07-08")["completed_on"] == "2015-06-19"
    assert row(closed, "2015-07-08", known_at=known)["completed_on"] == "2015-06-20"


def test_the_list_shows_how_a_task_stands(closed: County) -> None:
    shown = row(closed, "2015-06-21")
    assert shown["id"] == str(TASK)
    assert (shown["number"], shown["title"]) == (NUMBER, "清理占道经营摊点")
    assert (shown["lead_unit"], shown["units"]) == ("JYJ", ["JYJ", "SLJ"])
    assert (shown["leaders"], shown["assignees"]) == (["责任领导甲"], ["承办人甲"])
    assert (shown["status_label"], shown["handling_label"]) == ("整改中", "分阶段整改")
    assert (shown["percent"], shown["reports"], shown["evidence_count"]) == (60, 1, 1)
    assert (shown["days_overdue"], shown["days_left"]) == (None, 4)
    late = row(closed, "2015-06-27")
    assert (late["days_overdue"], late["days_left"], late["completed_on"]) == (2, None, None)
    done = row(closed, "2015-12-31")
    assert (done["days_overdue"], done["days_completed_late"]) == (None, 0)
    assert (done["completed_on"], done["closed_on"]) == ("2015-06-20", "2015-07-08")
    assert done["target_value"] == "21.5"


def test_the_list_is_narrowed(assigned: County) -> None:
    for query, found in (
        ({"status": "assigned"}, True),
        ({"status": "planned"}, False),
        ({"unit": "SLJ"}, True),
        ({"unit": "JTJ"}, False),
        ({"leader": "责任领导甲"}, True),
        ({"leader": "责任领导乙"}, False),
        ({"office": "市场管理股"}, True),
        ({"office": "办公室"}, False),
        ({"plan": str(TASK)}, False),
        ({"opinion": str(TASK)}, False),
        ({"handling": "phased"}, True),
        ({"handling": "immediate"}, False),
        ({"overdue": "true"}, False),
        ({"overdue": "false"}, True),
        ({"overdue": "true", "as_of": "2015-06-26"}, True),
        ({"q": "占道"}, True),
        ({"q": "教学"}, False),
    ):
        asked = {"as_of": "2015-06-25", **query}
        assert len(assigned.read("/tasks", **asked)["items"]) == found, query


def test_the_list_goes_on_page_after_page(county: County) -> None:
    for no, due in enumerate(("2015-09-30", "2015-06-30", "2015-12-31"), 1):
        body = {**PLAN, "number": f"N{no}", "due": {"on": due}}
        assert county.begin("/tasks", body).status_code == 201
    for sort, order in (("due", "213"), ("-due", "312"), ("number", "123"), ("-percent", "")):
        first = county.read("/tasks", sort=sort, limit=2)
        asked = {"sort": sort, "limit": 2, "cursor": first["next_cursor"]}
        rest = county.read("/tasks", **asked)
        numbers = [each["number"] for each in (*first["items"], *rest["items"])]
        assert numbers == [f"N{no}" for no in order] or not order
        assert sorted(numbers) == ["N1", "N2", "N3"]
        assert rest["next_cursor"] is None
    other = {"sort": "number", "cursor": first["next_cursor"]}
    refused(county.client.get("/tasks", params=other), 422, "unknown-fact", "cursor")
    refused(county.client.get("/tasks?sort=title"), 422, "unknown-fact", "sort")
    assert refused(county.client.get("/tasks?status=done"), 422, "invalid-request", "status")
    assert refused(county.client.get("/tasks?q=%00"), 422, "invalid-request", "q")


def test_the_timeline_tells_the_whole_story(closed: County) -> None:
    entries = closed.read(f"{HERE}/timeline")["items"]
    assert [each["label"] for each in entries] == [
        "列入方案",
        "分解落实",
        "报告进展",
        "申请销号",
        "核查通过",
        "销号",
    ]
    assert entries[2]["facts"]["lineage"] == ["ZX", "JYJ", "XZF"]


def test_every_act_rests_on_the_version_it_was_decided_on(assigned: County) -> None:
    for act, body in ACTS.items():
        path = f"{HERE}/{act}"
        refused(assigned.act(path, body, etag='"1"'), 412, "stale-version", "If-Match")
        refused(assigned.begin(path, body), 428, "precondition-required", "If-Match")
        weak = assigned.act(path, body, etag='W/"2"')
        refused(weak, 400, "malformed-precondition", "If-Match")
        absent = assigned.act(f"{NOWHERE}/{act}", body, etag='"1"')
        refused(absent, 404, "not-found")
    assert assigned.read(HERE)["version"] == 2


def test_every_act_refuses_fields_it_does_not_know(assigned: County) -> None:
    for act, body in ACTS.items():
        answer = assigned.act(f"{HERE}/{act}", {**body, "approved": True})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["message"] == "不是本接口的字段"
    assert assigned.read(HERE)["version"] == 2


def test_what_is_not_there_is_not_found(county: County) -> None:
    refused(county.client.get(NOWHERE), 404, "not-found")
    refused(county.client.get(f"{NOWHERE}/timeline"), 404, "not-found")
    refused(county.client.get("/tasks/RW-2015-1"), 422, "invalid-request", "task_id")
    unknown = {**PLAN, "opinion_ids": [str(UUID(int=404))]}
    refused(county.begin("/tasks", unknown), 404, "not-found", "opinion_ids")


def test_a_number_is_used_once(assigned: County) -> None:
    refused(assigned.begin("/tasks", PLAN), 409, "number-taken", "number")


def test_a_broken_rule_is_named(assigned: County) -> None:
    for act, changed, by, code, field in (
        ("closeouts", {}, "RDB", "wrong-status", "status"),
        ("progress-reports", {}, "JTJ", "reporter-not-responsible", "unit"),
        ("extensions", {}, "JTJ", "requester-not-responsible", "unit"),
        ("assignments", {"units": [], "reason": "无"}, "RDB", "responsibility-missing", "units"),
        ("progress-reports", {"occurred_on": "2015-03-01"}, "ZX", "act-out-of-order", ON),
        ("progress-reports", {"occurred_on": "2030-02-01"}, "ZX", "act-in-future", ON),
    ):
        answer = assigned.act(f"{HERE}/{act}", {**ACTS[act], **changed}, by)
        refused(answer, 409, code, field)
    assert assigned.read(HERE)["version"] == 2


def test_the_responsible_unit_does_not_verify_its_own_task(assigned: County) -> None:
    change(assigned, "progress-reports", REPORT, "ZX")
    change(assigned, "closeout-requests", CLAIM, "JYJ")
    answer = assigned.act(f"{HERE}/verifications", PASS, "JYJ", actor="旁人")
    refused(answer, 409, "verifier-not-independent", "unit")


def test_a_field_that_breaks_its_rule_is_named(county: County) -> None:
    for field, value in (
        ("text", " "),
        ("due", {"on": "2015-06-25", "undated": True}),
        ("due", None),
        ("handling", "soon"),
        ("number", "RW 1"),
        ("opinion_ids", [str(TASK)] * 2),
        ("occurred_on", "25.3.2015"),
        ("target", {"text": "20处", "unit_of_measure": "处"}),
    ):
        answer = county.begin("/tasks", {**PLAN, field: value})
        refused(answer, 422, "invalid-request", field)
    missing = {name: PLAN[name] for name in PLAN if name != "due"}
    refused(county.begin("/tasks", missing), 422, "invalid-request", "due")


def test_facts_the_domain_refuses_are_named(assigned: County) -> None:
    repeated = {**PLAN, "number": "N2", "sub_actions": [{"no": 1, "text": "登记"}] * 2}
    refused(assigned.begin("/tasks", repeated), 422, "invalid-fact", "sub_actions")
    again = {**ASSIGN, "occurred_on": "2015-04-01"}
    refused(assigned.act(f"{HERE}/assignments", again), 422, "invalid-fact", "reason")
    unknown = {**ASSIGN, "units": ["MEIYOU"], "reason": "调整"}
    refused(assigned.act(f"{HERE}/assignments", unknown), 404, "not-found", "units")


def test_a_body_that_is_no_json_is_malformed(assigned: County) -> None:
    headers = {**assigned.headers("RDB"), "content-type": "application/json"}
    refused(assigned.client.post("/tasks", content="{", headers=headers), 400, "malformed-request")
