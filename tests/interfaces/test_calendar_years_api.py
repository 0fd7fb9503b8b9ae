"""Holiday arrangements and the deadlines that follow from them, over HTTP."""

from datetime import date
from typing import Any

import pytest

from application.commands.calendars import bring_reference_calendars
from application.reactions.tick import tick
from tests.http_fixtures import County

DAYS_OFF = ["2027-01-01", "2027-05-01", "2027-10-01", "2027-10-02", "2027-10-03"]
NOTICE: dict[str, Any] = {
    "notice_number": "国办发明电〔2026〕8号",
    "notice_date": "2026-11-10",
    "source": "中国政府网",
    "days_off": DAYS_OFF,
    "working_days": ["2027-02-20"],
    "occurred_on": "2026-11-12",
}
LATER = {
    **NOTICE,
    "notice_number": "国办发明电〔2027〕1号",
    "notice_date": "2027-01-18",
    "days_off": [*DAYS_OFF, "2027-02-08"],
    "reason": "延长春节假期",
    "occurred_on": "2027-01-20",
}
THREE_MONTHS = {"kind": "term", "term": {"length": 3, "unit": "month"}, "roll": True}


def publish(county: County, **facts: Any) -> Any:
    return county.begin("/calendar-years", {"year": 2027, **NOTICE, **facts})


def derive(county: County, spec: Any, start: str | None = None, **query: str) -> Any:
    body = {"spec": spec, "start": start}
    return county.client.post("/deadline-derivations", json=body, params=query)


def test_a_year_is_published_read_and_amended(county: County) -> None:
    answer = publish(county)
    assert answer.status_code == 201
    assert (answer.headers["Location"], answer.headers["ETag"]) == ("/calendar-years/2027", '"1"')
    assert "X-Sequence" in answer.headers
    amended = county.act("/calendar-years/2027/amendments", LATER)
    assert (amended.status_code, amended.headers["ETag"]) == (200, '"2"')
    state = county.read("/calendar-years/2027")
    assert {**state, "recomputed": []} == amended.json()
    assert (state["year"], state["version"], state["days_off"]) == (
        2027,
        2,
        ["2027-01-01", "2027-02-08", *DAYS_OFF[1:]],
    )
    first, second = state["history"]
    assert (first["version"], first["recorded_for"], first["reason"]) == (1, "2026-11-12", None)
    assert first["notice_number"] == "国办发明电〔2026〕8号"
    assert (second["version"], second["recorded_for"]) == (2, "2027-01-20")
    assert second["reason"] == "延长春节假期"


def test_the_list_answers_for_any_day(county: County) -> None:
    publish(county)
    county.act("/calendar-years/2027/amendments", LATER)
    (row,) = county.read("/calendar-years", as_of="2027-01-19")["items"]
    assert (row["year"], row["version"], row["notice_date"]) == (2027, 1, "2026-11-10")
    assert row["working_days"] == ["2027-02-20"]
    (row,) = county.read("/calendar-years", as_of="2027-01-20")["items"]
    assert row["version"] == 2
    assert county.read("/calendar-years", as_of="2026-11-11")["items"] == []


def test_an_amendment_names_the_version_it_rests_on(county: County) -> None:
    publish(county)
    headers = county.headers("RDB")
    path = "/calendar-years/2027/amendments"
    assert county.client.post(path, json=LATER, headers=headers).status_code == 428
    assert county.act(path, LATER, etag='"2"').status_code == 412


def test_a_year_nobody_recorded_is_not_found(county: County) -> None:
    answer = county.client.get("/calendar-years/2031")
    assert answer.status_code == 404
    assert answer.json()["detail"] == "没有编号或标识为2031的年度节假日安排"


@pytest.mark.parametrize(
    ("facts", "status", "rule", "field"),
    [
        ({"days_off": ["2027-13-01"]}, 422, "invalid-request", "days_off.0"),
        ({"source": " "}, 422, "invalid-request", "source"),
        ({"year": "二〇二七"}, 422, "invalid-request", "year"),
        ({"year": 1900}, 422, "invalid-request", "year"),
        ({"name": "元旦"}, 422, "invalid-request", "name"),
        ({"working_days": ["2027-02-22"]}, 409, "working-day-not-at-weekend", "working_days"),
        ({"days_off": DAYS_OFF[1:]}, 409, "statutory-day-worked", "days_off"),
    ],
)
def test_a_wrong_notice_is_refused_by_field_and_rule(
    county: County, facts: dict[str, Any], status: int, rule: str, field: str
) -> None:
    answer = publish(county, **facts)
    problem = answer.json()
    assert (answer.status_code, problem["rule"], problem["field"]) == (status, rule, field)
    assert not problem["detail"].isascii()
    assert county.read("/calendar-years")["items"] == []


def test_a_derivation_answers_the_day_and_the_steps(county: County) -> None:
    bring_reference_calendars(county.store)
    before = county.read("/readyz")["sequence"]
    found = derive(county, THREE_MONTHS, "2026-07-01").json()
    assert found["due"]["on"] == "2026-10-08"
    assert found["due"]["basis"]["calendar"] == [{"year": 2026, "version": 1}]
    assert found["provisional"] is False
    assert found["steps"] == [
        {
            "kind": "counted",
            "text": "自2026年7月1日起3个月,当日不计,应至2026年10月1日",
            "day": "2026-10-01",
        },
        {
            "kind": "rolled",
            "text": "2026年10月1日为休息日,顺延至2026年10月8日",
            "day": "2026-10-08",
        },
    ]
    assert county.read("/readyz")["sequence"] == before


def test_a_derivation_uses_the_calendar_known_then(county: County) -> None:
    publish(county)
    assert derive(county, THREE_MONTHS, "2027-01-01").json()["provisional"] is False
    assert derive(county, THREE_MONTHS, "2027-01-01", as_of="2026-11-11").json()["provisional"]
    assert derive(county, THREE_MONTHS, "2027-01-01", known_at="0").json()["provisional"]


@pytest.mark.parametrize(
    ("spec", "field", "words"),
    [
        ({"day": "2026-07-01"}, "spec", "应写明kind"),
        ({"kind": "someday"}, "spec", "没有someday这一种"),
        ({"kind": "fixed_day"}, "spec.day", "必须填写"),
        ({**THREE_MONTHS, "term": {"length": 0, "unit": "month"}}, "spec.term", "1至120个月"),
        (
            {"kind": "by_difficulty", "difficulty": "long_term"},
            "spec",
            "须填写复查日期",
        ),
        (THREE_MONTHS, "start", "须有起算日期"),
    ],
)
def test_a_deadline_that_cannot_be_is_refused_by_field_and_rule(
    county: County, spec: dict[str, Any], field: str, words: str
) -> None:
    answer = derive(county, spec)
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["field"] == field
    assert words in problem["detail"]


def test_vague_words_suggest_a_day(county: County) -> None:
    path = "/deadline-derivations/suggestions"
    assert county.read(path, words="每年12月初", on="2011-04-21")["day"] == "2011-12-10"
    assert county.read(path, words="年底")["day"] == "2030-12-31"
    assert county.read(path, words="近期")["day"] is None
    assert county.client.get(path, params={"words": " "}).status_code == 422


def test_the_status_warns_of_a_missing_year(county: County) -> None:
    tick(county.store, date(2026, 11, 30))
    assert county.read("/status", as_of="2026-11-30")["warnings"] == [
        {
            "code": "calendar-year-missing",
            "text": "2026年节假日安排尚未登记,涉及该年度的期限均为暂定",
        }
    ]
    bring_reference_calendars(county.store)
    assert county.read("/status", as_of="2026-11-30")["warnings"] == []
    assert len(county.read("/status", as_of="2026-12-01")["warnings"]) == 1


def test_nobody_states_what_a_deadline_was_derived_from(county: County) -> None:
    bring_reference_calendars(county.store)
    forged = derive(county, THREE_MONTHS, "2015-03-25").json()["due"]
    assert forged["on"] == "2015-06-25"
    opinion = {
        "number": "JY-1",
        "kind": "deputy_suggestion",
        "title": "养老服务",
        "wording": "应当改善养老服务。",
        "issuer": "RDB",
        "channel": "meeting",
        "raised_on": "2015-03-25",
        "lead_deputy": "代表甲",
        "co_signers": [],
        "occurred_on": "2015-03-25",
    }
    registered = county.begin("/opinions", opinion)
    assert registered.status_code == 201, registered.text
    where = registered.headers["Location"]
    formed = {
        "formation_type": "chairpersons_meeting",
        "carrier": "formal_document",
        "approver": "主任会议",
        "compiled_by": "经办人甲",
        "occurred_on": "2015-03-25",
    }
    assert county.act(f"{where}/formations", formed).status_code == 200
    referral = {
        "lead": ["JYJ"],
        "letter_number": "1号",
        "split_handling": False,
        "occurred_on": "2015-03-25",
    }
    answer = county.act(f"{where}/referrals", {**referral, "due": forged})
    assert (answer.status_code, answer.json()["field"]) == (422, "due")
    assert answer.json()["detail"] == "due:推算依据由系统得出,不能填报"
    stated = county.act(f"{where}/referrals", {**referral, "due": {"on": "2015-06-25"}})
    assert stated.status_code == 200
    assert "basis" not in stated.text


def test_the_api_describes_every_kind_of_deadline(county: County) -> None:
    schemas = county.read("/openapi.json")["components"]["schemas"]
    kinds = schemas["DeriveDeadline"]["properties"]["spec"]["discriminator"]["mapping"]
    assert set(kinds) == {
        "fixed_day",
        "window",
        "month_part",
        "period_end",
        "vague",
        "term",
        "recurring",
        "before_meeting",
        "by_difficulty",
        "undated",
    }
