"""Carries out ``zhuoluo copy-log`` and ``restore-log``."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import typer
from alembic.util import CommandError

from application.event_store.database import DRIVER_ERRORS, Database
from application.event_store.permanent_copy import CopyRefused, copy_log
from application.migrations import migrate
from application.rebuild import rebuild
from interfaces.bootstrap import open_log
from interfaces.cli.opening import open_county
from interfaces.cli.refusal import Refusal
from interfaces.durable_file import write_durably

CHUNK = 1 << 20


def write(output: Path) -> None:
    """Write a copy of the log to a new file, whole or not at all."""
    if output.exists():
        raise Refusal(f"文件{output}已存在,不覆盖")
    with open_county(opening=open_log) as system, TemporaryDirectory() as folder:
        file = Path(folder) / "log.db"
        with closing(Database(f"sqlite:///{file}")) as copy:
            migrate(copy)
            copied = _copied(system.database, copy)
        try:
            write_durably(output, _chunks(file))
        except OSError as error:
            raise Refusal(f"无法写入{output}:{error.strerror}") from error
    typer.echo(f"已复制到{output}:{copied}条事件及其日志,不含台账和密钥")


def restore(file: Path) -> None:
    """Put the log of a copy into an empty county, and make its ledgers anew."""
    with open_county() as system, TemporaryDirectory() as folder:
        with closing(_brought_aside(file, Path(folder) / "log.db")) as copy:
            copied = _copied(copy, system.database)
        rebuild(system.store)
    typer.echo(f"已恢复{copied}条事件,台账已重新生成;请接着运行zhuoluo erase run和zhuoluo verify")


def _copied(source: Database, target: Database) -> int:
    try:
        return copy_log(source, target)
    except CopyRefused as refused:
        raise Refusal(str(refused)) from refused


def _brought_aside(file: Path, aside: Path) -> Database:
    """Open a copy without touching it; one that an earlier version made is brought up to date."""
    try:
        shutil.copyfile(file, aside)
    except OSError as error:
        raise Refusal(f"无法读取{file}:{error.strerror}") from error
    database = Database(f"sqlite:///{aside}")
    try:
        migrate(database)
    except (CommandError, *DRIVER_ERRORS) as error:
        database.close()
        raise Refusal(f"{file}不是copy-log写的副本,或者是更新的版本写的") from error
    return database


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            yield chunk
