"""Histories of promises in which one thing only just fits, or no longer does."""

from collections.abc import Sequence
from typing import Any

from tests.interfaces.verifier.continued import until
from tests.interfaces.verifier.falsified import (
    Edit,
    copied,
    corrected,
    place_of,
    renumbered,
    states,
    then,
    together,
)
from tests.interfaces.verifier.replaying import Line


def amended(of: str, nth: int, on: str, **changed: Any) -> Edit:
    """Let a promise be amended."""
    names = ("text", "text_was", "quantified", "quantified_was", "due", "due_was", "channel")
    facts: dict[str, Any] = {**dict.fromkeys(names), "reason": "调整", **changed}
    return then("commitment.amended", of, nth, on=on, **facts)


def settled_again(*, of_original: bool) -> Edit:
    """Let a promise be amended at once, and its due date settled by two notices, one by one."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        begun, year = (copied([lines[place_of(lines, *place)]]) for place in (
            ("commitment.drafted", 0), ("calendar-year.published", 2),
        ))  # fmt: skip
        former = begun[0].state["due"]
        dues = [four_months(*each) for each in (
            ("2017-07-25", None), ("2017-07-25", 1), ("2017-07-26", 2),
        )]  # fmt: skip
        notice = {**year[0].state["notice"], "days_off": ["2017-06-26", "2017-07-25"]}
        history = [*copied(lines[: place_of(lines, "commitment.drafted")]), *begun]
        drafted, published = "commitment.drafted", "calendar-year.published"
        history = amended(drafted, 0, "2017-03-25", due=dues[0], due_was=former)(history)
        history = renumbered([*history, *year])
        settling: dict[str, Any] = {"due_was": dues[0], "due": dues[1], "of_original": False}
        history = then("commitment.due-settled", drafted, on="2017-04-02", **settling)(history)
        again = {"notice": notice, "reason": "调整"}
        history = then("calendar-year.amended", published, -1, on="2017-04-03", **again)(history)
        settling = {"due_was": dues[1], "due": dues[2], "of_original": of_original}
        return then("commitment.due-settled", drafted, on="2017-04-03", **settling)(history)

    return edit


def four_months(on: str, notice: int | None) -> dict[str, Any]:
    spec = {"kind": "term", "term": {"length": 4, "unit": "month"}, "roll": True}
    years = [{"year": 2017, "version": notice}]
    basis = {"spec": spec, "start": "2017-03-25", "raw": "2017-07-25", "calendar": years}
    return {"on": on, "undated": False, "basis": {**basis, "profile": None, "rule": None}}


def outright(lines: Sequence[Line]) -> list[Line]:
    """Let a promise state its due date outright, which is settled all the same."""
    was, now = ({"on": day, "undated": False} for day in ("2017-06-26", "2017-06-27"))
    return together(
        until("commitment.due-settled"),
        states("commitment.drafted", due=was),
        states("commitment.due-settled", due_was=was, due=now),
    )(lines)


def measured_anew(third: str) -> Edit:
    """Let what a promise counts be amended twice, the second time from this."""
    one, two, three = (
        {"text": "室温", "unit_of_measure": "度", "minimum": least, "maximum": None}
        for least in ("19", "20", third)
    )

    def edit(lines: Sequence[Line]) -> list[Line]:
        drafted = "commitment.drafted"
        history = until(drafted)(lines)
        first = history[-1].state["quantified"]
        facts: dict[str, Any] = {"quantified": one, "quantified_was": first}
        history = amended(drafted, 0, "2017-03-26", **facts)(history)
        facts = {"quantified": two, "quantified_was": three}
        return amended(drafted, 0, "2017-03-27", **facts)(history)

    return edit


TEXT = {"text": "别的", "text_was": "供暖期内集中供暖达标", "channel": "区政府网站"}
TOLD: dict[str, Edit] = {
    "amended while it was kept in part": together(
        until("commitment.verified"), amended("commitment.verified", 0, "2011-10-11", **TEXT)
    ),
    "amended once it was kept": together(
        until("commitment.verified", 1), amended("commitment.verified", 1, "2011-11-21", **TEXT)
    ),
}
RARE: dict[str, Edit] = {
    "settled again, not as the original": settled_again(of_original=False),
    "stated on the day it was settled": together(
        settled_again(of_original=False), corrected("commitment.amended", -1, "2017-04-02")
    ),
    "stated after it was settled": together(
        settled_again(of_original=False), corrected("commitment.amended", -1, "2017-04-03")
    ),
    "settled though stated outright": outright,
    "amended from what it was amended to": measured_anew("19"),
    "amended from what it was at first": measured_anew("18"),
    "settled again, as the original": settled_again(of_original=True),
}
