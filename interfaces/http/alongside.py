"""Runs what goes on beside the requests for as long as the server runs."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from threading import Event


@asynccontextmanager
async def alongside(work: Callable[[Event], None] | None) -> AsyncGenerator[None]:
    """Let work go on in a thread of its own, never on the loop; afterwards wait for its end.

    It is told to stop by the event it was given, and finishes first what it has in hand.
    """
    if work is None:
        yield
        return
    stop = Event()
    running = asyncio.create_task(asyncio.to_thread(work, stop))
    try:
        yield
    finally:
        stop.set()
        await running
