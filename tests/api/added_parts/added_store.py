"""A store whose facts outlive its closing, in this process."""

from __future__ import annotations

from typing import Any, ClassVar

from graph.stores.memory.store import MemoryStore


class KeptStore(MemoryStore):
    """Every opening of a URL has the same facts."""

    _kept: ClassVar[dict[str, dict[str, Any]]] = {}

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.__dict__ = self._kept.setdefault(url, self.__dict__)
