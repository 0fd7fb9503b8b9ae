"""Opens the key store of a county with its wrapping key, and makes both for a new county."""

from contextlib import closing
from pathlib import Path

from application.errors import StoreUnavailable
from application.event_store.database import Database
from application.event_store.sealed_names import holds_sealed_names
from application.event_store.topics import TopicRegister
from application.privacy.key_database import KeyDatabase
from application.privacy.key_store import KeyStore
from application.privacy.refusal import Refused
from application.privacy.wrapping import WrappingKey
from application.register import AGGREGATES
from interfaces.causes import cause_of
from interfaces.settings import Settings
from interfaces.wrapping_keys import make_wrapping_key, read_wrapping_key

RESTORE = "请从备份恢复"


def open_keys(settings: Settings) -> KeyStore:
    """Open the key store; raises ``StoreUnavailable`` with what is missing or does not fit."""
    database, file = _database(settings), settings.wrapping_key_file
    laid_out = database.is_laid_out()
    if not laid_out and not file.exists():
        raise StoreUnavailable(
            f"没有密钥库{database.name}和主密钥文件{file};新的数据库请先运行zhuoluo migrate,"
            f"使用过的{RESTORE}"
        )
    if not laid_out:
        raise StoreUnavailable(
            f"有主密钥文件{file},却没有密钥库{database.name};请先运行zhuoluo migrate,"
            f"使用过的{RESTORE}"
        )
    if not file.exists():
        raise StoreUnavailable(f"没有主密钥文件{file},密钥库无法打开;{RESTORE}")
    try:
        return KeyStore(database, _read(file))
    except Refused as refused:
        raise StoreUnavailable(refused.chinese) from refused


def make_keys(settings: Settings, county: Database) -> bool:
    """Make key and key store where there is no key store; tell whether they were made.

    A county whose events hold sealed names had a key store; it is not given a new one.
    """
    with closing(_database(settings)) as database:
        return _make_where_missing(settings, database, county)


def _make_where_missing(settings: Settings, database: KeyDatabase, county: Database) -> bool:
    file = settings.wrapping_key_file
    if database.is_laid_out():
        return False
    if holds_sealed_names(county, TopicRegister(AGGREGATES)):
        raise StoreUnavailable(
            f"数据库中有密封的个人信息,却没有密钥库{database.name};{RESTORE},不能另建"
        )
    try:
        key = _read(file) if file.exists() else make_wrapping_key(file)
        KeyStore.lay_out(database, key).close()
    except OSError as error:
        place = error.filename or file
        raise StoreUnavailable(f"不能建立密钥库和主密钥,{place}:{cause_of(error)}") from error
    return True


def _read(file: Path) -> WrappingKey:
    try:
        return read_wrapping_key(file)
    except Refused as refused:
        raise StoreUnavailable(refused.chinese) from refused


def key_store_name(settings: Settings) -> str:
    """Say where the key store is, without a password."""
    return _database(settings).name


def _database(settings: Settings) -> KeyDatabase:
    return KeyDatabase(settings.key_store_url, f"{settings.database_schema}_keys")
