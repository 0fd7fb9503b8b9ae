"""Writes the reference data of the State Council's holiday notices, 2004 to 2026.

``python docs/generate_calendar.py`` takes the days from `chinesecalendar`; the notices are told
below. Run by hand when a year is added; a county keeps what it has recorded all the same.

The library knows what came of all notices. Here they are told apart again: a notice may change
the year it is published in, for New Year's sake, and three came in the middle of their year.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from chinese_calendar import constants

TARGET = Path(__file__).parent.parent / "application" / "reference" / "calendar_years.yaml"
FIRST, LAST = 2004, 2026
SATURDAY = 5
END_OF_YEAR = (12, 25)
"""Days in lieu from here on are for the New Year, and so stated by the next year's notice."""

HEAD = """\
# 国务院历年节假日安排(2004至2026年),由docs/generate_calendar.py生成,请勿手改。
# 已登记的年度不受本文件变动的影响。
"""


class Notice(NamedTuple):
    """A notice: number, date, title."""

    number: str
    on: str
    title: str = "国务院办公厅关于{year}年部分节假日安排的通知"
    note: str = ""


NOT_SEEN = "(文号、日期据转载,未见原件)"

NOTICES = {
    2004: Notice("国办发明电〔2003〕53号", "2003-12-18", note=NOT_SEEN),
    2005: Notice("国办发明电〔2004〕52号", "2004-12-17", note=NOT_SEEN),
    2006: Notice("国办发明电〔2005〕35号", "2005-12-16"),
    2007: Notice("国办发明电〔2006〕49号", "2006-12-14"),
    2008: Notice("国办发明电〔2007〕52号", "2007-12-15", note=NOT_SEEN),
    2009: Notice("国办发明电〔2008〕42号", "2008-12-04", note="(日期据转载,未见原件)"),
    2010: Notice("国办发明电〔2009〕27号", "2009-12-07"),
    2011: Notice("国办发明电〔2010〕40号", "2010-12-09"),
    2012: Notice("国办发明电〔2011〕45号", "2011-12-05"),
    2013: Notice("国办发明电〔2012〕33号", "2012-12-08"),
    2014: Notice("国办发明电〔2013〕28号", "2013-12-11"),
    2015: Notice("国办发明电〔2014〕28号", "2014-12-16"),
    2016: Notice("国办发明电〔2015〕18号", "2015-12-10"),
    2017: Notice("国办发明电〔2016〕17号", "2016-12-01"),
    2018: Notice("国办发明电〔2017〕12号", "2017-11-30"),
    2019: Notice("国办发明电〔2018〕15号", "2018-12-06", note="(日期为公开发布之日)"),
    2020: Notice("国办发明电〔2019〕16号", "2019-11-21"),
    2021: Notice("国办发明电〔2020〕27号", "2020-11-25"),
    2022: Notice("国办发明电〔2021〕11号", "2021-10-25"),
    2023: Notice("国办发明电〔2022〕16号", "2022-12-08"),
    2024: Notice("国办发明电〔2023〕7号", "2023-10-25"),
    2025: Notice("国办发明电〔2024〕12号", "2024-11-12"),
    2026: Notice("国办发明电〔2025〕7号", "2025-11-04"),
}


class Change(NamedTuple):
    """What a notice in the middle of a year changed."""

    notice: Notice
    reason: str
    made_off: tuple[str, ...]
    made_worked: tuple[str, ...] = ()
    no_longer_worked: tuple[str, ...] = ()


CHANGES = {
    2015: Change(
        Notice(
            "国发明电〔2015〕1号",
            "2015-05-13",
            "国务院关于中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日调休放假的通知",
        ),
        "抗战胜利70周年纪念日调休放假",
        ("2015-09-03", "2015-09-04", "2015-09-05"),
        ("2015-09-06",),
    ),
    2019: Change(
        Notice(
            "国办发明电〔2019〕3号", "2019-03-22", "国务院办公厅关于调整2019年劳动节假期安排的通知"
        ),
        "调整劳动节假期",
        ("2019-05-02", "2019-05-03", "2019-05-04"),
        ("2019-04-28", "2019-05-05"),
    ),
    2020: Change(
        Notice("国办发明电〔2020〕1号", "2020-01-26", "国务院办公厅关于延长2020年春节假期的通知"),
        "疫情防控,延长春节假期",
        ("2020-01-31", "2020-02-01", "2020-02-02"),
        no_longer_worked=("2020-02-01",),
    ),
}

MISSING_WORKED = {date(2005, 12, 31)}
"""Worked by the notice about 2006 (国办发明电〔2005〕35号), but not in the library."""

SOURCE = "{title}{note};逐日数据取自chinesecalendar"


def days_of(days: Iterable[date], year: int) -> set[date]:
    """Return those of a year."""
    return {day for day in days if day.year == year}


def parsed(days: Iterable[str]) -> set[date]:
    """Read dates."""
    return {date.fromisoformat(day) for day in days}


def years() -> Iterator[str]:
    """Tell every year with its notices."""
    for year in range(FIRST, LAST + 1):
        off = days_of(constants.holidays, year)
        worked = days_of({*constants.workdays, *MISSING_WORKED}, year)
        late_off = {day for day in off if (day.month, day.day) >= END_OF_YEAR}
        late_worked = {day for day in worked if (day.month, day.day) >= END_OF_YEAR}
        if not late_worked and all(day.weekday() >= SATURDAY for day in late_off):
            off, late_off = off - late_off, set()
        first_off, first_worked = off - late_off, worked - late_worked
        later: list[str] = []
        if year in CHANGES:
            change = CHANGES[year]
            later.append(told(year, change.notice, first_off, first_worked, change.reason))
            first_off = first_off - parsed(change.made_off)
            first_worked = first_worked - parsed(change.made_worked)
            first_worked |= parsed(change.no_longer_worked)
        if late_off or late_worked:
            later.append(told(year + 1, NOTICES[year + 1], off, worked, f"{year + 1}年元旦调休"))
        yield f"- year: {year}\n  notices:"
        yield told(year, NOTICES[year], first_off, first_worked, None)
        yield from later


def told(year: int, notice: Notice, off: set[date], worked: set[date], reason: str | None) -> str:
    """Write one notice down."""
    source = SOURCE.format(title=notice.title.format(year=year), note=notice.note)
    lines = [
        f"  - number: {notice.number}",
        f"    issued_on: {notice.on}",
        f"    source: {source}",
        *([f"    reason: {reason}"] if reason else []),
        f"    days_off: [{', '.join(map(str, sorted(off)))}]",
        f"    working_days: [{', '.join(map(str, sorted(worked)))}]",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    TARGET.write_text(HEAD + "\n".join(years()) + "\n", encoding="utf-8")
