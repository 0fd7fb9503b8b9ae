"""Asked by itself, the form of an event is the one that ``verify.py`` asks for, fact by fact."""

from collections.abc import Iterator
from typing import Any

from interfaces.verifier.event_form import EventForm, FieldNotAsStated
from interfaces.verifier_page.tables import TABLES
from tests.interfaces.verifier import test_personal_data_rules as personal_data
from tests.interfaces.verifier.falsified import copied
from tests.interfaces.verifier.replaying import Bundle, Line
from tests.interfaces.verifier_page.node import Answer, ask, integer, make, refused
from tests.interfaces.verifier_page.test_same_facts import DAY_AT_FIRST, DAY_AT_LAST, places_in

AMOUNTS = [
    "1", "-1", "0.5", "-0.5E-10", "1E5", "1E+05", "1E123", "1E", "1e5", "E5", "1.", ".5", "-",
    "1" * 30, "1" * 31, "1." + "1" * 30, "1." + "1" * 31, "--1", "x1", "1x", "1\n", "1.a", "1Ea",
    "1E-5",
]  # fmt: skip
DAYS = [
    DAY_AT_FIRST, "1949-09-30", DAY_AT_LAST, "2200-01-01", "2015-02-30", "2015-2-03",
    "x2015-02-03", "2015-02-03x",
]  # fmt: skip
ID = "01234567-89ab-cdef-0123-456789abcdef"
IDS = [ID, ID.upper(), f"x{ID}", f"{ID}x", f"{ID}\n", ID.replace("-", "")]
NUMBERS = [0, 1, -1, 3_660, 3_661, 2**53 - 1, 1.5]
FACTS: list[Any] = [
    None, True, "甲", "", *NUMBERS, [], [None], [7], ["甲"], ["甲", 7], {}, [{}],
    {"on": None, "undated": False}, *AMOUNTS, *DAYS, *IDS, ["1"], [DAY_AT_FIRST], [ID],
]  # fmt: skip
FEWER = 8
SURPLUS = [["surplus"], ["surplus", "a surplus"], ["", "b"]]


def altered(line: Line, known: set[object]) -> Iterator[Line]:
    """Yield an event with another fact in each place, without each, and with some too many.

    Where a field of this name is known, every eighth of the other facts will do.
    """
    for turn, (place, fact) in enumerate(places_in(line.state)):
        others = FACTS[turn % FEWER :: FEWER] if place[-1] in known else FACTS
        known.add(place[-1])
        for other in [each for each in others if (each, type(each)) != (fact, type(fact))]:
            yield with_fact(line, place, other)
        yield with_fact(line, place, ...)
    for names in SURPLUS:
        yield line._replace(state={**line.state, **dict.fromkeys(names, 1)})
    yield line._replace(version=line.version + 1)
    yield line


def with_fact(line: Line, place: tuple[str | int, ...], fact: Any) -> Line:
    [changed] = copied([line])
    *above, last = place
    holder: Any = changed.state
    for step in above:
        holder = holder[step]
    if fact is ...:
        del holder[last]
    else:
        holder[last] = fact
    return changed


def of_page(line: Line) -> dict[str, object]:
    """Return an event as the page has read it."""
    of_item = {"aggregateId": line.aggregate_id, "version": integer(line.version)}
    return {"sequence": integer(7), "topic": line.topic, **of_item, "state": line.state}


def of_python(form: EventForm, line: Line) -> Answer:
    """Return what is wrong with an event, as the page says it; None where nothing is."""
    try:
        form.require_act(line.state.get("act"))
        form.require(line.topic, line.state)
    except FieldNotAsStated as error:
        return malformed(*error.told(line.topic))
    stated = line.state.get("originator_id"), line.state.get("originator_version")
    if list(map(repr, stated)) == list(map(repr, (line.aggregate_id, line.version))):
        return None
    return malformed(
        "事件内容所写的标识或者版本与记录不符",
        "the event states another identity or version than its line",
    )


def malformed(chinese: str, english: str) -> Answer:
    return refused("malformed-event", f"序号7:{chinese}", f"event 7: {english}")


def test_every_fact_is_held_to_its_kind(told: Bundle, rarely: Bundle, ruled: Bundle) -> None:
    lines = [*told.lines, *rarely.lines, *ruled.lines, *personal_data.told()]
    known, form = set[object](), EventForm()
    cases = [[*altered(line, known)] for line in {line.topic: line for line in lines}.values()]
    jobs = [
        make("event_form.js", "EventForm", [("require", of_page(each)) for each in case], TABLES)
        for case in cases
    ]
    expected = [[of_python(form, each) for each in case] for case in cases]
    differing = {
        f"{line.topic} {turn}": (answer, said)
        for case in zip(cases, ask(jobs), expected, strict=True)
        for turn, (line, answer, said) in enumerate(zip(*case, strict=True))
        if answer != said
    }
    assert differing == {}
    assert all(case[-1] is None and case.count(None) < len(case) for case in expected)
