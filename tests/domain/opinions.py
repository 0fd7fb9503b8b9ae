"""Opinions in each stage of their life, for the tests to go on from; nothing left to collect."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from domain.due import Due
from domain.model import Act
from domain.opinion import Opinion
from domain.opinion_handling import PromisedItem
from domain.opinion_terms import (
    Carrier,
    FormationType,
    OpinionKind,
    ResultClass,
    Satisfaction,
    SourceChannel,
)
from domain.unit import Unit, UnitKind, UnitLevel
from tests.aggregates import act

LEAD, CO = "NJJ", "CZJ"
DUE = Due.by(date(2015, 6, 25))
PROMISE = PromisedItem(text="年底前完成道路硬化", due=Due.by(date(2015, 12, 31)))


def unit(code: str, level: UnitLevel = UnitLevel.COUNTY, on: str = "2010-01-01") -> Unit:
    registered = Unit.register(code, f"{code}单位", UnitKind.DEPARTMENT, level, None, act(on))
    registered.collect_events()
    return registered


def closed_unit(code: str) -> Unit:
    closed = unit(code)
    closed.close("机构改革", act("2014-12-31"))
    closed.collect_events()
    return closed


def register(number: str = "2015-01", on: str = "2015-01-21", **facts: Any) -> Opinion:
    stated: dict[str, Any] = {
        "kind": OpinionKind.DEPUTY_SUGGESTION,
        "title": "关于硬化通村道路的建议",
        "wording": "通村道路坑洼不平,\n建议尽快硬化。",
        "issuer": unit("RDB"),
        "document_number": "丹竹人发〔2015〕4号",
        "channel": SourceChannel.MEETING,
        "occasion": "第三次会议",
        "raised_on": date(2015, 1, 20),
        "lead_deputy": "代表甲",
        "co_signers": ("代表乙",),
        "key": False,
    }
    return Opinion.register(number, **{**stated, **facts}, act=act(on))


def drafted(**facts: Any) -> Opinion:
    return settled(register(**facts))


def formed(**facts: Any) -> Opinion:
    opinion = drafted(**facts)
    opinion.form(
        FormationType.PRESIDIUM, Carrier.LETTER, "主席团主席", "秘书甲", None, act("2015-03-01")
    )
    return settled(opinion)


def refer(opinion: Opinion, on: str = "2015-03-25", **facts: Any) -> None:
    stated: dict[str, Any] = {
        "lead": [unit(LEAD)],
        "co": [unit(CO)],
        "due": DUE,
        "split_handling": False,
        "letter_number": "丹竹人交〔2015〕1号",
        "meeting_on": date(2015, 3, 25),
        "demand": "三个月内答复代表",
    }
    opinion.refer(**{**stated, **facts}, act=act(on))


def referred(due: Due = DUE, lead: Sequence[str] = (LEAD,), **facts: Any) -> Opinion:
    opinion = formed(**facts)
    split = len(lead) > 1
    refer(opinion, lead=[unit(code) for code in lead], due=due, split_handling=split)
    return settled(opinion)


def in_handling(**facts: Any) -> Opinion:
    opinion = referred(**facts)
    for code in facts.get("lead", (LEAD,)):
        opinion.acknowledge(by(code, "2015-03-26"))
    return settled(opinion)


def merged(main: Opinion | None = None) -> Opinion:
    opinion = referred(number="2015-02")
    opinion.merge_into(main or in_handling(), "内容相同", act("2015-04-01"))
    return settled(opinion)


def reply(opinion: Opinion, on: str = "2015-06-20", unit_code: str = LEAD, **facts: Any) -> None:
    stated: dict[str, Any] = {
        "result_class": ResultClass.A,
        "signer": "局长",
        "document_number": "农机函〔2015〕9号",
        "text": "道路已经硬化。",
        "answered": ("代表甲", "代表乙"),
        "promised_items": (),
        "co_opinions_noted": "协办单位逾期未提交",
    }
    opinion.reply(**{**stated, **facts}, act=by(unit_code, on))


def replied(**facts: Any) -> Opinion:
    opinion = in_handling(**facts)
    reply(opinion)
    return settled(opinion)


def return_requested() -> Opinion:
    opinion = referred()
    opinion.request_return("不属于本单位职责", unit("JTJ"), by(LEAD, "2015-03-27"))
    return settled(opinion)


def promising(items: Sequence[PromisedItem] = (PROMISE,)) -> Opinion:
    opinion = in_handling()
    reply(opinion, result_class=ResultClass.B, promised_items=items)
    return settled(opinion)


def evaluate(
    opinion: Opinion,
    evaluator: str = "代表甲",
    satisfaction: Satisfaction = Satisfaction.SATISFIED,
    on: str = "2015-07-01",
) -> None:
    reasons = "路面仍有坑洼" if satisfaction is Satisfaction.DISSATISFIED else None
    opinion.evaluate(evaluator, satisfaction, reasons, act(on))


def evaluated(opinion: Opinion | None = None) -> Opinion:
    opinion = opinion or replied()
    evaluate(opinion, "代表甲")
    evaluate(opinion, "代表乙", Satisfaction.BASICALLY_SATISFIED)
    return settled(opinion)


def dissatisfied() -> Opinion:
    opinion = replied()
    evaluate(opinion, "代表甲", Satisfaction.DISSATISFIED)
    evaluate(opinion, "代表乙")
    return settled(opinion)


def rehandling() -> Opinion:
    opinion = dissatisfied()
    opinion.order_rehandling(Due.by(date(2015, 8, 10)), "代表不满意", act("2015-07-10"))
    return settled(opinion)


def close(opinion: Opinion, on: str = "2015-07-20", completed_on: str = "2015-06-18") -> None:
    opinion.close([], date.fromisoformat(completed_on), "代表满意,问题解决", act(on))


def closed() -> Opinion:
    opinion = evaluated()
    close(opinion)
    return settled(opinion)


def by(unit_code: str, on: str) -> Act:
    return act(on, unit=unit_code)


def settled(opinion: Opinion) -> Opinion:
    opinion.collect_events()
    return opinion
