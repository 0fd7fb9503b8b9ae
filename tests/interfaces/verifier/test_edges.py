"""What only just fits is allowed, and what no longer does is refused in its words."""

from collections.abc import Mapping

import pytest

from tests.interfaces.verifier import opinion_edges, promise_edges, rule_edges, work_edges
from tests.interfaces.verifier.falsified import Edit, refused
from tests.interfaces.verifier.replaying import Bundle, follow
from tests.interfaces.verifier.sentences import SENTENCES, require_illegal

GROUPS = ("edges", "work edges", "promise edges", "rule edges")
"""The groups of their sentences."""

Histories = Mapping[tuple[str, str], Edit]
"""By their group and name."""


def _by_group(*tables: Mapping[str, Edit]) -> Histories:
    return {
        (group, name): edit
        for group, table in zip(GROUPS, tables, strict=True)
        for name, edit in table.items()
    }


MODULES = (opinion_edges, work_edges, promise_edges, rule_edges)
TOLD = _by_group(*(each.TOLD for each in MODULES))
RARE = _by_group(*(each.RARE for each in MODULES))
TOLD_REFUSED = _by_group(*(each.TOLD_REFUSED for each in MODULES))
RARE_REFUSED = _by_group(*(each.RARE_REFUSED for each in MODULES))


@pytest.mark.parametrize(("group", "name"), TOLD)
def test_what_only_just_fits_is_allowed(told: Bundle, group: str, name: str) -> None:
    follow(TOLD[group, name](told.lines))


@pytest.mark.parametrize(("group", "name"), RARE)
def test_what_seldom_happens_and_only_just_fits_is_allowed(
    rarely: Bundle, group: str, name: str
) -> None:
    follow(RARE[group, name](rarely.lines))


@pytest.mark.parametrize(("group", "name"), TOLD_REFUSED)
def test_what_no_longer_fits_is_refused(told: Bundle, group: str, name: str) -> None:
    require_illegal(refused(told.lines, TOLD_REFUSED[group, name]), group, name)


@pytest.mark.parametrize(("group", "name"), RARE_REFUSED)
def test_what_seldom_happens_and_no_longer_fits_is_refused(
    rarely: Bundle, group: str, name: str
) -> None:
    require_illegal(refused(rarely.lines, RARE_REFUSED[group, name]), group, name)


@pytest.mark.parametrize("group", GROUPS)
def test_every_sentence_is_of_one_of_these_histories(group: str) -> None:
    named = {name for of, name in (*TOLD_REFUSED, *RARE_REFUSED) if of == group}
    assert set(SENTENCES[group]) == named
