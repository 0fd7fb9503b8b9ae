"""A killed server loses nothing it acknowledged; the long form is ``python -m bench.crash``."""

from pathlib import Path

from sqlalchemy import text

from application.event_store.database import Database
from tests.killing import kill_repeatedly

SEED = 20261122


def test_killed_on_sqlite_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    environment = {"ZHUOLUO_DATABASE_URL": f"sqlite:///{tmp_path / 'county.db'}"}
    assert kill_repeatedly(environment, kills=2, seed=SEED).acknowledged > 0


def test_killed_on_postgresql_nothing_acknowledged_is_lost_or_doubled(
    postgres_url: str, worker_id: str, tmp_path: Path
) -> None:
    schema = f"kill_{worker_id}"
    database = Database(postgres_url, schema=schema)
    with database.migrating() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
    database.close()
    environment = {
        "ZHUOLUO_DATABASE_URL": postgres_url,
        "ZHUOLUO_DATABASE_SCHEMA": schema,
        "ZHUOLUO_KEY_STORE": f"sqlite:///{tmp_path / 'keys.db'}",
        "ZHUOLUO_WRAPPING_KEY": str(tmp_path / "wrapping.key"),
    }
    assert kill_repeatedly(environment, kills=2, seed=SEED).acknowledged > 0
