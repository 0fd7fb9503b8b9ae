"""What urging allows: supervision notices, reminders, and the days gone through for them."""

from __future__ import annotations

from typing import Any

from interfaces.verifier.county import County
from interfaces.verifier.items import Event, Item
from interfaces.verifier.opinion_rules import require_due_not_before
from interfaces.verifier.unit_tree import UnitTree
from interfaces.verifier.urged_items import (
    is_owed,
    owing_units,
    present_due,
    responsible_units,
    round_number,
)
from interfaces.verifier.warning_rules import require_colour, require_level
from interfaces.verifier.work_days import days_between

THROUGH_BODY = ("interview", "circular")
MILDEST_FIRST = ("supervision_notice", "key_supervision", *THROUGH_BODY)


class NoticeRecord(Item):
    """A notice: who urges whom about what."""

    __slots__ = ("body", "issuer", "reply_due", "sort", "subject", "unit")

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__("notice", state["number"])
        self.issuer: str = state["act"]["unit"]
        self.unit: str = state["unit"]
        self.body: str | None = state["competent_body"]
        self.subject: str = state["subject"]["id"]
        self.reply_due: dict[str, Any] = state["reply_due"]
        self.sort: str = state["kind"]

    @property
    def is_open(self) -> bool:
        """Whether it still urges."""
        return self.status not in ("lifted", "escalated")


class ReminderRecord(Item):
    """A reminder never changes."""

    __slots__ = ()

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__("reminder", state["item_number"])

    @property
    def is_open(self) -> bool:
        """Whether more is to be expected of it: never."""
        return False


class TickRecord(Item):
    """How far the days have been gone through."""

    __slots__ = ("done", "raised", "under_way")

    def __init__(self, state: dict[str, Any]) -> None:
        del state
        super().__init__("tick", "daily")
        self.done = ""
        self.under_way = ""
        self.raised = 0


def notice_issued(event: Event, county: County) -> None:
    """Urge a unit that answers for an open item, or its work as such."""
    state = event.state
    subject, unit = state["subject"], state["unit"]
    found: Any = county.item(subject["kind"], subject["id"])
    event.require(found and found.number == subject["number"], "督办的事项不存在", "no such item")
    if found.kind == "unit":
        above = county.tree.lineage_on(found.number, event.day)
        event.require(unit in above, "单位不符", "another unit is urged")
    else:
        _require_urgent(event, found, county.tree)
    _require_addressees(event, county)
    require_due_not_before(event, state["reply_due"], event.day)
    require_colour(event, found, county)
    _require_escalation(event, county)


def _require_urgent(event: Event, found: Any, tree: UnitTree) -> None:
    """Refuse an item that has ended, a unit not responsible, a trigger the due date denies."""
    state, due = event.state, present_due(found)
    stated = state["subject"]["due"]
    event.require(found.is_open, "事项已经办结或者终止", "the item has ended")
    lines = [tree.lineage_on(each, event.day) for each in responsible_units(found)]
    event.require(
        any(state["unit"] in line for line in lines),
        "不是责任单位",
        "it does not answer for the item",
    )
    event.require((stated and stated["on"]) == due, "所写期限不符", "another due date is stated")
    if state["trigger"] != "behind":
        overdue = due is not None and event.day > due
        event.require(
            due is not None and overdue is (state["trigger"] == "overdue"),
            "督办事由与期限不符",
            "the due date does not bear the trigger out",
        )


def _require_addressees(event: Event, county: County) -> None:
    state = event.state
    body, unit = state["competent_body"], state["unit"]
    event.require(
        (body is not None) == (state["kind"] in THROUGH_BODY) and body != unit,
        "有权机关不符",
        "the competent body does not fit",
    )
    for code in (unit,) if body is None else (unit, body):
        event.require(code != event.unit, "不得督办自身", "a unit urges itself")
        county.tree.require_active(event, code)


def _require_escalation(event: Event, county: County) -> None:
    """Refuse to take the place of another notice than the one that was escalated to this."""
    refers_to = event.state["refers_to"]
    named = [] if refers_to is None else [refers_to["id"]]
    escalated = county.awaiting(event.id)
    event.require(
        set(named) <= set(escalated),
        "没有升级为本通知的督办",
        "no notice was escalated to this one",
    )
    event.require(
        named == escalated,
        "没有写明升级为本通知的督办",
        "a notice was escalated to this one and is not named",
    )
    if refers_to is None:
        return
    earlier: Any = county.item("notice", refers_to["id"])
    event.require(
        earlier.number == refers_to["number"], "编号与标识不符", "number and identity differ"
    )
    event.require(earlier.subject == event.state["subject"]["id"], "事项不同", "another subject")
    event.require(
        MILDEST_FIRST.index(event.state["kind"]) >= MILDEST_FIRST.index(earlier.sort),
        "升级后的督办方式更轻",
        "an escalation is milder in kind",
    )


def notice_answered(event: Event, county: County) -> None:
    """Sign or respond as the unit the notice is sent to, or one under it."""
    recipient = event.item.body or event.item.unit
    event.require(
        recipient in county.tree.lineage_on(event.unit, event.day),
        "不是受文单位",
        "the notice was not sent to it",
    )


def notice_lifted(event: Event, county: County) -> None:
    """End the urging, as the unit that issued the notice."""
    del county
    event.require(event.unit == event.item.issuer, "不是签发单位", "it did not issue the notice")


def notice_escalated(event: Event, county: County) -> None:
    """Give way to a stronger notice, issued in the same act."""
    later = event.state["to"]
    county.refer_ahead(event, "notice", later["id"], later["number"])


def require_notice_dates(event: Event) -> None:
    """Refuse a correction that puts the issue after the day a reply is due."""
    require_due_not_before(event, event.item.reply_due, event.item.days[0])


def reminder_raised(event: Event, county: County) -> None:
    """Remind the lead of what is still owed, by the due date it has."""
    state = event.state
    found: Any = county.item(state["item_kind"], state["item_id"])
    event.require(
        found and found.kind != "unit" and found.number == state["item_number"],
        "提醒的事项不存在",
        "no such item",
    )
    event.require(
        is_owed(found) and present_due(found) == state["due"], "该事项无需催办", "nothing is owed"
    )
    event.require(state["round"] == round_number(found), "轮次不符", "another round is stated")
    event.require(state["unit"] in owing_units(found), "不是牵头单位", "not the lead")
    left = days_between(event.day, state["due"])
    expected: tuple[int | None, int | None] = (left, None) if left >= 0 else (None, -left)
    event.require(
        (state["days_left"], state["days_overdue"]) == expected, "天数不符", "wrong number of days"
    )
    require_level(event, found, county)
    told = state["level"]["up_the_line"]
    above = county.tree.units[state["unit"]].parent_on(event.day) if told else None
    event.require(state["unit_above"] == above, "上级单位不符", "another unit above is told")
    county.remind(event)


def tick_counted(event: Event, county: County) -> None:
    """Go through days one after another, counting each reminder of the act once."""
    item, day, raised = event.item, event.state["day"], event.state["raised"]
    event.require(day == event.day, "日期不符", "another day is stated")
    event.require(day > item.done and day >= item.under_way, "当日已经做过", "the day was done")
    so_far, in_part = item.raised if item.under_way == day else 0, county.count_reminders()
    is_done, in_all = event.topic == "tick.done", so_far + in_part
    event.require(
        raised == (in_all if is_done else in_part),
        "件数不符",
        "another number of reminders is stated",
    )
    item.raised = in_all
    item.done, item.under_way = (day, "") if is_done else (item.done, day)


URGING_RULES = {
    "notice.issued": notice_issued,
    "notice.acknowledged": notice_answered,
    "notice.responded": notice_answered,
    "notice.lifted": notice_lifted,
    "notice.escalated": notice_escalated,
    "reminder.raised": reminder_raised,
    "tick.advanced": tick_counted,
    "tick.done": tick_counted,
}
