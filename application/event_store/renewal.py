"""New contents for whole tables, made beside the old ones while readers and writers keep these.

Rows go in without secondary indexes, which are made afterwards in one pass each; then the new
takes the place of the old within one short transaction.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager

from sqlalchemy import Table

from application.event_store.database import Database
from application.event_store.renewal_on_postgresql import beside
from application.event_store.renewal_on_sqlite import in_a_file
from application.event_store.renewed_tables import Renewal


@contextmanager
def renewed(database: Database, tables: Sequence[Table]) -> Generator[Renewal]:
    """Lend tables that are empty; the old ones stay until they are shown."""
    renew = in_a_file if database.is_sqlite else beside
    with renew(database, tables) as renewal:
        yield renewal
