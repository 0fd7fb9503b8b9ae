"""Of units that are regrouped, and of what goes with them, both verifiers judge alike."""

from datetime import date
from pathlib import Path

from tests.interfaces.verifier.regrouped import ALLOWED, ILLEGAL, NOT_INDEPENDENT, fill
from tests.interfaces.verifier.replaying import exported
from tests.interfaces.verifier_page.falsified_tables import sound_in_both
from tests.interfaces.verifier_page.judged_histories import SOUND, differing, judged
from tests.stores import fresh_sqlite, opened

DAYS = (date(2015, 4, 5), date(2015, 5, 2), date(2029, 12, 31))


def test_regrouped_units_are_judged_alike(template: Path, tmp_path: Path) -> None:
    with opened(fresh_sqlite(template, tmp_path)) as store:
        fill(store)
        bundles = [exported(store, as_of=day) for day in DAYS]
    sound_in_both(bundles, tmp_path / "tables")
    lines = bundles[-1].lines
    allowed = judged(lines, ALLOWED, tmp_path / "allowed")
    assert {name: pair for name, pair in allowed.items() if pair != (SOUND, SOUND)} == {}
    assert differing(lines, ILLEGAL | NOT_INDEPENDENT, tmp_path / "refused") == {}
