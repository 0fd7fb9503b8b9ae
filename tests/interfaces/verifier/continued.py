"""Ways to let a history end early, and to let it go on from there with one more event."""

from collections.abc import Sequence
from typing import Any

from domain.opinion import Opinion
from domain.reminder import Reminder
from domain.supervision_notice import SupervisionNotice
from interfaces.verifier.rulebook import days_between
from tests.interfaces.verifier.falsified import Edit, copied, place_of, renumbered
from tests.interfaces.verifier.replaying import Line

LEVEL = {"colour": "红", "trigger": "overdue", "days": 1, "counted_in": "day", "up_the_line": True}
LEVEL_MARK = "overdue-1-day-红"


def until(topic: str, nth: int = 0) -> Edit:
    """Let the log end with the nth event of this kind."""
    return lambda lines: copied(lines[: place_of(lines, topic, nth) + 1])


def due(on: str | None) -> dict[str, Any]:
    return {"on": on, "undated": on is None}


def beginning(topic: str, key: str, on: str, state: dict[str, Any], unit: str | None) -> Edit:
    """Let the log end with the first event of another item, under nobody's rules."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        act = {name: fact for name, fact in lines[-1].state["act"].items() if name != "profile"}
        act |= {"occurred_on": on, "unit": unit or act["unit"]}
        line = Line(0, topic, key, 0, {"originator_id": key, "act": act, **state})
        return renumbered([*copied(lines), line])

    return edit


def reminding(number: str, unit: str, day: str, on: str, round_: int = 1) -> Edit:
    """Let the log end with a reminder of the reply that an opinion owes."""
    left, item = days_between(on, day), str(Opinion.id_of(number))
    state = {
        "item_kind": Opinion.KIND,
        "item_id": item,
        "item_number": number,
        "unit": unit,
        "unit_above": None,
        "round": round_,
        "due": day,
        "level": LEVEL,
        "days_left": left if left >= 0 else None,
        "days_overdue": -left if left < 0 else None,
    }
    key = Reminder.id_of(f"{Opinion.KIND}:{item}:{round_}:{day}:{LEVEL_MARK}")
    return beginning("reminder.raised", str(key), on, state, None)


def urging(subject: dict[str, Any], unit: str, on: str, by: str, **other: Any) -> Edit:
    """Let the log end with a notice that urges a unit, by default because it is behind."""
    number = "DB-99"
    state = {
        "number": number,
        "kind": "supervision_notice",
        "colour": "红",
        "trigger": "behind",
        "subject": subject,
        "unit": unit,
        "competent_body": None,
        "demand": "限期办理",
        "reply_due": due(on),
        "signer": "主任甲",
        "refers_to": None,
        **other,
    }
    return beginning("notice.issued", str(SupervisionNotice.id_of(number)), on, state, by)
