"""Claims and their corrections are judged, and told, by the page as by ``verify.py``."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from interfaces.verifier_page.tables import TABLES
from tests.interfaces.verifier.falsified import Edit
from tests.interfaces.verifier.replaying import Bundle, Line
from tests.interfaces.verifier_page import corrected_claims as claims
from tests.interfaces.verifier_page.derived_tables import derived, only
from tests.interfaces.verifier_page.judged_histories import SOUND, differing, judged
from tests.interfaces.verifier_page.node import ask
from tests.interfaces.verifier_page.test_sound_bundles import job


def require_judged_alike(
    lines: Sequence[Line], edits: Mapping[str, Edit], days: Iterable[str], folder: Path
) -> None:
    """Require both to allow what is allowed, with the tables of some days, and nothing else."""
    found = judged(lines, edits, folder / "judged")
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}
    allowed = [name for name, (page, _) in found.items() if page == SOUND]
    assert allowed == [name for name in edits if name in claims.ALLOWED]
    jobs = {
        f"{name} {day}": job(folder / f"{number} {day}", derived(edits[name](lines), day))
        for number, name in enumerate(allowed)
        for day in days
    }
    answers = dict(zip(jobs, ask([*jobs.values()], TABLES), strict=True))
    assert {name: each["chinese"] for name, each in answers.items() if not each["ok"]} == {}


def test_promises_claimed_to_be_kept_are_judged_alike(told: Bundle, tmp_path: Path) -> None:
    days = ("2011-10-10", "2029-12-31")
    require_judged_alike(only(told.lines, "CN-"), claims.PROMISES, days, tmp_path)


def test_promises_kept_once_more_are_judged_alike(rarely: Bundle, tmp_path: Path) -> None:
    lines, days = only(rarely.lines, "CN-2011"), ("2011-11-25", "2011-12-06", "2029-12-31")
    require_judged_alike(lines, claims.DOUBTED, days, tmp_path)


def test_tasks_claimed_to_be_complete_are_judged_alike(told: Bundle, tmp_path: Path) -> None:
    days = ("2015-05-12", "2029-12-31")
    require_judged_alike(only(told.lines, "RW-"), claims.TASKS, days, tmp_path)


def test_what_promises_and_plans_hold_up_is_judged_alike(told: Bundle, tmp_path: Path) -> None:
    require_judged_alike(told.lines, claims.ENDS, ["2029-12-31"], tmp_path)


def test_dates_corrected_to_their_bounds_are_judged_alike(told: Bundle, tmp_path: Path) -> None:
    lines = only(told.lines, "CN-", "RW-", "DL-")
    every_third = dict([*claims.moved(lines)][::3])
    assert differing(lines, every_third, tmp_path) == {}
