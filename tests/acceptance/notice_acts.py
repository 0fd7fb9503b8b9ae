"""Sentences about supervision notices: issued, escalated, answered, lifted."""

from datetime import date
from typing import Any

from pytest_bdd import step

from domain.notice_terms import NoticeKind
from domain.warning_scale import WarningTrigger
from tests.acceptance.desk import Desk
from tests.acceptance.words import Sentence, Who

NOTICES = "/supervision-notices"

KINDS = {
    "督办通知单": NoticeKind.SUPERVISION_NOTICE,
    "重点督办": NoticeKind.KEY_SUPERVISION,
    "约谈": NoticeKind.INTERVIEW,
    "通报": NoticeKind.CIRCULAR,
}
TRIGGERS = {
    "临近期限": WarningTrigger.NEAR_DUE,
    "进度滞后": WarningTrigger.BEHIND,
    "逾期": WarningTrigger.OVERDUE,
}
KINDS_OF_SUBJECTS = {"opinions": "opinion", "tasks": "task", "commitments": "commitment"}


def terms(
    number: str, trigger: str, unit: str, colour: str, kind: str, body: str | None, due: Any
) -> dict[str, Any]:
    """Return what a notice says."""
    return {
        "number": number,
        "kind": KINDS[kind],
        "colour": colour,
        "trigger": TRIGGERS[trigger],
        "unit": unit,
        "competent_body": body,
        "demand": "限期报送办理情况",
        "reply_due": due,
        "signer": "主任甲",
    }


@step(
    Sentence(
        "{who:Who}{on:Day}[就“{item:No}”]因{trigger:Unit}向{unit:Unit}签发{colour:Unit}色{kind:Unit}"
        "“{number:No}”[,由{body:Unit}受理],回复期限{due:Due}"
    )
)
def _(
    desk: Desk,
    who: Who,
    on: date,
    item: str | None,
    trigger: str,
    unit: str,
    colour: str,
    kind: str,
    number: str,
    body: str | None,
    due: Any,
) -> None:
    facts = terms(number, trigger, unit, colour, kind, body, due)
    if item:
        collection = desk.path(item).split("/")[1]
        facts["subject"] = {"kind": KINDS_OF_SUBJECTS[collection], "id": desk.id(item)}
    desk.begin(NOTICES, facts, who, on)


@step(
    Sentence(
        "{who:Who}{on:Day}将“{number:No}”升级,因{trigger:Unit}向{unit:Unit}签发{colour:Unit}色"
        "{kind:Unit}“{later:No}”[,由{body:Unit}受理],回复期限{due:Due}"
    )
)
def _(
    desk: Desk,
    who: Who,
    on: date,
    number: str,
    trigger: str,
    unit: str,
    colour: str,
    kind: str,
    later: str,
    body: str | None,
    due: Any,
) -> None:
    facts = terms(later, trigger, unit, colour, kind, body, due)
    answer = desk.act(number, "escalations", facts, who, on)
    if answer.status_code == 200:
        desk.learn(later, f"{NOTICES}/{answer.json()['escalated_to']['id']}")


@step(Sentence("{who:Who}{on:Day}回复督办“{number:No}”:{text:Rest}"))
def _(desk: Desk, who: Who, on: date, number: str, text: str) -> None:
    desk.act(number, "responses", {"response": text}, who, on)


@step(Sentence("{who:Who}{on:Day}解除督办“{number:No}”,理由是“{reason:Text}”"))
def _(desk: Desk, who: Who, on: date, number: str, reason: str) -> None:
    desk.act(number, "liftings", {"reason": reason}, who, on)
