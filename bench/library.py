"""The yardsticks: a raw durable insert, and the library's own recorder with its own aggregate."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from sqlalchemy import make_url

from application.event_store.database import Database

TEXT = "已完成三个村的管网改造,余下两个村正在施工,预计下月底前全部完成。"
STATE = b'{"text":"' + b"x" * 560 + b'"}'


def raw_insert(database: Database) -> Callable[[], None]:
    """Return the insertion of one row of an event's size, committed durably by itself."""
    with database.migrating() as connection:
        binary = "BLOB" if database.is_sqlite else "bytea"
        connection.exec_driver_sql(
            f"CREATE TABLE raw_rows (id text PRIMARY KEY, topic text, state {binary})"
        )
    connection = database.engine.connect()
    driver: Any = connection.connection.driver_connection
    mark = database.placeholder
    statement = f"INSERT INTO raw_rows (id, topic, state) VALUES ({mark}, {mark}, {mark})"
    cursor = driver.cursor()

    def insert() -> None:
        cursor.execute(statement, (uuid4().hex, "task.progress-reported", STATE))

    return insert


class Matter(Aggregate):
    """The library's idiom, as its examples show it."""

    @event("Opened")
    def __init__(self, title: str) -> None:
        self.title = title
        self.percent = 0

    @event("Reported")
    def report(self, percent: int, text: str) -> None:
        self.percent = percent
        self.text = text


class Matters(Application[UUID]):
    """The library's application on its own recorder."""

    def with_history(self, events: int = 20) -> UUID:
        """Save a matter of this many events."""
        matter = Matter(title="农村生活污水治理")
        for _ in range(events - 1):
            matter.report(percent=40, text=TEXT)
        self.save(matter)
        return matter.id

    def report(self, matter_id: UUID) -> int:
        """Load, decide, save."""
        matter: Matter = self.repository.get(matter_id)
        matter.report(percent=40, text=TEXT)
        self.save(matter)
        return matter.version


def library_on_sqlite(folder: Path) -> Matters:
    """Open the library's application on a SQLite file; its default is synchronous=FULL."""
    return Matters(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "SQLITE_DBNAME": str(folder / "library.db"),
            "SQLITE_LOCK_TIMEOUT": "30",
        }
    )


def library_on_postgresql(url: str) -> Matters:
    """Open the library's application on PostgreSQL."""
    parts = make_url(url)
    host = parts.query.get("host") or parts.host or "localhost"
    return Matters(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": parts.database or "postgres",
            "POSTGRES_HOST": str(host),
            "POSTGRES_PORT": str(parts.port or 5432),
            "POSTGRES_USER": parts.username or "postgres",
            "POSTGRES_PASSWORD": parts.password or "none",
            "POSTGRES_POOL_SIZE": "10",
            "POSTGRES_MAX_OVERFLOW": "10",
        }
    )
