"""A reminder names item, due date, level and whom it told; and its identity follows from these."""

from datetime import date
from typing import Any

import pytest

from domain.due import UNDATED, Due
from domain.reminder import NothingToRemindOf, Reminder
from domain.unit import Unit, UnitKind, UnitLevel
from domain.urged_item import SubjectKind
from domain.warning_scale import DEFAULT_SCALE, WarningLevel
from tests.aggregates import act, recorded
from tests.domain.notices import BUREAU, DISCIPLINE, DUE, GOVERNMENT, ITEM, item

NEAR, _, OVERDUE, UP_THE_LINE = DEFAULT_SCALE.levels


def office(parent: Unit | None = GOVERNMENT) -> Unit:
    return Unit.register(
        "SLJ", "县水利局", UnitKind.DEPARTMENT, UnitLevel.COUNTY, parent, act("2000-01-01")
    )


def remind(on: str, level: WarningLevel, lead: Unit | None = None, **facts: Any) -> Reminder:
    return Reminder.raise_for(item(**facts), level, lead or office(), act(on))


def test_a_reminder_states_item_due_date_level_and_unit() -> None:
    reminder = remind("2015-06-15", NEAR)
    assert (reminder.item_kind, reminder.item_id) == (SubjectKind.TASK, ITEM)
    assert (reminder.item_number, reminder.unit, reminder.round) == ("RW-1", "SLJ", 1)
    assert (reminder.due, reminder.level, reminder.unit_above) == (DUE.on, NEAR, None)
    assert reminder.number == "RW-1:1:2015-06-25:near_due-10-day-蓝:SLJ"
    assert recorded(reminder) == [
        (
            Reminder.Raised,
            {
                "item_kind": SubjectKind.TASK,
                "item_id": ITEM,
                "item_number": "RW-1",
                "unit": "SLJ",
                "round": 1,
                "due": date(2015, 6, 25),
                "level": NEAR.model_dump(),
                "unit_above": None,
                "days_left": 10,
                "days_overdue": None,
            },
        )
    ]


@pytest.mark.parametrize(
    ("on", "left", "overdue"),
    [("2015-06-25", 0, None), ("2015-06-26", None, 1), ("2015-07-09", None, 14)],
)
def test_days_are_left_until_the_due_date_and_overdue_after_it(
    on: str, left: int | None, overdue: int | None
) -> None:
    [(_, facts)] = recorded(remind(on, OVERDUE))
    assert (facts["days_left"], facts["days_overdue"]) == (left, overdue)


def test_up_the_line_the_unit_above_is_told_too() -> None:
    assert remind("2015-07-09", UP_THE_LINE).unit_above == "XZF"
    assert remind("2015-07-09", UP_THE_LINE, office(None)).unit_above is None
    assert remind("2015-07-09", OVERDUE).unit_above is None


def test_the_unit_above_is_the_one_of_that_day() -> None:
    lead = office()
    lead.move(DISCIPLINE, [], act("2015-07-10"))
    assert remind("2015-07-09", UP_THE_LINE, lead).unit_above == "XZF"
    assert remind("2015-07-10", UP_THE_LINE, lead).unit_above == "JWJ"


def test_identity_is_item_round_due_date_level_and_unit() -> None:
    first = remind("2015-06-26", OVERDUE)
    assert remind("2015-06-30", OVERDUE).id == first.id
    others = [
        remind("2015-06-26", UP_THE_LINE),
        remind("2015-06-26", OVERDUE, round=2),
        remind("2015-06-26", OVERDUE, due=Due.by(date(2015, 6, 24))),
        remind("2015-06-26", OVERDUE, id=BUREAU.id),
        remind("2015-06-26", OVERDUE, kind=SubjectKind.OPINION),
    ]
    assert len({first.id, *(other.id for other in others)}) == 6


def test_each_of_several_units_has_a_reminder_of_its_own() -> None:
    owing = ("SLJ", "JWJ")
    other = remind("2015-06-26", OVERDUE, DISCIPLINE, owing=owing)
    assert other.unit == "JWJ"
    assert other.id != remind("2015-06-26", OVERDUE, owing=owing).id


@pytest.mark.parametrize(
    "facts", [{"owed": False}, {"due": UNDATED}, {"due": None}, {"owing": ("JTJ",)}]
)
def test_there_is_no_reminder_of_what_nobody_owes(facts: dict[str, Any]) -> None:
    with pytest.raises(NothingToRemindOf):
        remind("2015-06-26", OVERDUE, **facts)
