"""Ways to let a history end early, and to let it go on from there with one more event."""

from collections.abc import Sequence
from typing import Any

from domain.commitment import Commitment
from domain.daily_tick import ONLY, DailyTick
from domain.opinion import Opinion
from domain.profile_rules import ProfileRules
from domain.rectification_task import RectificationTask
from domain.reminder import Reminder
from domain.rule_profile import STATUTORY, RuleProfile
from domain.supervision_notice import SupervisionNotice
from domain.unit import Unit
from interfaces.verifier.work_days import days_between
from tests.interfaces.verifier.falsified import Edit, copied, place_of, renumbered, together
from tests.interfaces.verifier.replaying import Line

Owing = Opinion | RectificationTask | Commitment | Unit

NEAR = {"colour": "蓝", "trigger": "near_due", "days": 10, "counted_in": "day"}
LATE = {"colour": "红", "trigger": "overdue", "days": 1, "counted_in": "day"}
VERY_LATE = LATE | {"days": 10, "counted_in": "working_day"}
TICK = str(DailyTick.id_of(ONLY))
COLOURS = {"near_due": "蓝", "behind": "黄", "overdue": "红"}


def until(topic: str, nth: int = 0) -> Edit:
    """Let the log end with the nth event of this kind."""
    return lambda lines: copied(lines[: place_of(lines, topic, nth) + 1])


def due(on: str | None) -> dict[str, Any]:
    return {"on": on, "undated": on is None}


def ruling(section: str, **rules: Any) -> Edit:
    """Let the local rules say something else."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        for line in altered:
            if line.topic.startswith("rule-profile.") and "rules" in line.state:
                line.state["rules"][section].update(rules)
        return altered

    return edit


def under(topic: str, section: str, **rules: Any) -> Edit:
    """Let rules of the law, in force on one day, govern the last item of a kind, begun on it."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = governed(topic, {"congress": STATUTORY, "version": 1})(lines)
        day = altered[place_of(altered, topic, -1)].state["act"]["occurred_on"]
        said = ProfileRules().model_dump(mode="json")
        said[section] |= rules
        return renumbered([*_of_the_law(altered[0], said, day), *altered])

    return edit


def governed(topic: str, profile: dict[str, Any] | None) -> Edit:
    """Let the last item of a kind go by other rules, from its beginning on."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        begun = altered[place_of(altered, topic, -1)]
        for line in altered:
            if line.aggregate_id == begun.aggregate_id:
                line.state["act"].pop("profile", None)
                line.state["act"] |= {} if profile is None else {"profile": profile}
        return altered

    return edit


def _of_the_law(first: Line, rules: dict[str, Any], day: str) -> list[Line]:
    """Return how rules of the law come on record, for one day, before a log's first event."""
    key = str(RuleProfile.id_of(STATUTORY))
    act = {name: fact for name, fact in first.state["act"].items() if name != "profile"}
    told: dict[str, Any] = {"originator_id": key, "act": act, "title": "法定规则"}
    told |= {"rules": rules, "basis": []}
    in_force = {"version": 1, "valid_from": day, "valid_until": day, "basis_document": "通知"}
    return [
        Line(0, "rule-profile.drafted", key, 0, {"congress": STATUTORY, **told}),
        Line(0, "rule-profile.published", key, 0, {**told, **in_force}),
    ]


def rules_first(lines: Sequence[Line]) -> list[Line]:
    """Let units and rules be put on record before everything else."""
    kinds = ("unit.registered", "rule-profile.")
    rank = [
        next((n for n, kind in enumerate(kinds) if line.topic.startswith(kind)), 2)
        for line in lines
    ]
    order = sorted(range(len(lines)), key=lambda place: (rank[place], place))
    return renumbered(copied([lines[place] for place in order]))


def beginning(topic: str, key: str, on: str, state: dict[str, Any], unit: str | None) -> Edit:
    """Let the log end with an event of another item, in the same act but under nobody's rules."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        act = {name: fact for name, fact in lines[-1].state["act"].items() if name != "profile"}
        act |= {"occurred_on": on, "unit": unit or act["unit"]}
        line = Line(0, topic, key, 0, {"originator_id": key, "act": act, **state})
        return renumbered([*copied(lines), line])

    return edit


def reminding(
    kind: type[Owing],
    number: str,
    unit: str,
    day: str,
    on: str,
    round_: int = 1,
    above: str | None = None,
    **level: Any,
) -> Edit:
    """Let the log end with a reminder, by default at a usual level, and with its tick."""
    left, item = days_between(on, day), str(kind.id_of(number))
    usual = NEAR if left >= 0 else LATE if above is None else VERY_LATE
    level = {**usual, "up_the_line": above is not None, **level}
    mark = "-".join(str(level[name]) for name in ("trigger", "days", "counted_in", "colour"))
    state = {
        "item_kind": kind.KIND,
        "item_id": item,
        "item_number": number,
        "unit": unit,
        "unit_above": above,
        "round": round_,
        "due": day,
        "level": level,
        "days_left": left if left >= 0 else None,
        "days_overdue": -left if left < 0 else None,
    }
    key = Reminder.id_of(f"{kind.KIND}:{item}:{round_}:{day}:{mark}:{unit}")
    raised = beginning("reminder.raised", str(key), on, state, None)
    return together(raised, beginning("tick.done", TICK, on, {"day": on, "raised": 1}, None))


def urging(subject: dict[str, Any], unit: str, on: str, by: str, **other: Any) -> Edit:
    """Let the log end with a notice that urges a unit, by default because it is behind."""
    number, trigger = "DB-99", other.get("trigger", "behind")
    state = {
        "number": number,
        "kind": "supervision_notice",
        "colour": COLOURS[trigger],
        "trigger": trigger,
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
