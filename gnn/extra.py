"""The door to `gnn.torch`, whose libraries come with the extra ``suretynet[gnn]``."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from gnn.errors import MissingExtraError

if TYPE_CHECKING:
    from types import ModuleType

LIBRARIES = {"torch": "2.13.0", "torch-geometric": "2.8.1", "safetensors": ""}
"""Version of each library; any where it is empty. The same as in `pyproject.toml`."""


def torch_part(name: str) -> ModuleType:
    """The module ``gnn.torch.<name>``, loaded where it is asked for: in seconds.

    Raises
    ------
    MissingExtraError
        A library is missing, of another version, or does not load.
    """
    require_torch()
    try:
        return import_module(f"gnn.torch.{name}")
    except OSError as error:  # a library of the system that torch loads
        found = f"{LIBRARIES['torch']}, which does not load ({error})"
        raise MissingExtraError("torch", found, LIBRARIES["torch"]) from error


def require_torch() -> None:
    """Tell before a long run that the extra is missing; nothing is loaded.

    Raises
    ------
    MissingExtraError
        A library is missing, or of another version. A build's own suffix, such as
        ``+cpu``, does not count.
    """
    for library, expected in LIBRARIES.items():
        try:
            found = version(library)
        except PackageNotFoundError:
            raise MissingExtraError(library, "", expected) from None
        if expected and found.partition("+")[0] != expected:
            raise MissingExtraError(library, found, expected)
