"""What every page of the specification may rely on: a county, its calendar, and its units."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path

import pytest
from pytest_bdd import given, step, then, when

from domain.model import CHINA_STANDARD_TIME
from tests.acceptance.desk import Calendar, Desk
from tests.acceptance.words import REGISTRAR, Sentence, Who, rows_of
from tests.http_fixtures import open_to_callers
from tests.stores import fresh_sqlite, keys_beside, opened

KINDS_OF_UNITS = {
    "人大常委会": "standing_committee",
    "人大主席团": "presidium",
    "人大专(工)委": "committee",
    "人民政府": "government",
    "政府部门": "department",
    "事业单位": "institution",
    "内设机构": "office",
}
LEVELS = {"县级": "county", "乡级": "township"}

FOUNDED = date(2000, 1, 1)


@pytest.fixture
def calendar() -> Calendar:
    """Hang the office's calendar."""
    return Calendar()


@pytest.fixture
def desk(template: Path, tmp_path: Path, calendar: Calendar) -> Iterator[Desk]:
    """Open a county in which nothing has happened yet."""
    database = fresh_sqlite(template, tmp_path)
    with (
        closing(keys_beside(database)) as keys,
        opened(database, calendar, keys) as store,
        open_to_callers(store) as county,
    ):
        each = Desk(county, calendar)
        yield each
        each.settle()


@given("县里有以下单位:")
def _(desk: Desk, datatable: list[list[str]]) -> None:
    for row in rows_of(datatable):
        facts = {
            "code": row["单位"],
            "name": row["单位"],
            "kind": KINDS_OF_UNITS[row["性质"]],
            "level": LEVELS[row.get("层级", "县级")],
            "parent": row.get("隶属") or None,
        }
        desk.begin("/units", facts, Who(row["单位"], "机构编制登记人员"), FOUNDED)


@step(Sentence("{unit:Unit}{on:Day}并入{successor:Unit},依据是“{reason:Text}”"))
def _(desk: Desk, unit: str, on: date, successor: str, reason: str) -> None:
    facts = {"successor": successor, "reason": reason}
    desk.act(unit, "mergers", facts, REGISTRAR, on)


@step(Sentence("{unit:Unit}{on:Day}改为隶属{parent:Unit}"))
def _(desk: Desk, unit: str, on: date, parent: str) -> None:
    desk.act(unit, "parents", {"parent": parent}, REGISTRAR, on)


@given(Sentence("时钟误走到{day:Day}"))
@when(Sentence("时钟校准到{day:Day}"))
def _(desk: Desk, calendar: Calendar, day: date) -> None:
    desk.settle()
    calendar.now = datetime.combine(day, time(9), CHINA_STANDARD_TIME)
    calendar.held = True


@given(Sentence("今天是{today:Day}"))
def _(calendar: Calendar, today: date) -> None:
    calendar.reach(today)
    calendar.held = True


@then(Sentence("不予办理,因为“{title:Text}”"))
def _(desk: Desk, title: str) -> None:
    problem = desk.refusal()
    assert (problem["title"], problem["detail"]) == (title, problem["detail"])


@then(Sentence("不予办理,因为“{title:Text}”:{detail:Rest}"))
def _(desk: Desk, title: str, detail: str) -> None:
    problem = desk.refusal()
    assert (problem["title"], problem["detail"]) == (title, detail)


@then(Sentence("“{number:No}”的状态为“{label:Text}”"))
def _(desk: Desk, number: str, label: str) -> None:
    assert desk.state(number)["status_label"] == label
