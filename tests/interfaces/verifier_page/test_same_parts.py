"""Asked by themselves, units, rules, reports and days answer as the parts of ``verify.py`` do."""

import itertools
import random
from bisect import insort
from datetime import date, timedelta
from typing import Any

from domain.profile_rules import ProfileRules
from interfaces.verifier.due_origins import Known, Origin, known
from interfaces.verifier.rulebook import Rulebook
from interfaces.verifier.rules_in_force import DEFAULT_RULES, RulesInForce
from interfaces.verifier.unit_tree import UnitRecord, UnitTree
from interfaces.verifier.work_days import days_between, month_end, months_later
from tests.interfaces.verifier.test_due_derivation import ARRANGED
from tests.interfaces.verifier_page.node import ask, call, make

CODES = ["甲", "乙", "丙", "丁"]
ELSEWHERE = "外单位"
DAYS_OF_UNITS = [f"2015-0{month}-{day}" for month in range(1, 7) for day in (10, 20)]
Call = tuple[Any, ...]


def told_units(chance: random.Random) -> tuple[list[Call], UnitTree]:
    """Return units that begin, move, end and are corrected, told to the page and to verify.py."""
    tree, calls = UnitTree(), list[Call]()
    for place, code in enumerate(CODES):
        days = sorted(chance.sample(DAYS_OF_UNITS, 4))
        above = [chance.choice([None, ELSEWHERE, *CODES]) for _ in range(3)]
        ends = chance.choice(["unit.merged", "unit.closed", "unit.renamed"])
        state = {"code": code, "kind": "office", "level": "county", "name": code}
        unit = tree.units[code] = UnitRecord({**state, "parent": above[0]})
        topics = ["unit.registered", "unit.moved", "unit.moved", ends]
        for version, (topic, day) in enumerate(zip(topics, days, strict=True), 1):
            told = {**state, "parent": above[min(version, 3) - 1]}
            event = {"topic": topic, "version": version, "state": told}
            calls.append(("follow", event, place, day))
            unit.days.append(day)
            if topic == "unit.moved":
                unit.placings.append((version, told["parent"]))
            if topic in ("unit.merged", "unit.closed"):
                unit.ending = version
        wrong, now = chance.randrange(4), chance.choice(DAYS_OF_UNITS)
        calls.append(("correct", place, wrong + 1, now))
        unit.days[wrong] = now
    return calls, tree


def test_units_stand_under_the_units_verify_has_them_under() -> None:
    chance = random.Random(20261126)  # noqa: S311 - repeatable on purpose
    for _ in range(12):
        calls, tree = told_units(chance)
        calls += [
            ("follow", {"topic": "opinion.formed", "version": 2, "state": {}}, 99, "2015-01-01")
        ]
        calls += [("correct", 99, 2, "2015-01-02")]
        asked = [
            (code, day) for code in [*CODES, ELSEWHERE] for day in ["2014-12-31", *DAYS_OF_UNITS]
        ]
        names = ("lineageOn", "isActiveOn", "parentOn")
        [answers] = ask(
            [
                make(
                    "unit_tree.js",
                    "UnitTree",
                    [*calls, *((name, *each) for each in asked for name in names)],
                )
            ]
        )
        expected = [
            answer
            for code, day in asked
            for unit in [tree.units.get(code)]
            for answer in (
                tree.lineage_on(code, day),
                unit is not None and unit.active_on(day),
                unit and unit.parent_on(day),
            )
        ]
        assert answers[len(calls) :] == expected


ROLE = {"role": "chairperson", "post": "主任"}
LOCAL = ProfileRules().model_dump(mode="json")
LOCAL["extension"] |= {"each": {"length": 1, "unit": "month"}, "asked_by": "on_due_day"}
LOCAL["evaluation"] |= {"silence": "no_answer", "term": {"length": 9, "unit": "day"}}
LOCAL["evaluation"] |= {"rehandling": {"length": 2, "unit": "month"}}
LOCAL["referral"] |= {name: {"length": 5, "unit": "day"} for name in LOCAL["referral"]}
LOCAL["reply"] |= {"clarification_pauses": True, "co_unit": {"length": 7, "unit": "day"}}
LOCAL["report"] |= {"appraisal": {"length": 8, "unit": "month"}}
LOCAL["counting"] |= {"day_off": "keep"}
LOCAL["closing"] |= {"promises": "may_close_with_promise", "public_notice_days": 5}
LOCAL["closing"]["result_classes"]["classes"] = [
    {"code": code, "label": code, "promises": promises, "resolved": resolved}
    for code, promises, resolved in [
        ("甲", True, True),
        ("乙", True, False),
        ("丙", False, True),
        ("丁", False, False),
        ("戊", True, False),
    ]
]
PROPERTIES = {
    "extension": "extension",
    "silence": "silence",
    "evaluationTerm": "evaluation_term",
    "rehandlingTerm": "rehandling",
    "returnWindow": "return_window",
    "firstContactTerm": "first_contact",
    "coUnitTerm": "co_unit",
    "noticeDays": "notice_days",
    "levels": "levels",
    "promisesAreTracked": "promises_tracked",
    "pauses": "pauses",
    "rolls": "rolls",
}
"""What rules say is called on the page and in ``verify.py``."""
SORTS = [
    name
    for part in ("reply", "report")
    for name in DEFAULT_RULES[part]
    if name not in ("clarification_pauses", "difficult", "co_unit")
]
CLASSES = ["A", "B", "C", "D", "E", "甲", "乙", "丙", "丁", "戊"]
ASKED = ["2015-06-24", "2015-06-25", "2015-06-26"]


def test_rules_say_what_they_say_to_verify() -> None:
    for stated in (None, ProfileRules().model_dump(mode="json"), LOCAL):
        rules = RulesInForce(stated)
        terms = [(sort, hard) for sort in SORTS for hard in (False, True)]
        calls = [
            *([name] for name in PROPERTIES),
            *(("replyTerm", *each) for each in terms),
            *(("standardClass", code) for code in CLASSES),
            *(("promises", code) for code in CLASSES),
            *(("isAskedInTime", day, ASKED[1]) for day in ASKED),
        ]
        [answers] = ask(
            [make("rules_in_force.js", "RulesInForce", calls, *filter(None, [stated]))]
        )
        assert answers == [
            *(getattr(rules, name) for name in PROPERTIES.values()),
            *(rules.reply_term(sort, difficult=hard) for sort, hard in terms),
            *map(rules.standard_class, CLASSES),
            *map(rules.promises, CLASSES),
            *(rules.is_asked_in_time(day, ASKED[1]) for day in ASKED),
        ]


NOTICES: list[tuple[int, list[str], list[str]]] = [
    (2020, sorted(ARRANGED[0]), sorted(ARRANGED[1])),
    (2020, ["2020-01-24", "2020-06-25"], ["2020-06-28"]),
    (2021, ["2021-02-12"], []),
]


def test_pauses_and_terms_end_on_the_days_of_verify() -> None:
    chance = random.Random(1)  # noqa: S311 - repeatable on purpose
    book = Rulebook(UnitTree())
    calls, expected = list[Call](), list[Any]()
    for year, off, worked in NOTICES:
        notice = {"days_off": off, "working_days": worked}
        calls.append(("arrange", year, notice))
        book.arrange(year, notice)
        expected.append(None)
        for _ in range(40):
            since = date(2019, 12, 1) + timedelta(chance.randrange(500))
            until, on = ((since + timedelta(chance.randrange(40))).isoformat() for _ in range(2))
            unit = chance.choice(["working_day", "day", "month"])
            term = {"length": chance.randrange(1, 15), "unit": unit}
            due_on = chance.choice([None, on, on])
            origin = chance.choice([None, Origin(None, False, b"", unit == "working_day", None)])
            working = origin is not None and origin.in_working_days
            due = {"on": due_on, "inWorkingDays": working}
            calls += [("putOff", due, since.isoformat(), until), ("latest", until, term)]
            put_off = book.put_off(Known(due_on, origin), since.isoformat(), until)
            expected += [put_off, book.latest(until, term)]
        calls += [("noticesAbout", each) for each in (2019, 2020, 2021)]
        expected += [book.notices_about(each) for each in (2019, 2020, 2021)]
    [answers] = ask([make("rulebook.js", "Rulebook", calls)])
    assert answers == expected


def test_versions_of_rules_are_there_once_published() -> None:
    calls = [
        ("has", None),
        ("has", "甲#1"),
        ("publish", "甲", LOCAL, "2015-01-01", None),
        ("has", "甲#1"),
        ("has", "甲#2"),
        ("publish", "甲", LOCAL, "2016-01-01", None),
        ("has", "甲#2"),
        ("has", "乙#1"),
        ("end", "甲", "2017-01-01"),
        ("has", "甲#2"),
    ]
    [answers] = ask([make("rulebook.js", "Rulebook", calls)])
    assert answers == [True, False, None, True, False, None, True, False, None, True]


FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)
NO_DAYS = [
    "",
    "2015-02-29",
    "2015-13-01",
    "2015-00-10",
    "2015-01-00",
    "2015-04-31",
    "0000-01-01",
    "2015-1-01",
    "02015-01-01",
    "2015-01-011",
    "2015-01-01 ",
    "x2015-01-01",
    "2015/01/01",
    "1900-02-29",
    "2100-02-29",
    "2015-01-32",
    "20150101",
]


def number_of(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def test_days_are_those_of_the_calendar() -> None:
    chance = random.Random(2)  # noqa: S311 - repeatable on purpose
    near = [
        date(year, month, day)
        for year in (4, 99, 1900, 2000, 2016)
        for month, day in ((2, 28), (3, 1), (12, 31), (1, 1))
    ]
    days = [
        *near,
        FIRST,
        *(FIRST + timedelta(chance.randrange((LAST - FIRST).days)) for _ in range(150)),
    ]
    texts = [day.isoformat() for day in days]
    numbers = [number_of(day) for day in days]
    steps = [chance.randrange(-900, 900) for _ in days]
    later = [(day, step) for day, step in zip(days, steps, strict=True) if 1000 < day.year < 9900]
    months = [(year, month) for year in (1, 4, 1900, 2000, 2015, 9999) for month in range(1, 13)]
    none = [(0, 1), (10_000, 1), (2015, 0), (2015, 13)]
    jobs = [
        *(call("days.js", "dayNumber", each) for each in [*texts, *texts[:9], *NO_DAYS]),
        *(call("days.js", "dayText", each) for each in numbers),
        *(call("days.js", "nextDay", each) for each in numbers),
        *(call("days.js", "isWeekend", each) for each in texts),
        *(
            call("days.js", "daysBetween", first, other)
            for first, other in itertools.pairwise(texts)
        ),
        *(call("days.js", "daysLater", day.isoformat(), step) for day, step in later),
        *(call("days.js", "monthsLater", day.isoformat(), abs(step)) for day, step in later),
        *(call("days.js", "lastDayOfMonth", *each) for each in [*months, *none]),
        *(call("days.js", "dayInMonth", *each, 20) for each in [*months, *none]),
    ]
    assert ask(jobs) == [
        *numbers,
        *numbers[:9],
        *(None for _ in NO_DAYS),
        *texts,
        *(number_of(day + timedelta(1)) for day in days),
        *(day.weekday() > 4 for day in days),
        *(days_between(first, other) for first, other in itertools.pairwise(texts)),
        *((day + timedelta(step)).isoformat() for day, step in later),
        *(months_later(day, abs(step)).isoformat() for day, step in later),
        *(month_end(*each).isoformat() for each in months),
        *(None for _ in none),
        *(date(*each, 20).isoformat() for each in months),
        *(None for _ in none),
    ]


MOMENTS = {
    "2030-01-01T00:00:00Z": 20300101,
    "2030-01-01T15:59:59.999999Z": 20300101,
    "2030-01-01T16:00:00Z": 20300102,
    "2030-12-31T23:59:59.1Z": 20310101,
    "2028-02-28T19:00:00.000Z": 20280229,
    "9998-12-31T15:00:00Z": 99981231,
    **dict.fromkeys(
        [
            "9999-01-01T00:00:00Z",
            "2030-01-01T24:00:00Z",
            "2030-01-01T29:00:00Z",
            "2030-01-01",
            "2030-01-01T00:60:00Z",
            "2030-01-01T00:00:60Z",
            "2030-01-01T00:00:00.1234567Z",
            "2030-01-01T00:00:00.Z",
            "2030-01-01T00:00:00",
            "2030-01-01T00:00:00Z ",
            "",
            " 2030-01-01T00:00:00Z",
            "2030-02-30T00:00:00Z",
            "2030-01-01 00:00:00Z",
            "2030-01-01T0:00:00Z",
            "02030-01-01T00:00:00Z",
            "2030-01-01T00:00:00,1Z",
        ]
    ),
}
"""When something was recorded, and the day in China; of what is no moment there is none."""


def test_a_moment_is_of_a_day_in_china() -> None:
    assert ask([call("recording.js", "recordedDay", each) for each in MOMENTS]) == [
        *MOMENTS.values()
    ]


def test_facts_are_the_same_in_whatever_order_they_are_stated() -> None:
    same: list[tuple[Any, Any]] = [
        (None, None),
        (1, 1),
        ("甲", "甲"),
        ({"a": 1, "b": [{"c": 2, "d": None}]}, {"b": [{"d": None, "c": 2}], "a": 1}),
        ({"b": 1, "a": 2, "c": 3}, {"c": 3, "b": 1, "a": 2}),
        ([], []),
        ({}, {}),
    ]
    other: list[tuple[Any, Any]] = [
        (None, 0),
        (1, "1"),
        ({"a": 1}, {"a": 2}),
        ({"a": None}, {}),
        ([1, 2], [2, 1]),
        ([], {}),
        ([{"a": 1}], [{"a": None}]),
        ({"a": {"b": 1}}, {"a": {"b": 2}}),
        (False, None),
    ]
    answers = ask([call("due_origins.js", "isSameFact", *each) for each in [*same, *other]])
    assert answers == [True] * len(same) + [False] * len(other)


def test_what_is_remembered_of_due_dates_tells_them_apart_as_verify_does() -> None:
    month = {"kind": "term", "term": {"length": 1, "unit": "month"}, "roll": True}
    basis = {
        "spec": month,
        "profile": None,
        "rule": None,
        "start": "2015-05-25",
        "raw": "2015-06-25",
        "calendar": [{"year": 2015, "version": None}],
    }
    others: list[dict[str, Any]] = [
        {},
        {"spec": {**month, "roll": False}},
        {"spec": {**month, "term": {"length": 5, "unit": "working_day"}}},
        {"spec": {"kind": "before_meeting", "term": {"length": 5, "unit": "working_day"}}},
        {"profile": {"congress": "甲", "version": 1}},
        {"profile": {"congress": "甲", "version": 2}},
        {"rule": "第十条"},
        {"start": None},
        {"start": "2015-05-26"},
        {"calendar": []},
        {"calendar": [{"year": 2015, "version": 1}]},
        {"raw": "2015-06-24"},
    ]
    dues: list[dict[str, Any]] = [
        {"on": "2015-06-25"},
        {"on": None},
        {"on": "2015-06-25", "basis": None},
        *({"on": "2015-06-25", "basis": {**basis, **each}} for each in others),
    ]
    answers = ask([call("due_origins.js", "knownDue", due) for due in dues])
    kept = [known(due) for due in dues]
    for told, of_it in zip(answers, kept, strict=True):
        assert [told == each for each in answers] == [of_it == each for each in kept]
        assert told["isRuled"] is (of_it.origin is not None and of_it.origin.of_version)
        assert told["start"] == (of_it.origin and of_it.origin.start)
        working = of_it.origin is not None and of_it.origin.in_working_days
        assert told["inWorkingDays"] is working
    assert sum(each["inWorkingDays"] for each in answers) == 1
    pairs = [(one, other) for one in range(len(dues)) for other in range(len(dues))]
    alike = ask(
        [
            call("due_origins.js", "haveSameOrigin", answers[one], answers[other])
            for one, other in pairs
        ]
    )
    assert alike == [kept[one].origin == kept[other].origin for one, other in pairs]


def test_the_latest_report_of_a_day_says_how_far_the_work_had_come() -> None:
    chance = random.Random(3)  # noqa: S311 - repeatable on purpose
    for _ in range(10):
        calls, expected, reports = list[Call](), list[Any](), list[tuple[str, int, int]]()
        for version in range(1, 15):
            day, percent = f"2015-06-{chance.randrange(10, 20)}", chance.randrange(101)
            calls.append(
                ("take", {"version": version, "day": day, "percent": percent, "begunIn": 1})
            )
            expected.append(None)
            insort(reports, (day, version, percent))
            for asked in (day, f"2015-06-{chance.randrange(9, 21):02}"):
                calls.append(("percentOn", asked))
                expected.append(next((p for on, _, p in reversed(reports) if on <= asked), 0))
        [answers] = ask([make("progress_reports.js", "ProgressReports", calls)])
        assert answers == expected


def test_kinds_of_events_are_kept_once_each() -> None:
    topics = [f"opinion.kind-{number}" for number in range(1_000)]
    calls: list[Call] = [("known", each) for each in [*topics, topics[3]]]
    [answers] = ask([make("topics.js", "Topics", [*calls, ["all"]])])
    assert answers == [*topics, topics[3], sorted(topics)]
    profile = {"congress": "甲", "version": 2}
    named = [call("judged_event.js", "versionOf", each) for each in (profile, None)]
    assert ask([call("topics.js", "kindOf", "rule-profile.drafted"), *named]) == [
        "rule-profile",
        "甲#2",
        None,
    ]
