"""Engines: where batch analyses run; `open_engine` picks one by name."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from graph.errors import UnknownEngineError

if TYPE_CHECKING:
    from graph.engines.base import Engine

__all__ = ["ENGINES", "open_engine"]

ENGINES = {"local": ("graph.engines.local", "LocalEngine")}
"""Module and class of each engine by the name that receipts give it."""


def open_engine(name: str = "local") -> Engine:
    """The engine of that name.

    Raises
    ------
    UnknownEngineError
        There is none.

    Examples
    --------
    >>> open_engine().name
    'local'
    """
    if name not in ENGINES:
        raise UnknownEngineError(name, sorted(ENGINES))
    module, class_name = ENGINES[name]
    engine: Engine = getattr(import_module(module), class_name)()
    return engine
