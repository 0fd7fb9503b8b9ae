"""A transaction that lets the log grow while it works, and holds its head for the last part alone.

What it writes meanwhile nobody sees: on SQLite it goes into a file of its own, on PostgreSQL it
is not committed.
"""

from collections.abc import Generator
from contextlib import contextmanager
from functools import partial

from application.errors import StoreUnavailable
from application.event_store.database import Database, Transaction
from application.event_store.driver_errors import DRIVER_ERRORS
from application.event_store.head import LogState, hold_head, see_head, take_head

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext(current_schema() || ' grows'))"


class Growing(Transaction):
    """Begins without the head; ``head`` is the end of the log as it was last seen."""

    def _begin(self) -> LogState:
        self._driver.execute("BEGIN")
        if not self.database.is_sqlite:
            self._driver.execute(ONE_AT_A_TIME)
        return see_head(self._driver, self.database.dialect)

    def follow(self) -> None:
        """See what was recorded meanwhile."""
        if self.database.is_sqlite:
            self._driver.execute("COMMIT")
            self._driver.execute("BEGIN")
        self.state = see_head(self._driver, self.database.dialect)

    def take(self) -> None:
        """See what was recorded meanwhile, and let nobody record more until the end."""
        try:
            if self.database.is_sqlite:
                self._driver.execute("COMMIT")
                self.state = take_head(self._driver, self.database.dialect)
            else:
                self.state = hold_head(self._driver, self.database.dialect)
        except DRIVER_ERRORS as error:
            raise StoreUnavailable("数据库暂时无法写入") from error


@contextmanager
def growing(database: Database) -> Generator[Growing]:
    """Begin such a transaction; leaving without a commit rolls it back."""
    with database.within(partial(Growing, database)) as transaction:
        yield transaction
