"""An opinion as the ledger has it on a day, told anew from its events."""

from __future__ import annotations

from typing import Any, Callable

from interfaces.verifier.items import Item
from interfaces.verifier.successions import units_after
from interfaces.verifier.trail import Told, story
from interfaces.verifier.words import GRADES

LedgerRow = dict[str, Any]

WORST_LAST = tuple(GRADES)
NOT_REFERRED: LedgerRow = {
    "referred_on": None,
    "letter": None,
    "lead": (),
    "co_units": (),
    "parts": {},
    "due": None,
    "undated": False,
    "provisional": False,
    "original_due": None,
    "paused_since": None,
    "acknowledged_on": None,
    "consulted_on": None,
}
OWN_FACTS = (
    "acknowledged_on",
    "consulted_on",
    "first_replied_on",
    "first_reply_due",
    "first_class",
    "current_class",
)
"""What each lead unit has of its own where an opinion is split among several; see ``parts``."""
NEVER_DONE: LedgerRow = {
    **NOT_REFERRED,
    **dict.fromkeys(
        (
            "formed_on",
            "not_admitted_on",
            "first_referred_on",
            "first_replied_on",
            "first_reply_due",
            "last_replied_on",
            "reply_document",
            "first_class",
            "current_class",
            "first_grade",
            "last_grade",
            "tracking_since",
            "completed_on",
            "closed_on",
            "first_closed_on",
            "reopened_on",
            "merged_into",
            "withdrawn_on",
        )
    ),
    **dict.fromkeys(
        (
            "round",
            "classified_round",
            "graded_round",
            "referred_in",
            "due_set_in",
            "returns_asked",
            "returns",
            "extensions",
            "rehandlings",
            "look_backs",
            "recurrences",
        ),
        0,
    ),
}


def opinion_row(item: Item, as_of: str) -> LedgerRow | None:
    """Return how an opinion stood on a day; ``None`` if it had not begun."""
    told = story(item, as_of)
    if not told:
        return None
    row: LedgerRow = {**told[0].facts, **NEVER_DONE, "number": item.number, "status": "drafted"}
    for each in told:
        tell = OPINION_TELLERS.get(each.topic)
        if tell is not None:
            tell(row, each)
    return row


def set_due(row: LedgerRow, due: Any) -> None:
    """Put a due date in a row: its day, that it is provisional, or that none was set."""
    row["due"], row["provisional"] = due
    row["undated"] = due[0] is None


def _set_due_in(row: LedgerRow, told: Told, due: Any) -> None:
    """Put a due date in a row that a step set; a note recorded before it moves it no more."""
    set_due(row, due)
    row["due_set_in"] = told.version


def _formed(row: LedgerRow, told: Told) -> None:
    row.update(status="formed", formed_on=told.day)


def _not_admitted(row: LedgerRow, told: Told) -> None:
    row.update(status="not_admitted", not_admitted_on=told.day)


def _referred(row: LedgerRow, told: Told) -> None:
    facts = told.facts
    row.update(
        status="referred",
        first_referred_on=row["first_referred_on"] or told.day,
        referred_on=told.day,
        letter=facts["letter_number"],
        lead=facts["lead"],
        parts=_parts_among(facts["lead"], row["consulted_on"]),
        co_units=facts["co_units"],
        original_due=facts["due"][0],
        round=1,
        referred_in=told.version,
    )
    _set_due_in(row, told, facts["due"])


def _parts_among(lead: list[str], consulted_on: str | None) -> dict[str, LedgerRow]:
    """Begin a part for each of several lead units; a talk held before counts for all of them."""
    nothing_yet = {**dict.fromkeys(OWN_FACTS), "consulted_on": consulted_on}
    return {unit: {**nothing_yet} for unit in lead} if len(lead) > 1 else {}


def _own_part(row: LedgerRow, told: Told) -> LedgerRow:
    """Return the part of the unit that acts; one that counts for nothing where there is none."""
    part: LedgerRow = row["parts"].get(told.facts["act"], dict.fromkeys(OWN_FACTS))
    return part


def _acknowledged(row: LedgerRow, told: Told) -> None:
    _own_part(row, told)["acknowledged_on"] = told.day
    row.update(status="in_handling", acknowledged_on=row["acknowledged_on"] or told.day)


def _return_asked(row: LedgerRow, told: Told) -> None:
    del told
    row.update(status="return_requested", returns_asked=row["returns_asked"] + 1)


def _return_accepted(row: LedgerRow, told: Told) -> None:
    del told
    row.update(NOT_REFERRED, status="formed", returns=row["returns"] + 1)


def _return_refused(row: LedgerRow, told: Told) -> None:
    row["status"] = "in_handling" if told.facts["signed"] else "referred"


def _handed_over(row: LedgerRow, told: Told) -> None:
    unit, successor = told.facts["unit"], told.facts["successor"]
    row["lead"], row["co_units"] = units_after(row["lead"], row["co_units"], unit, successor)
    parts = row["parts"]
    if unit not in parts:
        return
    own, other = parts[unit], parts.get(successor)
    taken = {**parts, successor: own if other is None else _in_one_hand(own, other)}
    left = {each: taken[each] for each in row["lead"]}
    row["parts"] = left if len(left) > 1 else {}
    if row["round"] == 1:
        signed = [each["acknowledged_on"] for each in left.values() if each["acknowledged_on"]]
        classes = [each["first_class"] for each in left.values() if each["first_class"]]
        row["acknowledged_on"] = min(signed, default=None)
        row["first_class"] = row["current_class"] = max(classes, default=None)
        row["classified_round"] = int(bool(classes))


def _in_one_hand(own: LedgerRow, other: LedgerRow) -> LedgerRow:
    """Return what counts as done of two parts that are one now: what was done for both."""
    talks = [each["consulted_on"] for each in (own, other) if each["consulted_on"]]
    done = {**dict.fromkeys(OWN_FACTS), "consulted_on": min(talks, default=None)}
    if own["acknowledged_on"] and other["acknowledged_on"]:
        done["acknowledged_on"] = max(own["acknowledged_on"], other["acknowledged_on"])
    if own["first_replied_on"] and other["first_replied_on"]:
        later = own if own["first_replied_on"] >= other["first_replied_on"] else other
        for name in ("first_replied_on", "first_reply_due"):
            done[name] = later[name]
        for name in ("first_class", "current_class"):
            done[name] = max(own[name], other[name])
    return done


def _consulted(row: LedgerRow, told: Told) -> None:
    parts, unit = row["parts"], told.facts["act"]
    for part in (row, *([parts[unit]] if unit in parts else parts.values())):
        part["consulted_on"] = part["consulted_on"] or told.day


def _extended(row: LedgerRow, told: Told) -> None:
    row["extensions"] += 1
    _set_due_in(row, told, (told.facts["until"], False))


def _paused(row: LedgerRow, told: Told) -> None:
    row["paused_since"] = told.day if told.facts["pauses"] else None


def _resumed(row: LedgerRow, told: Told) -> None:
    row["paused_since"] = None
    _set_due_in(row, told, told.facts["due"])


def _settled(row: LedgerRow, told: Told) -> None:
    facts = told.facts
    moved = {facts["due_was"][0]: facts["due"][0]}
    of_parts = {facts["original_was"][0]: facts["original_due"][0], **moved}
    for part, by in ((row, moved), *((part, of_parts) for part in row["parts"].values())):
        replied, due = part["first_replied_on"], part["first_reply_due"]
        if facts["round"] == 1 and replied and due in by:
            part["first_reply_due"] = by[due]
    _derived_anew(row, told)


def _derived_anew(row: LedgerRow, told: Told) -> None:
    """Follow due dates derived anew, unless a step dated before this note set others meanwhile."""
    facts = told.facts
    if row["referred_on"] is None or told.version < row["referred_in"]:
        return
    if facts["round"] == 1 and row["original_due"] == facts["original_was"][0]:
        row["original_due"] = facts["original_due"][0]
    stands = (row["round"], (row["due"], row["provisional"])) == (facts["round"], facts["due_was"])
    if stands and told.version > row["due_set_in"]:
        set_due(row, facts["due"])


def _replied(row: LedgerRow, told: Told) -> None:
    facts = told.facts
    number, worst = facts["round"], facts["result_class"]
    part = _own_part(row, told)
    part["current_class"] = worst
    if number == 1:
        part.update(first_class=worst, first_replied_on=told.day, first_reply_due=row["due"])
    if row["classified_round"] == number:
        worst = max(worst, row["current_class"])
    row.update(current_class=worst, classified_round=number)
    if number == 1:
        row["first_class"] = worst
    if facts["complete"]:
        row.update(
            status="replied",
            last_replied_on=told.day,
            reply_document=facts["document_number"],
            paused_since=None,
        )
        if number == 1:
            row.update(first_replied_on=told.day, first_reply_due=row["due"])


def _evaluated(row: LedgerRow, told: Told) -> None:
    _graded(row, told.facts["round"], told.facts["satisfaction"])


def _lapsed(row: LedgerRow, told: Told) -> None:
    if told.facts["silence"] == "satisfied":
        _graded(row, told.facts["round"], "satisfied")


def _graded(row: LedgerRow, number: int, grade: str) -> None:
    if row["graded_round"] == number:
        grade = max(grade, row["last_grade"], key=WORST_LAST.index)
    row.update(last_grade=grade, graded_round=number)
    if number == 1:
        row["first_grade"] = grade


def _rehandled(row: LedgerRow, told: Told) -> None:
    row.update(
        status="rehandling",
        round=told.facts["round"],
        rehandlings=row["rehandlings"] + 1,
        paused_since=None,
        tracking_since=None,
    )
    set_due(row, told.facts["due"])


def _tracked(row: LedgerRow, told: Told) -> None:
    row.update(status="tracking", tracking_since=told.day)


def _closed(row: LedgerRow, told: Told) -> None:
    row.update(
        status="closed",
        closed_on=told.day,
        first_closed_on=row["first_closed_on"] or told.day,
        completed_on=told.facts["completed_on"],
    )


def _looked_back(row: LedgerRow, told: Told) -> None:
    del told
    row["look_backs"] += 1


def _reopened(row: LedgerRow, told: Told) -> None:
    row.update(
        status="in_handling",
        round=told.facts["round"],
        closed_on=None,
        completed_on=None,
        paused_since=None,
        tracking_since=None,
        reopened_on=told.day,
        recurrences=row["recurrences"] + (told.facts["ground"] == "look_back"),
    )
    set_due(row, told.facts["due"])


def _merged(row: LedgerRow, told: Told) -> None:
    row.update(status="merged", merged_into=told.facts["into_number"])


def _separated(row: LedgerRow, told: Told) -> None:
    del told
    row.update(NOT_REFERRED, status="formed", merged_into=None)


def _withdrawn(row: LedgerRow, told: Told) -> None:
    row.update(status="withdrawn", withdrawn_on=told.day)


OPINION_TELLERS: dict[str, Callable[[LedgerRow, Told], None]] = {
    "opinion.formed": _formed,
    "opinion.not-admitted": _not_admitted,
    "opinion.referred": _referred,
    "opinion.re-referred": _referred,
    "opinion.acknowledged": _acknowledged,
    "opinion.return-requested": _return_asked,
    "opinion.return-accepted": _return_accepted,
    "opinion.return-refused": _return_refused,
    "opinion.handed-over": _handed_over,
    "opinion.consulted": _consulted,
    "opinion.extension-granted": _extended,
    "opinion.clarification-requested": _paused,
    "opinion.clarification-given": _resumed,
    "opinion.due-settled": _settled,
    "opinion.due-recounted": _settled,
    "opinion.rules-migrated": _derived_anew,
    "opinion.replied": _replied,
    "opinion.reply-evaluated": _evaluated,
    "opinion.feedback-lapsed": _lapsed,
    "opinion.rehandling-ordered": _rehandled,
    "opinion.tracking-begun": _tracked,
    "opinion.closed": _closed,
    "opinion.look-back-recorded": _looked_back,
    "opinion.reopened": _reopened,
    "opinion.merged-into": _merged,
    "opinion.separated": _separated,
    "opinion.withdrawn": _withdrawn,
}
