"""The command line on rule profiles."""

import json
from datetime import date

import pytest

from application.commands import rule_profiles
from application.store import Store
from application.work import Work
from domain.profile_rules import ProfileRules
from domain.rule_profile import RuleProfile
from domain.unit import Unit, UnitKind, UnitLevel
from tests.aggregates import act
from tests.interfaces.test_cli import Zhuoluo, answer, first_column, lines, refused, zhuoluo

DAY = ("--as-of", "2020-03-01")
RULES = ProfileRules.model_validate({"reply": {"co_unit": {"length": 20, "unit": "day"}}})


def settle(work: Work) -> RuleProfile:
    kind, level = UnitKind.STANDING_COMMITTEE, UnitLevel.COUNTY
    work.add(Unit.register("RDCWH", "县人大常委会", kind, level, None, work.act))
    profile = rule_profiles.begin(
        work, congress="RDCWH", title="意见办理规则", rules=RULES, basis=("办理办法",)
    )
    day = work.act.occurred_on
    rule_profiles.publish(
        work,
        "RDCWH",
        profile.version,
        basis_document="某人常〔2020〕1号",
        valid_from=day,
        valid_until=None,
    )
    return profile


@pytest.fixture
def run(sqlite_store: Store) -> Zhuoluo:
    sqlite_store.run(act("2020-03-01"), settle)
    return zhuoluo(str(sqlite_store.database.url))


def test_the_profiles_are_listed_with_the_version_of_the_day(run: Zhuoluo) -> None:
    assert lines(run("profiles", *DAY)) == [
        ["机关", "施行版次", "名称", "施行日期", "失效日期", "公布文号", "草案"],
        ["RDCWH", "1", "意见办理规则", "2020-03-01", "", "某人常〔2020〕1号", ""],
    ]
    assert first_column(run("profiles", "list", "--as-of", "2020-02-29")) == []


def test_the_list_for_programs_names_its_moment(run: Zhuoluo) -> None:
    told = answer(run("profiles", "--json", *DAY))
    assert (told["as_of"], told["known_at"]) == ("2020-03-01", 3)
    assert told["items"][0]["congress"] == "RDCWH"
    assert told["items"][0]["in_force_from"] == "2020-03-01"


def test_the_rules_that_govern_are_shown_one_by_one_with_their_source(run: Zhuoluo) -> None:
    shown = lines(run("profiles", "show", "RDCWH", *DAY))
    assert shown[0] == ["环节", "事项", "规则", "出处", "不同于法定规则"]
    assert [
        "答复",
        "协办单位提出意见",
        "协办单位自交办之日起20日内向主办单位提出意见",
        "办理办法",
        "是",
    ] in shown


def test_the_rules_for_programs_name_the_version(run: Zhuoluo) -> None:
    told = answer(run("profiles", "show", "RDCWH", "--json", *DAY))
    assert (told["congress"], told["ref"]) == ("RDCWH", "RDCWH第1版")
    assert told["rules"][0]["path"] == "referral.return_window"


def test_the_statutory_rules_are_brought(run: Zhuoluo, sqlite_store: Store) -> None:
    sqlite_store.run(act("2020-12-01"), ended)
    gone = ("profiles", "show", "RDCWH", "--as-of", "2021-01-01", "--json")
    assert answer(run(*gone))["ref"] == "法定规则(库中没有方案)"
    assert run("profiles", "bring").stdout == "法定规则已在库中\n"
    assert json.loads(run(*gone).stdout)["ref"] == "STATUTORY第1版"
    assert first_column(run("profiles", *DAY)) == ["RDCWH", "STATUTORY"]


def ended(work: Work) -> RuleProfile:
    profile = work.get(RuleProfile, RuleProfile.id_of("RDCWH"))
    profile.end(date(2020, 12, 31), "另行规定", work.act)
    return profile


def test_what_cannot_be_asked_is_refused_in_one_sentence(run: Zhuoluo) -> None:
    refused(run("profiles", "print"), 2, "list")
    refused(run("profiles", "show"), 2, "单位代码")
    refused(run("profiles", "list", "RDCWH"), 2, "单位代码")
    refused(run("profiles", "show", "NOBODY"), 1, "NOBODY")
