"""What the page says of histories, legal and falsified, is what ``verify.py`` says."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.interfaces.verifier import test_due_derivation as derived_dues
from tests.interfaces.verifier import test_edges as edges
from tests.interfaces.verifier import test_falsified_histories as histories
from tests.interfaces.verifier import test_falsified_opinions as opinions
from tests.interfaces.verifier import test_falsified_urging as urging
from tests.interfaces.verifier import test_falsified_work as work
from tests.interfaces.verifier import test_personal_data_rules as personal_data
from tests.interfaces.verifier import test_prescribed_dues as prescribed_dues
from tests.interfaces.verifier import test_rare_acts as rare_acts
from tests.interfaces.verifier import test_recounted_dues as recounted_dues
from tests.interfaces.verifier import test_settled_dues as settled_dues
from tests.interfaces.verifier.falsified import Edit, copied
from tests.interfaces.verifier.replaying import Bundle, Line, follow
from tests.interfaces.verifier_page import long_log
from tests.interfaces.verifier_page.judged_histories import SOUND, differing, judged

ALTERED = 40
BROKEN = "version that was skipped"
"""The one history in which a version is missing, which both refuse before they judge any act."""
OF_ACTS = 0.3


def named(*tables: Mapping[Any, Edit]) -> dict[str, Edit]:
    """Return the ways of several tables under one name each."""
    return {
        f"{number}: {name}": edit
        for number, table in enumerate(tables)
        for name, edit in table.items()
    }


OF_MANY_ACTS = named(
    {name: edit for name, edit in histories.ILLEGAL.items() if name != BROKEN},
    histories.NOT_INDEPENDENT,
    opinions.FALSIFIED,
    work.FALSIFIED,
    urging.FALSIFIED,
    edges.TOLD_REFUSED,
)
OF_RARE_ACTS = named(
    work.RARE,
    urging.RARE,
    rare_acts.ILLEGAL,
    rare_acts.NOT_INDEPENDENT,
    derived_dues.NOT_DERIVED,
    settled_dues.SETTLED_WRONGLY,
    recounted_dues.WRONGLY,
    recounted_dues.NOT_COUNTED,
    recounted_dues.NOT_INDEPENDENT,
    edges.RARE_REFUSED,
)
OF_PERSONAL_DATA = named(personal_data.ILLEGAL, personal_data.NOT_INDEPENDENT)
ALLOWED_RARELY = named(
    edges.RARE,
    settled_dues.SETTLED_RIGHTLY,
    recounted_dues.RIGHTLY,
    recounted_dues.NEVER_MOVED,
)


def test_what_could_not_happen_is_refused_alike(told: Bundle, tmp_path: Path) -> None:
    assert differing(told.lines, OF_MANY_ACTS, tmp_path) == {}


def test_rare_acts_that_could_not_happen_are_refused_alike(rarely: Bundle, tmp_path: Path) -> None:
    assert differing(rarely.lines, OF_RARE_ACTS, tmp_path) == {}


def test_due_dates_other_than_ruled_are_refused_alike(ruled: Bundle, tmp_path: Path) -> None:
    assert differing(ruled.lines, prescribed_dues.FALSIFIED, tmp_path) == {}


def test_acts_on_personal_data_are_judged_alike(tmp_path: Path) -> None:
    assert differing(personal_data.told(), OF_PERSONAL_DATA, tmp_path) == {}


def test_what_only_just_fits_is_allowed_by_both(
    told: Bundle, rarely: Bundle, ruled: Bundle, tmp_path: Path
) -> None:
    for folder, lines, fitting in (
        ("told", told.lines, named(edges.TOLD)),
        ("rarely", rarely.lines, ALLOWED_RARELY),
        ("ruled", ruled.lines, named(prescribed_dues.ALLOWED, recounted_dues.RIGHTLY_RULED)),
        ("personal", personal_data.told(), {"as it was": copied}),
    ):
        found = judged(lines, fitting, tmp_path / folder)
        assert {name: pair for name, pair in found.items() if pair != (SOUND, SOUND)} == {}


def altered(lines: Sequence[Line]) -> Iterator[tuple[str, Edit]]:
    """Yield histories in one of which one fact is left out or is another."""
    chance = random.Random(20261125)  # noqa: S311 - repeatable on purpose
    values: list[Any] = [None, "", 0, 1, True, 2**53, [], {}, "2015-02-30", "2030-01-01", [1]]
    for number in range(ALTERED):
        place = chance.randrange(len(lines))
        state = lines[place].state
        of_act = chance.random() < OF_ACTS
        name = chance.choice([*(state["act"] if of_act else state)])
        edit = _altering(place, name, chance.choice(values), of_act=of_act)
        yield f"{number}: {lines[place].topic} {name}", edit


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


def test_facts_are_malformed_for_both(told: Bundle, tmp_path: Path) -> None:
    found = judged(told.lines, dict(altered(told.lines)), tmp_path)
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}
    malformed = [page for page, _ in found.values() if page.problem == "malformed-event"]
    assert len(malformed) > ALTERED // 2


def test_a_log_is_followed_to_its_end(tmp_path: Path) -> None:
    lines = [Line(**json.loads(line)) for line in long_log.lines(1_002)]
    follow(lines)
    assert judged(lines, {"as it was": copied}, tmp_path) == {"as it was": (SOUND, SOUND)}
