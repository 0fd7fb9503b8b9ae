"""Sends notifications beside the requests for as long as the server runs."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from threading import Event

from application.notifications.worker import Worker


@asynccontextmanager
async def delivering(worker: Worker | None) -> AsyncGenerator[None]:
    """Let the worker run in threads of its own; afterwards wait for what is on its way."""
    if worker is None:
        yield
        return
    stop = Event()
    running = asyncio.create_task(asyncio.to_thread(worker.run, stop))
    try:
        yield
    finally:
        stop.set()
        await running
