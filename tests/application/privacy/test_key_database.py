"""A place for keys is made once, for its owner alone, and refused in words when it is none."""

from pathlib import Path

import pytest
from sqlalchemy import delete

from application.errors import StoreDamaged, StoreUnavailable
from application.privacy.key_database import KeyDatabase, wrapping
from application.privacy.key_store import KeyStore
from application.privacy.refusal import Problem, Refused
from tests.application.privacy.boxes import WRAPPING_KEY, keys_in, laid_out, said
from tests.application.privacy.conftest import Opening


def test_a_key_store_is_made_once(database: Opening) -> None:
    laid_out(database())
    with pytest.raises(Refused) as caught:
        KeyStore.lay_out(database(), WRAPPING_KEY)
    assert said(caught.value, Problem.KEY_STORE_THERE)


def test_where_there_is_none_nothing_is_made(database: Opening) -> None:
    for _ in range(2):
        with pytest.raises(Refused) as caught:
            KeyStore(database(), WRAPPING_KEY)
        assert said(caught.value, Problem.NO_KEY_STORE)


def test_a_store_without_its_head_is_none(database: Opening) -> None:
    place = database()
    laid_out(place)
    with place.writing() as connection:
        connection.execute(delete(wrapping))
    with pytest.raises(Refused) as caught:
        KeyStore(database(), WRAPPING_KEY)
    assert said(caught.value, Problem.NO_KEY_STORE)


def test_looking_makes_no_file_and_making_lets_nobody_else_read(tmp_path: Path) -> None:
    place = keys_in(tmp_path)
    assert not place.is_laid_out()
    assert not list(tmp_path.iterdir())
    laid_out(place).close()
    assert [path.stat().st_mode & 0o777 for path in tmp_path.iterdir()] == [0o600]


def test_another_file_is_refused_as_damaged(tmp_path: Path) -> None:
    (tmp_path / "keys.db").write_bytes(b"PK" * 4_096)
    place = keys_in(tmp_path)
    with pytest.raises(StoreDamaged):
        KeyStore(place, WRAPPING_KEY)
    place.close()


def test_a_server_that_does_not_answer_is_unavailable(tmp_path: Path) -> None:
    place = KeyDatabase(f"postgresql+psycopg://postgres@/postgres?host={tmp_path}")
    with pytest.raises(StoreUnavailable):
        KeyStore(place, WRAPPING_KEY)
    assert "postgresql" in place.name
