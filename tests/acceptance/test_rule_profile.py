"""Steps of ``features/rule_profile.feature``."""

import re
from datetime import date
from typing import Any
from urllib.parse import quote

from pytest_bdd import scenarios, step, then, when

from tests.acceptance.desk import Desk, as_known_on
from tests.acceptance.words import Sentence, Who

scenarios("rule_profile.feature")

UNITS = {"日": "day", "个工作日": "working_day", "个月": "month"}
PLACES = {
    "代表建议的答复": ("reply", "deputy_suggestion"),
    "协办单位提出意见": ("reply", "co_unit"),
    "每次延期": ("extension", "each"),
    "不满意件重新办理": ("evaluation", "rehandling"),
}
TITLE = "意见办理规则"


def term(words: str) -> dict[str, Any]:
    length, unit = re.fullmatch(r"(\d+)(.+)", words).groups()  # type: ignore[union-attr]  # a term
    return {"length": int(length), "unit": UNITS[unit]}


def ruling(rule: str, words: str) -> dict[str, Any]:
    section, name = PLACES[rule]
    return {section: {name: term(words)}}


def known_as(congress: str) -> str:
    return f"{congress}的规则方案"


def begin(desk: Desk, congress: str, on: date, rules: Any, example: str | None = None) -> None:
    facts = {"congress": congress, "title": TITLE, "rules": rules, "example": example}
    desk.learn(known_as(congress), f"/rule-profiles/{quote(congress)}")
    desk.begin("/rule-profiles", facts, Who.read(congress), on)


@step(Sentence("{congress:Unit}{on:Day}起草规则方案,其中协办单位提出意见的期限为{days:Count}日"))
def _(desk: Desk, congress: str, on: date, days: str) -> None:
    begin(desk, congress, on, ruling("协办单位提出意见", f"{days}日"))


@step(Sentence("{congress:Unit}{on:Day}起草规则方案,其中“{rule:Text}”为“{words:Text}”"))
def _(desk: Desk, congress: str, on: date, rule: str, words: str) -> None:
    begin(desk, congress, on, ruling(rule, words))


@when(Sentence("{congress:Unit}{on:Day}起草规则方案,办理结果分甲乙两类,都不算已解决"))
def _(desk: Desk, congress: str, on: date) -> None:
    classes = [{"code": "甲", "label": "甲类"}, {"code": "乙", "label": "乙类"}]
    begin(
        desk, congress, on, {"closing": {"result_classes": {"name": "两类", "classes": classes}}}
    )


@when(Sentence("{congress:Unit}{on:Day}起草规则方案,只在临近期限时以蓝色预警"))
def _(desk: Desk, congress: str, on: date) -> None:
    levels = [{"colour": "蓝", "trigger": "near_due", "days": 7}]
    begin(desk, congress, on, {"warning": {"scale": {"levels": levels}}})


@when(
    Sentence(
        "{congress:Unit}{on:Day}以“{example:Text}”为起点起草规则方案,"
        "其中协办单位提出意见的期限改为{days:Count}日"
    )
)
def _(desk: Desk, congress: str, on: date, example: str, days: str) -> None:
    begin(desk, congress, on, ruling("协办单位提出意见", f"{days}日"), example)


@step(Sentence("{congress:Unit}{on:Day}起草下一版,其中协办单位提出意见的期限为{days:Count}日"))
def _(desk: Desk, congress: str, on: date, days: str) -> None:
    facts = {"title": TITLE, "rules": ruling("协办单位提出意见", f"{days}日")}
    desk.act(known_as(congress), "drafts", facts, Who.read(congress), on)


@when(Sentence("{congress:Unit}{on:Day}把草案中协办单位提出意见的期限改为{days:Count}日"))
def _(desk: Desk, congress: str, on: date, days: str) -> None:
    facts = {"rules": ruling("协办单位提出意见", f"{days}日")}
    desk.act(known_as(congress), "redrafts", facts, Who.read(congress), on)


@step(Sentence("{congress:Unit}{on:Day}放弃草案,因为“{reason:Text}”"))
def _(desk: Desk, congress: str, on: date, reason: str) -> None:
    desk.act(known_as(congress), "discards", {"reason": reason}, Who.read(congress), on)


@step(Sentence("{congress:Unit}{on:Day}以“{document:Text}”公布草案,自{since:Day}起施行"))
def _(desk: Desk, congress: str, on: date, document: str, since: date) -> None:
    facts = {"basis_document": document, "valid_from": since}
    desk.act(known_as(congress), "publications", facts, Who.read(congress), on)


@step(Sentence("{congress:Unit}{on:Day}废止现行规则,到{until:Day}为止,因为“{reason:Text}”"))
def _(desk: Desk, congress: str, on: date, until: date, reason: str) -> None:
    facts = {"valid_until": until, "reason": reason}
    desk.act(known_as(congress), "endings", facts, Who.read(congress), on)


def governing(desk: Desk, congress: str, on: date, known: date | None = None) -> dict[str, Any]:
    question = {"congress": congress, "as_of": on.isoformat(), "known_at": as_known_on(known)}
    answer: dict[str, Any] = desk.read("/governing-rules", **question)
    return answer


@then(
    Sentence("{congress:Unit}{on:Day}适用{whose:Unit}第{version:Count}版"),
    target_fixture="applied",
)
def _(desk: Desk, congress: str, on: date, whose: str, version: str) -> dict[str, Any]:
    answer = governing(desk, congress, on)
    assert answer["ref"] == {"congress": whose, "version": int(version)}
    return answer


@then(Sentence("按{known:Day}所知,{congress:Unit}{on:Day}适用{whose:Unit}第{version:Count}版"))
def _(desk: Desk, known: date, congress: str, on: date, whose: str, version: str) -> None:
    answer = governing(desk, congress, on, known)
    assert answer["ref"] == {"congress": whose, "version": int(version)}


@then(
    Sentence("{congress:Unit}{on:Day}没有任何方案可以适用"),
    target_fixture="applied",
)
def _(desk: Desk, congress: str, on: date) -> dict[str, Any]:
    answer = governing(desk, congress, on)
    assert answer["ref"] is None
    return answer


def rule_in(state: dict[str, Any], label: str) -> dict[str, Any]:
    found: dict[str, Any]
    [found] = [each for each in state["sentences"] if each["label"] == label]
    return found


@then(Sentence("该日“{label:Text}”的规则是“{sentence:Text}”"))
def _(applied: dict[str, Any], label: str, sentence: str) -> None:
    assert rule_in(applied, label)["sentence"] == sentence


@then(Sentence("该日“{label:Text}”的规则出自“{source:Text}”"))
def _(applied: dict[str, Any], label: str, source: str) -> None:
    assert rule_in(applied, label)["source"] == source


@then(Sentence("{congress:Unit}的草案中,“{label:Text}”的规则是“{sentence:Text}”"))
def _(desk: Desk, congress: str, label: str, sentence: str) -> None:
    draft = desk.state(known_as(congress))["draft"]
    assert rule_in(draft, label)["sentence"] == sentence
