"""Every rule is said in one Chinese sentence, with where it comes from."""

import re
from typing import Any

import pytest

from domain.profile_rules import ProfileRules
from domain.profile_sentences import OWN_RULE, SENTENCES, RuleSentence, sentences_of
from domain.profile_terms import Choice

ONE_SENTENCE = re.compile(r"[^\n。]*[\u4e00-\u9fff][^\n。]*")
BASIS = ("某县意见办理办法", "某县测评办法")


def said(path: str, **sections: Any) -> RuleSentence:
    rules = ProfileRules.model_validate(sections)
    [sentence] = [each for each in sentences_of(rules, BASIS) if each.path == path]
    return sentence


def test_every_rule_is_said_once_in_chinese_with_a_source() -> None:
    sentences = sentences_of(ProfileRules())
    assert [each.path for each in sentences] == list(SENTENCES)
    for each in sentences:
        for words in (each.group, each.label, each.sentence, each.source):
            assert ONE_SENTENCE.fullmatch(words), each
        assert not each.local


def test_a_rule_of_the_law_names_its_article() -> None:
    sentence = said("reply.deputy_suggestion")
    assert sentence == RuleSentence(
        "reply.deputy_suggestion",
        "答复",
        "代表建议、批评和意见的答复",
        "自交办之日起3个月内答复",
        "《代表法》(2025年修正)第五十一条",
        False,
    )


def test_a_local_rule_names_the_documents_of_its_profile() -> None:
    sentence = said("reply.co_unit", reply={"co_unit": {"length": 20, "unit": "working_day"}})
    assert sentence.sentence == "协办单位自交办之日起20个工作日内向主办单位提出意见"
    assert (sentence.source, sentence.local) == ("某县意见办理办法、某县测评办法", True)


def test_a_local_rule_of_a_profile_without_documents_says_so() -> None:
    rules = ProfileRules.model_validate({"figures": {"ranking_base": 3}})
    [sentence] = [each for each in sentences_of(rules) if each.local]
    assert (sentence.path, sentence.source) == ("figures.ranking_base", OWN_RULE)


SCHEME = {
    "name": "三类",
    "classes": [
        {"code": "A", "label": "已解决", "resolved": True},
        {"code": "B", "label": "计划解决", "promises": True},
        {"code": "C", "label": "留作参考"},
    ],
}
SCALE = {
    "levels": [
        {"colour": "蓝", "trigger": "near_due", "days": 5, "counted_in": "working_day"},
        {"colour": "黄", "trigger": "behind"},
        {"colour": "红", "trigger": "overdue", "days": 1, "up_the_line": True},
    ]
}
PLAN = {"plan": {"role": "chairperson", "post": "分管副主任"}}

SAID: list[tuple[str, dict[str, Any], str]] = [
    ("reply.public", {}, "不统一规定期限,交办时逐件写明"),
    ("reply.clarification_pauses", {}, "请求说明意见内容期间,办理期限照常计算"),
    (
        "reply.clarification_pauses",
        {"reply": {"clarification_pauses": True}},
        "请求说明意见内容期间,办理期限暂停计算",
    ),
    ("extension.asked_by", {}, "最迟在期限届满的前一日提出"),
    (
        "extension.asked_by",
        {"extension": {"asked_by": "on_due_day"}},
        "最迟在期限届满当日提出",
    ),
    ("closing.public_notice_days", {}, "销号前不要求公示"),
    (
        "closing.public_notice_days",
        {"closing": {"public_notice_days": 7}},
        "销号前公示7日,无异议方可销号",
    ),
    (
        "closing.result_classes",
        {"closing": {"result_classes": SCHEME}},
        "按“三类”分类:A为已解决(算已解决);B为计划解决(作出承诺);C为留作参考",
    ),
    ("approval.plan", {}, "整改方案不另设审批"),
    ("approval.plan", {"approval": PLAN}, "整改方案须经分管副主任(主任(主席))批准"),
    (
        "warning.scale",
        {"warning": {"scale": SCALE}},
        (
            "距期限届满5个工作日起,蓝色预警;进度滞后或者质量不高,黄色预警;"
            "逾期1日起,红色预警,并告知上级单位"
        ),
    ),
    (
        "evaluation.silence",
        {"evaluation": {"silence": "no_answer"}},
        "逾期未反馈的,按未反馈单列",
    ),
    ("figures.ranking_base", {"figures": {"ranking_base": 5}}, "不足5件的单位只列出,不参加排名"),
]


@pytest.mark.parametrize(("path", "sections", "sentence"), SAID)
def test_a_rule_is_said(path: str, sections: dict[str, Any], sentence: str) -> None:
    assert said(path, **sections).sentence == sentence


@pytest.mark.parametrize("choice", [each for kind in Choice.__subclasses__() for each in kind])
def test_every_choice_has_a_sentence_of_its_own(choice: Choice) -> None:
    others = [each.label for each in type(choice) if each is not choice]
    assert ONE_SENTENCE.fullmatch(choice.label)
    assert choice.label not in others
