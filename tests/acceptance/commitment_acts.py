"""Sentences about public commitments, from the draft to the follow-up."""

from datetime import date
from typing import Any

from pytest_bdd import step

from tests.acceptance.desk import Desk
from tests.acceptance.task_acts import evidence
from tests.acceptance.words import GRADES, RESULTS, Sentence, Who


@step(
    Sentence(
        "{who:Who}{on:Day}[为“{opinion:No}”]起草承诺“{number:No}”,时限{due:Due}"
        "[,没有{missing:Clause}]"
    )
)
def _(
    desk: Desk,
    who: Who,
    on: date,
    opinion: str | None,
    number: str,
    due: Any,
    missing: str | None,
) -> None:
    target = {"text": f"{number}达标率", "unit_of_measure": "%", "minimum": "100"}
    facts = {
        "number": number,
        "unit": who.unit,
        "text": f"按期实现{number}",
        "quantified": None if missing else target,
        "due": due,
        "opinion_ids": [desk.id(opinion)] if opinion else [],
    }
    desk.begin("/commitments", facts, who, on)


@step(Sentence("{who:Who}{on:Day}审定“{number:No}”的承诺[,理由是“{waiver:Text}”]"))
def _(desk: Desk, who: Who, on: date, number: str, waiver: str | None) -> None:
    desk.act(number, "reviews", {"waiver": waiver}, who, on)


@step(Sentence("{who:Who}{on:Day}将“{number:No}”备案,备案号“{filing:Text}”"))
def _(desk: Desk, who: Who, on: date, number: str, filing: str) -> None:
    desk.act(number, "filings", {"filing_number": filing}, who, on)


@step(Sentence("{who:Who}{on:Day}在{channel:Unit}公开“{number:No}”"))
def _(desk: Desk, who: Who, on: date, channel: str, number: str) -> None:
    desk.act(number, "publications", {"channel": channel}, who, on)


@step(Sentence("{who:Who}{on:Day}申报“{number:No}”已于{done:Day}兑现"))
def _(desk: Desk, who: Who, on: date, number: str, done: date) -> None:
    facts = {"fulfilled_on": done, "evidence": [evidence("兑现材料.pdf")]}
    desk.act(number, "fulfilment-claims", facts, who, on)


@step(Sentence("{who:Who}{on:Day}核验“{number:No}”为{result:Result}"))
def _(desk: Desk, who: Who, on: date, number: str, result: str) -> None:
    facts = {"result": RESULTS[result], "note": "实地核验"}
    desk.act(number, "verifications", facts, who, on)


@step(Sentence("{who:Who}{on:Day}在{channel:Unit}公示“{number:No}”的践诺结果"))
def _(desk: Desk, who: Who, on: date, channel: str, number: str) -> None:
    desk.act(number, "result-publications", {"channel": channel}, who, on)


@step(
    Sentence(
        "{who:Who}{on:Day}回访“{number:No}”,群众{grade:Mood}[,相关意见重新启动办理,期限{due:Due}]"
    )
)
def _(desk: Desk, who: Who, on: date, number: str, grade: str, due: Any) -> None:
    facts = {"satisfaction": GRADES[grade], "note": "入户回访", "reopen_due": due}
    desk.act(number, "follow-ups", facts, who, on)


@step(Sentence("{who:Who}{on:Day}撤回“{number:No}”的承诺,原因是“{reason:Text}”"))
def _(desk: Desk, who: Who, on: date, number: str, reason: str) -> None:
    desk.act(number, "withdrawals", {"reason": reason}, who, on)


@step(
    Sentence(
        "{who:Who}{on:Day}将“{number:No}”的承诺时限变更为{due:Due},原因是“{reason:Text}”"
        "[,在{channel:Unit}公开]"
    )
)
def _(
    desk: Desk, who: Who, on: date, number: str, due: Any, reason: str, channel: str | None
) -> None:
    facts = {"due": due, "reason": reason, "channel": channel}
    desk.act(number, "amendments", facts, who, on)
