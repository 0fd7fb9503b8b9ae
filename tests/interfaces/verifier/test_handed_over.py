"""Promises and plans handed over: sound as the product records them, refused when falsified."""

from datetime import date
from pathlib import Path

import pytest

from tests.interfaces.verifier.falsified import refused
from tests.interfaces.verifier.handed_over import ALLOWED, ILLEGAL, NOT_INDEPENDENT, fill
from tests.interfaces.verifier.replaying import Bundle, exported, follow
from tests.interfaces.verifier.sentences import SENTENCES, require_dependent, require_illegal
from tests.stores import fresh_sqlite, opened

DAYS = (
    "2009-07-01",
    "2009-07-02",
    "2009-08-01",
    "2009-08-02",
    "2011-10-01",
    "2011-10-02",
    "2029-12-31",
)


@pytest.fixture(scope="module")
def handed_over(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """Export a county whose promises and plan went over to other units."""
    with opened(fresh_sqlite(template, tmp_path_factory.mktemp("handed_over"))) as store:
        fill(store)
        for as_of in DAYS:
            exported(store, as_of=date.fromisoformat(as_of)).check()
        return exported(store)


@pytest.mark.parametrize("name", ALLOWED)
def test_what_happens_when_units_are_succeeded_is_allowed(handed_over: Bundle, name: str) -> None:
    follow(ALLOWED[name](handed_over.lines))


@pytest.mark.parametrize("name", ILLEGAL)
def test_what_could_not_happen_is_refused(handed_over: Bundle, name: str) -> None:
    require_illegal(refused(handed_over.lines, ILLEGAL[name]), "handed over", name)


@pytest.mark.parametrize("name", NOT_INDEPENDENT)
def test_no_unit_concerned_decides(handed_over: Bundle, name: str) -> None:
    require_dependent(refused(handed_over.lines, NOT_INDEPENDENT[name]), "handed over", name)


def test_every_sentence_is_of_one_of_these_histories() -> None:
    assert set(SENTENCES["handed over"]) == {*ILLEGAL, *NOT_INDEPENDENT}
