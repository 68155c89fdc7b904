"""Around every request: trace id, limits, host check, headers, log and metrics.

Plain ASGI, because the stacked response classes of the usual middleware would cost
the check more than its own work.
"""

from __future__ import annotations

import time
import uuid
from http import HTTPStatus
from typing import TYPE_CHECKING

import structlog
from fastapi import Request
from prometheus_client import Counter, Histogram

from api.errors import PROBLEM_JSON, ProblemError, problem, unexpected
from api.security import refuse_foreign

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.settings import Settings

LOG = structlog.get_logger("suretynet.api.access")

REQUESTS = Counter(
    "suretynet_http_requests_total", "Requests answered.", ["method", "route", "status"]
)
SECONDS = Histogram(
    "suretynet_http_request_seconds", "Time to answer.", ["method", "route"]
)

SECURITY_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (
        b"content-security-policy",
        (
            b"default-src 'self'; img-src 'self' data: blob:; style-src 'self' "
            b"'unsafe-inline'; object-src 'none'; base-uri 'none'; "
            b"frame-ancestors 'none'"
        ),
    ),
]

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Others share one label: callers must not be able to make up new ones."""


def _caching(
    path: str, headers: Iterable[tuple[bytes, bytes]]
) -> list[tuple[bytes, bytes]]:
    """Answers of the API are nobody else's to keep, unless they say so."""
    if not path.startswith("/v1/") or any(n == b"cache-control" for n, _ in headers):
        return []
    return [(b"cache-control", b"private, no-store")]


class RequestGuard:
    """Refuses foreign and oversized requests; adds headers, log lines and metrics.

    What fails answers as a problem, also where a part of the framework would answer
    text. HEAD answers as GET does, without the body.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._hosts = frozenset(name.lower() for name in settings.allowed_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; other scopes pass through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        trace = uuid.uuid4().hex
        method = scope["method"]
        if method == "HEAD":
            scope = {**scope, "method": "GET"}
        scope.setdefault("state", {})["trace_id"] = trace
        started = time.perf_counter()
        status = 0

        async def completed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message["headers"],
                    (b"x-trace-id", trace.encode()),
                    *SECURITY_HEADERS,
                    *_caching(scope["path"], message["headers"]),
                ]
            elif method == "HEAD":
                message = {**message, "body": b""}
            await send(message)

        request = Request(scope)
        answer = _as_problem(request, completed)
        try:
            self._refuse(request)
            await self._app(scope, self._bounded(receive), answer)
        except ProblemError as error:
            response = problem(
                request,
                error.status_code,
                error.code,
                error.detail,
                headers=error.headers,
            )
            await response(scope, receive, answer)
        except Exception as error:
            if status:  # the answer has begun: only the connection can tell
                raise
            await unexpected(request, error)(scope, receive, answer)
        finally:
            route = getattr(scope.get("route"), "path_format", "unmatched")
            spent = time.perf_counter() - started
            record(method, route, status, seconds=spent, trace=trace)

    def _refuse(self, request: Request) -> None:
        refuse_foreign(request, self._hosts)
        if len(str(request.url)) > self._settings.max_url_bytes:
            raise ProblemError(414, "url-too-long", "The URL is too long.")
        length = request.headers.get("content-length", "0")
        if length.isdigit() and int(length) > self._settings.max_body_bytes:
            raise self._too_large()

    def _too_large(self) -> ProblemError:
        limit = self._settings.max_body_bytes
        return ProblemError(413, "body-too-large", f"At most {limit} bytes are read.")

    def _bounded(self, receive: Receive) -> Receive:
        """Count what arrives: a chunked body states no length."""
        total = 0

        async def bounded() -> Message:
            nonlocal total
            message = await receive()
            total += len(message.get("body", b""))
            if total > self._settings.max_body_bytes:
                raise self._too_large()
            return message

        return bounded


def _as_problem(request: Request, send: Send) -> Send:
    """Put a problem in the place of a failure that is told in another form."""
    replaced = False

    async def sent(message: Message) -> None:
        nonlocal replaced
        if message["type"] == "http.response.start":
            kept = _kept_of(message)
            if kept is not None:
                replaced = True
                status = HTTPStatus(message["status"])
                code = status.phrase.lower().replace(" ", "-")
                told = problem(request, status, code, f"{status.phrase}.", headers=kept)
                await told(request.scope, request.receive, send)
        if not replaced:
            await send(message)

    return sent


def _kept_of(start: Message) -> dict[str, str] | None:
    """Headers to keep of a failure that is no problem yet; None for all others."""
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    problematic = headers.get("content-type", "").startswith(PROBLEM_JSON)
    if start["status"] < HTTPStatus.BAD_REQUEST or problematic:
        return None
    return {
        name: value
        for name, value in headers.items()
        if name not in {"content-type", "content-length"}
    }


def record(method: str, route: str, status: int, *, seconds: float, trace: str) -> None:
    """Count and log an answer."""
    label = method if method in _METHODS else "other"
    REQUESTS.labels(label, route, str(int(status))).inc()
    SECONDS.labels(label, route).observe(seconds)
    LOG.info(
        "answered",
        method=label,
        route=route,
        status=int(status),
        ms=round(seconds * 1000, 2),
        trace_id=trace,
    )
