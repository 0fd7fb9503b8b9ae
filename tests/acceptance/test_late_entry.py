"""Steps of ``features/late_entry.feature``."""

from datetime import date, datetime, time

from pytest_bdd import given, scenarios, then, when

from domain.model import CHINA_STANDARD_TIME
from tests.acceptance.desk import Calendar, Desk
from tests.acceptance.words import Sentence

scenarios("late_entry.feature")


@given(Sentence("时钟误走到{day:Day}"))
@when(Sentence("时钟校准到{day:Day}"))
def _(desk: Desk, calendar: Calendar, day: date) -> None:
    desk.settle()
    calendar.now = datetime.combine(day, time(9), CHINA_STANDARD_TIME)
    calendar.held = True


@then(Sentence("运行状况提示“{text:Text}”"))
def _(desk: Desk, text: str) -> None:
    found = [each["text"] for each in desk.read("/status")["warnings"]]
    assert [each for each in found if each.partition(",")[0] == text]
