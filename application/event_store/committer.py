"""Group commit: commands that wait for the disk share one flush.

Whoever finds the store free leads: it takes everything that waits, runs it in one transaction,
commits once, and answers the others; then the first of those who came meanwhile leads. Whoever
leads gives way as long as others join, because those just answered come back together. A lone
command leads itself in its own thread and pays for no hand-over. Nobody is answered before the
commit.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from typing import Generic, TypeVar

J = TypeVar("J")
R = TypeVar("R")

LARGEST_BATCH = 256


class Ticket(Generic[J, R]):
    """A job that waits for its turn, and afterwards its answer or the reason it has none."""

    __slots__ = ("answer", "error", "job", "settled")

    def __init__(self, job: J) -> None:
        self.job = job
        self.answer: R | None = None
        self.error: BaseException | None = None
        self.settled = False

    def settle(self, answer: R | None = None, error: BaseException | None = None) -> None:
        """State the outcome; the committer passes it on after the batch."""
        self.answer, self.error, self.settled = answer, error, True


class _ThreadTicket(Ticket[J, R]):
    """Its owner sleeps in a thread until the job is settled or it must lead."""

    __slots__ = ("wake",)

    def __init__(self, job: J) -> None:
        super().__init__(job)
        self.wake = Event()


class _LoopTicket(Ticket[J, R]):
    """Its owner awaits a future of an event loop."""

    __slots__ = ("future", "loop")

    def __init__(self, job: J, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(job)
        self.loop = loop
        self.future: asyncio.Future[R] = loop.create_future()


class Committer(Generic[J, R]):
    """Runs jobs in batches, one batch at a time, in the order they came."""

    def __init__(
        self,
        run_batch: Callable[[Sequence[Ticket[J, R]]], None],
        largest_batch: int = LARGEST_BATCH,
    ) -> None:
        """``run_batch`` must settle every ticket it is given, and only after the commit."""
        self.largest_batch = largest_batch
        self._run_batch = run_batch
        self._waiting: deque[Ticket[J, R]] = deque()
        self._mutex = Lock()
        self._led = False
        self._alone = True
        """Whether the latest batch was a single job."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="committer")

    def run(self, job: J) -> R:
        """Run ``job`` and return its answer once it is durable."""
        ticket: _ThreadTicket[J, R] = _ThreadTicket(job)
        if not self._join(ticket):
            ticket.wake.wait()
        if not ticket.settled:
            self._lead()
        if ticket.error is not None:
            raise ticket.error
        return ticket.answer  # type: ignore[return-value]  # settled without error: an answer

    async def submit(self, job: J) -> R:
        """Run ``job`` without blocking the event loop."""
        ticket: _LoopTicket[J, R] = _LoopTicket(job, asyncio.get_running_loop())
        if self._join(ticket):
            self._thread.submit(self._lead)
        return await ticket.future

    def _join(self, ticket: Ticket[J, R]) -> bool:
        """Queue the ticket; say whether its owner must lead."""
        with self._mutex:
            self._waiting.append(ticket)
            leads, self._led = not self._led, True
            return leads

    def _lead(self) -> None:
        self._gather()
        with self._mutex:
            size = min(len(self._waiting), self.largest_batch)
            batch = [self._waiting.popleft() for _ in range(size)]
        self._alone = size == 1
        try:
            self._run_batch(batch)
        except BaseException as error:
            for ticket in batch:
                if not ticket.settled:
                    ticket.settle(error=error)
            if not isinstance(error, Exception):
                raise
        finally:
            self._hand_over()
            _wake(batch)

    def _gather(self) -> None:
        """Let those who are about to join do so, as long as any do; a lone job goes on at once."""
        joined = 1 if self._alone else 0
        while joined < len(self._waiting) < self.largest_batch:
            joined = len(self._waiting)
            time.sleep(0)

    def _hand_over(self) -> None:
        with self._mutex:
            following = self._waiting[0] if self._waiting else None
            if following is None:
                self._led = False
        if isinstance(following, _ThreadTicket):
            following.wake.set()
        elif following is not None:
            self._thread.submit(self._lead)

    def close(self) -> None:
        """Finish what waits and stop."""
        self._thread.shutdown(wait=True)


def _wake(batch: Sequence[Ticket[J, R]]) -> None:
    loops: dict[asyncio.AbstractEventLoop, list[_LoopTicket[J, R]]] = {}
    for ticket in batch:
        if isinstance(ticket, _ThreadTicket):
            ticket.wake.set()
        elif isinstance(ticket, _LoopTicket):
            loops.setdefault(ticket.loop, []).append(ticket)
    for loop, tickets in loops.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_resolve, tickets)


def _resolve(tickets: Sequence[_LoopTicket[J, R]]) -> None:
    for ticket in tickets:
        if ticket.future.done():
            continue
        if ticket.error is not None:
            ticket.future.set_exception(ticket.error)
        else:
            ticket.future.set_result(ticket.answer)  # type: ignore[arg-type]  # as in run()
