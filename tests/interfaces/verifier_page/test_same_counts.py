"""What items count for in each rate and count is on the page what it is in ``verify.py``."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, NamedTuple

from interfaces.verifier.figures import Figures
from interfaces.verifier.ledger_columns import Surroundings
from interfaces.verifier.ranking import ranking_rows
from interfaces.verifier.rate_check import count_rows, rate_rows
from interfaces.verifier.standings import TELLING, TableScope
from interfaces.verifier_page.tables import TABLES
from tests.interfaces.verifier import test_opinion_story as of_opinions
from tests.interfaces.verifier import test_promise_story as of_promises
from tests.interfaces.verifier import test_task_story as of_tasks
from tests.interfaces.verifier.lives import Act, due, lived
from tests.interfaces.verifier.test_recomputed_figures import RULES
from tests.interfaces.verifier_page.node import ask
from tests.interfaces.verifier_page.test_same_stories import (
    DUE_SOMEHOW,
    KEPT_LATE,
    OPINIONS,
    PROMISES,
    TASKS,
    Life,
    events_of,
)

EVER = ("2000-01-01", "2029-12-31")
PAGE = {"opinion": OPINIONS.page, "task": TASKS.page, "commitment": PROMISES.page}
MOST_UNITS = 3
"""How many units share most items; some items are alone of their unit."""


class Counted(NamedTuple):
    """An item, and what is known of it beside its own events."""

    kind: str
    life: Life
    is_urged: bool
    is_answered: bool


def items() -> Iterator[Counted]:
    """Yield items that went through lives, some urged, some answered, of several units."""
    missed = [(*of_tasks.BEGUN, *acts) for acts, _, _ in of_tasks.MISSED.values()]
    lives = {
        "opinion": [*of_opinions.LIVES.values(), *DUE_SOMEHOW, *OPINIONS_DONE],
        "task": [*of_tasks.LIVES.values(), *missed, *TASKS_DONE],
        "commitment": [
            *of_promises.PROMISES.values(),
            KEPT_LATE,
            TAKEN_BACK_BEFORE,
            *PROMISES_DONE,
        ],
    }
    for kind, told in lives.items():
        for number, life in enumerate(told):
            unit = f"V{number}" if number % 4 == MOST_UNITS else f"U{number % MOST_UNITS}"
            yield Counted(kind, [*_of_unit(life, unit)], number % 2 == 0, number % 5 > 1)


def _of_unit(life: Life, unit: str) -> Iterator[Act]:
    for act in life:
        facts = json.dumps(act.facts, ensure_ascii=False).replace('"A"', f'"{unit}"')
        yield act._replace(facts=json.loads(facts))


def around(day: str) -> list[str]:
    """Return a day, the one before and the one after."""
    return [(date.fromisoformat(day) + timedelta(days=by)).isoformat() for by in (-1, 0, 1)]


NEVER = of_opinions.LIVES["never due"]
EXTENDED = Act("2015-06-01", "opinion.extension-granted", {"until": "2015-07-10"}, {})
MERGED = Act("2015-03-03", "opinion.merged-into", {"into_number": "乙-1"}, {})
TO_THE_NEXT_DAY = ("2015-07-01", "2015-07-02")
SETTLED_AFTER = [
    of_opinions.anew(topic, "2015-07-03", number, TO_THE_NEXT_DAY, TO_THE_NEXT_DAY)
    for topic in (of_opinions.SETTLED, of_opinions.MIGRATED)
    for number in (1, 2)
]
"""Notes by which the first reply, of the day after it was due, is or is not in time."""
OPINIONS_DONE: list[Life] = [
    *(
        (*of_opinions.BEGUN, of_opinions.closing("2015-07-05", day))
        for day in around("2015-07-01")
    ),
    *(
        (*begun, of_opinions.reply(day, 1, grade, complete=True), *after)
        for begun in (of_opinions.BEGUN, (*of_opinions.BEGUN, EXTENDED), NEVER)
        for day, grade in zip(around("2015-07-01"), "ABD", strict=True)
        for after in ((), (of_opinions.evaluation("2015-07-08", 1, "satisfied"),))
    ),
    (*NEVER, of_opinions.closing("2015-07-05", "2015-07-04")),
    *(
        (*of_opinions.BEGUN, MERGED, of_opinions.closing("2015-07-05", day))
        for day in around("2015-07-01")
    ),
    *(
        (*of_opinions.BEGUN, of_opinions.reply("2015-07-02", 1, "A", complete=True), note())
        for note in SETTLED_AFTER
    ),
]
UNDATED_TASK = (
    of_tasks.PLANNED._replace(facts=of_tasks.PLANNED.facts | {"due": due(None)}),
    of_tasks.ASSIGNED,
)
TASKS_DONE: list[Life] = [
    (*begun, of_tasks.claim("2015-07-05", day), of_tasks.passed("2015-07-06", day), *closed)
    for begun in (of_tasks.BEGUN, UNDATED_TASK)
    for day in around("2015-06-30")
    for closed in ((), (of_tasks.closed("2015-07-07"),))
]
VAGUE = (
    of_promises.DRAFTED._replace(facts=of_promises.DRAFTED.facts | {"due": due(None)}),
    *of_promises.PUBLISHED[1:],
)
BEFORE = of_promises.promised("2015-06-20", "withdrawn", {})
PROMISES_DONE: list[Life] = [
    VAGUE[:1],
    VAGUE,
    (*of_promises.PUBLISHED, BEFORE),
    (*VAGUE, BEFORE),
    *(
        (
            *begun,
            of_promises.claimed("2015-07-05", day),
            of_promises.verified("2015-07-06", result),
        )
        for begun in (of_promises.PUBLISHED, VAGUE)
        for day in around("2015-06-30")
        for result in ("fulfilled", "partly", "unfulfilled")
    ),
]
TAKEN_BACK_BEFORE = (
    *of_promises.PUBLISHED,
    of_promises.claimed("2015-07-02", "2015-06-25"),
    of_promises.verified("2015-07-06", "fulfilled"),
    of_promises.promised("2015-07-03", "withdrawn", {}),
)
"""A promise that was judged, by what is stated, after it had been taken back."""
DAYS = sorted(
    {
        *around("2015-06-30"), *around("2015-07-07"), *around("2015-04-05"), "2015-01-25",
        "2015-02-02",
        "2015-03-03", "2015-03-28", "2015-04-11", "2015-10-15", "2029-12-31",
    }
)  # fmt: skip
BASE_DAYS = ("2012-12-31", "2013-12-31", "2014-12-31", "2015-01-01", "2015-12-31", "2016-01-01")
"""Days on which other rules say how small a base is ranked."""
PERIODS = [("2015-03-01", "2015-04-05"), ("2015-04-06", "2015-07-05")]
MEASURES = [
    {"id": "p", "plan": "乙", "number": "乙", "no": no, "text": "措施", "unit": unit, "filled": no}
    | dict.fromkeys(("added_on", "addedOn"), on)
    for no, (unit, on) in enumerate(
        [("U1", "2015-03-01"), ("U2", "2015-04-06"), ("U1", "2015-07-06")]
    )
]
Units = dict[str, dict[str, Any]]


def units(*told: tuple[str, str, str | None, str | None]) -> Units:
    """Return units by their codes: of which kind, under which and until when."""
    return {
        code: {"code": code, "kind": kind, "parent": parent, "ended_on": end, "endedOn": end}
        for code, kind, parent, end in told
    }


COMMITTEE, CONGRESS = "standing_committee", "people_congress"
UNITS = units(
    ("D", COMMITTEE, "S", None),
    ("S", CONGRESS, "D", None),
    ("X", COMMITTEE, None, "2014-12-31"),
    ("Y", "department", None, None),
)
OTHER_UNITS = [
    UNITS,
    UNITS | units(("X", COMMITTEE, None, None)),
    units(("D", COMMITTEE, "Z", None)),
    units(("D", "department", None, None)),
    units(("E", COMMITTEE, None, None)),
]


def of_verify(
    counted: Sequence[Counted], period: tuple[str, str], as_of: str, units: Units
) -> list[Any]:
    """Return the tables of figures as ``verify.py`` has them."""
    rows: dict[str, list[Any]] = {"measure": MEASURES, "rule-profile": []}
    for (code, version), (_, since, until) in RULES.items():
        versions = [{"version": version, "valid_from": since, "valid_until": until}]
        rows["rule-profile"].append({"id": code, "congress": code, "versions": versions})
    for number, (kind, life, is_urged, is_answered) in enumerate(counted):
        row = TELLING[kind](lived(kind, life), as_of)
        if row:
            known = {"id": str(number), "urged": is_urged, "answered": is_answered}
            rows.setdefault(kind, []).append(row | known)
    bases = {key: base for key, (base, *_) in RULES.items()}
    of = SimpleNamespace(of=lambda key: SimpleNamespace(ranking_base=bases.get(key, 5)))
    standings: Any = SimpleNamespace(
        rows=lambda kind: iter(rows.get(kind, ())),
        is_listed=lambda *_: False,
        scope=TableScope(*period, as_of),
        surroundings=Surroundings({}, as_of, str),
        units=units,
        county=SimpleNamespace(book=of),
    )
    figures = Figures(standings)
    tables = [
        rate_rows(figures),
        count_rows(figures),
        ranking_rows(figures),
        figures.divided.rows(),
        figures.days.rows(),
    ]
    return [*([each._asdict() for each in table] for table in tables), figures.days.facts()]


def job_of(
    counted: Sequence[Counted], period: tuple[str, str], as_of: str, units: Units
) -> dict[str, Any]:
    """Return the job of telling the same tables."""
    told = [
        {
            "kind": kind,
            "told": [*events_of(life)],
            "id": str(number),
            "isUrged": is_urged,
            "answers": [{"measures": ["甲"] * is_answered}],
        }
        for number, (kind, life, is_urged, is_answered) in enumerate(counted)
    ]
    profiles = [
        {
            "congress": code,
            "versions": [{"validFrom": since, "validUntil": until, "rankingBase": base}],
        }
        for (code, _), (base, since, until) in RULES.items()
    ]
    return {
        "counted": told,
        "kinds": PAGE,
        "units": [*units.items()],
        "beside": [["measure", MEASURES], ["rule-profile", profiles]],
        "period": period,
        "asOf": as_of,
    }


def require_counted_alike(asked: Sequence[tuple[Any, ...]]) -> None:
    """Require both to tell the same tables of items, in a period, on a day, among units."""
    for given, found in zip(asked, ask([job_of(*each) for each in asked], TABLES), strict=True):
        for page, verify in zip(found, of_verify(*given), strict=True):
            assert page == verify, given[1:3]


def test_figures_count_alike_on_any_day_and_in_any_period() -> None:
    counted = [*items()]
    asked = [(counted, EVER, day, UNITS) for day in DAYS]
    asked += [(counted, period, day, UNITS) for period in PERIODS for day in DAYS[::4]]
    require_counted_alike(asked)


def test_the_days_that_nine_in_ten_took_are_told_alike() -> None:
    completed = [date(2015, 4, 10) + timedelta(days=3 * number) for number in range(21)]
    lives: list[Life] = [
        (*of_opinions.BEGUN, of_opinions.closing("2015-07-05", day.isoformat()))
        for day in completed
    ]
    counted = [Counted("opinion", [*_of_unit(life, "U1")], False, False) for life in lives]
    counts = (1, 2, 3, 9, 10, 11, 19, 20, 21)
    require_counted_alike([(counted[:count], EVER, "2015-12-31", UNITS) for count in counts])


def test_units_are_ranked_from_the_base_of_the_day_on() -> None:
    nobody: list[Counted] = []
    asked = [(nobody, EVER, day, among) for among in OTHER_UNITS for day in BASE_DAYS]
    require_counted_alike(asked)
