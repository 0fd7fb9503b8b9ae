"""A term is a whole number of days, working days or months, within ten years."""

import pytest
from pydantic import ValidationError

from domain.term import LONGEST, Term, TermUnit


@pytest.mark.parametrize("unit", TermUnit)
def test_a_term_lies_between_one_and_ten_years(unit: TermUnit) -> None:
    longest = LONGEST[unit]
    assert Term(length=1, unit=unit).length == 1
    assert Term(length=longest, unit=unit).length == longest
    for length in (0, -1, longest + 1):
        with pytest.raises(ValidationError, match=f"期限长度应为1至{longest}{unit.label}"):
            Term(length=length, unit=unit)


def test_a_term_reads_as_people_say_it() -> None:
    assert [Term(length=5, unit=unit).label for unit in TermUnit] == ["5日", "5个工作日", "5个月"]
