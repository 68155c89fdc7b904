"""Refuses to build a wheel whose explorer was not built."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

EXPLORER = Path("visual", "static", "dist", "index.html")


class ExplorerRequired(BuildHookInterface[Any]):
    """Checks that the web explorer's bundle is there before it is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the hook's signature
        """Stop unless the bundle exists; an editable installation may lack it."""
        if version != "editable" and not (Path(self.root) / EXPLORER).is_file():
            message = f"{EXPLORER} is missing: build the explorer first (make wheel)"
            raise FileNotFoundError(message)
