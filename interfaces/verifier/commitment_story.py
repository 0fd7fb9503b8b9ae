"""A commitment as the ledger has it on a day, told anew from its events."""

from __future__ import annotations

from typing import Callable

from interfaces.verifier.items import Item
from interfaces.verifier.opinion_story import LedgerRow, set_due
from interfaces.verifier.task_story import take_settled
from interfaces.verifier.trail import Told, story

PROMISE_BEGINNING: LedgerRow = dict.fromkeys(
    (
        "filed_on",
        "filing_number",
        "published_on",
        "channel",
        "claimed_on",
        "claimed",
        "fulfilled_on",
        "verified_on",
        "result",
        "result_published_on",
        "followed_up_on",
        "follow_up",
        "withdrawn_on",
    )
)


def commitment_row(item: Item, as_of: str) -> LedgerRow | None:
    """Return how a commitment stood on a day; ``None`` if it had not begun."""
    told = story(item, as_of)
    if not told:
        return None
    first = told[0]
    row: LedgerRow = {**first.facts, **PROMISE_BEGINNING, "number": item.number}
    row.update(status="drafted", drafted_on=first.day, original_due=first.facts["due"][0])
    set_due(row, first.facts["due"])
    for each in told[1:]:
        tell = COMMITMENT_TELLERS.get(each.topic)
        if tell is not None:
            tell(row, each)
    return row


def _promise_reviewed(row: LedgerRow, told: Told) -> None:
    del told
    row["status"] = "reviewed"


def _promise_filed(row: LedgerRow, told: Told) -> None:
    row.update(told.facts, status="filed", filed_on=told.day)


def _promise_published(row: LedgerRow, told: Told) -> None:
    row.update(told.facts, status="published", published_on=told.day)


def _promise_amended(row: LedgerRow, told: Told) -> None:
    facts = told.facts
    row["channel"] = facts["channel"]
    row["quantified"] |= facts["quantified"]
    row["text"] = facts["text"] or row["text"]
    if facts["due"]:
        set_due(row, facts["due"])


def _promise_handed_over(row: LedgerRow, told: Told) -> None:
    row["unit"] = told.facts["successor"]


def _promise_settled(row: LedgerRow, told: Told) -> None:
    take_settled(row, told.facts)


def _promise_claimed(row: LedgerRow, told: Told) -> None:
    row.update(status="claimed", claimed_on=told.day, claimed=told.facts["fulfilled_on"])


def _promise_verified(row: LedgerRow, told: Told) -> None:
    result = told.facts["result"]
    row.update(
        status="verified",
        result=result,
        fulfilled_on=row["claimed"] if result == "fulfilled" else None,
        verified_on=told.day,
        result_published_on=None,
        followed_up_on=None,
        follow_up=None,
    )


def _promise_result_published(row: LedgerRow, told: Told) -> None:
    row.update(status="fulfilment_published", result_published_on=told.day)


def _promise_followed_up(row: LedgerRow, told: Told) -> None:
    grade = told.facts["satisfaction"]
    row.update(status="followed_up", followed_up_on=told.day, follow_up=grade)
    if grade == "dissatisfied":
        row.update(status="published", result=None, fulfilled_on=None)


def _promise_withdrawn(row: LedgerRow, told: Told) -> None:
    result = "unfulfilled" if row["published_on"] else None
    row.update(status="withdrawn", withdrawn_on=told.day, result=result)


def _promise_archived(row: LedgerRow, told: Told) -> None:
    del told
    row["status"] = "archived"


COMMITMENT_TELLERS: dict[str, Callable[[LedgerRow, Told], None]] = {
    "commitment.reviewed": _promise_reviewed,
    "commitment.filed": _promise_filed,
    "commitment.published": _promise_published,
    "commitment.amended": _promise_amended,
    "commitment.handed-over": _promise_handed_over,
    "commitment.due-settled": _promise_settled,
    "commitment.due-recounted": _promise_settled,
    "commitment.fulfilment-claimed": _promise_claimed,
    "commitment.verified": _promise_verified,
    "commitment.result-published": _promise_result_published,
    "commitment.follow-up-recorded": _promise_followed_up,
    "commitment.withdrawn": _promise_withdrawn,
    "commitment.archived": _promise_archived,
}
