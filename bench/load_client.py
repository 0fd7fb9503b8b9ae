"""A load client in a process of its own: raw sockets, one request at a time on each connection.

A connection goes round items of its own, so that no history grows far beyond where it began.
"""

import asyncio
import itertools
import json
import sys
import time
from functools import partial
from typing import Any

BODY = json.dumps(
    {"percent": 40, "text": "已完成三个村的管网改造,余下两个村正在施工。"}, ensure_ascii=False
).encode()


class Connection(asyncio.Protocol):
    """Sends a request, awaits its answer, and sends the next until time is up."""

    def __init__(self, items: list[dict[str, Any]], until: float, seconds: list[float]) -> None:
        self.items = itertools.cycle(items)
        self.until = until
        self.seconds = seconds
        self.done = asyncio.get_running_loop().create_future()
        self.received = b""
        self.refused = 0

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self._send()

    def _send(self) -> None:
        self.item = next(self.items)
        head = (
            f"POST {self.item['path']} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(BODY)}\r\n"
            f'If-Match: "{self.item["version"]}"\r\n{self.item["headers"]}\r\n'
        )
        self.begun = time.perf_counter()
        self.transport.write(head.encode() + BODY)

    def data_received(self, data: bytes) -> None:
        self.received += data
        head, found, rest = self.received.partition(b"\r\n\r\n")
        if not found:
            return
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        if len(rest) < length:
            return
        self.received = b""
        if not head.startswith(b"HTTP/1.1 2"):
            self.done.set_exception(RuntimeError(f"{head!r} {rest!r}"))
            return
        self.item["version"] += 1
        now = time.perf_counter()
        self.seconds.append(now - self.begun)
        if now < self.until:
            self._send()
        elif not self.done.done():
            self.done.set_result(None)


async def _load(
    port: int, connections: int, items: list[dict[str, Any]], for_seconds: float
) -> list[float]:
    loop = asyncio.get_running_loop()
    seconds: list[float] = []
    until = time.perf_counter() + for_seconds
    made = [
        await loop.create_connection(
            partial(Connection, items[place::connections], until, seconds), "127.0.0.1", port
        )
        for place in range(connections)
    ]
    for _, connection in made:
        await connection.done
    return seconds


def main() -> None:
    """Read what to do from standard input; print rate and latencies."""
    asked = json.load(sys.stdin)
    begin = time.perf_counter()
    seconds = asyncio.run(_load(**asked))
    took = time.perf_counter() - begin
    ordered = sorted(seconds)
    print(
        json.dumps(
            {
                "rate": len(ordered) / took,
                "p50": ordered[len(ordered) // 2],
                "p99": ordered[int(len(ordered) * 0.99)],
            }
        )
    )


if __name__ == "__main__":
    main()
