"""Which day vague words may mean; a person confirms it or names another."""

import re
from collections.abc import Callable
from datetime import date

from domain.deadline import MONTHS, month_end

QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}

_MONTH_WORDS = {"初": 10, "上旬": 10, "中": 20, "中旬": 20, "底": 31, "末": 31, "下旬": 31}

_CHINESE_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_CHINESE_MONTH = re.compile("(十[一二]|[一二三四五六七八九十])(?=月)")

_YEAR = re.compile(r"(\d{4})年")
_MONTH = re.compile(r"(1[0-2]|[1-9])月份?(上旬|中旬|下旬|初|中|底|末)")
_QUARTER = re.compile(r"([一二三四1-4])季度")
_HALF = re.compile(r"(上|下)半年")
_YEAR_END = re.compile(r"年(底|末|内)")
_MONTH_END = re.compile(r"月(底|末)")
_NEXT_YEAR = re.compile("明年|次年")


def suggestion(words: str, on: date) -> date | None:
    """Return the day that ``words``, written on ``on``, may mean; ``None`` when they name none.

    12月初 means the 10th; 近期 and 尽快 name no day. Words without a year mean the next such day.
    """
    words = _CHINESE_MONTH.sub(lambda found: str(_CHINESE_MONTHS.index(found[1]) + 1), words)
    day_of = _day_in(words, on)
    if day_of is None:
        return None
    if stated := _YEAR.search(words):
        return day_of(int(stated[1]))
    if _NEXT_YEAR.search(words):
        return day_of(on.year + 1)
    this_year = day_of(on.year)
    return this_year if this_year >= on else day_of(on.year + 1)


def _day_in(words: str, on: date) -> Callable[[int], date] | None:
    """Read which day of a year the words mean."""
    if found := _MONTH.search(words):
        month, latest = int(found[1]), _MONTH_WORDS[found[2]]
        return lambda year: date(year, month, min(latest, month_end(year, month).day))
    if found := _QUARTER.search(words):
        quarter = QUARTERS[found[1]]
        return lambda year: month_end(year, quarter * 3)
    if found := _HALF.search(words):
        month = MONTHS // 2 if found[1] == "上" else MONTHS
        return lambda year: month_end(year, month)
    if _YEAR_END.search(words):
        return lambda year: date(year, MONTHS, 31)
    if _MONTH_END.search(words):
        return lambda year: month_end(year, on.month)
    return None
