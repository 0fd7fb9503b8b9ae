"""What an item says of another is refused unless that is there, or begins in the same act."""

from collections.abc import Sequence
from typing import Any

import pytest

from interfaces.verifier.commitment_rules import CommitmentClaim, CommitmentRecord
from interfaces.verifier.county import County
from interfaces.verifier.items import Item
from interfaces.verifier.task_record import TaskRecord
from tests.interfaces.verifier.falsified import (
    Edit,
    by,
    copied,
    place_of,
    refused,
    renumbered,
    states,
)
from tests.interfaces.verifier.replaying import Bundle, Line
from tests.interfaces.verifier.sentences import require_illegal

LINKED, CLOSED = "opinion.work-linked", "opinion.closed"
AWAITED = 7
"""Which link of the county is to a task that begins later in the same act."""
NOBODY = "00000000-0000-0000-0000-000000000001"


def before(topic: str, nth: int, of: tuple[str, int], number: str, work: int | None) -> Edit:
    """Let an opinion, that of the event ``of``, be linked to a task just before an event.

    The task is that of another link, or one that never begins.
    """

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        place, item = place_of(altered, topic, nth), altered[place_of(altered, *of)].aggregate_id
        state = {
            "originator_id": item,
            "act": altered[place].state["act"],
            "kind": "task",
            "work_id": NOBODY if work is None else of_link(altered, work),
            "work_number": number,
        }
        altered.insert(place, Line(0, LINKED, item, 0, state))
        return renumbered(copied(altered))

    return edit


def of_link(lines: Sequence[Line], nth: int) -> str:
    work: str = lines[place_of(lines, LINKED, nth)].state["work_id"]
    return work


def unlinked_and_then_too_early(lines: Sequence[Line]) -> list[Line]:
    """Leave the last link to work out, and let the next act be recorded before all others."""
    place = place_of(lines, LINKED, -1)
    cause = lines[place].state["act"]["causation_id"]
    later = [each for each in lines[place:] if each.state["act"]["causation_id"] != cause]
    altered = copied([*lines[:place], later[0]])
    altered[-1].state["act"]["recorded_at"] = "2000-01-01T00:00:00Z"
    return renumbered(altered)


ILLEGAL: dict[str, Edit] = {
    "work not linked before an act recorded too early": unlinked_and_then_too_early,
    "work that never begins": states(LINKED, 1, work_id=NOBODY),
    "work that begins in another act": by(LINKED, AWAITED, causation_id=NOBODY),
    "work that begins later under another number": before(
        LINKED, AWAITED, (LINKED, 1), "没有", AWAITED
    ),
    "closing before linked work begins": before(CLOSED, 0, (CLOSED, 0), "RW-9", None),
}


@pytest.mark.parametrize("name", ILLEGAL)
def test_a_link_to_work_that_is_not_there_in_time_is_refused(told: Bundle, name: str) -> None:
    require_illegal(refused(told.lines, ILLEGAL[name]), "links", name)


FACTS: dict[str, Any] = {
    "number": "RW",
    "text": "清淤",
    "plan_id": None,
    "sub_actions": [],
    "target": None,
    "due": {"on": None},
}


def task(status: str) -> Item:
    record = TaskRecord(FACTS)
    record.status = status
    return record


def commitment(status: str, result: str) -> Item:
    record = CommitmentRecord({**FACTS, "unit": "GQ", "quantified": None})
    claim = CommitmentClaim(1, "2015-06-01", 1)
    record.status, claim.result, record.claims = status, result, [claim]
    return record


@pytest.mark.parametrize(
    ("work", "holds_up"),
    [
        (task("planned"), True),
        (task("accepted"), True),
        (task("closed_out"), False),
        (task("cancelled"), False),
        (commitment("followed_up", "fulfilled"), False),
        (commitment("followed_up", "partly"), True),
        (commitment("archived", "partly"), False),
        (commitment("withdrawn", "partly"), False),
        (Item("plan", "GQ"), False),
    ],
    ids=range(9),
)
def test_only_work_that_still_asks_for_something_holds_an_opinion_up(
    work: Item, *, holds_up: bool
) -> None:
    county = County()
    county.add("it", work)
    assert county.holds_up("it") is holds_up
