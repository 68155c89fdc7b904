"""Failures as RFC 9457 problems: one table from type to status."""

from __future__ import annotations

import traceback
import uuid
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlencode

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.parameters import unknown_field
from api.paths import sent_path
from gnn.errors import MissingExtraError
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
    errors.OutcomeConflictError: 409,
    errors.FourEyesError: 403,
    errors.NotPublishedError: 503,
    errors.SnapshotNotHeldError: 409,
    errors.SnapshotError: 500,
    errors.ReplayError: 409,
    errors.InvalidPatternError: 500,
    errors.StateFileError: 503,
    errors.StoreBusyError: 503,
    errors.StoreUnavailableError: 503,
    errors.StoreFullError: 507,
    errors.StoreError: 500,
    MissingExtraError: 409,
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
    content = problem_content(
        status, code, detail, trace_id(request), sent_path(request.scope)
    )
    return JSONResponse(
        content | facts,
        status_code=status,
        media_type=PROBLEM_JSON,
        headers=dict(headers or {}),
    )


def problem_content(
    status: int, code: str, detail: str, trace: str, path: str = ""
) -> dict[str, Any]:
    """The members that every problem has; the path is the one that was sent."""
    return {
        "type": f"urn:suretynet:problem:{code}",
        "title": code.replace("-", " ").capitalize(),
        "status": status,
        "detail": detail,
        "instance": path,
        "code": code,
        "trace_id": trace,
    }


def trace_id(request: Request) -> str:
    """The id that the log and the answer share."""
    known: str = getattr(request.state, "trace_id", "")
    return known or uuid.uuid4().hex


def code_of(error: Exception) -> str:
    """The stable code of a failure; all that are not expected have one."""
    if not isinstance(error, (errors.GraphError, OSError)):
        return "internal-error"
    name = type(error).__name__.removesuffix("Error")
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")


async def _on_graph_error(request: Request, error: Exception) -> JSONResponse:
    status = next(
        (code for kind, code in STATUS.items() if isinstance(error, kind)),
        _SERVER_FAULT,
    )
    code = code_of(error)
    facts: dict[str, Any] = {}
    if isinstance(error, errors.MergedError):
        moved = _moved(request, error.name, error.canonical)
        return problem(request, status, code, str(error), headers={"Location": moved})
    if status >= _SERVER_FAULT:
        if isinstance(error, errors.StateFileError):
            facts["file"] = error.file
        LOG.error("request failed", error=code, trace_id=trace_id(request), **facts)
        busy = status == _UNAVAILABLE
        return problem(
            request,
            status,
            code,
            _unavailable(error) if busy else _NO_DETAIL,
            headers={"Retry-After": "2"} if busy else {},
        )
    if isinstance(error, errors.OutcomeConflictError):
        facts |= {"outcome": error.outcome, "stated_by": error.by, "at": error.at}
    if isinstance(error, errors.InvalidRecordError):
        facts["errors"] = _pointers(error.errors)
    return problem(request, status, code, str(error), **facts)


def _unavailable(error: Exception) -> str:
    """What a caller may know of why there is no answer now."""
    if isinstance(error, errors.NotPublishedError):
        return str(error)
    if isinstance(error, errors.StateFileError):
        return "A file of the service cannot be used; its log names it."
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
        {
            "pointer": "/" + "/".join(map(str, item["loc"])),
            "detail": _reason(request, item),
        }
        for item in error.errors()
    ]
    detail = "; ".join(f"{item['pointer']}: {item['detail']}" for item in listed[:5])
    return problem(request, 422, "invalid-request", detail, errors=listed)


def _reason(request: Request, item: Mapping[str, Any]) -> str:
    place, *names = item["loc"]
    if item["type"] == "extra_forbidden" and place == "body" and len(names) == 1:
        return unknown_field(request.scope["route"], str(names[0]))
    return str(item["msg"])


async def _on_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    code = _HTTP_CODES.get(error.status_code, "http-error")
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_methods(request) or [headers["Allow"]])
    return problem(request, error.status_code, code, str(error.detail), headers=headers)


def _methods(request: Request) -> list[str]:
    """Methods of all routes of this path; the framework names those of the first."""
    place = {"type": "http", "path": request.scope["path"], "headers": []}
    found = [
        method
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        for route in request.app.routes
        if route.matches({**place, "method": method})[0] is Match.FULL
    ]
    return ["GET", "HEAD", *found[1:]] if found[:1] == ["GET"] else found


def unexpected(request: Request, error: Exception) -> JSONResponse:
    """The answer to a failure of our own: nothing of it goes out.

    The log gets the place.
    """
    log_unexpected(LOG, error, trace_id=trace_id(request))
    return problem(request, _SERVER_FAULT, "internal-error", _NO_DETAIL)


def log_unexpected(log: Any, error: Exception, **facts: str) -> None:
    """Log where a failure of our own came about.

    Not its message, which may quote personal data.
    """
    frames = traceback.extract_tb(error.__traceback__)
    log.error(
        "unexpected failure",
        error=type(error).__name__,
        frames=[f"{frame.name} {frame.filename}:{frame.lineno}" for frame in frames],
        **facts,
    )


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(errors.GraphError, _on_graph_error)
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
