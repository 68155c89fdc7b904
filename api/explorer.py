"""The built explorer's files; its pages are told apart by the URL's fragment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Scope


class Explorer(StaticFiles):
    """Files by their plain paths only.

    A path that leads up or through nothing is no other name of a file: the start page
    must not answer for `/v1/..`.
    """

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file of a path.

        Raises
        ------
        HTTPException
            404: there is none, 405: there is one to be read only.
        """
        asked = scope["path"]
        if asked != "/" and {"", ".", ".."} & set(asked[1:].split("/")):
            raise HTTPException(404)
        found = await super().get_response(path, {**scope, "method": "GET"})
        if scope["method"] != "GET":
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        return found
