"""``zhuoluo rates`` beyond rates: the year before, counts, rankings and shares."""

from datetime import date
from typing import Any

import pytest

from application.commands import rule_profiles
from application.store import Store
from application.work import Work
from domain.profile_rules import ProfileRules
from domain.rule_profile import STATUTORY, RuleProfile
from tests.application import tasks
from tests.application.plans import OFFICE
from tests.interfaces import small_county
from tests.interfaces.test_cli import LAST_DAY, Zhuoluo, answer, lines, zhuoluo


@pytest.fixture
def run(sqlite_store: Store) -> Zhuoluo:
    """Give the command line of a small county."""
    small_county.fill(sqlite_store)
    return zhuoluo(str(sqlite_store.database.url))


def test_rates_stand_beside_those_of_the_year_before(run: Zhuoluo) -> None:
    year = ("--as-of", "2010-12-31", "--since", "2010-01-01", "--until", "2010-12-31")
    found = {line[0]: line[1:] for line in lines(run("rates", "--compare", *year))}
    assert found["指标"][5:] == ["上年分子", "上年分母", "上年比率", "增减百分点"]
    assert found["答复率"] == ["", "0", "0", "—", "0", "1", "6", "16.67%", ""]
    rates = answer(run("rates", "--compare", "--json", *year, "--group-by", "unit"))["rates"]
    reply = next(each for each in rates if each["code"] == "reply-rate")
    assert (reply["group_label"], reply["last_year"]) == (
        "单位GQXX",
        {"numerator": 1, "denominator": 6, "percent": "16.67", "points": None},
    )


def test_counts_and_days_take_the_place_of_rates(run: Zhuoluo) -> None:
    found = {line[0]: line[1:] for line in lines(run("rates", "--counts", *LAST_DAY))}
    assert found["指标"] == ["分组", "件数", "总天数", "平均天数", "未定时限不计入"]
    assert found["交办件数"] == ["", "6", "", "", "0"]
    assert found["逾期未结"] == ["", "0", "0", "", "0"]
    counts = answer(run("rates", "--counts", "--json", *LAST_DAY, "--group-by", "unit"))["counts"]
    assert counts[0] == {
        "code": "referred-count",
        "title": "交办件数",
        "group": "GQXX",
        "group_label": "单位GQXX",
        "count": 6,
        "days": None,
        "mean_days": None,
        "left_out": 0,
    }


def test_units_are_ranked(run: Zhuoluo) -> None:
    found = lines(run("rates", "--ranking", "reply-rate", *LAST_DAY))
    assert found == [
        ["名次", "代码", "名称", "分子", "分母", "比率"],
        ["1", "GQXX", "单位GQXX", "1", "6", "16.67%"],
    ]
    apart = lines(run("rates", "--ranking", "reply-rate", "--minimum-base", "7", *LAST_DAY))
    assert apart[1][0] == "不排名"
    told = answer(run("rates", "--ranking", "close-out-rate", "--group-by", "leader", "--json"))
    assert (told["title"], told["minimum_base"]) == ("销号率", 5)
    assert [each["rank"] for each in told["places"]] == [None] * len(told["places"])


def test_a_ranking_goes_by_the_rules_of_a_congress(run: Zhuoluo, sqlite_store: Store) -> None:
    tasks.run(sqlite_store, "2009-01-02", _rank_from_seven, OFFICE)
    told = answer(run("rates", "--ranking", "reply-rate", "--json", *LAST_DAY))
    assert told["minimum_base"] == 5
    by_rules = ("rates", "--ranking", "reply-rate", "--json", *LAST_DAY, "--congress", OFFICE)
    assert answer(run(*by_rules))["minimum_base"] == 7


def _rank_from_seven(work: Work) -> RuleProfile:
    rules = ProfileRules.model_validate({"figures": {"ranking_base": 7}})
    stated: dict[str, Any] = {"title": "统计规则", "rules": rules, "basis": ()}
    profile = rule_profiles.begin(work, congress=STATUTORY, **stated)
    profile.publish("某人常〔2009〕1号", date(2009, 1, 2), None, work.act)
    return profile


def test_items_are_divided(run: Zhuoluo) -> None:
    found = lines(run("rates", "--shares", "status", *LAST_DAY))
    assert found[0] == ["项目", "件数", "占比"]
    assert ["办理中", "4", "66.67%"] in found
    told = answer(run("rates", "--shares", "satisfaction", "--json", "--as-of", "2009-01-01"))
    assert (told["title"], told["total"]) == ("满意度", 0)
    assert {each["percent"] for each in told["parts"]} == {None}
