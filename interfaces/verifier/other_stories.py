"""Units, measures of plans and supervision notices as they stood on a day."""

from __future__ import annotations

from typing import Any

from interfaces.verifier.items import Item
from interfaces.verifier.opinion_story import LedgerRow
from interfaces.verifier.trail import Told, story


def unit_row(item: Item, as_of: str) -> LedgerRow | None:
    """Return a unit's name, parent and end; ``None`` if it had not begun."""
    told = story(item, as_of)
    if not told:
        return None
    row: LedgerRow = {**told[0].facts, "code": item.number, "ended_on": None, "successor": None}
    for each in told[1:]:
        if each.topic in ("unit.merged", "unit.closed"):
            row["ended_on"] = each.day
        row.update(each.facts)
    return row


def measure_rows(item: Item, as_of: str) -> list[LedgerRow]:
    """Return the live measures of a plan, by their numbers."""
    told = story(item, as_of)
    measures = told_measures(told)
    unit = _responsible(told)
    rows = [{"number": item.number, **measures[no]} for no in sorted(measures)]
    return [{**row, "unit": row["lead_unit"] or unit} for row in rows]


def _responsible(told: list[Told]) -> str | None:
    """Return the unit whose plan it is at the end of the story."""
    units = [each.facts["unit"] for each in told[:1]]
    units += [each.facts["successor"] for each in told if each.topic == "plan.handed-over"]
    return units[-1] if units else None


def told_measures(told: list[Told]) -> dict[int, LedgerRow]:
    """Return the live measures at the end of a plan's story."""
    measures: dict[int, LedgerRow] = {}
    for each in told:
        _tell_measure(measures, each)
    return measures


def _tell_measure(measures: dict[int, LedgerRow], told: Told) -> None:
    facts = told.facts
    if told.topic in ("plan.measure-added", "plan.measure-revised"):
        no, text, lead_unit, due, answers, filled = facts["measure"]
        added_on = measures[no]["added_on"] if no in measures else told.day
        measures[no] = {
            "no": no,
            "text": text,
            "lead_unit": lead_unit,
            "due": due,
            "answers": answers,
            "filled": filled,
            "added_on": added_on,
        }
    elif told.topic in ("plan.measure-removed", "plan.measure-cancelled"):
        del measures[facts["no"]]
    elif told.topic == "plan.handed-over":
        for no in facts["measures"]:
            if measures[no]["lead_unit"]:
                measures[no]["lead_unit"] = facts["successor"]
    elif told.topic == "plan.measure-amended":
        measure = measures[facts["no"]]
        measure["text"] = facts["text"] or measure["text"]
        if facts["due"]:
            measure["filled"] += bool(facts["due"][0]) - bool(measure["due"])
            measure["due"] = facts["due"][0]


def notice_row(item: Item, as_of: str) -> LedgerRow | None:
    """Return how a notice stood on a day; ``None`` if it had not been issued."""
    told = story(item, as_of)
    if not told:
        return None
    first = told[0]
    row: LedgerRow = {**first.facts, **dict.fromkeys(NOTICE_LATER), "number": item.number}
    kind, subject, number, due = first.facts["subject"]
    row.update(
        status="issued",
        issued_on=first.day,
        subject_kind=kind,
        subject_id=subject,
        subject_number=number,
        subject_due=due,
    )
    for each in told[1:]:
        row.update(_told_of_notice(each))
    return row


NOTICE_LATER = (
    "acknowledged_on",
    "responded_on",
    "response",
    "lifted_on",
    "lifted_because",
    "escalated_on",
    "escalated_to",
)


def _told_of_notice(told: Told) -> dict[str, Any]:
    facts, day = told.facts, told.day
    if told.topic == "notice.acknowledged":
        return {"status": "acknowledged", "acknowledged_on": day}
    if told.topic == "notice.responded":
        return {"status": "responded", "responded_on": day, **facts}
    if told.topic == "notice.lifted":
        return {"status": "lifted", "lifted_on": day, "lifted_because": facts["reason"]}
    if told.topic == "notice.escalated":
        return {"status": "escalated", "escalated_on": day, "escalated_to": facts["to"]}
    return {}
