"""Stores of bitemporal facts; `open_store` picks one by URL."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from graph.errors import UnsupportedStoreError

if TYPE_CHECKING:
    from graph.stores.base import Store

__all__ = ["NEO4J_SCHEMES", "SCHEMES", "open_store"]

NEO4J_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
"""Those of the driver: with and without routing, encryption, a checked certificate."""

SCHEMES = {
    "memory": ("graph.stores.memory.store", "MemoryStore"),
    "sqlite": ("graph.stores.sqlite.store", "SqliteStore"),
    **dict.fromkeys(NEO4J_SCHEMES, ("graph.stores.neo4j.store", "Neo4jStore")),
}
"""Module and class of each backend by URL scheme."""

_EXTRA = "neo4j"
"""Name of the driver and of the extra that brings it."""


def open_store(url: str) -> Store:
    """Open the store that a URL names, creating it where nothing is yet.

    ``memory://`` forgets everything when closed; ``sqlite:///facts.db`` is a file
    relative to the working folder, ``sqlite:////var/facts.db`` an absolute one;
    ``neo4j://user:password@host:7687`` is a server; with ``neo4j+s`` the connection
    is encrypted and the certificate checked, with ``neo4j+ssc`` it may be self-signed,
    and ``bolt`` in place of ``neo4j`` asks for no routing.

    Raises
    ------
    UnsupportedStoreError
        Unknown scheme, or the driver is not installed.
    StoreUnavailableError
        The file or server cannot be opened.
    """
    scheme = url.partition(":")[0]
    if scheme not in SCHEMES:
        known = ", ".join(f"{name}://" for name in SCHEMES)
        raise UnsupportedStoreError(f"no store answers to {scheme}://; known: {known}")
    module, class_name = SCHEMES[scheme]
    try:
        store_class = getattr(import_module(module), class_name)
    except ModuleNotFoundError as error:
        if error.name != _EXTRA:
            raise
        raise UnsupportedStoreError(
            f"the driver of {scheme}:// is missing; install suretynet[{_EXTRA}]"
        ) from error
    store: Store = store_class(url)
    return store
