"""The one connection that writes, and when it may be trusted again."""

from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from application.errors import StoreUnavailable
from application.event_store.driver_errors import DRIVER_ERRORS, is_unprepared


class Writer:
    """The connection that writes: opened when needed, kept, given up when in doubt.

    PostgreSQL's driver remembers which statements it prepared. When a trip is aborted the server
    skips all that followed, statements to be prepared among it, and the driver believes them
    prepared. So the connection may be trusted again only after the driver's own ``rollback``,
    which ends the transaction and forgets every statement; a ``ROLLBACK`` that is executed like
    any other is itself prepared one day, and nothing is forgotten then. Where the rollback fails,
    or a statement is missing nevertheless, the next transaction opens another connection. So it
    does where the server ended this one, which it says by errors of several kinds: a transaction
    that was idle for too long, because the process was stopped or the machine slept, is none that
    is operational.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    @contextmanager
    def lent(self) -> Generator[Connection]:
        """Lend the connection; a transaction that is open at the end is undone."""
        connection = self._opened()
        driver: Any = connection.connection.driver_connection
        try:
            yield connection
        except DRIVER_ERRORS as error:
            if not is_unprepared(error) and not getattr(driver, "closed", False):
                raise
            self.drop()
            raise StoreUnavailable("数据库暂时无法写入") from error
        finally:
            self._undo(driver)

    def _opened(self) -> Connection:
        if self._connection is None or self._connection.invalidated or self._connection.closed:
            try:
                self._connection = self._engine.connect()
            except DBAPIError as error:
                raise StoreUnavailable("数据库暂时无法连接") from error
        return self._connection

    def _undo(self, driver: Any) -> None:
        if self._connection is not None:
            try:
                driver.rollback()  # where no transaction is open, nothing is sent
            except DRIVER_ERRORS:
                self.drop()

    def drop(self) -> None:
        """Give the connection up."""
        if self._connection is not None:
            with suppress(*DRIVER_ERRORS):
                self._connection.invalidate()
                self._connection.close()
            self._connection = None
