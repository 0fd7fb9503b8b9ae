"""Of due dates moved and clocks stopped both verifiers tell the tables that the product tells."""

from datetime import date
from pathlib import Path

from tests.application.moved_opinions import STORIES, live
from tests.interfaces.verifier.replaying import exported
from tests.interfaces.verifier_page.falsified_tables import sound_in_both
from tests.stores import fresh_sqlite, opened

DAYS = (date(2015, 6, 24), date(2015, 7, 10), date(2016, 12, 31))


def test_opinions_moved_in_any_order_are_sound_for_both(template: Path, tmp_path: Path) -> None:
    bundles = []
    for number, name in enumerate(STORIES):
        folder = tmp_path / str(number)
        folder.mkdir()
        with opened(fresh_sqlite(template, folder)) as store:
            live(store, name)
            bundles += [exported(store, as_of=day) for day in DAYS]
    sound_in_both(bundles, tmp_path)
