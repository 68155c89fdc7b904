"""A small server with our limits, and bytes to and from it over real sockets."""

from __future__ import annotations

import json
import socket
from contextlib import closing, contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Any

import uvicorn

from api.server import connections
from api.settings import Settings
from waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_S = 30.0
CHUNK = b"a" * 16_384
MOST_SENT = 4_000_000
"""Far more than any limit and than the buffers of a connection."""
LARGE = 30_000_000
"""More than the buffers between two ends of a connection hold."""


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Answers how many fields and bytes it got; `/large` with more than one takes."""
    if scope["type"] != "http":
        return
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size += len(message["body"])
        more = message["more_body"]
    body = json.dumps([len(scope["headers"]), size]).encode()
    if scope["path"] == "/large":
        body = b" " * LARGE
    length = str(len(body)).encode()
    headers = [(b"content-length", length)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@contextmanager
def running(**settings: Any) -> Iterator[uvicorn.Server]:
    """A server with these limits, in a thread."""
    chosen = Settings(log_level="ERROR", **settings)
    config = uvicorn.Config(
        echo, port=0, lifespan="off", log_level="critical", **connections(chosen)
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    try:
        eventually(lambda: server.started)
        yield server
    finally:
        server.should_exit = server.force_exit = True
        thread.join()


@contextmanager
def serving(**settings: Any) -> Iterator[int]:
    """The port of one."""
    with running(**settings) as server:
        yield port_of(server)


def port_of(server: uvicorn.Server) -> int:
    """Where it listens."""
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port


def connected(port: int) -> closing[socket.socket]:
    """A connection that fails rather than hangs."""
    return closing(socket.create_connection(("127.0.0.1", port), PATIENCE_S))


def rest_of(peer: socket.socket) -> bytes:
    """Everything until the other side ends."""
    received = b""
    while piece := peer.recv(65_536):
        received += piece
    return received


def said(port: int, *pieces: bytes) -> bytes:
    """All that comes back for these bytes."""
    with connected(port) as peer:
        for piece in pieces:
            peer.sendall(piece)
        return rest_of(peer)


def problem_in(received: bytes) -> tuple[int, str]:
    """Status and code of the only answer, a problem with the headers of all answers."""
    head, _, body = received.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines[1:])
    assert headers["content-type"] == "application/problem+json"
    assert headers["connection"] == "close"
    assert headers["x-content-type-options"] == "nosniff"
    content = json.loads(body)
    assert content["trace_id"] == headers["x-trace-id"]
    assert lines[0].split()[1] == str(content["status"])
    return content["status"], content["code"]


def flooded(port: int, start: bytes, piece: bytes = CHUNK) -> tuple[int, str]:
    """The refusal of bytes without end; it must come before `MOST_SENT`."""
    with connected(port) as peer:
        peer.sendall(start)
        peer.settimeout(0.05)
        sent, received = 0, b""
        while sent < MOST_SENT and not received:
            try:
                sent += peer.send(piece)
                received = peer.recv(65_536)
            except TimeoutError:
                continue
        peer.settimeout(PATIENCE_S)
        return problem_in(received + rest_of(peer))
