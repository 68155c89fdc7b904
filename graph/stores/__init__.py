"""Stores of bitemporal facts; a URL names one, and only this file looks at its scheme.

What callers must know of a store, the open store says of itself.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit

from graph.errors import UnsupportedStoreError

if TYPE_CHECKING:
    from pathlib import Path

    from graph.stores.base import Store

__all__ = ["BACKENDS", "open_store", "store_file", "with_credentials"]


class Backend(NamedTuple):
    """Where a kind of store is found.

    Attributes
    ----------
    module, class_name
        Of its class.
    in_file
        Whether its facts are in a file that the URL names.
    has_users
        Whether it wants to know who asks.
    extra
        The driver that it needs besides, and the extra that brings it.
    """

    module: str
    class_name: str
    in_file: bool = False
    has_users: bool = False
    extra: str = ""


_NEO4J = Backend(
    "graph.stores.neo4j.store", "Neo4jStore", has_users=True, extra="neo4j"
)

BACKENDS = {
    "memory": Backend("graph.stores.memory.store", "MemoryStore"),
    "sqlite": Backend("graph.stores.sqlite.store", "SqliteStore", in_file=True),
    # those of the driver: with and without routing, encryption, a checked certificate
    "neo4j": _NEO4J,
    "neo4j+s": _NEO4J,
    "neo4j+ssc": _NEO4J,
    "bolt": _NEO4J,
    "bolt+s": _NEO4J,
    "bolt+ssc": _NEO4J,
}
"""Every kind of store, by URL scheme."""


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
    backend = _backend(url)
    try:
        store_class = getattr(import_module(backend.module), backend.class_name)
    except ModuleNotFoundError as error:
        if error.name != backend.extra:
            raise
        raise UnsupportedStoreError(
            f"the driver of {_scheme(url)}:// is missing; "
            f"install suretynet[{backend.extra}]"
        ) from error
    store: Store = store_class(url)
    return store


def store_file(url: str) -> Path | None:
    """The file that holds the store, there or not; None for what is in no file.

    Raises
    ------
    UnsupportedStoreError
        Unknown scheme, or the URL names no file where it must.

    Examples
    --------
    >>> store_file("sqlite:////var/facts.db").as_posix()
    '/var/facts.db'
    >>> store_file("memory://")
    """
    if not _backend(url).in_file:
        return None
    from graph.stores.sqlite.url import parse_url

    return parse_url(url)[0]


def with_credentials(url: str, user: str, password: str) -> str:
    """The URL with this user, where the store has users and the URL names none.

    Raises
    ------
    UnsupportedStoreError
        Unknown scheme.

    Examples
    --------
    >>> with_credentials("neo4j://host/db", "me", "a/b")
    'neo4j://me:a%2Fb@host/db'
    >>> with_credentials("sqlite:///facts.db", "me", "a/b")
    'sqlite:///facts.db'
    """
    parts = urlsplit(url)
    if not _backend(url).has_users or not password or parts.username:
        return url
    login = f"{quote(user, safe='')}:{quote(password, safe='')}"
    return parts._replace(netloc=f"{login}@{parts.netloc}").geturl()


def _backend(url: str) -> Backend:
    scheme = _scheme(url)
    if scheme not in BACKENDS:
        known = ", ".join(f"{name}://" for name in BACKENDS)
        raise UnsupportedStoreError(f"no store answers to {scheme}://; known: {known}")
    return BACKENDS[scheme]


def _scheme(url: str) -> str:
    return url.partition(":")[0]
