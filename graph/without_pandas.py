"""Processes that never ask for pandas do without it, also where it is installed.

pyarrow imports it, half a second, to tell whether any list that it is given is one of
pandas' own. Where it is not found, pyarrow goes on without.
"""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType


class _WithoutPandas(MetaPathFinder):
    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 - the finder's signature
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        if fullname == "pandas":
            raise ModuleNotFoundError(name=fullname)
        return None


def do_without_pandas() -> None:
    """Have this process find no pandas from now on."""
    sys.meta_path.insert(0, _WithoutPandas())
