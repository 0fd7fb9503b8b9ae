"""Dates: that steps follow one another, and that a corrected date leaves nothing in the air."""

from __future__ import annotations

from typing import Any

from interfaces.verifier.commitment_rules import require_commitment_dates
from interfaces.verifier.county import County
from interfaces.verifier.items import ILLEGAL, Event, Item
from interfaces.verifier.opinion_rules import opinion_day_corrected
from interfaces.verifier.recounts import owed_recount
from interfaces.verifier.task_record import require_task_dates
from interfaces.verifier.urging_rules import require_notice_dates


def require_in_order(event: Event, *, is_step: bool) -> None:
    """Refuse a date after the recording or before what it may not precede."""
    item: Item = event.item
    event.require(
        event.day <= event.recorded_on,
        f"办理日期{event.day}晚于登记当天",
        f"dated {event.day}, after the day it was recorded",
    )
    for earliest in item.bounding_days() if is_step else item.days[:1]:
        event.require(
            event.day >= earliest,
            f"办理日期{event.day}早于{earliest}",
            f"dated {event.day}, before {earliest}",
        )


def item_corrected(event: Event, county: County) -> None:
    """Put a corrected date in the place of the wrong one, where that fits."""
    state, item = event.state, event.item
    event.require(
        1 <= state["corrects"] <= len(item.days), "更正的对象不存在", "there is no such event"
    )
    event.require(state["now"] != state["was"], "日期没有变化", "the date is the same")
    if state["field"] == "occurred_on":
        _correct_day(event)
        _require_still_sound(event, county)
        county.owe_recount(owed_recount(event, county))
    elif state["field"] == "completed_on" and item.kind == "task":
        _correct_claim(event, [each for each in item.rounds if each.claimed_in])
    elif state["field"] == "fulfilled_on" and item.kind == "commitment":
        _correct_claim(event, item.claims)
    else:
        raise event.refusal(ILLEGAL, "该日期不能更正", "this field cannot be corrected")


def _correct_day(event: Event) -> None:
    item, corrects, now = event.item, event.state["corrects"], event.state["now"]
    event.require(
        event.state["was"] == item.date_of(corrects), "原日期不符", "another former date"
    )
    event.require(now <= event.recorded_on, "晚于登记当天", "after the day it was recorded")
    before, after = item.step_before(corrects), _bounding(item, corrects)
    event.require(
        before is None or now >= item.date_of(before), "早于上一步", "before the step before it"
    )
    event.require(after is None or now <= after, "晚于下一步", "after the step after it")
    item.days[corrects - 1] = now


def _bounding(item: Item, corrects: int) -> str | None:
    """Return the day that a corrected one may not follow; steps stand in the order of dates."""
    if corrects == 1:
        return min(item.days[1:], default=None)
    if not item.are_steps[corrects - 1]:
        return None
    after = item.step_after(corrects)
    return None if after is None else item.date_of(after)


def _require_still_sound(event: Event, county: County) -> None:
    kind = event.item.kind
    if kind == "opinion":
        opinion_day_corrected(event)
    elif kind == "task":
        event.item.retell_progress()
        require_task_dates(event, county.book.of(event.item.profile).is_asked_in_time)
    elif kind == "commitment":
        require_commitment_dates(event)
    elif kind == "notice":
        require_notice_dates(event)


def _correct_claim(event: Event, claims: list[Any]) -> None:
    """Correct the day a claim states; once it was judged, no performer may."""
    item, state = event.item, event.state
    found = [each for each in claims if each.claimed_in == state["corrects"]]
    event.require(found, "更正的对象不是申报", "the event corrected is no claim")
    claim = found[0]
    name = "completed_on" if item.kind == "task" else "fulfilled_on"
    event.require(getattr(claim, name) == state["was"], "原日期不符", "another former date")
    event.require(
        item.date_of(claim.not_before) <= state["now"] <= item.date_of(claim.claimed_in),
        "更正后的日期不符",
        "the corrected day is impossible",
    )
    if claim.verdict_in if item.kind == "task" else claim.result:
        item.hands.require_other(event)
    setattr(claim, name, state["now"])
