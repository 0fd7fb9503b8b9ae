"""Of units that are regrouped, and of what goes with them, both verifiers judge alike."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from application.store import Store
from tests.interfaces.verifier import handed_over, regrouped
from tests.interfaces.verifier.falsified import Edit
from tests.interfaces.verifier.replaying import exported
from tests.interfaces.verifier_page.falsified_tables import sound_in_both
from tests.interfaces.verifier_page.judged_histories import SOUND, differing, judged
from tests.stores import fresh_sqlite, opened

REGROUPED = (date(2015, 4, 5), date(2015, 5, 2), date(2029, 12, 31))
HANDED_OVER = (
    date(2009, 7, 1),
    date(2009, 7, 2),
    date(2009, 8, 2),
    date(2011, 10, 2),
    date(2029, 12, 31),
)


def test_regrouped_units_are_judged_alike(template: Path, tmp_path: Path) -> None:
    refused = regrouped.ILLEGAL | regrouped.NOT_INDEPENDENT
    alike(template, tmp_path, regrouped.fill, REGROUPED, regrouped.ALLOWED, refused)


def test_promises_and_plans_handed_over_are_judged_alike(template: Path, tmp_path: Path) -> None:
    refused = handed_over.ILLEGAL | handed_over.NOT_INDEPENDENT
    alike(template, tmp_path, handed_over.fill, HANDED_OVER, handed_over.ALLOWED, refused)


def alike(
    template: Path,
    tmp_path: Path,
    fill: Callable[[Store], None],
    days: Sequence[date],
    allowed: Mapping[str, Edit],
    refused: Mapping[str, Edit],
) -> None:
    """Require both to find every table and each history allowed sound, the others alike."""
    with opened(fresh_sqlite(template, tmp_path)) as store:
        fill(store)
        bundles = [exported(store, as_of=day) for day in days]
    sound_in_both(bundles, tmp_path / "tables")
    lines = bundles[-1].lines
    found = judged(lines, allowed, tmp_path / "allowed")
    assert {name: pair for name, pair in found.items() if pair != (SOUND, SOUND)} == {}
    assert differing(lines, refused, tmp_path / "refused") == {}
