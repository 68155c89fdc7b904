"""Ids in the path of a request, whatever characters they have.

A server hands over the path decoded, in which an id's own slash looks like one between
segments. Below `PREFIX` routes are therefore matched on the path as it was sent, each
segment in one spelling, and the converter `id` decodes what it matched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, unquote_to_bytes

from starlette.convertors import Convertor, register_url_convertor

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

PREFIX = "/v1/"
LONGEST_ID = 512
"""Characters of the longest id that a store may hold: older loads took so many."""
_AS_THEY_ARE = "~:@!$&'()*+,;=-._"
"""Characters that a segment may hold unencoded (RFC 3986, 3.3)."""


class _IdConvertor(Convertor[str]):
    regex = "[^/]+"

    def convert(self, value: str) -> str:
        return unquote(value)

    def to_string(self, value: str) -> str:
        return quote(value, safe="")


register_url_convertor("id", _IdConvertor())


class SentPaths:
    """Has the routes below it see the path of the API as it was sent."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; other scopes pass through."""
        if scope["type"] == "http":
            path = sent_path(scope)
            if path.startswith(PREFIX):
                # in place: who records the request reads the route from this scope
                scope["path"] = path
        await self._app(scope, receive, send)


def sent_path(scope: Scope) -> str:
    """The path as it was sent, every segment in one spelling."""
    raw: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    return "/".join(
        quote(unquote_to_bytes(segment), safe=_AS_THEY_ARE)
        for segment in raw.split(b"/")
    )
