"""Folders that results are written to, whole or not at all, by one run at a time."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from gnn.errors import ModelInputError
from graph.drafts import Drafts, held

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_EXPECTED = "a new or an empty one"


def check_empty(directory: Path) -> None:
    """Tell before a long run that its results will find no place.

    Raises
    ------
    ModelInputError
        Something is there, or it cannot be written.
    """
    check_writable(directory, _EXPECTED)
    if directory.exists() and any(directory.iterdir()):
        raise ModelInputError(str(directory), "folder", "in use", _EXPECTED)


def check_writable(directory: Path, expected: str = "a folder") -> None:
    """Tell before a long run that a folder is none, or cannot be made or written to.

    Raises
    ------
    ModelInputError
        It names what is in the way.
    """
    place = directory.absolute()
    while not os.path.lexists(place):
        place = place.parent
    what = "in use" if place == directory.absolute() else f"below {place}"
    if not place.is_dir():
        raise ModelInputError(
            str(directory), "folder", f"{what}, which is no folder", expected
        )
    if not os.access(place, os.W_OK | os.X_OK):
        raise ModelInputError(
            str(directory), "folder", f"{what}, which may not be written to", expected
        )


@contextmanager
def reserved(folder: Path, out: Path) -> Iterator[None]:
    """Work in a folder, which is made, while no other run does.

    Drafts of runs that were killed are swept from it.

    Parameters
    ----------
    out
        What the user named, for the error.

    Raises
    ------
    ModelInputError
        Another run works in it, or it cannot be made.
    """
    with ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            stack.enter_context(held(folder))
        except BlockingIOError as error:
            raise ModelInputError(
                str(out), "folder", "in use by another run", "one that no run works on"
            ) from error
        except OSError as error:
            raise ModelInputError(
                str(out), "folder", error.strerror or error, "one that can be made"
            ) from error
        Drafts(folder).sweep()
        yield
