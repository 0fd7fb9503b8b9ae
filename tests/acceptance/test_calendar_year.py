"""Steps of ``features/calendar_year.feature``."""

from datetime import date
from typing import Any

from pytest_bdd import scenarios, step, then

from tests.acceptance.calendar_acts import days
from tests.acceptance.desk import Calendar, Desk
from tests.acceptance.words import Sentence, Who, rows_of

scenarios("calendar_year.feature")


def stated(number: str, notice_date: date, datatable: list[list[str]]) -> dict[str, Any]:
    rows = rows_of(datatable)
    return {
        "notice_number": number,
        "notice_date": notice_date,
        "source": "中国政府网",
        "days_off": days(rows, "放假"),
        "working_days": days(rows, "上班"),
    }


@step(
    Sentence("{who:Who}{on:Day}登记{year:Count}年节假日安排,通知为{notice_date:Day}“{number:No}”:")
)
def _(
    desk: Desk,
    who: Who,
    on: date,
    year: int,
    notice_date: date,
    number: str,
    datatable: list[list[str]],
) -> None:
    facts = {"year": year, **stated(number, notice_date, datatable)}
    desk.begin("/calendar-years", facts, who, on)
    desk.learn(str(year), f"/calendar-years/{year}")


@step(
    Sentence(
        "{who:Who}{on:Day}因“{reason:Text}”调整{year:Count}年节假日安排,"
        "通知为{notice_date:Day}“{number:No}”:"
    )
)
def _(
    desk: Desk,
    who: Who,
    on: date,
    reason: str,
    year: int,
    notice_date: date,
    number: str,
    datatable: list[list[str]],
) -> None:
    facts = {"reason": reason, **stated(number, notice_date, datatable)}
    desk.act(str(year), "amendments", facts, who, on)


@then(Sentence("截至{as_of:Day},节假日安排为:"))
def _(desk: Desk, as_of: date, datatable: list[list[str]]) -> None:
    found = desk.read_all("/calendar-years", as_of=as_of.isoformat())
    shown = [
        {
            "年度": str(row["year"]),
            "第几次通知": str(row["version"]),
            "文号": row["notice_number"],
            "放假天数": str(len(row["days_off"])),
            "上班天数": str(len(row["working_days"])),
        }
        for row in found
    ]
    assert shown == rows_of(datatable)


@then(Sentence("截至{as_of:Day},没有登记节假日安排"))
def _(desk: Desk, as_of: date) -> None:
    assert desk.read_all("/calendar-years", as_of=as_of.isoformat()) == []


@then(Sentence("{year:Count}年节假日安排的历次通知为:"))
def _(desk: Desk, year: int, datatable: list[list[str]]) -> None:
    history = desk.state(str(year))["history"]
    shown = [
        {
            "文号": each["notice_number"],
            "办理日期": each["recorded_for"],
            "原因": each["reason"] or "",
        }
        for each in history
    ]
    assert shown == rows_of(datatable)


def warned(desk: Desk) -> list[str]:
    """Read what the status says of the arrangements of years."""
    found = desk.read("/status")["warnings"]
    return [each["text"] for each in found if each["code"] == "calendar-year-missing"]


@then("没有关于节假日安排的提示")
def _(desk: Desk) -> None:
    assert warned(desk) == []


@then(Sentence("到{day:Day},关于节假日安排提示“{text:Text}”"))
def _(desk: Desk, calendar: Calendar, day: date, text: str) -> None:
    calendar.reach(day)
    assert desk.read("/status")["as_of"] == day.isoformat()
    assert warned(desk) == [text]
