"""The parts of opinions under split handling: what each lead unit did of its own.

The ledger of opinions has one row for an opinion; here is one row for each of its lead units while
it is split, and none for any other opinion. ``opinion_rows`` keeps both.
"""

from collections.abc import Collection, Mapping
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, Date, Index, Integer, Text

from application.projections.versioned import Rows, owner_column, versioned_table
from domain.opinion import Opinion

split_ledger = versioned_table(
    "split_ledger",
    owner_column("opinion_id"),
    Column("unit", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("acknowledged_on", Date),
    Column("consulted_on", Date),
    Column("first_replied_on", Date),
    Column("first_reply_due", Date),
    Column("first_class", Text),
    Column("current_class", Text),
    key=("opinion_id", "unit"),
    owner="opinion_id",
)
"""``place`` is that of the unit among the lead units, from 1; ``first_reply_due`` is the due date
the opinion had when the unit first replied.
"""

Index(None, split_ledger.c.unit, split_ledger.c.known_until)

OWN_FACTS = (
    "acknowledged_on",
    "consulted_on",
    "first_replied_on",
    "first_reply_due",
    "first_class",
    "current_class",
)
"""What each lead unit has of its own; everything else it shares with the opinion."""
CLASSES = ("first_class", "current_class")

Whole = Mapping[str, Any]
"""The row of the opinion, as it stood before the event at hand."""


def parts_begun(event: Opinion.Referred, whole: Whole, rows: Rows) -> None:
    """Begin a part for each lead unit; a talk held before counts for all of them."""
    if len(event.lead) == 1:
        return
    for place, unit in enumerate(event.lead, 1):
        nothing_yet = dict.fromkeys(OWN_FACTS)
        facts = {**nothing_yet, "consulted_on": whole["consulted_on"]}
        rows.open(split_ledger, opinion_id=event.originator_id, unit=unit, place=place, **facts)


def parts_ended(
    event: Opinion.ReturnAccepted | Opinion.Separated, whole: Whole, rows: Rows
) -> None:
    """End every part with the referral."""
    for unit in _split_among(whole):
        rows.end(split_ledger, event.originator_id, unit)


def part_handed_over(event: Opinion.HandedOver, whole: Whole, rows: Rows) -> dict[str, Any]:
    """Let the successor have the part of a lead unit; of two parts in one hand one is left.

    Returns what the opinion itself is from then on, as a whole.
    """
    units, of = _split_among(whole), event.originator_id
    if event.unit not in units:
        return {}
    parts = {unit: rows.current(split_ledger, of, unit) for unit in units}
    own, other = parts.pop(event.unit), parts.get(event.successor)
    rows.end(split_ledger, of, event.unit)
    if other is None:
        parts[event.successor] = own
        facts = {name: own[name] for name in ("place", *OWN_FACTS)}
        rows.open(split_ledger, opinion_id=of, unit=event.successor, **facts)
    else:
        parts[event.successor] = done = in_one_hand(own, other)
        if len(parts) == 1:
            rows.end(split_ledger, of, event.successor)
        else:
            place = min(own["place"], other["place"])
            rows.revise(split_ledger, of, event.successor, place=place, **done)
    return _as_a_whole(parts.values()) if whole["round"] == 1 else {}


def _as_a_whole(parts: Collection[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what counts of an opinion in round 1: the first signature, the worst class."""
    signed = [part["acknowledged_on"] for part in parts if part["acknowledged_on"]]
    classes = [part["first_class"] for part in parts if part["first_class"]]
    worst = max(classes, default=None)
    return {
        "acknowledged_on": min(signed, default=None),
        "first_class": worst,
        "current_class": worst,
        "classified_round": int(bool(classes)),
    }


def in_one_hand(*parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what counts as done of parts that are one now: what was done for each of them."""
    talks = [part["consulted_on"] for part in parts if part["consulted_on"]]
    done: dict[str, Any] = dict.fromkeys(OWN_FACTS)
    done["consulted_on"] = min(talks, default=None)
    if all(part["acknowledged_on"] for part in parts):
        done["acknowledged_on"] = max(part["acknowledged_on"] for part in parts)
    if all(part["first_replied_on"] for part in parts):
        latest = max(parts, key=itemgetter("first_replied_on"))
        done |= {name: latest[name] for name in ("first_replied_on", "first_reply_due")}
        done |= {name: max(part[name] for part in parts) for name in CLASSES}
    return done


def part_acknowledged(event: Opinion.Acknowledged, whole: Whole, rows: Rows) -> None:
    """Note the signature of a unit for its own part."""
    if _split_among(whole):
        on = event.act.occurred_on
        rows.revise(split_ledger, event.originator_id, event.act.unit, acknowledged_on=on)


def parts_consulted(event: Opinion.Consulted, whole: Whole, rows: Rows) -> None:
    """Note a talk that a lead unit held for it, and one that anybody else held for all."""
    units = _split_among(whole)
    for unit in [event.act.unit] if event.act.unit in units else units:
        first: date | None = rows.current(split_ledger, event.originator_id, unit)["consulted_on"]
        on = first or event.act.occurred_on
        rows.revise(split_ledger, event.originator_id, unit, consulted_on=on)


def part_replied(event: Opinion.Replied, whole: Whole, rows: Rows) -> None:
    """Note the reply of a unit, with its class, and by when the first one was due."""
    if not _split_among(whole):
        return
    changes: dict[str, Any] = {"current_class": event.result_class}
    if event.round == 1:
        changes["first_class"] = event.result_class
        changes["first_replied_on"] = event.act.occurred_on
        changes["first_reply_due"] = whole["due"]
    rows.revise(split_ledger, event.originator_id, event.act.unit, **changes)


def parts_settled(event: Opinion.DueSettled, whole: Whole, rows: Rows) -> None:
    """Follow a due date derived anew, also for a reply given before.

    One given before others got more time follows the date the round had at first.
    """
    moved = {event.original_was.on: event.original_due.on, event.due_was.on: event.due.on}
    for unit in _split_among(whole) if event.round == 1 else ():
        part = rows.current(split_ledger, event.originator_id, unit)
        if part["first_replied_on"] and part["first_reply_due"] in moved:
            due = moved[part["first_reply_due"]]
            rows.revise(split_ledger, event.originator_id, unit, first_reply_due=due)


def _split_among(whole: Whole) -> tuple[str, ...]:
    """Return the lead units of an opinion that has several."""
    units = tuple(whole["lead_units"])
    return units if len(units) > 1 else ()
