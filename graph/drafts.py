"""Unfinished files: kept apart, locked while somebody works on them, swept later.

Whatever is to appear whole or not at all is made in a draft, a private folder on the
same file system, and moved to its place. A process that is killed leaves its draft;
the lock on it ends with the process, so that the next start knows it for waste.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = ".drafts"
_LOCKS = find_spec("fcntl") is not None
"""Not on Windows, where nothing is swept."""


class Drafts:
    """The drafts of what will lie below a folder, all in its ``.drafts``.

    Parameters
    ----------
    root
        Made where it is missing, when the first draft is.
    """

    def __init__(self, root: Path) -> None:
        self.folder = root / FOLDER

    @contextmanager
    def draft(self) -> Iterator[Path]:
        """An empty folder that only its owner may read; deleted in the end.

        Raises
        ------
        OSError
            It cannot be made.
        """
        path, held = self._begin()
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)
            _release(held)
            self._tidy()

    def sweep(self) -> int:
        """Delete the drafts that no living process works on; how many there were.

        Does nothing where the folder may not be written to.
        """
        swept = 0
        with suppress(OSError), self._guarded():
            for path in self.folder.iterdir() if _LOCKS else ():
                with suppress(OSError):  # another process works on it
                    held = _held(path)
                    shutil.rmtree(path, ignore_errors=True)
                    _release(held)
                    swept += not path.exists()
        self._tidy()
        return swept

    def _begin(self) -> tuple[Path, int | None]:
        while True:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(FileNotFoundError), self._guarded():  # tidied up just now
                path = Path(tempfile.mkdtemp(dir=self.folder))
                held = _held(path, wait=True)
                if path.exists():  # not swept, by one whose guard was another folder
                    return path, held
                _release(held)

    def _tidy(self) -> None:
        with suppress(OSError):  # others have drafts there
            self.folder.rmdir()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Nobody sweeps between the making of a draft and the lock on it."""
        guard = _held(self.folder, wait=True)
        try:
            yield
        finally:
            _release(guard)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """A folder that nobody else holds meanwhile; the process ends the hold, too.

    Raises
    ------
    BlockingIOError
        Somebody else holds it.
    """
    descriptor = _held(folder)
    try:
        yield
    finally:
        _release(descriptor)


def _held(path: Path, *, wait: bool = False) -> int | None:
    """Descriptor that holds the lock on a folder.

    Raises
    ------
    BlockingIOError
        Somebody else has it, and we do not `wait`.
    """
    if not _LOCKS:
        return None
    import fcntl

    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _release(descriptor: int | None) -> None:
    if descriptor is not None:
        os.close(descriptor)
