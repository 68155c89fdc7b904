"""What strangers may cost, over real sockets to this machine only."""

from __future__ import annotations

import json
import socket
from contextlib import closing, contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pytest
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


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server with the limits that are set by default."""
    with serving() as found:
        yield found


@pytest.fixture(scope="module")
def hasty() -> Iterator[int]:
    """A server that waits for nobody."""
    with serving(head_seconds=0.2, body_seconds=0.3) as found:
        yield found


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


@pytest.mark.parametrize(
    ("fields", "status"),
    [(b"a: b\r\n" * 99, b"200"), (b"a: b\r\n" * 100, b"431")],
)
def test_header_fields_are_counted(port: int, fields: bytes, status: bytes) -> None:
    request = b"GET / HTTP/1.1\r\nConnection: close\r\n" + fields + b"\r\n"
    assert said(port, request).split()[1] == status


def test_headers_are_measured_as_a_whole(port: int) -> None:
    field = b"a: " + b"x" * 8_000 + b"\r\n"
    request = b"GET / HTTP/1.1\r\n" + field * 5 + b"\r\n"
    assert problem_in(said(port, request)) == (431, "headers-too-large")


@pytest.mark.parametrize(
    "start",
    [
        b"GET / HTTP/1.1\r\nx",
        b"GET / HTTP/1.1\r\nx: y",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nx: y",
    ],
    ids=["name", "value", "chunk extension", "trailer"],
)
def test_what_never_ends_is_not_kept(port: int, start: bytes) -> None:
    assert flooded(port, start) == (431, "headers-too-large")


@pytest.mark.parametrize(
    "start",
    [
        b"GET / HTTP/1.1\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
    ],
    ids=["headers", "trailers"],
)
def test_fields_without_end_are_not_kept(port: int, start: bytes) -> None:
    assert flooded(port, start, b"a: b\r\n" * 2_000) == (431, "headers-too-large")


def test_an_address_without_end_is_not_kept(port: int) -> None:
    assert flooded(port, b"GET /") == (414, "url-too-long")


def test_fields_behind_a_body_are_no_headers(port: int) -> None:
    request = (
        b"POST / HTTP/1.1\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"2\r\nab\r\n0\r\nAuthorization: Bearer x\r\n\r\n"
    )
    assert said(port, request).endswith(b"\r\n\r\n[2, 2]")


def test_a_body_is_no_header(port: int) -> None:
    body = CHUNK * 6
    head = (
        f"POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    sent = said(port, head.encode(), body[:70_000], body[70_000:])
    assert sent.endswith(f"[2, {len(body)}]".encode())


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"hello\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\na: \x00\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_what_is_no_http_is_told_so(port: int, request_bytes: bytes) -> None:
    assert problem_in(said(port, request_bytes)) == (400, "bad-request")


def test_a_broken_body_is_told_so(port: int) -> None:
    request = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
    assert problem_in(said(port, request)) == (400, "bad-request")


def test_nothing_is_written_into_the_answer_of_another_request(port: int) -> None:
    """The second request is refused while the first one is being answered."""
    first = b"POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\na"
    received = said(port, first + b"rubbish\r\n\r\n")
    assert received.count(b"HTTP/1.1") <= 1


@pytest.mark.parametrize(
    "half",
    [
        b"GET",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
    ],
)
def test_half_a_request_is_not_waited_for(hasty: int, half: bytes) -> None:
    assert problem_in(said(hasty, half)) == (408, "request-timeout")


@pytest.mark.parametrize(
    "start",
    [b"GET / HTTP/1.1\r\nx: ", b"POST / HTTP/1.1\r\nContent-Length: 9999\r\n\r\n"],
)
def test_a_request_that_drips_is_half_a_request(hasty: int, start: bytes) -> None:
    with connected(hasty) as peer:
        peer.sendall(start)
        dripping = Thread(target=drip, args=(peer, b"a"))
        dripping.start()
        received = rest_of(peer)
    dripping.join()
    assert problem_in(received) == (408, "request-timeout")


def drip(peer: socket.socket, piece: bytes) -> None:
    """Send a piece again and again, until the other side has had enough."""
    pause = Event()
    for _ in range(2_000):
        try:
            peer.sendall(piece)
        except OSError:
            return
        pause.wait(0.01)


def test_a_connection_that_asks_nothing_ends_without_a_word(hasty: int) -> None:
    assert said(hasty) == b""


@pytest.mark.parametrize(
    "before", [b"", b"GET / HTTP/1.1\r\n\r\n"], ids=["new", "used"]
)
def test_empty_lines_are_no_request(hasty: int, before: bytes) -> None:
    with connected(hasty) as peer:
        peer.sendall(before)
        dripping = Thread(target=drip, args=(peer, b"\r\n"))
        dripping.start()
        try:
            received = rest_of(peer)
        except ConnectionResetError:  # what dripped on was not read
            received = b""
    dripping.join()
    assert received.count(b"HTTP/1.1") <= 1


def test_an_answer_that_nobody_takes_is_given_up() -> None:
    with running(body_seconds=0.3) as server, connected(port_of(server)) as peer:
        peer.sendall(b"GET /large HTTP/1.1\r\n\r\n")
        assert peer.recv(1)
        eventually(lambda: not server.server_state.connections)
        assert len(rest_of(peer)) < LARGE


def test_connections_are_counted() -> None:
    with serving(max_connections=2) as port, connected(port) as a, connected(port) as b:
        for peer in (a, b):
            peer.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert peer.recv(12) == b"HTTP/1.1 200"
        assert problem_in(said(port)) == (503, "too-many-connections")
        a.close()
        eventually(lambda: b" 200 " in said(port, b"GET / HTTP/1.0\r\n\r\n"))


def test_a_web_socket_is_not_opened(port: int) -> None:
    request = (
        b"GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        b"Sec-WebSocket-Version: 13\r\n\r\n"
    )
    with connected(port) as peer:
        peer.sendall(request)
        assert peer.recv(12) == b"HTTP/1.1 200"


def test_requests_one_after_the_other_have_limits_of_their_own(port: int) -> None:
    field = b"a: " + b"x" * 8_000 + b"\r\n"
    request = b"GET / HTTP/1.1\r\n" + field * 3
    received = said(
        port, *[request + b"\r\n"] * 4, request + b"Connection: close\r\n\r\n"
    )
    assert received.count(b"HTTP/1.1 200") == 5
