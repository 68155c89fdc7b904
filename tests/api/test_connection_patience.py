"""Whoever is slow or silent is not waited for, over real sockets to this machine."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from raw_http import (
    LARGE,
    connected,
    port_of,
    problem_in,
    rest_of,
    running,
    said,
    serving,
)
from waiting import eventually

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def hasty() -> Iterator[int]:
    """A server that waits for nobody."""
    with serving(head_seconds=0.2, body_seconds=0.3) as found:
        yield found


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
