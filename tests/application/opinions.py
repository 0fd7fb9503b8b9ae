"""A county whose units answer opinions on its roads; the tests of opinions start from here."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from application.commands import opinions
from application.commands.opinions import ReturnDecision
from application.projections.audit_trail import known_until_now
from application.projections.opinion_list import opinions_at
from application.projections.versioned import Moment
from application.store import Store
from application.work import Work
from domain.due import Due
from domain.opinion import Opinion
from domain.opinion_handling import PromisedItem
from domain.opinion_terms import (
    Carrier,
    FormationType,
    OpinionKind,
    ReopenGround,
    ResultClass,
    Satisfaction,
    SourceChannel,
)
from domain.unit import Unit, UnitKind, UnitLevel
from tests.aggregates import act

OFFICE, ROADS, TOWN, MONEY = "DLRDB", "DLJTJ", "DLZZF", "DLCZJ"
NUMBER = "DL-2015-01"
OPINION = Opinion.id_of(NUMBER)
FAR = "2029-12-31"

Command = Callable[..., Opinion]


def day(text: str) -> date:
    return date.fromisoformat(text)


def due(text: str) -> Due:
    return Due.by(day(text))


PROMISE = PromisedItem(text="年底前完成道路硬化", due=due("2015-12-31"))

USUAL: Mapping[Command, Mapping[str, Any]] = {
    opinions.register: {
        "number": NUMBER,
        "kind": OpinionKind.DEPUTY_SUGGESTION,
        "title": "关于硬化通村道路的建议",
        "wording": "通村道路坑洼不平,建议尽快硬化。",
        "issuer": OFFICE,
        "document_number": "丹竹人发〔2015〕4号",
        "channel": SourceChannel.MEETING,
        "occasion": "第三次会议",
        "raised_on": day("2015-01-20"),
        "lead_deputy": "代表甲",
        "co_signers": ("代表乙",),
        "key": False,
    },
    opinions.form: {
        "formation_type": FormationType.PRESIDIUM,
        "carrier": Carrier.LETTER,
        "approver": "主席团主席",
        "compiled_by": "秘书甲",
        "document_number": None,
    },
    opinions.refuse_admission: {"reason": "不属于本级人大监督事项"},
    opinions.refer: {
        "lead": (ROADS,),
        "co": (MONEY,),
        "due": due("2015-06-25"),
        "split_handling": False,
        "letter_number": "丹竹人交〔2015〕1号",
        "meeting_on": None,
        "demand": "三个月内答复代表",
    },
    opinions.request_return: {"reason": "该路段属乡镇管养", "suggested_unit": TOWN},
    opinions.decide_return: {"decision": ReturnDecision.ACCEPTED, "reason": "情况属实"},
    opinions.hand_over: {"unit": ROADS, "successor": TOWN, "reason": "机构改革"},
    opinions.submit_co_opinion: {"text": "同意安排补助资金"},
    opinions.consult: {"with_deputy": "代表甲", "manner": "上门走访"},
    opinions.request_extension: {"asked": day("2015-06-08"), "reason": "工程尚需完成招标"},
    opinions.grant_extension: {"until": day("2015-09-30"), "deputy_told_on": day("2015-06-15")},
    opinions.refuse_extension: {"reason": "具备按期办结的条件"},
    opinions.reply: {
        "result_class": ResultClass.A,
        "signer": "局长",
        "document_number": "交函〔2015〕9号",
        "text": "道路已经硬化。",
        "answered": ("代表甲", "代表乙"),
        "promised_items": (),
        "co_opinions_noted": "协办单位逾期未提交",
    },
    opinions.evaluate: {
        "evaluator": "代表甲",
        "satisfaction": Satisfaction.SATISFIED,
        "reasons": None,
    },
    opinions.record_no_feedback: {"reminded_on": day("2015-10-28")},
    opinions.order_rehandling: {"due": due("2015-10-31"), "reason": "代表不满意"},
    opinions.fulfil_promised_item: {
        "item": 1,
        "fulfilled_on": day("2015-12-18"),
        "note": "道路已通车",
    },
    opinions.close: {"completed_on": day("2015-06-20"), "ground": "问题已经解决"},
    opinions.look_back: {"passed": True, "note": "路面完好"},
    opinions.reopen: {
        "ground": ReopenGround.LOOK_BACK,
        "reference": "2016年6月回头看记录",
        "due": due("2016-09-30"),
        "reason": "路面再次破损",
    },
    opinions.merge_into: {"reason": "反映同一路段"},
    opinions.separate: {"reason": "改由其他单位承办"},
    opinions.withdraw: {"document": "关于撤回建议的申请", "by": "代表甲"},
    opinions.correct: {"reason": "日期登错"},
}
"""What each act usually states, by its command."""


class Step(NamedTuple):
    """One act of a story: when, what, by which unit, and what it states besides the usual."""

    on: str
    command: Command
    by: str = OFFICE
    facts: Mapping[str, Any] = {}


DISSATISFIED = {"satisfaction": Satisfaction.DISSATISFIED, "reasons": "路面仍有坑洼"}
BASICALLY = {"satisfaction": Satisfaction.BASICALLY_SATISFIED}
SECOND = {"evaluator": "代表乙"}

BEGINNING = (
    Step("2015-01-21", opinions.register),
    Step("2015-03-01", opinions.form),
    Step("2015-03-25", opinions.refer),
)
REPLIED = (
    *BEGINNING,
    Step("2015-03-26", opinions.acknowledge, ROADS),
    Step("2015-06-20", opinions.reply, ROADS),
)
CLOSED = (
    *REPLIED,
    Step("2015-07-01", opinions.evaluate),
    Step("2015-07-02", opinions.evaluate, facts=SECOND),
    Step("2015-07-20", opinions.close),
)
LONG_STORY = (
    *BEGINNING,
    Step("2015-03-27", opinions.request_return, ROADS),
    Step("2015-03-30", opinions.decide_return),
    Step("2015-04-01", opinions.refer, facts={"lead": (TOWN,), "due": due("2015-07-01")}),
    Step("2015-04-02", opinions.request_return, TOWN, {"suggested_unit": None}),
    Step("2015-04-03", opinions.decide_return, facts={"decision": ReturnDecision.REFUSED}),
    Step("2015-04-05", opinions.acknowledge, TOWN),
    Step("2015-05-10", opinions.submit_co_opinion, MONEY),
    Step("2015-05-20", opinions.consult, TOWN),
    Step("2015-06-01", opinions.request_extension, TOWN, {"asked": day("2015-05-30")}),
    Step("2015-06-05", opinions.refuse_extension),
    Step("2015-06-10", opinions.request_extension, TOWN),
    Step("2015-06-15", opinions.grant_extension),
    Step(
        "2015-08-20",
        opinions.reply,
        TOWN,
        {"result_class": ResultClass.C, "promised_items": (PROMISE,)},
    ),
    Step("2015-08-25", opinions.evaluate, facts=BASICALLY | SECOND),
    Step("2015-08-26", opinions.evaluate, facts=DISSATISFIED),
    Step("2015-09-05", opinions.order_rehandling),
    Step(
        "2015-10-20",
        opinions.reply,
        TOWN,
        {
            "result_class": ResultClass.B,
            "promised_items": (PROMISE,),
            "document_number": "镇函〔2015〕7号",
        },
    ),
    Step("2015-10-25", opinions.evaluate, facts=BASICALLY),
    Step("2015-11-05", opinions.record_no_feedback),
    Step("2015-11-06", opinions.track),
    Step("2015-12-20", opinions.fulfil_promised_item, TOWN),
    Step("2015-12-25", opinions.close, facts={"completed_on": day("2015-12-18")}),
    Step("2016-06-01", opinions.look_back, facts={"passed": False}),
    Step("2016-06-05", opinions.reopen),
    Step("2016-09-10", opinions.reply, TOWN),
    Step("2016-09-12", opinions.evaluate),
    Step("2016-09-13", opinions.evaluate, facts=SECOND),
    Step("2016-09-20", opinions.close, facts={"completed_on": day("2016-09-10")}),
    Step("2016-12-01", opinions.look_back),
)


def run(
    store: Store, on: str, command: Callable[..., Any], by: str = OFFICE, /, **facts: Any
) -> Any:
    """Run a command on behalf of a unit; return the aggregate it is about."""
    return store.run(act(on, unit=by, actor=f"{by}经办人"), partial(command, **facts)).aggregate


def settle(store: Store) -> None:
    """Register the units."""
    run(store, "2000-01-01", _register_units)


def _register_units(work: Work) -> Unit:
    kinds = {
        OFFICE: UnitKind.STANDING_COMMITTEE,
        ROADS: UnitKind.DEPARTMENT,
        TOWN: UnitKind.TOWNSHIP,
        MONEY: UnitKind.DEPARTMENT,
    }
    units = [
        work.add(Unit.register(code, f"单位{code}", kind, UnitLevel.COUNTY, None, work.act))
        for code, kind in kinds.items()
    ]
    return units[0]


def take(store: Store, step: Step, number: str = NUMBER) -> Opinion:
    """Take a step on the opinion with this number as it stands."""
    facts = {**USUAL.get(step.command, {}), **step.facts}
    if step.command is opinions.register:
        taken = run(store, step.on, step.command, step.by, **{**facts, "number": number})
    else:
        place = {"opinion_id": Opinion.id_of(number), "expected": version_of(store, number)}
        taken = run(store, step.on, step.command, step.by, **place, **facts)
    assert isinstance(taken, Opinion)
    return taken


def tell(store: Store, story: Iterable[Step], number: str = NUMBER) -> Opinion:
    """Take every step of a story; return how the opinion stands at its end."""
    taken = [take(store, step, number) for step in story]
    return taken[-1]


def version_of(store: Store, number: str = NUMBER) -> int:
    return store.read(Opinion, Opinion.id_of(number)).version


def moment(store: Store, as_of: str = FAR, known_at: int | None = None) -> Moment:
    with store.database.reading() as connection:
        known = known_until_now(connection) if known_at is None else known_at
    return Moment(day(as_of), known)


def rows(store: Store, at: Moment) -> dict[UUID, Mapping[Any, Any]]:
    """Return the rows of the ledger at a moment, by opinion."""
    with store.database.reading() as connection:
        found = connection.execute(opinions_at(at)).mappings().all()
    assert len({row["opinion_id"] for row in found}) == len(found)
    return {row["opinion_id"]: row for row in found}


def row(
    store: Store, as_of: str = FAR, known_at: int | None = None, number: str = NUMBER
) -> Mapping[Any, Any]:
    return rows(store, moment(store, as_of, known_at))[Opinion.id_of(number)]
