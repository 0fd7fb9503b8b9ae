"""Sentences about opinions: referred, acknowledged, extended, replied to, evaluated, closed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pytest_bdd import step

from tests.acceptance.desk import Desk
from tests.acceptance.words import Sentence, Who


def register(
    desk: Desk, number: str, kind: str, proposers: Sequence[str], who: Who, on: date, **facts: Any
) -> None:
    """Register an opinion raised that day; the first proposer leads."""
    stated = {
        "number": number,
        "kind": kind,
        "title": f"关于{number}所列事项的意见",
        "wording": f"{number}所列事项应当整改。",
        "issuer": who.unit,
        "channel": "meeting",
        "raised_on": on,
        "lead_deputy": proposers[0] if proposers else None,
        "co_signers": list(proposers[1:]),
    }
    desk.begin("/opinions", {**stated, **facts}, who, on)


def form(desk: Desk, number: str, who: Who, on: date, **facts: Any) -> None:
    """Form a registered opinion."""
    stated = {
        "formation_type": "presidium" if "主席团" in who.unit else "chairpersons_meeting",
        "carrier": "formal_document",
        "approver": "主任会议",
        "compiled_by": who.person,
    }
    desk.act(number, "formations", {**stated, **facts}, who, on)


def refer(
    desk: Desk, number: str, lead: Sequence[str], due: Any, who: Who, on: date, **facts: Any
) -> None:
    """Refer a formed opinion."""
    stated = {
        "lead": list(lead),
        "due": due,
        "letter_number": f"交办〔{on.year}〕{number}",
        "split_handling": len(lead) > 1,
    }
    desk.act(number, "referrals", {**stated, **facts}, who, on)


def reply(desk: Desk, number: str, who: Who, on: date, **facts: Any) -> None:
    """Reply to an opinion, to all its proposers unless others are named."""
    state = desk.state(number)
    stated = {
        "result_class": "A",
        "signer": f"{who.unit}负责人",
        "document_number": f"{who.unit}函〔{on.year}〕{number}",
        "text": "办理情况详见附件。",
        "answered": [name for name in (state["lead_deputy"], *state["co_signers"]) if name],
    }
    desk.act(number, "replies", {**stated, **facts}, who, on)


def evaluate(
    desk: Desk,
    number: str,
    deputy: str,
    grade: str,
    reasons: str | None,
    on: date,
    who: Who | None = None,
) -> None:
    """Let a deputy evaluate the reply; the congress enters that unless others are named."""
    who = who or Who(desk.state(number)["source"]["issuer"], deputy)
    facts = {"evaluator": deputy, "satisfaction": grade, "reasons": reasons}
    desk.act(number, "evaluations", facts, who, on)


def close(desk: Desk, number: str, who: Who, on: date, completed_on: date | None = None) -> None:
    """Close an opinion, complete since the latest reply unless another day is named."""
    rounds = desk.state(number)["rounds"]
    replied_on = [each["replied_on"] for last in rounds[-1:] for each in last["replies"]]
    facts = {
        "completed_on": completed_on or max(replied_on, default=on),
        "ground": "已经答复,问题已经解决。",
    }
    desk.act(number, "closures", facts, who, on)


def decision_on_extension(desk: Desk, number: str) -> str:
    """Return where the extension of an opinion or of a task is decided."""
    nouns = {"opinions": "extension-decisions", "tasks": "extensions/decisions"}
    return nouns[desk.path(number).split("/")[1]]


@step(Sentence("{who:Who}{on:Day}登记[{proposers:Names}提出的]{kind:Kind}“{number:No}”"))
def _(desk: Desk, who: Who, on: date, proposers: list[str] | None, kind: str, number: str) -> None:
    register(desk, number, kind, proposers or [], who, on)


@step(
    Sentence(
        "{who:Who}{on:Day}将[{proposers:Names}提出的]{kind:Kind}“{number:No}”"
        "交办{lead:Names}[,由{co:Names}协办],期限{due:Due}"
    )
)
def _(
    desk: Desk,
    who: Who,
    on: date,
    proposers: list[str] | None,
    kind: str,
    number: str,
    lead: list[str],
    co: list[str] | None,
    due: Any,
) -> None:
    register(desk, number, kind, proposers or [], who, on)
    form(desk, number, who, on)
    refer(desk, number, lead, due, who, on, co=co or [])


@step(Sentence("{who:Who}{on:Day}将“{number:No}”重新交办{lead:Unit},期限{due:Due}"))
def _(desk: Desk, who: Who, on: date, number: str, lead: str, due: Any) -> None:
    refer(desk, number, [lead], due, who, on)


@step(Sentence("{who:Who}{on:Day}签收“{number:No}”"))
def _(desk: Desk, who: Who, on: date, number: str) -> None:
    desk.act(number, "acknowledgements", {}, who, on)


@step(Sentence("{who:Who}{on:Day}就“{number:No}”面商{deputy:Unit}"))
def _(desk: Desk, who: Who, on: date, number: str, deputy: str) -> None:
    facts = {"with_deputy": deputy, "manner": "上门走访"}
    desk.act(number, "consultations", facts, who, on)


@step(Sentence("{who:Who}{on:Day}收到“{number:No}”的延期申请,落款{asked:Day}"))
@step(Sentence("{who:Who}{on:Day}申请将“{number:No}”延期"))
def _(desk: Desk, who: Who, on: date, number: str, asked: date | None = None) -> None:
    facts = {"asked": asked or on, "reason": "工程量大,需跨雨季施工"}
    desk.act(number, "extension-requests", facts, who, on)


@step(Sentence("{who:Who}{on:Day}同意将“{number:No}”延期至{until:Day}[,{told:Day}告知代表]"))
def _(desk: Desk, who: Who, on: date, number: str, until: date, told: date | None) -> None:
    facts = {"decision": "granted", "until": until, "deputy_told_on": told}
    desk.act(number, decision_on_extension(desk, number), facts, who, on)


@step(Sentence("{who:Who}{on:Day}不同意将“{number:No}”延期,理由是“{reason:Text}”"))
def _(desk: Desk, who: Who, on: date, number: str, reason: str) -> None:
    facts = {"decision": "refused", "reason": reason}
    desk.act(number, decision_on_extension(desk, number), facts, who, on)


@step(
    Sentence(
        "{who:Who}{on:Day}答复“{number:No}”[,办理结果为{result:Class}类]"
        "[,承诺{due:Day}前{promise:Clause}]"
    )
)
def _(
    desk: Desk,
    who: Who,
    on: date,
    number: str,
    result: str | None,
    due: date | None,
    promise: str | None,
) -> None:
    items = [{"text": promise, "due": {"on": due.isoformat()}}] if due else []
    reply(desk, number, who, on, result_class=result or "A", promised_items=items)


@step(
    Sentence(
        "{deputies:Names}{on:Day}对“{number:No}”的答复表示{grade:Grade}[,理由是“{reasons:Text}”]"
    )
)
def _(
    desk: Desk, deputies: list[str], on: date, number: str, grade: str, reasons: str | None
) -> None:
    for deputy in deputies:
        evaluate(desk, number, deputy, grade, reasons, on)


@step(
    Sentence(
        "{who:Who}{on:Day}登记{deputy:Unit}对“{number:No}”的答复表示{grade:Grade}"
        "[,理由是“{reasons:Text}”]"
    )
)
def _(
    desk: Desk, who: Who, on: date, deputy: str, number: str, grade: str, reasons: str | None
) -> None:
    evaluate(desk, number, deputy, grade, reasons, on, who)


@step(Sentence("{who:Who}{on:Day}责成重新办理“{number:No}”,期限{due:Due}"))
def _(desk: Desk, who: Who, on: date, number: str, due: Any) -> None:
    desk.act(number, "rehandlings", {"due": due, "reason": "代表不满意"}, who, on)


@step(Sentence("{who:Who}{on:Day}将“{number:No}”转入跟踪办理"))
def _(desk: Desk, who: Who, on: date, number: str) -> None:
    desk.act(number, "trackings", {}, who, on)


@step(Sentence("{who:Who}{on:Day}将“{number:No}”办结[,办理完成日期为{done:Day}]"))
def _(desk: Desk, who: Who, on: date, number: str, done: date | None) -> None:
    close(desk, number, who, on, done)


@step(Sentence("{who:Who}{on:Day}对“{number:No}”回头看,问题没有解决"))
def _(desk: Desk, who: Who, on: date, number: str) -> None:
    desk.act(number, "look-backs", {"passed": False, "note": "问题再次出现"}, who, on)


@step(Sentence("{who:Who}{on:Day}对“{number:No}”回头看,问题没有再现"))
def _(desk: Desk, who: Who, on: date, number: str) -> None:
    desk.act(number, "look-backs", {"passed": True, "note": "现场完好"}, who, on)


@step(Sentence("{who:Who}{on:Day}因{ground:Ground}重新启动“{number:No}”的办理,期限{due:Due}"))
def _(desk: Desk, who: Who, on: date, ground: str, number: str, due: Any) -> None:
    facts = {"ground": ground, "reference": "回头看记录", "due": due, "reason": "问题再次出现"}
    desk.act(number, "reopenings", facts, who, on)


@step(Sentence("{who:Who}{on:Day}就“{number:No}”提交协办意见"))
def _(desk: Desk, who: Who, on: date, number: str) -> None:
    desk.act(number, "co-opinions", {"text": "同意主办单位的意见"}, who, on)


@step(Sentence("{who:Who}{on:Day}将“{number:No}”并入“{other:No}”合并办理"))
def _(desk: Desk, who: Who, on: date, number: str, other: str) -> None:
    facts = {"other": desk.id(other), "reason": "反映同一问题"}
    desk.act(number, "mergers", facts, who, on)


@step(Sentence("{who:Who}{on:Day}登记{deputy:Unit}撤回“{number:No}”,凭“{document:Text}”"))
def _(desk: Desk, who: Who, on: date, deputy: str, number: str, document: str) -> None:
    desk.act(number, "withdrawals", {"document": document, "by": deputy}, who, on)


@step(
    Sentence(
        "{who:Who}{on:Day}申请将“{number:No}”退办,理由是“{reason:Text}”"
        "[,建议改由{suggested:Unit}承办]"
    )
)
def _(desk: Desk, who: Who, on: date, number: str, reason: str, suggested: str | None) -> None:
    facts = {"reason": reason, "suggested_unit": suggested}
    desk.act(number, "return-requests", facts, who, on)


@step(Sentence("{who:Who}{on:Day}同意“{number:No}”退办,理由是“{reason:Text}”"))
def _(desk: Desk, who: Who, on: date, number: str, reason: str) -> None:
    facts = {"decision": "accepted", "reason": reason}
    desk.act(number, "return-decisions", facts, who, on)


@step(Sentence("{who:Who}{on:Day}不同意“{number:No}”退办,理由是“{reason:Text}”"))
def _(desk: Desk, who: Who, on: date, number: str, reason: str) -> None:
    facts = {"decision": "refused", "reason": reason}
    desk.act(number, "return-decisions", facts, who, on)
