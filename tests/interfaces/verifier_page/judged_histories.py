"""What the page and what ``verify.py`` finds in histories, judged by their events alone."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from interfaces.verifier.finding import Finding
from interfaces.verifier.rate_check import RATES_JSON
from interfaces.verifier.verdict import printable
from interfaces.verifier_page.tables import TABLES
from tests.interfaces.verifier.falsified import Edit
from tests.interfaces.verifier.replaying import Line, follow
from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.node import ask
from tests.interfaces.verifier_page.test_sound_bundles import job

ONE_TABLE = {**TABLES, "required": [RATES_JSON]}
"""The page looks for a table when all events have proven sound; here it never finds one."""


class Found(NamedTuple):
    """The event about which a verifier found what, and why, in Chinese and in English."""

    sequence: int | None
    problem: str | None
    chinese: str = ""
    english: str = ""


SOUND = Found(None, None)
Pair = tuple[Found, Found]
"""What the page finds, and what ``verify.py`` does."""


def differing(lines: Sequence[Line], edits: Mapping[str, Edit], folder: Path) -> dict[str, Pair]:
    """Return what both find in each falsified history of which they say different things."""
    return {
        name: pair for name, pair in judged(lines, edits, folder).items() if pair[0] != pair[1]
    }


def judged(lines: Sequence[Line], edits: Mapping[str, Edit], folder: Path) -> dict[str, Pair]:
    """Return what both find in each falsified history."""
    histories = {name: edit(lines) for name, edit in edits.items()}
    jobs = [
        job(folder / str(number), made.bundled({made.EVENTS: _file_of(history)}))
        for number, history in enumerate(histories.values())
    ]
    return {
        name: (_of_page(answer), _of_python(history))
        for (name, history), answer in zip(histories.items(), ask(jobs, ONE_TABLE), strict=True)
    }


def _file_of(lines: Sequence[Line]) -> bytes:
    return b"".join(
        made.stored_line(sequence, topic, UUID(item), version, state)
        for sequence, topic, item, version, state in lines
    )


def _of_page(answer: Mapping[str, object]) -> Found:
    if (answer["problem"], answer["path"]) == ("missing-file", RATES_JSON):
        return SOUND
    assert answer["path"] == made.EVENTS, answer
    line = answer["line"]
    assert isinstance(line, int), answer
    where = (f"核验不通过:{made.EVENTS}第{line}行:", f"Refused: {made.EVENTS}, line {line}: ")
    said = [
        str(answer[language]).removeprefix(place)[:-1]
        for language, place in zip(("chinese", "english"), where, strict=True)
    ]
    return Found(line, str(answer["problem"]), *said)


def _of_python(lines: Sequence[Line]) -> Found:
    try:
        follow(lines)
    except Finding as finding:
        said = [printable(each) for each in (finding.chinese, finding.english)]
        return Found(finding.sequence, str(finding.code), *said)
    return SOUND
