"""Leaves nothing in a county's database files of what rows said before they were made anew."""

from application.errors import StoreUnavailable
from application.event_store.database import Database
from application.event_store.driver_errors import OPERATIONAL_ERRORS

READ_MEANWHILE = "数据库正在被读取,旧内容尚未从文件中清除,请稍后再运行一次"


def scrub(database: Database) -> None:
    """Write a SQLite file anew and empty its write-ahead log; raises ``StoreUnavailable``.

    PostgreSQL dropped the files of the old tables when the new ones took their places.
    """
    if not database.is_sqlite:
        return
    try:
        with database.reading() as connection:
            connection.exec_driver_sql("PRAGMA temp_store=FILE")
            connection.exec_driver_sql("VACUUM")
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    except OPERATIONAL_ERRORS as error:
        raise StoreUnavailable(READ_MEANWHILE) from error
    if busy:
        raise StoreUnavailable(READ_MEANWHILE)
