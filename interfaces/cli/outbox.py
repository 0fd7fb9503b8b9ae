"""Carries out ``zhuoluo deliver``, ``deliveries`` and ``resend``."""

import os
import signal
from collections.abc import Iterator, Mapping
from threading import Event
from typing import Any
from uuid import UUID

import typer

from application.export_rows import Row
from application.notifications import resending
from application.notifications.deliveries import (
    DeliveryFilter,
    DeliveryState,
    page_of_deliveries,
)
from application.notifications.worker import Worker
from application.projections.pages import Ordering
from application.projections.versioned import Moment
from interfaces.bootstrap import System
from interfaces.cli.asking import Asking, word
from interfaces.cli.opening import open_county
from interfaces.cli.refusal import wrong_usage
from interfaces.cli.tables import show_json, show_rows
from interfaces.documents.cells import Cell, local
from interfaces.notifying.configuration import NotificationsRefused
from interfaces.notifying.subscriptions import read_subscriptions

HEADERS = (
    "日志序号",
    "订阅",
    "事件",
    "发往",
    "状态",
    "次数",
    "下次发送",
    "没有成功的原因",
    "标识",
)
AT_ONCE = 500
"""Rows read in one query."""
BY = "命令行"
NOT_SET = "没有设置通知:环境变量ZHUOLUO_NOTIFICATIONS应为通知的设置文件"


def worker_of(system: System) -> Worker | None:
    """Return what sends the notifications the site wants; ``None`` when it wants none."""
    path = system.settings.notifications
    if path is None:
        return None
    try:
        return Worker(system.store, read_subscriptions(path, system.store, os.environ))
    except NotificationsRefused as refusal:
        raise wrong_usage(f"ZHUOLUO_NOTIFICATIONS:{refusal}") from refusal


def deliver(*, once: bool) -> None:
    """Send what is due, once or until SIGINT or SIGTERM."""
    with open_county() as system:
        worker = worker_of(system)
        if worker is None:
            raise wrong_usage(NOT_SET)
        if once:
            done = worker.once()
            typer.echo(f"写成{done.written}件,送达{done.delivered}件,{done.failed}次发送没有成功")
            return
        stop = Event()
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, lambda *_: stop.set())
        typer.echo("开始发送通知;按Ctrl+C停止")
        worker.run(stop)
    typer.echo("已停止")


def show(state: str | None, subscription: str | None, *, as_json: bool) -> None:
    """Print the letters as they stand."""
    wanted = DeliveryFilter(
        state=None if state is None else word("--state", state, DeliveryState),
        subscription=subscription,
    )
    with open_county() as system:
        asking = Asking(system, None, None)
        rows = _rows(system, asking.moment, wanted)
        if as_json:
            show_json(asking.facts(), "items", map(_facts, rows))
        else:
            show_rows(HEADERS, map(_cells, rows), "通知", asking.moment)


def _rows(system: System, moment: Moment, wanted: DeliveryFilter) -> Iterator[Row]:
    after = None
    while True:
        with system.database.reading() as connection:
            page = page_of_deliveries(
                connection,
                moment,
                wanted=wanted,
                now=system.clock(),
                order=Ordering("sequence"),
                after=after,
                limit=AT_ONCE,
            )
        yield from page.rows
        after = page.last
        if after is None:
            return


def _facts(row: Row) -> Mapping[str, Any]:
    moments = ("created_at", "next_attempt_at", "delivered_at")
    stated = {name: row[name] for name in row if not name.startswith("_")}
    written = {name: row[name] and row[name].isoformat() for name in moments}
    return {**stated, **written, "state_label": DeliveryState(row["state"]).label}


def _cells(row: Row) -> tuple[Cell, ...]:
    again = row["next_attempt_at"]
    return (
        row["sequence"],
        row["subscription"],
        row["topic"],
        row["destination"],
        DeliveryState(row["state"]).label,
        row["attempts"],
        None if again is None else f"{local(again):%Y-%m-%d %H:%M:%S}",
        row["last_error"],
        str(row["id"]),
    )


def resend(delivery: str | None, all_dead: str | None) -> None:
    """Send letters again."""
    match delivery, all_dead:
        case str(), None:
            with open_county() as system:
                resending.resend(system.database, _identity(delivery), BY, system.clock())
            again = 1
        case None, str():
            with open_county() as system:
                again = resending.resend_all_dead(system.database, all_dead, BY, system.clock())
        case _:
            raise wrong_usage("应写明一件通知的标识,或者--all-dead和订阅的名称")
    typer.echo(f"{again}件通知将重新发送")


def _identity(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise wrong_usage(f"通知的标识应为UUID,不能是“{text}”") from None
