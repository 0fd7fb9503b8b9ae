"""Whatever one fact of an event is in place of what it was, both verifiers judge it alike."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.interfaces.verifier import test_event_form as event_form
from tests.interfaces.verifier import test_falsified_links as links
from tests.interfaces.verifier import test_personal_data_rules as personal_data
from tests.interfaces.verifier.falsified import Edit, copied
from tests.interfaces.verifier.replaying import Bundle, Line
from tests.interfaces.verifier_page import falsified_acts
from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.judged_histories import SOUND, differing, judged
from tests.interfaces.verifier_page.neighbouring_facts import Place, altered_facts, stating
from tests.interfaces.verifier_page.test_same_texts import both

DAY_AT_FIRST, DAY_AT_LAST = "1949-10-01", "2199-12-31"
IN_PLACE_OF: dict[type, list[Any]] = {
    int: [1.0, True, "1", 2**53, 1 - 2**53, -(2**53), 0, 3_660, 3_661, None, [1]],
    str: [
        *(7, None, "甲", "", DAY_AT_FIRST, "1949-09-30", DAY_AT_LAST, "2200-01-01", 1.0),
        *("2015-02-30", "2015-2-03", ["甲"], "1e5", "1E123", "1." + "1" * 31, "-0.5E-10", "-"),
    ],
    bool: [1, None, "true", 0.0],
    list: [None, {}, [None], [[]], "甲", [{}], [1.0]],
    dict: [None, [], {}, "甲", 1.0, {"on": None, "undated": False}, {"on": "1", "undated": True}],
    type(None): ["甲", 7, {}, [], DAY_AT_LAST, True, 1.0, {"on": None, "undated": True}],
}
"""By the type of a fact what of no such kind, or only just of it, may stand in its place."""
ODD_EVERY = 4
"""Of so many odd facts one is judged."""


def alone(line: Line) -> Line:
    """Let an event be the first of its item, in a log of its own."""
    [first] = copied([line._replace(sequence=1, version=1)])
    first.state["originator_version"] = 1
    return first


def places_in(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Yield each place within a fact and what stands there; of a list the first place alone."""
    inside: Any = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = [*enumerate(value)][:1]
    for key, each in inside:
        yield (*place, key), each
        yield from places_in(each, (*place, key))


def odd_facts(lines: Iterable[Line]) -> Iterator[tuple[str, Edit]]:
    """Yield logs of one event in which one fact is odd, is left out, or is one too many."""
    chosen = 0
    for topic, line in {line.topic: alone(line) for line in lines}.items():
        for place, fact in places_in(line.state):
            others = IN_PLACE_OF[type(fact)]
            chosen += 1
            yield f"{topic} {place}", _of(line, stating(0, place, others[chosen % len(others)]))
        last = [*line.state][-1]
        yield f"{topic} without {last}", _of(line, _renamed(last, None))
        yield f"{topic} with more", _of(line, stating(0, ("surplus",), 1))
        yield f"{topic} with {last} renamed", _of(line, _renamed(last, "a"))


def _of(line: Line, edit: Edit) -> Edit:
    return lambda _: edit([line])


def _renamed(name: str, other: str | None) -> Edit:
    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        fact = altered[0].state.pop(name)
        if other is not None:
            altered[0].state[other] = fact
        return altered

    return edit


def test_any_other_fact_of_a_county_is_judged_alike(told: Bundle, tmp_path: Path) -> None:
    found = judged(told.lines, dict(altered_facts(told.lines)), tmp_path)
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}
    problems = [page.problem for page, _ in found.values()]
    assert min(map(problems.count, (SOUND.problem, "illegal-transition"))) > len(problems) // 5


def test_any_other_fact_of_rare_acts_is_judged_alike(
    told: Bundle, rarely: Bundle, tmp_path: Path
) -> None:
    usual = {line.topic for line in told.lines}
    edits = {
        name: edit
        for name, edit in altered_facts(rarely.lines)
        if name.partition(" ")[0] not in usual
    }
    assert differing(rarely.lines, edits, tmp_path) == {}


def test_any_other_fact_under_rules_is_judged_alike(ruled: Bundle, tmp_path: Path) -> None:
    edits = {name: edit for name, edit in altered_facts(ruled.lines) if ".basis." in name}
    assert differing(ruled.lines, edits, tmp_path) == {}


def test_any_other_fact_about_personal_data_is_judged_alike(tmp_path: Path) -> None:
    lines = personal_data.told()
    assert differing(lines, dict(altered_facts(lines)), tmp_path) == {}


def test_odd_facts_are_refused_alike(
    told: Bundle, rarely: Bundle, ruled: Bundle, tmp_path: Path
) -> None:
    lines = [*told.lines, *rarely.lines, *ruled.lines, *personal_data.told()]
    found = judged(lines, dict([*odd_facts(lines)][::ODD_EVERY]), tmp_path)
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}
    malformed = [page for page, _ in found.values() if page.problem == "malformed-event"]
    assert len(malformed) > len(found) // 2


def test_whole_numbers_have_no_fraction_for_both(told: Bundle, tmp_path: Path) -> None:
    line = alone(next(line for line in told.lines if line.topic == "task.progress-reported"))
    numbers = [60, 60.0, 1e20, 60.5, -0.0]
    found = judged(
        told.lines,
        {str(each): _of(line, stating(0, ("percent",), each)) for each in numbers},
        tmp_path,
    )
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}
    assert [page.problem for page, _ in found.values()] == [
        "illegal-transition",
        *4 * ["malformed-event"],
    ]


NUMBERS = (b"60", b"60.0", b"6e1", b"6E1", b"-60.0")
WRITTEN = [
    *(b'"percent"%b%b' % (mark, each) for mark in (b":", b" :", b": ") for each in NUMBERS),
    b'"percent"\t:\t60.0',
    *(b'"sub_actions_done":[%b]' % each for each in (b"1", b"1.0", b" 1.0", b"1,1.0", b"1, -1e0")),
]
"""Ways to write a fact, with a fraction or without."""


def test_a_fraction_is_found_wherever_it_stands(told: Bundle, tmp_path: Path) -> None:
    line = alone(next(line for line in told.lines if line.topic == "task.progress-reported"))
    usual = made.stored_line(1, line.topic, UUID(line.aggregate_id), 1, line.state)
    archives = []
    for written in WRITTEN:
        name, _ = written.split(b":", 1)
        before, after = re.split(rb"%b:(?:\d+|\[\])" % name.strip(), usual)
        archives.append(made.bundled({made.EVENTS: before + written + after}))
    found = dict(zip(WRITTEN, both(archives, tmp_path), strict=True))
    for written, (page, verify) in found.items():
        assert page.problem == verify.problem
        is_whole = page.problem == "illegal-transition"  # for it is the first event of its item
        assert is_whole is not bool(re.search(rb"[0-9][.eE]", written)), written


def test_links_and_events_in_no_form_are_refused_alike(told: Bundle, tmp_path: Path) -> None:
    require_refused_alike(told, {**links.ILLEGAL, **event_form.MALFORMED}, tmp_path)


def test_acts_of_nobody_and_out_of_time_are_refused_alike(
    told: Bundle, rarely: Bundle, tmp_path: Path
) -> None:
    require_refused_alike(told, falsified_acts.TOLD, tmp_path / "told")
    require_refused_alike(rarely, falsified_acts.RARE, tmp_path / "rarely")


def require_refused_alike(county: Bundle, edits: Mapping[str, Edit], folder: Path) -> None:
    """Require both to refuse each falsified history for the same reason."""
    found = judged(county.lines, edits, folder)
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}
    assert SOUND not in {page for page, _ in found.values()}
