"""Failures as RFC 9457 problems: one table from type to status."""

from __future__ import annotations

import traceback
import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlencode

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.paths import sent_path
from graph import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

LOG = structlog.get_logger("suretynet.api.errors")
PROBLEM_JSON = "application/problem+json"

STATUS: dict[type[errors.GraphError], int] = {
    errors.DanglingReferenceError: 422,
    errors.InvalidRecordError: 422,
    errors.NotFoundError: 404,
    errors.MergedError: 308,
    errors.MissingRateError: 409,
    errors.GraphTooLargeError: 422,
    errors.UnknownEngineError: 422,
    errors.NotPublishedError: 503,
    errors.SnapshotNotHeldError: 409,
    errors.SnapshotError: 500,
    errors.ReplayError: 409,
    errors.StoreBusyError: 503,
    errors.StoreUnavailableError: 503,
    errors.StoreError: 500,
}
"""HTTP status by exception type; subclasses come before their base."""

_SERVER_FAULT = 500
_UNAVAILABLE = 503
_NO_DETAIL = "The service failed; nothing was changed. Quote the trace id."
_HTTP_CODES = {400: "bad-request", 404: "not-found", 405: "method-not-allowed"}


class ProblemError(HTTPException):
    """A refusal decided by the API itself.

    An `HTTPException`, because FastAPI lets no other one pass while it reads a body.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, detail, headers)
        self.code = code


def problem(
    request: Request,
    status: int,
    code: str,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    **facts: Any,
) -> JSONResponse:
    """An `application/problem+json` answer."""
    return JSONResponse(
        {
            "type": f"urn:suretynet:problem:{code}",
            "title": code.replace("-", " ").capitalize(),
            "status": status,
            "detail": detail,
            "instance": sent_path(request.scope),
            "code": code,
            "trace_id": trace_id(request),
            **facts,
        },
        status_code=status,
        media_type=PROBLEM_JSON,
        headers=dict(headers or {}),
    )


def trace_id(request: Request) -> str:
    """The id that the log and the answer share."""
    known: str = getattr(request.state, "trace_id", "")
    return known or uuid.uuid4().hex


def _code(error: Exception) -> str:
    name = type(error).__name__.removesuffix("Error")
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")


async def _on_graph_error(request: Request, error: Exception) -> JSONResponse:
    status = next(
        (code for kind, code in STATUS.items() if isinstance(error, kind)),
        _SERVER_FAULT,
    )
    code = _code(error)
    if isinstance(error, errors.MergedError):
        moved = _moved(request, error.name, error.canonical)
        return problem(request, status, code, str(error), headers={"Location": moved})
    if status >= _SERVER_FAULT:
        LOG.error("request failed", error=code, trace_id=trace_id(request))
        busy = status == _UNAVAILABLE
        return problem(
            request,
            status,
            code,
            _unavailable(error) if busy else _NO_DETAIL,
            headers={"Retry-After": "2"} if busy else {},
        )
    facts: dict[str, Any] = {}
    if isinstance(error, errors.InvalidRecordError):
        facts["errors"] = _pointers(error.errors)
    return problem(request, status, code, str(error), **facts)


def _unavailable(error: Exception) -> str:
    """What a caller may know of why there is no answer now."""
    if isinstance(error, errors.NotPublishedError):
        return str(error)
    return "The store does not answer."


def _moved(request: Request, name: str, canonical: str) -> str:
    """The address asked for, with the new id in place of the old one."""
    path = "/".join(
        quote(canonical, safe=":") if unquote(part) == name else part
        for part in sent_path(request.scope).split("/")
    )
    query = urlencode(
        [
            (key, canonical if value == name else value)
            for key, value in request.query_params.multi_items()
        ]
    )
    return f"{path}?{query}" if query else path


def _pointers(fields: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {"pointer": f"/body/{field}", "detail": text} for field, text in fields.items()
    ]


async def _on_problem(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ProblemError)  # noqa: S101 - registered for this type
    return problem(
        request, error.status_code, error.code, error.detail, headers=error.headers
    )


async def _on_invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
    listed = [
        {"pointer": "/" + "/".join(map(str, item["loc"])), "detail": item["msg"]}
        for item in error.errors()
    ]
    detail = "; ".join(f"{item['pointer']}: {item['detail']}" for item in listed[:5])
    return problem(request, 422, "invalid-request", detail, errors=listed)


async def _on_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    code = _HTTP_CODES.get(error.status_code, "http-error")
    return problem(
        request, error.status_code, code, str(error.detail), headers=error.headers
    )


def unexpected(request: Request, error: Exception) -> JSONResponse:
    """The answer to a failure of our own: nothing of it goes out.

    The log gets the place, not the message, which may quote personal data.
    """
    frames = traceback.extract_tb(error.__traceback__)
    LOG.error(
        "unexpected failure",
        error=type(error).__name__,
        frames=[f"{frame.name} {frame.filename}:{frame.lineno}" for frame in frames],
        trace_id=trace_id(request),
    )
    return problem(request, _SERVER_FAULT, "internal-error", _NO_DETAIL)


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(errors.GraphError, _on_graph_error)
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
