"""What the page says of falsified histories is what ``verify.py`` says, as far as it looks."""

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from interfaces.verifier.bundle_check import NOTHING_BESIDE, check_bundle
from interfaces.verifier.judgement import Judgement
from interfaces.verifier_page.tables import TABLES
from tests.interfaces.verifier.falsified import Edit, copied
from tests.interfaces.verifier.replaying import Bundle, Line, follow
from tests.interfaces.verifier.test_falsified_histories import (
    ILLEGAL,
    NOT_INDEPENDENT,
)
from tests.interfaces.verifier_page import long_log
from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.node import ask
from tests.interfaces.verifier_page.test_sound_bundles import job

ALTERED = 40
OF_ACTS = 0.3
SEQUENCE = re.compile(r"序号(\d+)")
LOOKED_FOR = {
    "opinion referred without formation",
    "round skipped",
    "reply of another round",
    "reply dated before the referral",
    "reply dated after its recording",
    "extension that leads nowhere",
    "extension of another due date",
    "referral due before it",
    "merger with one that has ended",
    "task claimed in another round",
    "task verified under a false line of units",
    "corrected date out of order",
    "correction of another date",
    "plan approved without submission",
    "notice escalated to nothing",
    "log that goes back in time",
    "unit registered anew under its number",
}
"""What the page says it looks for, one of each sort at least."""


class Finding(NamedTuple):
    """The event about which a verifier found what; none where it is about a table."""

    sequence: int | None
    problem: str | None


SOUND = Finding(None, None)
IN_A_TABLE = (Finding(None, "ledger-differs"), Finding(None, "rates-differ"))
"""What the page finds of acts it does not judge: the tables do not follow from them."""
Pair = tuple[Finding, Finding]


def differ(pair: Pair) -> bool:
    """Tell whether the page finds what is not there, or names otherwise what both find."""
    page, verify = pair
    if page.sequence is None:
        return page not in (SOUND, *IN_A_TABLE)
    if verify.sequence is None:
        return True
    return page.sequence <= verify.sequence and page != verify


def archive(bundle: Bundle, lines: list[Line]) -> bytes:
    """Return the bundle with other events, which its manifest states truly."""
    files = {path: data for path, data in bundle.files.items() if path != made.MANIFEST}
    files[made.EVENTS] = b"".join(
        made.stored_line(sequence, topic, UUID(item), version, state)
        for sequence, topic, item, version, state in lines
    )
    manifest = json.loads(bundle.files[made.MANIFEST])
    manifest["events"].update(last=len(lines), count=len(lines))
    manifest["scope"]["known_at"] = len(lines)
    for file in manifest["files"]:
        if file["path"] == made.EVENTS:
            file.update(made.stated_of(made.EVENTS, files[made.EVENTS]))
    return made.bundled(files, manifest)


def both(bundle: Bundle, edits: Mapping[str, Edit], folder: Path) -> dict[str, Pair]:
    """Return what the page and what ``verify.py`` finds in each falsified history."""
    jobs = {
        name: job(folder / str(number), archive(bundle, edit(bundle.lines)))
        for number, (name, edit) in enumerate(edits.items())
    }
    found = {}
    for name, answer in zip(jobs, ask([*jobs.values()], TABLES), strict=True):
        verdict = check_bundle(Path(str(jobs[name]["bundle"])), NOTHING_BESIDE, [Judgement()])
        named = SEQUENCE.search(verdict.chinese)
        problem = None if verdict.problem is None else str(verdict.problem)
        of_python = Finding(int(named[1]) if named else None, problem)
        sequence = answer["line"] if answer["path"] == made.EVENTS else None
        found[name] = (Finding(sequence, answer["problem"]), of_python)
    return found


def altered(bundle: Bundle) -> Iterator[tuple[str, Edit]]:
    """Yield histories in one of which one fact is left out or is another."""
    chance = random.Random(20261125)  # noqa: S311 - repeatable on purpose
    values: list[Any] = [None, "", 0, 1, True, 2**53, [], {}, "2015-02-30", "2030-01-01", [1]]
    for number in range(ALTERED):
        place = chance.randrange(len(bundle.lines))
        state = bundle.lines[place].state
        of_act = chance.random() < OF_ACTS
        name = chance.choice([*(state["act"] if of_act else state)])
        edit = _altering(place, name, chance.choice(values), of_act=of_act)
        yield f"{number}: {bundle.lines[place].topic} {name}", edit


def _altering(place: int, name: str, value: object, *, of_act: bool) -> Edit:
    def edit(lines: Sequence[Line]) -> list[Line]:
        changed = copied(lines)
        state = changed[place].state
        facts = state["act"] if of_act else state
        if value == "":
            del facts[name]
        else:
            facts[name] = value
        return changed

    return edit


def test_the_page_finds_what_it_looks_for(told: Bundle, tmp_path: Path) -> None:
    sampled = {name: edit for at, (name, edit) in enumerate(ILLEGAL.items()) if at % 6 == 0}
    named = {name: edit for name, edit in ILLEGAL.items() if name in LOOKED_FOR}
    found = both(told, {**sampled, **named, **NOT_INDEPENDENT}, tmp_path)
    assert {verify for _, verify in found.values() if verify == SOUND} == set()
    differing = {name: pair for name, pair in found.items() if differ(pair)}
    assert differing == {}
    missed = {name for name, (page, _) in found.items() if page.sequence is None}
    assert {name for name in NOT_INDEPENDENT if name in missed} == {
        "completion corrected by the unit that claimed"
    }
    assert not missed & LOOKED_FOR
    assert set(found) >= LOOKED_FOR


def test_facts_are_malformed_for_both(told: Bundle, tmp_path: Path) -> None:
    found = both(told, dict(altered(told)), tmp_path)
    differing = {name: pair for name, pair in found.items() if differ(pair)}
    assert differing == {}
    malformed = [page for page, verify in found.values() if verify.problem == "malformed-event"]
    assert SOUND not in malformed
    assert len(malformed) > ALTERED // 2


def test_nothing_is_found_where_nothing_is_wrong(told: Bundle, tmp_path: Path) -> None:
    assert both(told, {"as it was": copied}, tmp_path) == {"as it was": (SOUND, SOUND)}


def test_a_log_is_followed_to_its_end(tmp_path: Path) -> None:
    lines = [*long_log.lines(1_002)]
    follow([Line(**json.loads(line)) for line in lines])
    without_tables = job(tmp_path, made.bundled({made.EVENTS: b"".join(lines)}))
    [answer] = ask([without_tables], {**TABLES, "required": []})
    assert answer["ok"], answer
    assert answer["counts"]["events"] == len(lines)
