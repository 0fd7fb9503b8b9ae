"""Of sealed persons and their openings the page says what ``verify.py`` says."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from interfaces.verifier.bundle_check import NOTHING_BESIDE, check_bundle
from interfaces.verifier.judgement import Judgement
from interfaces.verifier_page.tables import TABLES
from tests.interfaces.verifier.damage import edited, flipped, restated
from tests.interfaces.verifier.falsified_openings import FALSIFIED, a_line
from tests.interfaces.verifier.sealed_county import (
    OPENINGS,
    SELECTION,
    Alter,
    Erased,
    Event,
    Sealed,
    erased_county,
    part_of,
    values_in,
)
from tests.interfaces.verifier.sealed_story import (
    lines_of_openings,
    partial_bundle,
    registered,
)
from tests.interfaces.verifier_page.judged_bundles import require_told_alike
from tests.interfaces.verifier_page.node import ask
from tests.interfaces.verifier_page.test_sound_bundles import job, sentences

NUMBER = "DL-2015-01"
OPENED = "personal-record.opened"


class Finding(NamedTuple):
    """What a verifier found, where, and what it says of it."""

    problem: str | None
    path: str | None
    line: int | None
    chinese: str = ""
    english: str = ""


SOUND = Finding(None, None, None)


@pytest.fixture(scope="module")
def erased(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Erased:
    """Fill a county with sealed persons, and erase one of its deputies."""
    return erased_county(template, tmp_path_factory.mktemp("sealed"))


def both(archives: Iterable[bytes], folder: Path) -> list[tuple[Finding, Finding]]:
    """Return what the page and what ``verify.py`` says of each bundle."""
    jobs = [job(folder / str(number), each) for number, each in enumerate(archives)]
    found = []
    for stated, answer in zip(jobs, ask(jobs, TABLES), strict=True):
        verdict = check_bundle(Path(str(stated["bundle"])), NOTHING_BESIDE, [Judgement()])
        require_told_alike(answer, verdict)
        problem = None if verdict.problem is None else str(verdict.problem)
        page = Finding(answer["problem"], answer["path"], answer["line"])
        verify = Finding(problem, verdict.path, verdict.line)
        if problem:
            page = page._replace(chinese=answer["chinese"], english=answer["english"])
            verify = verify._replace(chinese=verdict.chinese, english=verdict.english)
        found.append((page, verify))
    return found


def test_what_was_not_sealed_so_is_refused_alike(erased: Erased, tmp_path: Path) -> None:
    cases = {
        f"{code}: {name}": erased.before.altered(alter)
        for code, named in FALSIFIED.items()
        for name, alter in named.items()
    }
    cases["erased-yet-told: later"] = erased.after._replace(openings=erased.before.openings)
    found = both((each.archive() for each in cases.values()), tmp_path)
    for name, (page, verify) in zip(cases, found, strict=True):
        assert page == verify, name
        assert page.problem == name.partition(":")[0]


def erased_at_once(erased: Erased) -> Sealed:
    """Return a history that begins with the erasure of a person of whom it goes on to tell."""
    topics = (OPENED, "personal-record.erased")
    [opened, over] = [each for each in erased.after.events if each["topic"] in topics]

    def alter(sealed: Sealed) -> None:
        sealed.events[:0] = [{**opened}, {**over, "version": 2}]
        del sealed.events[-len(topics) :]  # as many as before are known
        for number, each in enumerate(sealed.events, 1):
            each["sequence"] = number
        for line in sealed.openings:
            line["sequence"] += len(topics)

    return erased.before.altered(alter)


def test_whose_data_was_erased_is_told_of_no_more(erased: Erased, tmp_path: Path) -> None:
    [(page, verify)] = both([erased_at_once(erased).archive()], tmp_path)
    assert page == verify
    assert page.problem == "erased-yet-told"


def test_an_opening_of_nothing_is_named_before_what_comes_later(
    erased: Erased, tmp_path: Path
) -> None:
    def alter(sealed: Sealed) -> None:
        FALSIFIED["opening-without-value"]["no such field"](sealed)
        sealed.events[a_line(sealed)["sequence"]]["topic"] = "odd"

    [(page, verify)] = both([erased.before.altered(alter).archive()], tmp_path)
    assert page == verify
    assert page.problem == "opening-without-value"


def ending_with(*acts: Event) -> Alter:
    """Let a part of a log end with acts on personal data, that anew opened among them."""

    def alter(part: Sealed) -> None:
        last = part.events[-1]["sequence"]
        part.events.extend(
            {**act, "sequence": last + number, "version": number}
            for number, act in enumerate(acts, 1)
        )

    return alter


def opened_then(erased: Erased, topic: str) -> Alter:
    """Let a part end with the data of the deputy opened, and what is done to it at last."""
    [opened] = [each for each in erased.after.events if each["topic"] == OPENED]
    return ending_with(opened, {**opened, "topic": topic})


def test_whose_data_is_restricted_may_be_told_of(erased: Erased, tmp_path: Path) -> None:
    part = part_of(erased.before, "opinion")
    topics = ("personal-record.restricted", "personal-record.erased")
    parts = [part.altered(opened_then(erased, topic)) for topic in topics]
    [restricted, over] = both([each.archive(SELECTION) for each in parts], tmp_path)
    assert restricted[0] == restricted[1]
    assert restricted[0].problem == "schema-missing"  # in which the part is wanting
    assert over[0] == over[1]
    assert over[0].problem == "erased-yet-told"


def test_an_opening_of_nothing_is_named_before_an_erasure(erased: Erased, tmp_path: Path) -> None:
    def alter(part: Sealed) -> None:
        opened_then(erased, "personal-record.erased")(part)
        part.openings.append({**part.openings[-1], "sequence": part.events[-1]["sequence"]})

    part = part_of(erased.before, "opinion").altered(alter)
    [(page, verify)] = both([part.archive(SELECTION)], tmp_path)
    assert page == verify
    assert page.problem == "opening-without-value"


def test_sealed_histories_are_sound_alike(erased: Erased, tmp_path: Path) -> None:
    sound: list[tuple[Sealed, Any]] = [
        (erased.before, None),
        (erased.after, None),
        (part_of(erased.before, "opinion"), SELECTION),
        (part_of(erased.after, "opinion"), SELECTION),
    ]
    archives = [sealed.archive(selection) for sealed, selection in sound]
    assert both(archives, tmp_path) == [(SOUND, SOUND)] * len(sound)


def test_every_damaged_opening_is_refused_alike(tmp_path: Path) -> None:
    event, openings = registered()
    lines = lines_of_openings(openings)
    archive = partial_bundle(lines, event)
    bits, places = range(0, 8 * len(lines), 19), range(0, len(lines), 17)
    every = [*flipped(lines, bits), *edited(lines, places)]
    found = both((each for _, each in restated(archive, OPENINGS, every)), tmp_path)
    assert [pair for pair in found if pair[0] != pair[1]] == []
    assert SOUND not in {page for page, _ in found}


def test_places_not_told_are_counted(erased: Erased, tmp_path: Path) -> None:
    [answer] = ask([job(tmp_path, erased.after.archive())], TABLES)
    sealed = sum(len([*values_in(each["state"])]) for each in erased.after.events)
    untold = sealed - len(erased.after.openings)
    assert untold > 0
    assert f"有{untold}处个人信息没有原文" in sentences(answer)


def test_the_timeline_tells_texts_and_markers(erased: Erased, tmp_path: Path) -> None:
    marker = f"〔个人信息已停止处理·{erased.subject.hex[:12]}〕"
    stated = job(tmp_path, erased.after.archive()) | {"timelineOf": NUMBER}
    [answer] = ask([stated], TABLES)
    [registered, *_] = answer["timeline"]
    assert registered["state"]["lead_deputy"] == marker
    assert registered["state"]["co_signers"] == ["代表乙"]
