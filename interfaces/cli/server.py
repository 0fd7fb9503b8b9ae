"""Carries out ``zhuoluo serve``: one worker, on this machine alone, until it is told to stop."""

import gc
import signal
import socket
from collections.abc import Callable
from contextlib import suppress

import typer
import uvicorn

from application.clock import log_ahead
from application.projections.audit_trail import recorded_by_people
from interfaces.bootstrap import System
from interfaces.causes import cause_of
from interfaces.cli.opening import open_county, open_database, read_settings
from interfaces.cli.outbox import worker_of
from interfaces.cli.refusal import wrong_usage
from interfaces.cli.upkeep import (
    bring_calendars,
    bring_keys,
    bring_ledgers,
    bring_up_to_date,
    fill,
)
from interfaces.http.app import create_app

LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")
GREATEST_PORT = 65_535
GARBAGE_AFTER = 50_000, 20, 100
"""Objects made, and rounds over the younger ones, before Python looks for unused cycles."""
GRACE = 10
"""Seconds requests have to finish once the server is told to stop."""


def serve(host: str | None, port: int | None, *, with_sample: bool) -> None:
    """Serve the county until SIGINT or SIGTERM."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    settings = read_settings()
    listener = _bind(
        settings.host if host is None else host, settings.port if port is None else port
    )
    with listener:
        with open_database(settings) as database:
            bring_up_to_date(database)
            made = bring_keys(settings, database)
            if made:
                typer.echo(made)
        with open_county(settings) as system:
            _warn_of_clock(system)
            bring_ledgers(system.store)
            if with_sample:
                _fill_if_empty(system)
            running = system._replace(worker=worker_of(system), ticking=settings.tick)
            bring_calendars(system.store)
            _run(running, listener)
    typer.echo("已停止")


def _bind(host: str, port: int) -> socket.socket:
    """Take the address before anything else is done; only then is it sure to be free."""
    if host not in LOCAL_HOSTS:
        raise wrong_usage(
            f"开发模式没有登录,只能监听本机地址({'、'.join(LOCAL_HOSTS)}),不能监听{host}"
        )
    if not 0 <= port <= GREATEST_PORT:
        raise wrong_usage(f"--port应为0至{GREATEST_PORT}之间的整数,不能是{port}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise wrong_usage(f"不能监听{host}的{port}端口:{cause_of(error)}") from error
    return listener


def _warn_of_clock(system: System) -> None:
    with system.database.reading() as connection:
        ahead = log_ahead(connection, system.clock())
    if ahead:
        typer.echo(f"注意:{ahead}", err=True)


def _fill_if_empty(system: System) -> None:
    with system.database.reading() as connection:
        events = recorded_by_people(connection)
    if events:
        typer.echo(f"数据库中已有{events}条事件,不再载入示例县")
    else:
        fill(system.store)


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._announce()


def _run(system: System, listener: socket.socket) -> None:
    host, port = listener.getsockname()[:2]
    url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    config = uvicorn.Config(
        create_app(system),
        loop="uvloop",
        http="httptools",
        ws="none",
        workers=1,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE,
    )
    server = _Server(config, lambda: _ready(url))
    with suppress(KeyboardInterrupt):  # raised again by uvicorn once it has stopped
        server.run(sockets=[listener])


def _ready(url: str) -> None:
    """Leave what lives as long as the server out of garbage collection, and say where it is."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_AFTER)
    typer.echo(f"着落已启动:{url};接口文档:{url}/docs;按Ctrl+C停止")
