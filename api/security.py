"""Who may ask: bearer keys, browser sessions, host and origin checks."""

from __future__ import annotations

import re
import secrets
import time
from typing import TYPE_CHECKING, Annotated

from fastapi import Request, Security
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from api.errors import ProblemError
from api.keys import OUTCOME_WRITE, READ, KeyRing, Principal

if TYPE_CHECKING:
    from collections.abc import Collection

COOKIE = "suretynet_session"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_HOST = re.compile(r"(?P<name>[a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?")
"""A whole Host header in lower case; a parser of URLs would stop at a `#`."""

_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="apiKey",
    description="An API key, `sn_<id>_<secret>`. "
    "Scope `read` answers everything; personal values come masked without the scope "
    "`read:personal`, and outcomes of cases are stated with the scope `outcome:write`.",
)
_cookie = APIKeyCookie(
    name=COOKIE,
    auto_error=False,
    scheme_name="session",
    description="Cookie of a browser session, from POST /v1/session.",
)


class Sessions:
    """Browser sessions of this process; a restart ends them."""

    def __init__(self, hours: float) -> None:
        self.seconds = int(hours * 3600)
        self._sessions: dict[str, tuple[Principal, float]] = {}

    def open(self, principal: Principal) -> str:
        """A new session's secret."""
        now = time.monotonic()
        self._sessions = {
            key: entry for key, entry in self._sessions.items() if entry[1] > now
        }
        secret = secrets.token_urlsafe(32)
        self._sessions[secret] = (principal, now + self.seconds)
        return secret

    def find(self, secret: str) -> Principal | None:
        """Whose session this is, while it lasts."""
        entry = self._sessions.get(secret)
        if entry is None or entry[1] <= time.monotonic():
            return None
        return entry[0]

    def close(self, secret: str) -> None:
        """End a session."""
        self._sessions.pop(secret, None)


async def authenticate(
    request: Request,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
    cookie: Annotated[str | None, Security(_cookie)],
) -> Principal:
    """The caller, by bearer key or session cookie, with the scope `read`."""
    principal: Principal | None = None
    keys: KeyRing = request.app.state.keys
    sessions: Sessions = request.app.state.sessions
    if bearer is not None:
        principal = keys.find(bearer.credentials)
    elif cookie is not None:
        principal = sessions.find(cookie)
        if principal is not None and not keys.backs(principal):
            principal = None  # a session ends with its key
    if principal is None:
        raise ProblemError(
            401,
            "not-signed-in",
            "Send an API key as a bearer token, or sign in with a login link.",
            {"WWW-Authenticate": 'Bearer realm="suretynet"'},
        )
    demand(principal, READ)
    return principal


SignedIn = Security(authenticate, scopes=[READ])
"""For whole routers, so that nothing else of a request is looked at before."""
Caller = Annotated[Principal, SignedIn]


def demand(caller: Principal, scope: str) -> None:
    """Refuse a caller without a scope.

    Raises
    ------
    ProblemError
        403: the key lacks it.
    """
    if scope not in caller.scopes:
        raise ProblemError(403, "scope-missing", f"This key lacks the scope {scope!r}.")


async def _outcome_writer(caller: Caller) -> Principal:
    demand(caller, OUTCOME_WRITE)
    return caller


OutcomeWriter = Annotated[Principal, Security(_outcome_writer, scopes=[OUTCOME_WRITE])]
"""A caller who may state outcomes of cases; asked before the body is looked at."""


def refuse_foreign(request: Request, allowed_hosts: Collection[str]) -> None:
    """Refuse foreign Host headers, and writes from pages of another origin.

    Raises
    ------
    ProblemError
        421 for a host that is not ours (DNS rebinding), 403 for a foreign origin.
    """
    hosts = request.headers.getlist("host")
    host = hosts[0].lower() if len(hosts) == 1 else ""
    named = _HOST.fullmatch(host)
    if named is None or named["name"] not in allowed_hosts:
        raise ProblemError(421, "unknown-host", "This host name is not served here.")
    origin = request.headers.get("origin")
    if request.method in _SAFE_METHODS or origin is None:
        return
    if origin.lower() not in (f"http://{host}", f"https://{host}"):
        raise ProblemError(403, "foreign-origin", "This page may not write here.")
