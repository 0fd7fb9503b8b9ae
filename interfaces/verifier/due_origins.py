"""What due dates follow from, remembered: one derived anew may not follow from something else."""

from __future__ import annotations

import json
from hashlib import sha256
from sys import intern
from typing import Any, NamedTuple

from interfaces.verifier.items import Event, kept_day

ORIGIN_BYTES = 16
ANOTHER_ORIGIN = "期限与原期限的依据不同", "a due date follows from something else than before"


class Origin(NamedTuple):
    """From what a due date was derived, kept small; holidays that become known change nothing."""

    start: str | None
    of_version: bool
    """Whether it follows from a version of rules that was published."""
    digest: bytes
    """Of the deadline, the version of rules and the rule in words."""
    in_working_days: bool
    """Whether it is the end of a term in working days."""


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
    return Origin(start and intern(start), of_version, digest, _in_working_days(basis["spec"]))


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
    item, due = event.item, event.state["due"]
    event.require(present.origin is not None and origin_of(due) == present.origin, *ANOTHER_ORIGIN)
    is_original = present == item.original
    stated_anew = any(not settled for _, settled in item.settled)
    event.require(
        is_original if event.state["of_original"] else stated_anew or not is_original,
        "是否为最初期限不符",
        "whether it is the original due date is stated wrongly",
    )
    if event.state["of_original"]:
        item.original = known(due)
