"""Carries out ``zhuoluo backup``, ``copy-log`` and ``restore-log``."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import typer
from alembic.util import CommandError

from application.backup import NoFile, NotWritten, back_up
from application.event_store.database import Database
from application.event_store.driver_errors import DRIVER_ERRORS
from application.event_store.permanent_copy import CopyRefused, copy_log, ends_like
from application.migrations import migrate
from application.notifications.subscriber import forget_positions
from application.projections.audit_trail import known_until_now
from application.rebuild import clear, rebuild
from application.staleness import Stale, why_stale
from interfaces.bootstrap import System, open_log
from interfaces.causes import cause_of
from interfaces.cli.files import require_foreign, require_new, written
from interfaces.cli.opening import open_county
from interfaces.cli.refusal import Refusal
from interfaces.durable_file import private_place, write_new_durably
from interfaces.head_in_words import printed

CHUNK = 1 << 20
NOT_A_FILE = (
    "数据库在PostgreSQL上,用pg_dump备份:pg_dump -Fc -n 〈模式〉 -f 〈文件〉 〈数据库〉,"
    "见docs/operations.md“备份”"
)


def back_up_to(output: Path) -> None:
    """Write the whole county as it is at one moment to a new file, whole or not at all."""
    require_new(output)
    with open_county(opening=open_log) as system:
        require_foreign(output, system.settings)
        try:
            with written(output), private_place(output) as file:
                backed = back_up(system.database, file)
        except NoFile as error:
            raise Refusal(NOT_A_FILE) from error
        except NotWritten as error:
            raise Refusal(f"无法备份到{output}:{error}") from error
    typer.echo(f"已备份到{output}:{printed(backed.sequence, backed.note)}")
    typer.echo("备份里有台账的明文姓名,至多留存35天;不含密钥库和主密钥,密钥库另行备份")


def write(output: Path) -> None:
    """Write a copy of the log to a new file, whole or not at all."""
    require_new(output)
    with open_county(opening=open_log) as system, TemporaryDirectory() as folder:
        require_foreign(output, system.settings)
        file = Path(folder) / "log.db"
        with closing(Database(f"sqlite:///{file}")) as copy:
            migrate(copy)
            copied = _copied(system.database, copy)
        with written(output):
            write_new_durably(output, _chunks(file))
    typer.echo(f"已复制到{output}:{copied}条事件及其日志,不含台账和密钥")


def restore(file: Path) -> None:
    """Put the log of a copy into an empty county, and make its ledgers anew.

    Whoever is stopped in between may do it again.
    """
    with open_county() as system, TemporaryDirectory() as folder:
        with closing(_brought_aside(file, Path(folder) / "log.db")) as copy:
            copied = _restored(copy, system)
        typer.echo(f"已恢复{copied}条事件,正在生成台账;如果中断,再运行一次即可")
        rebuild(system.store)
        clear(system.store)
    typer.echo("台账已重新生成;请接着运行zhuoluo erase run和zhuoluo verify")


def _restored(copy: Database, system: System) -> int:
    """Have the log of the copy in the county, as whoever was stopped had; return its length."""
    with copy.reading() as source, system.database.reading() as target:
        held = known_until_now(target)
        if ends_like(source, target) and why_stale(system.store) is Stale.INCOMPLETE:
            return held
    if not held:
        forget_positions(system.database)  # or they would be told all that is restored as new
    return _copied(copy, system.database)


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
        raise Refusal(f"无法读取{file}:{cause_of(error)}") from error
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
