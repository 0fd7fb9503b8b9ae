"""Counties, each filled once for the tests that only read it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from application.store import Store
from interfaces.sample_county import load_sample_county
from tests.interfaces.verifier import rare_county, ruled_county, split_county, told_county
from tests.interfaces.verifier.replaying import Bundle, exported
from tests.interfaces.verifier.sealed_county import Erased, Sealed, erased_county
from tests.interfaces.verifier.signed import each_signature_verified_once
from tests.stores import RECORDED_AT, fresh_sqlite, opened


@pytest.fixture(scope="package")
def sample_county(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Load the sample county once."""
    with opened(fresh_sqlite(template, tmp_path_factory.mktemp("sample"))) as store:
        load_sample_county(store)
        yield store


@pytest.fixture(scope="package")
def told_store(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Fill a county in which nearly everything happens once."""
    with opened(fresh_sqlite(template, tmp_path_factory.mktemp("told"))) as store:
        told_county.fill(store)
        yield store


@pytest.fixture(scope="package")
def told(told_store: Store) -> Bundle:
    """Export that county."""
    return exported(told_store)


@pytest.fixture(scope="package")
def rare(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Fill a county in which happens what seldom does."""
    with opened(fresh_sqlite(template, tmp_path_factory.mktemp("rare"))) as store:
        rare_county.fill(store)
        yield store


@pytest.fixture(scope="package")
def rarely(rare: Store) -> Bundle:
    """Export that county."""
    return exported(rare)


@pytest.fixture(scope="package")
def ruled(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """Export a county in which rules set every due date, as of the day they were derived anew."""
    with opened(fresh_sqlite(template, tmp_path_factory.mktemp("ruled"))) as store:
        ruled_county.fill(store)
        return exported(store, as_of=RECORDED_AT.date())


@pytest.fixture(scope="package")
def erased(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Erased:
    """Fill a county with sealed persons, and erase one of its deputies."""
    return erased_county(template, tmp_path_factory.mktemp("sealed"))


@pytest.fixture(scope="package")
def sealed(erased: Erased) -> Sealed:
    """Lend the same county before anybody was erased."""
    return erased.before


@pytest.fixture(scope="module")
def signatures_verified_once() -> Iterator[None]:
    """Remember the answer about each signature while the tests of a module run."""
    with each_signature_verified_once():
        yield


@pytest.fixture(scope="package")
def split(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """Export a county whose opinions are split among lead units."""
    with opened(fresh_sqlite(template, tmp_path_factory.mktemp("split"))) as store:
        split_county.fill(store)
        return exported(store)
