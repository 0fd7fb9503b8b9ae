"""Carries out ``zhuoluo migrate``, ``rebuild`` and ``load-sample``."""

from collections.abc import Callable
from time import monotonic
from typing import TypeVar

import typer
from alembic.util import CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from application import migrations
from application.commands.reference import bring_reference_data
from application.event_store.database import Database
from application.rebuild import OnReplayed, Replayed, clear, renew
from application.rebuild import rebuild as replay
from application.staleness import Stale
from application.store import Store
from interfaces.cli.opening import open_county, open_database, read_settings
from interfaces.cli.refusal import ExitCode, Refusal
from interfaces.person_keys import key_store_name, make_keys, open_keys
from interfaces.sample_county import SampleRefused, load_sample_county
from interfaces.settings import Settings

T = TypeVar("T")

ADVICE = (
    "密钥库每天另行备份,副本至多留存35天;主密钥单独保管,不与密钥库一起备份;"
    "失去其一,事件中所有人的姓名都不能再读"
)
NEWER = "数据库的结构本版本不认识,可能是更新的版本建立的;请换用那个版本"


def migrate() -> None:
    """Bring the database to the present schema."""
    settings = read_settings()
    with open_database(settings) as database:
        changed = bring_up_to_date(database)
        made = bring_keys(settings, database)
    typer.echo("数据库结构已更新到本版本" if changed else "数据库结构已是本版本,无须更新")
    if made:
        typer.echo(made)
    with open_county(settings) as system:
        bring_ledgers(system.store)


def bring_up_to_date(database: Database) -> bool:
    """Apply what is missing of the schema; say whether anything was."""
    if migrations.is_current(database):
        return False
    try:
        migrations.migrate(database)
    except CommandError as error:
        raise Refusal(NEWER, ExitCode.UNAVAILABLE) from error
    return True


def bring_keys(settings: Settings, database: Database) -> str | None:
    """Make key store and wrapping key for a county that has none; say how to keep them."""
    if make_keys(settings, database):
        keys, file = key_store_name(settings), settings.wrapping_key_file
        return f"已建立密钥库{keys}和主密钥{file}:{ADVICE}"
    open_keys(settings).close()
    return None


def bring_ledgers(store: Store) -> None:
    """Make ledgers that do not hold anew, and say why."""
    why = _visibly(lambda progress: renew(store, progress))
    if why:
        typer.echo(f"{why},已重新生成" if why is not Stale.UNSCRUBBED else f"{why},已清除")


def bring_calendars(store: Store) -> None:
    """Record the holiday arrangements this version knows of and the county does not."""
    brought = bring_reference_data(store)
    if brought:
        typer.echo(f"已登记{brought}个年度的节假日安排")


def rebuild() -> None:
    """Make every read model anew from the events."""
    with open_county() as system:
        began = monotonic()
        told = _visibly(lambda progress: replay(system.store, progress))
        clear(system.store)
        seconds = monotonic() - began
        tables = len(system.store.projector.tables)
    typer.echo(f"已按{told}条事件重新生成{tables}张台账表,用时{seconds:.1f}秒")


def _visibly(work: Callable[[OnReplayed], T]) -> T:
    """Do what tells events, showing on a terminal how far it has come."""
    columns = (
        TextColumn("重新生成"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task("", total=None)

        def advance(replayed: Replayed) -> None:
            progress.update(bar, completed=replayed.told, total=replayed.of)

        return work(advance)


def load_sample() -> None:
    """Load the sample county into an empty store."""
    with open_county() as system:
        fill(system.store)


def fill(store: Store) -> None:
    """Load the sample county, telling which case is at hand."""
    try:
        loaded = load_sample_county(store, lambda title: typer.echo(f"载入:{title}"))
    except SampleRefused as refusal:
        raise Refusal(str(refusal)) from refusal
    typer.echo(f"示例县已载入:{loaded.cases}个案例,{loaded.events}条事件")
