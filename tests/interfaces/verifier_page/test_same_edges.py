"""What only just fits and what no longer does is judged alike by both verifiers."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from tests.interfaces.verifier.falsified import Edit
from tests.interfaces.verifier.replaying import Bundle, Line
from tests.interfaces.verifier.test_personal_data_rules import (
    AT_THEIR_BOUNDS,
    BY_SHORTENERS,
    told_of_a_shortened_term,
)
from tests.interfaces.verifier.test_personal_data_rules import told as told_of_persons
from tests.interfaces.verifier_page import changed_since as changed
from tests.interfaces.verifier_page import commitment_edges as commitments
from tests.interfaces.verifier_page import edge_histories as edges
from tests.interfaces.verifier_page import task_edges as tasks
from tests.interfaces.verifier_page.judged_histories import SOUND, judged


def require_judged_alike(lines: Sequence[Line], edits: Mapping[str, Edit], folder: Path) -> None:
    """Require both to find the same, and that some of it is sound and some is not."""
    found = judged(lines, edits, folder)
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}
    sound = [page for page, _ in found.values()].count(SOUND)
    assert 0 < sound < len(found)


@pytest.mark.parametrize("kind", [edges, tasks, commitments, changed])
def test_acts_at_their_bounds(told: Bundle, kind: ModuleType, tmp_path: Path) -> None:
    require_judged_alike(told.lines, kind.TOLD, tmp_path)


@pytest.mark.parametrize("kind", [edges, tasks, commitments, changed])
def test_rare_acts_at_their_bounds(rarely: Bundle, kind: ModuleType, tmp_path: Path) -> None:
    require_judged_alike(rarely.lines, kind.RARE, tmp_path)


def test_due_dates_ruled_at_their_bounds(ruled: Bundle, tmp_path: Path) -> None:
    require_judged_alike(ruled.lines, edges.RULED, tmp_path)


def test_acts_on_personal_data_at_their_bounds(tmp_path: Path) -> None:
    require_judged_alike(told_of_persons(), edges.OF_PERSONS, tmp_path)


def test_erasures_after_a_shortened_term(tmp_path: Path) -> None:
    edits = {**AT_THEIR_BOUNDS, **BY_SHORTENERS}
    require_judged_alike(told_of_a_shortened_term(), edits, tmp_path)
