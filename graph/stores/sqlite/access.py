"""How a SQLite file may be opened, and whether it is still the one that was opened."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from graph.errors import StoreUnavailableError

if TYPE_CHECKING:
    from pathlib import Path


class FileAccess:
    """One file, with the log of commits (``-wal``) beside it.

    Where file or folder may not be written to, the file is only read. SQLite then
    needs the log's index from a process that may write; without a log nobody writes,
    and the file is read as it is, until it changes.
    """

    def __init__(self, url: str, path: Path) -> None:
        self._url = url
        self._path = path
        self._log = path.with_name(path.name + "-wal")
        self.read_only = path.exists() and not all(
            os.access(place, os.W_OK) for place in (path, path.parent)
        )
        self._seen: tuple[int, ...] | None = None

    def target(self) -> tuple[str, bool]:
        """What to connect to, and whether it is a URI."""
        if not self.read_only:
            return str(self._path), False
        self._seen = self._state()
        alone = "" if self._seen[-1] else "&immutable=1"
        return f"{self._path.absolute().as_uri()}?mode=ro{alone}", True

    def opened(self) -> None:
        """Remember which file it is."""
        if self._seen is None:
            self._seen = self._state()

    def changed(self) -> bool:
        """Whether connections must be made anew: only of a file that is only read."""
        return self.read_only and self._seen is not None and self._state() != self._seen

    def refuse_replaced(self) -> None:
        """Refuse to go on where another file lies in the place of the one opened.

        Raises
        ------
        StoreUnavailableError
            It does, or none; commits in the old file's log would be mixed into it.
        """
        if self._seen is None or self.read_only:
            return
        try:
            same = self._path.stat().st_ino == self._seen[0]
        except OSError as error:
            raise StoreUnavailableError(self._url, str(error.strerror)) from error
        if not same:
            log, index = self._log.name, f"{self._path.name}-shm"
            raise StoreUnavailableError(
                self._url,
                f"its file was replaced while it was open: end what uses it, delete "
                f"{log} and {index}, put the file there again, and start",
            )

    def _state(self) -> tuple[int, ...]:
        try:
            status = self._path.stat()
            log = self._log.stat().st_size if self._log.exists() else 0
        except OSError as error:
            raise StoreUnavailableError(self._url, str(error.strerror)) from error
        if not self.read_only:
            return (status.st_ino,)
        if log:  # readers and a writer share the file as ever
            return status.st_ino, 1
        return status.st_ino, status.st_size, status.st_mtime_ns, 0
