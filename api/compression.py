"""Answers as gzip, where the client takes it and it saves a round trip.

What is compressed is a whole body in memory; streams, and files with an entity tag of
their own, pass as they are (the explorer's are compressed when it is built). Not the
middleware of the framework: that compresses in the event loop, where the check waits.
"""

from __future__ import annotations

import re
import zlib
from functools import partial
from typing import TYPE_CHECKING

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.datastructures import Headers, MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LEAST_BYTES = 14_000
"""Less is sent at once, before the other side must confirm anything (RFC 6928)."""
LEVEL = 3
"""2 MB of a circle's page: 8 ms to 110 kB; level 6 takes 22 ms to 89 kB, level 1 takes
as long as this one and makes more of it."""
THREADS = 2
"""They hold no interpreter lock while they compress."""
_AS_GZIP = 16 + zlib.MAX_WBITS
_TYPES = ("application/json", "application/problem+json", "text/")
_NEVER = re.compile(r"q=0(\.0*)?")


def takes_gzip(headers: Headers) -> bool:
    """Whether a request's Accept-Encoding names gzip, with any weight but 0."""
    taken = {}
    for item in headers.get("accept-encoding", "").lower().split(","):
        name, _, weight = item.partition(";")
        taken[name.strip()] = not _NEVER.fullmatch(weight.replace(" ", ""))
    return taken.get("gzip", taken.get("*", False))


class Compression:
    """Compresses large answers, in threads that nothing else computes in."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._threads = CapacityLimiter(THREADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; other scopes pass through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        held: Message | None = None

        async def compressed(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                if _worth_it(headers):
                    headers.add_vary_header("Accept-Encoding")
                    message["headers"] = headers.raw
                    if takes_gzip(Headers(scope=scope)):
                        held = message
                        return
            elif held is not None:
                start, held = held, None
                if not message.get("more_body"):
                    message = await self._packed(start, message)
                await send(start)
            await send(message)

        await self._app(scope, receive, compressed)

    async def _packed(self, start: Message, message: Message) -> Message:
        """The body as gzip; says so in the headers of `start`."""
        pack = partial(zlib.compress, message["body"], LEVEL, _AS_GZIP)
        body = await run_sync(pack, limiter=self._threads)
        headers = MutableHeaders(raw=start["headers"])
        headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
        start["headers"] = headers.raw
        return {**message, "body": body}


def _worth_it(headers: Headers) -> bool:
    """Whether an answer is text of a known, large size that no tag describes."""
    return (
        int(headers.get("content-length", 0)) >= LEAST_BYTES
        and headers.get("content-type", "").startswith(_TYPES)
        and "content-encoding" not in headers
        and "etag" not in headers
    )
