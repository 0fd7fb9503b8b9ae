"""Each act changes of an opinion's row in the ledger what it tells, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest

from interfaces.verifier.ledger_columns import OPINION_COLUMNS
from tests.interfaces.verifier.lives import Act, due, require_row_of_every_day

REGISTERED = Act(
    "2015-01-20",
    "opinion.registered",
    {
        "kind": "motion",
        "title": "关于道路的议案",
        "document_number": None,
        "issuer": "DLRDB",
        "channel": "meeting",
        "raised_on": "2015-01-19",
        "lead_deputy": "代表甲",
        "co_signers": ["代表乙"],
        "key": True,
    },
    {"状态": "已登记", "提出日期": "2015-01-19", "附议人数": "1", "重点": "是", "轮次": "0"},
)
FORMED = Act("2015-02-01", "opinion.formed", {}, {"状态": "已形成", "形成日期": "2015-02-01"})
REFERRAL: dict[str, Any] = {
    "lead": ["A", "B"],
    "co_units": ["C"],
    "letter_number": "交1号",
    "due": due("2015-07-01"),
}
REFERRED = Act(
    "2015-03-01",
    "opinion.referred",
    REFERRAL,
    {
        "状态": "已交办",
        "首次交办日期": "2015-03-01",
        "交办日期": "2015-03-01",
        "交办文号": "交1号",
        "主办单位": "A、B",
        "协办单位": "C",
        "办理期限": "2015-07-01",
        "原定期限": "2015-07-01",
        "轮次": "1",
    },
)
ACKNOWLEDGED = Act(
    "2015-03-02", "opinion.acknowledged", {}, {"状态": "办理中", "签收日期": "2015-03-02"}
)
BEGUN = (REGISTERED, FORMED, REFERRED, ACKNOWLEDGED)


def reply(day: str, number: int, result: str, *, complete: bool, **shown: str) -> Act:
    facts = {
        "round": number,
        "result_class": result,
        "document_number": f"复{day}",
        "complete": complete,
    }
    told = {"状态": "已答复", "最近答复日期": day, "答复文号": f"复{day}"} if complete else {}
    return Act(day, "opinion.replied", facts, told | shown)


def evaluation(day: str, number: int, grade: str, **shown: str) -> Act:
    facts = {"round": number, "satisfaction": grade}
    return Act(day, "opinion.reply-evaluated", facts, shown)


def reopening(day: str, number: int, ground: str, on: str, **shown: str) -> Act:
    facts = {"round": number, "ground": ground, "due": due(on)}
    told = {"状态": "办理中", "完成日期": "", "办结日期": "", "重新启动日期": day}
    return Act(
        day, "opinion.reopened", facts, told | {"轮次": str(number), "办理期限": on} | shown
    )


def ordered(day: str, number: int, on: str, **shown: str) -> Act:
    told = {"状态": "重新办理", "轮次": str(number), "重办次数": "1", "办理期限": on}
    return Act(day, "opinion.rehandling-ordered", {"round": number, "due": due(on)}, told | shown)


def closing(day: str, completed_on: str, **shown: str) -> Act:
    told = {"状态": "已办结", "办结日期": day, "完成日期": completed_on}
    return Act(day, "opinion.closed", {"completed_on": completed_on}, told | shown)


def handing_over(day: str, unit: str, successor: str, **shown: str) -> Act:
    return Act(day, "opinion.handed-over", {"unit": unit, "successor": successor}, shown)


ASKED = "opinion.clarification-requested"
LOOKED_BACK = "opinion.look-back-recorded"
SETTLED, MIGRATED = "opinion.due-settled", "opinion.rules-migrated"
NOT_ITS_OWN = ("2015-07-09", "2015-07-10")
"""A first due date that is not that of the item, and what is made of it."""
Days = tuple[str | None, str]
"""The day before and the one derived anew."""


def anew(
    topic: str, day: str, number: int, dues: Days, original: Days, *, was: bool = False
) -> Callable[..., Act]:
    """Return what makes an act that derives due dates anew, from provisional ones if they were."""
    facts = {
        "round": number,
        "due_was": due(dues[0], provisional=was),
        "due": due(dues[1]),
        "original_was": due(original[0]),
        "original_due": due(original[1]),
    }

    def shows(**shown: str) -> Act:
        return Act(day, topic, facts, shown)

    return shows


NOT_REFERRED = dict.fromkeys(("交办日期", "交办文号", "主办单位", "协办单位"), "") | {
    "办理期限": "",
    "原定期限": "",
}

LIVES: dict[str, tuple[Act, ...]] = {
    "kept, though one of its units wanted to be relieved": (
        *BEGUN,
        Act(
            "2015-03-03",
            "opinion.return-requested",
            {},
            {"状态": "申请退办", "申请退办次数": "1"},
        ),
        Act("2015-03-04", "opinion.return-refused", {"signed": True}, {"状态": "办理中"}),
    ),
    "returned and referred again": (
        REGISTERED,
        FORMED,
        REFERRED,
        Act(
            "2015-03-02",
            "opinion.return-requested",
            {},
            {"状态": "申请退办", "申请退办次数": "1"},
        ),
        Act(
            "2015-03-03",
            "opinion.return-refused",
            {},
            {"状态": "已交办", "面商日期": "2015-03-03"},
        ),
        Act("2015-03-03", "opinion.consulted", {}, {}),
        Act(
            "2015-03-04",
            "opinion.return-requested",
            {},
            {"状态": "申请退办", "申请退办次数": "2"},
        ),
        Act(
            "2015-03-05",
            "opinion.return-accepted",
            {},
            {"状态": "已形成", "同意退办次数": "1", "面商日期": "", **NOT_REFERRED},
        ),
        Act(
            "2015-03-06",
            "opinion.re-referred",
            REFERRAL | {"lead": ["D"], "co_units": [], "due": due("2015-07-02", provisional=True)},
            {
                "状态": "已交办",
                "交办日期": "2015-03-06",
                "交办文号": "交1号",
                "主办单位": "D",
                "办理期限": "2015-07-02(暂定)",
                "原定期限": "2015-07-02",
            },
        ),
    ),
    "put off, twice": (
        *BEGUN,
        Act("2015-03-03", "opinion.acknowledged", {}, {}),
        Act("2015-03-04", "opinion.consulted", {}, {"面商日期": "2015-03-04"}),
        Act("2015-03-05", "opinion.consulted", {}, {}),
        Act(
            "2015-06-01",
            "opinion.extension-granted",
            {"until": "2015-08-01"},
            {"办理期限": "2015-08-01", "延期次数": "1"},
        ),
        Act(
            "2015-07-25",
            "opinion.extension-granted",
            {"until": "2015-09-01"},
            {"办理期限": "2015-09-01", "延期次数": "2"},
        ),
    ),
    "asked about while it is late": (
        *BEGUN,
        Act(
            "2015-07-03",
            "opinion.clarification-requested",
            {"pauses": False},
            {"逾期天数": "2"},
        ),
        Act("2015-07-04", "opinion.work-linked", {}, {"逾期天数": "3"}),
        Act(
            "2015-07-05",
            "opinion.clarification-given",
            {"due": due("2015-07-01")},
            {"逾期天数": "4"},
        ),
        Act(
            "2015-07-06",
            "opinion.clarification-requested",
            {"pauses": True},
            {"逾期天数": "5"},
        ),
        Act("2015-07-09", "opinion.work-linked", {}, {}),
        Act(
            "2015-07-10",
            "opinion.clarification-given",
            {"due": due("2015-07-05")},
            {"办理期限": "2015-07-05"},
        ),
        Act("2015-07-11", "opinion.work-linked", {}, {"逾期天数": "6"}),
    ),
    **{
        f"paused until {name}": (
            *BEGUN,
            Act("2015-07-03", ASKED, {"pauses": True}, {"逾期天数": "2"}),
            Act("2015-07-08", "opinion.work-linked", {}, {}),
            ended,
            *after,
        )
        for name, ended, *after in (
            (
                "its reply",
                reply(
                    "2015-07-09",
                    1,
                    "A",
                    complete=True,
                    首次答复日期="2015-07-09",
                    首次答复类别="A",
                    现类别="A",
                    逾期天数="8",
                ),
            ),
            ("handled again", ordered("2015-07-09", 2, "2015-07-08", 逾期天数="1")),
            ("opened again", reopening("2015-07-09", 2, "complaint", "2015-07-07", 逾期天数="2")),
            (
                "taken back",
                Act(
                    "2015-07-09",
                    "opinion.withdrawn",
                    {},
                    {"状态": "已撤回", "撤回日期": "2015-07-09"},
                ),
                Act("2015-07-11", "opinion.work-linked", {}, {}),
            ),
        )
    },
    "taken back when late": (
        *BEGUN,
        Act(
            "2015-07-03",
            "opinion.withdrawn",
            {},
            {"状态": "已撤回", "撤回日期": "2015-07-03", "逾期天数": "2"},
        ),
        Act("2015-07-11", "opinion.work-linked", {}, {}),
    ),
    "answered in parts and more than once": (
        *BEGUN,
        reply("2015-04-01", 1, "B", complete=False, 首次答复类别="B", 现类别="B"),
        reply("2015-04-02", 1, "C", complete=False, 首次答复类别="C", 现类别="C"),
        reply("2015-04-03", 1, "A", complete=True, 首次答复日期="2015-04-03"),
        evaluation(
            "2015-04-04", 1, "basically_satisfied", 首次满意度="基本满意", 最近满意度="基本满意"
        ),
        evaluation("2015-04-05", 1, "satisfied"),
        evaluation("2015-04-06", 1, "dissatisfied", 首次满意度="不满意", 最近满意度="不满意"),
        Act(
            "2015-04-07",
            "opinion.tracking-begun",
            {},
            {"状态": "跟踪办理", "跟踪办理起始日期": "2015-04-07"},
        ),
        Act(
            "2015-04-08",
            "opinion.rehandling-ordered",
            {"round": 2, "due": due("2015-09-01")},
            {
                "状态": "重新办理",
                "轮次": "2",
                "重办次数": "1",
                "跟踪办理起始日期": "",
                "办理期限": "2015-09-01",
            },
        ),
        reply("2015-04-09", 2, "B", complete=True, 现类别="B"),
        Act(
            "2015-04-10",
            "opinion.feedback-lapsed",
            {"round": 2, "silence": "not_evaluated"},
            {},
        ),
        Act(
            "2015-04-11",
            "opinion.feedback-lapsed",
            {"round": 2, "silence": "satisfied"},
            {"最近满意度": "满意"},
        ),
        Act(
            "2015-04-12",
            "opinion.rehandling-ordered",
            {"round": 3, "due": due("2015-10-01")},
            {"状态": "重新办理", "轮次": "3", "重办次数": "2", "办理期限": "2015-10-01"},
        ),
    ),
    "closed and opened again": (
        *BEGUN,
        closing("2015-04-04", "2015-04-03", 首次办结日期="2015-04-04"),
        Act("2015-04-05", LOOKED_BACK, {}, {"回头看次数": "1"}),
        reopening("2015-04-06", 2, "look_back", "2015-09-01", 反弹次数="1"),
        Act(
            "2015-04-07",
            "opinion.tracking-begun",
            {},
            {"状态": "跟踪办理", "跟踪办理起始日期": "2015-04-07"},
        ),
        closing("2015-04-08", "2015-04-08"),
        Act("2015-04-09", LOOKED_BACK, {}, {"回头看次数": "2"}),
        reopening("2015-04-10", 3, "complaint", "2015-10-01", 跟踪办理起始日期=""),
        closing("2015-04-11", "2015-04-11"),
        reopening("2015-04-12", 4, "look_back", "2015-11-01", 反弹次数="2"),
    ),
    "due on other days, first and later": (
        *BEGUN,
        anew(SETTLED, "2015-04-01", 1, ("2015-07-01", "2015-07-03"), ("2015-07-01", "2015-07-02"))(
            办理期限="2015-07-03", 原定期限="2015-07-02"
        ),
        anew(
            MIGRATED, "2015-04-02", 1, ("2015-07-03", "2015-07-05"), ("2015-07-02", "2015-07-04")
        )(办理期限="2015-07-05", 原定期限="2015-07-04"),
        reopening("2015-04-03", 2, "complaint", "2015-08-01"),
        anew(SETTLED, "2015-04-04", 2, ("2015-08-01", "2015-08-03"), ("2015-08-01", "2015-08-02"))(
            办理期限="2015-08-03"
        ),
        anew(
            MIGRATED, "2015-04-05", 2, ("2015-08-03", "2015-08-05"), ("2015-08-02", "2015-08-04")
        )(办理期限="2015-08-05"),
    ),
    "due on other days, though otherwise decided": (
        *BEGUN,
        *(
            anew(topic, "2015-04-01", number, ("2015-07-01", "2015-07-03"), NOT_ITS_OWN)()
            for topic in (SETTLED, MIGRATED)
            for number in (0, 2)
        ),
        *(
            anew(topic, "2015-04-02", 1, ("2015-07-02", "2015-07-03"), NOT_ITS_OWN)()
            for topic in (SETTLED, MIGRATED)
        ),
        *(
            anew(topic, "2015-04-03", 1, ("2015-07-01", "2015-07-03"), NOT_ITS_OWN, was=True)()
            for topic in (SETTLED, MIGRATED)
        ),
        anew(
            SETTLED, "2015-04-04", 2, ("2015-08-01", "2015-08-03"), ("2015-07-01", "2015-08-02")
        )(),
        Act(
            "2015-04-05",
            "opinion.return-accepted",
            {},
            {"状态": "已形成", "同意退办次数": "1", "签收日期": "", **NOT_REFERRED},
        ),
        *(
            anew(topic, "2015-04-06", 1, (None, "2015-07-03"), (None, "2015-07-02"))()
            for topic in (SETTLED, MIGRATED)
        ),
    ),
    "not admitted": (
        REGISTERED,
        Act(
            "2015-01-21",
            "opinion.not-admitted",
            {},
            {"状态": "不予受理", "不予受理日期": "2015-01-21"},
        ),
    ),
    "merged": (
        *BEGUN,
        Act(
            "2015-03-03",
            "opinion.merged-into",
            {"into_number": "乙-1"},
            {"状态": "合并办理", "并入意见": "乙-1"},
        ),
    ),
    "handed over": (
        *BEGUN,
        handing_over("2015-03-03", "A", "D", 主办单位="D、B"),
        handing_over("2015-03-04", "C", "E", 协办单位="E"),
        handing_over("2015-03-05", "B", "E", 主办单位="D、E", 协办单位=""),
        handing_over("2015-03-06", "E", "D", 主办单位="D", 签收日期=""),
    ),
    "merged and separated": (
        *BEGUN,
        Act(
            "2015-03-03",
            "opinion.merged-into",
            {"into_number": "乙-1"},
            {"状态": "合并办理", "并入意见": "乙-1"},
        ),
        Act(
            "2015-03-04",
            "opinion.separated",
            {},
            {"状态": "已形成", "并入意见": "", "签收日期": "", **NOT_REFERRED},
        ),
        REFERRED._replace(
            day="2015-03-05",
            topic="opinion.re-referred",
            shown=REFERRED.shown | {"首次交办日期": "2015-03-01", "交办日期": "2015-03-05"},
        ),
    ),
    "withdrawn": (
        *BEGUN,
        Act(
            "2015-03-03",
            "opinion.withdrawn",
            {},
            {"状态": "已撤回", "撤回日期": "2015-03-03"},
        ),
    ),
    "never due": (
        REGISTERED,
        FORMED,
        REFERRED._replace(
            facts=REFERRAL | {"due": due(None)},
            shown=REFERRED.shown | {"办理期限": "未定时限", "原定期限": ""},
        ),
    ),
}


@pytest.mark.parametrize("name", LIVES)
def test_an_act_changes_of_the_row_what_it_tells(name: str) -> None:
    require_row_of_every_day("opinion", OPINION_COLUMNS, LIVES[name])
