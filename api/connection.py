"""One connection, with limits on what is read before anybody is known.

The server below keeps the head of a request in memory until it is whole, and waits for
it as long as the other side likes. Here both have an end.
"""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

import orjson
from uvicorn.protocols.http.httptools_impl import (
    HttpToolsProtocol,
    RequestResponseCycle,
)

from api.errors import PROBLEM_JSON, problem_content
from api.middleware import SECURITY_HEADERS, record

if TYPE_CHECKING:
    import asyncio

    from api.settings import Settings

LINGER_SECONDS = 2.0
"""So long a refused request is still taken, so that the refusal is read before the
connection is reset."""
SLOWEST_BYTES = 16_384
"""Less of an answer taken within the time limit counts as nothing taken."""


class _RefusedError(Exception):
    """Ends the parser's call; only the parser sees it."""


class BoundedConnection(HttpToolsProtocol):
    """Refuses requests that are too large, too slow or no HTTP, as problems.

    Abstract: `bounded` makes the class of some settings.
    """

    settings: ClassVar[Settings]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._begun = self._fresh = self._headed = self._refused = False
        self._fields = self._parsed = self._beside = self._in_body = 0
        self._why = HTTPStatus.BAD_REQUEST, "bad-request", "This is no HTTP request."
        self._since = 0.0
        self._receiving: asyncio.TimerHandle | None = None
        self._sending: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as its base does
        """Await a request, unless there are connections enough."""
        super().connection_made(transport)
        self._expect(self.settings.head_seconds)
        most = self.settings.max_connections
        if len(self.connections) > most:
            detail = f"At most {most} connections are open at once."
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, "too-many-connections", detail)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the clocks."""
        self._stop_clock()
        if self._sending is not None:
            self._sending.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, and count what does not become part of a body."""
        if self._refused:
            return
        if self._receiving is None and not self._begun:
            self._expect(self.settings.head_seconds)  # empty lines begin no request
        self._fresh, self._in_body = False, 0
        super().data_received(data)
        # what came with the first piece of a request may belong to the one before
        if self._begun and not self._fresh and not self._refused:
            self._beside += len(data) - self._in_body
            if self._beside > self.settings.max_header_bytes:
                self._refuse(*self._too_large())

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._begun = self._fresh = True
        self._headed = False
        self._fields = self._parsed = self._beside = 0
        self._expect(self.settings.head_seconds)

    def on_url(self, url: bytes) -> None:
        """Take a piece of the address."""
        super().on_url(url)
        self._parsed += len(url)
        if self._parsed > self.settings.max_url_bytes:
            self._why = (
                HTTPStatus.REQUEST_URI_TOO_LONG,
                "url-too-long",
                "The URL is too long.",
            )
            raise _RefusedError

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a field; those behind a body are counted and left out."""
        self._fields += 1
        self._parsed += len(name) + len(value)
        if (
            self._fields > self.settings.max_headers
            or self._parsed > self.settings.max_header_bytes
        ):
            self._why = self._too_large()
            raise _RefusedError
        if not self._headed:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is whole: begin to answer, while the body may still arrive."""
        super().on_headers_complete()
        self._headed = True
        self._expect(self.settings.body_seconds)

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body."""
        self._in_body += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._begun = False
        self._stop_clock()
        super().on_message_complete()

    def pause_writing(self) -> None:
        """The answer is not taken as fast as it is made."""
        super().pause_writing()
        self._watch_sending()

    def resume_writing(self) -> None:
        """It was taken."""
        if self._sending is not None:
            self._sending.cancel()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - `_why` says more
        """Answer what the parser could not read."""
        self._refuse(*self._why)

    def _too_large(self) -> tuple[HTTPStatus, str, str]:
        fields, size = self.settings.max_headers, self.settings.max_header_bytes
        return (
            HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
            "headers-too-large",
            f"At most {fields} header fields and {size} bytes are read beside a body.",
        )

    def _expect(self, seconds: float) -> None:
        """Start the clock of what is to be received next."""
        self._stop_clock()
        self._since = self.loop.time()
        self._receiving = self.loop.call_later(seconds, self._late, seconds)

    def _stop_clock(self) -> None:
        if self._receiving is not None:
            self._receiving.cancel()
            self._receiving = None

    def _late(self, seconds: float) -> None:
        self._receiving = None
        if self.flow.read_paused:  # it is we who do not read
            self._expect(seconds)
        elif self._begun:
            detail = f"The request did not arrive within {seconds:g} s."
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, "request-timeout", detail)
        elif self._idle:
            self.transport.close()

    @property
    def _idle(self) -> bool:
        """Whether every request that was read is answered."""
        latest: RequestResponseCycle | None = self.cycle  # None at first
        return latest is None or latest.response_complete

    def _refuse(self, status: HTTPStatus, code: str, detail: str) -> None:
        """Answer if no answer is under way, and take nothing more."""
        self._stop_clock()
        self._refused = True
        trace = uuid.uuid4().hex
        if self._headed:
            free = not (self.pipeline or self.cycle.response_started)
            self.cycle.disconnected = True
        else:
            free = self._idle
        if free:
            self.transport.write(_answer(status, code, detail, trace))
        spent = self.loop.time() - self._since
        record("other", "unmatched", status, seconds=spent, trace=trace)
        if free and self.transport.can_write_eof():
            self.transport.write_eof()
            self._receiving = self.loop.call_later(LINGER_SECONDS, self.transport.close)
        else:
            self.transport.close()

    def _watch_sending(self) -> None:
        left = self.transport.get_write_buffer_size()
        self._sending = self.loop.call_later(
            self.settings.body_seconds, self._judge_sending, left
        )

    def _judge_sending(self, before: int) -> None:
        if before - self.transport.get_write_buffer_size() < SLOWEST_BYTES:
            self.transport.abort()
        else:
            self._watch_sending()


def bounded(chosen: Settings) -> type[BoundedConnection]:
    """The connections of a server with these limits."""

    class Connection(BoundedConnection):
        settings = chosen

    return Connection


def _answer(status: HTTPStatus, code: str, detail: str, trace: str) -> bytes:
    """A whole answer, after which the connection ends."""
    body = orjson.dumps(problem_content(status, code, detail, trace))
    headers = [
        (b"content-type", PROBLEM_JSON.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
        (b"x-trace-id", trace.encode()),
        *SECURITY_HEADERS,
    ]
    lines = [f"HTTP/1.1 {status.value} {status.phrase}".encode()]
    lines += [name + b": " + value for name, value in headers]
    return b"\r\n".join([*lines, b"", body])
