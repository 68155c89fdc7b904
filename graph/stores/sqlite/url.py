"""What the URL of a SQLite store says."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from graph.errors import UnsupportedStoreError

_BUSY_SECONDS = 30.0


def parse_url(url: str) -> tuple[Path, float]:
    """Path of the file, and how many seconds a writer waits for another one.

    Raises
    ------
    UnsupportedStoreError
        The URL names no file.

    Examples
    --------
    >>> path, seconds = parse_url("sqlite:////var/my%20facts.db?timeout=5")
    >>> path.as_posix(), seconds
    ('/var/my facts.db', 5.0)
    """
    parts = urlsplit(url)
    path = unquote(parts.path[1:])
    if parts.netloc or not path:
        raise UnsupportedStoreError(
            "a SQLite store is named sqlite:///relative/path or sqlite:////absolute/path"
        )
    timeout = parse_qs(parts.query).get("timeout", [_BUSY_SECONDS])[-1]
    return Path(path), float(timeout)
