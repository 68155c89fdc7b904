"""The built explorer's files; its pages are told apart by the URL's fragment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

from api.compression import takes_gzip

if TYPE_CHECKING:
    import os
    from os import PathLike

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

    def file_response(
        self,
        full_path: str | PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """The file, or its compressed twin, which has an entity tag of its own."""
        twin = Path(f"{full_path}.gz")
        if not twin.is_file():
            return super().file_response(full_path, stat_result, scope, status_code)
        packed = takes_gzip(Headers(scope=scope))
        if packed:
            full_path, stat_result = twin, twin.stat()
        found = super().file_response(full_path, stat_result, scope, status_code)
        found.headers["Vary"] = "Accept-Encoding"
        if packed and isinstance(found, FileResponse):  # there is something to unpack
            found.headers["Content-Encoding"] = "gzip"
        return found
