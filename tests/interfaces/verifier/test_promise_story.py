"""Each act changes of a promise's row in the ledger what it tells, and nothing else."""

from typing import Any

import pytest

from interfaces.verifier.ledger_columns import COMMITMENT_COLUMNS
from tests.interfaces.verifier.lives import Act, due, require_row_of_every_day

DRAFTED = Act(
    "2015-03-25",
    "commitment.drafted",
    {
        "unit": "A",
        "text": "按时供水",
        "quantified": None,
        "due": due("2015-06-30", provisional=True),
        "opinion_ids": ["甲"],
        "plan_id": "乙",
    },
    {
        "状态": "已起草",
        "量化": "否",
        "承诺期限": "2015-06-30(暂定)",
        "原定期限": "2015-06-30",
        "起草日期": "2015-03-25",
        "回应意见": "甲",
        "整改方案": "乙",
    },
)
PUBLISHED = (
    DRAFTED,
    Act("2015-03-26", "commitment.reviewed", {}, {"状态": "已审定"}),
    Act(
        "2015-03-27",
        "commitment.filed",
        {"filing_number": "备1号"},
        {"状态": "已备案", "备案日期": "2015-03-27", "备案号": "备1号"},
    ),
    Act(
        "2015-03-28",
        "commitment.published",
        {"channel": "网站"},
        {"状态": "已公开,践诺中", "公开日期": "2015-03-28", "公开渠道": "网站"},
    ),
)


def promised(day: str, topic: str, facts: dict[str, Any], **shown: str) -> Act:
    return Act(day, f"commitment.{topic}", facts, shown)


def amended(day: str, facts: dict[str, Any], **shown: str) -> Act:
    same = {"text": None, "due": None, "quantified": None, "channel": "网站"}
    return promised(day, "amended", same | facts, **shown)


def claimed(day: str, fulfilled_on: str) -> Act:
    facts = {"fulfilled_on": fulfilled_on}
    return promised(day, "fulfilment-claimed", facts, 状态="已申报兑现", 申报兑现日期=day)


def verified(day: str, result: str, **shown: str) -> Act:
    return promised(day, "verified", {"result": result}, 状态="已核验", 核验日期=day, **shown)


def announced(day: str) -> Act:
    return promised(day, "result-published", {}, 状态="已践诺公示", 践诺公示日期=day)


def followed_up(day: str, grade: str, **shown: str) -> Act:
    return promised(day, "follow-up-recorded", {"satisfaction": grade}, 回访日期=day, **shown)


def settled(day: str, was: str, on: str, **shown: str) -> Act:
    facts = {"due_was": due(was, provisional=True), "due": due(on), "of_original": True}
    return promised(day, "due-settled", facts, 原定期限=on, **shown)


NOT_HEARD_OF = {"践诺公示日期": "", "回访日期": "", "回访满意度": ""}
PROMISES: dict[str, tuple[Act, ...]] = {
    "kept, doubted, kept again": (
        *PUBLISHED,
        claimed("2015-04-01", "2015-03-31"),
        verified("2015-04-02", "fulfilled", 兑现情况="兑现", 兑现日期="2015-03-31"),
        announced("2015-04-03"),
        followed_up("2015-04-04", "basically_satisfied", 状态="已回访", 回访满意度="基本满意"),
        followed_up(
            "2015-04-05",
            "dissatisfied",
            状态="已公开,践诺中",
            回访满意度="不满意",
            兑现情况="",
            兑现日期="",
        ),
        claimed("2015-04-06", "2015-04-06"),
        verified(
            "2015-04-07",
            "partly",
            兑现情况="部分兑现",
            践诺公示日期="",
            回访日期="",
            回访满意度="",
        ),
        announced("2015-04-08"),
        followed_up("2015-04-09", "satisfied", 状态="已回访", 回访满意度="满意"),
        promised("2015-04-10", "archived", {}, 状态="已归档"),
    ),
    "changed and taken back": (
        *PUBLISHED,
        amended("2015-04-01", {"text": "全天供水"}, 承诺内容="全天供水"),
        amended("2015-04-02", {"quantified": {"text": "九成"}}, 量化="是"),
        amended("2015-04-03", {"due": due("2015-04-08")}, 承诺期限="2015-04-08"),
        settled("2015-04-04", "2015-06-30", "2015-07-02"),
        amended("2015-04-05", {"channel": "公告"}, 公开渠道="公告"),
        promised(
            "2015-04-09",
            "withdrawn",
            {},
            状态="已撤回",
            撤回日期="2015-04-09",
            兑现情况="未兑现",
            逾期天数="1",
            逾期未兑现="是",
        ),
    ),
    "taken back before anybody read it": (
        DRAFTED,
        settled("2015-04-04", "2015-06-30", "2015-07-02", 承诺期限="2015-07-02"),
        promised("2015-08-01", "withdrawn", {}, 状态="已撤回", 撤回日期="2015-08-01"),
    ),
}


@pytest.mark.parametrize("name", PROMISES)
def test_an_act_changes_of_a_promise_what_it_tells(name: str) -> None:
    require_row_of_every_day("commitment", COMMITMENT_COLUMNS, PROMISES[name])
