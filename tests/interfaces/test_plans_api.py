"""Plans over HTTP: what they show, how acts are answered, and which problems stand in the way."""

from typing import Any
from uuid import UUID

import pytest
from httpx2 import Response

from tests.application.plans import (
    BUREAU,
    NUMBER,
    OFFICE,
    PLAN,
    SCHOOL,
    SOURCE,
    opinion_id,
    settle,
)
from tests.http_fixtures import County

HERE = f"/plans/{PLAN}"
OPINION_IDS = [str(opinion_id(no)) for no in range(1, 7)]
UNKNOWN = UUID(int=1)
REASON = {"reason": "与第1项措施重复"}
DRAFT: dict[str, Any] = {
    "occurred_on": "2009-06-15",
    "number": NUMBER,
    "title": "高桥小学迎评整改方案",
    "unit": SCHOOL,
    "opinion_ids": OPINION_IDS,
}
MEASURE: dict[str, Any] = {
    "occurred_on": "2009-06-15",
    "no": 1,
    "text": "改善办学条件",
    "sub_actions": [{"no": 1, "text": "更换门窗"}],
    "responsibility": {"leaders": ["校长"], "offices": ["教务处"]},
    "target": {"text": "更换门窗", "unit_of_measure": "间", "minimum": "12.5"},
    "fund": "财政拨款",
    "due": {"on": "2009-12-31"},
    "handling": "phased",
    "answers": OPINION_IDS[:4],
}
BARE: dict[str, Any] = {
    "occurred_on": "2009-06-15",
    "no": 2,
    "text": "创建平安校园",
    "due": {"undated": True},
    "handling": "long_term",
    "review_on": "2010-06-30",
    "answers": OPINION_IDS[5:],
    "safety_hazard": True,
}


def draft_plan(county: County) -> County:
    """Draft a plan of two measures that leave the fifth opinion unanswered."""
    settle(county.store)
    answer = county.begin("/plans", DRAFT, SCHOOL)
    assert answer.status_code == 201, answer.text
    change(county, "measures", MEASURE, SCHOOL)
    change(county, "measures", BARE, SCHOOL)
    return county


def put_in_force(county: County) -> County:
    """Put that plan in force, what is missing having been waived."""
    draft_plan(county)
    on = {"occurred_on": "2009-06-16"}
    waiver = {"opinion_id": OPINION_IDS[4], "reason": "账目已经公开", **on}
    change(county, "opinion-waivers", waiver, SCHOOL)
    elements = {"no": 2, "elements": ["duty", "person", "fund", "deadline"], **REASON, **on}
    change(county, "element-waivers", elements, SCHOOL)
    change(county, "submissions", on, SCHOOL)
    change(county, "approvals", {"approver": "主任会议", "occurred_on": "2009-06-18"})
    change(county, "entries-into-force", {"occurred_on": "2009-06-20"})
    return county


def attempt(county: County, act: str, body: Any, by: str = OFFICE) -> Response:
    return county.act(f"{HERE}/{act}", body, by)


def change(county: County, act: str, body: Any, by: str = OFFICE) -> Any:
    """Carry out an act on the plan as it stands; return what it became."""
    answer = attempt(county, act, body, by)
    assert answer.status_code == 200, answer.text
    plan = answer.json()
    assert answer.headers["ETag"] == f'"{plan["version"]}"'
    assert plan == county.read(HERE)
    return plan


@pytest.fixture
def school(county: County) -> County:
    return draft_plan(county)


@pytest.fixture
def in_force(county: County) -> County:
    return put_in_force(county)


def refused(answer: Response, status: int, code: str, field: str | None = None) -> Any:
    assert answer.status_code == status, answer.text
    problem = answer.json()
    assert (problem["type"], problem["status"]) == (f"/problems/{code}", status)
    assert problem.get("field") == field
    assert answer.headers["content-type"] == "application/problem+json"
    return problem


def test_a_drafted_plan_is_shown_where_the_answer_says(county: County) -> None:
    settle(county.store)
    phases = [{"name": "整改", "starts_on": "2009-07-01", "ends_on": "2009-12-31"}]
    answer = county.begin("/plans", {**DRAFT, "phases": phases}, SCHOOL)
    assert answer.status_code == 201
    plan = answer.json()
    assert plan["id"] == str(PLAN)
    assert answer.headers["Location"] == HERE
    assert answer.headers["ETag"] == '"1"'
    assert (plan["status"], plan["status_label"]) == ("drafted", "起草")
    assert (plan["number"], plan["title"], plan["unit"], plan["document_number"]) == (
        "GQ-2009-1",
        "高桥小学迎评整改方案",
        SCHOOL,
        None,
    )
    assert (plan["phases"], plan["drafted_on"]) == (phases, "2009-06-15")
    nothing: dict[str, Any] = {"measures": [], "waived_because": None}
    assert plan["opinions"] == [{"opinion_id": each, **nothing} for each in OPINION_IDS]
    read = county.client.get(HERE)
    assert (read.json(), read.headers["ETag"]) == (plan, '"1"')


def test_a_measure_is_shown_with_every_field_and_its_five_elements(school: County) -> None:
    plan = school.read(HERE)
    full, bare = plan["measures"]
    stated = MEASURE.keys() - {"occurred_on", "responsibility", "target", "due"}
    assert {name: full[name] for name in stated} == {name: MEASURE[name] for name in stated}
    assert full["responsibility"] == {
        "leaders": ["校长"],
        "offices": ["教务处"],
        "lead_unit": None,
        "assignees": [],
    }
    assert full["target"] == {**MEASURE["target"], "maximum": None}
    assert full["due"] == {"on": "2009-12-31", "undated": False}
    assert (full["handling_label"], full["safety_hazard"]) == ("分阶段整改", False)
    assert [each["filled"] for each in full["elements"]] == [True] * 5
    assert (full["elements_filled"], full["elements_total"]) == (5, 5)
    assert bare["due"] == {"on": None, "undated": True}
    assert (bare["review_on"], bare["safety_hazard"]) == ("2010-06-30", True)
    assert [each["label"] for each in bare["elements"] if each["filled"]] == ["措施"]
    assert (plan["elements_filled"], plan["elements_total"]) == (6, 10)
    assert [each["measures"] for each in plan["opinions"]] == [[1]] * 4 + [[], [2]]


def test_waivers_are_shown_with_their_reasons(in_force: County) -> None:
    plan = in_force.read(HERE)
    assert [each["waived_because"] for each in plan["opinions"]] == [None] * 4 + [
        "账目已经公开",
        None,
    ]
    _, bare = plan["measures"]
    waived = [each["waived_because"] for each in bare["elements"]]
    assert waived == [None] + [REASON["reason"]] * 4
    assert (bare["elements_filled"], plan["approver"]) == (1, "主任会议")


def test_odd_dates_are_pointed_out(school: County) -> None:
    assert school.read(HERE)["warnings"] == []
    early = {**MEASURE, "no": 3, "due": {"on": "2009-06-01"}}
    (warning,) = change(school, "measures", early, SCHOOL)["warnings"]
    assert warning == "第3项措施的办理期限2009-06-01早于方案开始日期2009-06-15"


def test_measures_of_a_draft_are_revised_and_removed(school: County) -> None:
    revision = {name: MEASURE[name] for name in MEASURE.keys() - {"no", "target"}}
    plan = change(school, "measures/1/revisions", {**revision, "text": "改善校舍"}, SCHOOL)
    assert (plan["measures"][0]["text"], plan["measures"][0]["target"]) == ("改善校舍", None)
    plan = change(school, "measures/2/removals", {**REASON, "occurred_on": "2009-06-15"}, SCHOOL)
    assert [each["no"] for each in plan["measures"]] == [1]


def test_a_plan_is_rejected_and_a_date_corrected(school: County) -> None:
    all_of_them = {**MEASURE, "no": 3, "answers": OPINION_IDS}
    change(school, "measures", all_of_them, SCHOOL)
    change(school, "submissions", {"occurred_on": "2009-06-16"}, SCHOOL)
    rejection = {"reason": "措施不具体", "occurred_on": "2009-06-17"}
    assert change(school, "rejections", rejection)["status"] == "drafted"
    correction = {"corrects": 1, "now": "2009-06-14", "reason": "登记有误"}
    assert change(school, "corrections", correction)["drafted_on"] == "2009-06-14"


def test_amendments_are_shown_with_the_former_wording_and_the_date(in_force: County) -> None:
    amended = {
        "text": "改善校舍",
        "due": {"on": "2010-03-31"},
        "target": {"text": "更换门窗", "unit_of_measure": "间", "maximum": "20"},
        "reason": "工期推迟",
        "occurred_on": "2009-09-01",
    }
    plan = change(in_force, "measures/1/amendments", amended)
    (amendment,) = plan["amendments"]
    assert (amendment["no"], amendment["occurred_on"], amendment["reason"]) == (
        1,
        "2009-09-01",
        "工期推迟",
    )
    assert (amendment["former_text"], amendment["text"]) == ("改善办学条件", "改善校舍")
    dues = (amendment["former_due"]["on"], amendment["due"]["on"])
    assert dues == ("2009-12-31", "2010-03-31")
    assert (amendment["former_target"]["minimum"], amendment["target"]["maximum"]) == (
        "12.5",
        "20",
    )
    assert plan["measures"][0]["text"] == "改善校舍"


def test_cancelled_measures_are_shown_apart_and_open_tasks_hold_up_the_end(
    in_force: County,
) -> None:
    waiver = {"opinion_id": OPINION_IDS[5], "reason": "另行安排", "occurred_on": "2009-08-31"}
    change(in_force, "opinion-waivers", waiver)
    plan = change(in_force, "measures/2/cancellations", {**REASON, "occurred_on": "2009-09-01"})
    assert [each["no"] for each in plan["measures"]] == [1]
    assert [each["no"] for each in plan["cancelled_measures"]] == [2]
    assert (plan["elements_filled"], plan["elements_total"]) == (5, 5)
    answer = attempt(in_force, "conclusions", {"occurred_on": "2009-12-31"})
    problem = refused(answer, 409, "tasks-open", "open_tasks")
    assert problem["detail"] == "还有1项任务未办结:GQ-2009-1-1"
    for opinion in OPINION_IDS[:4]:
        given = {"opinion_id": opinion, "reason": "另行安排", "occurred_on": "2009-09-01"}
        change(in_force, "opinion-waivers", given)
    change(in_force, "measures/1/cancellations", {**REASON, "occurred_on": "2009-09-01"})
    plan = change(in_force, "conclusions", {"occurred_on": "2009-12-31"})
    assert plan["status_label"] == "已办结"


def test_a_plan_is_handed_over(in_force: County) -> None:
    reform = {"occurred_on": "2009-07-01", "successor": BUREAU, **REASON}
    assert in_force.act(f"/units/{SCHOOL}/mergers", reform).status_code == 200
    handing = {"occurred_on": "2009-07-02", "unit": SCHOOL, "successor": BUREAU, **REASON}
    plan = change(in_force, "handovers", handing)
    facts = {"version": plan["version"], "handed_over_on": "2009-07-02"}
    assert plan["handovers"] == [{**facts, "unit": SCHOOL, "successor": BUREAU, **REASON}]
    assert (plan["unit"], plan["status"]) == (BUREAU, "in_force")


def test_the_list_of_plans_is_filtered_and_answers_for_any_day(county_on_both: County) -> None:
    in_force = put_in_force(county_on_both)

    def found(**wanted: Any) -> Any:
        return in_force.read("/plans", **wanted)["items"]

    (row,) = found()
    assert (row["id"], row["status_label"]) == (str(PLAN), "实施中")
    assert (row["measures"], row["sub_actions"]) == (2, 1)
    assert (row["elements_filled"], row["elements_total"]) == (6, 10)
    assert row["opinion_ids"] == OPINION_IDS
    dates = [row[name] for name in ("submitted_on", "approved_on", "in_force_on")]
    assert dates == ["2009-06-16", "2009-06-18", "2009-06-20"]
    assert found(unit=SCHOOL, status="in_force", opinion=OPINION_IDS[0], sort="-title") == [row]
    assert found(unit=OFFICE) == found(status="drafted") == found(opinion=str(UNKNOWN)) == []
    assert [each["status"] for each in found(as_of="2009-06-17")] == ["submitted"]
    assert found(known_at=1) == []


def test_the_timeline_tells_of_the_plan_and_its_tasks(in_force: County) -> None:
    entries = in_force.read(f"{HERE}/timeline", limit=100)["items"]
    assert [each["topic"] for each in entries[:2]] == ["plan.drafted", "plan.measure-added"]
    assert {each["aggregate"] for each in entries} == {"整改方案", "整改任务"}
    refused(in_force.client.get(f"/plans/{UNKNOWN}/timeline"), 404, "not-found")


def test_coverage_is_listed_with_measures_and_waivers(county_on_both: County) -> None:
    school = draft_plan(county_on_both)

    def found(**wanted: Any) -> Any:
        return school.read("/coverage", **wanted)["items"]

    (row,) = found(state="uncovered")
    assert (row["opinion_id"], row["number"]) == (OPINION_IDS[4], "GQ-5")
    assert (row["state_label"], row["status_label"]) == ("尚无措施回应", "办理中")
    source = (row["source_document"], row["lead_unit"], row["due"])
    assert source == (SOURCE, SCHOOL, "2009-12-31")
    waiver = {"opinion_id": OPINION_IDS[4], "reason": "已经公开", "occurred_on": "2009-06-16"}
    change(school, "opinion-waivers", waiver, SCHOOL)
    (row,) = found(state="waived", plan=str(PLAN), source_document=SOURCE, sort="due")
    of_plan = {
        "plan_id": str(PLAN),
        "plan_number": NUMBER,
        "plan_status": "drafted",
        "plan_status_label": "起草",
    }
    assert row["answers"] == [{**of_plan, "measures": [], "waived_because": "已经公开"}]
    assert row["state_label"] == "已说明不予回应"
    covered = found(state="covered")
    assert {each["state_label"] for each in covered} == {"已有措施回应"}
    measures = [{"no": 2, "text": "创建平安校园"}]
    assert covered[-1]["answers"] == [{**of_plan, "measures": measures, "waived_because": None}]
    assert found(state="waived", as_of="2009-06-15") == []


ACTS: dict[str, dict[str, Any]] = {
    "measures": MEASURE,
    "measures/1/revisions": {name: MEASURE[name] for name in MEASURE.keys() - {"no"}},
    "measures/1/removals": REASON,
    "opinion-waivers": {"opinion_id": OPINION_IDS[0], **REASON},
    "element-waivers": {"no": 1, "elements": ["fund"], **REASON},
    "submissions": {},
    "approvals": {"approver": "主任会议"},
    "rejections": REASON,
    "entries-into-force": {},
    "measures/1/amendments": {"text": "新", **REASON},
    "measures/1/cancellations": REASON,
    "handovers": {"unit": SCHOOL, "successor": BUREAU, **REASON},
    "conclusions": {},
    "corrections": {"corrects": 1, "now": "2009-06-14", **REASON},
}


def test_every_act_needs_an_existing_plan_and_the_version_last_read(school: County) -> None:
    for act, body in ACTS.items():
        missing = school.act(f"/plans/{UNKNOWN}/{act}", body, etag='"1"')
        refused(missing, 404, "not-found")
        stale = school.act(f"{HERE}/{act}", body, etag='"1"')
        refused(stale, 412, "stale-version", "If-Match")
        without = school.begin(f"{HERE}/{act}", body)
        refused(without, 428, "precondition-required", "If-Match")


def test_rules_of_the_plan_are_answered_as_conflicts(school: County) -> None:
    refused(school.begin("/plans", DRAFT, SCHOOL), 409, "number-taken", "number")
    on = {"occurred_on": "2009-06-16"}
    uncovered = refused(
        attempt(school, "submissions", on, SCHOOL), 409, "opinion-uncovered", "opinion_ids"
    )
    assert OPINION_IDS[4] in uncovered["detail"]
    refused(attempt(school, "approvals", ACTS["approvals"]), 409, "wrong-status", "status")
    refused(attempt(school, "measures", MEASURE), 409, "measure-number-taken", "no")


def test_a_measure_that_is_stated_wrongly_is_refused_by_field(school: County) -> None:
    wrong: list[tuple[dict[str, Any], str | None]] = [
        ({"no": 0}, "no"),
        ({"no": 10_000}, "no"),
        ({"text": " "}, "text"),
        ({"due": {}}, "due"),
        ({"due": {"on": "2009-12-31", "undated": True}}, "due"),
        ({"target": {"text": "门窗", "unit_of_measure": "间"}}, "target"),
        ({"sub_actions": [{"no": 1, "text": "甲"}, {"no": 1, "text": "乙"}]}, None),
        ({"handling": "long_term"}, None),
        ({"responsibility": {"leaders": ["校长", "校长"]}}, "responsibility.leaders"),
        ({"lead": "校长"}, "lead"),
    ]
    for stated, field in wrong:
        body = {**MEASURE, "no": 3, **stated}
        refused(attempt(school, "measures", body, SCHOOL), 422, "invalid-request", field)
    assert len(school.read(HERE)["measures"]) == 2


@pytest.mark.parametrize(
    ("stated", "status", "code", "field"),
    [
        ({"number": "一" * 60}, 422, "invalid-request", "number"),
        ({"opinion_ids": []}, 422, "invalid-request", "opinion_ids"),
        ({"opinion_ids": [str(UNKNOWN)]}, 404, "not-found", "opinion_ids"),
        ({"unit": "NOBODY"}, 404, "not-found", "unit"),
        ({"occurred_on": "2040-01-01"}, 409, "act-in-future", "occurred_on"),
    ],
)
def test_a_plan_that_is_stated_wrongly_is_refused_by_field(
    county: County, stated: dict[str, Any], status: int, code: str, field: str
) -> None:
    settle(county.store)
    refused(county.begin("/plans", {**DRAFT, **stated}, SCHOOL), status, code, field)


def test_a_measure_number_out_of_range_is_refused(school: County) -> None:
    answer = attempt(school, "measures/10000/removals", REASON)
    refused(answer, 422, "invalid-request", "no")


def test_what_cannot_be_asked_is_refused(county: County) -> None:
    ask = county.client.get
    refused(ask(f"/plans/{UNKNOWN}"), 404, "not-found")
    refused(ask("/plans", params={"sort": "status"}), 422, "unknown-fact", "sort")
    refused(ask("/plans", params={"status": "open"}), 422, "invalid-request", "status")
    refused(ask("/coverage", params={"sort": "state"}), 422, "unknown-fact", "sort")
    refused(ask("/coverage", params={"state": "open"}), 422, "invalid-request", "state")
