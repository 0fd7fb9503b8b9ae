"""The due date a reply had: told in the order of dates, as the ledger tells it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from domain.due import Due
from domain.due_history import DERIVED_ANEW, DueChange
from domain.opinion_handling import Round


class _Moved(NamedTuple):
    """The due date of a round was moved, by the event with this version."""

    version: int
    due: Due
    anew: DueChange | None = None
    """Told when it was derived anew and not decided."""


def reply_due(round_: Round, dates: Sequence[date]) -> Due:
    """Return the due date the reply in an answered round had; ``dates`` are those of the events.

    A date derived anew leaves alone what was decided by a step dated earlier, however late that
    was entered. After the reply only a notice about holidays, or the correction of a day it rests
    on, moves it, for that says which day was meant all along; other rules ask nothing of a reply
    given under the former ones.
    """

    def place(version: int) -> tuple[date, int]:
        return dates[version - 1], version

    replied = max(place(reply.version) for reply in round_.replies)
    due, decided_in = round_.stated_due, round_.version
    for moved in sorted(_moves(round_), key=lambda each: place(each.version)):
        is_after = place(moved.version) > replied
        if moved.anew is None:
            due, decided_in = moved.due, moved.version
        elif is_after or moved.version > decided_in:
            follows = _follows(moved.anew, due, is_after=is_after)
            due = moved.due if follows else due
    return due


def _moves(round_: Round) -> Iterator[_Moved]:
    for extension in round_.extensions:
        if extension.decision and extension.decision.until:
            yield _Moved(extension.decision.version, Due.by(extension.decision.until))
    for asked in round_.clarifications:
        if asked.answer:
            yield _Moved(asked.answer.version, asked.answer.due)
    for change in round_.due_changes:
        yield _Moved(change.made_in, change.due, change)


def _follows(change: DueChange, due: Due, *, is_after: bool) -> bool:
    was = change.due_was
    if is_after:
        return change.kind in DERIVED_ANEW and was.same_day(due)
    return was.same_day(due) and was.provisional == due.provisional
