"""What the drivers of both databases raise, alone or wrapped by SQLAlchemy."""

import sqlite3

import psycopg
from sqlalchemy.exc import DBAPIError, OperationalError

DRIVER_ERRORS = (sqlite3.Error, psycopg.Error, DBAPIError)
OPERATIONAL_ERRORS = (sqlite3.OperationalError, psycopg.OperationalError, OperationalError)
"""The database is out of reach or busy; what was asked of it was not wrong."""

_OF_SQLITE = {
    sqlite3.SQLITE_PERM: "没有权限",
    sqlite3.SQLITE_BUSY: "正在使用中",
    sqlite3.SQLITE_LOCKED: "正在使用中",
    sqlite3.SQLITE_NOMEM: "内存不足",
    sqlite3.SQLITE_READONLY: "文件或者所在文件夹只读",
    sqlite3.SQLITE_IOERR: "磁盘读写出错",
    sqlite3.SQLITE_CORRUPT: "文件已损坏",
    sqlite3.SQLITE_FULL: "磁盘已满",
    sqlite3.SQLITE_CANTOPEN: "文件无法打开",
    sqlite3.SQLITE_NOTADB: "不是SQLite数据库文件",
}
_PRIMARY = 0xFF
"""An extended code of SQLite says more in its higher bits; the lowest byte is the primary one."""


def is_unprepared(error: BaseException) -> bool:
    """Say whether PostgreSQL does not know a statement the driver believes it prepared."""
    raised = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(raised, psycopg.errors.InvalidSqlStatementName)


def cause_in_database(error: BaseException) -> str:
    """Say why a database refused: SQLite in Chinese where it is known, else its first line."""
    error = getattr(error, "orig", None) or error
    code = getattr(error, "sqlite_errorcode", None)
    said = str(error).partition("\n")[0]
    return said if code is None else _OF_SQLITE.get(code & _PRIMARY, said)
