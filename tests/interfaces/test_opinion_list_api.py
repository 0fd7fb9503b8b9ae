"""The list of opinions over HTTP: on the day asked for, narrowed, ordered, in pages."""

from typing import Any

import pytest

from tests.http_fixtures import County
from tests.interfaces.opinions import (
    CLOSED,
    OPINION,
    REFER,
    REFERRED,
    REPLIED,
    listed,
    register,
    tell,
)


def test_the_list_shows_each_opinion_on_the_day_asked_for(county: County) -> None:
    tell(county, CLOSED)
    answer = county.read("/opinions", as_of="2015-07-05")
    assert answer["as_of"] == "2015-07-05"
    (row,) = answer["items"]
    assert row == {
        "opinion_id": str(OPINION),
        "number": "2015-01",
        "kind": "deputy_suggestion",
        "kind_label": "代表建议、批评和意见",
        "title": "关于硬化通村道路的建议",
        "source_document": "丹竹人发〔2015〕4号",
        "issuer": "RDB",
        "channel": "meeting",
        "raised_on": "2015-01-20",
        "lead_deputy": "代表甲",
        "co_signers": ["代表乙"],
        "is_key": True,
        "status": "replied",
        "status_label": "已答复",
        "formed_on": "2015-03-01",
        "not_admitted_on": None,
        "first_referred_on": "2015-03-25",
        "referred_on": "2015-03-25",
        "referral_letter": "丹竹人交〔2015〕1号",
        "lead_unit": "JTJ",
        "lead_units": ["JTJ"],
        "co_units": ["JYJ"],
        "due": "2015-06-25",
        "due_label": "2015-06-25",
        "undated": False,
        "original_due": "2015-06-25",
        "due_provisional": False,
        "paused_since": None,
        "profile": None,
        "days_overdue": 10,
        "days_left": 0,
        "acknowledged_on": "2015-03-26",
        "consulted_on": None,
        "round": 1,
        "first_replied_on": "2015-06-20",
        "first_reply_due": "2015-06-25",
        "last_replied_on": "2015-06-20",
        "reply_document": "交函〔2015〕9号",
        "first_class": "B",
        "current_class": "B",
        "first_satisfaction": "satisfied",
        "last_satisfaction": "satisfied",
        "return_requests": 0,
        "returns_accepted": 0,
        "extensions": 0,
        "rehandlings": 0,
        "tracking_since": None,
        "closed_on": None,
        "first_closed_on": None,
        "completed_on": None,
        "look_backs": 0,
        "recurrences": 0,
        "opened_again_on": None,
        "merged_into": None,
        "withdrawn_on": None,
    }
    (row,) = county.read("/opinions")["items"]
    assert (row["days_overdue"], row["days_left"], row["closed_on"]) == (178, None, "2015-12-28")


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, ["2015-01", "2015-02", "2015-03"]),
        ({"kind": "motion"}, ["2015-02"]),
        ({"kind": ["motion", "public"]}, ["2015-02", "2015-03"]),
        ({"status": ["referred", "drafted"]}, ["2015-02", "2015-03"]),
        ({"lead_unit": "JTJ"}, ["2015-01"]),
        ({"source_document": "石人发1号"}, ["2015-03"]),
        ({"number": "2015-02"}, ["2015-02"]),
        ({"is_key": "true"}, ["2015-01", "2015-02"]),
        ({"referred_from": "2015-04-01"}, ["2015-02"]),
        ({"referred_until": "2015-04-01"}, ["2015-01"]),
        ({"overdue": "true", "as_of": "2015-07-05"}, ["2015-01"]),
        ({"overdue": "false", "as_of": "2015-07-05"}, ["2015-02", "2015-03"]),
        ({"q": "水库"}, ["2015-03"]),
        ({"sort": "-number"}, ["2015-03", "2015-02", "2015-01"]),
        ({"sort": "-referred_on"}, ["2015-03", "2015-02", "2015-01"]),
    ],
)
def test_the_list_is_narrowed_and_ordered(
    county: County, query: dict[str, Any], numbers: list[str]
) -> None:
    tell(county, REPLIED)
    undated = {**REFER, "occurred_on": "2015-04-10", "lead": ["SLJ"], "due": {"undated": True}}
    tell(county, (REFERRED[0], ("referrals", undated, "RDB")), "2015-02", kind="motion")
    public = {"kind": "public", "is_key": False, "document_number": "石人发1号", "title": "水库"}
    register(county, "2015-03", **public)
    assert listed(county, **query) == numbers


def test_an_undated_opinion_is_labelled(county: County) -> None:
    tell(county, (REFERRED[0], ("referrals", {**REFER, "due": {"undated": True}}, "RDB")))
    (row,) = county.read("/opinions")["items"]
    assert (row["due"], row["due_label"], row["undated"]) == (None, "未定时限", True)


def test_pages_of_the_list_follow_each_other(county: County) -> None:
    for number in ("2015-01", "2015-02", "2015-03"):
        register(county, number)
    first = county.read("/opinions", limit=2, sort="due")
    second = county.read("/opinions", limit=2, sort="due", cursor=first["next_cursor"])
    found = [item["number"] for item in (*first["items"], *second["items"])]
    assert (sorted(found), second["next_cursor"]) == (["2015-01", "2015-02", "2015-03"], None)
