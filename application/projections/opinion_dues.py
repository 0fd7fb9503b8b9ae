"""The due dates in a row of the ledger of opinions: as set, and as derived anew."""

from collections.abc import Mapping
from typing import Any

from domain.due import Due
from domain.opinion import Opinion


def due_columns(due: Due) -> dict[str, Any]:
    """Return what a row says of the due date in force."""
    return {"due": due.on, "undated": due.undated, "due_provisional": due.provisional}


def settled_anew(event: Opinion.DueSettled, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a notice about holidays changes: also the day the first reply was due."""
    changes = derived_anew(event, row)
    if event.round == 1 and row["first_replied_on"] and row["first_reply_due"] == event.due_was.on:
        changes["first_reply_due"] = event.due.on
    return changes


def migrated_anew(event: Opinion.RulesMigrated, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what other rules change; a reply given before stays due when it was."""
    changes = derived_anew(event, row)
    if row["referred_on"] and row["profile"] == (event.was and event.was.label):
        changes["profile"] = event.act.profile and event.act.profile.label
    return changes


def derived_anew(
    event: Opinion.DueSettled | Opinion.RulesMigrated, row: Mapping[str, Any]
) -> dict[str, Any]:
    """Follow due dates derived anew, unless a step dated before this note set others meanwhile."""
    if row["referred_on"] is None:
        return {}
    changes: dict[str, Any] = {}
    if event.round == 1 and row["original_due"] == event.original_was.on:
        changes["original_due"] = event.original_due.on
    was = (event.round, event.due_was.on, event.due_was.provisional)
    if (row["round"], row["due"], row["due_provisional"]) == was:
        changes |= due_columns(event.due)
    return changes
