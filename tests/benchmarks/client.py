"""Open-loop HTTP client: a process of its own, so that it does not slow the server.

Reads an `Order` as JSON from the standard input, prints milliseconds by target and
round. Requests leave by the clock, whether or not earlier ones are answered.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections import deque
from time import perf_counter
from typing import TYPE_CHECKING, TypedDict

import orjson

if TYPE_CHECKING:
    from collections.abc import Sequence

END_OF_HEADERS = b"\r\n\r\n"


class Order(TypedDict):
    """What to send: texts of whole requests by target, taken in turn."""

    host: str
    port: int
    connections: int
    rate: float
    seconds: float
    rounds: int
    targets: dict[str, list[str]]


class Connection(asyncio.Protocol):
    """One keep-alive connection with at most one request under way."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._received = b""
        self._started = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def send(self, request: bytes, started: float) -> None:
        """Send a request whose time runs since ``started``."""
        self._started = started
        self._received = b""
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Hand the time over when the answer is whole."""
        self._received += data
        head, found, body = self._received.partition(END_OF_HEADERS)
        if not found or len(body) < content_length(head):
            return
        spent = perf_counter() - self._started
        assert head.startswith(b"HTTP/1.1 200"), self._received.decode()
        self._pool.answered(self, spent)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the pool; expected at the end only."""
        self._pool.lost(exc)


def content_length(head: bytes) -> int:
    """Length that the headers state; every answer of the service does."""
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    raise AssertionError(f"no content-length: {head.decode()}")


class Pool:
    """The connections; a request without a free one waits, and that counts."""

    def __init__(self) -> None:
        self._free: deque[Connection] = deque()
        self._waiting: deque[tuple[bytes, float]] = deque()
        self._missing = 0
        self._done = asyncio.Event()
        self._closing = False
        self._spent: list[float] = []

    async def connect(self, order: Order) -> None:
        """Open all connections."""
        loop = asyncio.get_running_loop()
        for _ in range(order["connections"]):
            _, connection = await loop.create_connection(
                lambda: Connection(self), order["host"], order["port"]
            )
            self._free.append(connection)

    async def run(self, requests: Sequence[bytes], rate: float) -> list[float]:
        """Send the requests at a rate; seconds of each answer."""
        self._spent = []
        self._missing = len(requests)
        self._done.clear()
        begin = perf_counter()
        for number, request in enumerate(requests):
            await asyncio.sleep(max(0.0, begin + number / rate - perf_counter()))
            started = perf_counter()
            if self._free:
                self._free.popleft().send(request, started)
            else:
                self._waiting.append((request, started))
        async with asyncio.timeout(60):
            await self._done.wait()
        return self._spent

    def answered(self, connection: Connection, spent: float) -> None:
        """Take the time down and use the connection again."""
        self._spent.append(spent)
        if self._waiting:
            connection.send(*self._waiting.popleft())
        else:
            self._free.append(connection)
        if len(self._spent) == self._missing:
            self._closing = True
            self._done.set()

    def lost(self, error: Exception | None) -> None:
        """A lost connection ends the run unless all is answered."""
        if not self._closing:
            raise ConnectionError("the server closed a connection") from error


async def measure(order: Order) -> dict[str, list[list[float]]]:
    """Milliseconds by target and round; targets take turns, and who begins does too."""
    pool = Pool()
    await pool.connect(order)
    count = round(order["rate"] * order["seconds"])
    requests = {
        name: [text.encode() for text in texts]
        for name, texts in order["targets"].items()
    }
    spent: dict[str, list[list[float]]] = {name: [] for name in requests}
    names = list(requests)
    for name in names:
        await pool.run(requests[name][: round(order["rate"])], order["rate"])
    for turn in range(order["rounds"]):
        for name in names if turn % 2 == 0 else names[::-1]:
            texts = requests[name]
            chosen = [texts[(turn * count + i) % len(texts)] for i in range(count)]
            gc.collect()
            gc.disable()
            seconds = await pool.run(chosen, order["rate"])
            gc.enable()
            spent[name].append([value * 1e3 for value in seconds])
    return spent


def main() -> None:
    """Carry out the order on the standard input."""
    order: Order = orjson.loads(sys.stdin.buffer.read())
    spent = asyncio.run(measure(order))
    sys.stdout.buffer.write(orjson.dumps(spent))


if __name__ == "__main__":
    main()
