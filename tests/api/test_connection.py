"""What strangers may cost, over real sockets to this machine only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from raw_http import CHUNK, connected, flooded, problem_in, said, serving
from waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server with the limits that are set by default."""
    with serving() as found:
        yield found


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
