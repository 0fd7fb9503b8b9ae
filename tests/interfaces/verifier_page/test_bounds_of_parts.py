"""What parts of the page answer at the bounds of what they are asked."""

import pytest

from tests.interfaces.verifier_page.node import ask, call, make

MOST_TOPICS = 1_000
WEEKLY = {"every": "week", "first": "2015-01-05", "last": "2015-01-19"}
MONTHLY = {"every": "month", "first": "2015-01-31", "last": "2015-03-31"}
EXPECTED = (
    (WEEKLY, "2014-12-01", "2015-01-05"),
    (WEEKLY, "2015-01-06", "2015-01-12"),
    (WEEKLY, "2015-01-19", "2015-01-19"),
    (WEEKLY, "2015-01-20", None),
    (MONTHLY, "2015-02-01", "2015-02-28"),
    (MONTHLY, "2015-03-01", "2015-03-31"),
    (MONTHLY, "2015-04-01", None),
    ({**MONTHLY, "last": None}, "2015-04-01", "2015-04-30"),
)
"""How reports are arranged, a day, and when the next is expected from that day on."""


def test_the_last_report_expected_is_expected() -> None:
    calls = [call("reporting.js", "expectedFrom", arranged, day) for arranged, day, _ in EXPECTED]
    assert ask(calls) == [expected for *_, expected in EXPECTED]


@pytest.mark.parametrize(("more", "refused"), [("a.0", False), ("a.one-more", True)])
def test_a_bundle_holds_no_more_than_so_many_kinds_of_events(more: str, refused: bool) -> None:
    calls = [("known", f"a.{number}") for number in range(MOST_TOPICS)]
    [answers] = ask([make("topics.js", "Topics", [*calls, ("known", more)])])
    assert answers[:MOST_TOPICS] == [topic for _, topic in calls]
    said = answers[-1]
    if not refused:
        assert said == more
        return
    assert said["thrown"] == "Refused"
    assert said["chinese"] == "事件种类超过1000种,超出核验上限"
    assert said["english"] == "there are more than 1000 kinds of events, more than are checked"
