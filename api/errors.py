"""Failures as RFC 9457 problems: one table from type to status."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from graph import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

LOG = structlog.get_logger("suretynet.api.errors")
PROBLEM_JSON = "application/problem+json"

STATUS: dict[type[errors.GraphError], int] = {
    errors.DanglingReferenceError: 422,
    errors.InvalidRecordError: 422,
    errors.NotFoundError: 404,
    errors.MissingRateError: 409,
    errors.GraphTooLargeError: 422,
    errors.SnapshotNotHeldError: 409,
    errors.SnapshotError: 500,
    errors.ReplayError: 409,
    errors.StoreBusyError: 503,
    errors.StoreUnavailableError: 503,
    errors.StoreError: 500,
}
"""HTTP status by exception type; subclasses come before their base."""

_SERVER_FAULT = 500


class ProblemError(Exception):
    """A refusal decided by the API itself."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = dict(headers or {})
        super().__init__(detail)


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
            "instance": request.url.path,
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
    if isinstance(error, errors.MergedError):
        location = request.url.path.replace(error.name, error.canonical)
        return problem(
            request, 308, "merged", str(error), headers={"Location": location}
        )
    if status >= _SERVER_FAULT:
        LOG.error("request failed", error=_code(error), trace_id=trace_id(request))
    facts = {"errors": error.errors} if hasattr(error, "errors") else {}
    headers = {"Retry-After": "2"} if status == 503 else {}
    return problem(request, status, _code(error), str(error), headers=headers, **facts)


async def _on_problem(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ProblemError)  # noqa: S101 - registered for this type
    return problem(
        request, error.status, error.code, error.detail, headers=error.headers
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
    code = {404: "not-found", 405: "method-not-allowed"}.get(
        error.status_code, "http-error"
    )
    return problem(
        request, error.status_code, code, str(error.detail), headers=error.headers
    )


async def _on_unexpected(request: Request, error: Exception) -> JSONResponse:
    LOG.error("unexpected failure", trace_id=trace_id(request), exc_info=error)
    return problem(
        request,
        _SERVER_FAULT,
        "internal-error",
        "The service failed; nothing was changed. Quote the trace id.",
    )


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(errors.GraphError, _on_graph_error)
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_unexpected)
