"""Terms in working days end as the notices on record, or the fixed holidays, have it."""

from datetime import date

import pytest

from interfaces.verifier.rulebook import Rulebook
from interfaces.verifier.unit_tree import UnitTree
from interfaces.verifier.work_days import WorkDays

WORKED = {
    "a Friday": ("2015-06-26", True),
    "a Saturday": ("2015-06-27", False),
    "a Saturday made a working day": ("2015-06-20", True),
    "a weekday off": ("2015-06-22", False),
    "a fixed holiday of a year without a notice": ("2016-10-03", False),
    "2 May 2028": ("2028-05-02", False),
    "3 May 2028": ("2028-05-03", True),
    "2 May 2024": ("2024-05-02", True),
    "3 May 2007": ("2007-05-03", False),
    "2 May 2008": ("2008-05-02", True),
    "3 October 1996": ("1996-10-03", True),
    "3 May 1999": ("1999-05-03", True),
    "2 May 2000": ("2000-05-02", False),
    "2 October 1950": ("1950-10-02", False),
    "1 May 1947": ("1947-05-01", True),
    "a weekday of a year without a notice": ("2016-10-10", True),
    "a Sunday of a year without a notice": ("2016-10-09", False),
}


@pytest.fixture
def book() -> Rulebook:
    book = Rulebook(UnitTree())
    book.arrange(2015, {"days_off": ["2015-06-22"], "working_days": ["2015-06-20"]})
    return book


@pytest.mark.parametrize("name", WORKED)
def test_a_day_is_worked_or_not(book: Rulebook, name: str) -> None:
    day, worked = WORKED[name]
    days = WorkDays({2015: book.arrangement(2015, 1)})
    assert days.is_worked(date.fromisoformat(day)) is worked


@pytest.mark.parametrize(
    ("length", "unit", "last"),
    [
        (1, "working_day", "2015-06-20"),
        (2, "working_day", "2015-06-23"),
        (5, "working_day", "2015-06-26"),
        (6, "working_day", "2015-06-29"),
        (5, "day", "2015-06-24"),
        (1, "month", "2015-07-19"),
    ],
)
def test_a_term_ends_on_its_last_day(book: Rulebook, length: int, unit: str, last: str) -> None:
    assert book.latest("2015-06-19", {"length": length, "unit": unit}) == last


def test_what_an_earlier_notice_said_is_told_from_what_holds(book: Rulebook) -> None:
    book.arrange(2015, {"days_off": ["2015-06-23"], "working_days": []})
    former, present = book.arrangement(2015, 1), book.arrangement(2015, 2)
    assert former == (frozenset({"2015-06-22"}), frozenset({"2015-06-20"}))
    assert present == (frozenset({"2015-06-23"}), frozenset())
    assert book.arrangement(2015, None) is None
    assert book.latest("2015-06-19", {"length": 2, "unit": "working_day"}) == "2015-06-24"


def test_a_month_ends_with_the_month_where_there_is_no_such_day(book: Rulebook) -> None:
    assert book.latest("2015-01-31", {"length": 1, "unit": "month"}) == "2015-02-28"
