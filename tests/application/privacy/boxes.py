"""Key stores, keys and places the tests start from."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from uuid import UUID

import pytest
from sqlalchemy import Connection

from application.privacy.key_database import KeyDatabase
from application.privacy.key_store import KeyStore
from application.privacy.refusal import SENTENCES, Problem, Refused
from application.privacy.sealing import Place, SubjectKey
from application.privacy.wrapping import WrappingKey

Lending = Callable[[KeyDatabase], AbstractContextManager[Connection]]

NOW = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)
LATER = datetime(2026, 4, 5, 8, 0, tzinfo=UTC)
BASIS = "丹人办申〔2026〕3号"
SUBJECT = UUID(int=7)
KEY = SubjectKey(SUBJECT, bytes(range(32)))
PLACE = Place(UUID(int=41), 3, "opinion.registered@2", "lead_deputy")
WRAPPING_KEY = WrappingKey(bytes(range(100, 132)))


def keys_in(folder: Path) -> KeyDatabase:
    """Name a database of keys in a folder."""
    return KeyDatabase(f"sqlite:///{folder / 'keys.db'}")


def laid_out(database: KeyDatabase, clock: Callable[[], float] = monotonic) -> KeyStore:
    """Make a key store and open it with this clock."""
    KeyStore.lay_out(database, WRAPPING_KEY)
    return KeyStore(database, WRAPPING_KEY, clock=clock)


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Count how often key databases are read and written meanwhile."""
    count: Counter[str] = Counter()
    with pytest.MonkeyPatch.context() as patched:
        for way in (KeyDatabase.reading, KeyDatabase.writing):
            patched.setattr(KeyDatabase, way.__name__, _counting(way, count))
        yield count


def _counting(way: Lending, count: Counter[str]) -> Lending:
    def lend(database: KeyDatabase) -> AbstractContextManager[Connection]:
        count[way.__name__] += 1
        return way(database)

    return lend


def said(refusal: Refused, problem: Problem) -> bool:
    """Say whether a refusal names this problem, in both languages."""
    sentences = SENTENCES[problem]
    told = sentences.chinese in refusal.chinese and sentences.english in refusal.english
    return refusal.problem is problem and refusal.code == problem.value and told
