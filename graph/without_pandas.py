"""Processes that never ask for pandas do without it, also where it is installed.

pyarrow imports it, half a second, to tell whether any list that it is given is one of
pandas' own. Where it is not found, pyarrow goes on without.
"""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType


class _WithoutPandas(MetaPathFinder, Loader):
    """Finds pandas at no place and loads nothing: torch asks where it lies."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 - the finder's signature
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, self) if fullname == "pandas" else None

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        raise ModuleNotFoundError(name=spec.name)


def do_without_pandas() -> None:
    """Have this process find no pandas from now on."""
    sys.meta_path.insert(0, _WithoutPandas())
