"""Figures over HTTP: refused when they cannot be, complete when they can."""

from typing import Any

import pytest

from application.metrics.definitions import COUNTS, DEFINITIONS
from domain.ranking import SMALLEST_BASE
from tests.http_fixtures import County
from tests.interfaces.opinions import FORM, REFER, REGISTER


def opinion(county: County, number: str, lead: str, due: str, referred: str) -> str:
    """Refer an opinion; return where it is."""
    begun = {"occurred_on": referred, "raised_on": referred}
    answer = county.begin("/opinions", {**REGISTER, **begun, "number": number})
    assert answer.status_code == 201, answer.text
    path: str = answer.headers["Location"]
    given = {"lead": [lead], "co": [], "due": {"on": due}, "meeting_on": referred}
    for noun, facts in (("formations", FORM), ("referrals", REFER | given)):
        answer = county.act(f"{path}/{noun}", {**facts, "occurred_on": referred})
        assert answer.status_code == 200, answer.text
    return path


@pytest.fixture
def referred(county: County) -> County:
    """Give a county with opinions of two years."""
    for index, (lead, day) in enumerate(
        [
            ("JYJ", "2014-03-25"),
            ("JYJ", "2015-03-25"),
            ("JYJ", "2015-03-25"),
            ("SLJ", "2015-04-10"),
        ]
    ):
        opinion(county, f"B{index}", lead, f"{day[:4]}-06-25", day)
    return county


def test_every_definition_is_told_in_full(county: County) -> None:
    told = county.read("/metrics/definitions")
    assert [each["code"] for each in told] == [*DEFINITIONS, *COUNTS]
    assert len({each["title"] for each in told}) == len(told)
    assert all(each["formula"] and each["cohort_rule"] and each["as_of_rule"] for each in told)
    on_time = next(each for each in told if each["code"] == "on-time-reply-rate")
    assert on_time["cohort_rule"] == "交办日期在期间内的意见"
    assert "未定时限的不计入,另列" in on_time["edge_cases"]
    assert on_time["version"] == 3
    assert county.read("/rates/definitions") == told[: len(DEFINITIONS)]


def test_last_year_stands_beside_every_group_of_either_year(referred: County) -> None:
    asked = {"code": "acknowledgement-rate", "group_by": "unit", "compare": "last_year"}
    period = {"since": "2015-01-01", "until": "2015-12-31", "as_of": "2015-12-31"}
    education, water = referred.read("/rates", **asked, **period)["rates"]
    assert (education["denominator"], education["last_year"]["denominator"]) == (2, 1)
    assert education["last_year"]["points"] == "0.00"
    assert (water["group_label"], water["last_year"]["denominator"]) == ("县水利局", 0)
    assert (water["last_year"]["percent"], water["last_year"]["points"]) == (None, None)
    later = {"since": "2016-01-01", "until": "2016-12-31", "as_of": "2016-12-31"}
    assert [
        (rate["group"], rate["denominator"], rate["last_year"]["denominator"])
        for rate in referred.read("/rates", **asked, **later)["rates"]
    ] == [("JYJ", 0, 2), ("SLJ", 0, 1)]


def publish_base(county: County, congress: str, base: int) -> None:
    """Put rules in force under which so many items are needed for a place."""
    rules = {"figures": {"ranking_base": base}}
    begun = {"congress": congress, "title": "统计规则", "rules": rules}
    answer = county.begin("/rule-profiles", {**begun, "occurred_on": "2014-01-01"})
    assert answer.status_code == 201, answer.text
    published = {"basis_document": "某人常〔2014〕1号", "valid_from": "2014-01-02"}
    path = f"/rule-profiles/{congress}/publications"
    answer = county.act(path, {**published, "occurred_on": "2014-01-02"})
    assert answer.status_code == 200, answer.text


def base_of(county: County, **asked: str) -> int:
    base: int = county.read("/rates/reply-rate/ranking", **asked)["minimum_base"]
    return base


def test_the_smallest_base_is_that_of_the_rules_in_force(county: County) -> None:
    assert base_of(county) == SMALLEST_BASE
    publish_base(county, "RDB", 2)
    publish_base(county, "ZXT", 3)
    assert base_of(county) == base_of(county, congress="RDB") == 2
    assert base_of(county, congress="ZXT") == 3
    assert base_of(county, congress="ZXT", minimum_base="7") == 7
    assert base_of(county, as_of="2014-01-01") == SMALLEST_BASE
    assert base_of(county, congress="XZF") == SMALLEST_BASE
    unknown = county.client.get("/rates/reply-rate/ranking", params={"congress": "NOBODY"})
    assert (unknown.status_code, unknown.json()["field"]) == (404, "congress")


def test_of_two_standing_committees_neither_is_taken_for_granted(county: County) -> None:
    publish_base(county, "RDB", 2)
    other = {"code": "RDB2", "name": "开发区人大", "kind": "standing_committee"}
    place = {"level": "county", "parent": None, "occurred_on": "2015-01-01"}
    assert county.begin("/units", {**other, **place}).status_code == 201
    assert base_of(county) == SMALLEST_BASE
    assert base_of(county, as_of="2014-12-31") == 2


def test_a_ranking_of_units_names_them(referred: County) -> None:
    asked = {"as_of": "2015-12-31", "minimum_base": 2}
    ranking = referred.read("/rates/on-time-reply-rate/ranking", **asked)
    assert (ranking["minimum_base"], ranking["higher_is_better"]) == (2, True)
    assert ranking["ranked"] == [
        {
            "rank": 1,
            "group": "JYJ",
            "group_label": "县教育局",
            "numerator": 0,
            "denominator": 3,
            "percent": "0.00",
        }
    ]
    assert [each["group"] for each in ranking["unranked"]] == ["SLJ"]


def test_what_is_late_is_counted_with_its_days_and_opens_to_its_items(referred: County) -> None:
    asked: dict[str, Any] = {"as_of": "2015-06-30", "since": "2015-01-01"}
    (late,) = referred.read("/rates/counts", code="overdue-open-days", **asked)["counts"]
    assert (late["count"], late["days"], late["mean_days"]) == (3, 15, "5.00")
    items = referred.read("/rates/overdue-open-days/numerator", **asked)["items"]
    assert [(item["number"], item["weight"]) for item in items] == [
        ("B1", 5),
        ("B2", 5),
        ("B3", 5),
    ]
    by_unit = referred.read("/rates/counts", group_by="unit", as_of="2015-06-30")["counts"]
    assert {each["group"] for each in by_unit} == {"JYJ", "SLJ"}


def test_shares_of_the_status_add_up(referred: County) -> None:
    shares = referred.read("/rates/shares/status", as_of="2015-12-31", unit="JYJ")
    assert (shares["title"], shares["total"], shares["left_out"]) == ("意见办理状态", 3, 0)
    part = next(each for each in shares["parts"] if each["value"] == "referred")
    assert part == {"value": "referred", "label": "已交办", "count": 3, "percent": "100.00"}
    nothing = referred.read("/rates/shares/task-status")
    assert {each["percent"] for each in nothing["parts"]} == {None}
    assert referred.read("/rates/shares/commitment-status")["total"] == 0


@pytest.mark.parametrize(
    ("path", "field", "detail"),
    [
        ("/rates?code=closed-count", "code", "“办结件数”是件数,不是比率"),
        ("/rates/counts?code=reply-rate", "code", "“答复率”是比率,不是件数"),
        ("/rates/closed-count/ranking", "code", "“办结件数”是件数,不是比率"),
        ("/rates/nothing/ranking", "code", "没有“nothing”这项指标"),
        ("/rates/reply-rate/ranking?group_by=month", "group_by", "只能按单位或责任领导排名"),
        (
            "/rates?compare=last_year&group_by=year",
            "compare",
            "按月份或年份分组时不能与上年比较",
        ),
        ("/rates/shares/status?leader=甲", "leader", "只有整改任务的比率能按责任领导统计"),
        (
            "/rates/fulfilment-rate/numerator?kind=deputy_suggestion",
            "kind",
            "只有意见和整改任务的比率能按类别或来源文件统计",
        ),
        ("/rates/handling-days?leader=甲", "leader", "只有整改任务的比率能按责任领导统计"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    county: County, path: str, field: str, detail: str
) -> None:
    answer = county.client.get(path)
    assert answer.status_code == 422
    assert (answer.json()["field"], answer.json()["detail"]) == (field, detail)


@pytest.mark.parametrize(
    "path", ["/rates/shares/nothing", "/rates/reply-rate/ranking?minimum_base=0"]
)
def test_what_is_not_among_the_choices_is_refused(county: County, path: str) -> None:
    answer = county.client.get(path)
    assert answer.status_code == 422
    assert answer.json()["errors"]
