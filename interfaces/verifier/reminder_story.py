"""A reminder as the list has it: it never changes."""

from __future__ import annotations

from interfaces.verifier.items import Item
from interfaces.verifier.ledger_columns import Columns, fact, unit_name, word
from interfaces.verifier.opinion_story import LedgerRow
from interfaces.verifier.trail import LEVEL_FACTS, story
from interfaces.verifier.words import SUBJECT_KINDS, TERM_UNITS, TRIGGERS
from interfaces.verifier.work_days import days_between


def reminder_row(item: Item, as_of: str) -> LedgerRow | None:
    """Return who was reminded of what; ``None`` if it had not been raised."""
    told = story(item, as_of)
    if not told:
        return None
    day, facts = told[0].day, told[0].facts
    left = days_between(day, facts["due"])
    return {
        **facts,
        **dict(zip(LEVEL_FACTS, facts["level"])),
        "number": item.number,
        "raised_on": day,
        "days_left": left if left >= 0 else None,
        "days_overdue": -left if left < 0 else None,
    }


REMINDER_COLUMNS: Columns = [
    ("提醒日期", fact("raised_on")),
    ("事项类别", word("item_kind", SUBJECT_KINDS)),
    ("事项", fact("number")),
    ("单位", unit_name("unit")),
    ("一并提醒的上级单位", unit_name("unit_above")),
    ("轮次", fact("round")),
    ("期限", fact("due")),
    ("颜色", fact("colour")),
    ("事由", word("trigger", TRIGGERS)),
    ("预警等级", lambda row, _: f"{row['days']}{TERM_UNITS[row['counted_in']]}"),
    ("剩余天数", fact("days_left")),
    ("逾期天数", fact("days_overdue")),
    ("标识", fact("id")),
]
