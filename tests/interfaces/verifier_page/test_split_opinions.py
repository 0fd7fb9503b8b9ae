"""Opinions split among lead units are judged and counted on the page as in ``verify.py``."""

from pathlib import Path

from interfaces.verifier.details import DETAILS, PART
from tests.interfaces.verifier.replaying import Bundle
from tests.interfaces.verifier.split_county import ALLOWED, ILLEGAL
from tests.interfaces.verifier.test_falsified_tables import SHAPES, altered
from tests.interfaces.verifier_page.derived_tables import days_in
from tests.interfaces.verifier_page.falsified_tables import both, sound_in_both
from tests.interfaces.verifier_page.judged_histories import SOUND, differing, judged
from tests.interfaces.verifier_page.test_same_tables_on_any_day import require_sound

PARTS = DETAILS[PART].listing.path


def test_split_opinions_and_their_figures_are_sound_for_both(
    split: Bundle, tmp_path: Path
) -> None:
    sound_in_both([split], tmp_path)


def test_parts_stand_alike_on_any_day(split: Bundle, tmp_path: Path) -> None:
    require_sound(split.lines, days_in(split.lines), tmp_path)


def test_what_lead_units_may_do_is_judged_alike(split: Bundle, tmp_path: Path) -> None:
    assert differing(split.lines, ILLEGAL, tmp_path / "refused") == {}
    found = judged(split.lines, ALLOWED, tmp_path / "allowed")
    assert set(found.values()) == {(SOUND, SOUND)}


def test_altered_parts_are_refused_alike(split: Bundle, tmp_path: Path) -> None:
    falsified = {name: altered(split, PARTS, shape) for name, shape in SHAPES.items()}
    found = both(falsified, tmp_path)
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}
    assert {page.problem for page, _ in found.values()} == {"rates-differ"}
