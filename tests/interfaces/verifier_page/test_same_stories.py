"""Each act changes of an item's rows on the page what it changes of them in ``verify.py``."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from interfaces.verifier.duty_ledger import DUTY_COLUMNS, duties_of
from interfaces.verifier.ledger_columns import (
    COMMITMENT_COLUMNS,
    OPINION_COLUMNS,
    TASK_COLUMNS,
    UNIT_COLUMNS,
    Columns,
    Surroundings,
    written_cell,
)
from interfaces.verifier.opinion_story import LedgerRow
from interfaces.verifier.reference_ledgers import PROFILE_COLUMNS, versions_of
from interfaces.verifier.reminder_story import REMINDER_COLUMNS
from interfaces.verifier.standings import TELLING
from interfaces.verifier.trail import KEPT
from interfaces.verifier_page.tables import TABLES
from tests.interfaces.verifier import test_opinion_story as of_opinions
from tests.interfaces.verifier import test_other_stories as of_others
from tests.interfaces.verifier import test_promise_story as of_promises
from tests.interfaces.verifier import test_task_story as of_tasks
from tests.interfaces.verifier.lives import Act, Cells, due, lived
from tests.interfaces.verifier.test_ledger_columns import CELLS
from tests.interfaces.verifier_page.node import ask, call, make

LAST_DAY = "2029-12-31"
NUMBER = "甲-1"
NAMES = {"A": "甲局", "C": "丙局", "Z": "市政府"}
"""What some units are called; of the others nothing is known."""
FIRST_FACTS: dict[str, Any] = {
    **dict.fromkeys(("number", "code", "item_number", "congress"), NUMBER),
    "act": {"unit": "A"},
    "rules": {"figures": {"ranking_base": 5}},
}
"""What is stated besides the facts that ``verify.py`` keeps of an event."""
Life = Sequence[Act]


class Told(NamedTuple):
    """A ledger: of which items, in which columns and rows, and where the page has the same."""

    kind: str
    columns: Columns
    page: tuple[str, ...]
    rows_of: Callable[[LedgerRow], Iterable[LedgerRow]] = lambda row: (row,)


OPINIONS = Told("opinion", OPINION_COLUMNS, ("opinion_ledger.js", "OPINIONS", "OPINION_COLUMNS"))
TASKS = Told("task", TASK_COLUMNS, ("task_ledger.js", "TASKS", "TASK_COLUMNS"))
DUTIES = Told(
    "task", DUTY_COLUMNS, ("task_ledger.js", "TASKS", "DUTY_COLUMNS", "dutiesOf"), duties_of
)
PROMISES = Told(
    "commitment",
    COMMITMENT_COLUMNS,
    ("commitment_ledger.js", "COMMITMENTS", "COMMITMENT_COLUMNS"),
)
NOTICES = Told("notice", of_others.OF_NOTICES, ("notice_ledger.js", "NOTICES", "NOTICE_COLUMNS"))
UNITS = Told("unit", UNIT_COLUMNS, ("unit_register.js", "UNITS", "UNIT_COLUMNS"))
REMINDERS = Told(
    "reminder", REMINDER_COLUMNS, ("reminder_list.js", "REMINDERS", "REMINDER_COLUMNS")
)
PROFILES = Told(
    "rule-profile",
    PROFILE_COLUMNS,
    ("reference_ledgers.js", "PROFILES", "PROFILE_COLUMNS", "versionsOf"),
    versions_of,
)


def require_told_alike(ledger: Told, lives: Iterable[Life]) -> None:
    """Require both to show the same of an item on every day of each of its lives."""
    asked = [(life, days_around(life)) for life in lives]
    jobs = [
        {"told": [*events_of(life)], "ledger": ledger.page, "days": days, "names": NAMES}
        for life, days in asked
    ]
    for (life, days), found in zip(asked, ask(jobs, TABLES), strict=True):
        for day, rows in zip(days, found, strict=True):
            headers = [header for header, _ in ledger.columns[:-1]]
            shown = [{header: row[header] for header in headers} for row in rows]
            assert shown == _of_verify(ledger, life, day), (day, life)


def days_around(life: Life) -> list[str]:
    """Return the days of the acts, those before and after, and the last there is."""
    days = [date.fromisoformat(act.day) + timedelta(days=by) for act in life for by in (-1, 0, 1)]
    return [*dict.fromkeys(map(date.isoformat, days)), LAST_DAY]


def events_of(life: Life) -> Iterator[dict[str, object]]:
    """Yield the events of a life as the page reads them."""
    for act in life:
        state = {**dict.fromkeys(KEPT[act.topic]), **FIRST_FACTS, **act.facts}
        yield {"topic": act.topic, "on": act.day, "state": state}


def _of_verify(ledger: Told, life: Life, day: str) -> list[Cells]:
    row = TELLING[ledger.kind](lived(ledger.kind, life), day)
    known = Surroundings(NAMES, day, lambda key: key)
    return [
        {header: written_cell(cell(each, known)) for header, cell in ledger.columns[:-1]}
        for each in (ledger.rows_of(row) if row else ())
    ]


def test_opinions_are_told_alike() -> None:
    require_told_alike(OPINIONS, [*of_opinions.LIVES.values(), *DUE_SOMEHOW, ANSWERED_BEFORE])


def test_tasks_and_duties_are_told_alike() -> None:
    missed = [(*of_tasks.BEGUN, *acts) for acts, _, _ in of_tasks.MISSED.values()]
    scheduled = [(*of_tasks.BEGUN, of_tasks.scheduled(spec)) for spec in SCHEDULES]
    lives = [*of_tasks.LIVES.values(), *missed, *scheduled, TOLD_LATE]
    require_told_alike(TASKS, lives)
    require_told_alike(DUTIES, [*of_tasks.LIVES.values(), CALLED_LIKE_A_UNIT])


def test_promises_are_told_alike() -> None:
    require_told_alike(PROMISES, [*of_promises.PROMISES.values(), KEPT_LATE])


def test_notices_and_reminders_are_told_alike() -> None:
    require_told_alike(NOTICES, of_others.NOTICES.values())
    around = [f"2015-{day}" for day in ("06-29", "06-30", "07-01", "07-02", "07-03")]
    require_told_alike(REMINDERS, [[of_others.raised("2015-07-01", due_on)] for due_on in around])


def test_units_and_rules_are_told_alike() -> None:
    require_told_alike(UNITS, of_others.UNITS.values())
    drafted = Act("2014-12-31", "rule-profile.drafted", {}, {})
    require_told_alike(PROFILES, [[drafted, *acts] for acts, _ in of_others.VERSIONS])


def test_a_fact_is_written_alike() -> None:
    jobs = [call("cells.js", "writtenCell", cell) for cell in CELLS]
    assert ask(jobs) == [*map(written_cell, CELLS)]


def test_both_ends_of_a_period_belong_to_it() -> None:
    scope = {"periodFrom": "2015-01-02", "periodTo": "2015-01-04"}
    days = [*(f"2015-01-0{day}" for day in range(1, 6)), None]
    calls = [("has", day) for day in days]
    found = ask([make("standings.js", "Standings", calls, scope, {}, {})])
    assert found == [[False, True, True, True, False, False]]


def _due_over(*versions: int | None) -> dict[str, Any]:
    """Return a due date that rests on the holidays of several years, some not yet known."""
    calendar = [{"year": 2015 + at, "version": each} for at, each in enumerate(versions)]
    return {"on": "2015-07-01", "basis": {"calendar": calendar}}


DUE_SOMEHOW = [
    (
        *of_opinions.BEGUN[:2],
        of_opinions.REFERRED._replace(facts=of_opinions.REFERRAL | {"due": stated}),
    )
    for stated in (_due_over(1, None), _due_over(None, 1), _due_over(), due(None))
]
ANSWERED_BEFORE = (
    *of_opinions.BEGUN,
    of_opinions.reply("2015-02-15", 1, "A", complete=True),
)
"""An opinion that was answered, by what is stated, before it was referred."""
KEPT_LATE = (
    *of_promises.PUBLISHED,
    of_promises.claimed("2015-07-05", "2015-07-03"),
    of_promises.verified("2015-07-06", "fulfilled"),
)
SCHEDULES = [
    {"every": every, "first": "2015-03-31", "last": last}
    for every in ("month", "quarter", "half_year", "year")
    for last in (None, "2016-03-31")
]
CALLED_LIKE_A_UNIT = (
    of_tasks.PLANNED,
    of_tasks.ASSIGNED._replace(facts=of_tasks.NAMED | {"leaders": ["A"], "offices": ["C"]}),
)
"""A task of which a person and an office are called as the code of a unit reads."""
TOLD_LATE = (
    *of_tasks.BEGUN,
    of_tasks.report("2015-04-05", 30, 1),
    of_tasks.report("2015-04-05", 40, 2),
    of_tasks.report("2015-04-02", 20, 3),
    of_tasks.report("2015-03-20", 10, 4),
)
"""What is recorded in another order than it happened in, the last as if before the first act."""
