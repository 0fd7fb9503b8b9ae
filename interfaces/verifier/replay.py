"""Replays a log independently of the product, and refuses an event that could not happen.

Each event is checked for its form, its place in its item's life, its dates, the rules of its kind,
four eyes and whether its unit is there that day, and kept as briefly as the ledgers need it. The
first thing wrong ends the replay.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Callable, NoReturn, Optional

from interfaces.verifier.commitment_rules import COMMITMENT_RULES, CommitmentRecord
from interfaces.verifier.corrections import item_corrected, require_in_order
from interfaces.verifier.county import County
from interfaces.verifier.due_derivation import require_derived, require_derived_now
from interfaces.verifier.event_form import EventForm, FieldNotAsStated
from interfaces.verifier.field_places import DUES
from interfaces.verifier.finding import Finding
from interfaces.verifier.governing_rules import BROUGHT_ALONG, require_governing
from interfaces.verifier.identities import identity_of
from interfaces.verifier.items import ILLEGAL, Event, Item
from interfaces.verifier.opinion_closing_rules import OPINION_CLOSING_RULES
from interfaces.verifier.opinion_due_rules import OPINION_DUE_RULES
from interfaces.verifier.opinion_record import OpinionRecord
from interfaces.verifier.opinion_rules import OPINION_RULES
from interfaces.verifier.personal_data_rules import PERSONAL_DATA_RULES, PersonalDataRecord
from interfaces.verifier.plan_rules import PLAN_RULES, PlanRecord
from interfaces.verifier.prescribed_dues import PRESCRIBED, require_prescribed
from interfaces.verifier.reference_rules import REFERENCE_RULES, ProfileRecord, YearRecord
from interfaces.verifier.task_record import TaskRecord
from interfaces.verifier.task_rules import TASK_RULES
from interfaces.verifier.trail import packing
from interfaces.verifier.transitions import TRANSITIONS
from interfaces.verifier.unit_tree import UNIT_RULES, UnitRecord
from interfaces.verifier.urging_rules import (
    URGING_RULES,
    NoticeRecord,
    ReminderRecord,
    TickRecord,
)
from interfaces.verifier.work_days import ONE_DAY

MIDNIGHT_IN_CHINA = 16
"""The hour UTC at which the next day begins there."""
RECORDED_AT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3])):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?Z",
    re.ASCII,
)

RECORDS: dict[str, Callable[[dict[str, Any]], Item]] = {
    "unit": UnitRecord,
    "opinion": OpinionRecord,
    "plan": PlanRecord,
    "task": TaskRecord,
    "commitment": CommitmentRecord,
    "rule-profile": ProfileRecord,
    "calendar-year": YearRecord,
    "notice": NoticeRecord,
    "reminder": ReminderRecord,
    "tick": TickRecord,
    "personal-record": PersonalDataRecord,
}

Rule = Callable[[Event], None]
Way = tuple[Optional[str], Any]
"""The status that follows, or ``None`` if it stays; the condition on the event, if any."""


class _Topic:
    """All that is asked of events of one kind, looked up once."""

    __slots__ = ("begins", "is_step", "kind", "pack", "rule", "ways")

    def __init__(self, topic: str, told: dict[str, Any], rule: Rule | None) -> None:
        self.kind = topic.partition(".")[0]
        self.begins: str | None = told["begins"]
        self.is_step: bool = told["step"]
        self.rule = rule
        self.pack = packing(topic)
        self.ways: dict[str | None, list[Way]] = {}
        """The ways out of each status, the first that fits to be taken; under ``None``: of any."""
        for statuses, following, when in told["ways"]:
            for status in [None] if statuses is None else statuses:
                self.ways.setdefault(status, []).append((following, when))


class Replay:
    """Follows the events of a log in order; what it knows then decides the tables."""

    def __init__(self) -> None:
        self.county = County()
        self.events = 0
        self._form = EventForm()
        self._recorded_at: str | None = None
        self._day_of_recording = ("", "")
        rules = self._every_rule()
        self._topics = {
            topic: _Topic(topic, told, rules.get(topic)) for topic, told in TRANSITIONS.items()
        }

    def follow(
        self, sequence: int, topic: str, aggregate_id: str, version: int, state: dict[str, Any]
    ) -> None:
        """Take the next event, or raise ``Finding`` about it."""
        self._require_form(sequence, topic, aggregate_id, version, state)
        told, act = self._topics[topic], state["act"]
        event = Event(sequence, topic, aggregate_id, version, state)
        event.day = self._form.day(act["occurred_on"])
        event.recorded_on = self._recorded_on(event, act)
        event.item = self.county.at_hand(aggregate_id)
        event.tree = self.county.tree
        begun = event.item is None
        status = self._begin(event, told) if begun else _next_status(event, told)
        require_in_order(event, is_step=told.is_step)
        dues = DUES.objects(topic, state)
        if dues:
            require_derived(event, dues, self.county.book)
        if begun:
            _require_identity(event, told)
        self._require_profile(event, begun=begun)
        require_governing(event, self.county)
        if dues or topic in PRESCRIBED:
            require_derived_now(event, dues, self.county.book)
            require_prescribed(event, dues, self.county.book)
        if told.rule is not None:
            told.rule(event)
        self.county.tree.require_acting_unit(event)
        self._take(event, told, status, begun=begun)

    def finish(self) -> None:
        """Refuse an end at which an item referred to has not begun."""
        self.county.end_act()

    def _every_rule(self) -> dict[str, Rule]:
        county = self.county
        rules: dict[str, Rule] = {}
        for of_county in (
            OPINION_RULES,
            OPINION_DUE_RULES,
            OPINION_CLOSING_RULES,
            TASK_RULES,
            COMMITMENT_RULES,
            PLAN_RULES,
            URGING_RULES,
            PERSONAL_DATA_RULES,
            {f"{kind}.corrected": item_corrected for kind in RECORDS},
        ):
            for topic, rule in of_county.items():
                rules[topic] = _knowing(rule, county)
        for topic, of_tree in UNIT_RULES.items():
            rules[topic] = _knowing(of_tree, county.tree)
        for topic, of_book in REFERENCE_RULES.items():
            rules[topic] = _knowing(of_book, county.book)
        return rules

    def _require_form(
        self, sequence: int, topic: str, item_id: str, version: int, state: dict[str, Any]
    ) -> None:
        if topic not in self._topics:
            _malformed(sequence, f"不认识的事件“{topic}”", f"unknown kind of event {topic}")
        try:
            self._form.require_act(state.get("act"))
            self._form.require(topic, state)
        except FieldNotAsStated as error:
            _malformed(sequence, *error.told(topic))
        stated = state.get("originator_version")
        if state.get("originator_id") != item_id or type(stated) is not int or stated != version:
            _malformed(
                sequence,
                "事件内容所写的标识或者版本与记录不符",
                "the event states another identity or version than its line",
            )

    def _recorded_on(self, event: Event, act: dict[str, Any]) -> str:
        """Return the day in China of the recording; the log's clock never goes back.

        What is missing from the act before is told first.
        """
        text = act["recorded_at"]
        if text == self._recorded_at:
            self.county.begin_act(event)
            return self._day_of_recording[1]
        found = RECORDED_AT.fullmatch(text)
        if found is None:
            _not_a_moment(event)
        if found.group(1) != self._day_of_recording[0]:
            self._day_of_recording = (found.group(1), _day_in_china(event, found))
        self.county.begin_act(event)
        event.item = None
        event.require(
            text[:-1] >= (self._recorded_at or "")[:-1],
            "登记时刻早于上一条记录",
            "recorded before the event before it",
        )
        self._recorded_at = text
        return self._day_of_recording[1]

    def _begin(self, event: Event, told: _Topic) -> str:
        if told.begins is None or event.version != 1:
            event.item = None
            raise event.refusal(
                ILLEGAL, f"该{event.topic}之前没有该事项的第一条记录", "the item has not begun"
            )
        event.item = RECORDS[told.kind](event.state)
        return told.begins

    def _require_profile(self, event: Event, *, begun: bool) -> None:
        """Refuse rules that were never published, or others than those that govern the item."""
        event.require(
            self.county.book.has(event.profile), "所引规则方案没有公布过", "rules never published"
        )
        if begun:
            event.item.profile = event.profile
        elif event.topic not in BROUGHT_ALONG:
            event.require(
                event.profile == event.item.profile,
                "所引规则方案不是适用的规则方案",
                "other rules than those that govern the item",
            )

    def _take(self, event: Event, told: _Topic, status: str, *, begun: bool) -> None:
        item: Item = event.item
        item.status = status
        item.days.append(event.day)
        item.are_steps.append(told.is_step)
        item.trail += told.pack(event.state)
        if begun:
            self.county.add(event.id, item)
        if not item.is_open:
            self.county.put_by(event.id, item)
        self.events += 1


def _knowing(rule: Any, known: Any) -> Rule:
    return lambda event: rule(event, known)


def _next_status(event: Event, told: _Topic) -> str:
    item, ways = event.item, told.ways
    event.require(told.kind == item.kind, "事项种类不符", "it is of another kind")
    event.require(event.version == len(item.days) + 1, "版本不连续", "a version is missing")
    for following, when in ways.get(item.status) or ways.get(None) or ():
        if _fits(when, event.state):
            return following or str(item.status)
    raise event.refusal(ILLEGAL, "此状态下不能这样办理", "not allowed in this status")


def _fits(when: Any, state: dict[str, Any]) -> bool:
    return when is None or state.get(when[0]) == when[1]


def _require_identity(event: Event, told: _Topic) -> None:
    event.require(
        identity_of(told.kind, _identity(event)) == event.id,
        "标识与编号不符",
        "the identity does not follow from the number",
    )


def _identity(event: Event) -> str:
    """Return from what the identity of an item follows, beside its kind."""
    state = event.state
    if event.topic == "reminder.raised":
        level = state["level"]
        mark = f"{level['trigger']}-{level['days']}-{level['counted_in']}-{level['colour']}"
        item = f"{state['item_kind']}:{state['item_id']}"
        return f"{item}:{state['round']}:{state['due']}:{mark}:{state['unit']}"
    return str(event.item.number)


def _day_in_china(event: Event, moment: re.Match[str]) -> str:
    try:
        day = date.fromisoformat(moment.group(1)[:10])
    except ValueError:
        _not_a_moment(event)
    if day.year == date.max.year:
        _not_a_moment(event)
    if int(moment.group(2)) >= MIDNIGHT_IN_CHINA:
        day += ONE_DAY
    return day.isoformat()


def _not_a_moment(event: Event) -> NoReturn:
    _malformed(event.sequence, "登记时刻格式不符", "recorded_at is not in its one form")


def _malformed(sequence: int, chinese: str, english: str) -> NoReturn:
    raise Finding(
        "malformed-event", sequence, f"序号{sequence}:{chinese}", f"event {sequence}: {english}"
    )
