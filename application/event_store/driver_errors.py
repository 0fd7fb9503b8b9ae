"""What the drivers of both databases raise, alone or wrapped by SQLAlchemy."""

import sqlite3

import psycopg
from sqlalchemy.exc import DBAPIError, OperationalError

DRIVER_ERRORS = (sqlite3.Error, psycopg.Error, DBAPIError)
OPERATIONAL_ERRORS = (sqlite3.OperationalError, psycopg.OperationalError, OperationalError)
"""The database is out of reach or busy; what was asked of it was not wrong."""


def is_unprepared(error: BaseException) -> bool:
    """Say whether PostgreSQL does not know a statement the driver believes it prepared."""
    raised = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(raised, psycopg.errors.InvalidSqlStatementName)
