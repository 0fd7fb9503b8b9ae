"""What due dates follow from, remembered: one derived anew may not follow from something else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from sys import intern
from typing import Any, NamedTuple

from interfaces.verifier.items import Event, kept_day
from interfaces.verifier.owed_recount import NOTHING_TO_RECOUNT

ORIGIN_BYTES = 16
COUNTED_FROM_START = ("term", "recurring")
"""The kinds of deadlines that are counted from the day they begin on."""
ANOTHER_ORIGIN = "期限与原期限的依据不同", "a due date follows from something else than before"

SETTLED_TOO_EARLY = "期限的重算早于写明该期限", "a due date is settled before it was stated"
RESTS_ON_ANOTHER = (
    "更正的不是期限所依据的日期",
    "the date corrected is not one on which the due date rests",
)


class Origin(NamedTuple):
    """From what a due date was derived, kept small; holidays that become known change nothing."""

    start: str | None
    of_version: bool
    """Whether it follows from a version of rules that was published."""
    digest: bytes
    """Of the deadline, the version of rules and the rule in words."""
    in_working_days: bool
    """Whether it is the end of a term in working days."""
    counting: str | None
    """The deadline, as JSON, where it is counted from the day it begins on."""

    def awaits(self, start: str) -> bool:
        """Return whether it is counted from another day than the one it now begins on."""
        return self.counting is not None and self.start != start


class Known(NamedTuple):
    """What is remembered of a due date; of a day stated outright the day alone."""

    on: str | None
    origin: Origin | None = None
    notices: str | None = None
    """The latest notice about holidays in each year it depends on."""


def known(due: dict[str, Any]) -> Known:
    """Return what is remembered of a due date."""
    return Known(kept_day(due), origin_of(due), notices_of(due))


def origin_of(due: dict[str, Any]) -> Origin | None:
    """Return from what a due date was derived; ``None`` for a day stated outright."""
    basis = due.get("basis")
    if basis is None:
        return None
    told = json.dumps([basis["spec"], basis["profile"], basis["rule"]], sort_keys=True)
    digest = sha256(told.encode()).digest()[:ORIGIN_BYTES]
    start = basis["start"]
    of_version = basis["profile"] is not None
    counted = basis["spec"]["kind"] in COUNTED_FROM_START
    counting = intern(json.dumps(basis["spec"], sort_keys=True)) if counted else None
    in_working_days = _in_working_days(basis["spec"])
    return Origin(start and intern(start), of_version, digest, in_working_days, counting)


def _in_working_days(spec: dict[str, Any]) -> bool:
    return spec["kind"] == "term" and bool(spec["term"]["unit"] == "working_day")


def notices_of(due: dict[str, Any]) -> str | None:
    """Return by which notices about holidays a due date was derived."""
    basis = due.get("basis")
    if basis is None:
        return None
    return intern(" ".join(f"{each['year']}:{each['version']}" for each in basis["calendar"]))


def require_former_due(event: Event, stated: dict[str, Any], present: Known) -> None:
    """Refuse an event that states another due date than the one in force before it."""
    event.require(
        known(stated) == present,
        "所写原期限与实际期限不符",
        "the due date stated as former is not the one in force",
    )


def require_settled(event: Event, present: Known) -> None:
    """Refuse to settle what was not derived, or to say wrongly whether it is the original."""
    origin = origin_of(event.state["due"])
    event.require(present.origin is not None and origin == present.origin, *ANOTHER_ORIGIN)
    _take_original(event, present)


def stated_in(settled: Sequence[tuple[int, bool]]) -> int:
    """Return the version of the event that stated a due date; to derive it anew states none."""
    return max((version for version, derived in settled if not derived), default=1)


def require_recounted(event: Event, present: Known) -> None:
    """Refuse to count anew what does not rest on the date corrected, or from another day."""
    item = event.item
    stated = stated_in(item.settled)
    event.require(event.state["corrected"] == stated, *RESTS_ON_ANOTHER)
    require_counted_from(event, event.state["due"], present.origin, item.date_of(stated))
    _take_original(event, present)


def require_counted_from(
    event: Event, due: dict[str, Any], before: Origin | None, start: str
) -> None:
    """Refuse a due date that is not the one of before, counted from a day since corrected."""
    awaits = before is not None and before.awaits(start)
    event.require(awaits, *NOTHING_TO_RECOUNT)
    event.require(before and origin_of(due) == before._replace(start=start), *ANOTHER_ORIGIN)


def _take_original(event: Event, present: Known) -> None:
    item = event.item
    is_original = present == item.original
    stated_anew = any(not settled for _, settled in item.settled)
    event.require(
        is_original if event.state["of_original"] else stated_anew or not is_original,
        "是否为最初期限不符",
        "whether it is the original due date is stated wrongly",
    )
    if event.state["of_original"]:
        item.original = known(event.state["due"])
