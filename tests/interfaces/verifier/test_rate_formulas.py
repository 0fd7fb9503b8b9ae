"""What an item counts for on the day a due date falls, after it has ended, and without one."""

from typing import Any, NamedTuple

import pytest

from interfaces.verifier.figures import KINDS
from interfaces.verifier.rate_formulas import Weights

FORMULAS = {each.code: each for _, rates, counts in KINDS.values() for each in (*rates, *counts)}
DUE, BEFORE, AFTER = "2015-07-01", "2015-06-30", "2015-07-02"
NOTHING, OWED, COUNTED, LEFT_OUT = (0, 0, 0), (0, 1, 0), (1, 1, 0), (0, 0, 1)

UNANSWERED = {"first_replied_on": None, "original_due": DUE}
OPEN = {"status": "in_handling", "due": DUE, "undated": False}
UNFINISHED = {"completed_on": None, "due": DUE, "undated": False}
RAISED = {"status": "referred", "merged_into": None, "urged": True}
PROMISED = {
    "published_on": "2015-01-04",
    "withdrawn_on": None,
    "result": "fulfilled",
    "fulfilled_on": DUE,
    "due": DUE,
    "undated": False,
}
VAGUE = PROMISED | {"due": None, "undated": True}
TAKEN_BACK = {"withdrawn_on": BEFORE, "result": "unfulfilled"}


class Case(NamedTuple):
    """An item in a figure, asked about on a day."""

    code: str
    row: dict[str, Any]
    weights: Weights
    day: str = DUE


COUNTS = {
    "no reply on the day it was due": Case("on-time-reply-rate-original", UNANSWERED, OWED),
    "no reply before it is due": Case(
        "on-time-reply-rate-original", UNANSWERED, NOTHING, day=BEFORE
    ),
    "open on the day it is due": Case("overdue-open-days", OPEN, NOTHING),
    "open on the day after": Case("overdue-open-days", OPEN, COUNTED, day=AFTER),
    "unfinished on the day it is due": Case("task-overdue-days", UNFINISHED, NOTHING),
    "unfinished on the day after": Case("task-overdue-days", UNFINISHED, COUNTED, day=AFTER),
    "urged": Case("supervision-rate", RAISED, COUNTED),
    "not urged": Case("supervision-rate", RAISED | {"urged": False}, OWED),
    "urged and merged": Case("supervision-rate", RAISED | {"merged_into": "DL-1"}, NOTHING),
    "urged and closed": Case("supervision-rate", RAISED | {"status": "closed"}, NOTHING),
    "kept": Case("fulfilment-rate", PROMISED, COUNTED),
    "kept in time": Case("on-time-fulfilment-rate", PROMISED, COUNTED),
    "kept a day late": Case("on-time-fulfilment-rate", PROMISED | {"fulfilled_on": AFTER}, OWED),
    "taken back though it had been kept": Case(
        "on-time-fulfilment-rate", PROMISED | TAKEN_BACK, OWED
    ),
    "taken back before it was due": Case(
        "fulfilment-rate", PROMISED | TAKEN_BACK, OWED, day=BEFORE
    ),
    **{
        f"never due in {code}": Case(code, VAGUE, LEFT_OUT)
        for code in ("fulfilment-rate", "on-time-fulfilment-rate", "fulfilment-rate-weighted")
    },
    "never due and never published": Case(
        "fulfilment-rate-weighted", VAGUE | {"published_on": None}, NOTHING
    ),
    "kept in part": Case("fulfilment-rate-weighted", PROMISED | {"result": "partly"}, (1, 2, 0)),
}


@pytest.mark.parametrize("name", COUNTS)
def test_an_item_counts_for_what_it_is_on_the_day(name: str) -> None:
    case = COUNTS[name]
    assert FORMULAS[case.code].weigh(case.row, case.day) == case.weights
