"""The due dates in a row of the ledger of opinions: as set, and as derived anew."""

from collections.abc import Mapping
from typing import Any

from application.projections.versioned import Rows
from domain.due import Due
from domain.opinion import Opinion

SETS_DUE = (
    Opinion.Referred,
    Opinion.ExtensionGranted,
    Opinion.ClarificationGiven,
)
"""The steps by which the due date of a round is set. One recorded after a note, though dated
before it, stays as it says, even where it names the very day that the note moved."""


def due_columns(due: Due) -> dict[str, Any]:
    """Return what a row says of the due date in force."""
    return {"due": due.on, "undated": due.undated, "due_provisional": due.provisional}


def settled_anew(event: Opinion.DueSettled, row: Mapping[str, Any], rows: Rows) -> dict[str, Any]:
    """Return what a notice about holidays changes: also the day the first reply was due."""
    changes = derived_anew(event, row, rows)
    if event.round == 1 and row["first_replied_on"] and row["first_reply_due"] == event.due_was.on:
        changes["first_reply_due"] = event.due.on
    return changes


def migrated_anew(
    event: Opinion.RulesMigrated, row: Mapping[str, Any], rows: Rows
) -> dict[str, Any]:
    """Return what other rules change; a reply given before stays due when it was."""
    changes = derived_anew(event, row, rows)
    if row["referred_on"] and row["profile"] == (event.was and event.was.label):
        changes["profile"] = event.act.profile and event.act.profile.label
    return changes


def derived_anew(
    event: Opinion.DueSettled | Opinion.RulesMigrated, row: Mapping[str, Any], rows: Rows
) -> dict[str, Any]:
    """Follow due dates derived anew, unless a step dated before this note set others meanwhile."""
    if row["referred_on"] is None or rows.overtaken(event, (Opinion.Referred,)):
        return {}
    changes: dict[str, Any] = {}
    if event.round == 1 and row["original_due"] == event.original_was.on:
        changes["original_due"] = event.original_due.on
    was = (event.round, event.due_was.on, event.due_was.provisional)
    stands = (row["round"], row["due"], row["due_provisional"]) == was
    if stands and not rows.overtaken(event, SETS_DUE):
        changes |= due_columns(event.due)
    return changes
