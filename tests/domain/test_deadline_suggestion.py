"""Vague words suggest a day; nobody is bound by it."""

from datetime import date

import pytest

from domain.deadline_suggestion import suggestion

WRITTEN_ON = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("每年12月初", date(2026, 12, 10)),
        ("12月初", date(2026, 12, 10)),
        ("十二月初", date(2026, 12, 10)),
        ("十月底", date(2026, 10, 31)),
        ("3月初", date(2027, 3, 10)),
        ("11月上旬", date(2026, 11, 10)),
        ("5月中旬", date(2026, 5, 20)),
        ("5月中", date(2026, 5, 20)),
        ("2月下旬", date(2027, 2, 28)),
        ("2028年2月底前", date(2028, 2, 29)),
        ("2015年12月初", date(2015, 12, 10)),
        ("明年12月初", date(2027, 12, 10)),
        ("12月份底", date(2026, 12, 31)),
        ("月底前", date(2026, 5, 31)),
        ("本月末", date(2026, 5, 31)),
        ("年底", date(2026, 12, 31)),
        ("年内", date(2026, 12, 31)),
        ("一季度", date(2027, 3, 31)),
        ("第2季度", date(2026, 6, 30)),
        ("四季度末", date(2026, 12, 31)),
        ("上半年", date(2026, 6, 30)),
        ("下半年", date(2026, 12, 31)),
        ("近期", None),
        ("尽快", None),
        ("", None),
    ],
)
def test_words_suggest_the_next_such_day(words: str, day: date | None) -> None:
    assert suggestion(words, WRITTEN_ON) == day
