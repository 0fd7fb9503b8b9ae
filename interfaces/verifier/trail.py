"""What is kept of each event for the ledgers, packed small, and an item's story told from it."""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from typing import Any, Callable, NamedTuple

from interfaces.verifier.items import Item
from interfaces.verifier.plan_rules import filled_elements
from interfaces.verifier.transitions import TRANSITIONS

FIRST = 1
LENGTH_BYTES = 4
"""Bytes in which the length of what is kept of an event is written."""
TOPICS = tuple(TRANSITIONS)
TOPIC_NUMBERS = {topic: number for number, topic in enumerate(TOPICS)}


def due_facts(due: dict[str, Any] | None) -> Any:
    """Return the day of a due date, and whether a year it rests on was not published."""
    if due is None:
        return None
    basis = due.get("basis")
    provisional = basis is not None and any(year["version"] is None for year in basis["calendar"])
    return (due["on"], provisional)


def measure_facts(measure: dict[str, Any]) -> Any:
    """Return what the ledgers say of a measure."""
    return (
        measure["no"],
        measure["text"],
        measure["responsibility"]["lead_unit"],
        measure["due"]["on"],
        tuple(measure["answers"]),
        len(filled_elements(measure)),
    )


def _text_of(target: Any) -> Any:
    return target and target["text"]


LEVEL_FACTS = ("colour", "trigger", "days", "counted_in")
"""What the ledgers say of a level of a warning scale."""

CONVERTED: dict[str, Callable[[Any], Any]] = {
    "due": due_facts,
    "due_was": due_facts,
    "original_was": due_facts,
    "original_due": due_facts,
    "former_due": due_facts,
    "new_due": due_facts,
    "reply_due": due_facts,
    "measure": measure_facts,
    "target": _text_of,
    "act": lambda act: act["unit"],
    "evidence": len,
    "quantified": bool,
    "reminder.raised due": str,
    "reminder.raised level": lambda level: tuple(level[name] for name in LEVEL_FACTS),
    "refers_to": lambda other: other and other["number"],
    "to": lambda other: other["number"],
    "subject": lambda subject: (
        subject["kind"],
        subject["id"],
        subject["number"],
        subject["due"] and subject["due"]["on"],
    ),
}
"""How a field is kept that is not kept as it stands; of one topic, where it says so."""

KEPT_FIELDS = {
    "unit.registered": "name kind level parent",
    "unit.renamed": "name",
    "unit.moved": "parent",
    "unit.merged": "successor",
    "opinion.registered": (
        "kind title document_number issuer channel raised_on lead_deputy co_signers key"
    ),
    "opinion.referred": "lead co_units letter_number due",
    "opinion.re-referred": "lead co_units letter_number due",
    "opinion.acknowledged": "act",
    "opinion.return-refused": "signed",
    "opinion.handed-over": "unit successor",
    "opinion.consulted": "act",
    "opinion.extension-granted": "until",
    "opinion.clarification-requested": "pauses",
    "opinion.clarification-given": "due",
    "opinion.due-settled": "round due_was due original_was original_due",
    "opinion.due-recounted": "round due_was due original_was original_due",
    "opinion.rules-migrated": "round due_was due original_was original_due",
    "opinion.replied": "act round result_class document_number complete",
    "opinion.reply-evaluated": "round satisfaction",
    "opinion.feedback-lapsed": "round silence",
    "opinion.rehandling-ordered": "round due",
    "opinion.closed": "completed_on",
    "opinion.reopened": "round ground due",
    "opinion.merged-into": "into_number",
    "plan.drafted": "unit opinion_ids",
    "plan.measure-added": "measure",
    "plan.measure-revised": "measure",
    "plan.measure-removed": "no",
    "plan.measure-cancelled": "no",
    "plan.measure-amended": "no text due former_due",
    "plan.handed-over": "successor measures",
    "plan.opinion-waived": "opinion_id reason",
    "task.planned": "text plan_id measure_no opinion_ids target due handling",
    "task.assigned": "units leaders offices assignees",
    "task.reassigned": "units leaders offices assignees",
    "task.progress-reported": "percent evidence",
    "task.closeout-requested": "completed_on target_value evidence",
    "task.verification-failed": "round new_due",
    "task.recurrence-found": "due",
    "task.extension-granted": "until",
    "task.converted-to-long-term": "review_on",
    "task.amended": "text due target",
    "task.due-settled": "due_was due of_original",
    "task.due-recounted": "due_was due of_original",
    "task.reporting-scheduled": "spec",
    "commitment.drafted": "unit text quantified due opinion_ids plan_id",
    "commitment.filed": "filing_number",
    "commitment.published": "channel",
    "commitment.amended": "text due quantified channel",
    "commitment.due-settled": "due_was due of_original",
    "commitment.due-recounted": "due_was due of_original",
    "commitment.handed-over": "successor",
    "commitment.fulfilment-claimed": "fulfilled_on",
    "commitment.verified": "result",
    "commitment.follow-up-recorded": "satisfaction",
    "notice.issued": (
        "kind colour trigger subject unit competent_body demand reply_due signer refers_to"
    ),
    "notice.responded": "response",
    "notice.lifted": "reason",
    "notice.escalated": "to",
    "reminder.raised": "item_kind unit unit_above round due level",
    "rule-profile.published": "version title valid_from valid_until basis_document",
    "rule-profile.ended": "version valid_until",
    "calendar-year.published": "notice",
    "calendar-year.amended": "notice",
}
CORRECTED_FIELDS = ("corrects", "field", "now")
KEPT = {
    topic: CORRECTED_FIELDS
    if topic.endswith(".corrected")
    else tuple(KEPT_FIELDS.get(topic, "").split())
    for topic in TOPICS
}


class Told(NamedTuple):
    """One event of a story, on its date as corrected."""

    day: str
    topic: str
    facts: dict[str, Any]
    version: int


def packing(topic: str) -> Callable[[dict[str, Any]], bytes]:
    """Return what makes of an event of this kind the few bytes that are kept of it."""
    number = TOPIC_NUMBERS[topic]
    kept = [(name, CONVERTED.get(f"{topic} {name}", CONVERTED.get(name))) for name in KEPT[topic]]

    def packed(state: dict[str, Any]) -> bytes:
        facts = [
            state.get(name) if convert is None else convert(state.get(name))
            for name, convert in kept
        ]
        kept_facts = marshal.dumps((number, *facts))
        return len(kept_facts).to_bytes(LENGTH_BYTES, "little") + kept_facts

    return packed


def unpacked(trail: bytearray) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the events of a trail again, in the order of recording."""
    at = 0
    while at < len(trail):
        begin = at + LENGTH_BYTES
        at = begin + int.from_bytes(trail[at:begin], "little")
        number, *facts = marshal.loads(trail[begin:at])  # noqa: S302  packed above, in this process
        yield TOPICS[number], dict(zip(KEPT[TOPICS[number]], facts))


def story(item: Item, as_of: str) -> list[Told]:
    """Tell an item as it stood on a day: corrected, in the order of dates, the first event first.

    Nothing is dated before the first event.
    """
    begun = item.days[0]
    if begun > as_of:
        return []
    told = list(unpacked(item.trail))
    for _, facts in told:
        if "corrects" in facts:
            told[facts["corrects"] - FIRST][1][facts["field"]] = facts["now"]
    days = [max(day, begun) for day in item.days]
    order = sorted(range(FIRST, len(told)), key=lambda place: (days[place], place))
    shown = [place for place in (0, *order) if days[place] <= as_of]
    return [Told(days[place], *told[place], FIRST + place) for place in shown]
