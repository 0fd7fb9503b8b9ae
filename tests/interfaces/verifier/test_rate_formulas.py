"""What an item counts for on the day a due date falls, after it has ended, and without one."""

from typing import Any, NamedTuple

import pytest

from interfaces.verifier.figures import KINDS
from interfaces.verifier.rate_formulas import Weights

FORMULAS = {each.code: each for _, rates, counts in KINDS.values() for each in (*rates, *counts)}
DUE, BEFORE, AFTER = "2015-07-01", "2015-06-30", "2015-07-02"
NOTHING, OWED, COUNTED, LEFT_OUT = (0, 0, 0), (0, 1, 0), (1, 1, 0), (0, 0, 1)

RUNNING = {"paused_since": None, "merged_into": None}
UNANSWERED = RUNNING | {"first_replied_on": None, "original_due": DUE}
OPEN = RUNNING | {"status": "in_handling", "due": DUE, "undated": False}
LATE = OPEN | {"status": "closed", "closed_on": AFTER, "completed_on": AFTER}
WAITING = {
    "first_replied_on": None,
    "first_reply_due": None,
    "original_due": DUE,
    "closed_on": None,
}
BEFORE_PAUSE, IN_PAUSE = {"paused_since": AFTER}, {"paused_since": BEFORE}
MERGED = {"merged_into": "DL-1"}
OF_TIME = ("on-time-reply-rate", "on-time-reply-rate-original", "on-time-closing-rate")
LONG_AFTER = "2015-08-01"
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
    "open and late before the clock stopped": Case(
        "overdue-open-days", OPEN | BEFORE_PAUSE, COUNTED, day=LONG_AFTER
    ),
    "open and in time when the clock stopped": Case(
        "overdue-open-days", OPEN | IN_PAUSE, NOTHING, day=LONG_AFTER
    ),
    "open and merged": Case("overdue-open-days", OPEN | MERGED, NOTHING, day=AFTER),
    "open, merged and never due": Case(
        "overdue-open-days", OPEN | MERGED | {"due": None, "undated": True}, NOTHING
    ),
    "closed late": Case("closed-late-days", LATE, COUNTED, day=AFTER),
    "closed late and merged": Case("closed-late-days", LATE | MERGED, NOTHING, day=AFTER),
    **{
        f"due before the clock stopped in {code}": Case(
            code, OPEN | WAITING | BEFORE_PAUSE, OWED, day=LONG_AFTER
        )
        for code in OF_TIME
    },
    **{
        f"due after the clock stopped in {code}": Case(
            code, OPEN | WAITING | IN_PAUSE, NOTHING, day=LONG_AFTER
        )
        for code in OF_TIME
    },
    "handled again, evaluated in a later round alone": Case(
        "rehandling-rate",
        {"rehandlings": 1, "first_grade": None, "last_grade": "dissatisfied"},
        COUNTED,
    ),
    "unfinished on the day it is due": Case("task-overdue-days", UNFINISHED, NOTHING),
    "unfinished on the day after": Case("task-overdue-days", UNFINISHED, COUNTED, day=AFTER),
    "urged": Case("supervision-rate", RAISED, COUNTED),
    "not urged": Case("supervision-rate", RAISED | {"urged": False}, OWED),
    "urged and merged": Case("supervision-rate", RAISED | MERGED, NOTHING),
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
