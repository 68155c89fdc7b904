"""Browser sessions: a single-use token from a login link becomes a cookie."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.errors import ProblemError
from api.schemas.session import LoginIn, SessionOut
from api.security import COOKIE, Caller, Sessions

router = APIRouter(prefix="/v1/session", tags=["session"])


@router.post("")
async def open_session(
    body: LoginIn, request: Request, response: Response
) -> SessionOut:
    """Trade a login token for a session cookie. A token works once."""
    principal = request.app.state.keys.redeem(body.token)
    if principal is None:
        raise ProblemError(
            401,
            "login-token-invalid",
            "This login link was used or has expired; `suretynet login-url` makes one.",
        )
    sessions: Sessions = request.app.state.sessions
    response.set_cookie(
        COOKIE,
        sessions.open(principal),
        max_age=sessions.seconds,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
        path="/",
    )
    return SessionOut(key_id=principal.key_id, scopes=list(principal.scopes))


@router.get("")
async def read_session(caller: Caller) -> SessionOut:
    """Who is signed in."""
    return SessionOut(key_id=caller.key_id, scopes=list(caller.scopes))


@router.delete("", status_code=204)
async def close_session(_: Caller, request: Request, response: Response) -> None:
    """Sign out."""
    request.app.state.sessions.close(request.cookies.get(COOKIE, ""))
    response.delete_cookie(COOKIE, path="/")
