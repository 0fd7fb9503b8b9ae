"""Handovers and separations: sound as the product records them, refused when falsified."""

from datetime import date
from pathlib import Path

import pytest

from tests.interfaces.verifier.falsified import refused
from tests.interfaces.verifier.regrouped import ALLOWED, ILLEGAL, NOT_INDEPENDENT, fill
from tests.interfaces.verifier.replaying import Bundle, exported, follow
from tests.interfaces.verifier.sentences import SENTENCES, require_dependent, require_illegal
from tests.stores import fresh_sqlite, opened

DAYS = ("2015-04-01", "2015-04-05", "2015-04-30", "2015-05-02", "2015-06-20", "2029-12-31")


@pytest.fixture(scope="module")
def regrouped(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """Export a county whose units were regrouped."""
    with opened(fresh_sqlite(template, tmp_path_factory.mktemp("regrouped"))) as store:
        fill(store)
        for as_of in DAYS:
            exported(store, as_of=date.fromisoformat(as_of)).check()
        return exported(store)


@pytest.mark.parametrize("name", ALLOWED)
def test_what_happens_when_units_are_regrouped_is_allowed(regrouped: Bundle, name: str) -> None:
    follow(ALLOWED[name](regrouped.lines))


@pytest.mark.parametrize("name", ILLEGAL)
def test_what_could_not_happen_is_refused(regrouped: Bundle, name: str) -> None:
    require_illegal(refused(regrouped.lines, ILLEGAL[name]), "regrouped", name)


@pytest.mark.parametrize("name", NOT_INDEPENDENT)
def test_no_unit_concerned_decides(regrouped: Bundle, name: str) -> None:
    require_dependent(refused(regrouped.lines, NOT_INDEPENDENT[name]), "regrouped", name)


def test_every_sentence_is_of_one_of_these_histories() -> None:
    assert set(SENTENCES["regrouped"]) == {*ILLEGAL, *NOT_INDEPENDENT}
