"""Folders that results are written to, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnn.errors import ModelInputError

if TYPE_CHECKING:
    from pathlib import Path


def check_empty(directory: Path) -> None:
    """Tell before a long run that its model will find no place.

    Raises
    ------
    ModelInputError
        Something is there.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise ModelInputError(
            str(directory), "folder", "in use", "a new or an empty one"
        )
